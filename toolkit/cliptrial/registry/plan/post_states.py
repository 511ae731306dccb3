"""What became of a planned post, in the words that people choose or type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from cliptrial.messages import Message, says
from cliptrial.registry.languages import LANGUAGES, translated


class PostState(StrEnum):
    """What people say of a planned post; files and JSON have these names."""

    POSTED = "posted"
    """It went out as planned; takes an earlier word back."""
    LATER = "later"
    """It went out, or will, on another day than planned."""
    SKIPPED = "skipped"
    """Nothing was posted and nothing will be."""
    DELETED = "deleted"
    """It went out and was taken down; what was read before counts."""
    OTHER = "other"
    """The other variant was posted."""
    BOOSTED = "boosted"
    """It was promoted with money."""
    COLLAB = "collab"
    """It was posted together with another account."""
    WAITING = "waiting"
    """It waits for something, such as an approval."""


STATES: Mapping[PostState, Message] = {
    PostState.POSTED: says("posted"),
    PostState.LATER: says("later"),
    PostState.SKIPPED: says("skipped"),
    PostState.DELETED: says("deleted"),
    PostState.OTHER: says("other variant posted"),
    PostState.BOOSTED: says("boosted"),
    PostState.COLLAB: says("collab"),
    PostState.WAITING: says("waiting"),
}
"""What people read, and choose from, for each."""

_WORDS: Mapping[PostState, str] = {
    PostState.POSTED: "posted|published|live|online|as planned|gepostet|veröffentlicht|wie geplant",
    PostState.LATER: "(?:posted )?later?|postponed|moved|delayed|(?:später|zu spät)(?: gepostet)?|verschoben|verspätet",
    PostState.SKIPPED: "skipped|cancell?ed|dropped|not posted|ausgelassen|übersprungen|ausgefallen|fällt aus|entfällt"
    "|entfallen|gestrichen|nicht gepostet",
    PostState.DELETED: "deleted|removed|taken down|gelöscht|entfernt|offline",
    PostState.OTHER: "(?:other|wrong|swapped) variant(?: posted)?|swapped|(?:andere|falsche) variante(?: gepostet)?"
    "|vertauscht",
    PostState.BOOSTED: "boosted|promoted|sponsored|beworben|geboostet|mit geld beworben",
    PostState.COLLAB: "collab(?:oration|s)?|co-?post|kooperation|koop|kollab(?:oration)?|gemeinschaftspost",
    PostState.WAITING: "waiting|pending|not yet|open|wartet|warten|ausstehend|steht aus|noch nicht|offen|kommt noch",
}
_KNOWN = {state: re.compile(rf"(?:{words})[.!]?") for state, words in _WORDS.items()}


def state_of(text: str) -> PostState | None:
    """The state that a text says, in any language; None where it says none.

    Example:
        >>> [state_of(text) for text in ("gelöscht", "Other variant posted", "skipped", "12")]
        [<PostState.DELETED: 'deleted'>, <PostState.OTHER: 'other'>, <PostState.SKIPPED: 'skipped'>, None]
    """
    said = " ".join(text.casefold().split())
    for state, words in _KNOWN.items():
        shown = {state.value, *(translated(STATES[state], language).casefold() for language in LANGUAGES)}
        if said in shown or words.fullmatch(said):
            return state
    return None


def skipped_in(states: Mapping[int, PostState]) -> frozenset[int]:
    """Positions that nothing was posted for."""
    return frozenset(number for number, state in states.items() if state is PostState.SKIPPED)
