"""A quarter of posts with about one order per 1,000 views, lived through many times: what attribution finds again.

``python -m tests.calibration.quarter`` counts 2,000 quarters a row and writes docs/quarter.csv. Orders are made as a
shop has them, with links, codes, nothing, somebody else's link, too early and too late, and attributed by the product's
own rule. Writing them to files and reading them back would change nothing: tests/calibration/test_quarter.py does so
for some, through ``plan``, ``ingest`` and ``analyze``, and gets the same orders, ratios and intervals.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace

import numpy as np
from tests.calibration.planned import row
from tests.places import ROOT

from cliptrial.analysis.results import VerdictCode
from cliptrial.analysis.rows import CLEAR, Row
from cliptrial.analysis.units import Units, Values
from cliptrial.metrics import CATALOGUE, Kind
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.calibration_world import VARIANT, assign
from cliptrial.posts.equal_age.due import DAY
from cliptrial.posts.outcomes.attribution import Attributed, Lost, Order, Touch, attribute, code_mark, link_mark
from cliptrial.simulate.table import simulate_table
from cliptrial.stats.inversion import Floats

LAST = ROOT / "docs" / "quarter.csv"
CAMPAIGN, WINDOW = "trial", 7.0
POSTS_PER_ARM = 46
"""One post a day for a quarter."""
PER_VIEW, TYPICAL = 0.001, 3_000.0
"""Orders per view, and views of a typical post."""
SPREAD, OWN = 1.0, 0.4
"""SD of the log of a post's views, and of how well it sells."""
BASKET = 30.0
EFFECTS = (0.0, 0.5, 1.0)
METRICS = ("conversion_rate", "orders", "revenue")
LOST: Mapping[Lost, float] = {Lost.UNMARKED: 0.25, Lost.UNKNOWN: 0.05, Lost.BEFORE: 0.02, Lost.LATE: 0.05}
"""What share of all orders cannot be attributed, and why."""
QUARTERS = 20
"""Quarters that are lived through on one drawn schedule."""


@dataclass(frozen=True)
class Sale:
    """An order as the shop has it: UTC second, amount, and the position in its link or its code, if any."""

    at: int
    amount: float
    content: str = ""
    code: str = ""


@dataclass(frozen=True)
class Quarter:
    """What happened.

    Attributes:
        posted_at: By post: UTC second.
        views: By post.
        sales: What the shop sold.
        planted: By position: orders that belong to it.
        lost: Orders that belong to no post, and why.
    """

    posted_at: Sequence[int]
    views: Floats
    sales: tuple[Sale, ...]
    planted: Mapping[int, int]
    lost: Mapping[Lost, int] = field(default_factory=dict)


def lived(variant: Floats, posted_at: Sequence[int], effect: float, rng: np.random.Generator) -> Quarter:
    """A quarter in which the variant sells ``1 + effect`` times as much per view.

    Args:
        variant: By post: 1 for the variant.
        posted_at: By post: UTC second.
        effect: A ratio minus one.
        rng: Chance.
    """
    table = simulate_table(
        len(variant) // 2,
        sigma=SPREAD,
        trend=float(rng.uniform(-1, 1)),
        weekday_effects=tuple(rng.uniform(-0.3, 0.3, 7)),
        arms=np.asarray(variant, dtype=np.int64),
        seed=rng,
    )
    views = np.maximum(np.rint(TYPICAL * table.value / np.median(table.value)), 1)
    own = np.exp(OWN * rng.standard_normal(len(views)) - OWN**2 / 2)
    sold = rng.poisson(PER_VIEW * views * own * (1 + effect * variant) / (1 - sum(LOST.values())))
    sales, planted, lost = list[Sale](), Counter[int](), Counter[Lost]()
    ways: tuple[Lost | None, ...] = (None, *LOST)
    shares = [1 - sum(LOST.values()), *LOST.values()]
    for place, count in enumerate(sold.tolist()):
        for way in rng.choice(len(ways), size=count, p=shares).tolist():
            sales.append(_sale(place + 1, posted_at[place], ways[way], rng))
            why = ways[way]
            if why is None:
                planted[place + 1] += 1
            else:
                lost[why] += 1
    return Quarter(posted_at, views, tuple(sorted(sales, key=lambda one: one.at)), planted, lost)


def _sale(position: int, posted_at: int, why: Lost | None, rng: np.random.Generator) -> Sale:
    """One order of a post; most within two days, a third of those that are marked by their code."""
    after = int(min(rng.exponential(1.5), WINDOW - 0.01) * DAY)
    at = {Lost.BEFORE: posted_at - 1 - after // 8, Lost.LATE: posted_at + int(WINDOW * DAY) + after}.get(
        why or Lost.UNKNOWN, posted_at + after
    )
    amount = round(float(BASKET * np.exp(0.5 * rng.standard_normal())) + 0.01, 2)
    if why is Lost.UNMARKED:
        return Sale(at, amount)
    if why is Lost.UNKNOWN:
        return Sale(at, amount, content="999")
    by_code = rng.random() < 1 / 3
    return Sale(at, amount, content="" if by_code else str(position), code=f"Dish{position:02d}" if by_code else "")


def attributed(quarter: Quarter) -> Attributed:
    """The orders by post, by the rule of the product."""
    touches = [
        Touch(str(n), at, frozenset({link_mark(CAMPAIGN, str(n)), code_mark(f"dish{n:02d}")}))
        for n, at in enumerate(quarter.posted_at, 1)
    ]
    orders = [Order(one.at, one.amount, "EUR", frozenset(_marks(one))) for one in quarter.sales]
    return attribute(orders, touches, WINDOW)


def _marks(sale: Sale) -> Iterator[str]:
    if sale.content:
        yield link_mark(CAMPAIGN, sale.content)
    if sale.code:
        yield code_mark(sale.code)


def values_of(metric: str, quarter: Quarter, found: Attributed) -> Values:
    """A metric of what was attributed, on every post."""
    own = [found.by_post.get(str(n), ()) for n in range(1, len(quarter.posted_at) + 1)]
    top = [sum(one.amount for one in orders) if metric == "revenue" else len(orders) for orders in own]
    below = quarter.views if metric == "conversion_rate" else np.ones(len(own))
    return Values(np.asarray(top, dtype=np.float64), below)


def drawn(number: int) -> Units:
    """A numbered schedule of one quarter."""
    cell = Cell(Layout.ROTATED, Kind.RARE, POSTS_PER_ARM, SPREAD)
    return replace(assign(cell, number).units, draws=499)


def quarters(effect: float, runs: int, first: int = 0) -> Iterator[tuple[Units, Quarter]]:
    """Quarters on drawn schedules, from a numbered one on."""
    for number in range(first, first + -(-runs // QUARTERS)):
        units, rng = drawn(number), np.random.default_rng([number, round(100 * effect)])
        variant = np.asarray(units.arm == VARIANT, dtype=np.float64)
        posted_at = [1_772_470_800 + place * DAY for place in range(len(variant))]
        for _ in range(QUARTERS):
            yield units, lived(variant, posted_at, effect, rng)


@dataclass(frozen=True)
class Counted:
    """One row: of so many quarters.

    Attributes:
        metric: The metric.
        effect: The true effect, a ratio minus one.
        runs: Quarters.
        orders: Orders of a quarter that belong to posts, on average.
        per_1000_views: The same per 1,000 views.
        recovered: Share of the quarters in which every order was attributed to the very post it was planted at.
        lost_planted: Share of the orders that were planted as not attributable.
        lost_shown: Share that attribution shows as such.
        covered: Share of intervals that hold the true effect.
        clear: Share of clear answers: false positives where there is no effect.
        wrong: Share of clear answers in the wrong direction.
    """

    metric: str
    effect: float
    runs: int
    orders: float
    per_1000_views: float
    recovered: float
    lost_planted: float
    lost_shown: float
    covered: float
    clear: float
    wrong: float


def counted(effect: float, runs: int, metrics: Sequence[str] = METRICS) -> list[Counted]:
    """A row for each metric, all on the same quarters."""
    rows: dict[str, list[Row]] = {metric: [] for metric in metrics}
    exact, orders, views, planted, shown, all_ = 0, 0, 0.0, 0, 0.0, 0
    for units, quarter in quarters(effect, runs):
        found = attributed(quarter)
        exact += is_exact(quarter, found)
        orders, views = orders + int(found.orders), views + float(quarter.views.sum())
        planted, shown = planted + sum(quarter.lost.values()), shown + sum(found.lost.values())
        all_ += len(quarter.sales)
        for metric in metrics:
            rows[metric].append(row(units, values_of(metric, quarter, found), CATALOGUE[metric]))
    return [
        Counted(
            metric=metric,
            effect=effect,
            runs=len(own),
            orders=orders / len(own),
            per_1000_views=1000 * orders / views,
            recovered=exact / len(own),
            lost_planted=planted / all_,
            lost_shown=shown / all_,
            covered=float(np.mean([_covers(one, effect) for one in own])),
            clear=float(np.mean([one.uplift.verdict in CLEAR for one in own])),
            wrong=float(np.mean([one.uplift.verdict is VerdictCode.WORSE for one in own])) if effect else 0.0,
        )
        for metric, own in rows.items()
    ]


def is_exact(quarter: Quarter, found: Attributed) -> bool:
    """Whether every order is where it was planted."""
    own = {int(post): len(orders) for post, orders in found.by_post.items()}
    return own == dict(quarter.planted) and dict(found.lost) == dict(quarter.lost)


def _covers(one: Row, effect: float) -> bool:
    low, high = one.uplift.relative_interval
    return (low is None or low <= effect) and (high is None or effect <= high)


def main(runs: int = 2000) -> None:
    """Count every row."""
    with LAST.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [one.name for one in fields(Counted)], lineterminator="\n")
        table.writeheader()
        for effect in EFFECTS:
            for one in counted(effect, runs):
                table.writerow({k: f"{v:.4f}" if isinstance(v, float) else v for k, v in asdict(one).items()})
            file.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
