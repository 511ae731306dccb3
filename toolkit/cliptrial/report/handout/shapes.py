"""The shapes of pictures: wide for slides, tall for a phone's chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture's shape: of a page so many CSS pixels wide and high, and how many dots each has."""

    width: int
    height: int
    dots: float


SHAPES: Mapping[str, Shape] = {"16x9": Shape(1280, 720, 1.5), "9x16": Shape(432, 768, 2.5)}
"""By the end of the file's name; both have 1920 times 1080 dots."""
