"""The bands of ``workspace.yaml``: from which value on a team calls a number good, instead of the rule of thumb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.registry.model import TEXT, Record, Share, Whole
from cliptrial.registry.platforms import PlatformName
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document

_AMOUNT = Expected(says("A number above zero, or a share such as 5%"))
_Amount = Annotated[Share, Field(gt=0, allow_inf_nan=False)]
BANDS = "From which value on a number is good or very good, by metric; these win over the usual rules of thumb."


class OwnBand(Record):
    """What is good on accounts from a size on."""

    good: Annotated[_Amount, _AMOUNT] = Field(description="Good from here on, e.g. 50%.")
    great: Annotated[_Amount | None, _AMOUNT] = Field(default=None, description="Very good from here on, e.g. 70%.")
    followers: Annotated[Annotated[Whole, Field(ge=0)], Expected(says("A whole number"))] = Field(
        default=0, description="For accounts with at least so many followers."
    )
    platform: Annotated[PlatformName | None, Expected(says("tiktok, instagram or youtube"))] = Field(
        default=None, description="The platform it is about; without one it is about all that no other band names."
    )
    source: Annotated[str | None, TEXT] = Field(default=None, description="Where these values come from.")


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, Mapping) else value


OwnBands = Annotated[
    Mapping[
        str,
        Annotated[
            tuple[Annotated[OwnBand, Expected(says("A mapping, e.g. {good: 50%, great: 70%}"))], ...],
            Field(min_length=1),
            BeforeValidator(_as_list, json_schema_input_type=OwnBand | tuple[OwnBand, ...]),
            Expected(says("A mapping, e.g. {good: 50%, great: 70%}, or a list of them by followers")),
        ],
    ],
    Expected(says("A mapping: by metric, from which value on it is good")),
]


def band_problems(own: Mapping[str, tuple[OwnBand, ...]], document: Document) -> Iterator[Problem]:
    """Bands that are upside down, and two for accounts of one size."""
    written = document.mapping.get("bands")
    for metric, bands in own.items():
        listed = isinstance(written, dict) and isinstance(written.get(metric), list)
        for number, one in enumerate(bands):
            at = f"bands.{metric}.{number}" if listed else f"bands.{metric}"
            if one.great is not None and one.great <= one.good:
                what = says('What is very good of "{metric}" is no more than what is good', metric=metric)
                yield document.problem(f"{at}.great", "band_order", what, says("A higher number"))
            if (one.platform, one.followers) in [(other.platform, other.followers) for other in bands[:number]]:
                what = says('"{metric}" has two bands for accounts of one size', metric=metric)
                expected = says("Another `platform` or number of `followers` for each")
                yield document.problem(at, "band_twice", what, expected)
