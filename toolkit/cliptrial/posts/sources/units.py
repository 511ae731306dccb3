"""Whether numbers are in the unit that their file is said to have: shares of one, percent, seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from cliptrial.messages import Message, says
from cliptrial.posts.sources.request import Findings

Values = NDArray[np.float64]
OFF = 20.0
"""Times that two ways to the same time may lie apart before one is in another unit; loops and replays make less."""
_EXACT = 1e-9


def check_share(values: Values, field: str, findings: Findings) -> None:
    """A column of shares of one, all of which are at most 1; the whole column decides, so that 1 stays all of them."""
    if (values > 1 + _EXACT).any():
        place = int(np.argmax(values > 1 + _EXACT))
        what = says('"{field}" goes up to {most:g}, so it is in percent', field=field, most=float(np.nanmax(values)))
        mend = says("Hand in the answer as the interface gives it; divide by 100 what another program made of it.")
        findings.add("percent_for_share", what, says("shares from 0 to 1"), mend, row=place + 2, field=field)


def check_percent(values: Values, field: str, findings: Findings) -> None:
    """A column of percentages; where all of it is between 0 and 1, another program made shares of it."""
    known = values[values > 0]
    if len(known) and (known <= 1).all():
        what = says('"{field}" goes up to {most:g}, so it is in shares of 1', field=field, most=float(known.max()))
        mend = says("Use the file as it was exported; multiply by 100 what another program made of it.")
        findings.add("share_for_percent", what, says("percent from 0 to 100"), mend, field=field)


def check_seconds(counted: Mapping[str, Values], header: Callable[[str], str], findings: Findings) -> None:
    """Times of one table against each other: the average, the total by the views, and the length of the video.

    Args:
        counted: By column of the lake: numbers in seconds, and the views.
        header: What the file calls a column of the lake.
        findings: Collects times that are of another unit.
    """
    total, average, length = (counted.get(name) for name in ("total_watch_time", "average_watch_time", "duration"))
    views = counted.get("views")
    by_views = None if total is None or views is None else _ratio(total, views)
    if average is not None and length is not None and _times(average, length) > OFF:
        findings.add("other_unit", _apart(header("average_watch_time"), _times(average, length)), *_MEND)
    against = average if average is not None and np.isfinite(average).any() else length
    if by_views is None or against is None:
        return
    apart = _times(by_views, against)
    if apart > OFF or (against is average and 0 < apart < 1 / OFF):
        findings.add("other_unit", _apart(header("total_watch_time"), apart), *_MEND)


_MEND = (
    says("times in the unit that the column is named after"),
    says("Use the file as it was exported: seconds, minutes and hours are not told apart by looking at them."),
)


def _apart(field: str, times: float) -> Message:
    return says(
        'The times in "{field}" are {times:.3g} times what the others of the file say', field=field, times=times
    )


def _ratio(one: Values, other: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(other > 0, one / other, np.nan)


def _times(one: Values, other: Values) -> float:
    """How many times the one is the other in the middle of the rows; 1 where no row has both."""
    both = _ratio(one, other)
    both = both[np.isfinite(both) & (both > 0)]
    return float(np.median(both)) if len(both) else 1.0
