"""Texts for people that can be told in another language: each keeps its template and its values.

A message is an English text like any other, so nothing that prints, compares or stores it has to know. What speaks to
a reader looks its template up in a catalogue and fills the values in again (:mod:`cliptrial.wording.messages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType


class Message(str):
    """An English text, with what it was made from; see :func:`says`.

    Attributes:
        template: The text with a place for each value, as in ``There is no account {account}``.
        values: By the name of its place.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] = MappingProxyType({})) -> Message:
        """The template filled with the values; one without values is taken word for word, braces included."""
        text = template.format(**{name: _shown(value) for name, value in values.items()}) if values else template
        message = super().__new__(cls, text)
        message.template, message.values = template, values
        return message

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, object]]]:
        """What a copy, or another process, makes it from."""
        return Message, (self.template, dict(self.values))


nothing = Message("")
"""No text: there is no more to say."""


def says(template: str, /, **values: object) -> Message:
    """A message; the template stands here word for word, for translators find it in the source.

    Args:
        template: What is said, in English, with ``{name}`` where a value stands.
        values: Texts, numbers, days, other messages, or lists of these, which are told with commas between them.

    Examples:
        >>> says("There is no {kind}; one of {known}", kind="locale", known=["de", "en"])
        'There is no locale; one of de, en'
    """
    return Message(template, values)


def in_turn(parts: Iterable[str], between: str = " ") -> Message:
    """Messages one after the other, each told in whatever language the whole is told in."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(between.join(f"{{{name}}}" for name in values), values)


def one_of(names: Sequence[str]) -> Message:
    """``views, likes or shares``."""
    if len(names) < 2:
        return says("{names}", names=list(names))
    return says("{names} or {last}", names=list(names[:-1]), last=names[-1])


def full_sentence(text: Message) -> Message:
    """A message that ends as a sentence does."""
    return text if text.endswith((".", "!", "?")) else in_turn([text, "."], "")


ALIKE = 0.6
"""Share of two names' letters that are the same, in order, from which one may be a slip for the other."""


def nearest(wanted: str, known: Iterable[str], alike: float = ALIKE) -> list[str]:
    """The names that were likely meant, the likeliest first, capital letters and spaces aside.

    Args:
        wanted: What was written.
        known: The names there are.
        alike: How alike two names must be at least, from 0 to 1.
    """
    plain = {_plain(name): name for name in reversed(list(known))}
    return [plain[name] for name in get_close_matches(_plain(wanted), plain, cutoff=alike)]


def did_you_mean(wanted: str, known: Iterable[str], otherwise: Message = nothing) -> Message:
    """Asks whether the :func:`nearest` name was meant; ``otherwise`` where none is near."""
    near = nearest(wanted, known)
    return says('Did you mean "{near}"?', near=near[0]) if near else otherwise


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
