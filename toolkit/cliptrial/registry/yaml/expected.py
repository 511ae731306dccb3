"""What a key of a file should hold, in plain words, beside its type in the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from cliptrial.messages import Message, nothing


@dataclass(frozen=True, slots=True)
class Expected:
    """Said where what stands in a file does not fit: ``Annotated[Whole, Expected(says("A whole number"))]``."""

    text: Message


class ExpectedError(ValueError):
    """A value does not fit, and whoever reads knows better than the model what would: ``studio or numbers``."""

    def __init__(self, text: Message) -> None:
        super().__init__(text)
        self.text = text


def expected_at(model: type[BaseModel], dotted: str) -> Message:
    """What should stand at a dotted path of a file (``change.variants.0.id``); empty where nothing is known."""
    annotation: object = model
    text = nothing
    for part in dotted.split(".") if dotted else []:
        annotation, text = _below(annotation, part)
    return text


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the keys that files have for them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _below(annotation: object, part: str) -> tuple[object, Message]:
    """What a key, or an item of a list or mapping, may be, and what is expected of it."""
    if get_origin(annotation) is Annotated:
        return _below(get_args(annotation)[0], part)
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _below(annotation.model_fields["root"].annotation, part)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = fields_of(annotation).get(part)
        return (None, nothing) if field is None else (field.annotation, _said(field.metadata))
    branches = [one for one in get_args(annotation) if one is not Ellipsis]
    if get_origin(annotation) in (Union, UnionType):
        return next(
            (below for branch in branches if (below := _below(branch, part)) != (None, nothing)), (None, nothing)
        )
    if not branches:
        return None, nothing
    item, said = _item(branches[-1])
    # One thing may stand where a list of them does: then the key is its own, and no place in the list.
    if get_origin(annotation) is tuple and isinstance(item, type) and issubclass(item, BaseModel):
        return _below(item, part) if part in fields_of(item) else (item, said)
    return item, said


def _item(annotation: object) -> tuple[object, Message]:
    """An item of a list, or a value of a mapping."""
    if get_origin(annotation) is not Annotated:
        return annotation, nothing
    item, *metadata = get_args(annotation)
    return item, _said(metadata)


def _said(metadata: Iterable[object]) -> Message:
    return next((one.text for one in metadata if isinstance(one, Expected)), nothing)


def as_list(value: object) -> object:
    """One name as a list of one."""
    return (value,) if isinstance(value, str) else value
