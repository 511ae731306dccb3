"""What a workspace may declare: names of sources, and which columns of a metric they deliver for every post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cliptrial.metrics.catalogue import Metric
from cliptrial.posts.sources import ORIGINS, spreadsheet
from cliptrial.posts.workbook import layout as workbook

DELIVERS: Mapping[str, frozenset[str]] = {one.name: one.delivers for one in ORIGINS if one.delivers}
"""By name as declared in workspace.yaml. ``followers`` comes with the account, not with the post."""

SHOPS = frozenset(one.name for one in ORIGINS if one.is_after)
"""Those that tell what people did and of no post."""

_BY_NAME = {one.name: one for one in ORIGINS}

NAMES: tuple[str, ...] = tuple(DELIVERS)
"""The sources that an account in workspace.yaml may name."""


def missing_columns(metric: Metric, sources: Iterable[str], *, followers_known: bool) -> frozenset[str]:
    """The columns of ``metric`` that no single declared source delivers together.

    Numerator and denominator must come from one reading, so the source that lacks fewest is judged.
    """
    sources = [*sources]
    needed = frozenset(metric.columns) - (frozenset({"followers"}) if followers_known else frozenset())
    if not metric.outcome:
        return _least(needed, sources)
    # What people did after a post is attributed to it, whichever file told it.
    after = frozenset(metric.numerator)
    beside = needed - after
    return (after - frozenset[str]().union(*_delivered(sources))) | (_least(beside, sources) if beside else frozenset())


def _least(needed: frozenset[str], sources: Sequence[str]) -> frozenset[str]:
    gaps = [needed - columns for columns in _delivered(sources)]
    return min(gaps, key=len, default=needed)


def on_platform(sources: Iterable[str], platform: str) -> tuple[str, ...]:
    """Those that can tell of an account on a platform: its own exports, and what belongs to none."""
    return tuple(name for name in sources if name not in _BY_NAME or _BY_NAME[name].platform in (None, platform))


def tell_hours(sources: Iterable[str]) -> bool:
    """Whether any of these sources tells at what time a post went out, not only on which day."""
    telling = [name for name in sources if name not in SHOPS and name != workbook.NAME]
    return not telling or any(name not in _BY_NAME or _BY_NAME[name].tells_hours for name in telling)


def tells_regions(source: str) -> bool:
    """Whether a source tells to which country or state an order went."""
    return source in _BY_NAME and _BY_NAME[source].tells_regions


def delivered_apart(gap: Iterable[str], sources: Iterable[str]) -> bool:
    """Whether all that one source lacks comes from others."""
    return frozenset(gap) <= frozenset[str]().union(*_delivered([*sources]))


def _delivered(sources: Sequence[str]) -> list[frozenset[str]]:
    """What each source delivers beside the others: who has the workbook alone fills in what exports hold, too."""
    alone = workbook.is_alone(source for source in sources if source not in SHOPS)
    more = {workbook.NAME: workbook.DELIVERS_ALONE} if alone else {}
    return [more.get(source, DELIVERS.get(source, frozenset())) for source in sources]


def sources_of(metric: Metric) -> tuple[str, ...]:
    """The sources that deliver every column of the metric, simplest first; a spreadsheet needs a mapping."""
    needed = frozenset(metric.numerator if metric.outcome else metric.columns) - {"followers"}
    able = [one for one in ORIGINS if one.delivers and needed <= one.delivers]
    return tuple(one.name for one in sorted(able, key=lambda one: (one is spreadsheet.ORIGIN, one.needs_program)))
