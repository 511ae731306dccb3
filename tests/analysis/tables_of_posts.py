"""Tables of posts for property tests: skewed numbers, zeros, rates, blocks, days, missing values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import cliptrial

METRICS = ("views", "seconds", "sales", "likes/views")
"""A positive count, a positive mean, a count with zeros, a rate."""
START = pd.Timestamp("2026-03-02 18:00")


@dataclass(frozen=True)
class Case:
    """A table and the question asked of it; the control is always ``a``."""

    frame: pd.DataFrame
    options: dict[str, Any] = field(default_factory=dict)

    def compared(self, frame: pd.DataFrame | None = None, **changed: Any) -> cliptrial.Analysis:
        """The answer, to this table or to a changed one."""
        asked = {"arm": "arm", "control": "a", "draws": 299, **self.options, **changed}
        return cliptrial.compare(self.frame if frame is None else frame, **asked)

    def __repr__(self) -> str:
        return f"Case({self.options},\n{self.frame.to_csv(index=False)})"


def invented(seed: int, arms: list[int], *, effect: float, spread: float, blocks: bool, sparse: bool) -> pd.DataFrame:
    """Posts of arms of these sizes, in random order a day apart; with ``blocks`` in blocks that hold every arm."""
    rng = np.random.default_rng(seed)
    names = np.array(list("abcdefgh")[: len(arms)])
    if blocks:
        rounds = max(arms)
        arm = np.concatenate([rng.permutation(names) for _ in range(rounds)])
        block = np.repeat(np.arange(rounds), len(names))
    else:
        arm = rng.permutation(np.repeat(names, arms))
        block = np.zeros(len(arm), dtype=np.int64)
    lift = effect * (arm != "a")
    views = np.exp(rng.normal(8.0, spread, len(arm)) + lift).round() + 600
    return pd.DataFrame(
        {
            "arm": arm,
            "block": block,
            "account": rng.choice(["ours", "theirs"], len(arm)),
            "views": views.astype(np.int64),
            "seconds": np.exp(rng.normal(2.0, 0.4 * spread, len(arm)) + lift),
            "sales": rng.poisson((0.3 if sparse else 2.0) * np.exp(rng.normal(0, 0.5, len(arm)) + lift)),
            "likes": rng.binomial(views.astype(np.int64), 0.04 * np.exp(np.minimum(lift, 1.0))),
            "posted": (START + pd.to_timedelta(np.arange(len(arm)) * rng.integers(1, 3), unit="D")).astype(str),
        }
    )


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    most_arms: int = 4,
    most_posts: int = 20,
    metrics: tuple[str, ...] = METRICS,
    randomised: bool | None = None,
    dated: bool | None = None,
    exact: bool | None = None,
) -> Case:
    """A random table of posts and a question; ``exact``: few enough posts that every assignment is counted."""
    if exact:
        most_posts = 6
    few = 8 if exact is False else 2
    arms = draw(st.lists(st.integers(few, most_posts), min_size=2, max_size=most_arms))
    blocks = draw(st.booleans()) if exact is not False else False
    loud = draw(st.integers(0, 2)) > 0
    frame = invented(
        draw(st.integers(0, 2**32 - 1)),
        arms,
        effect=draw(st.sampled_from([0.0, 0.3, -0.5, 1.5] if loud else [0.0, 0.03, 0.07, -0.1])),
        spread=1.0 if loud else 0.05,
        blocks=blocks,
        sparse=draw(st.booleans()),
    )
    options: dict[str, Any] = {
        "metrics": draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3, unique=True)),
        "randomised": draw(st.booleans()) if randomised is None else randomised,
    }
    if blocks:
        options["block"] = "block"
    if draw(st.integers(0, 4)) == 0:
        options["account"] = "account"
    if draw(st.booleans()) if dated is None else dated:
        options["posted_at"] = "posted"
    return Case(frame, options)


@st.composite
def dirty_cases(draw: st.DrawFn) -> Case:
    """The same with what real tables have: empty cells, arms of one post, all or no zeros, one giant."""
    case = draw(cases())
    frame = case.frame.astype({"views": float, "sales": float, "seconds": float})
    asked = [part for metric in case.options["metrics"] for part in metric.split("/")]
    column = draw(st.sampled_from(list(dict.fromkeys(asked))))
    mine = frame["arm"] == draw(st.sampled_from(sorted(set(frame["arm"]))))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    some = pd.Series(rng.random(len(frame)) < 0.3)
    what = draw(
        st.sampled_from(["clean", "missing", "gone", "nothing", "none", "same", "alike", "giant", "single", "minus"])
    )
    frame = frame.astype({column: float})
    if what == "missing":
        frame.loc[some, column] = np.nan
    elif what == "gone":
        frame.loc[mine, column] = np.nan
    elif what == "nothing":
        frame[column] = np.nan
    elif what == "none":
        frame.loc[mine, column] = 0.0
    elif what == "same":
        frame[column] = 7.0
    elif what == "alike":
        frame[column] = np.where(mine, 14.0, 7.0)
    elif what == "giant":
        frame.loc[0, column] = 1e9
    elif what == "single":
        frame = frame[~mine | ~mine.duplicated()].reset_index(drop=True)
    elif what == "minus":
        frame.loc[some, column] = -3.0
    return Case(frame, case.options)
