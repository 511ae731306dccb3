"""A filled workbook brought home: its links to posts.csv, its numbers to the lake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.lake.history import words_on_promotion
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.text.ids import id_in_link, posted_second
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.workbook.filled.problems import Plan, problems_of
from cliptrial.posts.workbook.filled.promotions import made_or_planned, promotion_notes, promotion_rows, promotions_in
from cliptrial.posts.workbook.filled.so_far import SoFar, states_in
from cliptrial.posts.workbook.layout import NAME, Filled, Layout
from cliptrial.posts.workbook.of_experiment import Look, look_of
from cliptrial.posts.workbook.reading import Scan, scan_workbook
from cliptrial.registry.plan.links import add_link, add_state, read_links
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Position
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
    so_far = SoFar.of(workspace, slug, lake, name)
    scan, problems = _usable(scan_workbook(data, name), so_far.plan(), so_far.posted)
    filled = _filled(scan)
    positions, zones, ids, links = so_far.positions, so_far.zones, so_far.ids(filled), so_far.links(filled)
    promotions = promotions_in(filled, positions, ids, zones, words_on_promotion(lake))
    posts = [*_post_rows(filled, positions, ids, links, zones, so_far.handles), *promotion_rows(promotions)]
    snapshots = _snapshot_rows(filled, positions, ids, zones)
    return BroughtHome(
        tables={"posts": build("posts", posts), "snapshots": build("snapshots", snapshots)},
        links=so_far.new_links(filled),
        before=so_far.earlier,
        folder=so_far.loaded.folder,
        notes=(
            *so_far.waiting_notes(filled, ids),
            *promotion_notes(promotions, scan.headers["promoted_on"]),
            *so_far.late_notes(filled),
            *_planned_notes(filled, ids),
            *_column_notes(scan, look_of(workspace, so_far.loaded)),
        ),
        rows=len(filled),
        period=_period(filled),
        states={n: state for n, state in states_in(filled).items() if so_far.states.get(n, PostState.POSTED) != state},
        states_before=so_far.states,
        problems=problems,
    )


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
