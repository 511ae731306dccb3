"""Every word and phrase of the page, the terminal and the notebooks, with examples where something is filled in."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.records import record
from tests.wording.answers import answer

from cliptrial.wording.calibration import CALIBRATIONS
from cliptrial.wording.chance import CHANCES
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.formats import NBSP, Formats
from cliptrial.wording.learned import LEARNED
from cliptrial.wording.names import MetricNoun
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.speaker import LANGUAGES, Speaker

FINDINGS: Mapping[str, list[dict[str, Any]]] = YAML(typ="safe").load(Path(__file__).with_name("finding_values.yaml"))
ONES = {str: "1", int: 1, bool: True, MetricNoun: MetricNoun("the number", "numbers", True)}
MANY = {str: "3", int: 3, bool: False, MetricNoun: MetricNoun("the number", "numbers")}
NUMBERED = ["first", "second", "third", "fourth", "fifth"]


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
        f"{field.name}: {line}"
        for field in fields(s.w.remedies)
        for said in (getattr(s.w.remedies, field.name),)
        for line in ([said] if isinstance(said, str) else [said(one, s.phrases) for one in waiting])
    ]
    return told


def words_said(lang: str) -> dict[str, list[str]]:
    """By part of the vocabulary: every phrase."""
    wording = LANGUAGES[lang]
    parts: dict[str, Any] = {
        field.name: getattr(wording, field.name)
        for field in fields(wording)
        if field.name not in {"lang", "quotes", "formats", "findings", "refusals", "remedies"}
    }
    parts |= {"learned": LEARNED[lang], "chance": CHANCES[lang], "calibration": CALIBRATIONS[lang]}
    return {
        name: [line.replace(NBSP, "~").rstrip() for line in _phrases(part, None, "")] for name, part in parts.items()
    }


def _phrases(part: Any, hint: Any, path: str) -> Iterator[str]:
    match part:
        case str() | bool() | int() | float() | None | Formats():
            yield f"{path}: {part}"
        case Mapping():
            for key, value in part.items():
                yield from _phrases(value, _inner(hint), f"{path}.{key.value if isinstance(key, Enum) else key}")
        case tuple():
            for number, value in enumerate(part, 1):
                yield from _phrases(value, _inner(hint), f"{path}.{number}")
        case _ if is_dataclass(part):
            hints = typing.get_type_hints(type(part))
            for field in fields(part):
                below = f"{path}.{field.name}".lstrip(".")
                yield from _phrases(getattr(part, field.name), hints[field.name], below)
        case _ if callable(part):
            yield from _filled(part, hint, path)


def _inner(hint: Any) -> Any:
    """The kind of a mapping's values, or of a tuple's parts."""
    return [kind for kind in typing.get_args(hint) if kind is not ...][-1] if typing.get_args(hint) else None


def _filled(say: Callable[..., object], hint: Any, path: str) -> Iterator[str]:
    """A phrase with ones, with threes, and with a text in every place; sentences of a result stand elsewhere."""
    kinds = typing.get_args(hint)[0]
    if any(kind in {Answer, Phrases, Clause} for kind in kinds):
        return
    for given in (ONES, MANY):
        filled = [given[kind] for kind in kinds]
        yield f"{path}({given[str]}): {say(*filled)}"
    if str in kinds:
        filled = [f"THE {NUMBERED[place]}" if kind is str else MANY[kind] for place, kind in enumerate(kinds)]
        yield f"{path}(…): {say(*filled)}"
