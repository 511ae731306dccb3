"""Understood rows as tables of the lake."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Texts, distinct_texts, same_text, taken, texts_of
from cliptrial.posts.columns.captions import each_hashtags, each_listed
from cliptrial.posts.columns.zones import Seconds
from cliptrial.posts.lake.tables import Arrow, conform
from cliptrial.posts.sources.post_table.posts import Posts
from cliptrial.posts.sources.request import Request


def posts_of(read: Posts, source: str, request: Request) -> pa.Table:
    """The posts."""
    captions, listed = (
        None if (texts := read.texts.get(name)) is None else request.mask_texts(texts)
        for name in ("caption", "hashtags")
    )
    # An empty title in Studio means that the video has no caption; a missing column means that nobody knows.
    tags = each_listed(listed) if listed is not None else None if captions is None else each_hashtags(captions)
    sounds = read.texts.get("sound")
    duration = read.counters.get("duration")
    cells: Mapping[str, pa.Array[Arrow] | None] = {
        "post_id": read.post_ids,
        "account": read.accounts.mapped(str),
        "posted_at": pa.array(read.posted_at, mask=read.posted_at == 0),
        "link": read.links,
        "caption": captions,
        "hashtags": tags,
        "sound": None if sounds is None else _sounds(sounds, request),
        "duration": None if duration is None else pa.array(duration, from_pandas=True),
        "promoted_at": read.promoted_at,
        "described_at": pa.array(read.captured_at),
        "source": same_text(source, len(read)),
    }
    return conform("posts", pa.table({name: values for name, values in cells.items() if values is not None}))


def _sounds(texts: Texts, request: Request) -> Texts:
    distinct, codes = distinct_texts(texts)
    return taken(texts_of([request.mask_sound(one) if one else None for one in distinct]), codes)


def snapshots_of(posts: Posts, captured_at: Seconds, counters: Mapping[str, NDArray[np.float64]]) -> pa.Table:
    """Snapshots of posts.

    Args:
        posts: The posts.
        captured_at: By row: UTC epoch seconds.
        counters: By column of the lake: the numbers, NaN where there is none.
    """
    numbered = {key: pa.array(values, from_pandas=True) for key, values in counters.items()}
    return pa.table(
        {
            "post_id": posts.post_ids,
            "account": posts.accounts.mapped(str),
            "captured_at": pa.array(captured_at),
            **numbered,
        }
    )
