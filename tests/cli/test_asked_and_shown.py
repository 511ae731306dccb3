"""How questions end, how paths are quoted, when a plan is measured, and what an empty library does not print."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from tests.cli.conftest import NEW, Command
from tests.registry.schedules import small_schedule

from cliptrial.cli import ask
from cliptrial.cli.analyst.calibrate import _expected, _write
from cliptrial.cli.answers import UnusableAnswerError, slots
from cliptrial.cli.entry import _nobody_listens
from cliptrial.cli.growth.proof import _reason
from cliptrial.cli.keeping.removing import _tell
from cliptrial.cli.language import language_of
from cliptrial.cli.output import print_steps, problem_table, quoted
from cliptrial.cli.sometimes import new_questions
from cliptrial.cli.sometimes.new_questions import _sources
from cliptrial.cli.weekly.ingest_shown import _STATES, in_cell, tell, tell_undone
from cliptrial.cli.weekly.report_shown import Progress, tell_all
from cliptrial.cli.weekly.store_shown import _names
from cliptrial.errors import Problem, RegistryError, ReportError
from cliptrial.messages import says
from cliptrial.planning.calibration_cells import CELLS, CROSSED_CELLS
from cliptrial.planning.expectation import Expectation, Route, Truths
from cliptrial.planning.growth.proof import Left
from cliptrial.planning.manipulations import MANIPULATIONS
from cliptrial.posts.ingest_report import FileReport, IngestReport
from cliptrial.posts.lake.hand_ins import HandIn, Undone
from cliptrial.posts.lake.ledger import Removed
from cliptrial.posts.removal.removal import Removal
from cliptrial.registry.draft import Draft
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.report import calibration_results
from cliptrial.report.running.pages import Fate, Outcome, Page
from cliptrial.simulate.demo import DemoSummary


@pytest.mark.parametrize(("question", "asked"), [("Which one decides?", "Which one decides? "), ("Title", "Title: ")])
def test_a_question_ends_with_its_own_mark_and_anything_else_with_a_colon(
    question: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def prompt(text: str, *, prompt_suffix: str, **_: object) -> str:
        shown.append(text + prompt_suffix)
        return "a"

    monkeypatch.setattr(typer, "prompt", prompt)
    assert ask.ask_for(question, str, None) == "a"
    assert shown == [asked]


@pytest.mark.parametrize(
    ("platform", "path", "typed"),
    [
        ("linux", "my files/posts.csv", "'my files/posts.csv'"),
        ("win32", "my files/posts.csv", '"my files/posts.csv"'),
        ("linux", "posts.csv", "posts.csv"),
        ("win32", "it's.csv", "it's.csv"),
    ],
)
def test_a_path_is_quoted_as_its_system_reads_it(
    platform: str, path: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert quoted(path) == typed


def test_the_sources_of_every_account_are_named(workspace: Workspace) -> None:
    assert _sources(["kitchen_demo"], workspace) == ["kitchen_demo (studio, numbers)"]


def test_an_empty_library_prints_no_table(command: Command, workspace: Workspace) -> None:
    assert workspace.root
    assert command("learn").out.count("\n") == 1


@pytest.mark.parametrize(("age", "day"), [("7 d", "2026-03-16"), ("6.5 d", "2026-03-16"), ("7.5 d", "2026-03-17")])
def test_a_plan_is_measured_on_the_day_on_which_its_last_post_is_old_enough(
    command: Command, workspace: Workspace, age: str, day: str
) -> None:
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    path = folder / "experiment.yaml"
    path.write_text(re.sub(r"measure_at: \S+", f"measure_at: {age.replace(' ', '')}", path.read_text("utf-8")), "utf-8")
    told = command("status", "--on", "2026-03-01", "--json").json["experiments"][0]
    assert told["measured_by"] == day


@pytest.mark.parametrize(
    ("gone", "stay", "links", "said"),
    [
        ({"posts": 1200}, 0, 0, ["Not counted any more: what is known of posts: 1,200 rows."]),
        (
            {"snapshots": 2},
            1,
            3,
            [
                "Not counted any more: numbers of posts: 2 rows.",
                "The rest is in other hand-ins, too, and stays.",
                "Links in posts.csv that are as they were before: 3.",
            ],
        ),
        ({}, 2, 0, ["Everything in it is in other hand-ins, too."]),
    ],
)
def test_what_a_hand_in_took_along_is_told_and_what_stays(
    gone: dict[str, int], stay: int, links: int, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in = HandIn("0123456789", 0, ("a.csv", "b.csv"), stands=False, removed=False)
    tell_undone(Undone(hand_in, gone, stay, links, removed=False))
    first, last = "Taken back: the hand-in 01234567 (a.csv, b.csv).", "Hand its files in again to have them back."
    assert capsys.readouterr().err.splitlines() == [first, *said, last]


@pytest.mark.parametrize(
    ("files", "named"),
    [("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("abcdef", "a, b, c and 3 more")],
)
def test_three_files_of_a_hand_in_are_named_and_more_are_counted(files: str, named: str) -> None:
    assert _names(tuple(files)) == named


@pytest.mark.parametrize(("files", "named", "more"), [(20, 20, ()), (21, 20, ("  1 more",)), (25, 20, ("  5 more",))])
def test_what_goes_for_good_is_told_line_by_line_and_twenty_files_by_name(
    files: int, named: int, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    event = Removed.model_construct(before=None)
    apart = Removal(event, {"snapshots": 2})
    own = {"rows": {"posts": 1200}, "links": {"hook": (1, 4)}, "handle_of": "bakery", "watched": "rival"}
    _tell(Removal(event, files=tuple(f"{n}.csv" for n in range(files)), apart=apart, naming=("plan.md",), **own))
    assert capsys.readouterr().out.splitlines() == [
        "These go for good:",
        "  what is known of posts: 1,200 rows",
        "  watched accounts, numbers of posts: 2 rows",
        "  links of hook: No. 1, 4",
        *(f"  {n}.csv" for n in range(named)),
        *more,
        "  the handle of bakery in workspace.yaml",
        "  the watched account rival in workspace.yaml",
        "What stays:",
        "  plan.md (names it: look through it, or delete it)",
    ]
    _tell(Removal(Removed.model_construct(before=date(2026, 3, 2)), {}))
    assert capsys.readouterr().out.splitlines() == [
        "From before 2026-03-02 (UTC) these go for good:",
        "  nothing: none of it is here",
        "What stays:",
    ]


class Terminal(io.StringIO):
    """What is written to it, as to a screen."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_problem_on_a_terminal_is_a_block_of_what_there_is_to_say() -> None:
    shown = Terminal()
    problems = [Problem("bare", says("Gone")), Problem("full", says("Wrong"), says("Right"), says("Mend."), "a.csv", 3)]
    problem_table(problems, stream=shown)
    assert [re.sub(r"\x1b\[[\d;]*m", "", line).strip() for line in shown.getvalue().splitlines()] == [
        *("● bare", "Gone"),
        *("● a.csv:3", "Wrong", "Expected: Right", "Mend."),
    ]


def test_an_expected_effect_is_told_beside_the_truth_while_it_is_counted() -> None:
    one = Expectation(Route.ENGINE, Truths.NORMAL, 14, 4000, 120, 0.2, 0.4, 0.25, 0.01, 0.1, 0)
    text = "expected effect, normal truths, 14 an arm, by engine: 1.25 of the truth (120 decided)"
    assert (_expected(one), one.ratio) == (text, pytest.approx(1.25))


def test_an_older_example_is_brought_up_to_date_in_its_language(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def write_demo(folder: Path, **asked: object) -> None:
        given.extend([folder, asked])
        raise RegistryError(Problem("enough", says("This is as far as it goes")))

    monkeypatch.setattr("cliptrial.simulate.demo.write_demo", write_demo)
    assert command("demo", tmp_path / "demo", "--refresh", "--seed", 7, "--lang", "de").code == 1
    assert given == [tmp_path / "demo", {"seed": 7, "refresh": True, "lang": "de", "agency": True}]
    told = command("demo", tmp_path / "demo")
    assert (told.code, told.out, "This is as far as it goes" in told.err) == (1, "", True)
    assert given[3] == {"seed": None, "refresh": False, "lang": "en", "agency": True}


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("hashtags", "hashtags, divided by spaces"),
        ("slot", "time of day, e.g. 18:00"),
        ("duration", "length, e.g. 15 s"),
        ("hook", ""),
    ],
)
def test_what_an_arm_can_be_is_said_where_it_is_not_plain(
    variable: str, hint: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        raise KeyboardInterrupt

    monkeypatch.setattr(typer, "prompt", prompt)
    with pytest.raises(KeyboardInterrupt):
        new_questions._QUESTIONS["control"](Draft(variable=variable), workspace)
    assert [hint in text for text in asked] == [True]
    assert ("e.g." in asked[0] or "divided" in asked[0]) == bool(hint)


def test_the_calibration_is_written_into_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    for _ in range(2):
        _write(tmp_path / "new/docs", calibration_results()[:2])
    assert sorted(path.name for path in (tmp_path / "new/docs").iterdir()) == ["calibration.csv", "calibration.svg"]


def test_times_without_a_colon_are_one_answer_with_a_way_out() -> None:
    with pytest.raises(UnusableAnswerError) as caught:
        slots("7 Uhr")
    assert (str(caught.value.why), caught.value.instead) == (
        '"7 Uhr" is not a time of day; write HH:MM, e.g. 07:00',
        "07:00",
    )


def test_a_file_is_new_or_known_or_holds_nothing() -> None:
    assert _STATES == {False: "new", True: "known already", None: "nothing to keep"}


def test_a_store_of_few_files_has_nothing_to_put_together(command: Command, workspace: Workspace) -> None:
    assert workspace.root
    assert command("compact").err == "There is nothing to put together.\n"


def test_rows_that_are_left_out_stand_below_their_file_and_what_is_refused_below_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A workbook that is read in part has a line of its own, though another one is of its kind."""
    days, kind = (date(2026, 3, 2), date(2026, 3, 5)), says("Numbers of {slug}", slug="hook")
    wrong = Problem("bad_number", says("No views"), path="b.xlsx", row=3)
    read = FileReport("a.xlsx", kind, "demo", rows=1, posts=1, snapshots=1, period=days, known=True, top_list=True)
    partly = FileReport("b.xlsx", kind, "demo", rows=1200, known=False, problems=(wrong,), partly=True)
    tell(IngestReport((read, partly, FileReport("c.xlsx", problems=(wrong,)))))
    assert capsys.readouterr().err.splitlines() == [
        "a.xlsx: Numbers of hook, demo: 1 row, 1 post, 1 snapshot, 2 to 5 March 2026: known already",
        "    These look like the most viewed posts only; export the last 7 days, twice a week.",
        "b.xlsx: Numbers of hook, demo: 1,200 rows: new",
        "    Rows that are left out until they are mended:",
        "error: row 3: No views.",
        "c.xlsx: refused",
        "error: b.xlsx, row 3: No views.",
        "2 read, 1 refused.",
    ]
    tell(IngestReport(tuple(FileReport(name, says("Days"), rows=2) for name in "de")))
    assert capsys.readouterr().err.splitlines() == ["2 × Days: 4 rows: nothing to keep", "2 read, 0 refused."]


@pytest.mark.parametrize(
    ("key", "value", "cell"),
    [
        ("state", PostState.DELETED, "deleted"),
        ("watched_full", 0.425, "42%"),
        ("views", 1200.0, 1200),
        ("average_watch_time", 6.5, 6.5),
        ("link", "https://a", "https://a"),
    ],
)
def test_what_a_message_was_understood_to_say_is_told_as_a_chat_would_have_it(
    key: str, value: object, cell: object
) -> None:
    assert in_cell(key, value) == cell


@pytest.mark.parametrize(("stands_in_it", "where"), [(False, " --workspace 'my demo'"), (True, "")])
def test_an_example_says_what_it_holds_and_what_can_be_tried_on_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands_in_it: bool, where: str
) -> None:
    """What could not be read of it is told, and is no success where it is a whole file."""
    monkeypatch.chdir(tmp_path)
    folder = Path("my demo")
    folder.mkdir()
    made = DemoSummary(folder, ("first", "last"), 7, {}, ("posts.csv",), "")
    problem = Problem("bad", says("It cannot be read"), path="a.csv")
    report = IngestReport((FileReport("a.csv", problems=(problem,), partly=stands_in_it),))
    monkeypatch.setattr("cliptrial.simulate.demo.write_demo", lambda *_, **__: made)
    monkeypatch.setattr("cliptrial.simulate.demo.ingest_demo", lambda *_, **__: report)
    if stands_in_it:
        monkeypatch.chdir(folder)
        folder = Path()
    told = command("demo", folder)
    assert told.err.splitlines() == [
        "error: a.csv: It cannot be read.",
        "The example is ready in my demo: 2 experiments with 7 posts.",
        "Next:",
        f"  cliptrial list{where}           what is being tested, and how far it is",
        f"  cliptrial check last{where}     was it fair?",
        f"  cliptrial report --all{where}   a page for each experiment, and their index",
    ]
    assert (told.code, told.out, (folder / "start.sh").exists()) == (int(not stands_in_it), "", True)
    as_json = command("demo", folder, "--json").json
    assert [error["what"] for error in as_json.pop("errors")] == ["It cannot be read"]
    assert as_json == {
        "workspace": folder.as_posix(),
        "experiments": ["first", "last"],
        "posts": 7,
        "written": ["posts.csv"],
    }


@pytest.mark.parametrize(
    ("typed", "door", "cells", "runs"),
    [
        ((), "calibration.calibrate", CELLS, 4000),
        (("--runs", "7"), "calibration.calibrate", CELLS, 7),
        (("--together",), "calibration.calibrate", CROSSED_CELLS, 4000),
        (("--manipulations",), "manipulations.try_manipulations", MANIPULATIONS, 200),
    ],
)
def test_a_calibration_takes_every_cell_and_so_many_runs_where_nobody_says_how_many(
    command: Command, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], door: str, cells: object, runs: int
) -> None:
    asked: list[object] = []

    def counted(chosen: object, *, runs: int, processes: int, **_: object) -> list[object]:
        asked.append((chosen, runs, processes))
        return []

    monkeypatch.setattr(f"cliptrial.planning.{door}", counted)
    told = command("calibrate", *typed)
    assert (asked, told.code) == ([(tuple(cells), runs, 2)], 0)  # type: ignore[call-overload]
    nothing_off = "No manipulation wins in silence, and honest seasons are left alone."
    assert told.out.splitlines()[-1] == (
        nothing_off if "--manipulations" in typed else "No cell is off by more than luck."
    )


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("wish", "You left it out: both ways do it."),
        ("asset", "A sound wears out; if it stands for a rule, name it with --rule."),
        ("past", "It cannot be made until the last post."),
        ("slot", "Both ways are posted at the same times."),
        ("several", "It had several variants, and no decision says which one is done."),
        ("checked", "A check kept it already."),
        ("elsewhere", "It is not adopted on all of these accounts."),
    ],
)
def test_what_is_no_part_of_a_check_is_told_with_its_reason(why: str, said: str) -> None:
    assert _reason(Left(why)) == said
    assert len(Left) == 7


@pytest.mark.parametrize(
    ("typed", "lang"),
    [
        ("list", "en"),
        ("list --lang de", "de"),
        ("list --lang=de", "de"),
        ("list --lang fr --lang de --lang en", "de"),
        ("list --lang fr", "en"),
        ("list --workspace german", "de"),
        ("list --workspace english --workspace german", "de"),
        ("list --workspace german --workspace english", "en"),
        ("list --workspace=german", "de"),
        ("list --workspace german --lang en", "en"),
        ("list --workspace german/inside", "en"),
        ("list --workspace odd", "en"),
        ("list --lang", "en"),
    ],
)
def test_errors_speak_the_language_asked_for_or_that_of_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, lang: str
) -> None:
    """Of several workspaces the last one counts, as for the command; where none is named, a folder above may be it."""
    for name, language in (("german", "'de'"), ("english", "en"), ("odd", "fr")):
        (tmp_path / name / "inside").mkdir(parents=True)
        (tmp_path / name / "workspace.yaml").write_text(f"goals: [\nlanguage: {language}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert language_of(typed.split()) == lang
    monkeypatch.chdir("german/inside")
    assert language_of(["list"]) == "de"


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "error: Nothing more can be written: the disk is full"), (errno.EPIPE, "")]
)
def test_results_that_reach_nobody_are_an_error_that_is_told_once(
    number: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Behind ``| head`` nothing is told; what is left to print goes nowhere."""
    swapped: list[tuple[int, int]] = []
    monkeypatch.setattr("os.dup2", lambda *pair: swapped.append(pair))
    monkeypatch.setattr("os.open", lambda *_: 77)
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    assert _nobody_listens(OSError(number, os.strerror(number))) == 1
    err = capsys.readouterr().err
    assert (err.startswith(said), bool(err), swapped) == (True, bool(said), [(77, 1)])


def test_a_table_of_steps_takes_a_hundred_characters_and_what_is_typed_breaks_at_spaces_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The longest column gives way; none becomes narrower than 12."""
    long, typed = "word " * 14, f"cliptrial {'one-slug ' * 11}--{'x' * 101}"
    print_steps(("name", "what"), [(("a" * 40, long), typed), (("b", None), None), (("c\nd", 5), "e")])
    assert capsys.readouterr().out.splitlines() == [
        f"{'name':40}  what",
        f"{'a' * 40}  {' '.join(['word'] * 11)}",
        f"{'':40}  word word word",
        f"  cliptrial {' '.join(['one-slug'] * 9)}",
        "    one-slug one-slug",
        f"    --{'x' * 101}",
        "b",
        f"{'c␊d':40}  5",
        "  e",
    ]
    print_steps(("n",) * 9, [(("y" * 20,) * 9, None)])
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  ".join(["y" * 12] * 9),
        "  ".join([f"{'y' * 8:12}"] * 9).rstrip(),
    ]


def test_a_run_over_many_pages_is_told_page_by_page_and_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only pages that were written say how long the others take."""
    fates = [Fate.RENDERED, Fate.KEPT, Fate.RENDERED, Fate.FAILED]
    error = ReportError([Problem("a", says("One"), says("Two"), path="a.csv"), Problem("b", says("Three"))])
    pages = [Page(slug, "en", tmp_path) for slug in "abcd"]
    outcomes = [
        Outcome(page, fate, error if fate is Fate.FAILED else None) for page, fate in zip(pages, fates, strict=True)
    ]
    progress = Progress(6)
    for outcome, now in zip(outcomes, (0, 500, 20, 900), strict=True):
        progress.tell(outcome, now)
    tell_all(outcomes)
    assert capsys.readouterr().err.splitlines() == [
        "1/6 a_en.html",
        "2/6 b_en.html",
        "3/6 c_en.html, about 60 s left",
        "4/6 d_en.html: failed, about 40 s left",
        "pages  what became of them  why",
        "2      written",
        "1      kept                 nothing changed that they are made from",
        "d_en   failed               a.csv: One. Expected: Two. Three.",
    ]
