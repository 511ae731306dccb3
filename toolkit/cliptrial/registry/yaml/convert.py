"""From plain text values to a model, with every misfit told in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.yaml.expected import ExpectedError, expected_at, fields_of
from cliptrial.registry.yaml.file import Document

M = TypeVar("M", bound=BaseModel)
_LIMITS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


def convert(
    model: type[M], document: Document, reported: Sequence[Problem] = (), context: object = None
) -> tuple[M | None, list[Problem]]:
    """The model that a document describes, or None with everything that does not fit.

    Args:
        model: What the document should be.
        document: Plain values and their places.
        reported: Problems found before; a place is complained about once.
        context: The names that may stand in a place which is left to whoever reads (an account's sources).
    """
    try:
        return model.model_validate(document.plain, context=context), []
    except ValidationError as error:
        seen = {p.field for p in reported if p.field}
        problems = []
        for path, what in _distinct(error, document.plain):
            if path not in seen and not _is_consequence(path, seen):
                seen.add(path)
                problems.append(_misfit_at(path, what, model, document))
        return None, problems


def _is_consequence(path: str, seen: set[str]) -> bool:
    """A list does not fit when its items do not, and the file when anything does not: told already."""
    return any(s.startswith(f"{path}." if path else "") for s in seen)


def _distinct(error: ValidationError, plain: object) -> Iterator[tuple[str, ErrorDetails]]:
    """Errors by dotted path, one a path, those of items before those of their lists."""
    by_path: dict[str, ErrorDetails] = {}
    for one in error.errors(include_url=False):
        by_path.setdefault(_dotted(one["loc"], one["type"], plain), one)
    yield from sorted(by_path.items(), key=lambda pair: -pair[0].count("."))


def _dotted(loc: Sequence[str | int], kind: str, plain: object) -> str:
    """The part of a pydantic location that the writer can see; branches of a union are left out."""
    parts: list[str] = []
    here = plain
    for step in loc:
        if isinstance(here, dict) and isinstance(step, str):
            if step == "[key]" or (step not in here and kind != "missing"):
                continue
            parts.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            parts.append(str(step))
            here = here[step]
    return ".".join(parts)


def _misfit_at(path: str, error: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    kind = error["type"]
    own = error.get("ctx", {}).get("error")
    expected = own.text if isinstance(own, ExpectedError) else expected_at(model, path)
    parent, _, key = path.rpartition(".")
    value = value_at(document.plain, path)
    if kind == "extra_forbidden":
        return _unknown_key(path, model, document)
    if kind == "missing":
        return document.problem(
            path,
            "missing",
            says('"{key}" is missing{inside}', key=key, inside=_inside(parent)),
            expected,
            says("Add `{key}:`.", key=key),
        )
    if value is None:
        reason = (
            says('"{key}" has no value', key=key)
            if not key.isdigit()
            else says('An item of "{parent}" has no value', parent=parent)
        )
        return document.problem(path, "empty", reason, expected, says("Write one, or remove the line."))
    what, mend = _misfit(key, value, error)
    return document.problem(path, "value", what, expected or _own_words(error), mend or _near(value, expected))


def _own_words(error: ErrorDetails) -> Message:
    """The sentence of a validator of this package."""
    reason = error.get("ctx", {}).get("error")
    said = reason.args[0] if isinstance(reason, ValueError) and reason.args else nothing
    return said if isinstance(said, Message) else nothing


def _inside(parent: str) -> Message:
    """Where a key is missing or wrong: `` in "metrics"``, `` in item 1 of "change.variants"``."""
    above, _, last = parent.rpartition(".")
    if last.isdigit():
        number = int(last) + 1
        return (
            says(' in item {number} of "{above}"', number=number, above=above)
            if above
            else says(" in item {number}", number=number)
        )
    return says(' in "{parent}"', parent=parent) if parent else nothing


def _misfit(key: str, value: object, error: ErrorDetails) -> tuple[Message, Message]:
    kind = str(error["type"])
    name = says('"{key}"', key=key) if not key.isdigit() else says("An item")
    if isinstance(value, dict | list):
        held = says("a mapping (key: value)") if isinstance(value, dict) else says("a list")
        if kind in {"too_long", "too_short"}:
            return says("{name} has {count} items", name=name, count=len(value)), nothing
        return says("{name} holds {held}", name=name, held=held), nothing
    reason = (
        says('{name} is "{value}"', name=name, value=value)
        if value != ""
        else says("{name} is an empty text", name=name)
    )
    if kind.endswith("tuple_type"):
        return reason, says("Write it as a list: [{value}]", value=value)
    if kind.startswith(("date_", "datetime_")) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        return says("{told}, a day that the calendar does not have", told=reason), nothing
    if re.fullmatch(r"-?0\d+", str(value)):
        return says("{told}, with a zero in front", told=reason), says("Write {value}.", value=int(str(value)))
    if kind in _LIMITS:
        return says("{told}, which is outside the limits", told=reason), nothing
    return reason, nothing


def _near(value: object, expected: str) -> Message:
    """A suggestion when the value looks like one of the words expected."""
    if not isinstance(value, str) or not re.search(r"\bor\b|One of", expected):
        return nothing
    return did_you_mean(value, re.findall(r"[a-z_]{3,}", expected))


def value_at(plain: object, dotted: str) -> object:
    """The plain value at a dotted path; None where there is none."""
    for part in dotted.split("."):
        if isinstance(plain, dict):
            plain = plain.get(part)
        elif isinstance(plain, list) and part.isdigit() and int(part) < len(plain):
            plain = plain[int(part)]
        else:
            return None
    return plain


def _unknown_key(path: str, model: type[BaseModel], document: Document) -> Problem:
    parent, _, key = path.rpartition(".")
    known = list(keys_at(model, parent))
    home = next((p for p, names in _homes(model) if key in names and p != parent), None)
    if home is None:
        otherwise = says("Remove it; nothing reads it.")
    elif home:
        otherwise = says('It belongs under "{home}".', home=home)
    else:
        otherwise = says("It belongs at the top level of the file.")
    what = says('"{key}" is not a key{inside}', key=key, inside=_inside(parent))
    expected = says("One of {names}", names=known)
    return document.key_problem(path, "unknown_key", what, expected, did_you_mean(key, known, otherwise))


def keys_at(model: type[BaseModel], dotted: str) -> tuple[str, ...]:
    """The keys that a mapping at a dotted path may have."""
    current = _inner(model)
    for part in dotted.split("."):
        field = fields_of(current).get(part) if current is not None else None
        if field is not None:
            current = _inner(field.annotation)
    return tuple(fields_of(current)) if current is not None else ()


def _homes(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    entry = _inner(model) or model
    yield prefix, tuple(fields_of(entry))
    for name, field in fields_of(entry).items():
        inner = _inner(field.annotation)
        if inner is not None:
            yield from _homes(inner, f"{prefix}.{name}" if prefix else name)


def _inner(annotation: object) -> type[BaseModel] | None:
    """The model inside ``Model``, ``tuple[Model, ...]``, ``Mapping[str, Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _inner(annotation.model_fields["root"].annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for arg in get_args(annotation) if (model := _inner(arg)) is not None), None)
