"""Links of posts made anew: what stands in a table may lead anywhere and carry anybody's name behind it."""

from __future__ import annotations

import re

from cliptrial.posts.text.ids import id_in_link
from cliptrial.registry.platforms import address_of

_TIKTOK = re.compile(r"^(?:https?://)?(?:[\w-]+\.)?tiktok\.com/@([\w.]{1,30})/(video|photo)/", re.IGNORECASE | re.ASCII)
NOBODY = "undefined"
"""What the platform writes into links that carry no handle; they lead to the post all the same."""


def rebuilt_link(text: str, handle: str | None = None) -> str | None:
    """The address of the post that a link, or an id, means; None where it means none.

    Args:
        text: What was handed in.
        handle: That of the account, for links that carry none.

    Examples:
        >>> rebuilt_link("http://evil.example/@x/video/7333242421595229472?next=//evil", "kitchen.demo")
        'https://www.tiktok.com/@kitchen.demo/video/7333242421595229472'
        >>> rebuilt_link("https://youtu.be/dQw4w9WgXcQ?si=abc")
        'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
    """
    text = text.strip()
    post_id = id_in_link(text)
    if post_id is None:
        return None
    written = _TIKTOK.match(text)
    named = written[1] if written and written[1].lower() != NOBODY else (handle or NOBODY).lstrip("@")
    kind = written[2].lower() if written else "video"
    return address_of(post_id, named, kind)
