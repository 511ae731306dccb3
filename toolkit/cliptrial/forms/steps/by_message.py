"""Part of step 3: numbers that came by message, shown as they are understood before they are saved."""

from __future__ import annotations

from datetime import date
from html import escape

import ipywidgets as w

from cliptrial.errors import Problem
from cliptrial.forms.handed_in import what_came_of
from cliptrial.forms.pieces import Field, Widget, actions, button, grid, lines, said, table
from cliptrial.forms.step import Step
from cliptrial.posts.workbook.filled.by_message import tell_numbers, understood
from cliptrial.posts.workbook.layout import INPUTS, PLAN, Filled
from cliptrial.posts.workbook.messages import Understood
from cliptrial.registry.plan.post_states import STATES, PostState
from cliptrial.wording.messages import in_language

SHARES = {"watched_full"}


def message_box(step: Step) -> list[Widget]:
    """A text box for a message, the day on which its numbers were read, and two buttons; fills the step's fields."""
    words = step.words.numbers
    day = w.DatePicker(value=date.today())
    step.fields |= {
        "message": lines(words.fields["message"], rows=4, wide=True),
        "read_on": Field(words.fields["read_on"], day),
    }
    show = button(words.show_understood, step.attempt(lambda: _show(step)), quiet=True)
    save = button(words.save_numbers, step.attempt(lambda: _save(step)), quiet=True)
    return [grid(step.fields["message"], step.fields["read_on"]), actions(show, save)]


def _show(step: Step) -> None:
    message = _understood(step)
    if message is not None:
        step.say(_told(step, message), "bad" if message.problems else "good")


def _save(step: Step) -> None:
    message, slug, day = _understood(step), step.session.slug, step.fields["read_on"].value
    if message is None or slug is None:
        return
    if day is None:
        step.fields["read_on"].complain(step.fields["read_on"].words.needs)
        return
    shown, failed = _told(step, message), False
    if message.filled:
        report = tell_numbers(step.session.workspace, slug, message.filled, day)
        failed = bool(report.problems)
        shown += what_came_of(report, step.words.numbers, step.session.f, step.placed, step.told)
        if not (message.problems or report.problems):
            step.fields["message"].value = ""
        step.session.changed()
    step.say(shown, "bad" if message.problems or failed else "good")


def _understood(step: Step) -> Understood | None:
    """What the message says; None where there is none."""
    text, slug = step.fields["message"].value, step.session.slug
    if text and slug:
        return understood(step.session.workspace, slug, text)
    step.fields["message"].complain(step.fields["message"].words.needs)
    return None


def _told(step: Step, message: Understood) -> str:
    """A row a post, then each line that cannot be understood, then what was passed over."""
    lang = step.session.lang
    columns = [column for column in INPUTS if any(_said(row, column.key) for row in message.filled.values())]
    headers = [in_language(PLAN[0].header, lang), *(in_language(column.header, lang) for column in columns)]
    rows = [
        [str(position), *(_cell(step, row, column.key) for column in columns)]
        for position, row in sorted(message.filled.items())
    ]
    wrong = "".join(f"<p>{escape(_line(step, problem))}</p>" for problem in message.problems)
    unread = step.words.numbers.unread_lines(" · ".join(message.unread)) if message.unread else ""
    return (table(headers, rows, len(columns)) if rows else "") + wrong + (said(escape(unread)) if unread else "")


def _line(step: Step, problem: Problem) -> str:
    place = f"{in_language(problem.path, step.session.lang)}: " if problem.path else ""
    return f"{place}{step.in_words(problem)}"


def _said(row: Filled, key: str) -> bool:
    return getattr(row, key) is not None


def _cell(step: Step, row: Filled, key: str) -> str:
    value = getattr(row, key)
    if isinstance(value, PostState):
        return step.told(STATES[value])
    if value is None or isinstance(value, str):
        return value or ""
    return step.session.f.percent(value) if key in SHARES else step.session.f.number(value, 0 if value % 1 == 0 else 1)
