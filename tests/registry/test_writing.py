"""Files that this package writes are valid, commented, and never take away what people wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Arm, Experiment, Guardrail
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.text import days, percent, yaml_text
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.writing import HEAD, experiment_text, write_experiment
from cliptrial.registry.yamlfile import parse_document

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=25).map(str.strip).filter(bool)
WORDS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)

BARE: dict[str, Any] = {
    "title": "Bare",
    "statement": "It works.",
    "variable": "hook",
    "control": "a",
    "variants": ["b"],
}


@settings(max_examples=200)
@given(TEXTS)
def test_any_text_survives_yaml(text: str) -> None:
    """Control characters, colons, hashes, quotes, emoji and line ends of every kind."""
    document = parse_document(f"a: {yaml_text(text)}\nb: [{yaml_text(text)}]\n", "f")
    assert document.problems == ()
    assert document.plain == {"a": text, "b": [text]}


@given(st.floats(-0.99, 10, allow_nan=False).filter(lambda x: x != 0))
def test_shares_survive_exactly(share: float) -> None:
    """A plan may not change by being written down."""
    text = percent(share)
    assert (float(text[:-1]) / 100 if text.endswith("%") else float(text)) == share


@given(st.floats(0.01, 90))
def test_ages_survive_exactly(age: float) -> None:
    """Neither may an age."""
    assert float(days(age)[:-1]) == age


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Experiments that the loader accepts."""
    ids = draw(st.lists(WORDS, min_size=2, max_size=4, unique=True))
    hashtags = draw(st.booleans())
    if hashtags:
        sets = draw(st.lists(st.frozensets(WORDS, min_size=1, max_size=3), min_size=4, max_size=4, unique=True))
        values = [tuple(sorted(one)) for one in sets]
    else:
        values = draw(st.lists(TEXTS, min_size=4, max_size=4, unique_by=lambda t: " ".join(t.casefold().split())))
    arms = [Arm(id=one, value=value) for one, value in zip(ids, values, strict=False)]
    metrics = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    return Experiment.model_validate(
        {
            "title": draw(TEXTS),
            "accounts": draw(st.sampled_from([("kitchen_demo",), ("bakery_demo", "kitchen_demo")])),
            "goal": draw(st.none() | TEXTS),
            "hypothesis": {
                "statement": draw(TEXTS),
                "because": draw(st.none() | TEXTS),
                "expect": draw(st.sampled_from(["increase", "decrease", "any"])),
                "at_least": draw(st.floats(0.001, 1)),
            },
            "change": {
                "variable": "hashtags" if hashtags else draw(st.sampled_from(["hook", "sound", "cta"])),
                "control": arms[0],
                "variants": arms[1:],
            },
            "hold_constant": draw(st.sampled_from([(), ("slot", "duration"), ("caption",)])),
            "metrics": {
                "primary": metrics[0],
                "secondary": metrics[1:],
                "guardrails": draw(st.sampled_from([(), (Guardrail(metric="share_rate"),)])),
            },
            "design": {
                "posts_per_arm": draw(st.integers(2, 500)),
                "start": draw(st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1))),
                "slots": draw(st.sampled_from([("18:00",), ("00:00", "09:05")])),
                "twins": draw(st.booleans()),
                "seed": draw(st.integers(0, 2**40)),
                "measure_at": draw(st.floats(0.1, 90)),
            },
            "analysis": {"alpha": draw(st.floats(0.001, 0.4)), "looks": draw(st.integers(1, 10))},
            "follow_up_of": draw(st.none() | WORDS),
        }
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=experiments(), second=experiments())
def test_any_experiment_is_written_and_edited_into_any_other(
    workspace: Workspace, first: Experiment, second: Experiment
) -> None:
    """What is read back is exactly what was written, whether the file was new or edited."""
    folder = workspace.experiments_dir / "round-trip"
    folder.mkdir(exist_ok=True)
    (folder / "experiment.yaml").unlink(missing_ok=True)
    for experiment in (first, second, first):
        write_experiment(folder, experiment)
        assert load_experiment(folder, workspace).experiment == experiment


def test_an_edit_keeps_comments_and_everything_it_does_not_touch(
    workspace: Workspace, good: Path, good_text: str
) -> None:
    """Only the lines of changed values differ."""
    text = good_text.replace("design:\n", "# agreed with the client on Monday\ndesign:   # ours\n")
    (good / "experiment.yaml").write_text(text, encoding="utf-8")
    experiment = load_experiment(good, workspace).experiment
    changed = experiment.model_copy(
        update={
            "design": experiment.design.model_copy(update={"posts_per_arm": 14, "start": date(2026, 4, 6)}),
            "hypothesis": experiment.hypothesis.model_copy(update={"at_least": 0.2}),
        }
    )
    write_experiment(good, changed)
    after = (good / "experiment.yaml").read_text(encoding="utf-8").splitlines()
    differing = [(a, b) for a, b in zip(text.splitlines(), after, strict=True) if a.split() != b.split()]
    assert [b.split("#")[0].split() for _, b in differing] == [
        ["at_least:", "20%"],
        ["posts_per_arm:", "14"],
        ["start:", "2026-04-06"],
    ]
    assert load_experiment(good, workspace).experiment == changed


def test_a_broken_file_is_never_written_over(workspace: Workspace, good: Path) -> None:
    """Somebody is editing it."""
    experiment = load_experiment(good, workspace).experiment
    (good / "experiment.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(RegistryError, match="never closed"):
        write_experiment(good, experiment)
    assert (good / "experiment.yaml").read_text(encoding="utf-8") == "title: ["


def test_a_new_file_names_its_schema_first_and_explains_itself(workspace: Workspace, good: Path) -> None:
    """Editors complete it, people understand it."""
    text = experiment_text(load_experiment(good, workspace).experiment)
    assert text.splitlines()[0] == HEAD == "# yaml-language-server: $schema=../experiment.schema.json"
    assert text.count("  # ") > 15


@pytest.mark.parametrize("variable", ["hook", "sound", "hashtags", "slot", "duration", "cta", "cover"])
def test_what_new_writes_loads_without_problems(workspace: Workspace, variable: str) -> None:
    """For every variable, from the least that can be given."""
    values = {"hashtags": ("#food #recipe", "food, fun"), "slot": ("18:00", "07:30")}.get(variable, ("so", "or so"))
    path = new_experiment(
        workspace,
        f"test-{variable}",
        title="A: test",
        statement="It works.",
        expect="increase",
        variable=variable,
        control=values[0],
        variants=[values[1]],
    )
    loaded = load_experiment(path, workspace)
    assert loaded.notes == ()
    assert variable not in loaded.experiment.hold_constant
    assert (workspace.experiments_dir / "experiment.schema.json").is_file()
    if variable == "slot":
        assert loaded.experiment.design.slots == ("07:30", "18:00")
    if variable == "hashtags":
        assert [arm.value for arm in loaded.experiment.change.arms] == [("food", "recipe"), ("food", "fun")]
        assert [arm.id for arm in loaded.experiment.change.arms] == ["recipe", "fun"]


def test_the_next_round_starts_from_the_last(workspace: Workspace, good: Path) -> None:
    """Everything is kept but the start and the seed, and it names what it refines."""
    path = new_experiment(workspace, "question-hook-2", from_slug="question-hook", posts_per_arm=40)
    first = load_experiment("question-hook", workspace).experiment
    second = load_experiment(path, workspace).experiment
    assert second.follow_up_of == "question-hook"
    assert second.change == first.change
    assert second.design.start is None
    assert second.design.posts_per_arm == 40
    assert second.design.seed != first.design.seed


def test_nothing_is_overwritten_and_nothing_is_left_behind(workspace: Workspace, good: Path) -> None:
    """An existing folder is refused; a value that does not fit leaves no folder."""
    with pytest.raises(RegistryError, match="already an experiment"):
        new_experiment(workspace, "question-hook", from_slug="question-hook")
    with pytest.raises(RegistryError, match="Write new-hook"):
        new_experiment(workspace, "New hook", from_slug="question-hook")
    for code, wrong in {
        "value": {"variable": "hok"},
        "overlapping_arms": {"control": "same", "variants": ["Same"]},
        "unknown_account": {"accounts": ["nobody"]},
    }.items():
        with pytest.raises(RegistryError) as caught:
            new_experiment(workspace, "third", from_slug="question-hook", **wrong)  # type: ignore[arg-type]
        assert [problem.code for problem in caught.value.problems] == [code]
        assert not (workspace.experiments_dir / "third").exists()
    with pytest.raises(RegistryError, match="workspace already"):
        init_workspace(workspace.root, accounts={"a": {"timezone": "Europe/Berlin"}})
    with pytest.raises(RegistryError, match="Europe/Berlin"):
        init_workspace(workspace.root / "inner", accounts={"a": {"timezone": "Berlin"}})
    assert not (workspace.root / "inner" / "workspace.yaml").exists()


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (["Question in the first 3 s", "Statement in the first 3 s"], ["question", "statement"]),
        (["a=Same words", "b=Same words too"], ["a", "b"]),
        (["Größer", "größer!"], ["groesser", "groesser_2"]),
        (["…", "日本"], ["arm_1", "arm_2"]),
    ],
)
def test_arms_are_called_by_what_sets_them_apart(values: list[str], ids: list[str]) -> None:
    """Short names that a report can print."""
    assert [arm.id for arm in named_arms(values)] == ids


def test_names_of_folders_come_from_titles() -> None:
    """Umlauts as Germans write them, accents dropped."""
    assert slugify("Größere Schrift: ja/nein? Café!") == "groessere-schrift-ja-nein-cafe"


@pytest.mark.parametrize("at_least", ["10", 10, 10.0, "2.5"])
def test_a_bare_number_above_one_is_no_share(workspace: Workspace, at_least: str | float) -> None:
    """Nobody means 1000 %."""
    with pytest.raises(RegistryError, match=r"which would mean \+\d+%.*Write .*%"):
        new_experiment(workspace, "bare", **BARE, at_least=at_least)
    assert not (workspace.experiments_dir / "bare").exists()


@pytest.mark.parametrize(("at_least", "share"), [("10%", 0.1), (0.1, 0.1), ("0.1", 0.1), ("150%", 1.5)])
def test_a_share_may_be_a_percentage_or_a_part_of_one(
    workspace: Workspace, at_least: str | float, share: float
) -> None:
    new_experiment(workspace, "bare", **BARE, at_least=at_least)
    hypothesis = load_experiment("bare", workspace).experiment.hypothesis
    assert hypothesis.at_least == pytest.approx(share)
    assert hypothesis.expect == "increase"


def test_weekdays_are_written_read_and_edited(workspace: Workspace) -> None:
    """Every day is not written down, except as a comment."""
    path = new_experiment(workspace, "bare", **BARE)
    assert "# weekdays: [mon, wed, fri]" in path.read_text(encoding="utf-8")
    path = new_experiment(workspace, "some", **BARE, weekdays=["mon", "fri"])
    experiment = load_experiment("some", workspace).experiment
    assert experiment.design.weekdays == ("mon", "fri")
    changed = experiment.model_copy(update={"design": experiment.design.model_copy(update={"weekdays": ("tue",)})})
    write_experiment(path.parent, changed)
    assert "weekdays: [tue]" in path.read_text(encoding="utf-8")
    for bad, told in (("mon, mon", "named twice"), ("montag", "mon, tue, wed")):
        text = path.read_text(encoding="utf-8").replace("weekdays: [tue]", f"weekdays: [{bad}]")
        (path.parent / "experiment.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RegistryError, match=told):
            load_experiment("some", workspace)
        path.write_text(text.replace(f"[{bad}]", "[tue]"), encoding="utf-8")


def test_a_further_check_is_told_with_the_rest_and_nothing_is_written(workspace: Workspace) -> None:
    """Two problems at once."""
    with pytest.raises(RegistryError) as caught:
        new_experiment(
            workspace,
            "bare",
            **BARE,
            at_least="10",
            check=lambda document: [document.problem("metrics.primary", "strange", "Strange")],
        )
    assert [p.code for p in caught.value.problems] == ["share", "strange"]
    assert not (workspace.experiments_dir / "bare").exists()
