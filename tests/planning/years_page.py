"""``docs/year.md``: what a year of honest tests is worth, from a simulation of the product's rules.

``python -m tests.planning.years_page`` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from tests.places import ROOT
from tests.planning.worlds import WORLDS, World
from tests.planning.years import Programme, Rule, Years, simulate_agencies, simulate_years

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
CHECK = """
## What old against new is for

A safety brake first: of 100 years whose new way is kept, it is truly ahead in so many; without the check it would be
in so many of all. And of 100 new ways that are rolled back, so many were in truth the better ones; with more posts
before anything is rolled back, fewer. A check that was made longer decides and confirms nothing.

"""
AGENCY = """
## One agency, many clients

Each client checks its own changes. The average over all of them, account by account, confirms far more often than one
check; it says that these new ways together bring more, and nothing about any single one. Confirmed at the 5 % level, in
percent of {runs} agencies, no extra work.

"""
NOTHING = """
Where nothing works at all, a check confirms {estimated:.1%} of the time, half of 5 % (p two-sided, and ahead); with the
scatter of posts taken as known instead of estimated, {known:.1%}.
"""
AGENCIES = 2_000
TAIL = """
## What it rests on

- `cliptrial.stats.growth` has the rule: with n posts an arm, what is seen weighs n / (n + a) with a = 2 sigma² / tau²
  (Raiffa and Schlaifer, *Applied Statistical Decision Theory*, 1961). `cliptrial.planning.growth` has the worlds.
- Where ideas are three times smaller than assumed, or bad on average, adopting by expectation alone loses; old against
  new is the brake.
- More posts a week bring more than anything else; a quieter number that moves with views comes next.
- Effects that fade count for less: with a half-life of 55 posts hardly anything is left of a year.
- One year through the real commands (twelve combined tests, 28 posts old against new) gave the very effects and
  decisions that arithmetic on the same posts gives: [real_year.csv](real_year.csv), written by
  `python -m tests.calibration.real_year`.
"""


def page() -> str:
    """The whole page."""
    return (
        HEAD.format(runs=f"{RUNS:,}")
        + "\n".join(_worlds())
        + "\n"
        + WEEKS
        + "\n".join([*_weeks(), CHECK])
        + (
            "\n".join([*_brake(), AGENCY.format(runs=f"{AGENCIES:,}")])
            + "\n".join(_agencies())
            + "\n"
            + _nothing()
            + TAIL
        )
    )


def _brake() -> Iterator[str]:
    columns = ("extra work", "kept, truly ahead", "ahead without a check", "rolled back", "of these better")
    yield f"| {' | '.join(columns)} | 7 posts more each | 14 more each |"
    yield "|---|---|---|---|---|---|---|"
    for cost in (0.0, 0.02):
        world, usual = World(cost=cost), Programme(per_arm=8, together=2, check=True)
        years, *longer = (simulate_years(world, replace(usual, longer=more), RUNS) for more in (0, 7, 14))
        first = (years.ahead, float((years.level > 0).mean()), 1 - float(years.kept.mean()), years.thrown_away)
        cells = [f"{100 * one:.0f}" for one in first] + [
            f"{100 * one.thrown_away:.0f}, growth {_change(one, years)}" for one in longer
        ]
        yield f"| {cost:.0%} | " + " | ".join(cells) + " |"


def _change(longer: Years, years: Years) -> str:
    return f"{100 * (longer.end - years.end):+.0f}, below {100 * (longer.below - years.below):+.0f}"


def _agencies() -> Iterator[str]:
    yield "| posts a year | one client | 4 clients | 8 clients | 12 clients |"
    yield "|---|---|---|---|---|"
    for posts in (104, 156, 220):
        usual = Programme(posts, 8, 2, check=True)
        each = [simulate_agencies(clients, World(), usual, AGENCIES) for clients in (4, 8, 12)]
        yield f"| {posts} | {100 * each[-1][0]:.0f} | " + " | ".join(f"{100 * one[1]:.0f}" for one in each) + " |"


def _nothing() -> str:
    usual = Programme(per_arm=8, together=2, check=True)
    shares = [
        float(simulate_years(World(tau=1e-9), replace(usual, scatter_known=known), 40_000).confirmed.mean())
        for known in (False, True)
    ]
    return NOTHING.format(estimated=shares[0], known=shares[1])


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
