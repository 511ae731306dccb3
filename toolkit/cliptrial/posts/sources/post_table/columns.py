"""Where the columns of a table of posts are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Texts
from cliptrial.posts.sources.cells import Rows, ids
from cliptrial.posts.sources.request import Findings

Counted: TypeAlias = Mapping[str, NDArray[np.float64]]
"""By column of the lake: a number for each row, NaN where there is none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The headers of a table of posts.

    Attributes:
        post_id: Header of the id, or of the link with the id.
        counters: By column of the lake: the header.
        link: Header of the link.
        posted_at: Header of the posting time.
        captured_at: Header of the export's time.
        account: Header of the account, in tables of several.
        texts: By field (caption, hashtags, sound): the header.
        promoted_on: Header of the day from which a post was promoted with money.
        ids: Reads the ids, where they are not TikTok's; those tell no second.
        address: Of a post by its id, where a table has no links.
        derived: Numbers that are made of others, by column of the lake.
        written_in: The zone in which such files write times, where it is not the account's own.
        locale: That of its dates, where such files write them in one way whatever their language.
        any_unit: Whether people made the table, so that its headers and columns tell the units of its numbers.
    """

    post_id: str
    counters: Mapping[str, str]
    link: str | None = None
    posted_at: str | None = None
    captured_at: str | None = None
    account: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    promoted_on: str | None = None
    ids: Callable[[Rows, str, Findings], Texts] = ids
    address: str | None = None
    derived: Callable[[Rows, Counted, Findings], Counted] | None = None
    written_in: str | None = None
    locale: str | None = None
    any_unit: bool = False

    @property
    def all(self) -> list[str]:
        """Every header."""
        single = (self.post_id, self.link, self.posted_at, self.captured_at, self.account, self.promoted_on)
        return [text for text in (*single, *self.counters.values(), *self.texts.values()) if text]
