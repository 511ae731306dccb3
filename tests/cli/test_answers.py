"""What is typed on a terminal or behind an option: the refusal word for word, and the nearest answer that is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cliptrial.cli import answers
from cliptrial.cli.ask import UnusableAnswerError
from cliptrial.cli.language import speak
from cliptrial.cli.sometimes import init, new_questions
from cliptrial.registry.draft import Draft
from cliptrial.registry.workspace import Workspace

FORM = "write year-month-day, e.g. 2026-12-31, or 31.12.2026"
CASES: list[tuple[Callable[[str], Any], str, str, str, Any]] = [
    (answers.day, "3/4/2026", f'"3/4/2026" is not written as a day is here; {FORM}', "3.4.2026", date(2026, 4, 3)),
    (
        answers.day,
        "2026-02-29",
        f"2026-02-29 is a day that the calendar does not have; {FORM}",
        "2026-02-28",
        date(2026, 2, 28),
    ),
    (answers.slot, "24:00", '"24:00" is not a time of day; write HH:MM, e.g. 18:00', "23:59", "23:59"),
    (answers.slot, "12:60", '"12:60" is not a time of day; write HH:MM, e.g. 12:00', "9:59", "09:59"),
    (answers.slots, "6pm", '"6pm" is not a time of day; write HH:MM, e.g. 06:00', "6:00, 18:00", ["06:00", "18:00"]),
    (answers.weekdays, "t", '"t" is not a day; write days such as mon, wed, fri', "tu", ["tue"]),
    (answers.weekdays, "and", "Name at least one day, e.g. mon, wed, fri", "mon and sun", ["mon", "sun"]),
    (answers.share, "0%", '"0%" is not a share above zero; write e.g. 10%', "0.1%", "0.1%"),
    (answers.share, "ten", '"ten" is not a share above zero; write e.g. 10%', "10 %", "10%"),
    (answers.share, "1.1", "1.1 would mean +110%; write 1.1%", "1", "1"),
    (answers.effect, "lots", '"lots" is not an effect; write e.g. 50% or -20%', "-20%", -0.2),
    (answers.effect, "%", '"%" is not an effect; write e.g. 50% or -20%', "0%", 0.0),
    (answers.whole(2, 500), "1", '"1" is not a whole number from 2 to 500', "2", 2),
    (answers.whole(2, 500), "501", '"501" is not a whole number from 2 to 500', "500", 500),
    (answers.whole(2, 500), "2.5", '"2.5" is not a whole number from 2 to 500', "25", 25),
    (answers.followers, "12.00", '"12.00" is not a number of people; write e.g. 12000', "12.000", 12000),
    (answers.one_of_each(["a", "b"]), "a c", '"c" is none of a, b', "a b a", ["a", "b"]),
    (answers.one_of_each(["a", "b"]), ", ", '"" is none of a, b', "b", ["b"]),
    (init._name, "!!", "A name needs at least one letter or digit", "Küche 1", "kueche_1"),
    (
        init._zone,
        "Mars/Olympus",
        'There is no time zone "Mars/Olympus". Name the nearest large city, e.g. Berlin.',
        "Europe/Berlin",
        "Europe/Berlin",
    ),
    (init._colour, "#0b6e6", '"#0b6e6" is not a colour; write # and six digits, e.g. #0b6e6e', "0b6e6e", "#0b6e6e"),
]


@pytest.mark.parametrize(
    ("read", "bad", "told", "good", "value"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_answer_that_cannot_be_used_says_how_to_write_it(
    read: Callable[[str], Any], bad: str, told: str, good: str, value: Any
) -> None:
    with pytest.raises(UnusableAnswerError) as caught:
        read(bad)
    assert str(caught.value) == told
    assert read(good) == value


class SecondOfMarch(date):
    """A calendar on which it is always the same day."""

    @classmethod
    def today(cls) -> date:
        return date(2026, 3, 2)


def test_a_plan_may_begin_today_but_not_yesterday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "date", SecondOfMarch)
    assert answers.coming_day("2026-03-02") == date(2026, 3, 2)
    with pytest.raises(UnusableAnswerError, match=r"^2026-03-01 has passed; a plan is made before its first post$"):
        answers.coming_day("2026-03-01")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answers as they are typed one after the other; gives what was said between them."""
    speak("en")

    def answer(*lines: str) -> list[str]:
        waiting, said = list(lines), []
        monkeypatch.setattr("cliptrial.cli.ask.typer.prompt", lambda *_, **__: waiting.pop(0))
        monkeypatch.setattr("cliptrial.cli.ask.typer.echo", lambda text, **_: said.append(text.strip()))
        return said

    return answer


def test_every_question_is_asked_again_until_its_answer_can_be_used(
    typed: Callable[..., list[str]], workspace: Workspace
) -> None:
    """A folder that is taken, a variant that is there, a sixth one, a metric that nobody knows or delivers."""
    (workspace.experiments_dir / "hooks").mkdir()
    said = typed("hooks", "hooks-2")
    assert new_questions.ask_slug(workspace, "hooks") == "hooks-2"
    assert said[0].startswith('experiments/hooks: There is already an experiment "hooks". Choose another name')
    said = typed("OLD", "a", "b", "c", "d", "e", "f", "")
    assert new_questions._variants(Draft(variable="hook", control="old"), workspace) == ["a", "b", "c", "d", "e"]
    assert said == [
        "That is there already; a variant must differ from what you do today",
        "Five variants are the most; press Enter to go on",
    ]
    said = typed("vews", "orders", "views")
    assert new_questions._primary(Draft(variable="hook", accounts=["kitchen_demo"]), workspace) == "views"
    assert said == [
        '"vews" is not a metric that is known here. Did you mean "views"?',
        "No source of the account delivers orders; take one of the list, or change workspace.yaml",
    ]
    said = typed("both", "up", "Increase")
    expected = "Please answer one of: increase, decrease"
    from cliptrial.cli.ask import ask_choice

    assert ask_choice("Up or down?", ["increase", "decrease"]) == "increase"
    assert said == [expected, expected]
