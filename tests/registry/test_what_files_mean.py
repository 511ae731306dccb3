"""What a good file means stands beside it; a new case is a new pair of files in ``meant/``."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import pytest

from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.writing import write_experiment

CASES = sorted((Path(__file__).parent / "meant").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_means_exactly_what_stands_beside_it(case: Path, workspace: Workspace) -> None:
    """With everything that it leaves out, at the lowest and at the highest values; written anew it means the same."""
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    (folder / "experiment.yaml").write_bytes(case.read_bytes())
    experiment = load_experiment("question-hook", workspace).experiment
    meant = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    assert json.loads(experiment.model_dump_json()) == meant
    (folder / "experiment.yaml").unlink()
    write_experiment(folder, experiment)
    assert load_experiment("question-hook", workspace).experiment == experiment


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_next_round_of_a_file_is_the_same_plan_without_its_first_day(case: Path, workspace: Workspace) -> None:
    """Goal, first day, name and seed are new; all else is as it was."""
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    (folder / "experiment.yaml").write_bytes(case.read_bytes())
    new_experiment(workspace, "second", Draft(), from_slug="question-hook")
    before = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    after = json.loads(load_experiment("second", workspace).experiment.model_dump_json())
    expected = before | {
        "title": f"{before['title']} (next experiment)",
        "goal": "watch-time",
        "follow_up_of": "question-hook",
    }
    expected["design"] = before["design"] | {"start": None, "seed": crc32(b"second")}
    assert after == expected
