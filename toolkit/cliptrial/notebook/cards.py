"""Cards: a result on one screen of JupyterLab, VS Code or an exported notebook, and as text in a terminal."""

from __future__ import annotations

import re
from functools import lru_cache

from cliptrial.analysis.findings import Level, gravest_first
from cliptrial.analysis.results import Analysis
from cliptrial.registry.safety.signs import visible
from cliptrial.wording.experiment.headline import sentence
from cliptrial.wording.experiment.opening import kicker, title
from cliptrial.wording.experiment.tables import metric_table
from cliptrial.wording.speaker import Speaker

DARK = '[data-jp-theme-light="false"] .ct,.vscode-dark .ct,.vscode-high-contrast .ct'
"""Where a notebook is dark whatever the system is: JupyterLab's and VS Code's own signs of it."""


@lru_cache(maxsize=1)
def card_style() -> str:
    """The page's style sheet, which also follows a notebook's own theme."""
    from cliptrial.report.look import Brand, style

    sheet = style(Brand())
    dark = re.search(r"prefers-color-scheme:dark\)\{\.ct\{([^}]*)\}", sheet)
    light = re.search(r"\.ct\{([^}]*)\}", sheet)
    by_day = f'[data-jp-theme-light="true"] .ct,.vscode-light .ct{{{light[1]};color-scheme:light}}' if light else ""
    return sheet + by_day + (f"{DARK}{{{dark[1]};color-scheme:dark}}" if dark else "")


def card_html(html: str) -> str:
    """A card with its style, apart from whatever stands around it."""
    return f'<style>{card_style()}</style><div class="ct" style="padding:4px 16px;max-width:860px">{visible(html)}</div>'


def text_card(analysis: Analysis, lang: str) -> str:
    """The answer as a short text: question, verdict, table, warnings."""
    s = Speaker.of(analysis, lang)
    chip = s.chip(analysis.verdict)[0]
    lines = [f"{title(s)} ({kicker(s)})", f"{chip}: {sentence(s, analysis.verdict)}"]
    table = None if s.withheld else metric_table(s)
    if table is not None:
        columns = s.w.page.columns
        head = [columns.metric, columns.arm, table.control, columns.value, columns.uplift, table.interval, columns.result]
        rows = [
            [r.metric, r.variant, r.control_value, r.arm_value, r.uplift, r.interval, r.chip] for r in table.rows[:8]
        ]
        lines += ["", *_columns([head, *rows])]
    grave = [f for f in gravest_first(analysis.findings) if f.level in {Level.BLOCKER, Level.WARNING}]
    return visible("\n".join([*lines, *(f"! {s.message(f)}" for f in grave[:4])]))


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [min(max(map(len, column)), 26) for column in zip(*rows, strict=True)]
    return ["  ".join(cell[:w].ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
