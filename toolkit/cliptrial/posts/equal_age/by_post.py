"""Readings by post, kept as columns: a reading becomes an object when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import pyarrow as pa

from cliptrial.posts.columns.arrow import Texts, column_of, list_of
from cliptrial.posts.records import Reading

DAY = 86_400


class ByPost(Mapping[str, Reading]):
    """Readings by post id, in the order of the ids.

    Args:
        rows: One row a post: post_id, captured_at, age in seconds, numerator, denominator.
    """

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows.sort_by("post_id").combine_chunks()

    @property
    def ids(self) -> Texts:
        """The posts."""
        return column_of("post_id", [self._rows])

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {post_id: place for place, post_id in enumerate(list_of(self.ids))}

    def __len__(self) -> int:
        return self._rows.num_rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, post_id: object) -> bool:
        return post_id in self._places

    def __getitem__(self, post_id: str) -> Reading:
        (row,) = self._rows.slice(self._places[post_id], 1).to_pylist()
        return Reading(post_id, row["captured_at"], row["age"] / DAY, row["numerator"], row["denominator"])
