"""Is it too good to be true?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cliptrial.analysis.findings.record import Finding

Sign = Literal["no_likes", "far_above", "top_only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprobablePosts(Finding):
    """A handful of posts of one arm are unlike all others of the account, as promoted, reposted or wrong ones are.

    Attributes:
        arm: The arm.
        sign: Views without the likes that belong to them, far more than all others have, or the lead of a clear
            answer in these posts alone.
        posts: How many.
        positions: Theirs in the plan; none in a table.
        links: To them, where known.
        rows: Theirs in a table that was handed in.
    """

    arm: str
    sign: Sign
    posts: int
    positions: tuple[int, ...]
    links: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprobableEffect(Finding):
    """Even the end of the range nearest to none, ``at_least``, is beyond ``known``, the largest effects that are known.

    Both are ratios minus one.
    """

    metric: str
    arm: str
    at_least: float
    known: float
