"""One row a post: posts that stand in several rows of a table, by id, by link, or by any column of links.

Who scrapes several searches, or the same account every day, has a post once for each of them. The newest reading is
kept: by the time of collecting, where a column holds it, else the one row that has at least as much of everything that
is counted, because counters grow. Where no row is the newest, somebody has to choose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.signs import header_words, holds_counts
from cliptrial.posts.text.time_columns import written_times
from cliptrial.registry.alike import alike

_ID_NAMES = """
post_id|post id|post-id|video_id|video id|video-id|item_id|aweme_id|media_id|tweet_id|id|link|video link|post link|url
video url|post url|video_url|videourl|webvideourl|permalink|shortcode|content id|beitrags-id|videolink
"""
_IDS = frozenset(_ID_NAMES.strip().replace("\n", "|").split("|"))
"""Names of columns that say which post it is, in lower case."""
_POSTS = (
    re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)"),
    re.compile(r"(?:youtube\.com/(?:watch\?(?:\S*&)?v=|shorts/|live/)|youtu\.be/)([\w-]{11})"),
    re.compile(r"facebook\.com/(?:reel|[\w.]+/(?:videos|posts))/([\w-]+)|facebook\.com/watch/?\?v=(\d+)"),
    re.compile(r"(?:twitter|x)\.com/\w+/status/(\d+)"),
    re.compile(r"(?:linkedin\.com/\S*?(?:activity|share|ugcPost)[:-](\d{10,}))"),
    re.compile(r"(?:snapchat\.com/spotlight|pinterest\.\w+/pin|threads\.(?:net|com)/@[\w.]+/post)/([\w-]+)"),
)
_COLLECTED_WORDS = """
captured collected scraped crawled fetched exported retrieved snapshot export abgerufen erfasst abgelesen exportiert
"""
_COLLECTED = frozenset(_COLLECTED_WORDS.split())
"""Words in headers above the time at which a row was read off."""
_CODED_NAMES = (
    "content video videos inhalt inhalte contenu contenuto contenuti contenido conteúdo контент コンテンツ 動画"
)
_CODED = frozenset(_CODED_NAMES.split())
"""Names of columns in which YouTube writes which video it is, in lower case."""
_CODE = re.compile(r"(?=.*[A-Z\d_-])[\w-]{11}", re.ASCII)
POSTS_MERGED = "posts_merged"
"""Under this name a table's attributes count the posts that stood in several rows."""
_LOOKED_AT = 200
_MOSTLY = 0.8
"""Share of a column's cells that are links to posts, from which it is a column of links."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A post of which no row can be told to be the newest.

    Attributes:
        column: The column that says that it is one post.
        post: What stands there.
        place: Its second row, counted from 0.
        differ: A column that should say the same in all its rows, such as the arm; None where numbers go both ways.
    """

    column: str
    post: str
    place: int
    differ: str | None


@dataclass(frozen=True, slots=True)
class OneRow:
    """Which rows stand for their posts.

    Attributes:
        places: The rows to keep, counted from 0, in order.
        posts: Posts that stood in several rows.
        unclear: Posts for which somebody has to choose.
    """

    places: tuple[int, ...]
    posts: int
    unclear: tuple[Unclear, ...] = ()


def one_row_a_post(frame: pd.DataFrame, same: Collection[str], asked: Collection[str]) -> OneRow:
    """The newest row of every post.

    Args:
        frame: The table, with no two columns of one name.
        same: Columns that must say the same in all rows of a post.
        asked: Columns that are read; rows that agree in them are as good as each other.
    """
    kept, posts, unclear = {*range(len(frame))}, 0, list[Unclear]()
    for column, keys in _identities(frame):
        rows: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(keys):
            if key is not None and place in kept:
                rows[key].append(place)
        several = {key: places for key, places in rows.items() if len(places) > 1}
        if several:
            newest = _Newest(frame, [name for name in same if name in frame], [name for name in asked if name in frame])
            for key, places in several.items():
                chosen = newest.of(places, known=":" in key)
                if isinstance(chosen, int):
                    kept -= {*places} - {chosen}
                    posts += 1
                else:
                    cell = str(frame[column].iloc[places[1]])
                    unclear.append(Unclear(column, cell, places[1], chosen or None))
    return OneRow(tuple(sorted(kept)), posts, tuple(unclear))


def post_key(text: str) -> str | None:
    """The post of a link or an id on any platform, as ``platform:id``; None where it is none that is known."""
    video = id_in_link(text)
    if video is not None:
        return f"0:{video}"
    if is_short_link(text):
        return f"short:{text.strip().split('?')[0].rstrip('/').split('//')[-1]}"
    for number, form in enumerate(_POSTS, 1):
        if (parts := form.search(text)) is not None:
            return f"{number}:{next(part for part in parts.groups() if part)}"
    return None


def _identities(frame: pd.DataFrame) -> Iterator[tuple[str, list[str | None]]]:
    """Columns that say which post a row is, each with its keys; what an id tells needs no other column."""
    named, linked = [], []
    for place, name in enumerate(map(str, frame.columns)):
        column = frame.iloc[:, place]
        seen = " ".join(alike(name).split())
        if seen in _IDS or (seen in _CODED and _is_coded(column.tolist())):
            named.append((name, [_named(cell) for cell in column]))
        elif not pd.api.types.is_numeric_dtype(column) and _is_linked(column.tolist()):
            linked.append((name, [post_key(cell) if isinstance(cell, str) else None for cell in column]))
    yield from named
    identified = any(keys and all(key and ":" in key for key in keys) for _, keys in named)
    if not identified and linked:
        # Of several columns of links the one that names most posts is the post's own: others name a source or a series.
        yield max(linked, key=lambda one: len({*one[1]}))


def _named(cell: object) -> str | None:
    if cell is None or cell != cell:
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    return post_key(text) or text.split("?")[0].rstrip("/") or None


def _is_linked(cells: Sequence[object]) -> bool:
    texts = [cell for cell in islice(cells, _LOOKED_AT) if isinstance(cell, str) and cell.strip()]
    return len(texts) > 1 and sum(post_key(text) is not None for text in texts) >= _MOSTLY * len(texts)


def _is_coded(cells: Sequence[object]) -> bool:
    """Whether every cell is an id of YouTube."""
    return all(isinstance(cell, str) and _CODE.fullmatch(cell) for cell in cells)


class _Newest:
    """Chooses among the rows of one post."""

    def __init__(self, frame: pd.DataFrame, same: Sequence[str], asked: Sequence[str]) -> None:
        self._same = {name: frame[name].tolist() for name in same}
        self._asked = {name: frame[name].tolist() for name in (*same, *asked)}
        counted = [name for name in frame.columns if name in asked or holds_counts(str(name))]
        self._counts = {n: frame[n].tolist() for n in counted if pd.api.types.is_numeric_dtype(frame[n])}
        times = (frame[name] for name in frame.columns if header_words(str(name)) & _COLLECTED)
        self._times = [_moments(column) for column in times]

    def of(self, places: Sequence[int], *, known: bool) -> int | str:
        """The newest row, or the column in which rows of one post differ; empty where their numbers do."""
        for name, cells in self._same.items():
            if len({str(cells[place]) for place in places}) > 1:
                return name
        for moments in self._times:
            latest = [moments[place] for place in places]
            if None not in latest and len({*latest}) == len(latest):
                return max(places, key=lambda place: moments[place] or 0.0)
        if all(len({str(cells[place]) for place in places}) == 1 for cells in self._asked.values()):
            return places[0]
        whole = [
            p for p in places if known and all(self._at_least(cells, p, places) for cells in self._counts.values())
        ]
        return whole[0] if whole and self._counts else ""

    @staticmethod
    def _at_least(cells: Sequence[float], place: int, places: Sequence[int]) -> bool:
        return all(not cells[other] > cells[place] for other in places) and cells[place] == cells[place]


def _moments(column: pd.Series[str]) -> list[float | None]:
    """UTC seconds of each cell; None where it is no time."""
    if pd.api.types.is_any_real_numeric_dtype(column):
        return [float(cell) if cell == cell else None for cell in column]
    written = pd.Series(written_times(column.tolist(), None), dtype=object)
    times = pd.to_datetime(written, errors="coerce", utc=True, format="mixed")
    return [None if pd.isna(time) else time.timestamp() for time in times]
