"""What every step shows and does at each stage of an experiment: the same values as the files and the analysis."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import ipywidgets as w
import pytest
from bs4 import BeautifulSoup
from tests.clock import on_day
from tests.forms.press import marked, press, widgets
from tests.forms.test_idea_and_plan import fill, saved
from tests.forms.test_numbers_to_decision import hand_in
from tests.posts.planned import write_workbook
from tests.report.examples import SLUG
from tests.report.examples import workspace as example
from tests.report.reading import clean

from cliptrial.errors import InputError, MissingToolError, Problem
from cliptrial.forms import cells
from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.check import CheckStep
from cliptrial.forms.steps.decide import DecideStep
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.opening import OpeningStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.forms.steps.report import ReportStep
from cliptrial.messages import says
from cliptrial.posts.workbook.book import Filled, read_workbook
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.wording.describe import describe
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.messages import in_language

BOTH = ("en", "de")
FIRST = {
    "en": (
        "Save the idea under “Idea” first, or choose an experiment at the top.",
        "Draw the plan under “Test/Plan” first.",
    ),
    "de": (
        "Zuerst unter „Idee“ die Idee speichern oder oben ein Experiment wählen.",
        "Zuerst unter „Test/Plan“ den Plan auslosen.",
    ),
}
LEVELS = ["blocker", "warning", "note", "ok"]
SIGNS = {"ok": "✓", "note": "i", "warning": "!", "blocker": "✗"}


def seen(step: Step) -> BeautifulSoup:
    """What a step shows, without its style sheet."""
    found = BeautifulSoup(
        "".join(one.value for one in widgets(step.box) if isinstance(one, w.HTML) and one.layout.display != "none"),
        "html.parser",
    )
    for sheet in found("style"):
        sheet.extract()
    return found


def lines_of(step: Step, selector: str = "p, .ct-say, li") -> list[str]:
    return [clean(tag.get_text()) for tag in seen(step).select(selector)]


def message(step: Step) -> str:
    return clean(BeautifulSoup(step.message.value, "html.parser").get_text())


def copied(name: str, tmp_path: Path) -> Workspace:
    """An example's workspace to change."""
    return load_workspace(Path(shutil.copytree(example(name), tmp_path / name)))


def session(workspace: Workspace, lang: str = "en", slug: str | None = SLUG) -> Session:
    made = Session(workspace)
    made.choose(slug)
    made.speak(lang)
    return made


@pytest.mark.parametrize("lang", BOTH)
def test_a_step_whose_turn_has_not_come_says_which_is_first(empty: Workspace, lang: str) -> None:
    idea_first, plan_first = FIRST[lang]
    nothing = session(empty, lang, None)
    for step in (PlanStep, NumbersStep, CheckStep, ReportStep, DecideStep):
        assert clean(seen(step(nothing)).get_text()) == idea_first
    written, _ = saved(empty)
    written.speak(lang)
    for step in (NumbersStep, CheckStep, ReportStep):
        assert clean(seen(step(written)).get_text()) == plan_first


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("better", {"en": "Nothing stands in the way of an answer.", "de": "Einer Antwort steht nichts im Weg."}),
        (
            "confounded",
            {
                "en": "Not fair enough for a verdict: see the points marked ✗.",
                "de": "Für ein Urteil nicht fair genug: siehe die Punkte mit ✗.",
            },
        ),
        (
            "not_ready",
            {"en": "It is too early for an answer.", "de": "Für eine Antwort ist es noch zu früh."},
        ),
    ],
)
def test_the_check_shows_the_findings_and_weekdays_of_the_analysis(name: str, head: dict[str, str], lang: str) -> None:
    here = session(load_workspace(example(name)), lang)
    step, analysis = CheckStep(here), here.analysis()
    assert analysis is not None
    told = describe(analysis, lang)
    assert lines_of(step, ".ct-say") == [head[lang]]
    found = sorted(told["findings"], key=lambda f: LEVELS.index(f["level"]))
    assert lines_of(step, ".ct-findings li") == [f"{SIGNS[f['level']]}{clean(f['message'])}" for f in found]
    days = [[int(cell.get_text()) for cell in row.select("td.ct-num")] for row in seen(step).select("tbody tr")]
    assert days == [list(counts) for counts in analysis.weekdays.values()]
    press(step, {"en": "Check again", "de": "Noch einmal prüfen"}[lang])
    again = here.analysis()
    assert again is not analysis, "worked out anew"
    assert message(step) == ""


@pytest.mark.usefixtures("one_kernel")
def test_the_report_is_written_in_both_languages_and_shown(tmp_path: Path) -> None:
    here = session(copied("planned", tmp_path))
    step = ReportStep(here)
    analysis = here.analysis()
    assert analysis is not None
    assert lines_of(step, ".ct-verdict, p") == [describe(analysis)["verdict"]["sentence"], "There is no report yet."]
    press(step, "Write the report")
    folder = here.workspace.root / "reports" / SLUG
    assert sorted(p.name for p in folder.glob("*.html")) == [f"{SLUG}_de.html", f"{SLUG}_en.html"]
    assert message(step) == "The report is written, in English and German."
    frame = seen(step).select_one("iframe")
    assert frame is not None
    assert frame["srcdoc"] == (folder / f"{SLUG}_en.html").read_text(encoding="utf-8")
    assert frame.has_attr("sandbox")
    saves = [a["download"] for a in seen(step).select("a[download]")]
    assert saves == [f"{SLUG}_en.html", f"{SLUG}_de.html"]
    assert lines_of(step, "p")[-1].startswith("Written ")
    press(step, "One sheet for the client")
    (sheet,) = folder.glob("*_*_*.html")
    assert message(step) == f"The client's sheet is written: {sheet.name}."
    assert sheet.name in [a["download"] for a in seen(step).select("a[download]")]


def test_the_trail_follows_the_files(tmp_path: Path, empty: Workspace) -> None:
    def trail(here: Session) -> list[tuple[str, str]]:
        items = seen(OpeningStep(here)).select("li")
        return [(" ".join(item["class"]), clean(item.get_text())) for item in items]

    ahead = [("", "2 Plan"), ("", "3 Numbers"), ("", "4 Check"), ("", "5 Report"), ("", "6 Decide")]
    assert trail(session(empty, slug=None)) == [("ct-now", "1 Idea"), *ahead]
    for name, done, now in (("draft", 1, 1), ("planned", 2, 2), ("better", 4, 4), ("confounded", 3, 3)):
        found = trail(session(load_workspace(example(name))))
        assert [text for _, text in found[:done]] == ["✓ Idea", "✓ Plan", "✓ Numbers", "✓ Check"][:done]
        assert [kind for kind, _ in found] == ["ct-done"] * done + ["ct-now"] + [""] * (5 - now)


def test_the_top_chooses_the_experiment_and_the_language_of_every_step(demo: Workspace) -> None:
    (demo.experiments_dir / "lunch-slot" / "experiment.yaml").write_text("title: [", encoding="utf-8")
    here = Session(demo)
    here.choose("question-hook")
    top, check = OpeningStep(here), CheckStep(here)
    chooser, language = (
        next(one for one in widgets(top.box) if isinstance(one, kind)) for kind in (w.Dropdown, w.ToggleButtons)
    )
    named = dict(chooser.options)
    assert named["lunch-slot"] == "lunch-slot", "its title cannot be read"
    assert (chooser.value, named["＋ New experiment"]) == ("question-hook", "")
    language.value = "de"
    assert lines_of(check, ".ct-say") == ["Einer Antwort steht nichts im Weg."]
    next(one for one in widgets(top.box) if isinstance(one, w.Dropdown)).value = ""
    assert here.slug is None
    assert clean(seen(check).get_text()) == FIRST["de"][0]


def test_a_plan_that_cannot_be_drawn_leaves_the_one_that_was_there(tmp_path: Path) -> None:
    ws = copied("worse", tmp_path)
    folder = ws.experiments_dir / SLUG
    (folder / "lock.json").unlink()
    here = session(ws)
    step = PlanStep(here)
    before = load_experiment(SLUG, ws).experiment, read_schedule(folder)
    fill(step, posts_per_arm=8, topics="")
    press(step, "Draw the plan")
    assert message(step).startswith("Posts already have their places in this plan")
    assert (load_experiment(SLUG, ws).experiment, read_schedule(folder)) == before


def test_what_a_plan_says_of_time(empty: Workspace) -> None:
    here, _ = saved(empty, title="When", variable="slot", control="18", variants="12")
    step = PlanStep(here)
    fill(step, start=date(2020, 3, 2), posts_per_arm=4)
    told = lines_of(step, "p")
    assert told[0] == "8 posts from 2 March 2020 to 9 March 2020."
    assert "The posting time is what this experiment changes; one post a day." in told
    assert any(line.startswith("8 of 8 posts lie in the past") for line in told)
    press(step, "Draw the plan")
    assert message(step).startswith("The plan is drawn: 8 posts. Chance has decided the order; every weekday is shared")
    assert "Without topics the plan can be drawn" in message(step)
    press(step, "Draw the plan")
    assert message(step).startswith("The plan is the same as before.")
    press(step, "Lock the plan")
    assert message(step) == "The first post was planned before today; the report will say that the lock came late."
    record = read_lock(empty.experiments_dir / "when")
    assert record is not None
    assert f"Code of the plan: {record.plan[:12]}." in " ".join(lines_of(step))
    idea = IdeaStep(here)
    assert lines_of(idea, ".ct-say")[0].startswith("This plan was locked on ")
    parts = [one for field in idea.fields.values() for one in widgets(field.widget) if hasattr(one, "disabled")]
    assert all(one.disabled for one in parts)


def test_the_usual_number_follows_the_variable_until_the_idea_is_saved(empty: Workspace) -> None:
    here = Session(empty)
    step = IdeaStep(here)
    assert step.fields["metric"].value == "average_watch_time"
    fill(step, variable="hashtags")
    assert step.fields["metric"].value == "views"
    assert step.fields["control"].widget.description == "The hashtags you use today"
    fill(step, variable="duration")
    assert step.fields["metric"].value == "average_watch_time"
    assert step.fields["worst_acceptable"].box.layout.display == "none"
    fill(step, guardrail="like_rate")
    assert step.fields["worst_acceptable"].box.layout.display != "none"


def test_nothing_is_read_before_something_is_chosen(demo: Workspace) -> None:
    step = NumbersStep(session(demo, slug="question-hook"))
    press(step, "Read the files")
    assert message(step) == "Choose files first."


def test_a_folder_is_read_and_told_file_by_file_and_many_in_one_line(demo: Workspace) -> None:
    shutil.rmtree(demo.store_dir)
    step = NumbersStep(session(demo, slug="question-hook"))
    labels = dict(step.fields["folder"].widget.options)
    assert list(labels) == [
        "none",
        "numbers.xlsx of this experiment",
        "exports of kitchen_demo",
        "exports of kitchen_demo_bakes",
    ]
    step.fields["folder"].value = labels["exports of kitchen_demo"]
    press(step, "Read the files")
    first, *_, last = lines_of(step, ".ct-good p")[:7]
    assert first.endswith(": new.")
    assert last.startswith("and ")
    assert " more files: " in last
    assert (demo.store_dir / "posts").is_dir()
    step.fields["folder"].value = dict(step.fields["folder"].widget.options)["numbers.xlsx of this experiment"]
    press(step, "Read the files")
    assert lines_of(step, ".ct-good p")[0].startswith("numbers.xlsx, 56 posts")
    assert lines_of(step, "b")[0] == "56 of 56 planned posts are found."


def test_an_uploaded_workbook_that_knows_more_becomes_the_experiments_own(demo: Workspace, tmp_path: Path) -> None:
    folder = demo.experiments_dir / "question-hook"
    home = folder / "numbers.xlsx"
    ours = read_workbook(home.read_bytes(), home.name)
    schedule = read_schedule(folder)
    assert schedule is not None
    options = {"labels": {}, "language": "en", "measure_at": 7.0}
    home.unlink()
    write_workbook(home, schedule, filled={n: row for n, row in ours.items() if n > 5}, **options)
    upload = tmp_path / "numbers.xlsx"
    write_workbook(upload, schedule, filled=ours, **options)
    step = NumbersStep(session(demo, slug="question-hook"))
    hand_in(step, upload)
    assert home.read_bytes() == upload.read_bytes()
    assert step.fields["files"].value == (), "what was read is taken away"
    fewer = tmp_path / "less" / "numbers.xlsx"
    fewer.parent.mkdir()
    write_workbook(fewer, schedule, filled={n: row for n, row in ours.items() if n != 3}, **options)
    hand_in(step, fewer)
    assert home.read_bytes() == upload.read_bytes()
    assert "The workbook in this workspace holds entries that the uploaded one does not" in message(step)
    assert read_workbook(home.read_bytes(), home.name)[3] != Filled()


def test_what_is_due_is_asked_for_eight_at_a_time_and_nothing_before_its_day(
    tmp_path: Path, empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plan", "numbers"):
        on_day(monkeypatch, f"forms.steps.{name}", date(2026, 6, 1))
    ws = copied("planned", tmp_path)
    step = NumbersStep(session(ws))
    asked = [name for name in step.fields if name.startswith("link ")]
    assert asked == [f"link {n}" for n in range(1, 9)]
    assert lines_of(step, "b")[0] == "0 of 56 planned posts are found."
    assert "The first 8 are shown; the others follow when these are done." in " ".join(lines_of(step))
    link = "https://www.tiktok.com/@kitchen_demo/video/7611111111111111111"
    step.fields["link 2"].value = link
    press(step, "Save the links")
    assert message(step) == "1 link saved."
    step.fields["link 3"].value, step.fields["link 4"].value = link, link.replace("7611", "7622")
    press(step, "Save the links")
    assert marked(step) == ["link 3"]
    assert message(step) == "Please look at the marked field; nothing that was typed is lost."
    here, _ = saved(empty)
    plan = PlanStep(here)
    start = date(2026, 6, 8)
    fill(plan, start=start, posts_per_arm=4)
    press(plan, "Draw the plan")
    told = lines_of(NumbersStep(here), ".ct-say")
    assert told == [f"Nothing is due yet; the first post is planned for {here.f.date(start)}."]


def test_decisions_are_told_with_who_and_when_and_the_next_round_needs_a_title_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = date(2026, 4, 14)
    on_day(monkeypatch, "forms.steps.decide", decided)
    ws = copied("equivalent", tmp_path)
    step = DecideStep(session(ws))
    assert lines_of(step, "p")[0] == "Nothing has been decided yet."
    fill(step, what="drop", who="Mara", why="No difference.")  # type: ignore[arg-type]
    press(step, "Record the decision")
    (record,) = read_decisions(ws.experiments_dir / SLUG)
    assert (record.what.value, record.who, record.why, record.when) == ("drop", "Mara", "No difference.", decided)
    assert message(step) == "Recorded."
    assert lines_of(step, "p")[1] == f"Keep the old way: No difference. Mara, {step.session.f.date(decided)}"
    press(step, "Start the next experiment")
    assert marked(step) == ["next_title"]
    fill(step, next_title="Question hook")  # type: ignore[arg-type]
    press(step, "Start the next experiment")
    assert "There is already an experiment of this name; choose another title." in seen(step).get_text()


@pytest.mark.parametrize("lang", BOTH)
def test_whatever_goes_wrong_is_said_in_words(empty: Workspace, lang: str) -> None:
    step = CheckStep(session(empty, lang, None))

    def after(error: Exception) -> str:
        def fail() -> None:
            raise error

        step.attempt(fail)()
        return message(step)

    missing = says("JupyterLab is not installed: `pip install jupyterlab`.")
    assert after(MissingToolError(missing)) == in_language(missing, lang)
    rare = Problem("nobody_knows", says("The file is empty"), says("one table"), says("Export it again."))
    assert (
        after(InputError(rare))
        == {
            "en": "The file is empty. Export it again.",
            "de": "Die Datei ist leer. Noch einmal exportieren.",
        }[lang]
    )
    told = after(ZeroDivisionError("division by zero"))
    assert told == f"{clean(LANGUAGES[lang].forms.common.unexpected)}ZeroDivisionError: division by zero"
    step.attempt(lambda: None)()
    assert message(step) == ""


CELLS: dict[str, Callable[[Session | None], object]] = {
    "setup": cells.setup,
    "idea": cells.idea,
    "plan": cells.plan,
    "numbers": cells.numbers,
    "check": cells.check,
    "report": cells.report,
    "decide": cells.decide,
}


def test_every_cell_of_the_notebook_shows_its_step(
    demo: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = cells.start(demo.root / "experiments", lang="de")
    assert here is not None
    assert (here.lang, here.workspace.root) == ("de", demo.root)
    here.choose("question-hook")
    buttons = {
        name: [one.description for one in widgets(cell(here)) if isinstance(one, w.Button)]
        for name, cell in CELLS.items()
    }
    assert buttons == {
        "setup": ["Kunden speichern", "Account speichern"],
        "idea": [],
        "plan": [],
        "numbers": [
            *("Zeigen, was verstanden wird", "Zahlen speichern"),
            *("Dateien einlesen", "Zurücknehmen", "Wurde beworben", "Wurde nie beworben"),
        ],
        "check": ["Noch einmal prüfen"],
        "report": [
            *("Bericht schreiben", "Ein Blatt für den Kunden", "Bilder für Folien und Chat"),
            "Dreh- und Postingliste, Plan zur Freigabe",
            "Kommentar speichern",
        ],
        "decide": ["Entscheidung festhalten", "Nächstes Experiment beginnen"],
    }
    nobody = cells.start(tmp_path)
    assert nobody is not None
    assert (nobody.workspace.root, dict(nobody.workspace.accounts)) == (tmp_path, {}), "an empty folder is set up"
    (tmp_path / "workspace.yaml").write_text("accounts: {}", encoding="utf-8")
    assert cells.start(tmp_path) is None
    (tmp_path / "workspace.yaml").unlink()
    for cell in CELLS.values():
        assert "↑" in "".join(one.value for one in widgets(cell(None)) if isinstance(one, w.HTML))
    nowhere = "".join(one.value for one in widgets(cells.compare(tmp_path)) if isinstance(one, w.HTML))
    assert all(
        language.forms.problems["no_workspace"].split("`")[0] in clean(nowhere) for language in LANGUAGES.values()
    )
    side = cells.compare(demo.root, lang="de", dimension="slot", account="kitchen_demo")
    shown = [one.description for one in widgets(side) if isinstance(one, w.Button)]
    assert shown == ["Vergleichen", "Seite schreiben"]


@pytest.mark.parametrize(
    ("today", "what", "starts"), [(5, "ship", 11), (10, "ship", 11), (11, "ship", None), (5, "drop", None)]
)
def test_what_is_adopted_begins_once_what_runs_there_is_over(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch, today: int, what: str, starts: int | None
) -> None:
    """Eight posts from 3 to 10 March; a decision to drop begins at once."""
    chosen, _ = saved(empty)
    fill(plan := PlanStep(chosen), start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    on_day(monkeypatch, "forms.steps.decide", date(2031, 3, today))
    step = DecideStep(chosen)
    for name, value in (("what", what), ("who", "Mara"), ("why", "It is ahead.")):
        step.fields[name].value = value
    press(step, "Record the decision")
    (one,) = read_decisions(empty.experiments_dir / "short-or-long")
    assert (one.what, one.when, one.starts and one.starts.day) == (what, date(2031, 3, today), starts)
