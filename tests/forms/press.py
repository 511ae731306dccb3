"""Pressing the buttons of a form, as a click does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w

from cliptrial.forms.step import Step


def widgets(box: Any) -> Iterator[Any]:
    """Every widget in a box, however deep."""
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets(child)


def press(step: Step, label: str) -> None:
    """Press the button with this label."""
    next(b for b in widgets(step.box) if isinstance(b, w.Button) and b.description == label).click()


def text_of(step: Step) -> str:
    """All HTML that a step shows."""
    return "\n".join(one.value for one in widgets(step.box) if isinstance(one, w.HTML) and one.layout.display != "none")


def marked(step: Step) -> list[str]:
    """Names of the fields with a complaint."""
    return [name for name, field in step.fields.items() if "ct-wrong" in field.box._dom_classes]
