"""What every part of a language is: texts and sentences that are declared once and said in each language.

A part is declared as a protocol: an annotation a text, a method without a body a sentence. A language derives a class
from it. What is missing or does not fit its declaration fails the type check, and an object of a class in which
something is missing cannot be made.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isfunction, signature
from string import Formatter
from typing import Protocol, Self


class Words(Protocol):
    """A part of a language."""

    def __new__(cls) -> Self:
        """Make the part.

        Raises:
            TypeError: If the language does not say everything that is declared.
        """
        missing = [name for name in declared(cls) if not _is_said(cls, name)]
        if missing:
            raise TypeError(f"{cls.__module__}.{cls.__name__} does not say {', '.join(missing)}")
        return super().__new__(cls)


def declared(part: type) -> list[str]:
    """Names of everything that a part must say, texts before sentences."""
    names: dict[str, None] = {}
    for base in filter(_declares, part.__mro__):
        names |= dict.fromkeys(vars(base).get("__annotations__", ()))
        names |= dict.fromkeys(name for name, value in vars(base).items() if isfunction(value) and name[0] != "_")
    return list(names)


def declaration(part: type, name: str) -> Callable[..., str] | None:
    """The sentence as it is declared; None of a text."""
    default = next((vars(base)[name] for base in part.__mro__ if _declares(base) and name in vars(base)), None)
    return default if isfunction(default) else None


def _declares(base: type) -> bool:
    return Words in base.__mro__[1:] and bool(vars(base).get("_is_protocol"))


def _is_said(part: type, name: str) -> bool:
    return any(name in vars(base) for base in part.__mro__ if not _declares(base))


def say(template: str, one: str | None = None) -> Callable[..., str]:
    """A sentence that only fills in what its declaration names: ``say("{posts} with {arm}")``.

    Args:
        template: The sentence, with the declared parameters in braces.
        one: What is said instead where the first of them is ``1``.
    """
    return _Template(template, one)


class _Template:
    def __init__(self, template: str, one: str | None) -> None:
        self._template, self._one = template, one
        self._slots: tuple[str, ...] = ()

    def __set_name__(self, part: type, name: str) -> None:
        sentence = declaration(part, name)
        self._slots = tuple(signature(sentence).parameters)[1:] if sentence else ()
        used = {slot.partition(".")[0] for _, slot, _, _ in Formatter().parse(self._template) if slot}
        if unknown := used.difference(self._slots):
            raise TypeError(f"{part.__name__}.{name} is not given {', '.join(sorted(unknown))}")

    def __call__(self, *values: object) -> str:
        template = self._template if self._one is None or values[0] != "1" else self._one
        return template.format(**dict(zip(self._slots, values, strict=True)))
