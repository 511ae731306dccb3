"""Analyses as a reader meets them: what real runs make of small workspaces and tables, once a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from tests.report.seasons import ACCOUNT, BRAND, ZONE, Season, run

import cliptrial
from cliptrial.analysis.results import Analysis
from cliptrial.registry.model import Arm
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.scaffold import init_workspace
from cliptrial.simulate.story import trending_at_weekends

HOSTILE = "<script>alert(1)</script> $5 & <b>\"'{{7*7}}{% raw %}</style>"
UNSAFE = ("javascript:alert(1)", 'https://x.example/"><b>')
BROAD = ("kitchendemo", "fyp", "food", "foodtok", "viral")
NICHE = ("kitchendemo", "onetinbakes", "bakersoftiktok", "germanbaking", "weekendbake")
OWN, TRENDING = "Kitchen Demo original sound, take 4", "Trending"
ALONE: Mapping[str, object] = {"secondary": [], "guardrails": {}, "posts_per_arm": 14}
"""One metric and 14 posts an arm: enough where the answer is all that counts."""
SOUND: Mapping[str, object] = {
    "title": "Does the trending sound reach more people?",
    "statement": "A trending sound brings more views.",
    "because": None,
    "variable": "sound",
    "control": Arm(id="own_sound", value=OWN),
    "variants": [Arm(id="trending", value=TRENDING)],
    "primary": "views",
    "hold_constant": ["hook", "slot"],
    **ALONE,
}
HEARD = {"own_sound": {"sound": OWN}, "trending": {"sound": TRENDING}}
HASHTAGS: Mapping[str, object] = {
    "variable": "hashtags",
    "control": Arm(id="statement", value=BROAD),
    "variants": [Arm(id="question", value=NICHE)],
    "at_least": "100%",
    "primary": "views",
    "secondary": [],
    "guardrails": {},
    "hold_constant": ["hook", "slot"],
}


def question(**times: float) -> dict[str, dict[str, float]]:
    """The truth of the only variant: how many times as much of a metric it brings."""
    return {"question": times}


def alternating(schedule: Schedule) -> Schedule:
    """What somebody makes of a drawn schedule who likes it tidy."""
    arms = ("statement", "question")
    return replace(schedule, positions=tuple(replace(p, arm=arms[p.position % 2]) for p in schedule.positions))


SEASONS: Mapping[str, Season] = {
    "better": Season(truth=question(average_watch_time=1.2), late={5: 1.5, 30: 1.5}),
    "guardrail_broken": Season(
        plan={**ALONE, "guardrails": {"share_rate": "-10%"}},
        truth=question(average_watch_time=1.3, share_rate=0.6),
        spread={"share_rate": 0.2},
    ),
    "below": Season(plan=ALONE, truth=question(average_watch_time=1.05), spread={"average_watch_time": 0.04}, seed=2),
    "equivalent": Season(plan=ALONE, spread={"average_watch_time": 0.06}),
    "no_large_effect": Season(
        plan=HASHTAGS, seen={"statement": {"hashtags": BROAD}, "question": {"hashtags": NICHE}}, spread={"views": 0.8}
    ),
    "still_open": Season(plan={**ALONE, "primary": "views"}),
    "not_reached": Season(
        plan=ALONE, truth=question(average_watch_time=0.94), spread={"average_watch_time": 0.15}, seed=2
    ),
    "worse": Season(plan=ALONE, truth=question(average_watch_time=0.8)),
    "several": Season(
        plan={
            **ALONE,
            "secondary": ["views"],
            "variants": [
                Arm(id="question", value="Question in the first 3 s"),
                Arm(id="number", value="A number (“3 ways …”) in the first 3 s"),
                Arm(id="silence", value="Three seconds of silence"),
            ],
        },
        truth={
            "question": {"average_watch_time": 1.15},
            "number": {"average_watch_time": 2.4},
            "silence": {"average_watch_time": 0.75},
        },
    ),
    "confounded": Season(plan={**SOUND, "posts_per_arm": 28}, diary=trending_at_weekends, seen=HEARD),
    "wrong_arm": Season(plan=SOUND, seen={"own_sound": {"sound": OWN}, "trending": {"sound": OWN}}),
    "not_ready": Season(truth=question(average_watch_time=1.2), posted=28, measured=20),
    "planned": Season(stage="locked"),
    "draft": Season(stage="draft"),
    "broken_rule": Season(redrawn=alternating, topics=None),
    "hostile": Season(
        plan={
            "title": HOSTILE,
            "statement": HOSTILE,
            "because": HOSTILE,
            "control": Arm(id="statement", value=HOSTILE[:20]),
            "variants": [Arm(id="question", value="$a_b^c$ <i>x</i>")],
        },
        topics=HOSTILE + " {}",
        described={"captions": (HOSTILE,), "links": UNSAFE},
        truth=question(average_watch_time=1.2),
    ),
}
"""By name: what was planned, what was true, and how far it is."""

SLUG = "question-hook"


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="examples")


@cache
def workspace(name: str) -> Path:
    """The workspace that an example lies in, made when it is first asked for."""
    folder = Path(_shelf().name) / name
    if name in SEASONS:
        return run(SEASONS[name], SLUG, folder)
    init_workspace(folder, accounts={ACCOUNT: {"timezone": ZONE.key}}, brand_name=BRAND)
    HISTORIES[name]().to_csv(folder / "posts.csv", index=False)
    return folder


def sounds(names: list[str], each: list[int], seed: int, ratio: float = 1.0, *, dated: bool = True) -> pd.DataFrame:
    """Posts of last year by sound; the first name is the usual one, others bring ``ratio`` times the views."""
    rng = np.random.default_rng(seed)
    sound = rng.permutation(np.repeat(np.array(names, dtype=object), each))
    views = np.exp(9 + np.log(ratio) * (sound != names[0]) + rng.normal(0, 0.6, len(sound))).round()
    frame = pd.DataFrame({"sound": sound, "views": views})
    days = pd.Timestamp("2025-08-14 18:00") + pd.to_timedelta(np.arange(len(frame)), unit="D")
    return frame.assign(posted_at=days.astype(str)) if dated else frame


NINE = [f"Sound {letter}" for letter in "ABCDEFGHI"]
HISTORIES: Mapping[str, Callable[[], pd.DataFrame]] = {
    "observed": lambda: sounds(["Original", "Espresso"], [41, 39], 4, 1.3),
    "history": lambda: sounds(["Original", *NINE], [40, *range(3, 12)], 3, dated=False),
}
"""By name: tables of posts that nobody assigned by chance."""
CHOICE = {"dimension": "sound", "metric": "views", "file": "posts.csv"}


def viewers(question: int, watched: int) -> Analysis:
    """A split test that the platform ran."""
    counts = {"arm": ["statement", "question"], "impressions": [50412, question], "completions": [20669, watched]}
    ask = {"arm": "arm", "control": "statement", "metrics": ["completions/impressions"]}
    return cliptrial.compare_split(pd.DataFrame(counts), **ask)  # type: ignore[arg-type]


def table(each: int, randomised: bool = True, metric: str = "views", **columns: Any) -> Analysis:
    """A table with ``each`` posts of two arms in shuffled order."""
    rng = np.random.default_rng(5)
    arm = rng.permutation(np.repeat(np.array(["statement", "question"], dtype=object), each))
    views = np.exp(9 + 0.4 * (arm == "question") + rng.normal(0, 0.4, len(arm))).round()
    frame = pd.DataFrame({"arm": arm, "views": views}).assign(**columns)
    return cliptrial.compare(frame, arm="arm", control="statement", metrics=[metric], randomised=randomised)


def rare() -> Analysis:
    """Hardly a click, and only four posts an arm."""
    rng = np.random.default_rng(5)
    arm = rng.permutation(np.repeat(np.array(["statement", "question"], dtype=object), 4))
    clicks = {"views": rng.integers(800, 3000, 8), "clicks": rng.poisson(np.where(arm == "question", 1.2, 0.5))}
    frame = pd.DataFrame({"arm": arm, **clicks})
    return cliptrial.compare(frame, arm="arm", control="statement", metrics=["clicks/views"], randomised=True)


def weekend() -> Analysis:
    """Nobody drew anything: the new sound was kept for the weekend, and the month was a good one."""
    rng = np.random.default_rng(5)
    days = pd.Timestamp("2025-08-14 18:00") + pd.to_timedelta(np.arange(84), unit="D")
    sound = np.where((days.day_of_week >= 4) & (days.month > 8), "Espresso", "Original")
    views = np.exp(9 + 0.8 * (days.month > 8) + rng.normal(0, 0.4, len(days))).round()
    frame = pd.DataFrame({"sound": sound, "views": views, "at": days.astype(str)})
    return cliptrial.compare(
        frame, arm="sound", control="Original", metrics=["views"], posted_at="at", variable="sound"
    )


TABLES: Mapping[str, Callable[[], Analysis]] = {
    "split_test": partial(viewers, 49870, 21285),
    "split_off": partial(viewers, 41870, 18285),
    "weekend": weekend,
    "unbounded": rare,
    "nothing_known": partial(table, 3, randomised=False, views=np.nan),
    "too_few_assignments": partial(table, 3),
    "too_few_views": partial(table, 14, metric="likes/views", views=30, likes=2),
    "no_events": partial(table, 14, metric="clicks", clicks=0),
}
"""By name: tables that are compared as they are, without a workspace."""


@dataclass(frozen=True)
class Example:
    """One analysis; calling it runs it, once a process."""

    name: str

    def __call__(self) -> Analysis:
        return analysed(self.name)


@cache
def analysed(name: str) -> Analysis:
    """The result of an example."""
    if name in TABLES:
        return TABLES[name]()
    folder = workspace(name)
    if name in SEASONS:
        return cliptrial.analyze(SLUG, workspace=folder)
    return cliptrial.compare_history(folder, **{**CHOICE, "file": str(folder / CHOICE["file"])})


ALL: Mapping[str, Example] = {name: Example(name) for name in (*SEASONS, *HISTORIES, *TABLES)}
