"""What cannot be right about a filled workbook, beside cells that cannot be read; every row is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.posts.lake.promotion import starts_at
from cliptrial.posts.text.ids import handle_in_link, id_in_link, is_short_link, posted_second
from cliptrial.posts.workbook.layout import NUMBERS, above_views
from cliptrial.posts.workbook.reading import FEW, FilledRow, Scan
from cliptrial.registry.accounts import Account
from cliptrial.registry.plan.post_states import STATES, PostState
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.platforms.allowed import links_elsewhere

MOSTLY = 0.5
"""Share of the links on other rows' days from which the sheet was sorted, rather than posts moved."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook is held against.

    Attributes:
        positions: The schedule, by position number.
        links: Links handed in before, by position number.
        handles: By account: its handle, where it is known.
        posted: By position number: when its post went out, in UTC epoch seconds, where that is known.
        zones: By account: its time zone.
        now: UTC epoch seconds of handing in.
        arms: By arm id: what the workbook may call it, the usual name first.
        accounts: By name.
    """

    positions: Mapping[int, Position]
    links: Mapping[int, str]
    handles: Mapping[str, str | None]
    posted: Mapping[int, int] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    now: float = float("inf")
    arms: Mapping[str, Collection[str]] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def zone(self, number: int) -> ZoneInfo:
        """The time zone of a position's account."""
        position = self.positions.get(number)
        return ZoneInfo(self.zones.get(position.account, "UTC") if position else "UTC")


def problems_of(scan: Scan, plan: Plan) -> list[Problem]:
    """Everything that is wrong with a workbook, unreadable cells included, in order of its rows.

    What is wrong with a row makes that row unusable and no other; a row is used only together with what the others say
    of its link, so rows that clash are each told.
    """
    filled = [row for row in scan.rows if row.filled.is_filled or row.unread]
    doubtful = {problem.position for problem in scan.problems}
    clear = [row for row in filled if row.position not in doubtful]
    problems = [
        *scan.problems,
        *_misplaced(scan, filled, plan),
        *_planned_otherwise(scan, filled, plan),
        *_contradicted(scan, filled, plan),
        *_undated(scan, filled),
        *_promoted_wrongly(scan, filled, plan),
        *_strangers(scan, filled, plan),
        *_on_each_others_days(scan, clear, plan),
        *_link_clashes(scan, filled, plan),
    ]
    return sorted(problems, key=lambda problem: problem.row or 0)


def same_link(one: str, other: str) -> bool:
    """Whether two links lead to one video, as far as they tell."""
    return (id_in_link(one) or one) == (id_in_link(other) or other)


def _misplaced(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    beyond = [row for row in filled if row.position not in plan.positions]
    wanted = says("1 to {positions}", positions=max(plan.positions, default=0))
    mend = says("Use the workbook of this experiment.")
    if len(beyond) > FEW:
        numbers = [row.position for row in beyond]
        what = says(
            "{count} rows have positions that the schedule has not, {first} to {last}",
            count=len(beyond), first=min(numbers), last=max(numbers),
        )  # fmt: skip
        yield replace(scan.problem(beyond[0], "position", "unknown_position", what, wanted, mend), position=None)
        return
    for row in beyond:
        what = says("The schedule has no position {position}", position=row.position)
        yield scan.problem(row, "position", "unknown_position", what, wanted, mend)


def _planned_otherwise(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    """Grey cells that are no longer what the plan says: a row was moved, or another variant was posted."""
    places = {(p.account, p.date, p.slot): number for number, p in plan.positions.items()}
    topics = {p.topic: number for number, p in plan.positions.items() if p.topic}
    for row in filled:
        planned = plan.positions.get(row.position)
        if planned is None:
            continue
        said = (row.account or planned.account, row.date or planned.date, row.slot or planned.slot)
        other = places.get(said, topics.get(row.topic or planned.topic or "", row.position))
        if said != (planned.account, planned.date, planned.slot) or other != row.position:
            yield scan.problem(row, "date", "moved_row", *_moved(row, planned, said, other))
        elif row.arm and plan.arms and row.arm not in plan.arms.get(planned.arm, {row.arm}):
            what = says(
                "The variant was changed from “{planned}” to “{said}”", planned=_label(plan, planned), said=row.arm
            )
            mend = says("Put it back. If that is what was posted, choose “{other}” under {state}.",
                        other=STATES[PostState.OTHER], state=scan.headers["state"])  # fmt: skip
            yield scan.problem(row, "arm", "changed_arm", what, says("the grey cells as they were"), mend)


def _moved(
    row: FilledRow, planned: Position, said: tuple[str, date, str], other: int
) -> tuple[Message, Message, Message]:
    day = says("{date} at {slot} on {account}", date=planned.date, slot=planned.slot, account=planned.account)
    what = (
        says("The row is that of No. {other}", other=other)
        if other != row.position
        else says("The row says {date} at {slot} on {account}", date=said[1], slot=said[2], account=said[0])
    )
    mend = says("Put the grey cells back: numbers and links belong to the No. of their own row.")
    return what, says("what the plan says of this No.: {day}", day=day), mend


def _label(plan: Plan, planned: Position) -> str:
    return next(iter(plan.arms.get(planned.arm, ())), planned.arm)


def _contradicted(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    """A post that was skipped has no numbers; of one post, none saves or follows without having seen it."""
    for row in filled:
        said = row.filled
        if said.state is PostState.SKIPPED and (said.link or said.has_numbers or row.position in plan.links):
            what = says("The post was skipped, yet it has a link or numbers")
            yield scan.problem(row, "state", "skipped_with_numbers", what, mend=says("Take one of both away."))
        for key in said.above_views:
            wrong = above_views(said, key)
            yield scan.problem(row, key, wrong.code, wrong.what, wrong.expected, wrong.mend)


def _on_each_others_days(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    """Most links went out on the days of other rows, whose own did not: only some of the columns were sorted.

    A few may be posts that changed days; that is told as such.
    """
    links = {**plan.links, **{row.position: row.filled.link for row in filled if row.filled.link}}
    made = {n: day for n, link in links.items() if n in plan.positions and (day := _made(id_in_link(link)))}
    days = {(p.account, p.date): number for number, p in plan.positions.items()}
    off = {n: made[n] for n in made if abs((made[n] - plan.positions[n].date).days) > 1}
    astray = {n: other for n in off if (other := days.get((plan.positions[n].account, off[n]))) in off}
    if len(astray) < max(FEW, MOSTLY * len(made)):
        return
    for row in filled:
        if row.position in astray and row.filled.link and row.filled.state is None:
            planned, day, other = plan.positions[row.position], off[row.position], astray[row.position]
            what = says("The video is of {day}, the day of No. {other}, whose own video is not", day=day, other=other)
            mend = says("Look whether rows were sorted without all columns; choose “{later}” or “{posted}” under "
                        "{state} if it is right.", later=STATES[PostState.LATER], posted=STATES[PostState.POSTED],
                        state=scan.headers["state"])  # fmt: skip
            wanted = says("a video of {date}", date=planned.date)
            yield scan.problem(row, "link", "link_of_another_row", what, wanted, mend)


def _undated(scan: Scan, filled: list[FilledRow]) -> Iterator[Problem]:
    """Numbers without a day cannot be compared at equal age; a day before posting cannot be."""
    for row in filled:
        link, read_on = row.filled.link, row.filled.read_on
        made = _made(id_in_link(link)) if link else None
        if read_on is None:
            if "read_on" not in row.unread and (row.filled.has_numbers or row.unread & NUMBERS.keys()):
                what = says("Position {position} has numbers but not the day they were read", position=row.position)
                yield scan.problem(row, "read_on", "no_read_on", what, mend=says("Fill in the column for the day."))
        elif made is not None:
            day = read_on.date() if isinstance(read_on, datetime) else read_on
            if (made - day).days > 1:
                what = says(
                    "Position {position} was read on {day}, but the video is of {made}",
                    position=row.position,
                    day=day,
                    made=made,
                )
                yield scan.problem(
                    row, "read_on", "read_before_posted", what, mend=says("Correct the day or the link.")
                )


def _promoted_wrongly(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    for row in filled:
        written = row.filled.promoted_on
        if written and written is not True:
            for wrong in promoted_wrongly(row.position, written, plan):
                yield scan.problem(row, "promoted_on", wrong.code, wrong.what, wrong.expected, wrong.mend)


def promoted_wrongly(position: int, written: date | datetime, plan: Plan) -> Iterator[Problem]:
    """A promotion begins on the day of posting at the earliest, and is told once it has begun.

    Args:
        position: Of the post.
        written: Since when it is said to have been promoted.
        plan: When the post went out, its time zone, and the time of telling.
    """
    zone, posted = plan.zone(position), plan.posted.get(position)
    day = written.date() if isinstance(written, datetime) else written
    out = None if posted is None else datetime.fromtimestamp(posted, zone).date()
    if out is not None and day < out:
        yield Problem(
            "promoted_before_posted",
            says(
                "Position {position} was promoted from {day} on, but posted on {out}",
                position=position,
                day=day,
                out=out,
            ),
            says("{out} or later", out=out),
            says("Correct the day or the link."),
        )
    if starts_at(written, zone) > plan.now:
        yield Problem(
            "promoted_in_future",
            says("Position {position} is promoted from {day} on, which is yet to come", position=position, day=written),
            says("a day until today"),
            says("Fill it in once the promotion has begun."),
        )


def _made(post_id: str | None) -> date | None:
    """The day on which a post was made, as its id tells; YouTube's tell none."""
    second = None if post_id is None else posted_second(post_id)
    return None if second is None else datetime.fromtimestamp(second, ZoneInfo("UTC")).date()


def _strangers(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    """Another account's post would count as this one's, whether on this platform or on another."""
    links = {row.position: row.filled.link for row in filled if row.filled.link}
    foreign = links_elsewhere(links, plan.positions, plan.accounts)
    for row in filled:
        if wrong := foreign.get(row.position):
            yield scan.problem(row, "link", wrong.code, wrong.what, wrong.expected, wrong.mend)
            continue
        position = plan.positions.get(row.position)
        handle = plan.handles.get(position.account) if position else None
        theirs = handle_in_link(row.filled.link) if row.filled.link else None
        if position is None or handle is None or theirs is None:
            continue
        ours = handle.lstrip("@").lower()
        if theirs != ours:
            what = says(
                "The link is @{theirs}'s, but the account {account} is @{ours}",
                theirs=theirs,
                account=position.account,
                ours=ours,
            )
            mend = says("Correct the link, or the account's handle in workspace.yaml.")
            yield scan.problem(row, "link", "other_account", what, says("a link of @{ours}", ours=ours), mend)


def _link_clashes(scan: Scan, filled: list[FilledRow], plan: Plan) -> Iterator[Problem]:
    """A link in two positions, or another one than posts.csv has: people must say which holds.

    A short link only says that something was posted, so it contradicts none and gives way to any other.
    """
    written = {row.position for row in filled if row.filled.link}
    replaced = {number for number, link in plan.links.items() if number in written and is_short_link(link)}
    named: set[int] = set()
    holders = {id_in_link(link) or link: number for number, link in plan.links.items() if number not in replaced}
    for row in filled:
        link = row.filled.link
        if not link:
            continue
        earlier, key = plan.links.get(row.position), id_in_link(link) or link
        if earlier and not same_link(earlier, link) and not (is_short_link(earlier) or is_short_link(link)):
            what = says(
                "Position {position} has another link in posts.csv: {earlier}", position=row.position, earlier=earlier
            )
            yield scan.problem(row, "link", "other_link", what, mend=says("Correct the one that is wrong."))
        first = holders.setdefault(key, row.position)
        if first != row.position:
            # Nobody can tell which of two rows is right, so neither is used.
            holding = [one for one in filled if one.position == first and one.filled.link and first not in named]
            named |= {first}
            for one in (*holding, row):
                numbers = sorted((first, row.position))
                what = says(
                    "Positions {other} and {position} have the same link", other=numbers[0], position=numbers[1]
                )
                yield scan.problem(one, "link", "link_twice", what, mend=says("Each post belongs to one position."))
