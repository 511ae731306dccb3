"""One page with tabs: what is typed stays, each message stands below its button, and what was read is taken back."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import ipywidgets as w
import pytest
from bs4 import BeautifulSoup
from tests.clock import on_day
from tests.forms.press import marked, press, text_of, widgets
from tests.forms.test_numbers_to_decision import at, boosted, snapshots

from cliptrial.forms.progress import Progress
from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.post import PostStep
from cliptrial.forms.tabs import TABS, Tabs
from cliptrial.registry.plan.links import read_links, read_states
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES

SLUG, OTHER = "question-hook", "trending-sound"


def titles(page: Tabs) -> list[str]:
    bar = next(one for one in widgets(page.box) if isinstance(one, w.Tab))
    return [bar.get_title(place) for place in range(len(TABS))]


def open_tab(page: Tabs, name: str) -> Step:
    bar = next(one for one in widgets(page.box) if isinstance(one, w.Tab))
    bar.selected_index = [tab for tab, _ in TABS].index(name)
    return page.steps[name][0]


def test_the_tabs_are_named_in_one_language_and_tick_what_is_done(demo: Workspace) -> None:
    page = Tabs(at(demo, SLUG))
    assert titles(page) == [
        *("✓ Set up", "✓ Idea", "✓ Test/Plan", "Post"),
        *("✓ Numbers", "✓ Decide", "Page for the client"),
    ]
    page.session.speak("de")
    assert titles(page) == [
        *("✓ Einrichten", "✓ Idee", "✓ Test/Plan", "Posten"),
        *("✓ Zahlen", "✓ Entscheiden", "Seite an den Kunden"),
    ]
    assert all({tab for tab, _ in TABS} <= language.forms.common.tabs.keys() for language in LANGUAGES.values())


def test_only_what_is_looked_at_is_drawn_and_the_first_open_step_is_in_front(empty: Workspace) -> None:
    page = Tabs(Session(empty))
    assert list(page.steps) == ["idea"]
    open_tab(page, "numbers")
    assert list(page.steps) == ["idea", "numbers"]


def test_what_was_typed_for_one_experiment_is_there_when_one_comes_back_and_is_told_meanwhile(demo: Workspace) -> None:
    page = Tabs(at(demo, SLUG))
    numbers = open_tab(page, "numbers")
    numbers.fields["message"].value = "1: 12,3k"
    chosen = next(one for one in widgets(page.box) if isinstance(one, w.Dropdown))
    chosen.value = OTHER
    assert numbers.fields["message"].value == ""
    assert "Typed but not saved" in page._kept.value
    assert "question" in page._kept.value
    chosen.value = SLUG
    assert numbers.fields["message"].value == "1: 12,3k"
    assert page._kept.value == ""


def test_what_was_saved_is_not_kept_as_typed(demo: Workspace) -> None:
    """Neither is what became a new experiment, which the step then goes on with."""
    session = at(demo, SLUG)
    page = Tabs(session)
    decide = open_tab(page, "decide")
    step = page.steps["decide"][1]
    step.fields["next_title"].value = "Which question?"
    press(step, "Start the next experiment")
    assert session.slug == "which-question"
    assert page._kept.value == ""
    assert decide.kept_elsewhere() == set()


def test_a_message_stands_right_below_the_button_that_it_answers(demo: Workspace) -> None:
    step = NumbersStep(at(demo, SLUG))
    for label in ("Save the numbers", "Read the files", "It never was"):
        press(step, label)
        place = list(step.box.children).index(step.message)
        assert label in [one.description for one in step.box.children[place - 1].children]
    assert "Promoted with money" not in step.message.value
    press(step, "Read the files")
    assert "Choose files first." in step.message.value


def test_the_last_hand_in_is_taken_back_when_it_is_pressed_twice(demo: Workspace) -> None:
    step = NumbersStep(at(demo, SLUG))
    before = snapshots(demo)
    step.fields["message"].value = "1: 12,3k / 8,2 s"
    press(step, "Save the numbers")
    assert snapshots(demo) == before + 1
    press(step, "Take it back")
    assert snapshots(demo) == before + 1
    assert "Press again" in text_of(step)
    press(step, "Take it back")
    assert snapshots(demo) == before
    assert "Taken back: message.xlsx" in text_of(step)


def test_what_became_of_a_post_is_saved_in_the_form_as_the_workbook_would(demo: Workspace) -> None:
    folder = demo.experiments_dir / SLUG
    step = PostStep(at(demo, SLUG))
    step.fields["post"].value = 3
    assert step.fields["link"].value == read_links(folder)[3]
    step.fields["state"].value = PostState.COLLAB
    press(step, "Save the post")
    assert read_states(folder) == {3: PostState.COLLAB}
    assert "No. 3 is saved." in text_of(step)
    assert (step.fields["post"].value, step.fields["state"].value) == (3, PostState.COLLAB)
    step.fields["link"].value = read_links(folder)[4]
    press(step, "Save the post")
    assert marked(step) == ["link"]
    step.fields["post"].value = 5
    step.fields["state"].value = PostState.SKIPPED
    press(step, "Save the post")
    assert marked(step) == ["state"]
    assert read_states(folder) == {3: PostState.COLLAB}


def test_whoever_says_that_a_post_was_boosted_says_since_when(demo: Workspace) -> None:
    """It counts as boosted from that day on."""
    before = boosted(demo)
    step = PostStep(at(demo, SLUG))
    step.fields["post"].value, step.fields["state"].value = 3, PostState.BOOSTED
    step.fields["boosted"].value = since = at(demo, SLUG).schedule().positions[3].date  # type: ignore[union-attr]
    press(step, "Save the post")
    ((_, second),) = {item for item in boosted(demo).items() if item not in before.items()}
    assert datetime.fromtimestamp(second, ZoneInfo("Europe/Berlin")).date() == since


@pytest.mark.parametrize("place", [5, 6, 10])
def test_whoever_tells_of_a_post_finds_the_newest_one_chosen_and_the_next_seven_listed(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    schedule = at(demo, SLUG).schedule()
    assert schedule is not None
    last = max(p.date for p in schedule.positions[:place])
    on_day(monkeypatch, "forms.steps.post", last)
    gone, coming = ([p for p in schedule.positions if day(p.date)] for day in (last.__ge__, last.__le__))
    step = PostStep(at(demo, SLUG))
    assert step.fields["post"].value == gone[-1].position
    rows = BeautifulSoup(text_of(step), "html.parser").find_all("tr")
    assert [row.find("td").text for row in rows if row.find("td")] == [str(p.position) for p in coming[:7]]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_bad_row_of_a_message_or_a_workbook_is_named_by_its_number_and_column(demo: Workspace, lang: str) -> None:
    session = at(demo, SLUG)
    session.speak(lang)
    step = NumbersStep(session)
    step.fields["message"].value = "1: 12,3k / 8,2 s\n2: 12 / 900 saves"
    step.fields["read_on"].value = date(2026, 5, 30)
    press(step, {"en": "Save the numbers", "de": "Zahlen speichern"}[lang])
    told = {"en": "900 cannot be more than the 12 views", "de": "900 kann nicht mehr sein als die 12 Aufrufe"}[lang]
    assert told in text_of(step)


def test_progress_is_told_with_a_count_and_the_time_that_is_left_once_it_takes_long(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 4.0, 8.0])
    monkeypatch.setattr("cliptrial.forms.progress.monotonic", lambda: next(clock))
    step = PostStep(Session(empty))
    progress = Progress(step)
    progress(1, 4)
    assert "left" not in step.message.value
    progress(2, 4)
    assert "2 of 4 done, about 4 s left." in step.message.value
    step.message.value = ""
    progress(4, 4)
    assert step.message.value == ""
