"""An analysis on the terminal: the answer, a table of metrics, and what was found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cliptrial.cli.output import print_table, show

if TYPE_CHECKING:
    from cliptrial.analysis import Analysis

_MARKS = {"ok": "✓", "note": "i", "warning": "!", "blocker": "✗"}


def show_answer(analysis: Analysis, language: str) -> None:
    """The verdict in a sentence, and every uplift in a table."""
    from cliptrial.wording.describe import describe
    from cliptrial.wording.speaker import Speaker

    described, speaker = describe(analysis, language), Speaker.of(analysis, language)
    show(described["verdict"]["sentence"])
    f, rows = speaker.f, []
    for row in analysis.uplifts:
        name = speaker.names.metric(row.metric)
        p = row.p_adjusted if row.p_adjusted is not None else row.p_value
        rows.append(
            [
                name,
                speaker.w.terms.roles[row.role],
                row.arm,
                f.signed(row.relative),
                f.interval(row.relative_interval),
                f.p_value(p),
                speaker.chip(row)[0],
            ]
        )
    if rows:
        c = speaker.w.page.columns
        columns = (c.metric, c.role, c.arm, c.uplift, c.interval_plain, c.p_plain, c.result)
        show()
        print_table(columns, rows)


def show_findings(analysis: Analysis, language: str) -> None:
    """Every finding in words, the most serious first."""
    from cliptrial.wording.describe import describe

    show()
    for finding in describe(analysis, language)["findings"]:
        show(f"{_MARKS[finding['level']]} {finding['message']}")
