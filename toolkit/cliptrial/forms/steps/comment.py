"""Part of step 5: the team's own words on the page, and what it needs from the client by when."""

from __future__ import annotations

from datetime import date
from html import escape

import ipywidgets as w

from cliptrial.errors import Problem, RegistryError
from cliptrial.forms.pieces import Field, Widget, actions, button, grid, heading, lines, text
from cliptrial.forms.step import Step
from cliptrial.messages import says
from cliptrial.registry.beside.comments import FILE, Need, add_comment, said_now

FIELDS = ("comment", "comment_who", "need", "need_by")


def comment_box(step: Step) -> list[Widget]:
    """A field for what is said, who says it, what is needed and by when; adds to the step's fields."""
    words = step.words.answer
    texts = words.comment_fields
    step.fields |= {
        "comment": lines(texts["comment"], "", 2),
        "comment_who": text(texts["comment_who"]),
        "need": text(texts["need"]),
        "need_by": Field(texts["need_by"], w.DatePicker()),
    }
    save = button(words.save_comment, step.attempt(lambda: _save(step)), quiet=True)
    return [heading(words.comment), grid(*(step.fields[name] for name in FIELDS)), actions(save)]


def _save(step: Step) -> None:
    said, who, need, by = (step.value(name) for name in FIELDS)
    missing = {
        "comment": not (said or need or by),
        "comment_who": not who,
        "need": by is not None and not need,
        "need_by": bool(need) and by is None,
    }
    problems = [Problem("missing", says("{name} is empty", name=n), field=n) for n, empty in missing.items() if empty]
    if problems:
        raise RegistryError(problems)
    loaded, root = step.session.loaded(), step.session.workspace.root
    assert loaded is not None
    add_comment(loaded.folder / FILE, said_now(date.today(), who, said, (Need(by, need),) if by else ()), root)
    for name in ("comment", "need"):
        step.fields[name].value = ""
    step.fields["need_by"].value = None
    step.session.changed()
    step.say(escape(step.words.answer.comment_saved), "good")
