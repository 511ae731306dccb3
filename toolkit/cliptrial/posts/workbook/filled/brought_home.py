"""A filled workbook brought home: its links to posts.csv, its numbers to the lake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import time as now
from zoneinfo import ZoneInfo

import pyarrow as pa

from cliptrial.errors import PlanError, Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.lake.history import posts_of, words_on_promotion
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.matching import match
from cliptrial.posts.records import Matching, Post
from cliptrial.posts.text.ids import id_in_link, is_short_link, posted_second
from cliptrial.posts.text.privacy import Masker, masker_of
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.workbook.filled.problems import Plan, problems_of, same_link
from cliptrial.posts.workbook.filled.promotions import made_or_planned, promotion_notes, promotion_rows, promotions_in
from cliptrial.posts.workbook.layout import NAME, Filled, Layout
from cliptrial.posts.workbook.of_experiment import Look, look_of
from cliptrial.posts.workbook.reading import Scan, scan_workbook
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.links import add_link, add_state, read_links, read_states
from cliptrial.registry.plan.post_states import PostState, skipped_in
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.rounds.combined import Question, questions_of, with_combinations
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BroughtHome:
    """What a workbook holds.

    Attributes:
        tables: Rows for the lake.
        links: Links that posts.csv does not have yet, or only as a short one, by position.
        before: The links of posts.csv.
        folder: The experiment's folder.
        notes: What a reader of the report should know.
        rows: Positions with anything filled in that can be used.
        period: First and last day that numbers were read on.
        states: What became of posts, by position, where posts.csv does not say it yet.
        states_before: What posts.csv says.
        problems: What is wrong with rows that were left out.
    """

    tables: Mapping[str, pa.Table]
    links: Mapping[int, str]
    before: Mapping[int, str]
    folder: Path
    notes: tuple[Message, ...]
    rows: int
    period: tuple[date, date] | None
    states: Mapping[int, PostState]
    states_before: Mapping[int, PostState]
    problems: tuple[Problem, ...]

    def keep_links(self) -> bool:
        """Write the new links and states; False when there were none."""
        held = set(read_links(self.folder).values())
        # A short link may have moved to another position: first those that free it, then those that take it.
        for position, link in sorted(self.links.items(), key=lambda item: (item[1] in held, item[0])):
            add_link(self.folder, position, link)
        for position, state in self.states.items():
            add_state(self.folder, position, state)
        return bool(self.links or self.states)


def bring_home(workspace: Workspace, slug: str, data: bytes, name: str, lake: Lake) -> BroughtHome:
    """Understand a filled workbook.

    A position whose link is short or missing takes the post that fits the plan in one way only; where
    none does, its numbers wait in the workbook and a note says so.

    Args:
        workspace: Where the experiment lives.
        slug: The experiment.
        data: The workbook.
        name: Its name, for messages.
        lake: What was handed in before.

    A row that cannot be right is left out and told; the others are used all the same.

    Raises:
        SourceError: No row can be used; everything that cannot be right is listed.
        PlanError: The experiment has no schedule yet.
    """
    loaded = load_experiment(slug, workspace)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        raise no_schedule(slug, name)
    so_far = _SoFar.of(workspace, loaded, schedule, lake)
    scan, problems = _usable(scan_workbook(data, name), so_far.plan(workspace), so_far.posted)
    filled = _filled(scan)
    positions, zones, ids, links = so_far.positions, so_far.zones, so_far.ids(filled), so_far.links(filled)
    promotions = promotions_in(filled, positions, ids, zones, words_on_promotion(lake))
    handles = {account: settings.handle for account, settings in workspace.accounts.items()}
    posts = [*_post_rows(filled, positions, ids, links, zones, handles), *promotion_rows(promotions)]
    snapshots = _snapshot_rows(filled, positions, ids, zones)
    return BroughtHome(
        tables={"posts": build("posts", posts), "snapshots": build("snapshots", snapshots)},
        links=_new_links(filled, so_far.earlier),
        before=so_far.earlier,
        folder=loaded.folder,
        notes=(
            *so_far.waiting_notes(filled, ids),
            *promotion_notes(promotions, scan.headers["promoted_on"]),
            *so_far.late_notes(filled),
            *_planned_notes(filled, ids),
            *_column_notes(scan, look_of(workspace, loaded)),
        ),
        rows=len(filled),
        period=_period(filled),
        states={n: state for n, state in _states(filled).items() if so_far.states.get(n, PostState.POSTED) != state},
        states_before=so_far.states,
        problems=problems,
    )


@dataclass(frozen=True)
class _SoFar:
    """What is known of an experiment before a workbook comes home."""

    loaded: Loaded
    schedule: Schedule
    earlier: Mapping[int, str]
    states: Mapping[int, PostState]
    zones: Mapping[str, str]
    known: list[Post]
    mask: Masker
    asked: Sequence[Question]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, workspace: Workspace, loaded: Loaded, schedule: Schedule, lake: Lake) -> _SoFar:
        """By its files and the store."""
        links = read_links(loaded.folder, {p.position for p in schedule.positions})
        zones = {account: settings.timezone for account, settings in workspace.accounts.items()}
        mask = masker_of(workspace, makes_salt=False)
        return cls(
            loaded=loaded,
            schedule=schedule,
            earlier=links,
            states=read_states(loaded.folder),
            zones=zones,
            known=posts_of(lake),
            mask=mask,
            asked=questions_of(workspace, loaded, schedule),
            labels=arm_labels(workspace, loaded),
        )

    @property
    def positions(self) -> dict[int, Position]:
        """By number."""
        return {p.position: p for p in self.schedule.positions}

    def plan(self, workspace: Workspace) -> Plan:
        """What rows are held against."""
        handles = {account: settings.handle for account, settings in workspace.accounts.items()}
        arms = {arm: (label, arm) for arm, label in self.labels.items()}
        together = with_combinations(self.schedule, self.loaded.slug)
        return Plan(
            {p.position: p for p in together.positions},
            self.earlier,
            handles,
            zones=self.zones,
            now=now(),
            arms=arms,
            accounts=workspace.accounts,
        )

    def links(self, filled: Mapping[int, Filled]) -> dict[int, str]:
        """With those that the workbook adds."""
        return {**self.earlier, **_new_links(filled, self.earlier)}

    def matching(self, filled: Mapping[int, Filled]) -> Matching:
        """What fits the positions."""
        skipped = skipped_in({**self.states, **_states(filled)})
        return _matched(self.schedule, self.links(filled), self.known, self.zones, self.asked, self.mask, skipped)

    def ids(self, filled: Mapping[int, Filled]) -> dict[int, str]:
        """By position: the video id."""
        return _ids(self.links(filled), self.matching(filled))

    def posted(self, filled: Mapping[int, Filled]) -> dict[int, int]:
        """By position: when its post went out."""
        return posted_at(self.ids(filled), self.known)

    def waiting_notes(self, filled: Mapping[int, Filled], ids: Mapping[int, str]) -> Iterator[Message]:
        """Numbers whose post is not known yet, and which posts may be meant."""
        waiting = sorted(n for n, row in filled.items() if (row.has_numbers or row.promoted_on) and n not in ids)
        if waiting:
            yield from _waiting_note(waiting)
            yield from _choices(waiting, self.matching(filled), self.known, self.zones)

    def late_notes(self, filled: Mapping[int, Filled]) -> Iterator[Message]:
        """Posts that went out on another day."""
        age = self.loaded.experiment.design.measure_at
        return _late_notes(filled, self.positions, self.posted(filled), self.zones, age)


def _usable(
    scan: Scan, plan: Plan, posted: Callable[[Mapping[int, Filled]], Mapping[int, int]]
) -> tuple[Scan, tuple[Problem, ...]]:
    """The rows that can be used, and everything that is wrong with the others.

    Raises:
        SourceError: None can be used.
    """
    wrong_so_far: list[Problem] = []
    while True:
        problems = problems_of(scan, replace(plan, posted=posted(_filled(scan))))
        wrong_so_far += problems
        wrong = {problem.position for problem in problems}
        rows = tuple(row for row in scan.rows if row.position in plan.positions and row.position not in wrong)
        if wrong_so_far and not any(row.filled.is_filled for row in rows):
            raise SourceError(sorted(wrong_so_far, key=lambda problem: problem.row or 0))
        if not problems:
            return scan, tuple(sorted(wrong_so_far, key=lambda problem: problem.row or 0))
        # What leaned on a row that is left out may be wrong now: a link that this row would have set free.
        scan = replace(scan, rows=rows, problems=())


def _filled(scan: Scan) -> dict[int, Filled]:
    """By position what was written; "boosted" without a day is boosted from the start."""
    boosted = PostState.BOOSTED
    return {
        row.position: replace(row.filled, promoted_on=row.filled.promoted_on or True)
        if row.filled.state is boosted
        else row.filled
        for row in scan.rows
        if row.filled.is_filled
    }


def _states(filled: Mapping[int, Filled]) -> dict[int, PostState]:
    return {number: row.state for number, row in filled.items() if row.state is not None}


def no_schedule(slug: str, name: str | None) -> PlanError:
    """What speaks against positions before there are any; ``name`` is that of the workbook, if there is one."""
    what = says("The experiment {slug} has no schedule yet, so its positions mean nothing", slug=slug)
    mend = says("Run `cliptrial plan {slug}` first.", slug=slug)
    return PlanError(Problem("no_schedule", what, mend=mend, path=name))


def _new_links(filled: Mapping[int, Filled], earlier: Mapping[int, str]) -> dict[int, str]:
    """Links that posts.csv does not have, or has only as a short one that forwards to the video."""
    return {
        number: row.link
        for number, row in filled.items()
        if row.link
        and (number not in earlier or (is_short_link(earlier[number]) and not same_link(earlier[number], row.link)))
    }


def ids_of(
    schedule: Schedule,
    links: Mapping[int, str],
    known: list[Post],
    zones: Mapping[str, str],
    asked: Sequence[Question],
    mask: Masker,
    skipped: Collection[int] = (),
) -> dict[int, str]:
    """By position: the video id, from its link or, for a short or missing link, from the plan."""
    return _ids(links, _matched(schedule, links, known, zones, asked, mask, skipped))


def _ids(links: Mapping[int, str], matched: Matching) -> dict[int, str]:
    ids = {n: post_id for n, link in links.items() if (post_id := id_in_link(link))}
    return {n: post.post_id for n, post in matched.posts.items()} | ids


def _matched(
    schedule: Schedule,
    links: Mapping[int, str],
    known: list[Post],
    zones: Mapping[str, str],
    asked: Sequence[Question],
    mask: Masker,
    skipped: Collection[int],
) -> Matching:
    """What fits the positions, by whole links and else by the plan."""
    whole = {n: link for n, link in links.items() if id_in_link(link)}
    return match(schedule, whole, known, zones, asked=asked, mask=mask.sound, skipped=skipped)


def _choices(
    waiting: Collection[int], matching: Matching, known: list[Post], zones: Mapping[str, str]
) -> Iterator[Message]:
    """Which posts may be meant where account and time fit several, by their time."""
    posts = {post.post_id: post for post in known}
    for one in matching.proposals:
        fits = sorted((posts[post_id] for post_id in one.fits), key=lambda post: post.posted_at or 0)
        if one.position in waiting and fits:
            zone = ZoneInfo(zones.get(fits[0].account, "UTC"))
            times = [
                f"{datetime.fromtimestamp(p.posted_at or 0, zone):%d.%m. %H:%M} ({p.link or p.post_id})" for p in fits
            ]
            yield says(
                "Position {number} may be one of these posts: {posts}. Write the link of the right one into its row.",
                number=one.position,
                posts=times,
            )


def posted_at(ids: Mapping[int, str], known: Iterable[Post]) -> dict[int, int]:
    """By position: when its post went out, by its sources or else by its id."""
    posted = {post.post_id: post.posted_at for post in known}
    known_at = {number: posted.get(post_id) or posted_second(post_id) for number, post_id in ids.items()}
    return {number: second for number, second in known_at.items() if second is not None}


def _post_rows(
    filled: Mapping[int, Filled],
    positions: Mapping[int, Position],
    ids: Mapping[int, str],
    links: Mapping[int, str],
    zones: Mapping[str, str],
    handles: Mapping[str, str | None],
) -> Iterator[dict[str, object]]:
    """A post for every long link."""
    for number, row in sorted(filled.items()):
        if number in ids and id_in_link(links.get(number, "")):
            made = made_or_planned(ids[number], positions[number], _zone(positions[number], zones))
            yield {
                "post_id": ids[number],
                "account": positions[number].account,
                "posted_at": made,
                "link": rebuilt_link(links[number], handles.get(positions[number].account)),
                "described_at": made if row.read_on is None else _moment(row.read_on, positions[number], zones),
                "source": NAME,
            }


def _snapshot_rows(
    filled: Mapping[int, Filled], positions: Mapping[int, Position], ids: Mapping[int, str], zones: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """A snapshot for every row with numbers and a known post."""
    for number, row in sorted(filled.items()):
        if number in ids and row.has_numbers and row.read_on is not None:
            moment = _moment(row.read_on, positions[number], zones)
            made = made_or_planned(ids[number], positions[number], _zone(positions[number], zones))
            yield {
                "post_id": ids[number],
                "account": positions[number].account,
                "captured_at": max(moment, made),
                **row.delivered,
                "source": NAME,
                "top_list": False,
                "file": "numbers.xlsx",
            }


def _moment(read_on: date | datetime, position: Position, zones: Mapping[str, str]) -> int:
    """A day without a time is taken at the slot's time, so that a week later is exactly a week."""
    hour, minute = map(int, position.slot.split(":"))
    local = read_on if isinstance(read_on, datetime) else datetime.combine(read_on, time(hour, minute))
    return int(local.replace(tzinfo=_zone(position, zones)).timestamp())


def _zone(position: Position, zones: Mapping[str, str]) -> ZoneInfo:
    return ZoneInfo(zones.get(position.account, "UTC"))


def _waiting_note(waiting: list[int]) -> tuple[Message, ...]:
    if not waiting:
        return ()
    listed = ", ".join(map(str, waiting))
    return (
        says(
            "What is filled in for position {positions} waits in the workbook: the link is missing or "
            "only forwards to the video. Open it in a browser, copy the long address into the "
            "workbook and hand it in again; or hand in an export of the account, whose posts are known by their time.",
            positions=listed,
        ),
    )


def _late_notes(
    filled: Mapping[int, Filled],
    positions: Mapping[int, Position],
    posted: Mapping[int, int],
    zones: Mapping[str, str],
    measure_at: float,
) -> Iterator[Message]:
    """Posts that went out on another day are read on another day."""
    for number in sorted(filled.keys() & posted.keys()):
        position = positions[number]
        out = datetime.fromtimestamp(posted[number], ZoneInfo(zones.get(position.account, "UTC"))).date()
        if out != position.date:
            yield says(
                "Position {number} went out on {out} instead of {planned}: its numbers are read from {day} on.",
                number=number,
                out=out,
                planned=position.date,
                day=out + timedelta(days=round(measure_at)),
            )


def _planned_notes(filled: Mapping[int, Filled], ids: Mapping[int, str]) -> Iterator[Message]:
    """Posts of which nothing tells when they went out, as on YouTube, are taken to have gone out as planned."""
    untold = [number for number in sorted(filled.keys() & ids.keys()) if posted_second(ids[number]) is None]
    if untold:
        yield says("The links of position {positions} do not tell when they went out: the planned time counts.",
                   positions=untold)  # fmt: skip


def _column_notes(scan: Scan, look: Look) -> Iterator[Message]:
    if scan.strange:
        yield says("Columns of your own stay in the workbook and are not read: {columns}.", columns=list(scan.strange))
    wanted = Layout.of(alone=look["alone"], needs=look["needs"]).inputs
    missing = [column.header for column in scan.missing if column in wanted]
    if missing:
        yield says("Columns that are not there, so that nothing of them is read: {columns}.", columns=missing)


def _period(filled: Mapping[int, Filled]) -> tuple[date, date] | None:
    days = [r.date() if isinstance(r, datetime) else r for row in filled.values() if (r := row.read_on)]
    return (min(days), max(days)) if days else None
