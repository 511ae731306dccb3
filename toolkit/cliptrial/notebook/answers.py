"""The card of a comparison: the verdict, its picture, the table of metrics, and what speaks against it."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from cliptrial.analysis.findings import Level, gravest_first
from cliptrial.analysis.results import Analysis
from cliptrial.notebook.cards import Card, Cell
from cliptrial.wording.experiment.headline import sentence, tone
from cliptrial.wording.experiment.opening import kicker, title
from cliptrial.wording.experiment.tables import MetricRow, metric_table
from cliptrial.wording.speaker import Speaker

if TYPE_CHECKING:
    from cliptrial.plots.canvas import Picture

GRAVE = (Level.BLOCKER, Level.WARNING)


def answer_card(analysis: Analysis, lang: str) -> Card:
    """What an analysis shows of itself in a notebook."""
    s = Speaker.of(analysis, lang)
    columns, rows = ((), ()) if s.withheld else _table(s)
    grave = [f for f in gravest_first(analysis.findings) if f.level in GRAVE]
    return Card(
        title=title(s),
        kicker=kicker(s),
        sentence=sentence(s, analysis.verdict),
        word=s.chip(analysis.verdict)[0],
        tone=tone(s, analysis.verdict),
        columns=columns,
        rows=rows,
        warnings=[s.message(f) for f in grave],
        picture=partial(_picture, s),
    )


def _picture(s: Speaker) -> Picture | None:
    from cliptrial.report.experiment_page import pictures

    # Several cards stand on one page, so what a picture refers to within itself needs a name of its own.
    mark = sha256(repr((s.w.lang, s.analysis.uplifts, s.analysis.weekdays)).encode()).hexdigest()[:8]
    return next(iter(pictures(s, f"c{mark}-")), None)


def _table(s: Speaker) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    table = metric_table(s)
    if table is None:
        return (), ()
    c = s.w.page.columns
    variant = (c.variant, table.control, c.value) if table.several else (table.control, table.variant)
    columns = (c.metric, *variant, c.difference if s.observed else c.uplift, table.interval, c.result)
    return columns, tuple(_row(row, several=table.several) for row in table.rows)


def _row(row: MetricRow, *, several: bool) -> tuple[Cell, ...]:
    arm = (row.variant,) if several else ()
    return (row.metric, *arm, row.control_value, row.arm_value, row.uplift, row.interval, (row.chip, row.tone))
