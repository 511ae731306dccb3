"""Finding, reading and noting upon experiments."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import load_all, load_experiment
from cliptrial.registry.model import Experiment, Variable
from cliptrial.registry.workspace import Workspace, WorkspaceSettings
from cliptrial.registry.yaml.expected import expected_at
from cliptrial.registry.yaml.file import parse_document


def test_the_example_of_the_design_loads(workspace: Workspace, good: Path) -> None:
    """Percentages, days, dates and times arrive as what they mean; the plain text stays beside them."""
    loaded = load_experiment("question-hook", workspace)
    experiment = loaded.experiment
    assert experiment.change.variable is Variable.HOOK
    assert [arm.id for arm in experiment.change.arms] == ["statement", "question"]
    assert experiment.hypothesis.at_least == 0.1
    assert experiment.metrics.guardrails[0].worst_acceptable == -0.1
    assert experiment.design.start == date(2026, 3, 2)
    assert (experiment.design.slots, experiment.design.measure_at) == (("18:00",), 7.0)
    assert loaded.plain["design"]["seed"] == "20260302"
    assert loaded.slug == "question-hook"


def test_places_point_at_what_was_written(workspace: Workspace, good: Path) -> None:
    """A missing key is placed where it would belong."""
    loaded = load_experiment("question-hook", workspace)
    assert loaded.where("change.variants.0.id") == (14, 12)
    assert loaded.where("metrics.secondary.1") == (18, 22)
    assert loaded.where("hypothesis.no.such.key") == loaded.where("hypothesis") == (5, 1)
    problem = loaded.problem("goal", "x", "y")
    assert problem.where == "experiments/question-hook/experiment.yaml:4:7"


@pytest.mark.parametrize("name", ["{folder}", "{folder}/experiment.yaml", "experiments/question-hook"])
def test_an_experiment_is_found_by_name_folder_or_file(workspace: Workspace, good: Path, name: str) -> None:
    """People paste whichever they have at hand."""
    assert load_experiment(name.format(folder=good), workspace).slug == "question-hook"
    assert load_experiment(good, workspace).slug == "question-hook"


def test_a_missing_experiment_suggests_near_names(workspace: Workspace, good: Path) -> None:
    """A typo costs one look."""
    with pytest.raises(RegistryError, match=r"no experiment \"question-hok\".*Did you mean question-hook\?"):
        load_experiment("question-hok", workspace)
    for odd in ("", ".", "..", "../experiments"):
        with pytest.raises(RegistryError, match=re.escape(f'no experiment "{odd}"')):
            load_experiment(odd, workspace)


def test_the_folder_must_be_called_like_an_experiment(workspace: Workspace, good: Path) -> None:
    """Its name goes into links and file names."""
    good.rename(good.parent / "Question Hook")
    with pytest.raises(RegistryError, match="The folder is called"):
        load_experiment("Question Hook", workspace)


def test_the_problems_of_some_files_do_not_hide_the_others(workspace: Workspace, good: Path, good_text: str) -> None:
    """All experiments are read; folders that begin with _ or . are left alone; an empty one is told."""
    for name, text in {"broken": good_text.replace("title:", "titel:"), "other": good_text}.items():
        (workspace.experiments_dir / name).mkdir()
        (workspace.experiments_dir / name / "experiment.yaml").write_text(text, encoding="utf-8")
    (workspace.experiments_dir / "empty").mkdir()
    everything = load_all(workspace)
    assert [one.slug for one in everything.loaded] == ["other", "question-hook"]
    assert [p.code for p in everything.problems] == ["missing", "unknown_key", "missing_file"]


def test_no_experiments_is_not_an_error(workspace: Workspace) -> None:
    """A new workspace has none."""
    assert load_all(workspace).loaded == ()
    assert load_all(workspace.model_copy(update={"root": workspace.root / "elsewhere"})).problems == ()


def test_notes_are_told_but_do_not_stop(workspace: Workspace, good: Path, good_text: str) -> None:
    """Many metrics, no direction, a goal nobody ranks, an unknown earlier experiment."""
    text = good_text.replace("views, completion_rate", "views, completion_rate, likes, saves, comments")
    text = text.replace("expect: increase", "expect: any").replace("watch-time", "watch-tme")
    (good / "experiment.yaml").write_text(text, encoding="utf-8")
    notes = load_experiment(good, workspace).notes
    assert [note.code for note in notes] == [
        "many_metrics",
        "no_direction",
        "goal_not_ranked",
        "unknown_earlier",
    ]
    assert all(note.line and note.mend for note in notes)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_matter(
    workspace: Workspace, good: Path, good_text: str, end: str
) -> None:
    """Editors on Windows write both."""
    before = load_experiment(good, workspace)
    (good / "experiment.yaml").write_bytes(b"\xef\xbb\xbf" + good_text.replace("\n", end).encode("utf-8"))
    after = load_experiment(good, workspace)
    assert after.experiment == before.experiment
    assert after.where("design.seed") == before.where("design.seed")


@pytest.mark.parametrize("text", ["no", "12:30", "0123", "1e3", "2026-03-02", "0x1F", "true", "~x", "1_000"])
def test_texts_stay_what_was_written(workspace: Workspace, good: Path, good_text: str, text: str) -> None:
    """YAML readers turn these into something else; here they are texts."""
    changed = good_text.replace("title: Question hook against statement hook", f"title: {text}")
    (good / "experiment.yaml").write_text(changed, encoding="utf-8")
    assert load_experiment(good, workspace).experiment.title == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [("7d", 7.0), ("48h", 2.0), ("2.5", 2.5), ("36 h", 1.5)],
)
def test_ages_are_written_in_days_or_hours(
    workspace: Workspace, good: Path, good_text: str, written: str, meant: float
) -> None:
    """And kept in days."""
    (good / "experiment.yaml").write_text(good_text.replace("7d", written), encoding="utf-8")
    assert load_experiment(good, workspace).experiment.design.measure_at == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("10%", 0.1), ("10 %", 0.1), ("12,5%", 0.125), ("0.1", 0.1), ("300%", 3.0)],
)
def test_shares_are_written_as_percentages_or_fractions(
    workspace: Workspace, good: Path, good_text: str, written: str, meant: float
) -> None:
    """And kept as ratios minus one."""
    text = good_text.replace("at_least: 10%", f"at_least: {written}")
    (good / "experiment.yaml").write_text(text, encoding="utf-8")
    assert load_experiment(good, workspace).experiment.hypothesis.at_least == meant


def test_every_key_has_a_sentence_that_says_what_it_should_hold() -> None:
    """A key without one would give a problem that expects nothing."""
    for model, filled in ((Experiment, "0"), (WorkspaceSettings, "x")):
        for path in _paths(model.model_json_schema(), filled):
            assert expected_at(model, path), path


def _paths(schema: dict[str, object], filled: str) -> list[str]:
    found: list[str] = []

    def walk(node: dict[str, object], path: str) -> None:
        reference = str(node.get("$ref", "")).rsplit("/", 1)[-1]
        if reference:
            walk(schema["$defs"][reference], path)  # type: ignore[index]
        if path:
            found.append(path)
        for branch in node.get("anyOf", []):  # type: ignore[attr-defined]
            walk(branch, path)
        for name, inner in node.get("properties", {}).items():  # type: ignore[attr-defined]
            walk(inner, f"{path}.{name}" if path else name)
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                walk(node[key], f"{path}.{filled}")  # type: ignore[arg-type]

    walk(schema, "")
    return found


def test_comments_with_a_space_and_commented_lines_are_only_comments() -> None:
    """Only what looks like a lost hashtag is complained about."""
    text = "a: best  # food\n#seed: 3\n  #seed: 4\nb: 3 #ok\nc: 'x #y'\nd: a#b\ne: [x, # one\n  y] # two\n"
    document = parse_document(text, "f")
    assert document.problems == ()
    assert document.plain == {"a": "best", "b": "3", "c": "x #y", "d": "a#b", "e": ["x", "y"]}


@pytest.mark.parametrize(
    ("named", "mend"),
    [
        ("mornin", "Did you mean morning, morning-4 or morning-3?"),
        ("experiments/question-hok/", "Did you mean question-hook?"),
        ("nested\\question-hok", "Did you mean question-hook?"),
        ("xyz", "`cliptrial list` shows all."),
    ],
)
def test_at_most_three_near_names_are_suggested(workspace: Workspace, good: Path, named: str, mend: str) -> None:
    """By the last part of what was named."""
    for number in ("", "-2", "-3", "-4"):
        (workspace.experiments_dir / f"morning{number}").mkdir()
    with pytest.raises(RegistryError) as caught:
        load_experiment(named, workspace)
    assert [(p.code, p.mend) for p in caught.value.problems] == [("no_experiment", mend)]
    assert caught.value.problems[0].what == f'There is no experiment "{named}"'


@pytest.mark.parametrize(
    ("goal", "earlier", "mends"),
    [
        ("watch", "question", ['Did you mean "watch-time"?', 'Did you mean "question-hook"?']),
        ("xyz", "xyz", ["Name one of its goals, or add this one to workspace.yaml.", "Check the name."]),
        ("reach", "question-hook", []),
    ],
)
def test_notes_suggest_what_is_near(
    workspace: Workspace, good: Path, good_text: str, goal: str, earlier: str, mends: list[str]
) -> None:
    """Half of the letters are enough."""
    text = good_text.replace("goal: watch-time", f"goal: {goal}").replace("hook-length", earlier)
    (good / "experiment.yaml").write_text(text, encoding="utf-8")
    assert [note.mend for note in load_experiment(good, workspace).notes] == mends


def test_a_file_is_found_from_the_folder_one_stands_in_and_from_the_workspace(
    workspace: Workspace, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that leads somewhere from here is meant so; else it begins in the workspace."""
    monkeypatch.chdir(good.parent)
    for named in (Path("question-hook"), "question-hook/experiment.yaml", "./question-hook"):
        loaded = load_experiment(named, workspace)
        assert (loaded.slug, loaded.folder) == ("question-hook", good.resolve())
    monkeypatch.chdir(workspace.root.parent)
    assert load_experiment("experiments/question-hook/experiment.yaml", workspace).folder == good.resolve()
    by_folder, by_name = load_experiment(good, workspace), load_experiment("question-hook", workspace)
    assert by_folder.document.text_hash == by_name.document.text_hash
