"""Where accounts post: how links and ids of posts look there, what an id tells, and what the platform allows.

Ids are texts of which none could be another platform's: TikTok's 19 digits, the number that Instagram writes as a
short code into its links (smaller than any of TikTok's until 2034), and YouTube's 11 letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

PlatformName: TypeAlias = Literal["tiktok", "instagram", "youtube"]
"""As workspace.yaml names it."""
TIKTOK_FROM = 6 * 10**18
"""From here on a number is an id of TikTok; its first posts are of 2014."""
INSTAGRAM_BEGAN = 1_314_220_021_721
"""Milliseconds of the moment from which Instagram's ids count."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The digits of Instagram's short codes, in base 64."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform.

    Attributes:
        name: As workspace.yaml names it.
        label: As people call it.
        link: What a link to a post looks like; its group is what tells the post.
        handle: What a link with the account's handle looks like; its group is the handle.
        forwards: What a link looks like that only forwards to a post.
        example: A link to a post.
        address: Where a post is, by ``{code}``.
        hashtags: The most that a post may carry.
        caption: The most characters of its text.
        exports: The source that reads its own exports.
    """

    name: PlatformName
    label: str
    link: re.Pattern[str]
    handle: re.Pattern[str]
    forwards: re.Pattern[str]
    example: str
    address: str
    hashtags: int
    caption: int
    exports: str


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:https?://)?{pattern}", re.IGNORECASE | re.ASCII)


_NO_LINK = re.compile(r"(?!)")
PLATFORMS: Mapping[str, Platform] = {
    "tiktok": Platform(
        "tiktok",
        "TikTok",
        # Wherever it stands: tables of scrapers name other hosts, and 19 digits are no other platform's.
        re.compile(r"/(?:video|photo|v)/([0-9]{19})(?!\d)"),
        re.compile(r"tiktok\.com/@([^/?#\s]+)", re.IGNORECASE),
        _form(r"(?:(?:vm|vt)\.tiktok\.com/|(?:www\.|m\.)?tiktok\.com/t/)\w+"),
        "https://www.tiktok.com/@name/video/7333242421595229472",
        "https://www.tiktok.com/@{handle}/{kind}/{code}",
        hashtags=5,
        caption=4000,
        exports="studio",
    ),
    "instagram": Platform(
        "instagram",
        "Instagram",
        _form(r"(?:www\.|m\.)?(?:instagram\.com|instagr\.am)/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]{10,11})(?![\w-])"),
        _form(r"(?:www\.|m\.)?instagram\.com/([\w.]+)/(?:p|reel|reels|tv)/[\w-]{10,11}(?![\w-])"),
        _form(r"(?:www\.|m\.)?instagram\.com/share/(?:p/|reel/|reels/)?[\w-]+"),
        "https://www.instagram.com/reel/DdiwT8p888l/",
        "https://www.instagram.com/p/{code}/",
        hashtags=5,
        caption=2200,
        exports="instagram_business_suite",
    ),
    "youtube": Platform(
        "youtube",
        "YouTube",
        _form(
            r"(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch/?\?(?:\S*&)?v=|(?:shorts|live|embed)/)|youtu\.be/)"
            r"([\w-]{11})(?![\w-])"
        ),
        _NO_LINK,
        _NO_LINK,
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v={code}",
        hashtags=60,
        caption=5000,
        exports="youtube_studio",
    ),
}
"""By name; more hashtags than these are refused by TikTok and Instagram, and all ignored by YouTube."""


def platform_of(post_id: str) -> PlatformName | None:
    """The platform of a post by its id; None where it is no id.

    Examples:
        >>> platform_of("7333242421595229472"), platform_of("3466239938066833272"), platform_of("dQw4w9WgXcQ")
        ('tiktok', 'instagram', 'youtube')
    """
    if post_id.isascii() and post_id.isdigit() and 17 <= len(post_id) <= 19:
        return "instagram" if int(post_id) < TIKTOK_FROM else "tiktok"
    return "youtube" if re.fullmatch(r"[\w-]{11}", post_id, re.ASCII) else None


def post_in_link(link: str) -> str | None:
    """The id of the post that a link leads to, on any platform; None where it leads to none."""
    for platform in PLATFORMS.values():
        if written := platform.link.search(link):
            return str(number_of(written[1])) if platform.name == "instagram" else written[1]
    return None


def platform_of_link(link: str) -> PlatformName | None:
    """The platform that a link to a post, or one that forwards to it, is of; None where it is none of these."""
    text = link.strip()
    known = (one for one in PLATFORMS.values() if one.link.search(text) or one.forwards.match(text))
    return next((one.name for one in known), None)


def number_of(code: str) -> int:
    """The number that is an Instagram short code in base 64."""
    number = 0
    for letter in code:
        number = number * 64 + LETTERS.index(letter)
    return number


def code_of(number: int) -> str:
    """The Instagram short code of a number.

    Example:
        >>> code_of(number_of("DAed_eBc_d4"))
        'DAed_eBc_d4'
    """
    code = ""
    while number:
        number, digit = divmod(number, 64)
        code = LETTERS[digit] + code
    return code


def address_of(post_id: str, handle: str, kind: str = "video") -> str:
    """Where a post is.

    Args:
        post_id: Its id.
        handle: Of its account, without ``@``; only TikTok's addresses hold it.
        kind: ``video`` or ``photo``, on TikTok.
    """
    platform = platform_of(post_id) or "tiktok"
    code = code_of(int(post_id)) if platform == "instagram" else post_id
    return PLATFORMS[platform].address.format(handle=handle, kind=kind, code=code)


def posted_second(post_id: str) -> int | None:
    """The UTC epoch second in which a post was made, as its id tells; None where it does not, as on YouTube.

    TikTok's ids carry seconds above their 32 lowest bits (of 3,920 posts 95 % lie within an hour of posting),
    Instagram's milliseconds above the 23 lowest (of 14 Reels uploaded 21 to 284 s before they went out).

    Examples:
        >>> posted_second("7333242421595229472"), posted_second(str(number_of("DAed_eBc_d4")))
        (1707403553, 1727559239)
    """
    platform = platform_of(post_id)
    if platform == "tiktok":
        return int(post_id) >> 32
    return ((int(post_id) >> 23) + INSTAGRAM_BEGAN) // 1000 if platform == "instagram" else None
