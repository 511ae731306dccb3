"""Any table of posts, read through a mapping that people declare: ``--map views=plays``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.after import conversations
from cliptrial.posts.sources.cells import header_key, headers_of
from cliptrial.posts.sources.post_table import Columns, read_posts
from cliptrial.posts.sources.promotion import promotion_header
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.youtube import studio as youtube

ORIGIN = Origin(
    "spreadsheet",
    says("Table of posts, by mapping"),
    frozenset({"views", "reach", "likes", "comments", "shares", "saves", "new_followers", "average_watch_time"})
    | {"total_watch_time", "completions", "held_2s", "held_3s", "held_6s", "profile_views", "link_clicks", "duration"},
)

FIELDS = ("post_id", "link", "posted_at", "captured_at", "account", "caption", "hashtags", "sound", "promoted_on")
"""What a mapping may name beside numbers; ``post_id`` or ``link`` is needed.

``promoted_on`` is found by its usual names without a mapping, so that no promotion is lost for want of one.
"""


def check_mapping(mapping: Mapping[str, str], own_numbers: Collection[str] = ()) -> list[Problem]:
    """What is wrong with a mapping, whatever the file.

    Args:
        mapping: By field or number: the file's column.
        own_numbers: Columns that the workspace's own metrics use.
    """
    known = conversations.FIELDS if conversations.meant(mapping) else (*FIELDS, *COUNTERS, *own_numbers)
    problems = [
        Problem(
            "unknown_mapping",
            says("{key!r} in the mapping is not known", key=key),
            says("{known}", known=list(known)),
            did_you_mean(key, known),
            field=key,
        )
        for key in mapping
        if key not in known
    ]
    if conversations.meant(mapping):
        if not {"conversation_id", "message_id"} & mapping.keys():
            what = says("The mapping does not say which column has the ids of conversations or messages")
            mend = says("For example --map conversation_id=ID.")
            problems.append(Problem("mapping_without_id", what, says("conversation_id or message_id"), mend))
    elif mapping and not {"post_id", "link"} & mapping.keys():
        what = says("The mapping does not say which column has the video ids")
        problems.append(
            Problem("mapping_without_id", what, says("post_id or link"), says("For example --map post_id=video_id."))
        )
    return problems


def fits(sheet: Sheet, mapping: Mapping[str, str]) -> bool:
    """Whether the sheet has every column that the mapping names."""
    return bool(mapping) and {header_key(text) for text in mapping.values()} <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots, column by column as the mapping says."""
    mapping = request.mapping
    findings = Findings(sheet)
    for key, header in mapping.items():
        if header_key(header) not in headers_of(sheet):
            findings.add(
                "missing_column",
                says("There is no column {header!r}", header=header),
                says("{header}", header=list(sheet.header)),
                says("Correct --map {key}=...", key=key),
                field=header,
            )
    findings.raise_any()
    columns = Columns(
        post_id=mapping.get("post_id") or mapping["link"],
        counters={key: header for key, header in mapping.items() if key not in FIELDS},
        link=mapping.get("link"),
        posted_at=mapping.get("posted_at"),
        captured_at=mapping.get("captured_at"),
        account=mapping.get("account"),
        texts={key: mapping[key] for key in ("caption", "hashtags", "sound") if key in mapping},
        promoted_on=mapping.get("promoted_on") or promotion_header(sheet),
        any_unit=True,
    )
    if request.platform(request.account) == "youtube":
        columns = replace(columns, ids=youtube.ids, address=youtube.ADDRESS)
    return read_posts(sheet, request, columns, ORIGIN.name)
