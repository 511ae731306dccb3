"""The schedule as tables that planning tools take: Metricool and Publer, each with the columns of its own template.

Every row is a draft, or waits for a caption and the video: a plan knows when and which variant, not the words below
it. Times are those of the account, which is how both tools read them.

Columns: those that Metricool's template names (planning, "import CSV"; it finds them by name), and Publer's twelve
(publer.com/help, "What CSV template should I use?").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cliptrial.posts.week.briefing import Briefing, Post
from cliptrial.registry.safety.signs import neutral

NETWORKS = ("Facebook", "Twitter/X", "LinkedIn", "GBP", "Instagram", "Pinterest", "TikTok", "Youtube", "Threads")
METRICOOL = ("Text", "Date", "Time", "Draft", *NETWORKS, "Bluesky", "Shortener", "Instagram Post Type")
PUBLER = (
    *("Date", "Text", "Link(s)", "Media URL(s)", "Title", "Label(s)"),
    *("Alt text(s)", "Comment(s)", "Board/Album", "Post subtype", "CTA", "Reminder"),
)
"""Publer takes a file only with all its columns, in this order; times have a colon."""


def tool_files(briefing: Briefing, since: date) -> dict[str, str]:
    """By name of the file: the posts from a day on, as the tool of that name takes them."""
    ahead = [post for post in briefing.posts if post.position.date >= since]
    tools: dict[str, tuple[tuple[str, ...], Callable[[Briefing, Post], Mapping[str, str]]]] = {
        "metricool.csv": (METRICOOL, _metricool),
        "publer.csv": (PUBLER, _publer),
    }
    return {name: _table(columns, (row(briefing, p) for p in ahead)) for name, (columns, row) in tools.items()}


def _text(briefing: Briefing, post: Post) -> str:
    """What is known of the caption: the topic, hashtags where they are what is tested, the code."""
    tags = post.value if briefing.loaded.experiment.change.variable.value == "hashtags" else ""
    return "\n".join(part for part in (post.position.topic or briefing.title, tags, post.code) if part)


def _metricool(briefing: Briefing, post: Post) -> Mapping[str, str]:
    network = {"tiktok": "TikTok", "instagram": "Instagram", "youtube": "Youtube"}[post.account.platform]
    off = dict.fromkeys((*NETWORKS, "Bluesky"), "FALSE")
    return off | {
        "Text": "\n".join(part for part in (_text(briefing, post), post.link) if part),
        "Date": post.position.date.isoformat(),
        "Time": f"{post.position.slot}:00",
        "Draft": "TRUE",
        network: "TRUE",
        "Shortener": "FALSE",  # another link would hide which post was followed
        "Instagram Post Type": "REEL" if network == "Instagram" else "",
    }


def _publer(briefing: Briefing, post: Post) -> Mapping[str, str]:
    return {
        "Date": f"{post.position.date.isoformat()} {post.position.slot}",
        "Text": _text(briefing, post),
        "Link(s)": post.link or "",
        "Title": briefing.title,
        "Label(s)": f"{briefing.name},{post.position.arm}",
    }


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: neutral(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()
