"""What each key of a file should hold, in plain words; ``*`` stands for any name or number."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.registry.languages import CODES

_NAME = "Small letters, digits and single hyphens, e.g. question-hook"
_ARM_ID = "A short name of small letters, digits, _ and -, e.g. question"
_METRIC = "The name of a metric, e.g. views or average_watch_time"
_TEXT = "A text"
_VARIABLES = "One of hook, sound, hashtags, slot, duration, cta, cover"

EXPERIMENT: Mapping[str, str] = {
    "title": "A few words",
    "accounts": "A list of accounts, e.g. [kitchen_demo]",
    "accounts.*": "The name of an account in workspace.yaml",
    "goal": "One of the goals that workspace.yaml ranks",
    "hypothesis": "A mapping with statement, because, expect and at_least",
    "hypothesis.statement": "One sentence that can turn out to be wrong",
    "hypothesis.because": _TEXT,
    "hypothesis.expect": "increase, decrease or any",
    "hypothesis.at_least": "A share above 0%, e.g. 10%",
    "change": "One mapping with variable, control and variants",
    "change.variable": _VARIABLES,
    "change.control": "An arm, e.g. {id: statement, value: Statement in the first 3 s}",
    "change.control.id": _ARM_ID,
    "change.control.value": "A text, a time like 18:00, or a list of hashtags without #",
    "change.control.value.*": "A hashtag without #",
    "change.variants": "A list of one to five arms, e.g. - {id: question, value: Question in the first 3 s}",
    "change.variants.*": "An arm, e.g. {id: question, value: Question in the first 3 s}",
    "change.variants.*.id": _ARM_ID,
    "change.variants.*.value": "A text, a time like 18:00, or a list of hashtags without #",
    "change.variants.*.value.*": "A hashtag without #",
    "hold_constant": "A list, e.g. [slot, sound]",
    "hold_constant.*": f"{_VARIABLES}, caption",
    "metrics": "A mapping with primary, secondary and guardrails",
    "metrics.primary": _METRIC,
    "metrics.secondary": "A list of metrics, e.g. [views, completion_rate]",
    "metrics.secondary.*": _METRIC,
    "metrics.guardrails": "A list, e.g. [{metric: share_rate, worst_acceptable: -10%}]",
    "metrics.guardrails.*": "A mapping, e.g. {metric: share_rate, worst_acceptable: -10%}",
    "metrics.guardrails.*.metric": _METRIC,
    "metrics.guardrails.*.worst_acceptable": "A loss between -100% and 0%, e.g. -10%",
    "design": "A mapping with posts_per_arm, start, slots and so on",
    "design.unit": "post, or viewer for a split test run by the platform",
    "design.posts_per_arm": "A whole number from 2 to 500",
    "design.start": "A day of the calendar, written as 2026-03-02",
    "design.slots": 'A list of times, e.g. ["18:00"]',
    "design.slots.*": "A time from 00:00 to 23:59, e.g. 18:00",
    "design.weekdays": "A list of days, e.g. [mon, wed, fri]; every day where nothing is written",
    "design.weekdays.*": "mon, tue, wed, thu, fri, sat or sun",
    "design.posts_per_day": "A whole number from 1 to 10",
    "design.twins": "true or false",
    "design.seed": "A whole number from 0 up, without leading zeros",
    "design.measure_at": "An age of at most 90 days, e.g. 7d or 48h",
    "analysis": "A mapping with alpha and looks",
    "analysis.alpha": "A share between 0 and 0.5, e.g. 0.05",
    "analysis.looks": "A whole number from 1 to 10",
    "follow_up_of": f"The folder name of an experiment. {_NAME}",
}

WORKSPACE: Mapping[str, str] = {
    "accounts": "A mapping: a name for each account, with its time zone",
    "accounts.*": "A mapping, e.g. {timezone: Europe/Berlin, handle: kitchen.demo}",
    "accounts.*.timezone": "A time zone such as Europe/Berlin",
    "accounts.*.handle": "The account's handle on the platform, without @",
    "accounts.*.followers": "A whole number",
    "accounts.*.sources": "A list, e.g. [studio, numbers]",
    "accounts.*.sources.*": "The name of a source",
    "accounts.*.language": CODES,
    "language": CODES,
    "currency": "Three capital letters, e.g. EUR",
    "goals": "A list, the most important goal first, e.g. [watch-time, reach]",
    "goals.*": _TEXT,
    "brand": "A mapping, e.g. {name: Kitchen Demo, colour: '#0b6e6e'}",
    "brand.name": _TEXT,
    "brand.colour": "A colour in quotes, e.g. '#0b6e6e'",
    "store": "A folder inside the workspace, e.g. store",
    "metrics": "A mapping: a name for each metric, with numerator and denominator",
    "metrics.*": "A mapping with numerator, denominator, kind, labels and better",
    "metrics.*.numerator": "A column, or a list of columns that are added up",
    "metrics.*.numerator.*": "The name of a column",
    "metrics.*.denominator": "The name of a column",
    "metrics.*.kind": "rate, count, mean, rare or money",
    "metrics.*.labels": "A mapping, e.g. {en: Replies per view, de: Antworten pro Aufruf}",
    "metrics.*.labels.*": "What readers see",
    "metrics.*.better": "higher or lower",
}

DECISIONS: Mapping[str, str] = {
    "*": "An entry with who, when, what and why",
    "*.who": "A name",
    "*.when": "A day of the calendar, written as 2026-04-12",
    "*.what": "ship, drop, repeat or inconclusive",
    "*.why": "A sentence",
}


def expected_at(dotted: str, table: Mapping[str, str]) -> str:
    """What should stand at a dotted path; empty where nothing is known."""
    parts = dotted.split(".")
    for pattern, text in table.items():
        wanted = pattern.split(".")
        if len(wanted) == len(parts) and all(w in ("*", p) for w, p in zip(wanted, parts, strict=True)):
            return text
    return ""
