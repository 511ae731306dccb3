"""What posts a week can do in a year: the committed figures of ``docs/year.md``, which are simulated there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """A year at one pace: two ideas on the same 16 posts, the last 28 posts old against new. Shares of 6,000 years.

    Attributes:
        a_week: Posts a week.
        posts: Posts a year.
        ideas: Ideas tried.
        growth: At the end of the year, where ideas take no extra work and are worth +-17 %; a ratio minus one.
        growth_with_work: The same where every change costs 2 % a post for ever.
        below: Years that end below their start, without extra work.
        confirmed: Years whose check confirms the new way.
        kept: Years in which it is kept without being confirmed.
        rolled_back: Years in which it is rolled back.
    """

    a_week: int
    posts: int
    ideas: int
    growth: float
    growth_with_work: float
    below: float
    confirmed: float
    kept: float
    rolled_back: float


PACES = (
    Pace(2, 104, 8, 0.19, 0.12, 0.10, 0.10, 0.51, 0.39),
    Pace(3, 156, 16, 0.41, 0.24, 0.07, 0.22, 0.48, 0.30),
    Pace(4, 220, 24, 0.69, 0.38, 0.05, 0.33, 0.44, 0.23),
    Pace(7, 365, 42, 1.43, 0.73, 0.03, 0.52, 0.33, 0.15),
)
"""By posts a week."""
