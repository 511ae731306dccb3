"""Answers with stated values: each row of ``answers.yaml`` changes one real result, and is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.records import record
from tests.wording.cases import analysis

from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import (
    Analysis,
    Evidence,
    ExperimentFacts,
    GuardrailVerdict,
    MetricFacts,
    OldNew,
    Outcome,
    Realistic,
    Role,
    Size,
    Uplift,
    Verdict,
    VerdictCode,
)
from cliptrial.metrics import CATALOGUE
from cliptrial.wording.experiment.conclusions import can, cannot, next_steps, to_copy
from cliptrial.wording.experiment.headline import sentence, support, tone
from cliptrial.wording.experiment.opening import opening
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.formats import NBSP
from cliptrial.wording.speaker import Speaker

ANSWERS: Mapping[str, dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("answers.yaml"))
FIRST = next(iter(ANSWERS))
KEYS = {
    "code", "size", "reason", "relative", "interval", "at_least", "expect", "higher", "metric", "label", "estimand",
    "values", "lean", "reckon", "unadjusted", "evidence", "broken", "guardrail", "secondary", "decision", "variable",
    "findings", "experiment", "unchanged", "leave", "old_new",
}  # fmt: skip
FACTS = ExperimentFacts(
    slug="trial",
    title="Does a question keep people?",
    statement="Questions keep people watching.",
    because=None,
    variable="hook",
    hold_constant=("slot", "sound"),
    accounts=("kitchen",),
    at_least=0.1,
    expect="increase",
    alpha=0.05,
    measure_at=7.0,
    state="ready",
    start=date(2026, 3, 2),
    first_post=date(2026, 3, 2),
    last_post=date(2026, 4, 10),
    locked_on=date(2026, 3, 1),
    plan_hash="ef" * 32,
    plan_unchanged=True,
    posts_planned=40,
    posts_matched=40,
)


def old_new(given: Mapping[str, Any], row: Mapping[str, Any]) -> OldNew:
    """What becomes of the new way, by the outcome and whatever else is said."""
    likely = given.get("realistic")
    more = {name: value for name, value in given.items() if name not in {"outcome", "realistic"}}
    usual = {
        "metric": row.get("metric", "views"), "posts": (14, 14), "measured": row["relative"],
        "interval": tuple(row["interval"]), "p_value": None, "extra_work": 0.0, "ahead": row["relative"] > 0,
        "worse": False, "harmed": False, "new": ("Question", "#food #fast"), "old": ("Statement", "#food"),
        "months": ((date(2026, 3, 1), 120_300.0), (date(2026, 4, 1), 98_000.0)),
        "realistic": Realistic(likely[0], (likely[1], likely[2])) if likely else None,
    }  # fmt: skip
    return OldNew(Outcome(given["outcome"]), **{**usual, **more})


def answer(name: str) -> Analysis:
    """The result of a row."""
    row = ANSWERS[name]
    assert set(row) <= KEYS, set(row) - KEYS
    base, metric = analysis("better"), row.get("metric", "views")
    code, size = VerdictCode(row["code"]), Size(row["size"]) if "size" in row else None
    broken = tuple(row.get("broken", ()))
    verdict = Verdict(code, size, "b", metric, row.get("reason"), broken)
    facts = replace(
        FACTS,
        variable=row.get("variable", "hook"),
        expect=row.get("expect", "increase"),
        decision=row.get("decision"),
        plan_unchanged=row.get("unchanged", True),
        old_new=old_new(row["old_new"], row) if "old_new" in row else None,
    )
    values = {"a": "Statement", "b": "Question"}
    return replace(
        base,
        experiment=facts if row.get("experiment", True) else None,
        variable=facts.variable if row.get("experiment", True) else None,
        at_least=row.get("at_least", 0.1),
        evidence=Evidence(row.get("evidence", "randomised")),
        arms=tuple(replace(arm, value=values[arm.id]) for arm in base.arms),
        metrics=tuple(_facts(one, row) for one in dict.fromkeys((metric, "views", "like_rate"))),
        findings=tuple(
            record(f["code"], Level(f.get("level", "blocker")), f.get("values")) for f in row.get("findings", ())
        ),
        uplifts=tuple(_uplifts(base.uplifts[0], row, metric, code, size)),
        verdict=verdict,
        verdicts=(verdict,),
    )


def _facts(name: str, row: Mapping[str, Any]) -> MetricFacts:
    known = CATALOGUE.get(name)
    labels = known.labels if known else {"en": row["label"]} if "label" in row else {}
    higher = row.get("higher", True) or name != row.get("metric", "views")
    return MetricFacts(name, known.kind.value if known else "count", "number", labels, higher)


def _uplifts(
    base: Uplift, row: Mapping[str, Any], metric: str, code: VerdictCode, size: Size | None
) -> Iterator[Uplift]:
    control, arm = row.get("values", (100.0, 117.0))
    primary = replace(
        base,
        metric=metric,
        estimand=row.get("estimand", "ratio_of_geometric_means"),
        control_value=control,
        arm_value=arm,
        relative=row.get("relative", 0.171),
        relative_interval=tuple(row.get("interval", (0.05, 0.3))),
        unadjusted_relative=row.get("unadjusted"),
        reckon_with=row.get("reckon"),
        lean=row.get("lean"),
        leave_one_out=tuple(row.get("leave", (None, None))),
        verdict=code,
        size=size,
        reason=row.get("reason"),
    )
    yield primary
    for role, found in ((Role.GUARDRAIL, row.get("guardrail")), (Role.SECONDARY, row.get("secondary"))):
        if found:
            told = GuardrailVerdict(found[1]) if role is Role.GUARDRAIL else VerdictCode(found[1])
            ends = (found[0] - 0.1, found[0] + 0.1)
            yield replace(
                primary, metric="like_rate", role=role, relative=found[0], relative_interval=ends, verdict=told
            )


def answered(name: str, lang: str) -> list[str]:
    """What a row is told as, in lines; of what the first row says as well, only how many lines it is."""
    lines, first = _lines(name, lang), _lines(FIRST, lang)
    if name == FIRST:
        return lines
    return [line for line in lines if line not in first] + [f"as before: {len(set(lines) & set(first))} lines"]


def _lines(name: str, lang: str) -> list[str]:
    s = Speaker.of(answer(name), lang)
    verdict = s.analysis.verdict
    texts = [
        *(("opening", line) for line in (opening(s).kicker, opening(s).bold)),
        ("headline", sentence(s, verdict)),
        *(("below", line) for line in support(s)),
        ("chip", f"{s.chip(verdict)[0]}, {s.chip(verdict)[1]}; the page is {tone(s, verdict)}"),
        *(("row", f"{s.chip(row)[0]}, {s.chip(row)[1]}") for row in s.analysis.uplifts[1:]),
        *(("trust", f"{'yes' if item.ok else 'no'} | {item.text} | {item.small}") for item in trust(s)),
        *(("can", line) for line in can(s)),
        *(("cannot", line) for line in cannot(s)),
        *(("next", line) for line in next_steps(s)),
        *(("copy", line) for line in to_copy(s)),
    ]
    return [f"{kind}: {text}".replace(NBSP, "~").rstrip() for kind, text in texts]
