"""Since when a post was promoted with money, and whose word on it counts.

Views that were bought are not the post's own, so only numbers from before count. The store keeps every word
that was ever handed in; of one post the latest counts. A source that says nothing takes nothing back, because
a copy that nobody filled in would otherwise turn bought views into earned ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cliptrial.messages import says
from cliptrial.registry.languages import LANGUAGES, translated

if TYPE_CHECKING:
    # Workspaces know their sources, and need not wait for Arrow.
    from cliptrial.posts.lake.tables import Row

NEVER = 0
"""``promoted_at`` in the store where somebody took an earlier word back; null says nothing."""

YES = says("yes")
"""What stands for a day of promotion where nobody knows it: since the post went out."""
NO = says("no")
"""What stands for a day of promotion where somebody took an earlier one back."""
_DENIALS = frozenset({"no", "not", "never", "nein", "nicht", "nie"})
_AFFIRMATIONS = frozenset({"yes", "y", "true", "ja", "j", "x", "✓", "✔", "von anfang an", "from the start"})


@dataclass(frozen=True, slots=True)
class Word:
    """The word that counts for one post.

    Attributes:
        told_at: UTC epoch seconds that put it in order with the others.
        promoted_at: UTC epoch seconds from which the post was promoted; ``NEVER`` if it was taken back.
    """

    told_at: int
    promoted_at: int

    @property
    def since(self) -> int | None:
        """UTC epoch seconds from which the post was promoted; None if it never was."""
        return None if self.promoted_at == NEVER else self.promoted_at


def denies(text: str) -> bool:
    """Whether a cell says in a word that the post was never promoted.

    Example:
        >>> denies("Nein"), denies("2026-03-12")
        (True, False)
    """
    word = text.strip().casefold()
    return word in _DENIALS or word in {translated(NO, language).casefold() for language in LANGUAGES}


def affirms(text: str) -> bool:
    """Whether a cell says in a word that the post was promoted, without the day.

    Example:
        >>> affirms("Ja"), affirms("2026-03-12")
        (True, False)
    """
    word = text.strip().casefold()
    return word in _AFFIRMATIONS or word in {translated(YES, language).casefold() for language in LANGUAGES}


def starts_at(promoted_on: date | datetime, zone: ZoneInfo) -> int:
    """UTC epoch seconds of a local moment; a day without a time counts from its midnight on."""
    local = promoted_on if isinstance(promoted_on, datetime) else datetime.combine(promoted_on, time())
    return int(local.replace(tzinfo=zone).timestamp())


def latest_word(rows: Iterable[Row]) -> Word | None:
    """The word that counts among one post's rows of the store; of two at the same second the earlier start."""
    words = [Word(row["described_at"] or 0, row["promoted_at"]) for row in rows if row["promoted_at"] is not None]
    return max(words, key=lambda word: (word.told_at, word.promoted_at != NEVER, -word.promoted_at), default=None)
