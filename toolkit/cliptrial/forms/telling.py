"""An analysis on the screen: the verdict, what was checked, posts by weekday; every word from wording."""

from __future__ import annotations

from html import escape

from cliptrial.analysis import Analysis
from cliptrial.analysis.findings import Finding, Level, gravest_first
from cliptrial.analysis.results import Evidence
from cliptrial.forms.pieces import said, table
from cliptrial.wording.declared.forms import AnswerWords
from cliptrial.wording.experiment.headline import sentence
from cliptrial.wording.names import SHORT, arm_text, human
from cliptrial.wording.speaker import Speaker

SIGNS = {Level.OK: "✓", Level.NOTE: "i", Level.WARNING: "!", Level.BLOCKER: "✗"}
TONES = {"better": "good", "worse": "bad", "open": "warn"}


def verdict(speaker: Speaker) -> str:
    """The answer in one sentence."""
    analysis = speaker.analysis
    tone = TONES.get(speaker.chip(analysis.verdict)[1], "")
    return said(f'<div class="ct-verdict">{escape(sentence(speaker, analysis.verdict))}</div>', tone)


def fairness(speaker: Speaker, words: AnswerWords) -> str:
    """Whether anything stands in the way, posts by weekday, and every check in words."""
    analysis = speaker.analysis
    blocked = any(f.level is Level.BLOCKER for f in analysis.findings)
    if speaker.not_ready:
        head = said(escape(words.too_early), "warn")
    else:
        head = said(escape(words.blocked if blocked else words.fair), "bad" if blocked else "good")
    evidence = f"<p>{escape(words.evidence)}: <b>{escape(_evidence(speaker, analysis.evidence))}</b></p>"
    return head + evidence + _weekdays(speaker, words) + findings(speaker)


def findings(speaker: Speaker) -> str:
    """Every finding as a line, the gravest first."""
    lines = [_line(speaker, finding) for finding in gravest_first(speaker.analysis.findings)]
    return f'<ul class="ct-findings">{"".join(lines)}</ul>'


def uplifts(speaker: Speaker, columns: tuple[str, str, str, str]) -> str:
    """Every primary difference in a table."""
    f = speaker.f
    rows = [
        [
            speaker.names.arm(row.arm),
            f.number(row.posts[1]),
            f.signed(row.relative),
            f.interval(row.relative_interval) if row.relative is not None else "",
        ]
        for row in speaker.analysis.uplifts
        if row.role == "primary"
    ]
    control = speaker.analysis.control
    rows.insert(0, [speaker.names.arm(control.id), f.number(control.posts), "", ""])
    return table(columns, rows, 3)


def _line(speaker: Speaker, finding: Finding) -> str:
    sign = SIGNS[finding.level]
    return (
        f'<li class="ct-{finding.level.value}"><i aria-hidden="true">{sign}</i>{escape(speaker.message(finding))}</li>'
    )


def _evidence(speaker: Speaker, evidence: Evidence) -> str:
    return speaker.w.terms.evidence[evidence]


def _weekdays(speaker: Speaker, words: AnswerWords) -> str:
    analysis: Analysis = speaker.analysis
    if not any(map(sum, analysis.weekdays.values())):
        return ""
    labels = {arm.id: arm_text(arm.value) for arm in analysis.arms}
    rows = [
        [labels[arm] if 0 < len(labels.get(arm, "")) <= SHORT else human(arm), *map(str, counts)]
        for arm, counts in analysis.weekdays.items()
    ]
    return table([words.weekday_table, *speaker.f.weekdays()], rows, 7)
