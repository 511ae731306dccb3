"""The parts that forms are made of: a field with its help and its problem, buttons, things said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, TypeAlias

import ipywidgets as w

from cliptrial.forms.look import CSS
from cliptrial.posts.tidy.impossible import CHOICE
from cliptrial.registry.safety.signs import visible
from cliptrial.wording.declared.forms import CommonWords, FieldWords

Widget = Any
Change: TypeAlias = Mapping[str, Any]
"""What a widget tells of a new value."""
LABELLED = {"description_width": "auto"}


def html(text: str, *classes: str) -> Widget:
    """A piece of HTML; values in it must be escaped already."""
    return with_classes(w.HTML(visible(text)), *classes)


def with_classes(widget: Widget, *classes: str) -> Widget:
    """The widget, with style classes."""
    for name in classes:
        widget.add_class(name)
    return widget


def card(children: Iterable[Widget]) -> Widget:
    """The frame around one step."""
    return with_classes(w.VBox([w.HTML(f"<style>{CSS}</style>", layout={"display": "contents"}), *children]), "ct-step")


class Field:
    """A labelled widget with one line of help below it, and its problem where there is one.

    Args:
        words: Its texts.
        widget: What holds the value.
        wide: Whether it takes the whole width of a grid.
    """

    def __init__(self, words: FieldWords, widget: Widget, *, wide: bool = False) -> None:
        self.words, self.widget = words, widget
        widget.description = words.label
        if "description_width" in getattr(getattr(widget, "style", None), "keys", ()):
            widget.style = LABELLED
        widget.layout.width = "100%"
        if words.example:
            widget.placeholder = words.example
        self._hint = html(_hint(words.hint))
        self._hint.layout.display = "" if words.hint else "none"
        self._problem = html("")
        self._problem.layout.display = "none"
        self.box = with_classes(w.VBox([widget, self._hint, self._problem]), "ct-field", *(["ct-wide"] if wide else []))

    @property
    def value(self) -> Any:
        """What stands in the field; texts without white space around them, choices (texts, too) as they are."""
        value = self.widget.value
        return value.strip() if type(value) is str else value

    @value.setter
    def value(self, value: object) -> None:
        self.widget.value = value

    def help(self, text: str) -> None:
        """Put another line below the field."""
        self._hint.value = _hint(text)
        self._hint.layout.display = "" if text else "none"

    def complain(self, text: str) -> None:
        """Say below the field what it needs."""
        self._problem.value = f'<div class="ct-need" role="alert">{escape(text)}</div>'
        self._problem.layout.display = ""
        self.box.add_class("ct-wrong")

    def clear(self) -> None:
        """Take the complaint away."""
        self._problem.layout.display = "none"
        self.box.remove_class("ct-wrong")

    def show(self, visible: bool) -> None:
        """Show or hide the field."""
        self.box.layout.display = "" if visible else "none"

    def disable(self, disabled: bool) -> None:
        """Whether the value can be changed."""
        self.widget.disabled = disabled

    def on_change(self, do: Callable[[], None]) -> None:
        """Do this whenever the value changes."""
        self.widget.observe(lambda _: do(), names="value")


class Several(Field):
    """Any number of a few, as buttons side by side that stay pressed.

    Args:
        words: Its texts.
        options: What each is called, and its value.
        picked: The values of those that are pressed.
    """

    def __init__(self, words: FieldWords, options: Sequence[tuple[str, str]], picked: Sequence[str]) -> None:
        self._buttons = {one: w.ToggleButton(description=label, value=one in picked) for label, one in options}
        row = with_classes(w.HBox(list(self._buttons.values())), "ct-several")
        super().__init__(words, w.VBox([w.Label(words.label), row]), wide=True)

    @property
    def value(self) -> tuple[str, ...]:
        """The values of the pressed buttons, in their order."""
        return tuple(one for one, made in self._buttons.items() if made.value)

    @value.setter
    def value(self, value: object) -> None:
        for one, made in self._buttons.items():
            made.value = isinstance(value, tuple | list) and one in value

    def disable(self, disabled: bool) -> None:
        """Whether the buttons can be pressed."""
        for made in self._buttons.values():
            made.disabled = disabled

    def on_change(self, do: Callable[[], None]) -> None:
        """Do this whenever a button is pressed."""
        for made in self._buttons.values():
            made.observe(lambda _: do(), names="value")


def _hint(text: str) -> str:
    return f'<div class="ct-hint">{escape(text)}</div>'


def text(words: FieldWords, value: str = "", *, wide: bool = False) -> Field:
    """One line of text."""
    return Field(words, w.Text(value=value), wide=wide)


def lines(words: FieldWords, value: str = "", rows: int = 3, *, wide: bool = False) -> Field:
    """Several lines of text."""
    return Field(words, w.Textarea(value=value, rows=rows), wide=wide)


def choice(words: FieldWords, options: Sequence[tuple[str, object]], value: object, *, wide: bool = False) -> Field:
    """One of several, from a list; the first one where ``value`` is none of them."""
    known = [option for _, option in options]
    picked = value if value in known else (known[0] if known else None)
    return Field(words, w.Dropdown(options=options, value=picked), wide=wide)


def impossible_posts(words: CommonWords, value: str = "") -> Field:
    """Whether posts whose numbers cannot be true are left out."""
    return choice(words.impossible, [(words.keep_all, ""), (words.leave_out, CHOICE)], value)


def pick(words: FieldWords, options: Sequence[tuple[str, object]], value: object, *, wide: bool = False) -> Field:
    """One of a few, side by side; None while nothing is picked."""
    return Field(words, w.ToggleButtons(options=options, value=value), wide=wide)


def grid(*fields: Field) -> Widget:
    """Fields in two columns, one column where it is narrow."""
    return with_classes(w.Box([field.box for field in fields]), "ct-grid")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a button of a step does; it is told the button's label, so that its message appears beside it."""

    run: Callable[[str], None]

    def __call__(self) -> None:
        """Do it without a button."""
        self.run("")


def button(label: str, do: Callable[[], None] | Attempt, *, quiet: bool = False) -> Widget:
    """A button; while it works it cannot be pressed again."""
    act = partial(do.run, label) if isinstance(do, Attempt) else do
    made = with_classes(w.Button(description=label), "ct-quiet" if quiet else "ct-do")

    def pressed(_: object) -> None:
        made.disabled = True
        try:
            act()
        finally:
            made.disabled = False

    made.on_click(pressed)
    return made


def holds(row: Widget, label: str) -> bool:
    """Whether a row of buttons has the one with this label."""
    return any(isinstance(one, w.Button) and one.description == label for one in getattr(row, "children", ()))


def actions(*widgets: Widget) -> Widget:
    """Buttons in a row."""
    return with_classes(w.HBox(list(widgets)), "ct-actions")


def heading(label: str, *, first: bool = False) -> Widget:
    """A small heading within a step."""
    return html(f'<h4 class="{"ct-top" if first else ""}">{escape(label)}</h4>')


def said(text: str, tone: str = "") -> str:
    """A message with a coloured edge: ``good``, ``warn``, ``bad`` or plain; ``text`` is HTML."""
    return f'<div class="ct-say {f"ct-{tone}" if tone else ""}" role="status">{visible(text)}</div>'


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    """A table; the last ``numbers`` columns hold numbers. Cells are texts and get escaped."""
    first = len(headers) - numbers
    kinds = ["" if i < first else ' class="ct-num"' for i in range(len(headers))]
    top = "".join(f'<th scope="col"{kind}>{escape(h)}</th>' for h, kind in zip(headers, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    )
    whole = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="ct-scroll"><table class="ct-table">{whole}</table></div>'
