"""The rows of a table of posts, understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Places, Texts, taken
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.zones import Seconds, local_days
from cliptrial.posts.sources.cells import Rows
from cliptrial.posts.sources.request import Request


@dataclass(frozen=True, slots=True)
class Posts:
    """The rows of a table of posts, understood; every field has one value a row.

    Attributes:
        rows: The rows as they stand in the file.
        post_ids: The video ids.
        accounts: Whose posts they are.
        posted_at: UTC epoch seconds.
        captured_at: UTC epoch seconds.
        links: The links made anew; null where a row has none.
        texts: By field: what stands there.
        counters: By column of the lake: the numbers, NaN where there is none.
        promoted_at: UTC epoch seconds, ``NEVER``, or null where a row says nothing.
    """

    rows: Rows
    post_ids: Texts
    accounts: Column
    posted_at: Seconds
    captured_at: Seconds
    links: Texts
    texts: Mapping[str, Texts]
    counters: Mapping[str, NDArray[np.float64]]
    promoted_at: pa.Int64Array

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, places: Places) -> Posts:
        """Some of the rows."""
        if np.array_equal(places, np.arange(len(self))):
            return self
        return Posts(
            self.rows.at(places),
            taken(self.post_ids, places),
            self.accounts.take(places),
            self.posted_at[places],
            self.captured_at[places],
            taken(self.links, places),
            {key: taken(texts, places) for key, texts in self.texts.items()},
            {key: numbers[places] for key, numbers in self.counters.items()},
            self.promoted_at.take(places),
        )

    def local_days(self, seconds: Seconds, request: Request) -> Seconds:
        """The days of UTC epoch seconds in the zones of the accounts, since 1 January 1970."""
        return by_account(self.accounts, request, lambda rows, zone: local_days(seconds[rows], zone))


def by_account(accounts: Column, request: Request, of: Callable[[Places, ZoneInfo], Seconds]) -> Seconds:
    """What rows of one account have in its time zone."""
    seconds = np.zeros(len(accounts), np.int64)
    for code, name in enumerate(accounts.distinct):
        own = np.flatnonzero(accounts.codes == code)
        seconds[own] = of(own, request.zone(str(name)))
    return seconds
