"""The languages that readers are told in: by code, the folder of :mod:`cliptrial.wording` that speaks it.

This stands below the sentences because a workspace must know which languages it may name without loading them.
English is what the source says. Every other language has a catalogue in its folder, ``messages.po``: by template its
translation, a plain file that translators' tools read and write; ``help.po`` beside it has what ``--help`` says. A
template without a translation stays English; tests/wording/test_messages.py allows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cliptrial.messages import Message, one_of

LANGUAGES: Mapping[str, str] = {
    "en": "english",
    "de": "german",
}
CODES = one_of(list(LANGUAGES))
"""As a sentence names them: ``en or de``."""
SOURCE = "en"


@lru_cache
def catalogue(language: str, file: str = "messages.po") -> Mapping[str, str]:
    """By template: its translation; empty for the language of the source."""
    path = catalogue_file(language, file)
    if language == SOURCE or not path.exists():
        return {}
    from babel.messages.pofile import read_po  # inside: the source's own language needs none of it

    with path.open("rb") as opened:
        return {str(entry.id): str(entry.string) for entry in read_po(opened) if entry.id and entry.string}


def catalogue_file(language: str, file: str = "messages.po") -> Path:
    """Where the translations of a language stand."""
    return Path(__file__).parents[1] / "wording" / LANGUAGES[language] / file


def translated(text: Message, language: str) -> str:
    """A text without values in a language; :mod:`cliptrial.wording.messages` knows how values are written."""
    return catalogue(language).get(text.template, text.template)
