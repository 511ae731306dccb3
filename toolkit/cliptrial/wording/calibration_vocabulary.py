"""What every language must have for the calibration: labels of its figure and table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Text1 = Callable[[str], str]
Text2 = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class CalibrationWording:
    """Words of the calibration.

    ``methods`` is by the codes of the usual methods and ``cliptrial``; ``layouts`` by the codes of layouts.
    """

    lang: str
    title: str
    axis: str
    methods: Mapping[str, str]
    layouts: Mapping[str, str]
    fair: str
    unfair: str
    band: str
    withheld: Text1
    caption: Text2
    alt: Callable[[str, str, str], str]
    cell: str
    false_positives: str
    coverage: str
    power: str
