"""Earlier posts side by side: hashtag sets, sounds, slots or lengths that nobody assigned by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypedDict

import pandas as pd

from cliptrial.analysis.assemble import by_gravity
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.measured import (
    DefinitionChanged,
    EqualAge,
    ImpossibleLeftOut,
    ImpossibleNumbers,
    LeftOut,
)
from cliptrial.analysis.findings.refused import ImpossibleValues
from cliptrial.analysis.history.labels import Labeller, Wanted, labeller, posted_locally
from cliptrial.analysis.history.stored_posts import (
    WrongNumbers,
    asked_metric,
    day_of,
    posts_between,
    read_at_age,
    wrong_numbers,
)
from cliptrial.analysis.results import Analysis
from cliptrial.analysis.table.columns import columns_of
from cliptrial.analysis.table.compare import compare
from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.metrics import Metric
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.records import Post, Readings
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace

FEWEST = 3
"""Posts that a value needs to be compared at all."""


class _Rule(TypedDict):
    """By what every comparison decides."""

    alpha: float
    draws: int
    seed: int
    at_least: float
    leave_out: str | None


def compare_history(
    workspace: Path | str | Workspace = ".",
    *,
    account: str | None = None,
    dimension: str,
    values: Sequence[str] = (),
    control: str | None = None,
    metric: str = "views",
    start: date | str | None = None,
    end: date | str | None = None,
    measure_at: float = 7.0,
    file: str | Path | None = None,
    at_least: float = 0.1,
    alpha: float = 0.05,
    draws: int = 4999,
    seed: int = 0,
    leave_out: str | None = None,
) -> Analysis:
    """Compare what earlier posts had in common; nobody assigned it by chance, so evidence is "observed".

    Args:
        workspace: A folder in or under a workspace, or the workspace itself.
        account: One account; None for all, compared within each.
        dimension: ``hashtags``, ``sound``, ``slot`` or ``duration``.
        values: What to compare, e.g. ``["#food #soup", "#fyp"]`` or ``["18:00-21:00"]``; the most used where
            none is given. A post has a hashtag value when it carries all of its tags and none of
            the other values' own.
        control: The value that the others are compared with; the most used one where not given.
        metric: Name of a metric that the workspace knows.
        start: First day of posting, in the account's time zone.
        end: Last day of posting.
        measure_at: Age in days at which posts are read.
        file: A table of posts instead of the store: columns named like ``dimension`` and ``metric``, and
            ``posted_at`` where known.
        at_least: Smallest effect worth acting on, a ratio minus one.
        alpha: Two-sided error.
        draws: Monte-Carlo draws.
        seed: Of the draws.
        leave_out: ``impossible`` leaves out posts whose numbers cannot be true.

    Raises:
        InputError: Nothing can be compared: no posts, no such attribute on them, or too few of a kind.

    Examples:
        >>> compare_history("kitchen", dimension="slot").evidence.value
        'observed'
    """
    ws = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    rule = _Rule(alpha=alpha, draws=draws, seed=seed, at_least=at_least, leave_out=leave_out)
    if file:
        return _in_a_table(Path(file), dimension, tuple(values), control, metric, rule)
    period = day_of(start, "start"), day_of(end, "end")
    known = asked_metric(ws, account, dimension, metric, leave_out)
    wanted = Wanted(dimension, values, control, FEWEST)
    return _in_the_store(ws, posts_between(ws, account, period), wanted, known, measure_at, rule)


def _in_the_store(
    ws: Workspace, posts: list[Post], wanted: Wanted, metric: Metric, measure_at: float, rule: _Rule
) -> Analysis:
    labels = labeller(posts, ws, wanted)
    labelled = [post for post in posts if labels.of(post)]
    wrong = wrong_numbers(ws, labelled)
    labelled = [post for post in labelled if not (rule["leave_out"] and post.post_id in wrong)]
    if not labelled:
        raise InputError(_too_few(says("none has")))
    readings = read_at_age(ws, metric, labelled, measure_at)
    frame, usual = _compared(ws, posts, labels, readings, keep=bool(wanted.values))
    analysis = compare(
        frame,
        arm="label",
        control=usual,
        metrics=[replace(metric, numerator=("numerator",), denominator=metric.denominator and "denominator")],
        posted_at="posted_at",
        randomised=False,
        account="account" if len(set(frame["account"])) > 1 else None,
        variable=wanted.dimension,
        **rule,
    )
    return _with_readings(_with_wrong(analysis, frame, wrong), frame, readings, measure_at)


def _in_a_table(
    path: Path, dimension: str, values: tuple[str, ...], control: str | None, metric: str, rule: _Rule
) -> Analysis:
    only = {dimension: list(values)} if values else {}
    frame = read_any_table(path, only=only, numbers=columns_of(metric), times=["posted_at"])
    if control is None and dimension in frame.columns:
        control = str(frame[dimension].astype(str).value_counts().index[0])
    when = "posted_at" if "posted_at" in frame.columns else None
    return compare(
        frame, arm=dimension, control=str(control), metrics=[metric], posted_at=when, variable=dimension, **rule
    )


def _compared(
    ws: Workspace, posts: Sequence[Post], labels: Labeller, readings: Readings, *, keep: bool
) -> tuple[pd.DataFrame, str]:
    """The posts that are compared, and the value that the others are compared with."""
    frame = _frame(ws, posts, labels, readings)
    control = labels.wanted or _usual(frame)
    frame = _side_by_side(frame, control, keep=keep)
    _enough(frame, control)
    return frame, control


def _frame(ws: Workspace, posts: Sequence[Post], labels: Labeller, readings: Readings) -> pd.DataFrame:
    """One row for each post that has a value and a number."""
    rows = [
        {
            "post_id": post.post_id,
            "account": post.account,
            "link": post.link,
            "caption": post.caption,
            # Without a zone: every account has its own, and weekdays and months are those of its own clock.
            "posted_at": posted_locally(ws, post).replace(tzinfo=None),
            "label": labels.of(post),
            "numerator": readings.by_post[post.post_id].numerator,
            "denominator": readings.by_post[post.post_id].denominator,
        }
        for post in posts
        if post.post_id in readings.by_post
    ]
    if not rows:
        what = says('"{name}" was not read on any of these posts at the measuring age', name=readings.metric.name)
        mend = says("Export the last 7 days twice a week, or compare by another number.")
        raise InputError(Problem("not_measured", what, nothing, mend, field="metric"))
    frame = pd.DataFrame(rows)
    enough = frame["label"].map(frame["label"].value_counts()) >= FEWEST
    return frame[enough].reset_index(drop=True)


def _usual(frame: pd.DataFrame) -> str:
    """The value with most posts among those that share an account with another one."""
    others = frame.groupby("account")["label"].transform("nunique") > 1
    counts = (frame[others] if others.any() else frame)["label"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def _side_by_side(frame: pd.DataFrame, control: str, *, keep: bool) -> pd.DataFrame:
    """Posts of values that ran on an account of the control; all of them where the values were named."""
    shared = frame["account"].isin(frame.loc[frame["label"] == control, "account"])
    together = frame["label"].isin(frame.loc[shared, "label"])
    return frame if keep else frame[together].reset_index(drop=True)


def _enough(frame: pd.DataFrame, control: str) -> None:
    counts = frame["label"].value_counts()
    if control in counts and len(counts) > 1:
        return
    counted = [f"{name}: {count}" for name, count in counts.items()]
    raise InputError(_too_few(says("{told}", told=counted) if counted else says("none has")))


def _too_few(counted: Message) -> Problem:
    return Problem(
        "nothing_to_compare",
        says(
            "Fewer than two values have {fewest} posts with a number at the measuring age ({told})",
            fewest=FEWEST,
            told=counted,
        ),
        says("Two values with posts"),
        says("Choose other values or a longer period."),
        field="values",
    )


def _with_wrong(analysis: Analysis, frame: pd.DataFrame, wrong: WrongNumbers) -> Analysis:
    """The analysis, with the posts whose numbers cannot be true: left out by choice, or named.

    Posts of the store stand in no row that anybody could look up.
    """
    findings: list[Finding] = []
    for finding in analysis.findings:
        if isinstance(finding, ImpossibleLeftOut):
            findings.append(replace(finding, posts=finding.posts + len(wrong), rows=()))
        else:
            findings.append(replace(finding, rows=()) if isinstance(finding, ImpossibleValues) else finding)
    there = frame[frame["post_id"].isin(wrong.keys())]
    if len(there):
        rules = {rule for post_id in there["post_id"] for rule in wrong[post_id]}
        links = tuple(link for link in there["link"] if link)
        findings.append(ImpossibleNumbers(Level.WARNING, posts=len(there), rules=tuple(sorted(rules)), links=links))
    return replace(analysis, findings=by_gravity(findings))


def _with_readings(analysis: Analysis, frame: pd.DataFrame, readings: Readings, measure_at: float) -> Analysis:
    """The analysis, with the age at which the posts were read, and the newest snapshot among them."""
    missing = len(readings.left_out) + len(readings.too_young)
    added: list[Finding] = [EqualAge(Level.OK, posts=len(frame), days=measure_at)]
    if missing:
        added.append(LeftOut(Level.NOTE, metric=readings.metric.name, posts=missing))
    if readings.across is not None:
        left, days = len(readings.across.posts), readings.across.days
        added.append(DefinitionChanged(Level.WARNING, metric=readings.metric.name, posts=left, days=days))
    newest = max(readings.by_post[post_id].captured_at for post_id in frame["post_id"])
    provenance = replace(analysis.provenance, data_as_of=newest)
    return replace(analysis, findings=by_gravity([*analysis.findings, *added]), provenance=provenance)
