"""The languages that readers are told in: by code, the folder of :mod:`cliptrial.wording` that speaks it.

This stands below the sentences because a workspace must know which languages it may name without loading them.
English is what the source says. Every other language has a catalogue in its folder, ``messages.po``: by template its
translation, a plain file that translators' tools read and write. A template without a translation stays English;
tests/wording/test_messages.py allows none.
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
def catalogue(language: str) -> Mapping[str, str]:
    """By template: its translation; empty for the language of the source."""
    from babel.messages.pofile import read_po

    path = catalogue_file(language)
    if language == SOURCE or not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def catalogue_file(language: str) -> Path:
    """Where the translations of a language stand."""
    return Path(__file__).parents[1] / "wording" / LANGUAGES[language] / "messages.po"


def translated(text: Message, language: str) -> str:
    """A text without values in a language; :mod:`cliptrial.wording.messages` knows how values are written."""
    return catalogue(language).get(text.template, text.template)
