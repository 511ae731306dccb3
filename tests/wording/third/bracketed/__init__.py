"""A third language: every English sentence between ⟦ and ⟧, so that whatever stands outside was not said by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from types import new_class
from typing import Any

from cliptrial.metrics import CATALOGUE
from cliptrial.wording.declared.words import Words, declaration, declared
from cliptrial.wording.english import LANGUAGE as ENGLISH
from cliptrial.wording.language import Language
from cliptrial.wording.sentences import Sentences


def within(said: Any) -> Any:
    """A text, or what holds texts, with every text in brackets."""
    match said:
        case str():
            return f"⟦{said}⟧" if said else said
        case tuple():
            return tuple(map(within, said))
        case Mapping():
            return {key: within(value) for key, value in said.items()}
        case Sentences():
            return sentences(said)
        case _ if is_dataclass(said) and not isinstance(said, type):
            return replace(said, **{f.name: within(getattr(said, f.name)) for f in fields(said)})
        case _ if Words in type(said).__mro__:
            return part(said)
        case _:
            return said


def sentences(said: Sentences) -> Sentences:
    """What is said of records, in brackets."""
    made = Sentences(within(said._other) if said._other else None)
    for record, sentence in said.by_record.items():
        made[record] = within(sentence) if isinstance(sentence, str) else _later(sentence)
    return made


def part(said: Any) -> Any:
    """A part of the language, in brackets."""
    kind = type(said)
    own = {
        name: _method(getattr(said, name)) if declaration(kind, name) else within(getattr(said, name))
        for name in declared(kind)
        if name not in {"lang", "formats", "quotes", "inner_quotes", "metric_noun"}
    }
    return new_class(kind.__name__, (kind,), exec_body=lambda body: body.update(own))()


def _later(sentence: Callable[..., str]) -> Callable[..., str]:
    return lambda *given: within(sentence(*given))


def _method(sentence: Callable[..., str]) -> Callable[..., str]:
    return lambda _, *given: within(sentence(*given))


_PARTS = {
    name: within(getattr(ENGLISH, name)) for name in declared(type(ENGLISH)) if name not in {"lang", "name", "formats"}
}


class Bracketed(type(ENGLISH)):  # type: ignore[misc]
    """English between brackets."""

    lang = "xx"
    name = "⟦English⟧"
    formats = replace(
        ENGLISH.formats,
        lang="xx",
        unknown="⟦unknown⟧",
        range_word="⟦to⟧",
        and_word="⟦and⟧",
        odds_word="⟦to⟧",
        upwards="⟦upwards⟧",
    )


for _name, _part in _PARTS.items():
    setattr(Bracketed, _name, _part)
type(Bracketed.terms).labels = {name: within(metric.labels["en"]) for name, metric in CATALOGUE.items()}
LANGUAGE: Language = Bracketed()
