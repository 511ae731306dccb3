"""Steps 3 to 6: files in, posts linked, checks told, the decision kept, the next experiment begun."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.forms.press import marked, press, text_of

from cliptrial.cli import run
from cliptrial.forms.session import Session
from cliptrial.forms.steps.check import CheckStep
from cliptrial.forms.steps.compare import CompareStep, Wish
from cliptrial.forms.steps.decide import DecideStep
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.opening import OpeningStep
from cliptrial.forms.steps.report import ReportStep
from cliptrial.posts.lake.history import posts_of, promotions
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.workbook.book import read_workbook
from cliptrial.registry.beside.comments import Need, read_comments
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import read_links, write_links
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES


def at(workspace: Workspace, slug: str) -> Session:
    session = Session(workspace)
    session.choose(slug)
    return session


def hand_in(step: NumbersStep, *paths: Path) -> None:
    """Upload files as the widget delivers them."""
    now = datetime(2026, 5, 4, 9, tzinfo=UTC)
    step.fields["files"].widget.value = tuple(
        {"name": p.name, "type": "", "size": p.stat().st_size, "content": p.read_bytes(), "last_modified": now}
        for p in paths
    )
    press(step, "Read the files")


def test_an_export_that_does_not_tell_its_account_asks_for_it_beside_that_field(demo: Workspace) -> None:
    step = NumbersStep(at(demo, "question-hook"))
    day = sorted((demo.root / "exports" / "kitchen_demo").iterdir())[-1]
    hand_in(step, day / "Overview.csv")
    assert marked(step) == ["account"]
    step.fields["account"].value = "kitchen_demo"
    press(step, "Read the files")
    assert marked(step) == ["captured_on"]


def test_an_uploaded_workbook_takes_the_place_of_the_experiments_own_only_if_nothing_is_lost(
    demo: Workspace, tmp_path: Path
) -> None:
    home = demo.experiments_dir / "question-hook" / "numbers.xlsx"
    filled = home.read_bytes()
    upload = tmp_path / "numbers.xlsx"
    upload.write_bytes((demo.experiments_dir / "trending-sound" / "numbers.xlsx").read_bytes())
    step = NumbersStep(at(demo, "question-hook"))
    hand_in(step, upload)
    assert read_workbook(home.read_bytes(), home.name) == read_workbook(filled, home.name)


def test_what_the_team_and_the_client_need_is_written_by_a_button(demo: Workspace) -> None:
    step = ReportStep(at(demo, "question-hook"))
    press(step, "Lists for filming and posting, plan for approval")
    assert "reports/question-hook/plan_en.html" in text_of(step)
    assert (demo.root / "reports" / "question-hook" / "filming_en.html").exists()


def test_numbers_from_a_chat_are_shown_before_they_are_saved(demo: Workspace) -> None:
    """Showing keeps nothing; a bad line is told and the good ones are saved; what was saved is saved once."""
    step = NumbersStep(at(demo, "question-hook"))
    press(step, "Save the numbers")
    assert marked(step) == ["message"]
    step.fields["message"].value = "Hello\n1: 12,3k / 8,2 s / 41 %\n2: soon"
    before = snapshots(demo)
    press(step, "Show what is understood")
    told = unescape(text_of(step))
    shown = ["No.", "Views", "Average watch time (s)", "Watched full video (%)"]
    assert re.findall(r"<th[^>]*>([^<]+)</th>", told)[:4] == shown
    assert "12,300" in told
    assert step.session.f.percent(0.41) in told
    assert "Not read: Hello" in told
    assert 'line 3, "2: soon": Nothing says what "soon" is.' in told
    assert snapshots(demo) == before
    for _ in range(2):
        press(step, "Save the numbers")
        assert snapshots(demo) == before + 1
    step.fields["message"].value = "1: 12,3k / 8,2 s / 41 %"
    step.fields["read_on"].value = None
    press(step, "Save the numbers")
    assert marked(step) == ["read_on"]
    step.fields["read_on"].value = date.today()
    press(step, "Save the numbers")
    assert step.fields["message"].value == ""
    assert "known already" in text_of(step)


def snapshots(workspace: Workspace) -> int:
    """How many snapshots the store holds."""
    return Lake(workspace.store_dir).read("snapshots").num_rows


def boosted(workspace: Workspace) -> dict[str, int]:
    """By post id: the second from which it counts as boosted."""
    return promotions(posts_of(Lake(workspace.store_dir)))


def test_a_boost_is_told_in_one_click_and_taken_back_in_another(demo: Workspace) -> None:
    """The form writes what the command writes, and what the workbook's column means."""
    step = NumbersStep(at(demo, "question-hook"))
    before = boosted(demo)
    first = step.fields["boosted"].value
    press(step, "It was boosted")
    (post,) = set(boosted(demo)) - set(before)
    posted = datetime.fromtimestamp(boosted(demo)[post], ZoneInfo("Europe/Berlin"))
    assert (posted.hour, posted.minute) == (0, 0)
    assert f"Promoted with money: position {first}." in text_of(step)
    shown = next(label for label, position in step.fields["boosted"].widget.options if position == first)
    assert "boosted since" in shown
    press(step, "It never was")
    assert boosted(demo) == before
    where = ["ingest", "--experiment", "question-hook", "--workspace", str(demo.root)]
    for said, counted in ((posted.date(), {post}), ("no", set())):
        assert run([*where, "--boosted", f"{first}={said}"]) == 0
        assert set(boosted(demo)) - set(before) == counted


def test_a_boost_needs_a_day_on_which_the_post_was_out(demo: Workspace) -> None:
    step = NumbersStep(at(demo, "question-hook"))
    before = boosted(demo)
    for wrong in (None, date(2020, 1, 1), date(2099, 1, 1)):
        step.fields["boosted_on"].value = wrong
        press(step, "It was boosted")
        assert marked(step) == ["boosted_on"]
    assert boosted(demo) == before


def test_what_is_no_export_is_refused_in_plain_words(demo: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "holiday.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    step = NumbersStep(at(demo, "question-hook"))
    hand_in(step, other)
    assert "holiday.csv: not read." in text_of(step)
    assert "Traceback" not in text_of(step)


def test_a_missing_post_is_linked_in_the_form_and_a_bad_link_is_said_beside_it(demo: Workspace) -> None:
    folder = demo.experiments_dir / "question-hook"
    links = read_links(folder)
    # Another post's link takes its place, so that nothing fits the position any more.
    write_links(folder, {**links, 17: "https://www.tiktok.com/@kitchen.demo/video/7000000000000000000"})
    step = NumbersStep(at(demo, "question-hook"))
    assert "55 of 56 planned posts" in text_of(step)
    step.fields["link 17"].value = links[16]
    press(step, "Save the links")
    assert marked(step) == ["link 17"]
    step.fields["link 17"].value = links[17]
    press(step, "Save the links")
    assert read_links(folder) == links
    assert "56 of 56 planned posts" in text_of(step)


def test_the_check_tells_a_fair_experiment_from_one_that_is_not(demo: Workspace) -> None:
    assert LANGUAGES["en"].forms.answer.fair in text_of(CheckStep(at(demo, "question-hook")))
    assert LANGUAGES["en"].forms.answer.blocked in text_of(CheckStep(at(demo, "trending-sound")))


def test_a_comment_is_what_the_command_writes_and_needs_who_what_and_when(demo: Workspace) -> None:
    """What is needed has its day; half of it is said beside the field, and nothing is written."""
    file = demo.experiments_dir / "question-hook" / "comment.md"
    before = read_comments(file)
    step = ReportStep(at(demo, "question-hook"))
    press(step, "Save the comment")
    assert marked(step) == ["comment", "comment_who"]
    for name, value in (("comment", " Worth it.\nLet us keep it. "), ("comment_who", "Mara"), ("need", "The photos")):
        step.fields[name].value = value
    press(step, "Save the comment")
    assert (marked(step), read_comments(file)) == (["need_by"], before)
    step.fields["need_by"].value = date(2026, 5, 12)
    press(step, "Save the comment")
    said, needed = ("Worth it.", "Let us keep it."), (Need(date(2026, 5, 12), "The photos"),)
    (new,) = read_comments(file)[len(before) :]
    assert (new.who, new.lines, new.needs) == ("Mara", said, needed)
    assert [step.fields[name].value for name in ("comment", "need", "need_by")] == ["", "", None]
    assert "The next page that is written shows it." in text_of(step)


def test_a_decision_is_kept_and_needs_who_what_and_why(demo: Workspace) -> None:
    folder = demo.experiments_dir / "lunch-slot"
    earlier = len(read_decisions(folder))
    step = DecideStep(at(demo, "lunch-slot"))
    press(step, "Record the decision")
    assert marked(step) == ["what", "who", "why"]
    for name, value in (("what", "repeat"), ("who", "Mara"), ("why", "Too close to call.")):
        step.fields[name].value = value
    press(step, "Record the decision")
    assert len(read_decisions(folder)) == earlier + 1
    assert "Too close to call." in text_of(step)


def test_what_is_proposed_follows_the_extra_work(demo: Workspace) -> None:
    """Ahead by little: adopted for now without extra work, not with much; the decision keeps what was proposed."""
    step = DecideStep(at(demo, "lunch-slot"))
    assert "Proposed: adopt for now." in text_of(step)
    step.fields["work"].value = 0.1
    assert "Proposed: keep the old way." in text_of(step)
    for name, value in (("what", "drop"), ("who", "Mara"), ("why", "Too much work.")):
        step.fields[name].value = value
    press(step, "Record the decision")
    kept = read_decisions(demo.experiments_dir / "lunch-slot")[-1]
    assert (kept.what, kept.proposal) == ("drop", "drop")
    assert 0 < (kept.expected or 0) < 0.1
    assert "Proposed: test again." in text_of(DecideStep(at(demo, "trending-sound")))


def test_the_next_round_is_a_new_experiment_that_everything_goes_on_with(demo: Workspace) -> None:
    session = at(demo, "question-hook")
    step = DecideStep(session)
    step.fields["next_title"].value = "Should the question name the dish?"
    press(step, "Start the next experiment")
    assert session.slug == "should-the-question-name-the-dish"
    found = load_experiment(session.slug, demo).experiment
    assert found.follow_up_of == "question-hook"


@pytest.mark.parametrize("title", ["", "Question hook"])
def test_a_next_round_needs_a_title_that_is_not_taken(demo: Workspace, title: str) -> None:
    session = at(demo, "question-hook")
    step = DecideStep(session)
    step.fields["next_title"].value = title
    press(step, "Start the next experiment")
    assert session.slug == "question-hook"
    assert marked(step) == ["next_title"]


def test_the_top_shows_how_far_an_experiment_is(demo: Workspace) -> None:
    shown = text_of(OpeningStep(at(demo, "question-hook")))
    assert shown.count('class="ct-done"') == 5
    assert "5 Report" in shown


def test_compare_says_beside_the_field_what_cannot_be_compared(demo: Workspace) -> None:
    step = CompareStep(Session(demo), Wish(dimension="sound"))
    assert marked(step) == ["dimension"]
    step.fields["dimension"].value = "slot"
    press(step, "Compare")
    assert marked(step) == []
    assert "12:00-15:00" in text_of(step)


def test_compare_leaves_out_posts_whose_numbers_cannot_be_true(demo: Workspace) -> None:
    step = CompareStep(Session(demo), Wish(dimension="slot"))
    assert "left out by choice" not in text_of(step)
    step.fields["leave_out"].value = "impossible"
    press(step, "Compare")
    assert "0 posts with numbers that cannot be true are left out by choice" in text_of(step)


@pytest.mark.usefixtures("one_kernel")
def test_a_comparison_becomes_a_page(demo: Workspace) -> None:
    step = CompareStep(Session(demo), Wish(dimension="slot", account="kitchen_demo", leave_out="impossible"))
    press(step, "Write the page")
    page = demo.root / "reports" / "comparison-slot-kitchen-demo" / "comparison-slot-kitchen-demo_en.html"
    shown = page.read_text(encoding="utf-8")
    assert "12:00-15:00" in shown
    assert "left out by choice" in shown
    assert "iframe" in text_of(step)


def test_both_languages_have_the_same_fields_and_the_same_problems() -> None:
    english, german = LANGUAGES["en"].forms, LANGUAGES["de"].forms
    assert english.problems.keys() == german.problems.keys()
    for part in ("idea", "plan", "numbers", "compare"):
        assert getattr(english, part).fields.keys() == getattr(german, part).fields.keys()
    assert english.idea.arm_values.keys() == german.idea.arm_values.keys()
    assert english.answer.decision.keys() == german.answer.decision.keys()
    assert english.answer.comment_fields.keys() == german.answer.comment_fields.keys()
