"""How often ordinary weeks are called worth a look, on real histories and on simulated ones: ``docs/signals.csv``.

``python -m tests.calibration.signals`` writes it in a few minutes. Real: 59 public histories, every week from the
eleventh on; they have no followers, so each account's are its median views, near which views per follower lie.
Simulated: accounts with every number there is, of which nothing changes but by chance and slow drift, some near each
band and some far from it. Planted: the same, with a change in the week that is asked about. Verdict: a number that is
told as out of the ordinary, among three of every account. Clients of several accounts are as many of these accounts.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from tests.places import ROOT, SHARED

from cliptrial.planning.noticed.signals import LONG, SENTIMENT, SHORT, Sign, signals
from cliptrial.stats.inversion import Floats
from cliptrial.stats.periods.usual import FAMILY, usual_range

FIRST = 11
HOURS = 7 * 3600
"""Of the real accounts' zone before UTC."""
ACCOUNTS, WEEKS = 120, 60
CLIENTS, EVERY = (1, 2, 3, 6), 2
"""Accounts of a client; of those of several every other week is asked about."""
THREE = ("views", "engagement_by_views", "comments")


@dataclass(frozen=True)
class History:
    """An account: its numbers by week, and its posts."""

    weeks: Mapping[str, Floats]
    posts: Floats


def real() -> Iterator[History]:
    """The public histories, by weeks that begin on Monday; a week without posts has no numbers."""
    posts = pd.read_csv(SHARED / "data" / "vn-posts" / "posts.csv.gz")
    posts = posts[posts["plays"] > 0]
    for _, own in posts.groupby("account"):
        week = ((own["create_time"] + HOURS) // 86_400 - 4) // 7
        sums = own.assign(engaged=own[["likes", "comments", "shares"]].sum(axis=1), log=np.log(own["plays"])).groupby(
            week
        )
        count = sums.size().iloc[1:-1]
        if len(count) < 20:
            continue
        every = range(int(count.index.min()), int(count.index.max()) + 1)
        typical = np.exp(sums["log"].mean())
        numbers = {
            "views": sums["plays"].sum(),
            "engagement_by_views": sums["engaged"].sum() / sums["plays"].sum(),
            "comments": sums["comments"].sum(),
            "view_to_follower": typical / own["plays"].median(),
        }
        weeks = {name: one.reindex(count.index).reindex(every).to_numpy(float) for name, one in numbers.items()}
        yield History(weeks, count.reindex(every, fill_value=0).to_numpy(float))


def simulated(rng: np.random.Generator, count: int = ACCOUNTS, weeks: int = WEEKS) -> Iterator[History]:
    """Accounts of which nothing is changed: spreads, drift and rates as public histories show them."""
    for _ in range(count):
        posts = 1 + rng.poisson(3.2, weeks)
        yield History(_numbers(rng, posts, weeks), posts.astype(float))


def _numbers(rng: np.random.Generator, posts: Floats, weeks: int) -> dict[str, Floats]:
    """Weekly numbers of one account, each of its posts drawn."""

    def level(spread: float, lasting: float) -> Floats:
        walk = np.cumsum(rng.normal(0, lasting, weeks))
        noise: Floats = rng.normal(0, 1, weeks) * spread / np.sqrt(posts)
        return walk - walk.mean() + noise

    views = np.exp(rng.normal(8.5, 1) + level(1.05, 0.1))
    half = np.maximum(1, posts // 2)
    base = rng.normal(0.1, 0.6)  # completion near its band, or far from it
    apart = abs(rng.normal(0.3, 0.3))
    short, long = (1 / (1 + np.exp(-(base + sign * apart + level(0.5, 0.03)))) for sign in (1, -1))
    mean = np.maximum(0.05, posts * views * 0.002 * np.exp(level(0.9, 0.05)))
    comments = rng.negative_binomial(2, 2 / (2 + mean), weeks)
    return {
        "views": views * posts,
        "engagement_by_views": 0.06 * np.exp(rng.normal(0, 0.4) + level(0.5, 0.04)),
        "view_to_follower": views / np.median(views) * np.exp(rng.normal(0, 0.7)),
        "average_watch_time": 9 * np.exp(level(0.25, 0.02)),
        "completion_rate": (short * half + long * (posts - half)) / posts,
        SHORT: short,
        LONG: np.where(posts > half, long, np.nan),
        "comments": comments.astype(float),
        SENTIMENT: rng.binomial(40, 1 / (1 + np.exp(-(0.8 + level(0.3, 0.03)))), weeks) / 40,
    }


Asked = tuple[int, int, Counter[str]]
"""Weeks that were asked about, those with any sign, and by sign its weeks, the verdict last."""


def fired(histories: Iterable[History], accounts: int = 1, every: int = 1) -> Asked:
    """What is worth a look, and what is out of the ordinary, in weeks of clients of so many accounts each.

    Args:
        histories: Of accounts.
        accounts: Of a client.
        every: Which week is asked about, counted from the last one.
    """
    asked, with_any, by_sign, all_ = 0, 0, Counter[str](), list(histories)
    clients = [all_[at : at + accounts] for at in range(0, len(all_) - accounts + 1, accounts)]
    for client in clients:
        for back in range(1, min(len(one.posts) for one in client) - FIRST + 1, every):
            weeks = [own for one in client if (own := _up_to(one, back)).posts[-1]]
            found = {s.sign for one in weeks for s in signals(one.weeks, int(one.posts[-1]), accounts=accounts)}
            asked, with_any = asked + bool(weeks), with_any + bool(found)
            by_sign.update(sign.value for sign in found)
            by_sign["verdict"] += any(_is_far(one.weeks[name], 3 * accounts) for one in weeks for name in THREE)
    return asked, with_any, by_sign


def _up_to(one: History, back: int) -> History:
    end = len(one.posts) - back + 1
    return History({name: own[:end] for name, own in one.weeks.items()}, one.posts[:end])


def _is_far(weeks: Floats, together: int) -> bool:
    usual = usual_range(weeks[:-1], FAMILY / together)
    return usual is not None and usual.is_far(float(weeks[-1]))


PLANTED: Mapping[Sign, Mapping[str, float]] = {
    Sign.LOW_COMPLETION: {"completion_rate": 0.5},
    Sign.SLOW: {LONG: 0.5, "average_watch_time": 1.6},
    Sign.TOO_LONG: {SHORT: 1.1, LONG: 0.5},
    Sign.BEYOND: {"view_to_follower": 5.0},
    Sign.UNSEEN: {"engagement_by_views": 2.0, "views": 0.15},
    Sign.COMMENTS: {"comments": 6.0},
    Sign.SENTIMENT: {SENTIMENT: 0.6},
}
"""By sign: how many times as large numbers are made in the last week of every simulated account."""


def planted(rng: np.random.Generator) -> Iterator[tuple[Sign, int, int]]:
    """By sign: accounts on whose last week it was not seen without the change, and those on which it is with it."""
    histories = [one for one in simulated(rng) if len(one.posts)]
    for sign, changes in PLANTED.items():
        changed = [
            {name: np.append(own[:-1], own[-1] * changes.get(name, 1.0)) for name, own in one.weeks.items()}
            for one in histories
        ]
        seen = [any(one.sign is sign for one in signals(weeks, 5)) for weeks in changed]
        yield sign, len(seen), sum(seen)


def main() -> None:
    """Write how many of ordinary weeks each sign fires in, and all together."""
    with (ROOT / "docs" / "signals.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["accounts", "sign", "weeks", "fired", "share"])
        for name, histories in (("real", [*real()]), ("simulated", [*simulated(np.random.default_rng(18))])):
            for accounts in CLIENTS:
                asked, with_any, by_sign = fired(histories, accounts, EVERY if accounts > 1 else 1)
                rows = [("any", with_any), ("verdict", by_sign["verdict"])]
                rows += [(sign.value, by_sign[sign.value]) for sign in Sign] if accounts == 1 else []
                who = name if accounts == 1 else f"{name}, {accounts} a client"
                out.writerows([who, sign, asked, count, f"{count / asked:.4f}"] for sign, count in rows)
                file.flush()
        for sign, asked, count in planted(np.random.default_rng(19)):
            out.writerow(["planted", sign.value, asked, count, f"{count / asked:.4f}"])


if __name__ == "__main__":
    main()
