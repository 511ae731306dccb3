"""Comparisons: what :mod:`cliptrial.analysis` answers, as results that show themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from cliptrial.notebook.given import Compared, as_pandas
from cliptrial.notebook.results import Result

if TYPE_CHECKING:
    from cliptrial.metrics import Metric


def analyze(slug: str, workspace: str | Path = ".", **more: object) -> Result:
    """Answer one experiment of a workspace.

    Args:
        slug: Name of the experiment's folder.
        workspace: A folder in or under the workspace.
        more: As :func:`cliptrial.analysis.experiment.analyze` takes them.

    Raises:
        InputError: The experiment or a file of it has mistakes; every one is listed.
    """
    from cliptrial.analysis import analyze
    from cliptrial.posts.workspaces import find_workspace

    root = find_workspace(workspace).root
    return Result.of(analyze(slug, workspace=root, **more), root)  # type: ignore[arg-type]


def compare(
    frame: object, *, arm: str, control: str, metrics: Sequence[str | Metric], **more: Unpack[Compared]
) -> Result:
    """Compare arms in a table with one row a post.

    Args:
        frame: A DataFrame of pandas, or one that narwhals knows (polars, Arrow).
        arm: Column that names each post's arm.
        control: Value of ``arm`` that everything is compared with.
        metrics: Columns, or ``NUMERATOR/DENOMINATOR`` for a rate; the first one decides.
        more: ``block``, ``posted_at``, ``timezone``, ``randomised``, ``alpha``, ``draws``, ``seed``, ``at_least``,
            ``variable``, ``account``, ``leave_out``: as :func:`cliptrial.analysis.table.compare.compare` says.

    Raises:
        InputError: If columns or values do not exist or are not numbers; every problem at once.
    """
    from cliptrial.analysis import compare

    return Result.of(compare(as_pandas(frame), arm=arm, control=control, metrics=metrics, **more))


def uplift(
    frame: object, *, arm: str, control: str, metric: str, variant: str | None = None, **more: Unpack[Compared]
) -> Result:
    """One variant against the control on one metric, in a line.

    Args:
        frame: As :func:`compare` takes it.
        arm: Column that names each post's arm.
        control: Value of ``arm`` to compare with.
        metric: A column, or ``NUMERATOR/DENOMINATOR`` for a rate.
        variant: The other value of ``arm``; needed where there are more than two.
        more: As :func:`compare` takes them.

    Raises:
        InputError: As :func:`compare`.
    """
    given = as_pandas(frame)
    if variant is not None and arm in given.columns:
        given = given[given[arm].astype("object").isin([control, variant])]
    return compare(given, arm=arm, control=control, metrics=[metric], **more)


def compare_split(frame: object, *, arm: str, control: str, metrics: Sequence[str], **more: object) -> Result:
    """Compare arms of a split test that a platform ran: one row an arm, with its viewers and events.

    Args:
        frame: As :func:`compare` takes it.
        arm: Column that names the arm.
        control: Value of ``arm`` to compare with.
        metrics: ``EVENTS/VIEWERS``.
        more: As :func:`cliptrial.analysis.table.split.compare_split` takes them.

    Raises:
        InputError: If columns or values do not exist or are not numbers; every problem at once.
    """
    from cliptrial.analysis import compare_split

    return Result.of(compare_split(as_pandas(frame), arm=arm, control=control, metrics=metrics, **more))  # type: ignore[arg-type]


def compare_history(workspace: str | Path = ".", **choice: object) -> Result:
    """Compare earlier posts of a workspace by a sound, a set of hashtags, a slot or a length; only observed.

    Args:
        workspace: A folder in or under the workspace.
        choice: ``account``, ``dimension``, ``control``, ``values``, ``metric``, ``start``, ``end``, ``file``,
            ``leave_out``: as :func:`cliptrial.analysis.history.side_by_side.compare_history` says.

    Raises:
        InputError: What was asked for is not there; every problem at once.
    """
    from cliptrial.analysis import compare_history
    from cliptrial.posts.workspaces import find_workspace

    root = find_workspace(workspace).root
    return Result.of(compare_history(workspace=root, **choice), root)  # type: ignore[arg-type]
