"""Cards: a result on one screen of JupyterLab, VS Code or an exported notebook, and as text in a terminal."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cliptrial.registry.safety.signs import visible

if TYPE_CHECKING:
    from cliptrial.plots.canvas import Picture

DARK = '[data-jp-theme-light="false"] .ct,.vscode-dark .ct,.vscode-high-contrast .ct'
LIGHT = '[data-jp-theme-light="true"] .ct,.vscode-light .ct'
"""Where a notebook is dark or light whatever the system is: JupyterLab's and VS Code's own signs of it."""
TABLES = (
    ".ct .sheet table{table-layout:auto;font-size:14px;margin:12px 0 0}",
    ".ct .sheet td,.ct .sheet th{padding:5px 9px;vertical-align:top;max-width:none}",
    ".ct .sheet tbody tr,.ct .sheet tbody tr:hover{background:none}",
    ".ct .sheet td{white-space:nowrap}.ct .sheet td.left{white-space:normal}",
    ".ct .drawn{display:block}.ct .flat{display:none}",
)
"""JupyterLab has rules of its own for tables; with styles the drawing is shown, without them its image."""
ALONE = "svg{font-family:system-ui,sans-serif;fill:var(--ink)}svg *{stroke-linejoin:round}"
ROWS, WARNINGS = 8, 4
"""As many as stand on one screen."""
WIDEST = 30
"""Characters of a cell in a terminal."""
Cell = str | tuple[str, str]
"""A text, or a result in a word and its tone."""


def no_picture() -> Picture | None:
    """Nothing to draw."""
    return None


@dataclass(frozen=True, slots=True)
class Card:
    """What a result shows of itself, every text already written.

    Attributes:
        title: What was asked.
        kicker: Beside it: how, and with how many posts.
        sentence: The answer.
        word: It in a word; empty for none.
        tone: ``better``, ``worse``, ``open``, ``plain`` or ``blocked``.
        columns, rows: One table; no columns for none.
        lines: Further sentences.
        warnings: What speaks against it.
        picture: Draws it, once somebody looks.
    """

    title: str
    kicker: str
    sentence: str
    word: str = ""
    tone: str = "plain"
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    lines: Sequence[str] = ()
    warnings: Sequence[str] = ()
    picture: Callable[[], Picture | None] = no_picture


@lru_cache(maxsize=1)
def card_style() -> str:
    """The page's style sheet, which also follows a notebook's own theme."""
    from cliptrial.report.look import ACCENT, Brand, style

    themes = [
        f"{where}{{{colours};--accent:{ACCENT[scheme]};color-scheme:{scheme}}}"
        for where, colours, scheme in zip((LIGHT, DARK), _colours(), ("light", "dark"), strict=True)
    ]
    return "\n".join([style(Brand()), *themes, *TABLES])


@lru_cache(maxsize=1)
def _colours() -> tuple[str, str]:
    """The page's colours by day and by night."""
    from cliptrial.report.look import Brand, style

    by_day, by_night = (re.search(where + r"\.ct\{(--paper[^}]*)\}", style(Brand())) for where in ("", r"dark\)\{"))
    assert by_day is not None
    assert by_night is not None
    return by_day[1], by_night[1]


def as_image(picture: Picture) -> str:
    """A picture as the address of an image: on paper of its own, in its own colours, which follow the system."""
    (day, night), (head, start, rest) = _colours(), picture.wide.partition(">")
    style = f"<style>svg{{{day}}}@media(prefers-color-scheme:dark){{svg{{{night}}}}}{ALONE}</style>"
    paper = '<rect width="100%" height="100%" style="fill:var(--paper)"/>'
    document = f"{head}{start}{style}{paper}{rest}"
    return f"data:image/svg+xml;base64,{b64encode(document.encode()).decode()}"


def as_html(card: Card) -> str:
    """A card with its style, apart from whatever stands around it."""
    from cliptrial.report.templates import sections_environment

    template = sections_environment().get_template("sections/card.html")
    shown = template.render(card=card, left=_of_words(card.rows), rows=ROWS, warnings=WARNINGS, image=as_image)
    box = "padding:8px 16px 14px;max-width:860px;font-size:15px"
    return f'<style>{card_style()}</style><div class="ct" style="{box}">{visible(shown)}</div>'


def _of_words(rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """By column: whether it holds words, which begin at the left."""
    columns = zip(*rows, strict=True)
    return [all(isinstance(cell, str) and (not cell or cell[0].isalpha()) for cell in column) for column in columns]


def as_text(card: Card) -> str:
    """The same as a short text."""
    head = [f"{card.title} ({card.kicker})" if card.kicker else card.title]
    head.append(f"{card.word}: {card.sentence}" if card.word else card.sentence)
    rows = [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in card.rows[:ROWS]]
    table = ["", *_in_columns([[*card.columns], *rows])] if card.columns else []
    against = [f"! {line}" for line in card.warnings[:WARNINGS]]
    return visible("\n".join(line for line in [*head, *table, *card.lines, *against]))


def _in_columns(rows: list[list[str]]) -> list[str]:
    cut = [[cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…" for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut]
