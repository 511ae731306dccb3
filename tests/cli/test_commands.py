"""Writing down, checking, locking, deciding and listing experiments from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cli.conftest import NEW, Command
from tests.clock import on_day
from tests.registry.schedules import small_schedule

from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace, load_workspace


def test_init_makes_a_workspace_and_never_overwrites_one(command: Command, tmp_path: Path) -> None:
    """From options, where nobody can be asked."""
    arguments = ("init", tmp_path / "mine", "--account", "Küche Demo", "--timezone", "Europe/Berlin", "--goal", "reach")
    assert command(*arguments).code == 0
    workspace = load_workspace(tmp_path / "mine")
    assert list(workspace.accounts) == ["kueche_demo"]
    assert workspace.goal_names == ("reach",)
    before = (tmp_path / "mine" / "workspace.yaml").read_bytes()
    again = command(*arguments)
    assert (again.code, 'has an account "kueche_demo" already' in again.err) == (1, True)
    assert "workspace already" in command("init", tmp_path / "mine").err
    assert (tmp_path / "mine" / "workspace.yaml").read_bytes() == before


def test_init_adds_an_account_of_another_client(command: Command, tmp_path: Path) -> None:
    """In the folder of a workspace; a client that is there gets another account."""
    folder = tmp_path / "mine"
    zone = ("--timezone", "Europe/Berlin")
    for account, client in (("adler", "Hotel Adler"), ("kino", "Kino am Markt"), ("bar", "Hotel Adler")):
        added = command("init", folder, "--account", account, *zone, "--client", client, "--json")
        assert added.json["accounts"][-1] == account
    workspace = load_workspace(folder)
    assert [workspace.client_of([name]) for name in workspace.accounts] == [
        "hotel_adler",
        "kino_am_markt",
        "hotel_adler",
    ]
    assert {name: one.name for name, one in workspace.clients.items()} == {
        "hotel_adler": "Hotel Adler",
        "kino_am_markt": "Kino am Markt",
    }
    before = (folder / "workspace.yaml").read_bytes()
    wrong = command("init", folder, "--account", "new", *zone, "--platform", "vine")
    assert (wrong.code, "tiktok, instagram or youtube" in wrong.err) == (1, True)
    assert command("init", folder, "--account", "new").code == 2
    assert (folder / "workspace.yaml").read_bytes() == before


def test_calendar_writes_what_is_planned_and_not_decided(command: Command, workspace: Workspace) -> None:
    """In the language of the command; a calendar that cannot be read is told and stays."""
    nothing = command("calendar", "--lang", "de")
    assert "Noch hat kein Plan Termine." in nothing.out
    assert command(*NEW).code == 0
    assert command("plan", "question-hook").code == 0
    told = command("calendar", "--lang", "de", "--json").json
    file = Path(told["calendar"])
    assert (told["changes"], told["entries"] > 8) == (None, True)
    assert "SUMMARY:Zahlen ablesen" in file.read_text(encoding="utf-8")
    assert command("decide", "question-hook", "drop", "--who", "Mara", "--why", "No posts.").code == 0
    assert command("calendar", "--json").json["entries"] == 0
    assert command("calendar", "question-hook", "--json").json["entries"] == told["entries"]
    file.write_text("BEGIN:VEVENT\nnonsense", encoding="utf-8")
    damaged = command("calendar")
    assert (damaged.code, "calendar.ics is no calendar that can be read" in damaged.err) == (1, True)
    assert file.read_text(encoding="utf-8").endswith("nonsense")


def test_new_writes_an_experiment_that_validates(command: Command, workspace: Workspace) -> None:
    """Without problems and without notes."""
    assert command(*NEW, "--json").json == {
        "slug": "question-hook",
        "path": "experiments/question-hook/experiment.yaml",
    }
    told = command("validate", "--json")
    assert told.code == 0
    assert told.json == {"checked": ["question-hook"], "errors": [], "notes": []}


def test_new_names_everything_that_is_missing(command: Command, workspace: Workspace) -> None:
    """At once, as wrong usage."""
    told = command("new", "x")
    assert told.code == 2
    assert all(option in told.err for option in ("--title", "--statement", "--variable", "--control", "--variant"))
    assert command("new", "x", "--json").json["errors"][0]["code"] == "usage"


def test_new_takes_guardrails_slots_and_a_start(command: Command, workspace: Workspace) -> None:
    """Every option reaches the file."""
    more = ("--guardrail", "share_rate=-20%", "--guardrail", "comment_rate", "--slot", "07:30", "--start", "2026-03-02")
    assert command(*NEW, *more, "--at-least", "15%", "--posts-per-arm", "14").code == 0
    experiment = load_experiment("question-hook", workspace).experiment
    assert [(g.metric, g.worst_acceptable) for g in experiment.metrics.guardrails] == [
        ("share_rate", -0.2),
        ("comment_rate", -0.1),
    ]
    assert (experiment.design.slots, experiment.design.start) == (("07:30",), date(2026, 3, 2))
    assert (experiment.hypothesis.at_least, experiment.design.posts_per_arm) == (0.15, 14)


def test_new_from_starts_the_next_round(command: Command, workspace: Workspace) -> None:
    """Its name follows from the earlier one."""
    command(*NEW)
    assert command("new", "--from", "question-hook", "--json").json["slug"] == "question-hook-2"
    assert load_experiment("question-hook-2", workspace).experiment.follow_up_of == "question-hook"


def test_validate_tells_all_problems_of_all_files(command: Command, workspace: Workspace) -> None:
    """Unknown metrics and files beside the experiment included; notes do not fail it."""
    command(*NEW)
    command("new", "second", "--from", "question-hook", "--primary", "views")
    path = workspace.experiments_dir / "second" / "experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("primary: views", "primary: vews"), encoding="utf-8")
    (path.parent / "posts.csv").write_text("position,link\nx,y\n", encoding="utf-8")
    (workspace.experiments_dir / "third").mkdir()
    (workspace.experiments_dir / "third" / "experiment.yaml").write_text("- a\n", encoding="utf-8")
    told = command("validate", "--json")
    assert told.code == 1
    places = [error["where"].split(",")[0].split(":")[0] for error in told.json["errors"]]
    assert places == [
        "experiments/second/experiment.yaml",
        "experiments/second/posts.csv",
        "experiments/third/experiment.yaml",
    ]
    plain = command("validate")
    assert plain.out == ""
    assert plain.err.count("error: ") == 3
    assert "3 experiments checked, 3 problems" in plain.err
    assert command("validate", "question-hook").code == 0
    assert "Did you mean question-hook?" in command("validate", "qestion-hook").err


def test_lock_and_what_changed_since(command: Command, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked once, with the day of the lock; a change shows in validate and is locked again only on purpose."""
    on_day(monkeypatch, "cli.weekly.lock", date(2026, 3, 3))
    command(*NEW)
    assert "cliptrial plan question-hook" in command("lock", "question-hook").err
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule(topics=False))
    refused = command("lock", "question-hook")
    assert (refused.code, "8 of 8 posts have no topic" in refused.err) == (1, True)
    assert "cliptrial plan question-hook --topics FILE" in refused.err
    assert not (folder / "lock.json").exists()
    told = command("lock", "question-hook", "--without-topics", "--json").json
    _, late = told["notes"]
    assert late == "The first post was planned for 2026-03-02, before this lock; the report will say so."
    assert (told["new"], told["topics_missing"], told["locked_on"]) == (True, 8, "2026-03-03")
    assert command("lock", "question-hook", "--json").json["new"] is False
    write_schedule(folder, small_schedule())
    changed = command("validate", "--json")
    assert (changed.code, [n["code"] for n in changed.json["notes"]]) == (0, ["plan_changed"])
    refused = command("lock", "question-hook")
    assert (refused.code, "--again" in refused.err) == (1, True)
    again = command("lock", "question-hook", "--again", "--json").json
    assert (again["new"], again["earlier_locks"], again["topics_missing"]) == (True, 1, 0)


def test_a_split_test_is_locked_without_a_schedule_and_lacks_no_topic(
    command: Command, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, "cli.weekly.lock", date(2026, 3, 1))
    command(*NEW)
    path = workspace.experiments_dir / "question-hook/experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("unit: post ", "unit: viewer "), encoding="utf-8")
    told = command("lock", "question-hook", "--json").json
    assert (told["new"], told["topics_missing"], told["locked_on"]) == (True, 0, "2026-03-01")


def test_decide_records_and_list_shows_it(command: Command, workspace: Workspace) -> None:
    """Who, when, what and why."""
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule())
    arguments = ("decide", "question-hook", "ship", "--why", "it works", "--who", "Ana", "--when", "2026-04-12")
    told = command(*arguments, "--json").json
    assert told["decisions"] == [{"who": "Ana", "when": "2026-04-12", "what": "ship", "why": "it works"}]
    listed = command("list", "--json").json["experiments"][0]
    assert (listed["state"], listed["decision"]["who"]) == ("decided", "Ana")
    assert command("decide", "question-hook", "maybe", "--why", "x", "--who", "y").code == 2
    assert "--why, --who" in command("decide", "question-hook", "drop").err
    assert (
        "what was decided (ship, drop, repeat, inconclusive) after question-hook"
        in command("decide", "question-hook").err
    )
    assert "31.12.2026" in command("decide", "question-hook", "drop", "--when", "12/31/2026").err


def test_decide_says_what_the_analysis_says(command: Command, workspace: Workspace) -> None:
    """It is recorded all the same, even where there is nothing to analyse."""
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule())
    reasons = ("--why", "we like it", "--who", "Ana", "--when", "31.12.2026")
    told = command("decide", "question-hook", "ship", *reasons)
    assert told.code == 0
    assert "ship (Ana, 2026-12-31)" in told.err
    assert "What we do: Proposed: " in told.err
    (workspace.experiments_dir / "question-hook" / "schedule.csv").write_text("nonsense", encoding="utf-8")
    assert command("decide", "question-hook", "drop", *reasons, "--json").json["analysis"] is None
    assert len(command("decide", "question-hook", "drop", *reasons, "--json").json["decisions"]) == 3


def test_a_lost_schedule_comes_back_from_the_lock(command: Command, workspace: Workspace) -> None:
    """And validate names the command."""
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    command("lock", "question-hook")
    (folder / "schedule.csv").unlink()
    assert "cliptrial lock question-hook --restore" in command("validate").err
    assert command("lock", "question-hook", "--restore").code == 0
    assert command("validate").code == 0
    (folder / "schedule.csv").write_text("nonsense", encoding="utf-8")
    assert command("lock", "question-hook", "--restore", "--json").json["set_aside"] == "schedule-before-restore.csv"


def test_validate_names_arms_of_the_schedule_that_the_file_does_not_have(
    command: Command, workspace: Workspace
) -> None:
    """A renamed arm is a problem, not a note."""
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    path = folder / "experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: question", "id: asked"), encoding="utf-8")
    told = command("validate", "--json")
    assert (told.code, [e["code"] for e in told.json["errors"]]) == (1, ["unknown_arm"])


def test_validate_goes_through_a_file_from_top_to_bottom(command: Command, workspace: Workspace) -> None:
    """Unknown metrics among the rest; the list of metrics once."""
    command(*NEW)
    path = workspace.experiments_dir / "question-hook" / "experiment.yaml"
    text = path.read_text(encoding="utf-8").replace("expect: increase", "expect: up")
    text = text.replace("primary: average_watch_time", "primary: watchtime").replace("[views]", "[vews]")
    path.write_text(text.replace("posts_per_arm: 28", "posts_per_arm: 1"), encoding="utf-8")
    errors = command("validate", "--json").json["errors"]
    assert [e["field"] for e in errors] == [
        "hypothesis.expect",
        "metrics.primary",
        "metrics.secondary.0",
        "design.posts_per_arm",
    ]
    assert ["completion_rate" in e["expected"] for e in errors] == [False, True, False, False]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--at-least", "10"), 1, "Write 10%"),
        (("--primary", "vews"), 1, 'Did you mean "views"?'),
        (("--account", "kitchen"), 1, 'Did you mean "kitchen_demo"?'),
        (("--weekday", "blub"), 2, "mon, wed, fri"),
        (("--start", "12/31/2026"), 2, "31.12.2026"),
    ],
)
def test_new_refuses_what_nobody_means(
    command: Command, workspace: Workspace, options: tuple[str, ...], code: int, told: str
) -> None:
    """With what to write instead, and nothing written."""
    refused = command(*NEW, *options)
    assert refused.code == code
    assert told in refused.err
    assert not (workspace.experiments_dir / "question-hook").exists()


def test_new_takes_weekdays_and_a_german_day(command: Command, workspace: Workspace) -> None:
    """In any order and either language; without a direction an increase is expected."""
    given = [*NEW[:6], *NEW[8:], "--weekday", "Freitag", "--weekday", "mon", "--start", "31.12.2026"]
    assert command(*given).code == 0
    experiment = load_experiment("question-hook", workspace).experiment
    assert experiment.design.weekdays == ("mon", "fri")
    assert (experiment.design.start, experiment.hypothesis.expect.value) == (date(2026, 12, 31), "increase")


@pytest.mark.parametrize(
    ("on", "locked", "topics", "to_do"),
    [
        ("2026-03-01", False, True, "cliptrial lock question-hook"),
        ("2026-03-01", False, False, "cliptrial plan question-hook --topics FILE"),
        ("2026-03-04", False, True, "the first post was planned for 2026-03-02"),
        ("2026-03-01", True, True, "post 1 at 18:00"),
        ("2026-03-04", True, True, "add 2 links in numbers.xlsx"),
        ("2026-03-30", True, True, "numbers are missing"),
    ],
)
def test_status_names_the_next_step(
    command: Command, workspace: Workspace, on: str, locked: bool, topics: bool, to_do: str
) -> None:
    """Nobody is told to keep posting who has not begun."""
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule(topics))
    if locked:
        command("lock", "question-hook")
    assert to_do in command("status", "--on", on, "--json").json["experiments"][0]["to_do"]


def test_init_names_everything_at_once(command: Command, tmp_path: Path) -> None:
    """What is missing and what cannot be used."""
    told = command("init", tmp_path / "mine", "--timezone", "Wien", "--colour", "red")
    assert told.code == 2
    assert all(part in told.err for part in ("--account", "Europe/Vienna", "colour"))
    assert not (tmp_path / "mine").exists()


def test_list_shows_every_experiment_and_what_cannot_be_read(
    command: Command, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object a readable experiment; the others as problems."""
    on_day(monkeypatch, "cli.weekly.list", date(2026, 3, 1))
    assert command("list", "--json").json == {"experiments": [], "problems": []}
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule())
    (workspace.experiments_dir / "broken").mkdir()
    told = command("list", "--json").json
    assert [problem["code"] for problem in told["problems"]] == ["missing_file"]
    one = told["experiments"][0]
    assert one["slug"] == "question-hook"
    assert one["arms"] == ["statement", "question"]
    assert (one["start"], one["end"], one["posts_planned"]) == ("2026-03-02", "2026-03-09", 8)
    plain = command("list")
    assert [line.split() for line in plain.out.splitlines()] == [
        ["experiment", "title", "state", "start", "posts"],
        ["question-hook", "Question", "hook", "planned", "2026-03-02", "8"],
        ["2026-03-02:", "cliptrial", "lock", "question-hook"],
    ]


@pytest.mark.parametrize(
    ("on", "state", "following", "missing", "due"),
    [
        ("2026-03-01", "planned", 1, [], []),
        ("2026-03-04", "running", 3, [1, 2], []),
        ("2026-03-10", "running", None, [1, 2, 3, 4, 5, 6, 7, 8], [1, 2]),
    ],
)
def test_status_says_what_is_due(
    command: Command,
    workspace: Workspace,
    on: str,
    state: str,
    following: int | None,
    missing: list[int],
    due: list[int],
) -> None:
    """The next post, links that are missing, numbers to read at seven days."""
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule())
    told = command("status", "--on", on, "--json").json["experiments"][0]
    assert told["state"] == state
    assert (told["next"] and told["next"]["position"]) == following
    assert (told["links_missing"], told["numbers_due"]) == (missing, due)
    assert told["measured_by"] == "2026-03-16"
    assert "question-hook" in command("status", "--on", on).out


def test_a_linked_post_is_not_asked_for_again(command: Command, workspace: Workspace) -> None:
    """Nor planned next."""
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    add_link(folder, 1, "https://vm.tiktok.com/x/")
    told = command("status", "--on", "2026-03-03", "--json").json["experiments"][0]
    assert (told["links_missing"], told["next"]["position"], told["posts_linked"]) == ([], 2, 1)


def test_a_bad_file_beside_an_experiment_does_not_hide_the_experiment(command: Command, workspace: Workspace) -> None:
    """It is listed without a state, and the problem is told."""
    command(*NEW)
    (workspace.experiments_dir / "question-hook" / "lock.json").write_text("{", encoding="utf-8")
    told = command("status", "--json").json
    assert [one["state"] for one in told["experiments"]] == [None]
    assert told["experiments"][0]["to_do"] == "cliptrial validate question-hook"
    assert [problem["code"] for problem in told["problems"]] == ["lock_unreadable"]


def test_schema_writes_what_the_files_name(command: Command, workspace: Workspace) -> None:
    """And prints it under --json."""
    path = workspace.experiments_dir / "experiment.schema.json"
    path.unlink()
    assert command("schema").code == 0
    assert path.is_file()
    assert command("schema", "--json").json["title"] == "Experiment"
    assert "accounts" in command("schema", "--of-workspace").json["properties"]


def test_workspace_names_another_folder_exactly(
    command: Command, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong folder never falls back to one above it."""
    monkeypatch.chdir(tmp_path)
    assert command("list", "--workspace", workspace.root, "--json").code == 0
    assert command("list", "--workspace", workspace.experiments_dir).code == 1
    assert "cliptrial init" in command("list").err
