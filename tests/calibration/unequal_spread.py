"""Which statistic of a ratio bears that one arm varies more? ``python -m tests.calibration.unequal_spread`` counts.

Every statistic sees the same tables and the same re-drawn labels; docs/unequal_spread.csv holds the shares of tables
with a winner. Rates vary by a gamma distribution (phi), amounts by a log-normal one (SD of the log).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from zlib import crc32

import numpy as np
from tests.places import ROOT

from cliptrial.stats.ratio.rate_ratio import weights
from cliptrial.stats.ratio.spread import spread_test

FILE = ROOT / "docs" / "unequal_spread.csv"
ARMS = ((8, 8), (14, 14), (28, 28), (48, 12), (12, 48), (60, 20), (20, 60))
SPREADS = {"rate": ((0.25, 0.25), (0.1, 0.4)), "rare": ((0.3, 0.3), (0.1, 0.4)), "money": ((1.0, 1.0), (0.5, 1.5))}
EFFECT = {"rate": 0.3, "rare": 1.0, "money": 1.0}
RUNS, DRAWS, WITHHELD = 2000, 199, 0.01
NAMES = ("ratio", "studentised", "hc3", "winsorised", "difference")


def table(kind: str, arms: tuple[int, int], spreads: tuple[float, float], effect: float, rng: np.random.Generator):
    """Events, exposure and labels of one table; both arms have one mean but for the effect."""
    treated = np.arange(sum(arms)) >= arms[0]
    spread = np.asarray(spreads)[treated.astype(int)]
    lift, one = 1 + effect * treated, np.ones(len(treated))
    if kind == "money":
        return lift * np.exp(spread * rng.standard_normal(len(one)) - spread**2 / 2), one, treated
    views = np.exp(rng.normal(9, 1, len(one))).round() + 1 if kind == "rate" else one
    typical = 0.042 * views if kind == "rate" else 2.0
    return rng.poisson(typical * lift * spread * rng.gamma(1 / spread)).astype(float), views, treated


def sizes(events: np.ndarray, exposure: np.ndarray, labels: np.ndarray) -> Mapping[str, np.ndarray]:
    """Each statistic's size under every row of labels."""
    weight = weights(events, exposure)
    plain = _sizes(weight * events, weight * exposure, labels)
    limit = np.quantile(events / exposure, 0.9) * exposure
    cut = _sizes(weight * np.minimum(events, limit), weight * exposure, labels)
    return {**plain, "winsorised": cut["studentised"]}


def _sizes(events: np.ndarray, exposure: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    sides = [_side(events, exposure, side) for side in (labels, 1 - labels)]
    (rate, error, posts), (control, own, others) = sides
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.abs(np.log(rate / control))
        rows = {
            "ratio": log,
            "studentised": log / np.sqrt(error / rate**2 + own / control**2),
            "hc3": log / np.sqrt(error / rate**2 * posts / (posts - 1) + own / control**2 * others / (others - 1)),
            "difference": np.abs(rate - control) / np.sqrt(error + own),
        }
    return {name: np.where(np.isfinite(size), size, np.inf) for name, size in rows.items()}


def _side(events: np.ndarray, exposure: np.ndarray, side: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rate, its variance and the number of posts."""
    posts, held = side.sum(axis=1), side @ exposure
    rate = side @ events / held
    left = side @ events**2 - 2 * rate * (side @ (events * exposure)) + rate**2 * (side @ exposure**2)
    return rate, np.maximum(left, 0) / held**2 * posts / (posts - 1), posts


def counted(kind: str, arms: tuple[int, int], spreads: tuple[float, float], runs: int) -> dict[str, object]:
    """One row of the table: winners without an effect, withheld, winners left, and power."""
    rng = np.random.default_rng(crc32(f"{kind}{arms}{spreads}".encode()))
    wins, power = dict.fromkeys(NAMES, 0), dict.fromkeys(NAMES, 0)
    withheld = left = 0
    for _ in range(runs):
        seed = int(rng.integers(2**32))
        for effect, tally in ((0.0, wins), (EFFECT[kind], power)):
            events, exposure, treated = table(kind, arms, spreads, effect, np.random.default_rng(seed))
            shuffled = np.random.default_rng(seed + 1).permuted(np.tile(treated, (DRAWS, 1)), axis=1)
            labels = np.concatenate([treated[None], shuffled]).astype(float)
            p = {name: (size >= size[0] * (1 - 1e-9)).mean() for name, size in sizes(events, exposure, labels).items()}
            for name in NAMES:
                tally[name] += p[name] <= 0.05
            if kind == "money" and not effect:
                apart = spread_test(np.log(events), treated, shuffled, exact=False)
                told = apart is not None and apart.p_value <= WITHHELD
                unequal = max(arms) > 1.1 * min(arms)
                withheld, left = withheld + told, left + (not told and p[NAMES[unequal]] <= 0.05)
    shares: dict[str, object] = {f"{name}_false_positives": f"{wins[name] / runs:.4f}" for name in NAMES}
    shares |= {f"{name}_power": f"{power[name] / runs:.4f}" for name in NAMES}
    money = {"withheld": f"{withheld / runs:.4f}", "winners_left": f"{left / runs:.4f}"} if kind == "money" else {}
    head = {"kind": kind, "control_posts": arms[0], "variant_posts": arms[1]}
    return {**head, "control_spread": spreads[0], "variant_spread": spreads[1], "runs": runs, **shares, **money}


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rows = [counted(kind, arms, spreads, runs) for kind in SPREADS for arms in ARMS for spreads in SPREADS[kind]]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[-1]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
