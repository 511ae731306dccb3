"""A column of links: its ids, its links made anew and the handles in it.

Links of one account differ in their last digits only. So what stands before 19 digits at the end is read once, with
digits that stand for all others; a link that ends in anything else is read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa

from cliptrial.posts.columns.arrow import (
    Mask,
    Places,
    Texts,
    are_digits,
    bytes_in,
    distinct_texts,
    glued,
    hold,
    kept,
    match,
    part_of,
    taken,
    texts_of,
    with_sign,
)
from cliptrial.posts.columns.column import Column
from cliptrial.posts.text.ids import handle_in_link, id_in_link
from cliptrial.posts.text.rebuilt_links import rebuilt_link

_DIGITS = 19
_ANY = "7" * _DIGITS
"""Stands for every id of TikTok; numbers below them are of another platform, whose links do not end in them."""
_LIKE_ANY = r"^[6-9]"


class Links:
    """Links or ids, row by row.

    Args:
        texts: The cells.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @cached_property
    def ids(self) -> Texts:
        """By row: the video id; null where there is none."""
        return self._read(id_in_link)

    def anew(self, handle: str | None) -> Texts:
        """By row: the link made anew; null where it means no post.

        Args:
            handle: That of the account, for links that carry none.
        """
        return self._read(lambda text: rebuilt_link(text, handle))

    def handles(self) -> Iterator[str]:
        """The handles of accounts in them; some come more than once."""
        heads, codes = self._heads
        # A handle may be of 19 digits itself.
        cut = np.array([handle_in_link(head) != handle_in_link(head + _ANY) for head in heads], np.bool_)
        whole = ~self._ends
        whole[self._ends] = cut[codes] if heads else False
        sure = [head for head, own in zip(heads, cut.tolist(), strict=True) if not own]
        for text in (*sure, *distinct_texts(kept(self._texts, whole))[0]):
            if handle := handle_in_link(text):
                yield handle

    @cached_property
    def _digits(self) -> Texts:
        return part_of(self._texts, -_DIGITS, None)

    @cached_property
    def _ends(self) -> Mask:
        whole: Mask = bytes_in(self._digits) == _DIGITS
        return whole & are_digits(self._digits) & match(self._digits, _LIKE_ANY)

    @cached_property
    def _heads(self) -> tuple[list[str], Places]:
        return distinct_texts(part_of(kept(self._texts, self._ends), 0, -_DIGITS))

    def _read(self, read: Callable[[str], str | None]) -> Texts:
        """What a function says of each text; where it repeats the digits at its end, their like is asked for once."""
        heads, codes = self._heads
        said = [read(head + _ANY) or "" for head in heads]
        # Digits that a function does not put at the end of what it says may be no id, or not the only one.
        sure = np.array([one.endswith(_ANY) and one.count(_ANY) == 1 for one in said], np.bool_)
        by_head = self._ends.copy()
        by_head[self._ends] = sure[codes] if heads else False
        own = codes[by_head[self._ends]]
        whole = glued(taken(texts_of([one.removesuffix(_ANY) for one in said]), own), kept(self._digits, by_head))
        if by_head.all():
            return whole
        others, places = distinct_texts(kept(self._texts, ~by_head))
        each = taken(texts_of([read(text) for text in others]), places)
        order = np.where(by_head, np.cumsum(by_head) - 1, len(whole) + np.cumsum(~by_head) - 1)
        return taken(pa.concat_arrays([whole, each]), order)


def handles_in(column: Column) -> set[str]:
    """The handles of accounts in the links of a column."""
    texts = column.mapped(str) if column.texts is None else column.texts
    named = taken(texts, with_sign(texts, "@"))
    linked = kept(named, hold(named, "tiktok.com/@"))
    others = kept(texts, hold(texts, "instagram.com/"))
    return {handle for one in (linked, others) if len(one) for handle in Links(one).handles()}
