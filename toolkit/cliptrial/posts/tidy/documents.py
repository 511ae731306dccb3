"""Documents of JSON whose table does not lie open: answers of interfaces, and downloads of one's own data.

Of a download of one's data only the list of posts is looked at. Whatever else it holds (chats, searches, addresses)
never becomes a cell, so that nothing later can show or keep it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import says

Record = Mapping[str, object]
DOWNLOAD = "tiktok_download"
"""The column by which a list of posts from a download of one's data is known; it says posted or deleted."""
POSTED, DELETED = "posted", "deleted"
_LISTS = (("Post", "Posts"), ("Video", "Videos"))
"""Where the posts lie, in files of today and in older ones."""
_SECTIONS = {
    "Your Activity",
    "Profile And Settings",
    "Direct Message",
    "Direct Messages",
    "App Settings",
    "TikTok Shop",
}
_SECTIONS |= {"Activity", "Profile", "Comment", "Tiktok Live", "Ads and data", "Likes and Favorites", "Tiktok Shopping"}
_NUMBERED = ("percentage", "count")
"""What the number of such a pair is called; pairs of an id and a name are names."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?")


def records_in(name: str, document: object) -> list[Record] | None:
    """The rows of a document of a kind that is known; None where it is of no such kind.

    Args:
        name: The file's name, for messages.
        document: What the file says.

    Raises:
        SourceError: An interface answered that something went wrong.
    """
    kinds: tuple[Callable[[str, object], list[Record] | None], ...] = (_download, _result_tables, _pages)
    return next((rows for kind in kinds if (rows := kind(name, document)) is not None), None)


def by_key(value: object) -> dict[str, object] | None:
    """A list of pairs of a name or a second and a number, as in a curve, by the former; None where it is no such list.

    Example:
        >>> by_key([{"second": "1", "percentage": 0.83}, {"second": "2", "percentage": 0.61}])
        {'1': 0.83, '2': 0.61}
    """
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) and len(one) == 2 for one in value):
        return None
    number = next((key for key in _NUMBERED if all(key in one for one in value)), None)
    if number is None:
        return None
    return {str(own): one[number] for one in value for key, own in one.items() if key != number}


def _mapping(value: object, *keys: str) -> Record:
    """What stands under one key below the other; empty where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Record]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, Sequence) else []


def _download(_name: str, document: object) -> list[Record] | None:
    """The posts of a download, those that were deleted last among them."""
    if not isinstance(document, Mapping):
        return None
    places = (document, _mapping(document, "Activity"), _mapping(document, "Your Activity"))
    posts = [part for place in places for keys in _LISTS if (part := _mapping(place, *keys))]
    if not posts and len(_SECTIONS & document.keys()) < 2:
        return None
    listed = [_post(one, POSTED) for part in posts for one in _objects(part.get("VideoList"))]
    gone = [_mapping(place, top, "Recently Deleted Posts") for place in places for top, _ in _LISTS]
    deleted = [_post(one, DELETED) for part in gone for every in part.values() for one in _objects(every)]
    latest = max((str(one[key]) for one in (*listed, *deleted) for key in ("Date", "Deleted")), default="")
    return [{**one, "Read": latest} for one in (*listed, *deleted)]


def _post(said: Record, state: str) -> dict[str, object]:
    """What is taken of a post; its times are UTC, and nothing in the file says so."""
    when = next((value for key, value in said.items() if "delet" in key.lower()), "")
    return {
        DOWNLOAD: state,
        "Date": _utc(said.get("Date") or said.get("date")),
        "Link": said.get("Link") or said.get("link") or "",
        "Sound": said.get("Sound") or "",
        "Title": said.get("Title") or "",
        "Deleted": _utc(when) if state == DELETED else "",
    }


def _utc(value: object) -> str:
    text = str(value or "").strip()
    return f"{text} UTC" if _MOMENT.fullmatch(text) else text


def _result_tables(_name: str, document: object) -> list[Record] | None:
    """YouTube's answers: names of columns, and rows without names."""
    answers = _objects(document) if isinstance(document, list) else [document]
    if not answers or not all(isinstance(one, Mapping) and "columnHeaders" in one for one in answers):
        return None
    rows: list[Record] = []
    for one in answers:
        assert isinstance(one, Mapping)
        names = [str(column.get("name", "")) for column in _objects(one["columnHeaders"])]
        listed = one.get("rows")
        rows += [dict(zip(names, row, strict=False)) for row in listed or () if isinstance(row, list)]
    return rows


def _pages(name: str, document: object) -> list[Record] | None:
    """The videos of TikTok's answers, page by page.

    Raises:
        SourceError: A page says that it failed.
    """
    answers = _objects(document) if isinstance(document, list) else [document]
    pages = [one for one in answers if isinstance(one, Mapping) and ("request_id" in one or "data" in one)]
    if not pages or len(pages) < len(answers):
        return None
    for one in pages:
        if (code := _failed(one)) is not None:
            what = says("The interface answered with an error ({code})", code=code)
            mend = says("Ask it again, and keep an answer whose code is 0.")
            raise SourceError(Problem("api_error", what, says("an answer with videos"), mend, path=name))
    videos = [part.get("videos") for one in pages if (part := _mapping(one, "data"))]
    if not videos or not all(isinstance(each, list) for each in videos):
        return None
    return [*_each(videos)]


def _each(lists: Sequence[object]) -> Iterator[Record]:
    for videos in lists:
        yield from _objects(videos)


def _failed(answer: Record) -> str | None:
    """The code of TikTok's error; None where it is none. Its words are not repeated: they may name people."""
    error = _mapping(answer, "error")
    if "request_id" not in answer and "log_id" not in error:
        return None
    code = error.get("code", 0) if error else answer.get("code", 0)
    return None if code in (0, "0", "ok", "") else str(code)
