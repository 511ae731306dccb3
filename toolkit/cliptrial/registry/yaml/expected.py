"""What a key of a file should hold, in plain words, beside its type in the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel


@dataclass(frozen=True, slots=True)
class Expected:
    """Said where what stands in a file does not fit: ``Annotated[Whole, Expected("A whole number")]``."""

    text: str


def expected_at(model: type[BaseModel], dotted: str) -> str:
    """What should stand at a dotted path of a file (``change.variants.0.id``); empty where nothing is known."""
    annotation, text = model, ""
    for part in dotted.split(".") if dotted else []:
        annotation, text = _below(annotation, part)
    return text


def _below(annotation: Any, part: str) -> tuple[Any, str]:
    """What a key, or an item of a list or mapping, may be, and what is expected of it."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _below(annotation.model_fields["root"].annotation, part)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(part)
        return (None, "") if field is None else (field.annotation, _said(field.metadata))
    branches = [one for one in get_args(annotation) if one is not Ellipsis]
    if get_origin(annotation) in (Union, UnionType):
        return next((below for branch in branches if (below := _below(branch, part)) != (None, "")), (None, ""))
    return _item(branches[-1]) if branches else (None, "")


def _item(annotation: Any) -> tuple[Any, str]:
    """An item of a list, or a value of a mapping."""
    if get_origin(annotation) is not Annotated:
        return annotation, ""
    return get_args(annotation)[0], _said(annotation.__metadata__)


def _said(metadata: Iterable[object]) -> str:
    return next((one.text for one in metadata if isinstance(one, Expected)), "")
