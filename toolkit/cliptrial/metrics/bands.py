"""Where a number stands beside what is usually said of such accounts: a rule of thumb, not a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.metrics.catalogue import REACH_BANDS, Band, Metric
from cliptrial.registry.beside.bands import OwnBand
from cliptrial.registry.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cliptrial.registry.workspace import Workspace

USUAL = tuple(band.grade for band in REACH_BANDS)
"""Grades of views per follower, which has a band for what is little, too."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose number it is, as far as bands ask: the platform, and the followers, None where nobody knows them."""

    platform: str = "tiktok"
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A number among the bands of its metric.

    Attributes:
        metric: What was measured.
        value: The number.
        grade: The band that it falls into; None below every band.
        good: From where to where a number is good; the end is None where nothing limits it.
        source: Where a workspace's own band comes from; empty for the usual rule of thumb.
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


def placed(metric: Metric, value: float, whose: Whose) -> Placed | None:
    """Where a number stands; None where nobody says what is good there, or only by followers and these are unknown."""
    bands = [band for band in metric.bands if _fits(band, whose)]
    good = next((band for band in bands if band.grade in ("good", "normal")), None)
    if good is None:
        return None
    return Placed(metric, value, grade(metric, value, whose), (good.low, good.high), good.source)


def grade(metric: Metric, value: float, whose: Whose) -> str | None:
    """The band that ``value`` falls into; None below every band or where none is known for such an account."""
    fitting = (band for band in reversed(metric.bands) if _fits(band, whose) and value >= band.low)
    return next((band.grade for band in fitting), None)


def _fits(band: Band, whose: Whose) -> bool:
    if band.platform not in (None, whose.platform):
        return False
    if band.followers is None:
        return True
    least, below = band.followers
    return whose.followers is not None and whose.followers >= least and (below is None or whose.followers < below)


def with_own_bands(known: Mapping[str, Metric], workspace: Workspace) -> dict[str, Metric]:
    """The metrics, with the bands that a workspace wrote down itself.

    On a platform that they name, those hold; on any other one those that name none, and where there are none of these
    either, what was said of that platform before.
    """
    own = {name: bands for name, bands in workspace.bands.items() if name in known}
    changed = {
        name: replace(known[name], bands=tuple(band for one in PLATFORMS for band in _on(one, known[name], bands)))
        for name, bands in own.items()
    }
    return {**known, **changed}


def _on(platform: str, metric: Metric, own: Sequence[OwnBand]) -> Iterator[Band]:
    chosen = [one for one in own if one.platform == platform] or [one for one in own if one.platform is None]
    if not chosen:
        yield from (band for band in metric.bands if band.platform == platform)
        return
    little, good, great = USUAL if metric.bands == REACH_BANDS else (None, "good", "great")
    ordered = sorted(chosen, key=lambda one: one.followers)
    ends = [*(one.followers for one in ordered[1:]), None]
    for one, below in zip(ordered, ends, strict=True):
        size = None if (one.followers, below) == (0, None) else (one.followers, below)
        source = one.source or next((each.source for each in chosen if each.source), "workspace.yaml")
        if little:
            yield Band(little, 0.0, one.good, size, platform, source)
        yield Band(good, one.good, one.great, size, platform, source)
        if one.great is not None:
            yield Band(great, one.great, None, size, platform, source)


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
