"""Old against new as an experiment: which changes its new way may list, and what stands still while it runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.registry.beside.adopted import Adopted, adopted, adoptions, decided_checks, is_check, listed
from cliptrial.registry.decisions import Choice
from cliptrial.registry.experiments import Loaded, experiment_names, load_all
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.rounds.combined import all_of, labels_of
from cliptrial.registry.workspace import Workspace

YEAR = timedelta(days=365)
"""Two checks of one account are at least so far apart: each costs the posts of three or four ideas."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a check lists, and what the decisions say of it.

    Attributes:
        changes: Those of its changes that were adopted when its plan was fixed.
        gone: Listed changes that were taken back or replaced before its last post.
        added: Changes adopted on its accounts between its plan and its last post.
    """

    changes: tuple[Adopted, ...]
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def frozen(workspace: Workspace, check: Loaded, fixed: date, last: date) -> Frozen:
    """The list of a check against the decisions, from the day on which its plan was fixed to its last post."""
    accounts = check.experiment.accounts
    before = adopted(workspace, fixed, accounts=accounts, beside=check.slug)
    after = {one.name for one in adopted(workspace, last, accounts=accounts, beside=check.slug)}
    names = listed(check)
    return Frozen(
        changes=tuple(one for one in before if one.name in names),
        gone=tuple(name for name in names if name not in after),
        added=tuple(sorted(after - {one.name for one in before} - {*names})),
    )


def bundle_problems(workspace: Workspace, loaded: Loaded, today: date) -> list[Problem]:
    """What keeps a check from being planned: changes that are not adopted, and another check within a year."""
    if loaded.experiment.change.variable is not Variable.BUNDLE:
        return []
    standing_now = {one.name: one for one in adopted(workspace, today, accounts=loaded.experiment.accounts)}
    wrong = [name for name in listed(loaded) if name not in standing_now]
    slots = [one for name, one in standing_now.items() if name in listed(loaded) and one.variable is Variable.SLOT]
    return [
        *(_not_adopted(workspace, loaded, name, today) for name in wrong),
        *(_slot(loaded, one.slug) for one in slots),
        *_too_soon(workspace, loaded),
    ]


def _not_adopted(workspace: Workspace, loaded: Loaded, name: str, today: date) -> Problem:
    slug = name.partition("@")[0]
    key, expected = "change.variants.0.value", says("A change that is adopted for now on these accounts")
    mend = says("Take it off the list, or decide it first: `cliptrial decide {slug} ship`.", slug=slug)
    if slug not in experiment_names(workspace):
        what = says('"{change}" was never tested: there is no experiment "{slug}"', change=name, slug=slug)
        mend = says("Take it off the list; what was never tested is no part of the new way.")
        return loaded.problem(key, "never_tested", what, expected, mend)
    other = replaced_by(workspace, name, loaded.experiment.accounts, today)
    if other is not None:
        what = says('"{change}" was replaced by {other}', change=name, other=other.name)
        mend = says("Write {other} in its place.", other=other.name)
        return loaded.problem(key, "replaced", what, expected, mend)
    what = says('"{change}" is not adopted on that day', change=name)
    return loaded.problem(key, "not_adopted", what, expected, mend)


def _slot(loaded: Loaded, slug: str) -> Problem:
    return loaded.problem(
        "change.variants.0.value",
        "bundle_slot",
        says("{slug} changes the time of posting, and both ways are posted at the same times", slug=slug),
        says("Changes of what is posted"),
        says("Take it off the list; the time stays as it was adopted."),
    )


def replaced_by(workspace: Workspace, name: str, accounts: Collection[str], day: date) -> Adopted | None:
    """The adopted change that took the place of another one on one of these accounts; None where none did."""
    experiments = load_all(workspace).loaded
    variables = {one.slug: one.experiment.change.variable for one in experiments}
    slug, _, begins = name.rpartition("@")
    later = (
        one
        for one in adopted(workspace, day, accounts=accounts)
        if one.slug != slug and one.variable is variables.get(slug) and one.starts.isoformat() >= begins
    )
    return next(later, None)


def _too_soon(workspace: Workspace, loaded: Loaded) -> Iterator[Problem]:
    """Another check of one of these accounts within a year; more posts of the same check are none."""
    start = loaded.experiment.design.start
    for other in load_all(workspace).loaded:
        begins = other.experiment.design.start
        both = set(other.experiment.accounts) & set(loaded.experiment.accounts)
        same = loaded.slug == other.slug or loaded.experiment.follow_up_of == other.slug
        same = same or other.experiment.follow_up_of == loaded.slug
        if not is_check(other) or same or not both or start is None or begins is None:
            continue
        if abs(start - begins) < YEAR:
            what = says(
                "{account} has an old-against-new check that begins on {day}: {slug}",
                account=sorted(both)[0],
                day=begins,
                slug=other.slug,
            )
            mend = says("Start on {day}, or test ideas until then.", day=begins + YEAR)
            yield loaded.problem("design.start", "check_too_soon", what, says("One check a year on an account"), mend)


def arm_labels(workspace: Workspace, loaded: Loaded) -> dict[str, str]:
    """What people call each arm by its id: of a combined test each combination, of a check all that its new way is."""
    if not is_check(loaded):
        return labels_of(all_of(workspace, loaded).values())
    arms = {arm.id: arm.label for arm in loaded.experiment.change.arms}
    tried = {one.slug: one.experiment.change.variants for one in load_all(workspace).loaded}
    slugs = [name.rpartition("@")[0] for name in listed(loaded)]
    new = (" / ".join(arm.label for arm in tried[slug]) if slug in tried else slug for slug in slugs)
    arms[loaded.experiment.change.variants[0].id] = " + ".join(new)
    return arms


def running(workspace: Workspace, accounts: Collection[str], day: date) -> Iterator[Standing]:
    """Experiments on these accounts that are planned, not decided, and have a post on that day or later."""
    for slug in experiment_names(workspace):
        try:
            one, _ = standing(slug, workspace)
        except InputError:
            continue  # told where it is read
        if one.decision is None and one.last is not None and one.last >= day and set(one.accounts) & set(accounts):
            yield one


def begins(workspace: Workspace, loaded: Loaded, day: date) -> tuple[date, tuple[str, ...]]:
    """The first day of an adoption: after all that runs on its accounts by then; and what it waits for."""
    start, waits = day, list[str]()
    planned = [(one.first, one.last, one.slug) for one in running(workspace, loaded.experiment.accounts, day)]
    for first, last, slug in sorted((f, t, slug) for f, t, slug in planned if f is not None and t is not None):
        if first <= start <= last:
            start = last + timedelta(days=1)
            waits.append(slug)
    return start, tuple(waits)


def decision_problems(workspace: Workspace, loaded: Loaded, what: Choice, day: date) -> list[Problem]:
    """What keeps a decision from being recorded: nothing was tested, or a check holds its change at that time."""
    if what is Choice.SHIP and read_plan(loaded.folder) is None:
        told_so = says("{slug} was never tested: no posts were drawn for it", slug=loaded.slug)
        mend = says("Test it first: `cliptrial plan {slug}`.", slug=loaded.slug)
        return [Problem("never_tested", told_so, says("An experiment whose posts are out"), mend)]
    own = next((one for one in running(workspace, loaded.experiment.accounts, day) if one.slug == loaded.slug), None)
    if own is not None and is_check(loaded) and what in {Choice.SHIP, Choice.DROP}:
        told_so = says("{slug} runs until {last}", slug=loaded.slug, last=own.last)
        mend = says(
            "Wait until then; or end it without an answer: `cliptrial decide {slug} inconclusive`.", slug=own.slug
        )
        return [Problem("check_runs", told_so, says("A decision once all its posts are measured"), mend)]
    return frozen_problems(workspace, loaded, day)


def frozen_problems(workspace: Workspace, loaded: Loaded, day: date) -> list[Problem]:
    """A decision on a change that a running check holds against the old way."""
    checks = {one.slug: one for one in load_all(workspace).loaded if is_check(one)}
    problems = []
    for one in running(workspace, loaded.experiment.accounts, day):
        names = listed(checks[one.slug]) if one.slug in checks else ()
        if any(name.rpartition("@")[0] == loaded.slug for name in names):
            what = says(
                "{slug} is part of the old-against-new check {check}, which runs until {last}",
                slug=loaded.slug,
                check=one.slug,
                last=one.last,
            )
            mend = says(
                "Decide after it; or end the check first: `cliptrial decide {check} inconclusive`.", check=one.slug
            )
            problems.append(Problem("frozen", what, says("A decision once the check is over"), mend))
    return problems


def taken_back(workspace: Workspace, loaded: Loaded, day: date) -> list[tuple[str, str]]:
    """Changes that rolling back does not reach, for others took their place since: each with the other one."""
    names = listed(loaded) if is_check(loaded) else own_name(workspace, loaded, day)
    others = ((name, replaced_by(workspace, name, loaded.experiment.accounts, day)) for name in names)
    return [(name, other.name) for name, other in others if other is not None]


def own_name(workspace: Workspace, loaded: Loaded, day: date) -> tuple[str, ...]:
    """``slug@from`` of an experiment whose last decision adopted its change; none where it did not."""
    return tuple(one.name for one in adoptions(workspace, [loaded], day))


def rolled_back(workspace: Workspace, day: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every check that was rolled back by a day, with the changes that it took back."""
    checks = decided_checks(load_all(workspace).loaded, day)
    return tuple((one.slug, one.names) for one in checks if not one.kept)
