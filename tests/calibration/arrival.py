"""How often goals are reached on 59 real histories, beside the chance that was stated: ``docs/arrival.csv``.

``python -m tests.calibration.arrival`` writes it in about five minutes. Of every account, from its sixth period of
four weeks on, every later period is asked for, with numbers from two thirds to twice the level of the last three.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy import stats
from tests.places import ROOT, SHARED

from cliptrial.stats.arrival import COUNTS, RATES, Drift, outlook
from cliptrial.stats.inversion import Floats

PERIOD = 28 * 86_400
YOUNG = 14 * 86_400
"""The newest posts still gather views."""
FEWEST_POSTS, FEWEST_PERIODS, FIRST = 4, 10, 6
AHEAD = (1, 2, 3, 4, 6, 8, 10)
WANTED = (-0.4, -0.2, 0.0, 0.15, 0.3, 0.5, 0.8)
Way = Callable[[Floats, float, float], float]


def histories(posts: pd.DataFrame, metric: str) -> list[Floats]:
    """By account: the log of a typical value of every four weeks, the oldest first."""
    every = []
    for _, own in posts.groupby("account"):
        end = own["create_time"].max() + 1 - YOUNG
        own = own[own["create_time"] < end]
        period = (end - 1 - own["create_time"]) // PERIOD
        sums = own.assign(log=np.log(own["plays"])).groupby(period)
        with np.errstate(divide="ignore"):
            rate = np.log(sums[metric].sum() / sums["plays"].sum()) if metric != "views" else sums["log"].mean()
        rate[sums.size() < FEWEST_POSTS] = np.nan
        values = rate.reindex(range(int(period.max()) + 1)).to_numpy()[::-1]
        values = np.where(np.isfinite(values), values, np.nan)
        if np.isfinite(values).sum() >= FEWEST_PERIODS:
            every.append(values)
    return every


def level(drift: Drift) -> Way:
    """What the product states."""

    def chance(history: Floats, ahead: float, target: float) -> float:
        later = outlook(history, ahead, drift)
        assert later is not None
        return later.chance(target)

    return chance


def trend(history: Floats, ahead: float, target: float) -> float:
    """A straight line through the history, drawn on, with its prediction interval."""
    at = np.flatnonzero(np.isfinite(history))
    fit = stats.linregress(at, history[at])
    left = history[at] - fit.intercept - fit.slope * at
    later, spread = len(history) - 1 + ahead, at - at.mean()
    wide = 1 + 1 / len(at) + (later - at.mean()) ** 2 / (spread @ spread)
    error = np.sqrt(left @ left / (len(at) - 2) * wide)
    return float(stats.t.sf((target - fit.intercept - fit.slope * later) / error, len(at) - 2))


def steps(history: Floats, ahead: float, target: float) -> float:
    """The last value and 400 draws of this account's own steps, two in a row."""
    known = history[np.isfinite(history)]
    change, rng = np.diff(known), np.random.default_rng(1)
    starts = rng.integers(0, len(change) - 1, (400, -(-int(ahead) // 2)))
    return float((known[-1] + (change[starts] + change[starts + 1]).sum(axis=1) >= target).mean())


def asked(every: list[Floats]) -> Iterator[tuple[Floats, int, float, bool]]:
    """What was known, how far ahead, what was wanted, and whether it was reached."""
    for values in every:
        for known in range(FIRST, len(values)):
            history = values[:known]
            if np.isfinite(history).sum() < FIRST or not np.isfinite(history[-3:]).any():
                continue
            for ahead in AHEAD:
                if known - 1 + ahead < len(values) and np.isfinite(later := values[known - 1 + ahead]):
                    for more in WANTED:
                        target = float(np.nanmean(history[-3:])) + more
                        yield history, ahead, target, bool(later >= target)


def main() -> None:
    """Write what became of every stated chance, in tenths."""
    posts = pd.read_csv(SHARED / "data" / "vn-posts" / "posts.csv.gz")
    posts = posts[posts["plays"] > 0]
    with (ROOT / "docs" / "arrival.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["metric", "way", "stated", "arrived", "asked"])
        for metric, drift in (("views", COUNTS), ("likes", RATES), ("comments", RATES)):
            questions = list(asked(histories(posts, metric)))
            arrived = np.array([one[-1] for one in questions])
            for name, way in (("level", level(drift)), ("trend", trend), ("steps", steps)):
                stated = np.array([way(*one[:3]) for one in questions])
                tenth = np.minimum((stated * 10).astype(int), 9)
                for group in range(10):
                    own = tenth == group
                    if own.any():
                        numbers = (f"{stated[own].mean():.3f}", f"{arrived[own].mean():.3f}", int(own.sum()))
                        out.writerow([metric, name, *numbers])


if __name__ == "__main__":
    main()
