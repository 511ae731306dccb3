"""Files that this package writes are valid, commented, and never take away what people wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cliptrial.errors import RegistryError
from cliptrial.registry.draft import Draft, DraftArm
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Arm, Experiment, Guardrail
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.scaffold import init_workspace, new_experiment, usual_primary
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.file import parse_document
from cliptrial.registry.yaml.text import days, percent, plain_value, yaml_list, yaml_text
from cliptrial.registry.yaml.writing import HEAD, _says, experiment_text, write_experiment

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


def test_a_broken_file_is_never_written_over(workspace: Workspace, good: Path, good_text: str) -> None:
    """Somebody is editing it."""
    experiment = load_experiment(good, workspace).experiment
    for text in ("title: [", good_text.replace("goal:", "gaol:"), f"{good_text}title: Another\n"):
        (good / "experiment.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RegistryError):
            write_experiment(good, experiment)
        assert (good / "experiment.yaml").read_text(encoding="utf-8") == text


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
        Draft(
            title="A: test",
            statement="It works.",
            expect="increase",
            variable=variable,
            control=values[0],
            variants=[values[1]],
        ),
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
    path = new_experiment(workspace, "question-hook-2", Draft(posts_per_arm=40), from_slug="question-hook")
    first = load_experiment("question-hook", workspace).experiment
    second = load_experiment(path, workspace).experiment
    assert second.follow_up_of == "question-hook"
    assert second.change == first.change
    assert second.design.start is None
    assert second.design.posts_per_arm == 40
    assert second.design.seed != first.design.seed


def test_other_times_of_day_in_the_next_round_are_as_many_posts_a_day(workspace: Workspace, good: Path) -> None:
    """Unless it says how many; what the last round said belongs to its own times."""
    for slug, asked, posts in (("two", {}, "2"), ("one", {"posts_per_day": "1"}, "1")):
        draft = Draft(slots=("09:00", "18:00"), **asked)
        path = new_experiment(workspace, slug, draft, from_slug="question-hook")
        assert str(load_experiment(path, workspace).experiment.design.posts_per_day) == posts


def test_nothing_is_overwritten_and_nothing_is_left_behind(workspace: Workspace, good: Path) -> None:
    """An existing folder is refused; a value that does not fit leaves no folder."""
    with pytest.raises(RegistryError, match="already an experiment"):
        new_experiment(workspace, "question-hook", Draft(), from_slug="question-hook")
    with pytest.raises(RegistryError, match="Write new-hook"):
        new_experiment(workspace, "New hook", Draft(), from_slug="question-hook")
    for code, wrong in {
        "value": {"variable": "hok"},
        "overlapping_arms": {"control": "same", "variants": ["Same"]},
        "unknown_account": {"accounts": ["nobody"]},
    }.items():
        with pytest.raises(RegistryError) as caught:
            new_experiment(workspace, "third", Draft(**wrong), from_slug="question-hook")
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
        (["one two three", "one two", "one"], ["three", "one", "one_2"]),
        (["a", "b", "a_2=c", "a"], ["a", "b", "a_2", "a_3"]),
        (["x = y", "a-b_c=two\nlines", "Big=no name"], ["x", "a-b_c", "big"]),
        (["Same"] * 9, ["same", *(f"same_{i}" for i in range(2, 10))]),
        (["Unbelievablylongwordsinoneword more", "b"], ["unbelievablylongwordsinoneword", "b"]),
        (["Abcdefghijklmnopqrstuvwxyz012345", "b"], ["abcdefghijklmnopqrstuvwxyz0123", "b"]),
        ([("food", "soup"), ("food", "fun")], ["soup", "fun"]),
        ([DraftArm(id="q", value="one two"), "two three"], ["q", "three"]),
        ([DraftArm(id="q", value="a=b"), DraftArm(value="c=d")], ["q", "c"]),
    ],
)
def test_arms_are_called_by_what_sets_them_apart(values: list[Any], ids: list[str]) -> None:
    """Short names that a report can print."""
    assert [arm.id for arm in named_arms(values)] == ids


def test_what_arms_hold_is_what_was_typed_behind_their_name() -> None:
    """Hashtags are divided by spaces and commas and lose their sign; slots are called by their time."""
    assert [arm.value for arm in named_arms(["x = y", "a=b\nc", "d=", ("e", "f")])] == ["y", "b\nc", "", ("e", "f")]
    sets = named_arms(["#food #recipe", "food,, fun", "own = #a, #b # ,"], hashtags=True)
    assert [(arm.id, arm.value) for arm in sets] == [
        ("recipe", ("food", "recipe")),
        ("fun", ("food", "fun")),
        ("own", ("a", "b")),
    ]
    slots = named_arms(["18:00", "07:30", "early=06:00"], slots=True)
    assert [(arm.id, arm.value) for arm in slots] == [("18_00", "18:00"), ("07_30", "07:30"), ("early", "06:00")]
    assert [arm.id for arm in named_arms(["18:00", "07:30"])] == ["18", "07"]


@pytest.mark.parametrize(
    ("title", "name", "joined"),
    [
        ("Größere Schrift: ja/nein? Café!", "groessere-schrift-ja-nein-cafe", "groessere_schrift_ja_nein_cafe"),
        ("ÄÖÜ_ß", "aeoeue-ss", "aeoeue_ss"),
        ("--a  b--", "a-b", "a_b"),
        ("a" * 70, "a" * 60, "a" * 60),
        ("a" * 59 + " b", "a" * 59, "a" * 59),
        ("日本", "", ""),
    ],
)
def test_names_of_folders_come_from_titles(title: str, name: str, joined: str) -> None:
    """Umlauts as Germans write them, accents dropped, at most sixty characters."""
    assert (slugify(title), slugify(title, "_")) == (name, joined)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *((text, text) for text in ("a", "a b", "A1_./()+-z", "yesterday", "nope")),
        *((text, f'"{text}"') for text in ("", " a", "a ", "1", "-x", "~", "a: b", "a #b", "a,b", "a=b", "é", "😀")),
        *((text, f'"{text}"') for text in ("yes", "No", "ON", "Off", "True", "false", "NULL", "y", "N")),
        ("x\u2028y", '"x\\U00002028y"'),
        ("x\x85y", '"x\\U00000085y"'),
        ("a\ufeffb", '"a\\U0000FEFFb"'),
        ("a\nb", '"a\\nb"'),
        ('"q"', '"\\"q\\""'),
    ],
)
def test_only_a_text_that_could_be_taken_for_anything_else_is_quoted(text: str, written: str) -> None:
    assert yaml_text(text) == written
    assert yaml_list([text, "b"]) == f"[{written}, b]"


@pytest.mark.parametrize(
    ("value", "share", "age"),
    [
        (0.1, "10%", "0.1d"),
        (-0.125, "-12.5%", "-0.125d"),
        (1 / 3, "0.3333333333333333", "0.3333333333333333d"),
        (0.29, "29%", "0.29d"),
        (7.0, "700%", "7d"),
        (1234567.0, "123456700%", "1234567.0d"),
        (1e-7, "1e-07", "1e-07d"),
        (0.1234567891, "12.34567891%", "0.1234567891d"),
        (0.12345678912, "0.12345678912", "0.12345678912d"),
    ],
)
def test_shares_and_ages_are_short_where_nothing_is_lost(value: float, share: str, age: str) -> None:
    assert (percent(value), days(value)) == (share, age)


def test_plain_values_are_written_as_yaml_has_them() -> None:
    values = (True, False, date(2026, 3, 2), 0.05, 3, 1e-5)
    assert [plain_value(value) for value in values] == ["true", "false", "2026-03-02", "0.05", "3", "1e-05"]


@pytest.mark.parametrize(
    ("at_least", "text", "percentage"),
    [("10", "10", "1000"), (10, "10", "1000"), (10.0, "10", "1000"), ("2,5", "2,5", "250"), (" +1.5 ", "+1.5", "150")],
)
def test_a_bare_number_above_one_is_no_share(
    workspace: Workspace, at_least: str | float, text: str, percentage: str
) -> None:
    """Nobody means 1000 %."""
    with pytest.raises(RegistryError) as caught:
        new_experiment(workspace, "bare", Draft(**BARE, at_least=at_least))
    what = f'"at_least" is {text}, which would mean +{percentage}%'
    mend = f"Write {text.lstrip('+')}%."
    found = [(p.what, p.expected, p.mend, p.path, p.line, p.column) for p in caught.value.problems]
    assert found == [(what, "A share such as 10% or 0.1", mend, None, None, None)]
    assert not (workspace.experiments_dir / "bare").exists()


@pytest.mark.parametrize(
    ("at_least", "share"), [("10%", 0.1), (0.1, 0.1), ("0.1", 0.1), ("150%", 1.5), ("1", 1.0), (1, 1.0)]
)
def test_a_share_may_be_a_percentage_or_a_part_of_one(
    workspace: Workspace, at_least: str | float, share: float
) -> None:
    new_experiment(workspace, "bare", Draft(**BARE, at_least=at_least))
    hypothesis = load_experiment("bare", workspace).experiment.hypothesis
    assert hypothesis.at_least == pytest.approx(share)
    assert hypothesis.expect == "increase"


def test_weekdays_are_written_read_and_edited(workspace: Workspace) -> None:
    """Every day is not written down, except as a comment."""
    path = new_experiment(workspace, "bare", Draft(**BARE))
    assert "# weekdays: [mon, wed, fri]" in path.read_text(encoding="utf-8")
    path = new_experiment(workspace, "some", Draft(**BARE, weekdays=["mon", "fri"]))
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
            Draft(**BARE, at_least="10"),
            check=lambda document: [document.problem("metrics.primary", "strange", "Strange")],
        )
    assert [p.code for p in caught.value.problems] == ["share", "strange"]
    assert not (workspace.experiments_dir / "bare").exists()


def test_what_cannot_be_written_leaves_nothing_behind(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the file is there or after, the folder goes and the reason is told as it was."""
    for stopped in ("write_experiment", "load_experiment"):
        with monkeypatch.context() as patch:
            patch.setattr(f"cliptrial.registry.scaffold.{stopped}", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                new_experiment(workspace, "half", Draft(**BARE))
        assert not (workspace.experiments_dir / "half").exists()
    new_experiment(workspace, "half", Draft(**BARE))


def test_the_next_round_of_hashtags_divides_what_is_typed(workspace: Workspace) -> None:
    """Other variants beside the same control; what is not named stays."""
    asked = {"title": "Tags", "statement": "Few win.", "variable": "hashtags", "control": "food fun", "variants": ["a"]}
    new_experiment(workspace, "tags", Draft(**asked, slots=["07:30"], goal="reach"))
    new_experiment(workspace, "tags-2", Draft(variants=["#soup #fun", "own=b, c"]), from_slug="tags")
    second = load_experiment("tags-2", workspace).experiment
    assert [(arm.id, arm.value) for arm in second.change.arms] == [
        ("food", ("food", "fun")),
        ("soup", ("soup", "fun")),
        ("own", ("b", "c")),
    ]
    assert (second.design.slots, second.goal, second.title) == (("07:30",), "reach", "Tags (next experiment)")
    third = load_experiment(
        new_experiment(workspace, "tags-3", Draft(control="x"), from_slug="tags"), workspace
    ).experiment
    assert [(arm.id, arm.value) for arm in third.change.arms] == [("x", ("x",)), ("a", ("a",))]


def test_an_experiment_without_its_arms_is_told_what_is_missing(workspace: Workspace) -> None:
    """Slots that are named stay as they are named."""
    with pytest.raises(RegistryError) as caught:
        new_experiment(
            workspace, "times", Draft(title="Times", statement="Noon wins.", variable="slot", variants=["12:00"])
        )
    assert [(p.code, p.field) for p in caught.value.problems] == [("missing", "change.control")]
    with pytest.raises(RegistryError) as caught:
        new_experiment(
            workspace, "times", Draft(title="Times", statement="Noon wins.", variable="slot", control="12:00")
        )
    assert [(p.code, p.field) for p in caught.value.problems] == [("missing", "change.variants")]
    asked = {"title": "Times", "statement": "Noon wins.", "variable": "slot", "control": "18:00", "variants": ["12:00"]}
    path = new_experiment(workspace, "times", Draft(**asked, slots=["18:00", "12:00"]))
    assert load_experiment(path, workspace).experiment.design.slots == ("18:00", "12:00")
    assert usual_primary("hook") == usual_primary("duration") == "average_watch_time"
    assert {usual_primary(one) for one in ("sound", "hashtags", "slot", "cta", "cover", None)} == {"views"}


def test_without_goals_none_is_named(tmp_path: Path) -> None:
    """And the first account posts."""
    made = init_workspace(tmp_path, accounts={"b": {"timezone": "UTC"}, "a": {"timezone": "UTC"}})
    experiment = load_experiment(new_experiment(made, "bare", Draft(**BARE)), made).experiment
    assert (experiment.goal, experiment.accounts) == (None, ("b",))


def test_a_plan_that_holds_its_own_variable_is_none(workspace: Workspace, good: Path) -> None:
    """Whoever makes one in a notebook is told."""
    plain = load_experiment(good, workspace).experiment.model_dump()
    with pytest.raises(ValueError, match="may not name the variable itself"):
        Experiment.model_validate(plain | {"hold_constant": ("hook",)})
    assert "places" not in repr(workspace)


@pytest.mark.parametrize("text", ["title: [", "title: A\n", ""])
def test_an_edit_that_would_not_say_the_same_is_not_kept(workspace: Workspace, good: Path, text: str) -> None:
    experiment = load_experiment(good, workspace).experiment
    assert not _says(text, experiment)
    assert _says(experiment_text(experiment), experiment)
