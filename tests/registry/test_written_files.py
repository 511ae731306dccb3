"""Files as they are written, letter by letter: people read them, and a lock hashes what they say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.registry.schedules import small_schedule

from cliptrial.posts.declared import NAMES
from cliptrial.registry.decisions import decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.links import add_link, write_links
from cliptrial.registry.plan.lock import lock, read_lock
from cliptrial.registry.plan.looks import Look, add_look, read_looks
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.registry.yaml.schema import experiment_schema, workspace_schema, write_schema
from cliptrial.registry.yaml.writing import write_experiment

HERE = Path(__file__).parent / "written"
EDITS: list[dict[str, Any]] = yaml.safe_load((HERE / "edits.yaml").read_text(encoding="utf-8"))


def as_written(path: Path, name: str) -> bool:
    """Whether a file says what stands in ``written/``, to the letter; the difference is shown."""
    assert path.read_bytes().decode("utf-8") == (HERE / name).read_text(encoding="utf-8")
    return True


def test_a_workspace_with_everything_said(tmp_path: Path) -> None:
    """In a folder within a folder that is not there yet; what it says is read back."""
    accounts: dict[str, dict[str, Any]] = {
        "kitchen_demo": {
            "timezone": "Europe/Berlin",
            "handle": "kitchen.demo",
            "followers": 12000,
            "sources": ["studio", "api"],
            "language": "de",
        },
        "no": {"timezone": "Europe/Vienna", "followers": 0},
    }
    made = init_workspace(
        tmp_path / "clients" / "kitchen",
        accounts=accounts,
        language="de",
        currency="CHF",
        goals=["watch-time", "Reach: more"],
        brand_name="Küche",
        brand_colour="#ABCDEF",
    )
    assert as_written(made.root / "workspace.yaml", "workspace_full.yaml")
    assert made == load_workspace(made.root)
    assert made.accounts["no"].followers == 0
    assert (made.brand.name, made.goal_names) == ("Küche", ("watch-time", "Reach: more"))


def test_a_workspace_with_the_least_said(tmp_path: Path) -> None:
    """In a folder that is there, and holds templates already."""
    (tmp_path / "templates").mkdir()
    init_workspace(tmp_path, accounts={"a": {"timezone": "UTC"}})
    assert as_written(tmp_path / "workspace.yaml", "workspace_least.yaml")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert found == ["experiments", "experiments/experiment.schema.json", "templates", "workspace.yaml"]


def test_an_experiment_with_everything_said_and_its_next_round(workspace: Workspace) -> None:
    """The variable is not held constant, and the primary metric is not told a second time."""
    path = new_experiment(
        workspace,
        "all-said",
        Draft(
            title='Hook: a "test"',
            variable="sound",
            control="now=Trending",
            variants=["Calm: piano", "loud_one = Drums"],
            statement="Calm wins.",
            because="# because",
            expect="decrease",
            at_least="12.5%",
            accounts=["kitchen_demo", "bakery_demo"],
            goal="reach",
            primary="likes",
            secondary=["views", "likes"],
            guardrails={"share_rate": -0.1, "views": "-5%"},
            hold_constant=["slot", "sound"],
            posts_per_arm=14,
            start=date(2026, 3, 2),
            slots=["07:30", "18:00"],
            posts_per_day=2,
            weekdays=["mon", "sun"],
            twins=True,
            measure_at="48h",
        ),
    )
    assert as_written(path, "experiment_full.yaml")
    path = new_experiment(workspace, "second", Draft(at_least=0.1, control="same"), from_slug="all-said")
    assert as_written(path, "experiment_next.yaml")


def test_an_experiment_with_the_least_said(workspace: Workspace) -> None:
    """What is usual is filled in; times of day that are compared are the slots."""
    asked = {"title": "Times", "statement": "Noon wins.", "control": "18:00", "variants": ["12:00"]}
    path = new_experiment(workspace, "times", Draft(variable="slot", **asked))  # type: ignore[arg-type]
    assert as_written(path, "experiment_least.yaml")
    path = new_experiment(workspace, "hooks", Draft(variable="hook", **asked))  # type: ignore[arg-type]
    assert as_written(path, "experiment_wide.yaml")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["edit"])
def test_an_edit_changes_these_lines_and_no_others(
    workspace: Workspace, good: Path, good_text: str, edit: dict[str, Any]
) -> None:
    """Comments, quotes and the order of keys stay; a new case is a new entry of ``written/edits.yaml``."""
    text = good_text
    for old, new in (edit.get("before") or {}).items():
        assert old in text
        text = text.replace(old, new)
    (good / "experiment.yaml").write_text(text, encoding="utf-8")
    plain = load_experiment(good, workspace).experiment.model_dump()
    for dotted, value in edit["set"].items():
        _put(plain, dotted.split("."), value)
    changed = Experiment.model_validate(plain)
    assert write_experiment(good, changed) == good / "experiment.yaml"
    after = (good / "experiment.yaml").read_text(encoding="utf-8")
    assert load_experiment(good, workspace).experiment == changed
    before, now = ([_plainly(line) for line in one.splitlines()] for one in (text, after))
    assert [line for line in before if line not in now] == (edit.get("gone") or [])
    assert [line for line in now if line not in before] == (edit.get("new") or [])


def _plainly(line: str) -> str:
    """Its indentation, and one space between words: comments may move."""
    return line[: len(line) - len(line.lstrip())] + " ".join(line.split())


def _put(plain: Any, parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        plain = plain[int(part)] if part.isdigit() else plain[part]
    plain[parts[-1]] = value


def test_a_schedule_its_links_its_looks_and_what_was_decided(workspace: Workspace, good: Path) -> None:
    """Quotes, umlauts, order and the last line end included."""
    write_schedule(good, small_schedule())
    write_links(good, {2: "https://vm.tiktok.com/b/", 1: "https://vm.tiktok.com/a/"})
    add_link(good, 10, " https://vm.tiktok.com/c/ ")
    assert add_look(good, Look(1, 4, 8, 0.0054)) == (Look(1, 4, 8, 0.0054),)
    assert add_look(good, Look(2, 8, 8, 0.0492)) == read_looks(good)
    assert add_look(good, Look(2, 7, 8, 0.05)) == (Look(1, 4, 8, 0.0054), Look(2, 8, 8, 0.0492))
    decide(good, who="Ana", when=date(2026, 4, 12), what="repeat", why="Too few: 8 posts")
    decide(good, who="Ben", when=date(2026, 5, 1), what="ship", why="It works.")
    assert as_written(good / "schedule.csv", "schedule.csv")
    assert as_written(good / "schedule.json", "schedule.json")
    assert as_written(good / "posts.csv", "posts.csv")
    assert as_written(good / "looks.json", "looks.json")
    assert as_written(good / "decision.yaml", "decision.yaml")


def test_three_locks_stay_in_the_file_in_their_order(workspace: Workspace, good: Path, good_text: str) -> None:
    """The plan of each, with its day and its hashes."""
    made = []
    for day, words in ((1, "at_least: 10%"), (2, "at_least: 5%"), (3, "at_least: 7%")):
        (good / "experiment.yaml").write_text(good_text.replace("at_least: 10%", words), encoding="utf-8")
        made.append(lock(load_experiment(good, workspace), small_schedule(), date(2026, 3, day), again=day > 1))
    assert as_written(good / "lock.json", "lock.json")
    last = read_lock(good)
    assert last is not None
    assert [one.plan for one in (*last.earlier, last)] == [one.plan for one in made]
    assert [one.on.day for one in (*last.earlier, last)] == [1, 2, 3]
    assert len({one.plan for one in made}) == len({one.experiment for one in made}) == 3
    assert len({one.schedule for one in made}) == 1


@pytest.mark.parametrize("of", ["experiment", "workspace"])
def test_the_schema_that_editors_read(of: str, workspace: Workspace) -> None:
    """Every key with its words, its limits and what is filled in; an unchanged file stays as it is."""
    schema = experiment_schema() if of == "experiment" else workspace_schema(NAMES)
    Draft202012Validator.check_schema(schema)
    assert schema == json.loads((HERE / f"{of}.schema.json").read_text(encoding="utf-8"))
    path = write_schema(workspace)
    before = path.stat()
    assert as_written(write_schema(workspace), "experiment.schema.json")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    path.write_text("{}", encoding="utf-8")
    assert as_written(write_schema(workspace), "experiment.schema.json")
