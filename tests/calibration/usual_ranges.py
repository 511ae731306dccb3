"""How often usual ranges hold the next week of 58 real histories, and how wide they are: ``docs/usual_ranges.csv``.

``python -m tests.calibration.usual_ranges`` writes it in about a minute. From its eleventh week on, every week of
every account is asked for with the weeks before it alone; weeks without a post are no weeks. Width: of the range over
that of the account's own middle 80 % of all its weeks, as logs and as plain numbers. In its last row: in how many
single accounts a range that were perfect would hold 76-84 % of so few weeks.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from math import comb

import numpy as np
import pandas as pd
from tests.places import ROOT, SHARED

from cliptrial.stats.inversion import Floats
from cliptrial.stats.periods.usual import FEWEST, usual_range

Range = tuple[float, float]
Way = Callable[[Floats], Range]
FEWEST_WEEKS = 20
"""Of an account that is asked about."""
HOURS = 7 * 3600
"""Of the accounts' zone before UTC."""


def weeks(posts: pd.DataFrame, days: int = 7) -> Iterator[Mapping[str, Floats]]:
    """By account: a number of every whole week, the oldest first; weeks begin on Monday there."""
    for _, own in posts.groupby("account"):
        day = (own["create_time"] + HOURS) // 86_400 - 4
        week = (day // days).rename("week")
        sums = own.assign(engaged=own[["likes", "comments", "shares"]].sum(axis=1), log=np.log(own["plays"])).groupby(
            week
        )
        inner = sums["plays"].size().iloc[1:-1]
        views, engaged = sums["plays"].sum()[inner.index], sums["engaged"].sum()[inner.index]
        if len(inner) >= FEWEST_WEEKS:
            yield {
                "views": views.to_numpy(float),
                "views per post": (views / inner).to_numpy(float),
                "views of a typical post": np.exp(sums["log"].mean()[inner.index]).to_numpy(float),
                "engagement": engaged.to_numpy(float),
                "engagement per view": (engaged / views).to_numpy(float),
            }


def ours(past: Floats) -> Range:
    """What the product says."""
    usual = usual_range(past)
    assert usual is not None
    return usual.low, usual.high


def quantiles(past: Floats) -> Range:
    """The middle 80 % of all weeks before."""
    return float(np.quantile(past, 0.1)), float(np.quantile(past, 0.9))


def half_year(past: Floats) -> Range:
    """The middle 80 % of the last 26 weeks."""
    return quantiles(past[-26:])


def eight_weeks(past: Floats) -> Range:
    """The median of the last eight weeks, and the errors that it made before."""
    logs = np.log(past)
    errors = [logs[at] - np.median(logs[max(0, at - 8) : at]) for at in range(4, len(logs))]
    low, high = quantiles(np.array(errors)) + np.median(logs[-8:])
    return float(np.exp(low)), float(np.exp(high))


def bell(past: Floats) -> Range:
    """Mean and standard deviation of the logs, as if they had no heavy tails."""
    logs = np.log(past)
    middle, reach = logs.mean(), 1.2816 * logs.std(ddof=1)
    return float(np.exp(middle - reach)), float(np.exp(middle + reach))


WAYS: Mapping[str, Way] = {
    "as told": ours, "all weeks": quantiles, "last 26 weeks": half_year, "median of 8 weeks": eight_weeks, "bell": bell,
}  # fmt: skip


def asked(history: Floats, way: Way) -> Iterator[tuple[bool, float, float]]:
    """Of every week: whether it lay within, and how wide the range was, as logs and as plain numbers."""
    if not (history > 0).all():
        history = history + 0.5
    ends = np.quantile(history, [0.1, 0.9])
    for place in range(FEWEST, len(history)):
        low, high = way(history[:place])
        yield (
            low <= history[place] <= high,
            np.log(high / low) / np.log(ends[1] / ends[0]),
            (high - low) / (ends[1] - ends[0]),
        )


def by_chance(count: int) -> float:
    """How often 76 to 84 % of so many weeks lie within a range that holds each of them with 80 %."""
    fair = [n for n in range(count + 1) if 0.76 <= n / count <= 0.84]
    return float(sum(comb(count, n) * 0.8**n * 0.2 ** (count - n) for n in fair))


def read_posts() -> pd.DataFrame:
    """The public histories."""
    posts = pd.read_csv(SHARED / "data" / "vn-posts" / "posts.csv.gz")
    return posts[posts["plays"] > 0]


def main() -> None:
    """Write how often each way held, over all weeks and by account."""
    every = list(weeks(read_posts()))
    with (ROOT / "docs" / "usual_ranges.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["number", "way", "weeks", "held", "accounts that held 76-84 %", "width", "width, plain numbers"])
        for number in every[0]:
            for name, way in WAYS.items():
                answers = [np.array(list(asked(one[number], way))) for one in every]
                held, width, plain = np.concatenate(answers).mean(axis=0)
                fair = np.mean([0.76 <= one[:, 0].mean() <= 0.84 for one in answers])
                count = sum(map(len, answers))
                out.writerow([number, name, count, *(f"{one:.3f}" for one in (held, fair, width, plain))])
        counts = [len(one["views"]) - FEWEST for one in every]
        fair = np.mean([*map(by_chance, counts)])
        out.writerow(["any", "a perfect range", sum(counts), "0.800", f"{fair:.3f}", "", ""])


if __name__ == "__main__":
    main()
