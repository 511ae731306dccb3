"""Ids of posts in what people and platforms write; they are text, never numbers, and most tell the time of posting."""

from __future__ import annotations

import re

from cliptrial.registry.platforms import PLATFORMS, post_in_link
from cliptrial.registry.platforms import posted_second as posted_second

_ID = re.compile(r"^[0-9]{19}$")


def is_video_id(text: str) -> bool:
    """Whether ``text`` is a whole id of 19 digits."""
    return bool(_ID.match(text))


def id_in_link(link: str) -> str | None:
    """The id inside a link to a post of any platform (or a bare id of digits); None where the link has none.

    Examples:
        >>> id_in_link("https://www.tiktok.com/@undefined/video/7333242421595229472?lang=pl")
        '7333242421595229472'
        >>> id_in_link("https://www.instagram.com/reel/DAed_eBc_d4/"), id_in_link("https://youtu.be/dQw4w9WgXcQ?t=1")
        ('3466239938066833272', 'dQw4w9WgXcQ')
    """
    text = link.strip()
    return text if is_video_id(text) else post_in_link(text)


def handle_in_link(link: str) -> str | None:
    """The account's handle inside a link, lower case; None where there is none or it is ``undefined``."""
    named = next((match for one in PLATFORMS.values() if (match := one.handle.search(link))), None)
    handle = named[1].lower() if named else None
    return None if handle == "undefined" else handle


def is_short_link(link: str) -> bool:
    """Whether the link only forwards to a post, so that its id cannot be read offline."""
    return any(platform.forwards.match(link.strip()) for platform in PLATFORMS.values())


def made_second(text: str) -> int | None:
    """The UTC epoch second in which the video of a link was made, as its id tells; None where no id tells it.

    Example:
        >>> made_second("https://www.instagram.com/p/DAed_eBc_d4/")
        1727559239
    """
    post_id = id_in_link(text) if len(text) >= 19 else None
    return None if post_id is None else posted_second(post_id)
