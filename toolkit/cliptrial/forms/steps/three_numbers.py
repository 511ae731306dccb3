"""The three numbers of a client's page, chosen from lists; or all of them for one kind of account."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.forms.pieces import Field, choice
from cliptrial.forms.step import Step
from cliptrial.metrics.presets import PRESETS, known_numbers
from cliptrial.registry.beside.own_numbers import own_names
from cliptrial.wording.numbers import number_label

KEYS = ("first", "second", "third")
"""Fields of a client."""


def three_fields(step: Step) -> dict[str, Field]:
    """By key: the lists; the first one holds the presets, too."""
    words, session = step.words.setup, step.session
    known = known_numbers(session.workspace, own_names(session.workspace.root))
    numbers = [(number_label(name, session.workspace, session.lang), name) for name in known]
    presets = [(words.presets[name], name) for name in PRESETS]
    return {
        key: choice(words.fields[f"clients.{key}"], [(words.own_language, ""), *more, *numbers], "")
        for key, more in zip(KEYS, (presets, [], []), strict=True)
    }


def as_chosen(entry: dict[str, object]) -> list[str]:
    """Takes the numbers that were chosen out of what was typed of a client."""
    return [name for key in KEYS if (name := str(entry.pop(key, "") or ""))]


def as_fields(numbers: Sequence[str]) -> dict[str, object]:
    """By key: the number that the file has."""
    return dict(zip(KEYS, [*numbers, "", "", ""], strict=False))
