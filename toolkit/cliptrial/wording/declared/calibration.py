"""What every language must have for the calibration: labels of its figure and table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cliptrial.wording.declared.words import Words


class CalibrationWording(Words, Protocol):
    """Words of the calibration.

    Attributes:
        title: The question that the figure answers.
        methods: By the codes of the usual methods and ``cliptrial``, in the order of the figure.
        layouts: By the codes of layouts: how the arms came to their days.
        fair: Arms that chance assigned.
        unfair: Arms that it did not.
        withheld: Number of situations without a verdict, beside ClipTrial's dots.
        caption: Situations, and experiments in each.
        below: Why some of ClipTrial's dots may lie left of the band.
        silent: Number of situations without a verdict, and why.
        alt: Method, lowest and highest share.
        table: Heading of the table.
        columns: Situation, metric, posts an arm, false winners, coverage, true effect, power, false winners of totals.
        none: In place of a number, where there is no verdict.
    """

    title: str
    methods: Mapping[str, str]
    layouts: Mapping[str, str]
    fair: str
    unfair: str
    below: str
    table: str
    columns: tuple[str, str, str, str, str, str, str, str]
    none: str

    def withheld(self, n: str) -> str: ...
    def caption(self, cells: str, runs: str) -> str: ...
    def silent(self, n: str) -> str: ...
    def alt(self, method: str, low: str, high: str) -> str: ...
