"""``docs/year.md``: what a year of honest tests is worth, from the product's own simulation.

``python -m tests.planning.years_page`` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.places import ROOT

from cliptrial.planning.growth.worlds import WORLDS, World
from cliptrial.planning.growth.year import Programme, Rule, Years, simulate_years

PAGE = ROOT / "docs" / "year.md"
RUNS = 6_000
PROGRAMMES = {
    "p < .05, 7 an arm": Programme(rule=Rule.SIGNIFICANCE),
    "by expectation, 7 an arm": Programme(),
    "the same, and old against new": Programme(check=True),
    "two ideas on the same 16 posts, and old against new": Programme(per_arm=8, together=2, check=True),
}
HEAD = """# What a year of honest tests is worth

A simulation, not a promise. A year is 220 posts; an idea changes the log of views by a true effect with SD .17 over
ideas (a rule of thumb from public histories of accounts), posts scatter with SD 1.05. Ideas are tested one after the
other and **adopted by expectation**: where the expected effect is larger than what the change costs for ever. At the
end of the year **old against new** compares 14 posts made the old way with 14 made the new way; unless the new way is
ahead by more than it costs, everything is rolled back. Nothing is called proven before that.

Each cell: growth over the year / growth of the tenth that goes worst / share of years that end below their start, in
percent, of {runs} years. In the last world every programme loses, and no rule notices in time.

"""
WEEKS = """
## By posts a week

Two ideas on the same 16 posts, the last 28 posts old against new. Growth / years below their start / confirmed at the
5 % level / kept, not confirmed / rolled back, in percent.

"""
TAIL = """
## What it rests on

- `cliptrial.stats.growth` has the rule: with n posts an arm, what is seen weighs n / (n + a) with a = 2 sigma² / tau²
  (Raiffa and Schlaifer, *Applied Statistical Decision Theory*, 1961). `cliptrial.planning.growth` has the worlds.
- Where ideas are three times smaller than assumed, or bad on average, adopting by expectation alone loses; old against
  new is the brake.
- More posts a week bring more than anything else; a quieter number that moves with views comes next.
- Effects that fade count for less: with a half-life of 55 posts hardly anything is left of a year.
- Not in here: two ideas drawn together are simulated, but plans are drawn one experiment at a time as yet.
"""


def page() -> str:
    """The whole page."""
    return HEAD.format(runs=f"{RUNS:,}") + "\n".join(_worlds()) + "\n" + WEEKS + "\n".join(_weeks()) + "\n" + TAIL


def _worlds() -> Iterator[str]:
    yield "| world | " + " | ".join(PROGRAMMES) + " |"
    yield "|---" * (len(PROGRAMMES) + 1) + "|"
    for name, world in WORLDS.items():
        cells = (_cell(simulate_years(world, programme, RUNS)) for programme in PROGRAMMES.values())
        yield f"| {name} | " + " | ".join(cells) + " |"


def _weeks() -> Iterator[str]:
    yield "| posts a year | ideas tried | extra work | growth and what becomes of it |"
    yield "|---|---|---|---|"
    for posts, cost in product((104, 156, 220, 365), (0.0, 0.02)):
        years = simulate_years(World(cost=cost), Programme(posts, 8, 2, check=True), RUNS)
        kept, confirmed = float(years.kept.mean()), float(years.confirmed.mean())
        shares = (years.end, years.below, confirmed, kept - confirmed, 1 - kept)
        yield f"| {posts} | {years.tried} | {cost:.0%} | " + " / ".join(f"{100 * one:.0f}" for one in shares) + " |"


def _cell(years: Years) -> str:
    return " / ".join(f"{100 * one:.0f}".replace("-0", "0") for one in (years.end, years.low, years.below))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
