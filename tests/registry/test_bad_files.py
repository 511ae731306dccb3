"""Each file in ``bad/`` has its problems beside it; a new case is a new pair of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.workspace import Workspace

HERE = Path(__file__).parent
CASES = sorted((HERE / "bad").glob("*.yaml"))
JARGON = ("Input should", "Value error", "pydantic", "NoneType", "tuple", "str_", "valid string", "Traceback")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_bad_file_gives_exactly_the_problems_written_beside_it(case: Path, workspace: Workspace) -> None:
    """All problems come at once, each with line, column, what is wrong, what was expected and how to mend it."""
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    (folder / "experiment.yaml").write_bytes(case.read_bytes())
    with pytest.raises(RegistryError) as caught:
        load_experiment("question-hook", workspace)
    found = [f"{p.line}:{p.column} {p.code}: {p.what} | {p.expected} | {p.mend}" for p in caught.value.problems]
    assert found == case.with_suffix(".problems").read_text(encoding="utf-8").splitlines()
    assert {p.path for p in caught.value.problems} == {"experiments/question-hook/experiment.yaml"}
    assert [p.what for p in caught.value.problems if not p.expected + p.mend] == []
    # A strategist reads these sentences; no library's words are among them.
    assert [word for word in JARGON if word in str(caught.value)] == []


def test_one_bad_value_never_hides_the_others(workspace: Workspace, good: Path, good_text: str) -> None:
    """Every pair of single mistakes is reported as both."""
    changes = {
        "28": "0123",
        "10%": "ten",
        "2026-03-02": "2026-02-30",
        "goal:": "gaol:",
        "[slot,": "[slot, hook,",
    }
    for one, bad_one in changes.items():
        for other, bad_other in changes.items():
            if one < other:
                text = good_text.replace(one, bad_one, 1).replace(other, bad_other, 1)
                (good / "experiment.yaml").write_text(text, encoding="utf-8")
                with pytest.raises(RegistryError) as caught:
                    load_experiment(good, workspace)
                assert len(caught.value.problems) == 2, (one, other, str(caught.value))
