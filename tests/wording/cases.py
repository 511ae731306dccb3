"""Real results to tell: tables and seasons of posts, analysed as people do, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.fairness.faults import FAULTS
from tests.fairness.season import SLUG, Plan, Workshop, season
from tests.fairness.tables import compared, split

import cliptrial
from cliptrial.analysis.results import Analysis, Provenance

PLAN = Plan(secondary=("average_watch_time",), guardrails=("like_rate",))
TABLES: Mapping[str, dict[str, Any]] = {
    "better": {"table": {"arms": {"a": 20, "b": 20}, "effect": 0.8}},
    "better, two metrics": {
        "table": {"arms": {"a": 20, "b": 20}, "effect": 0.8},
        "ask": {"metrics": ["views", "likes/views"]},
    },
    "worse": {"table": {"arms": {"a": 20, "b": 20}, "effect": -0.6}},
    "open, without times": {"table": {"arms": {"a": 20, "b": 20}}, "ask": {"posted_at": None}},
    "equivalent": {"table": {"arms": {"a": 60, "b": 60}, "spread": 0.05}},
    "observed, better": {"table": {"arms": {"a": 30, "b": 30}, "effect": 0.8}, "ask": {"randomised": False}},
    "observed, worse": {"table": {"arms": {"a": 30, "b": 30}, "effect": -0.8}, "ask": {"randomised": False}},
    "observed, open": {"table": {"arms": {"a": 20, "b": 20}}, "ask": {"randomised": False}},
    "observed, equivalent": {"table": {"arms": {"a": 60, "b": 60}, "spread": 0.05}, "ask": {"randomised": False}},
    "three arms": {"table": {"arms": {"a": 15, "b": 15, "c": 15}, "effect": 0.7}},
    "five arms": {"table": {"arms": dict.fromkeys("abcde", 6)}, "ask": {"posted_at": None}},
    "eight arms": {"table": {"arms": dict.fromkeys("abcdefgh", 6), "effect": 0.1}, "ask": {"randomised": False}},
    "too few": {"table": {"arms": {"a": 20, "b": 2}}},
    "take turns": {"table": {"order": "ab" * 20}},
    "no event": {"table": {"arms": {"a": 20, "b": 20}}, "ask": {"metrics": ["none"]}},
}
SPLITS: Mapping[str, dict[str, Any]] = {
    "split, even": {"split": {"a": [400, 20000], "b": [520, 20000]}},
    "split, off": {"split": {"a": [400, 20000], "b": [420, 16000]}},
}


def _finished(plan: Plan = PLAN, effect: float = 0.8, **faults: Any) -> Callable[[], Analysis]:
    return lambda: _analysed(plan, effect, faults)


SEASONS: Mapping[str, Callable[[], Analysis]] = {
    "season, better": _finished(),
    "season, worse": _finished(effect=-0.8, late={"arm": "b", "posts": 2, "minutes": 150}),
    "season, not locked": _finished(Plan(locked=False, topics=False, posts_per_arm=8)),
    "season, underway": lambda: _analysed(Plan(posts_per_arm=8), 0.8, {"missing": {"arm": "b", "posts": 1}}, until=12),
    "season, weekend": _finished(
        Plan(posts_per_arm=8), only_on={"arm": "b", "weekdays": [4, 5, 6]}, missing={"arm": "a", "posts": 1}
    ),
    "season, hashtags": _finished(Plan(variable="hashtags", at_least="100%", posts_per_arm=28), 0.05),
    "plan, drawn": lambda: _planned(Plan()),
    "plan, no topics": lambda: _planned(Plan(locked=False, topics=False, posts_per_arm=8)),
    "plan, draft": lambda: _planned(Plan(drawn=False)),
}
NAMES = (*TABLES, *SPLITS, *SEASONS)


@cache
def analysis(name: str) -> Analysis:
    """One result; what changes from version to version is fixed."""
    if name in TABLES:
        found = compared(TABLES[name]) if name != "no event" else _without_events()
    else:
        found = split(SPLITS[name]) if name in SPLITS else SEASONS[name]()
    given = found.provenance
    fixed = Provenance("1.2.3", given.plan_hash and "cd" * 32, "ab" * 32, given.data_as_of, 7, given.draws, given.prior)
    facts = found.experiment
    return replace(
        found,
        provenance=fixed,
        experiment=facts and replace(facts, plan_hash=facts.plan_hash and "ef" * 32),
    )


def _without_events() -> Analysis:
    from tests.fairness.tables import table

    frame = table(arms={"a": 20, "b": 20}).assign(none=0.0)
    return cliptrial.compare(frame, arm="arm", control="a", metrics=["none"], randomised=True, posted_at="posted")


@cache
def _workshop() -> Workshop:
    return Workshop(Path(mkdtemp(prefix="seasons")))


def _analysed(plan: Plan, effect: float, faults: Mapping[str, Any], until: float | None = None) -> Analysis:
    happened = season(_workshop(), plan, effect)
    happened.until = until
    for name, arguments in faults.items():
        FAULTS[name](happened, **arguments)
    return cliptrial.analyze(SLUG, happened.handed_in())


def _planned(plan: Plan) -> Analysis:
    return cliptrial.analyze(SLUG, _workshop().planned(plan))
