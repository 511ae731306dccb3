"""Whether the sources that an account declares can bring the numbers that an experiment waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cliptrial.errors import Problem
from cliptrial.messages import Message, nothing, one_of, says
from cliptrial.metrics import Metric, metrics_of
from cliptrial.metrics.definitions import Across, across
from cliptrial.posts.declared import delivered_apart, missing_columns, on_platform, sources_of, tell_hours
from cliptrial.registry.checks import metric_paths
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.reading_days import in_days
from cliptrial.registry.workspace import Workspace

PRIMARY = "metrics.primary"


def incomparable(workspace: Workspace, loaded: Loaded, at: Across) -> Iterator[Problem]:
    """The primary metric of accounts on several platforms, where the platforms mean something else by it.

    Args:
        workspace: Where the experiment belongs.
        loaded: The experiment.
        at: ``NO`` for what is refused, ``ALIKE`` for what is worth a second thought.
    """
    known, plan = metrics_of(workspace), loaded.experiment
    platforms = sorted({workspace.accounts[name].platform for name in plan.accounts})
    metric = known.get(plan.metrics.primary)
    if metric is None or across(metric, platforms) is not at:
        return
    what, expected = (
        (
            says('{platforms} mean different things by "{metric}"', platforms=platforms, metric=metric.name),
            says("One of {names}", names=[n for n, one in known.items() if across(one, platforms) is not Across.NO]),
        )
        if at is Across.NO
        else (
            says('{platforms} count "{metric}" alike, not the same way', platforms=platforms, metric=metric.name),
            says("uplifts of each account put together, never their levels"),
        )
    )
    mend = says("Choose another primary metric, or plan an experiment for each platform.")
    yield loaded.problem(PRIMARY, "not_across_platforms", what, expected, mend if at is Across.NO else nothing)


def undelivered(workspace: Workspace, loaded: Loaded) -> Iterator[Problem]:
    """One problem for each metric and account that would wait in vain, and for a metric that platforms do not share.

    The primary metric must be delivered. Of any other, posts without numbers are told in the report; but one whose
    parts come from several sources looks as if it were delivered, and never has a post: its parts must be read at once.
    """
    yield from _without_hours(workspace, loaded)
    yield from incomparable(workspace, loaded, Across.NO)
    known = metrics_of(workspace)
    for key, name in metric_paths(Draft.of(loaded.experiment)):
        for account in loaded.experiment.accounts:
            settings = workspace.accounts[account]
            sources = on_platform(settings.sources, settings.platform)
            able = on_platform(sources_of(known[name]), settings.platform)
            gap = missing_columns(known[name], sources, followers_known=settings.followers is not None)
            if gap and delivered_apart(gap, sources):
                yield _apart(loaded, key, known[name], account, settings.sources, able)
            elif gap and key == PRIMARY:
                yield _not_delivered(loaded, known[name], account, gap, settings.sources, able)


def _without_hours(workspace: Workspace, loaded: Loaded) -> Iterator[Problem]:
    """An experiment on times of day, or read after hours, whose posts would all lie at noon."""
    on_slots = loaded.experiment.change.variable is Variable.SLOT
    if not on_slots and in_days(loaded.experiment.design.measure_at):
        return
    for account in loaded.experiment.accounts:
        settings = workspace.accounts[account]
        sources = on_platform(settings.sources, settings.platform)
        if tell_hours(sources):
            continue
        instead = says("Test something else") if on_slots else says("Measure at 7d")
        yield loaded.problem(
            "change.variable" if on_slots else "design.measure_at",
            "no_times_of_day",
            says(
                "the sources of {account} ({sources}) tell on which day a post went out, and not at what time",
                account=account,
                sources=list(sources),
            ),
            says("a source that tells the time of posting"),
            says(
                "{instead}, or add spreadsheet to the sources of {account} and hand in a table with times.",
                instead=instead,
                account=account,
            ),
        )


def _apart(
    loaded: Loaded, key: str, metric: Metric, account: str, declared: Sequence[str], able: Sequence[str]
) -> Problem:
    return loaded.problem(
        key,
        "parts_delivered_apart",
        says(
            'the sources of {account} ({sources}) deliver the parts of "{metric}" apart, so that no post would have it',
            account=account,
            sources=list(declared),
            metric=metric.name,
        ),
        says("one source with {columns}", columns=sorted(metric.columns)),
        says(
            "Add {able} to the sources of {account} in workspace.yaml, or choose another metric.",
            able=one_of(able),
            account=account,
        ),
    )


def _not_delivered(
    loaded: Loaded, metric: Metric, account: str, gap: frozenset[str], declared: Sequence[str], able: Sequence[str]
) -> Problem:
    return loaded.problem(
        PRIMARY,
        "primary_not_delivered",
        says(
            'no declared source of {account} ({sources}) delivers "{metric}" per post',
            account=account,
            sources=says("{declared}", declared=list(declared)) if declared else says("none"),
            metric=metric.name,
        ),
        says("a source with {columns}", columns=sorted(gap)),
        _mend(account, gap, able),
    )


def _mend(account: str, gap: frozenset[str], able: Sequence[str]) -> Message:
    """How the missing columns could come: from the account's settings, from people, or from another source."""
    if gap == {"followers"}:
        return says("Set followers of {account} in workspace.yaml, or choose another primary metric.", account=account)
    if not able:
        return says("Choose another primary metric.")
    if able[0] == "numbers":
        return says(
            "Add numbers to the sources of {account} in workspace.yaml: the plan then writes a "
            "workbook into which these numbers are copied from the app, 20 seconds a post.",
            account=account,
        )
    return says(
        "Add {able} to the sources of {account} in workspace.yaml, or choose another primary metric.",
        able=one_of(able),
        account=account,
    )
