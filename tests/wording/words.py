"""Every word and phrase of the page, the terminal and the notebooks, with examples where something is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

from ruamel.yaml import YAML
from tests.records import record
from tests.wording.answers import answer

from cliptrial.wording.declared.terms import MetricNoun
from cliptrial.wording.declared.words import Words, declaration, declared
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.formats import NBSP
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.speaker import Speaker

FINDINGS: Mapping[str, list[dict[str, Any]]] = YAML(typ="safe").load(Path(__file__).with_name("finding_values.yaml"))
ONES = {str: "1", int: 1, bool: True, MetricNoun: MetricNoun("the number", "numbers", True)}
MANY = {str: "3", int: 3, bool: False, MetricNoun: MetricNoun("the number", "numbers")}
NUMBERED = ["first", "second", "third", "fourth", "fifth"]

ELSEWHERE = {"lang", "name", "formats", "findings", "refusals", "remedies"}
"""What is not told among the words: findings have a file of their own."""


def findings_said(lang: str) -> dict[str, list[str]]:
    """By code: the sentences of its values, and where there is one, of the refusal."""
    s = Speaker.of(answer("reached"), lang)
    told = {}
    for code, several in FINDINGS.items():
        found = [record(code, values=values) for values in several]
        lines = [f"finding: {s.message(one)}" for one in found]
        lines += [f"refusal: {s.w.refusals.of(one, s.phrases)}" for one in found if one in s.w.refusals]
        told[code] = [line.replace(NBSP, "~") for line in dict.fromkeys(lines)]
    waiting = [record("not_ready", values={"needed": needed}) for needed in (26, 1)]
    told["remedies"] = [
        f"{name}: {line}"
        for name in declared(type(s.w.remedies))
        for said in (getattr(s.w.remedies, name),)
        for line in ([said] if isinstance(said, str) else [said(one, s.phrases) for one in waiting])
    ]
    return told


def words_said(lang: str) -> dict[str, list[str]]:
    """By part of the vocabulary: every phrase."""
    language = LANGUAGES[lang]
    parts: dict[str, Any] = {
        name: getattr(language, name) for name in declared(type(language)) if name not in ELSEWHERE
    }
    return {
        name: [line.replace(NBSP, "~").replace("\n", " ⏎ ").rstrip() for line in _phrases(part, "")]
        for name, part in parts.items()
    }


def _phrases(part: Any, path: str) -> Iterator[str]:
    match part:
        case str() | bool() | int() | float() | None:
            yield f"{path}: {part}"
        case Mapping():
            for key, value in part.items():
                yield from _phrases(value, f"{path}.{key.value if isinstance(key, Enum) else key}")
        case tuple():
            for number, value in enumerate(part, 1):
                yield from _phrases(value, f"{path}.{number}")
        case _ if Words in type(part).__mro__:
            for name in declared(type(part)):
                below = f"{path}.{name}".lstrip(".")
                sentence, value = declaration(type(part), name), getattr(part, name)
                yield from _filled(value, sentence, below) if sentence else _phrases(value, below)
        case _ if is_dataclass(part):
            for name, value in ((field.name, getattr(part, field.name)) for field in fields(part)):
                yield from _phrases(value, f"{path}.{name}".lstrip(".")) if value != "" else ()


def _filled(say: Callable[..., object], sentence: Callable[..., str], path: str) -> Iterator[str]:
    """A phrase with ones, with threes, and with a text in every place; sentences of a result stand elsewhere."""
    kinds = [kind for name, kind in get_type_hints(sentence).items() if name != "return"]
    if any(kind in {Answer, Phrases, Clause} for kind in kinds):
        return
    for given in (ONES, MANY):
        filled = [given[kind] for kind in kinds]
        yield f"{path}({given[str]}): {say(*filled)}"
    if str in kinds:
        filled = [f"THE {NUMBERED[place]}" if kind is str else MANY[kind] for place, kind in enumerate(kinds)]
        yield f"{path}(…): {say(*filled)}"
