"""Where an experiment stands by its own files, worked out once: files that did not change are not read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from pydantic import TypeAdapter, ValidationError

from cliptrial.errors import InputError, Problem
from cliptrial.registry.decisions import FILE as DECISION
from cliptrial.registry.decisions import Decision, read_decisions
from cliptrial.registry.experiments import FILE as EXPERIMENT
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.files import LARGEST_TEXT
from cliptrial.registry.model import Experiment, Unit
from cliptrial.registry.plan.approval import FILE as APPROVAL
from cliptrial.registry.plan.approval import PlanState, plan_code, read_approvals, state_of
from cliptrial.registry.plan.links import FILE as LINKS
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import FILE as LOCK
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.schedule import PlannedPeriod, Position, Schedule
from cliptrial.registry.plan.schedule_files import RULE, TABLE
from cliptrial.registry.rounds.combined import all_of, labels_of, title_of, with_combinations
from cliptrial.registry.rounds.home import ROUNDS, others_files, plan_folder
from cliptrial.registry.safety.kept import keep, kept
from cliptrial.registry.state import State, undecided
from cliptrial.registry.workspace import Workspace

FILES = (EXPERIMENT, LOCK, DECISION, APPROVAL)
"""What a standing follows from, in the experiment's own folder."""
PLAN_FILES = (TABLE, RULE, LINKS)
"""The same, where its plan lies."""


@dataclass(frozen=True)
class Standing:
    """What the files of one experiment say of it.

    Attributes:
        slug: Its folder's name.
        title: What is tested.
        variable: The one thing that changes.
        arms: Ids, the control first.
        labels: What people call the arms, in the same order.
        accounts: Who posts.
        primary: The metric that decides.
        follow_up_of: The experiment that this one refines.
        measure_at: The measuring age in days.
        wanted: Posts that the design asks for.
        start: The first day that the design asks for.
        positions: The planned posts, in order; None where no schedule was drawn, or one of weeks.
        periods: The planned weeks or fortnights, in order; None where none were drawn.
        links: By position: the link that was handed in.
        locked_on: The day on which the plan was locked.
        decision: The last one.
        approval: What the client said of the plan; None before there is one.
        round: The combined test that it is part of.
        together: All experiments of that, this one among them; empty elsewhere.
        shared_title: What is tested on its posts, over all questions; None where there is one question.
        combined: By position of a combined test: what its post is, over all questions.
        readable: Whether the files beside the experiment's own have no mistakes; where they have, nothing of them is
            told.
    """

    slug: str
    title: str
    variable: str
    arms: tuple[str, ...]
    labels: tuple[str, ...]
    accounts: tuple[str, ...]
    primary: str
    follow_up_of: str | None
    measure_at: float
    wanted: int
    start: date | None
    positions: tuple[Position, ...] | None = None
    periods: tuple[PlannedPeriod, ...] | None = None
    links: dict[int, str] | None = None
    locked_on: date | None = None
    decision: Decision | None = None
    approval: PlanState | None = None
    round: str | None = None
    together: tuple[str, ...] = ()
    shared_title: str | None = None
    combined: dict[int, str] | None = None
    readable: bool = False

    def state(self, today: date) -> State | None:
        """Where it stands on a day, as far as its own files tell; None where they cannot be read."""
        if not self.readable:
            return None
        if self.decision is not None:
            return State.DECIDED
        first = self.first if self.planned else None
        if self.links or (first is not None and first <= today):
            return State.RUNNING
        return undecided(locked=self.locked_on is not None, planned=self.planned is not None)

    def unread(self) -> Standing:
        """The same without the files beside the experiment's own."""
        beside = dict.fromkeys(("positions", "periods", "links", "locked_on", "decision", "approval"))
        return Standing(
            **vars(self) | beside | {"together": (), "shared_title": None, "combined": None, "readable": False}
        )

    def post(self, position: Position) -> str:
        """What the post of a position is: its arm, with those of the other questions that it answers."""
        return (self.combined or {}).get(position.position) or self.label(position.arm)

    @property
    def asked(self) -> str:
        """What stands behind ``cliptrial plan`` and ``cliptrial lock``."""
        return f"{' '.join(self.together)} --together" if self.together else self.slug

    @property
    def workbook(self) -> str:
        """Where its numbers are filled in, as someone standing in the workspace writes it."""
        return f"{f'{ROUNDS}/{self.round}' if self.round else f'experiments/{self.slug}'}/numbers.xlsx"

    def label(self, arm: str) -> str:
        """What people call an arm; its id where the file has none of it any more."""
        return dict(zip(self.arms, self.labels, strict=True)).get(arm, arm)

    @property
    def planned(self) -> Sequence[Position] | None:
        """The planned posts or periods, in order; None where nothing was drawn."""
        return self.positions if self.periods is None else self.periods

    @cached_property
    def first(self) -> date | None:
        """The first planned day."""
        return min((p.date for p in self.planned or ()), default=self.start)

    @cached_property
    def last(self) -> date | None:
        """The last planned day."""
        return max((p.last if isinstance(p, PlannedPeriod) else p.date for p in self.planned or ()), default=None)

    @property
    def measured_by(self) -> date | None:
        """The day on which the last post reaches its measuring age; of weeks the one after the last."""
        age = 1 if self.periods else -(-self.measure_at // 1)
        return self.last + timedelta(days=age) if self.last else None


def standing(slug: str, workspace: Workspace) -> tuple[Standing, tuple[Problem, ...]]:
    """Where an experiment stands, and what is wrong with the files beside its own.

    Raises:
        InputError: Its own file is missing or has mistakes.
    """
    source = _source(workspace.experiments_dir / slug, workspace)
    known = kept("standing", source) if source else None
    if known is not None:
        try:
            return _adapter().validate_json(known), ()
        except ValidationError:  # never trusted: what follows reads the files themselves
            pass
    loaded = load_experiment(slug, workspace)
    try:
        read = _read(loaded, workspace)
    except InputError as error:
        return _written(loaded), tuple(error.problems)
    if source:
        keep("standing", source, _adapter().dump_json(read, by_alias=True))
    return read, ()


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Standing]:
    return TypeAdapter(Standing)


def _source(folder: Path, workspace: Workspace) -> str | None:
    """A hash of everything that a standing follows from; None where a file is none that people write."""
    digest = sha256(repr((folder.name, sorted(workspace.owners))).encode())
    try:
        for content in _contents(folder):
            digest.update(content)
    except OSError:
        return None
    return digest.hexdigest()


def source_files(folder: Path) -> list[Path]:
    """The files that an experiment stands and is answered by: its own, its plan's, and what else its posts are for."""
    home = plan_folder(folder)
    return [*(folder / name for name in FILES), *(home / name for name in PLAN_FILES), *others_files(folder)]


def _contents(folder: Path) -> Iterator[bytes]:
    for path in source_files(folder):
        try:
            stat = path.stat()
        except FileNotFoundError:
            yield b"-"
            continue
        if not S_ISREG(stat.st_mode) or stat.st_size > LARGEST_TEXT:
            raise OSError
        yield sha256(path.read_bytes()).digest()


def _written(loaded: Loaded) -> Standing:
    plan = loaded.experiment
    return Standing(
        slug=loaded.slug,
        title=plan.title,
        variable=plan.change.variable.value,
        arms=tuple(arm.id for arm in plan.change.arms),
        labels=tuple(arm.label for arm in plan.change.arms),
        accounts=plan.accounts,
        primary=plan.metrics.primary,
        follow_up_of=plan.follow_up_of,
        measure_at=plan.design.measure_at,
        wanted=_each_arm(plan) * len(plan.change.arms) * len(plan.accounts) * max(len(plan.design.regions), 1),
        start=plan.design.start,
        round=plan.design.round,
    )


def _each_arm(plan: Experiment) -> int:
    """Posts of each arm on an account, or periods."""
    return plan.design.periods_per_arm if plan.design.unit is Unit.PERIOD else plan.design.posts_per_arm


def _read(loaded: Loaded, workspace: Workspace) -> Standing:
    decisions, record = read_decisions(loaded.folder), read_lock(loaded.folder)
    schedule, links = read_plan(loaded.folder), read_links(loaded.folder)
    approvals = read_approvals(loaded.folder)
    beside = {
        "positions": schedule.positions if schedule and not schedule.periods else None,
        "periods": (schedule and schedule.periods) or None,
        "links": links,
        "locked_on": record.on if record else None,
        "decision": decisions[-1] if decisions else None,
        "approval": state_of(approvals, plan_code(loaded, schedule)) if schedule else None,
    }
    crossed = _crossed(loaded, schedule, workspace) if schedule and schedule.crossed else {}
    return Standing(**vars(_written(loaded)) | beside | crossed | {"readable": True})


def _crossed(loaded: Loaded, schedule: Schedule, workspace: Workspace) -> dict[str, object]:
    """What a combined test adds."""
    labels = labels_of(all_of(workspace, loaded).values())
    posts = with_combinations(schedule, loaded.slug).positions
    return {
        "together": schedule.experiments(loaded.slug),
        "shared_title": title_of(workspace, loaded),
        "combined": {p.position: labels.get(p.arm, p.arm) for p in posts},
    }
