"""What is adopted for now: the changes that decisions made the new way, until others replace them or they are undone.

Everything follows from the experiments and their decisions; nothing is stored twice. An old-against-new check that was
kept makes its changes part of what is usual; one that was rolled back undoes them, and what they had replaced since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import expm1, log1p

from cliptrial.registry.beside.ideas import EXTRA_WORK, read_ideas
from cliptrial.registry.decisions import Choice, Decision, read_decisions
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import IDEAS, Arm, Variable
from cliptrial.registry.workspace import Workspace

Way = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A change that is adopted for now.

    Attributes:
        slug: The experiment that tried it.
        starts: Its first day.
        accounts: Those on which it is still the way things are done.
        variable: What it changes.
        label: What is done, as people say it.
        extra_work: What it costs for ever, as a share of a post's worth.
        expected: What was expected of it when it was decided, a ratio minus one; None where nobody said.
        value: What is done; None where an experiment had several variants and nobody said which one.
        old: What was done before it, and before everything that no check has kept yet.
        metric: The metric that decided.
        posts: Posts an arm of the experiment.
        good_until: The last day on which it can be made; None where it lasts.
        built_on: The changes that it replaced and was tried on top of, the earliest first, as far as no check has kept
            them: what is expected of it against ``old`` is what was expected of these and of it.
    """

    slug: str
    starts: date
    accounts: tuple[str, ...]
    variable: Variable
    label: str
    extra_work: float
    expected: float | None
    value: Way | None
    old: Way
    metric: str
    posts: int
    good_until: date | None = None
    built_on: tuple[Adopted, ...] = ()

    @property
    def before(self) -> str:
        """The old way, as people say it."""
        return self.old if isinstance(self.old, str) else " ".join(f"#{tag}" for tag in self.old)

    @property
    def name(self) -> str:
        """``slug@from``, as an old-against-new check lists it."""
        return f"{self.slug}@{self.starts.isoformat()}"


@dataclass(frozen=True, slots=True)
class Check:
    """An old-against-new check that was decided: the changes it lists, by name, and whether they were kept."""

    slug: str
    accounts: tuple[str, ...]
    names: tuple[str, ...]
    kept: bool


def adopted(
    workspace: Workspace,
    day: date,
    *,
    accounts: Collection[str] | None = None,
    client: str | None = None,
    beside: str | None = None,
) -> tuple[Adopted, ...]:
    """What is adopted for now on a day, the earliest first.

    Args:
        workspace: Whose decisions these are.
        day: Decisions and beginnings after it do not count yet.
        accounts: Only what holds on one of these; all accounts where none is named.
        client: Only what holds on this client's accounts.
        beside: An experiment whose own decisions do not count.

    Raises:
        RegistryError: A decision, or the list of ideas, has mistakes.
    """
    wanted = [
        name
        for name, one in workspace.accounts.items()
        if (accounts is None or name in accounts) and (client is None or one.client == client)
    ]
    experiments = [one for one in load_all(workspace).loaded if one.slug != beside]
    made, checks = adoptions(workspace, experiments, day), decided_checks(experiments, day)
    variables = {one.slug: one.experiment.change.variable for one in experiments}
    holding: dict[str, tuple[Adopted, list[str]]] = {}
    for account in wanted:
        for one in _standing(account, made, checks, variables):
            holding.setdefault(one.slug, (one, []))[1].append(account)
    standing = (replace(one, accounts=tuple(where)) for one, where in holding.values())
    return tuple(sorted(standing, key=lambda one: (one.starts, one.slug)))


def steps(changes: Collection[Adopted]) -> list[Adopted]:
    """Every change that leads from the old way to what is adopted now, with those that others were built on."""
    return [step for change in changes for step in (*change.built_on, change)]


def adoptions(workspace: Workspace, experiments: Sequence[Loaded], day: date) -> tuple[Adopted, ...]:
    """Every change whose last decision adopts it, whether or not another one replaced it since."""
    work = {idea.id: idea.extra_work for idea in read_ideas(workspace)}
    every = (_adoption(one, work, day) for one in experiments if not is_check(one))
    return tuple(one for one in every if one is not None)


def decided_checks(experiments: Sequence[Loaded], day: date) -> tuple[Check, ...]:
    """Old-against-new checks that were kept or rolled back by a day, by their last decision."""
    return tuple(_checks(experiments, day))


def is_check(one: Loaded) -> bool:
    """Whether an experiment holds the old way against the new one."""
    return one.experiment.change.variable is Variable.BUNDLE


def listed(check: Loaded) -> tuple[str, ...]:
    """The changes of an old-against-new check, each as ``slug@from``."""
    value = check.experiment.change.variants[0].value
    return (value,) if isinstance(value, str) else value


def together(works: Collection[float]) -> float:
    """The extra work of several changes on the same post, as one share.

    Examples:
        >>> round(together([0.02, 0.02]), 4)
        0.0404
    """
    return expm1(sum(map(log1p, works)))


def last_decision(one: Loaded, day: date) -> Decision | None:
    """The last decision made by a day; None where there is none yet."""
    return next((made for made in reversed(read_decisions(one.folder)) if made.when <= day), None)


def _adoption(one: Loaded, work: Mapping[str, float], day: date) -> Adopted | None:
    plan, made = one.experiment, last_decision(one, day)
    if made is None or made.what is not Choice.SHIP or (made.starts or made.when) > day:
        return None
    arm = _arm(plan.change.variants)
    return Adopted(
        slug=one.slug,
        starts=made.starts or made.when,
        accounts=made.accounts or plan.accounts,
        variable=plan.change.variable,
        label=" / ".join(each.label for each in plan.change.variants),
        extra_work=made.extra_work if made.extra_work is not None else work.get(plan.idea or "", EXTRA_WORK["none"]),
        expected=made.expected,
        value=arm.value if arm else None,
        old=plan.change.control.value,
        metric=plan.metrics.primary,
        posts=plan.design.posts_per_arm,
        good_until=arm.good_until if arm else None,
    )


def _arm(variants: Sequence[Arm]) -> Arm | None:
    return variants[0] if len(variants) == 1 else None


def _checks(experiments: Sequence[Loaded], day: date) -> Iterator[Check]:
    for one in filter(is_check, experiments):
        made = last_decision(one, day)
        if made is None or made.what not in {Choice.SHIP, Choice.DROP} or (made.starts or made.when) > day:
            continue
        yield Check(one.slug, one.experiment.accounts, listed(one), made.what is Choice.SHIP)


def _standing(
    account: str, made: Sequence[Adopted], checks: Sequence[Check], variables: Mapping[str, Variable]
) -> Iterator[Adopted]:
    """What holds on one account: of every variable the last change that was not undone."""
    here = [check for check in checks if account in check.accounts]
    kept = {name for check in here if check.kept for name in check.names}
    undone = [name.rpartition("@") for check in here if not check.kept for name in check.names]
    for variable in IDEAS:
        until = max((day for slug, _, day in undone if variables.get(slug) is variable), default="")
        chain = [one for one in made if one.variable is variable and account in one.accounts]
        chain = [one for one in chain if one.name in kept or one.starts.isoformat() > until]
        chain.sort(key=lambda one: (one.starts, one.slug))
        if chain:
            unchecked = [one for number, one in enumerate(chain) if not {each.name for each in chain[number:]} & kept]
            old = unchecked[0].old if unchecked else chain[-1].old
            yield replace(chain[-1], old=old, built_on=_built_on(unchecked))


def _built_on(chain: Sequence[Adopted]) -> tuple[Adopted, ...]:
    """The changes that the last one was tried on top of: of each the way before it was what another one brought."""
    steps = list(chain[-1:])
    for earlier in reversed(chain[:-1]):
        if earlier.value is not None and earlier.value == steps[0].old:
            steps.insert(0, earlier)
    return tuple(steps[:-1])
