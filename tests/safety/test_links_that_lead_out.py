"""What is written stays in the workspace, whatever links a stranger has laid in it; a link within it may stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.refusals.bases import Bases

from cliptrial.cli.entry import run
from cliptrial.errors import InputError, Problem, RegistryError
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.safety.turns import HOLDER, LOCK
from cliptrial.registry.workspace import load_workspace
from cliptrial.report.rendering import render


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Bases(tmp_path).copy("written", tmp_path / "ws")


@pytest.mark.parametrize("name", ["store", "reports", "store/posts", "reports/question-hook", "experiments/theirs"])
def test_a_link_that_leads_out_of_the_workspace_is_refused_by_every_command(
    root: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = root / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    with pytest.raises(RegistryError) as caught:
        load_workspace(root)
    assert caught.value.problems == (
        Problem(
            "leads_out",
            f"{name} is a link that leads out of the workspace, to {outside}",
            "A folder inside the workspace, where what is written stays",
            "Remove the link, or put the folder itself in its place.",
            path=name,
        ),
    )
    assert run(["list", "--workspace", str(root)]) == 1
    assert "leads out of the workspace" in capsys.readouterr().err
    link.unlink()
    (root / "within").mkdir()
    link.symlink_to(root / "within")
    assert load_workspace(root).root == root


def test_the_whole_folder_of_experiments_may_not_lie_elsewhere(root: Path, tmp_path: Path) -> None:
    (root / "experiments").rename(tmp_path / "experiments")
    (root / "experiments").symlink_to(tmp_path / "experiments")
    with pytest.raises(RegistryError, match="experiments is a link that leads out"):
        load_workspace(root)


def test_a_workspace_that_is_itself_behind_a_link_is_one(root: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(root)
    assert load_experiment("question-hook", load_workspace(tmp_path / "short")).slug == "question-hook"


@pytest.mark.parametrize(
    "named", ["{other}", "{other}/experiment.yaml", "../other", "experiments/../../other", "..", "."]
)
def test_an_experiment_elsewhere_is_none_of_this_workspace(root: Path, tmp_path: Path, named: str) -> None:
    other = tmp_path / "other"
    (root / "experiments" / "question-hook").rename(other)
    with pytest.raises(RegistryError) as caught:
        load_experiment(named.format(other=other), load_workspace(root))
    (problem,) = caught.value.problems
    assert problem.code in ("outside", "no_experiment")
    assert problem.expected == "The name of a folder in experiments/"


@pytest.mark.parametrize("named", ["question-hook", "experiments/question-hook", "{root}/experiments/question-hook/"])
def test_an_experiment_of_this_workspace_may_be_named_by_its_path(root: Path, named: str) -> None:
    assert load_experiment(named.format(root=root), load_workspace(root)).slug == "question-hook"


def test_a_page_stays_in_the_folder_of_reports(demo_once: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    for folder in (out, outside):
        folder.mkdir()
    (out / "lunch-slot").symlink_to(outside)
    with pytest.raises(InputError, match="lunch-slot is a link that leads out of the folder of reports"):
        render("lunch-slot", demo_once, lang="en", out=out)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", [LOCK, HOLDER, "experiments/question-hook/decision.yaml"])
def test_a_file_that_is_a_link_is_replaced_and_what_it_leads_to_stays(root: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("# Theirs.\n")
    (root / name).symlink_to(outside)
    run(["decide", "question-hook", "ship", "--who", "Ada", "--why", "Won.", "--workspace", str(root)])
    assert outside.read_text() == "# Theirs.\n"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["outside.txt"]
