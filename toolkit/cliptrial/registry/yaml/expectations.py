"""What each key of a file should hold, in plain words; ``*`` stands for any name or number."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.messages import Message, nothing, says
from cliptrial.registry.languages import CODES

_NAME = says("Small letters, digits and single hyphens, e.g. question-hook")
_ARM_ID = says("A short name of small letters, digits, _ and -, e.g. question")
_METRIC = says("The name of a metric, e.g. views or average_watch_time")
_TEXT = says("A text")
_VARIABLES = says("One of hook, sound, hashtags, slot, duration, cta, cover")

EXPERIMENT: Mapping[str, Message] = {
    "title": says("A few words"),
    "accounts": says("A list of accounts, e.g. [kitchen_demo]"),
    "accounts.*": says("The name of an account in workspace.yaml"),
    "goal": says("One of the goals that workspace.yaml ranks"),
    "hypothesis": says("A mapping with statement, because, expect and at_least"),
    "hypothesis.statement": says("One sentence that can turn out to be wrong"),
    "hypothesis.because": _TEXT,
    "hypothesis.expect": says("increase, decrease or any"),
    "hypothesis.at_least": says("A share above 0%, e.g. 10%"),
    "change": says("One mapping with variable, control and variants"),
    "change.variable": _VARIABLES,
    "change.control": says("An arm, e.g. {id: statement, value: Statement in the first 3 s}"),
    "change.control.id": _ARM_ID,
    "change.control.value": says("A text, a time like 18:00, or a list of hashtags without #"),
    "change.control.value.*": says("A hashtag without #"),
    "change.variants": says("A list of one to five arms, e.g. - {id: question, value: Question in the first 3 s}"),
    "change.variants.*": says("An arm, e.g. {id: question, value: Question in the first 3 s}"),
    "change.variants.*.id": _ARM_ID,
    "change.variants.*.value": says("A text, a time like 18:00, or a list of hashtags without #"),
    "change.variants.*.value.*": says("A hashtag without #"),
    "hold_constant": says("A list, e.g. [slot, sound]"),
    "hold_constant.*": says("{variables}, caption", variables=_VARIABLES),
    "metrics": says("A mapping with primary, secondary and guardrails"),
    "metrics.primary": _METRIC,
    "metrics.secondary": says("A list of metrics, e.g. [views, completion_rate]"),
    "metrics.secondary.*": _METRIC,
    "metrics.guardrails": says("A list, e.g. [{metric: share_rate, worst_acceptable: -10%}]"),
    "metrics.guardrails.*": says("A mapping, e.g. {metric: share_rate, worst_acceptable: -10%}"),
    "metrics.guardrails.*.metric": _METRIC,
    "metrics.guardrails.*.worst_acceptable": says("A loss between -100% and 0%, e.g. -10%"),
    "design": says("A mapping with posts_per_arm, start, slots and so on"),
    "design.unit": says("post, or viewer for a split test run by the platform"),
    "design.posts_per_arm": says("A whole number from 2 to 500"),
    "design.start": says("A day of the calendar, written as 2026-03-02"),
    "design.slots": says('A list of times, e.g. ["18:00"]'),
    "design.slots.*": says("A time from 00:00 to 23:59, e.g. 18:00"),
    "design.weekdays": says("A list of days, e.g. [mon, wed, fri]; every day where nothing is written"),
    "design.weekdays.*": says("mon, tue, wed, thu, fri, sat or sun"),
    "design.posts_per_day": says("A whole number from 1 to 10"),
    "design.twins": says("true or false"),
    "design.seed": says("A whole number from 0 up, without leading zeros"),
    "design.measure_at": says("An age of at most 90 days, e.g. 7d or 48h"),
    "analysis": says("A mapping with alpha and looks"),
    "analysis.alpha": says("A share between 0 and 0.5, e.g. 0.05"),
    "analysis.looks": says("A whole number from 1 to 10"),
    "follow_up_of": says("The folder name of an experiment. {form}", form=_NAME),
}

WORKSPACE: Mapping[str, Message] = {
    "accounts": says("A mapping: a name for each account, with its time zone"),
    "accounts.*": says("A mapping, e.g. {timezone: Europe/Berlin, handle: kitchen.demo}"),
    "accounts.*.timezone": says("A time zone such as Europe/Berlin"),
    "accounts.*.handle": says("The account's handle on the platform, without @"),
    "accounts.*.followers": says("A whole number"),
    "accounts.*.sources": says("A list, e.g. [studio, numbers]"),
    "accounts.*.sources.*": says("The name of a source"),
    "accounts.*.language": CODES,
    "language": CODES,
    "currency": says("Three capital letters, e.g. EUR"),
    "goals": says("A list, the most important goal first, e.g. [watch-time, reach]"),
    "goals.*": _TEXT,
    "brand": says("A mapping, e.g. {name: Kitchen Demo, colour: '#0b6e6e'}"),
    "brand.name": _TEXT,
    "brand.colour": says("A colour in quotes, e.g. '#0b6e6e'"),
    "store": says("A folder inside the workspace, e.g. store"),
    "metrics": says("A mapping: a name for each metric, with numerator and denominator"),
    "metrics.*": says("A mapping with numerator, denominator, kind, labels and better"),
    "metrics.*.numerator": says("A column, or a list of columns that are added up"),
    "metrics.*.numerator.*": says("The name of a column"),
    "metrics.*.denominator": says("The name of a column"),
    "metrics.*.kind": says("rate, count, mean, rare or money"),
    "metrics.*.labels": says("A mapping, e.g. {en: Replies per view, de: Antworten pro Aufruf}"),
    "metrics.*.labels.*": says("What readers see"),
    "metrics.*.better": says("higher or lower"),
}

DECISIONS: Mapping[str, Message] = {
    "*": says("An entry with who, when, what and why"),
    "*.who": says("A name"),
    "*.when": says("A day of the calendar, written as 2026-04-12"),
    "*.what": says("ship, drop, repeat or inconclusive"),
    "*.why": says("A sentence"),
}


def expected_at(dotted: str, table: Mapping[str, Message]) -> Message:
    """What should stand at a dotted path; empty where nothing is known."""
    parts = dotted.split(".")
    for pattern, text in table.items():
        wanted = pattern.split(".")
        if len(wanted) == len(parts) and all(w in ("*", p) for w, p in zip(wanted, parts, strict=True)):
            return text
    return nothing
