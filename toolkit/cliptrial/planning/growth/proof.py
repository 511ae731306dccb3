"""Old against new, planned: everything that is adopted for now as one change, against how things were done before.

It lists rules, never assets: what can be followed on any post of the check. A sound wears out and is listed only where
somebody says that it stands for a rule, such as "a sound that trends this week".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, nothing, says
from cliptrial.metrics import metric_problems
from cliptrial.planning.foresight import christmas
from cliptrial.planning.growth.ranking import GOAL
from cliptrial.registry.beside.adopted import Adopted, Check, adopted, decided_checks, together
from cliptrial.registry.beside.bundle import bundle_problems
from cliptrial.registry.draft import Draft, DraftArm
from cliptrial.registry.experiments import Loaded, load_all, load_experiment
from cliptrial.registry.model import Design, Variable
from cliptrial.registry.scaffold import CHECKABLE, complete, new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.file import Document

OLD, NEW = "old", "new"
CHECKED = 14
"""Posts of the old way in a check, and as many of the new way."""
MORE = CHECKED
"""Posts of each way by which a check is made longer before anything is rolled back."""
MOVES = {Variable.SOUND: {"sound"}, Variable.HASHTAGS: {"hashtags"}, Variable.DURATION: {"duration"}}
Tell = Callable[[Message], str]


class Left(StrEnum):
    """Why an adopted change is not on the list of a check."""

    WISH = "wish"
    ASSET = "asset"
    PAST = "past"
    SLOT = "slot"
    SEVERAL = "several"
    CHECKED = "checked"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class ProofPlan:
    """A check as it would be written.

    Attributes:
        draft: The experiment.
        changes: What the new way lists.
        left_out: What it does not list, each with its reason.
        extra_work: What the new way costs for ever, as a share of a post's worth.
    """

    draft: Draft
    changes: tuple[Adopted, ...]
    left_out: tuple[tuple[Adopted, Left], ...]
    extra_work: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What the team chose.

    Attributes:
        accounts: Who posts.
        start: The first day of the stretch.
        rules: Experiments whose sound stands for a rule.
        without: Experiments whose change is not to be part.
        primary: The metric that decides.
        weekdays: On which days; as the change adopted last was tested, where nobody says.
        slots: At which times; the same.
    """

    accounts: tuple[str, ...]
    start: date
    rules: Collection[str] = ()
    without: Collection[str] = ()
    primary: str = GOAL
    weekdays: Sequence[str] | None = None
    slots: Sequence[str] | None = None


def proof_draft(workspace: Workspace, asked: Asked, tell: Tell) -> ProofPlan:
    """Everything adopted that can still be made, as one experiment.

    Args:
        workspace: Whose decisions these are.
        asked: What the team chose.
        tell: Says a message in the language of the team.

    Raises:
        RegistryError: Nothing is adopted that could be checked, or a name is none of what is adopted.
    """
    standing = adopted(workspace, asked.start, accounts=asked.accounts)
    _known(standing, asked)
    checks = decided_checks(load_all(workspace).loaded, asked.start)
    latest = load_experiment(standing[-1].slug, workspace).experiment.design if standing else Design()
    why = {one.slug: _left(one, asked, checks, _last(asked, latest)) for one in standing}
    changes = tuple(one for one in standing if why[one.slug] is None)
    left = tuple((one, reason) for one in standing if (reason := why[one.slug]) is not None)
    if not changes:
        raise RegistryError(_nothing(left))
    return ProofPlan(_draft(asked, changes, latest, tell), changes, left, together([one.extra_work for one in changes]))


def accounts_of(workspace: Workspace, named: Sequence[str], client: str | None, day: date) -> tuple[str, ...]:
    """The accounts of a check: those named, or all of one client on which the same is adopted.

    Raises:
        RegistryError: A name is unknown, several clients have something adopted, or their accounts do not have the
            same.
    """
    for one in named:
        if one not in workspace.accounts:
            no_account, accounts = says('The workspace has no account "{name}"', name=one), list(workspace.accounts)
            raise RegistryError(Problem("unknown_name", no_account, says("One of {names}", names=accounts)))
    if client is not None and client not in workspace.clients:
        no_client, known = says('There is no client "{name}"', name=client), list(workspace.clients)
        raise RegistryError(
            Problem("unknown_name", no_client, says("One of {names}", names=known) if known else nothing)
        )
    if named:
        return tuple(named)
    by_account: dict[str, set[str]] = {}
    for change in adopted(workspace, day, client=client):
        for account in change.accounts:
            by_account.setdefault(account, set()).add(change.name)
    clients = {workspace.accounts[one].client for one in by_account}
    if len(clients) > 1:
        each = [one if one is not None else says("no client") for one in sorted(clients, key=str)]
        what = says("Changes are adopted for {clients}; each client checks its own", clients=each)
        raise RegistryError(Problem("two_clients", what, says("One client"), says("Name it with --client.")))
    if len({frozenset(names) for names in by_account.values()}) > 1:
        what = says("{accounts} do not have the same changes", accounts=list(by_account))
        expected = says("Accounts with one and the same new way")
        raise RegistryError(
            Problem("accounts_differ", what, expected, says("Name one with --account, and plan a check for each."))
        )
    return tuple(by_account)


def more_posts(workspace: Workspace, slug: str, start: date, tell: Tell) -> Draft:
    """As many posts again of a check, before its changes are rolled back.

    Raises:
        RegistryError: It is no check, or was made longer before.
    """
    loaded = load_experiment(slug, workspace)
    if loaded.experiment.change.variable is not Variable.BUNDLE:
        what = says("{slug} does not hold the old way against the new one", slug=slug)
        expected, mend = says("A check that `cliptrial proof plan` wrote"), says("`cliptrial list` shows all.")
        raise RegistryError(Problem("no_check", what, expected, mend))
    others = [one.slug for one in load_all(workspace).loaded if one.experiment.follow_up_of == slug]
    if others or loaded.experiment.follow_up_of is not None:
        what = says("{slug} was made longer already", slug=slug)
        mend = says("Decide by what is there: `cliptrial decide {slug}`.", slug=slug)
        raise RegistryError(Problem("longer_twice", what, says("A check is made longer once"), mend))
    title = tell(says("{title}: {posts} more posts", title=loaded.experiment.title, posts=2 * MORE))
    return Draft.of(loaded.experiment).but(
        title=title, start=start, posts_per_arm=MORE, follow_up_of=slug, seed=None, looks=None
    )


def write_proof(workspace: Workspace, slug: str, draft: Draft, today: date) -> Path:
    """Write a check as an experiment, unless it lists what is not adopted or comes too soon after another one.

    Raises:
        RegistryError: With everything that is wrong with it; nothing is written then.
    """
    experiment = complete(draft, slug, workspace)
    document = Document(draft.as_file(), {}, (), f"experiments/{slug}/experiment.yaml", "")
    loaded = Loaded(experiment, slug, workspace.experiments_dir / slug, document)
    problems = bundle_problems(workspace, loaded, max(today, experiment.design.start or today))
    if problems:
        raise RegistryError([replace(one, path=None, line=None, column=None) for one in problems])
    return new_experiment(workspace, slug, draft, check=lambda written: metric_problems(written, workspace))


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)


def busy(days: Collection[date]) -> list[Message]:
    """The stretches of the year in which people watch and buy as at no other time, where a plan meets them."""
    first = min(days)
    sales = [black_friday(year) for year in (first.year, first.year + 1)]
    in_sales = [day for day in sales if any(day - timedelta(days=4) <= one <= day + timedelta(days=3) for one in days)]
    season = next((christmas(one) for one in sorted(days) if christmas(one)), None)
    told_so = [says("the week of Black Friday ({day})", day=day) for day in in_sales]
    if season is not None:
        told_so.append(says("Advent and Christmas ({first} to {last})", first=season[0], last=season[1]))
    return told_so


def _known(standing: Sequence[Adopted], asked: Asked) -> None:
    slugs = [one.slug for one in standing]
    for name in (*asked.rules, *asked.without):
        if name not in slugs:
            what = says('"{name}" is not adopted on {accounts}', name=name, accounts=list(asked.accounts))
            expected = says("One of {names}", names=slugs) if slugs else says("A change that is adopted for now")
            raise RegistryError(Problem("not_adopted", what, expected, says("Leave it out.")))


def _last(asked: Asked, design: Design) -> date:
    """The last day of the stretch, at the latest."""
    a_day, days = len(asked.slots or design.slots), len(asked.weekdays or design.weekdays)
    return asked.start + timedelta(weeks=-(-2 * CHECKED // (a_day * days)))


def _left(one: Adopted, asked: Asked, checks: Sequence[Check], last: date) -> Left | None:
    """Why a change is not on the list; None where it is."""
    if one.slug in asked.without:
        return Left.WISH
    if any(check.kept and one.name in check.names for check in checks):
        return Left.CHECKED
    if set(asked.accounts) - {*one.accounts}:
        return Left.ELSEWHERE
    if one.value is None:
        return Left.SEVERAL
    if one.variable is Variable.SLOT:
        return Left.SLOT
    if one.good_until is not None and one.good_until < last:
        return Left.PAST
    if one.variable is Variable.SOUND and one.slug not in asked.rules:
        return Left.ASSET
    return None


def _nothing(left: Sequence[tuple[Adopted, Left]]) -> Problem:
    expected = says("At least one change that is adopted for now and can still be made")
    if not left:
        mend = says("Test ideas first and adopt what is ahead: `cliptrial idea`.")
        return Problem(
            "nothing_adopted", says("Nothing is adopted there that a check could hold against"), expected, mend
        )
    what = says("Of what is adopted there, nothing can be checked: {names}", names=[one.slug for one, _ in left])
    mend = says("A sound that stands for a rule is named with --rule; what was kept by a check is not checked again.")
    return Problem("nothing_to_check", what, expected, mend)


def _draft(asked: Asked, changes: Sequence[Adopted], latest: Design, tell: Tell) -> Draft:
    moved = set().union(*(MOVES.get(one.variable, set()) for one in changes))
    return Draft(
        title=tell(says("Old against new, {year}", year=asked.start.year)),
        accounts=asked.accounts,
        statement=tell(says("The new way brings more than the old way.")),
        because=tell(says("Each of its changes was ahead in its own test; nobody knows yet what they bring together.")),
        expect="increase",
        variable=Variable.BUNDLE.value,
        control=DraftArm(id=OLD, value=" + ".join(one.before for one in changes)),
        variants=[DraftArm(id=NEW, value=[one.name for one in changes])],
        hold_constant=[name for name in CHECKABLE if name not in moved],
        primary=asked.primary,
        secondary=[],
        posts_per_arm=CHECKED,
        start=asked.start,
        slots=asked.slots or latest.slots,
        weekdays=asked.weekdays or latest.weekdays,
        measure_at=f"{latest.measure_at:g}d",
    )
