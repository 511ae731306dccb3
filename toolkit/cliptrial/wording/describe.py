"""An analysis as one JSON object: the contract that other programs read, sentences included."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from typing import Any, TypedDict

from cliptrial.analysis.findings import Finding
from cliptrial.analysis.results import Analysis, ExperimentFacts, Uplift, Verdict
from cliptrial.wording.experiment.headline import sentence, tone
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.speaker import Speaker

UPLIFT_KEYS = (
    "metric",
    "role",
    "arm",
    "control",
    "posts",
    "estimand",
    "control_value",
    "arm_value",
    "relative",
    "relative_interval",
    "absolute",
    "absolute_interval",
    "p_value",
    "p_adjusted",
    "confidence",
    "method",
    "draws",
    "unadjusted_relative",
    "leave_one_out",
    "reckon_with",
    "lean",
    "verdict",
    "size",
)


class DescribedFinding(TypedDict):
    """A finding as JSON has it."""

    code: str
    level: str
    values: object
    message: str


class DescribedVerdict(TypedDict):
    """A verdict as JSON has it."""

    code: str
    size: object
    arm: str | None
    metric: str
    sentence: str


class Described(TypedDict):
    """An analysis as JSON has it."""

    experiment: object
    evidence: str
    arms: list[dict[str, object]]
    findings: list[DescribedFinding]
    uplifts: list[dict[str, object]]
    verdict: DescribedVerdict
    verdicts: list[DescribedVerdict]
    provenance: object


def describe(analysis: Analysis, lang: str = "en") -> Described:
    """The JSON object of ``analyze`` and ``compare``: findings with ``message``, verdicts with ``sentence``.

    Infinite and missing numbers are null, dates are ISO texts, tuples are lists.
    """
    s = Speaker.of(analysis, lang)
    return {
        "experiment": _facts(analysis.experiment) if analysis.experiment else None,
        "evidence": analysis.evidence.value,
        "arms": [{"id": arm.id, "posts": arm.posts} for arm in analysis.arms],
        "findings": [_finding(s, finding) for finding in analysis.findings],
        "uplifts": [_uplift(row) for row in analysis.uplifts],
        "verdict": _verdict(s, analysis.verdict),
        "verdicts": [_verdict(s, verdict) for verdict in analysis.verdicts],
        "provenance": plain(asdict(analysis.provenance)),
    }


def _facts(facts: ExperimentFacts) -> object:
    """What became of the new way is a fact of old-against-new checks only."""
    return plain({name: one for name, one in asdict(facts).items() if name != "old_new" or one is not None})


def describe_full(analysis: Analysis, lang: str = "en") -> dict[str, object]:
    """Everything an analysis holds, for ``result.json``: a superset of :func:`describe`.

    Verdicts also carry their sentence and word in every language, so that an index page can be written
    in any, and the tone of their colour.
    """
    speakers = {code: Speaker.of(analysis, code) for code in LANGUAGES}
    own = {field.name for field in fields(Analysis)}
    full = describe(analysis, lang)
    whole = plain({name: value for name, value in asdict(analysis).items() if name in own})
    verdicts = zip(analysis.verdicts, full["verdicts"], strict=True)
    parts = {
        "arms": [{**written, **arm} for written, arm in zip(full["arms"], whole["arms"], strict=True)],
        "uplifts": [
            {**written, "reason": row.reason} for row, written in zip(analysis.uplifts, full["uplifts"], strict=True)
        ],
        "verdict": _in_every_language(speakers, analysis.verdict, full["verdict"], lang),
        "verdicts": [_in_every_language(speakers, verdict, written, lang) for verdict, written in verdicts],
    }
    # Only a combined test has other questions, and few have weeks; whoever reads other results need not know of them.
    rare = ("together", "periods")
    rest = {key: value for key, value in whole.items() if key not in full and (value or key not in rare)}
    return {"lang": lang, **full, **parts, **rest}


def _in_every_language(
    speakers: Mapping[str, Speaker], verdict: Verdict, written: DescribedVerdict, lang: str
) -> dict[str, object]:
    return {
        **written,
        "reason": verdict.reason,
        "broken_guardrails": list(verdict.broken_guardrails),
        "sentences": {code: sentence(speaker, verdict) for code, speaker in speakers.items()},
        "words": {code: speaker.chip(verdict)[0] for code, speaker in speakers.items()},
        "tone": tone(speakers[lang], verdict),
    }


def _finding(s: Speaker, finding: Finding) -> DescribedFinding:
    return {
        "code": str(finding.code),
        "level": finding.level.value,
        "values": plain(finding.values),
        "message": s.message(finding),
    }


def _uplift(row: Uplift) -> dict[str, object]:
    return {key: plain(getattr(row, key)) for key in UPLIFT_KEYS}


def _verdict(s: Speaker, verdict: Verdict) -> DescribedVerdict:
    return {
        "code": verdict.code.value,
        "size": plain(verdict.size),
        "arm": verdict.arm,
        "metric": verdict.metric,
        "sentence": sentence(s, verdict),
    }


def plain(value: object) -> Any:
    """``value`` as JSON can hold it: no NaN, no infinity, no tuples, enumerations by value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return plain(value.item()) if hasattr(value, "item") else value
