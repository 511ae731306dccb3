"""An experiment's posts out of a store of any size: those near its plan, and what its accounts are used to post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cliptrial.posts.copies import WITHIN, Habits
from cliptrial.posts.lake.history import captions_and_sounds, posts_near
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.records import Post
from cliptrial.posts.text.ids import id_in_link
from cliptrial.registry.plan.schedule import Schedule

BESIDE = timedelta(days=9)
"""How far beside the plan posts are looked for: two takes lie at most a week apart, wherever the account lives."""


@dataclass(frozen=True, slots=True)
class OwnPosts:
    """Where an experiment's posts are looked for.

    Attributes:
        lake: The facts.
        accounts: Who posts.
        start: UTC epoch seconds some days before the first position.
        end: The same after the last one.
        named: Ids of the posts that positions are, or were, linked to.
    """

    lake: Lake
    accounts: tuple[str, ...]
    start: int
    end: int
    named: frozenset[str]

    @classmethod
    def of(
        cls,
        lake: Lake,
        accounts: tuple[str, ...],
        schedule: Schedule,
        links: Mapping[int, str],
        before: Mapping[int, frozenset[str]],
    ) -> OwnPosts:
        """Around a plan, with its links and those it had before."""
        days = [datetime.combine(p.date, datetime.min.time(), UTC) for p in schedule.positions]
        start, end = (int(day.timestamp()) for day in (min(days) - BESIDE, max(days) + BESIDE))
        named = {post for link in links.values() if (post := id_in_link(link))}
        return cls(lake, accounts, start, end, frozenset(named.union(*before.values())))

    def near(self) -> list[Post]:
        """Every post that may belong to a position."""
        return posts_near(self.lake, self.accounts, self.start, self.end, self.named)

    def around(self, placed: Iterable[Post]) -> list[Post] | None:
        """The same with the posts around those that count, where some went out long before or after the plan."""
        times = [post.posted_at for post in placed if post.posted_at is not None]
        start, end = min([self.start, *(t - WITHIN for t in times)]), max([self.end, *(t + WITHIN for t in times)])
        if (start, end) == (self.start, self.end):
            return None
        return posts_near(self.lake, self.accounts, start, end, self.named)

    def habits(self, account: str, left_out: Collection[str]) -> Habits:
        """What an account is used to post, without some of its posts."""
        known = _habits(self.lake.folder, self.lake.fingerprint(), account)
        without = posts_near(self.lake, [account], 1, 0, left_out) if left_out else []
        return known.without(Habits.of(post for post in without if post.posted_at is not None))


@lru_cache(maxsize=256)
def _habits(store: Path, fingerprint: str, account: str) -> Habits:  # noqa: ARG001
    """All experiments of an account have the same, as long as nothing is handed in."""
    return Habits.counted(captions_and_sounds(Lake(store), account))
