"""Where a number stands beside what is usually said of such accounts: a rule of thumb, not a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.metrics.catalogue import REACH_BANDS, Band, Metric
from cliptrial.registry.beside.bands import OwnBand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cliptrial.registry.workspace import Workspace

USUAL = tuple(band.grade for band in REACH_BANDS)
"""Grades of views per follower, which has a band for what is little, too."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A number among the bands of its metric.

    Attributes:
        metric: What was measured.
        value: The number.
        grade: The band that it falls into; None below every band.
        good: From where to where a number is good; the end is None where nothing limits it.
        source: Where the workspace's own bands come from; empty for the usual rule of thumb.
    """

    metric: Metric
    value: float
    grade: str | None
    good: tuple[float, float | None]
    source: str

    @property
    def below(self) -> bool:
        """Whether it is less than what is good."""
        return self.value < self.good[0]

    @property
    def above(self) -> bool:
        """Whether it is more than what is good, which is very good."""
        return self.good[1] is not None and self.value > self.good[1]


def placed(metric: Metric, value: float, followers: int | None = None) -> Placed | None:
    """Where a number stands; None where nobody says what is good, or only by followers and these are not known."""
    bands = [band for band in metric.bands if _fits(band, followers)]
    good = next((band for band in bands if band.grade in ("good", "normal")), None)
    if good is None:
        return None
    return Placed(metric, value, grade(metric, value, followers), (good.low, good.high), metric.source)


def grade(metric: Metric, value: float, followers: int | None = None) -> str | None:
    """The band that ``value`` falls into; None below every band or where none is known.

    Bands that depend on the account's size need ``followers``.
    """
    fitting = (band for band in reversed(metric.bands) if _fits(band, followers) and value >= band.low)
    return next((band.grade for band in fitting), None)


def _fits(band: Band, followers: int | None) -> bool:
    if band.followers is None:
        return True
    least, below = band.followers
    return followers is not None and followers >= least and (below is None or followers < below)


def with_own_bands(known: Mapping[str, Metric], workspace: Workspace) -> dict[str, Metric]:
    """The metrics, with the bands that a workspace wrote down itself."""
    own = {name: bands for name, bands in workspace.bands.items() if name in known}
    changed = {
        name: replace(
            known[name],
            bands=tuple(_bands(known[name], bands)),
            source=next((one.source for one in bands if one.source), "workspace.yaml"),
        )
        for name, bands in own.items()
    }
    return {**known, **changed}


def _bands(metric: Metric, own: Sequence[OwnBand]) -> Iterator[Band]:
    little, good, great = USUAL if metric.bands == REACH_BANDS else (None, "good", "great")
    ordered = sorted(own, key=lambda one: one.followers)
    ends = [*(one.followers for one in ordered[1:]), None]
    for one, below in zip(ordered, ends, strict=True):
        size = None if (one.followers, below) == (0, None) else (one.followers, below)
        if little:
            yield Band(little, 0.0, one.good, size)
        yield Band(good, one.good, one.great, size)
        if one.great is not None:
            yield Band(great, one.great, None, size)


def band_problems(workspace: Workspace, known: Mapping[str, Metric]) -> list[Problem]:
    """Bands of metrics that nobody knows."""
    return [
        workspace.problem(
            f"bands.{name}",
            "unknown_metric",
            says('"{name}" is not a metric that is known here', name=name),
            mend=did_you_mean(name, known),
        )
        for name in workspace.bands
        if name not in known
    ]
