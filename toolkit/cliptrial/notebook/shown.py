"""What every result of a notebook has in common: a card in a cell, a short text in a terminal, a text to paste."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, did_you_mean, nothing, one_of, says
from cliptrial.notebook.speaking import spoken

if TYPE_CHECKING:
    from cliptrial.notebook.cards import Card

T = TypeVar("T")


class Shown:
    """Something that shows itself in the language that is spoken."""

    __slots__ = ()
    folder: Path | None

    def _card(self, lang: str) -> Card:
        """What is shown."""
        raise NotImplementedError

    def _note_look(self) -> None:
        """Somebody is about to see it."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        from cliptrial.notebook.cards import as_html, as_text

        del include, exclude
        self._note_look()
        card = self._card(spoken(self.folder))
        return {"text/html": as_html(card), "text/plain": as_text(card)}

    def __repr__(self) -> str:
        from cliptrial.notebook.cards import as_text

        return as_text(self._card(spoken(self.folder)))


def chosen(known: Mapping[str, T], what: str, kind: Message) -> T:
    """The one of this name.

    Raises:
        InputError: There is none; near names are suggested.
    """
    if what not in known:
        names = list(known)
        problem = says('"{what}" is not the name of {kind} here', what=what, kind=kind)
        raise InputError(Problem("unknown_part", problem, one_of(names), did_you_mean(str(what), names, nothing)))
    return known[what]
