"""What is worth a second thought about a plan before it is locked, each with a better day, number or time of day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from babel.core import get_global

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, says
from cliptrial.metrics.definitions import Across
from cliptrial.planning.delivery import incomparable
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import WEEKDAYS, Arm, Experiment, Variable
from cliptrial.registry.plan.collisions import claimed_by_all
from cliptrial.registry.plan.pauses import days_off, holiday, is_known
from cliptrial.registry.rounds.home import members
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation import draw_schedule
from cliptrial.rotation.calendar import Off, Place, places

HOUR = 60
"""Minutes that two posts of an account should be apart."""
WAKING = (6 * HOUR, 23 * HOUR)
"""Between these minutes of the day another time of day is looked for."""
AHEAD = 400
"""Days within which another first day is looked for."""
LONG = 300
"""Days after which a plan meets Advent whenever it begins."""
MOST = 60
"""Posts of each arm up to which a number that can tell something is looked for."""


@dataclass(frozen=True)
class Ahead:
    """A plan as it would be laid out, and what could be in its way.

    Attributes:
        workspace: Where it belongs.
        loaded: The experiment, as it is typed or written.
        today: The day on which it is looked at.
    """

    workspace: Workspace
    loaded: Loaded
    today: date

    @cached_property
    def plan(self) -> Experiment:
        """The experiment."""
        return self.loaded.experiment

    @cached_property
    def off(self) -> Off:
        """The days without posts."""
        return days_off(self.workspace, self.plan).is_off

    @cached_property
    def posts(self) -> Sequence[tuple[str, Place]]:
        """Every post, by account and place."""
        return [(account, place) for account in self.plan.accounts for place in places(self.plan, account, self.off)]

    @property
    def last(self) -> date:
        """The day of the last post."""
        return max(place.day for _, place in self.posts)

    def but(self, **design: object) -> Ahead:
        """The same with another layout in time."""
        changed = self.plan.model_copy(update={"design": self.plan.design.model_copy(update=design)})
        moved = Loaded(changed, self.loaded.slug, self.loaded.folder, self.loaded.document)
        return Ahead(self.workspace, moved, self.today)

    def note(self, field: str, code: str, what: Message, expected: Message, mend: Message) -> Problem:
        """A problem at a key of the design."""
        return self.loaded.problem(field, code, what, expected, mend)


def foresight(workspace: Workspace, loaded: Loaded, today: date) -> Iterator[Problem]:
    """Everything that is foolish about a plan that can be drawn; nothing where it has no first day.

    Args:
        workspace: Where it belongs.
        loaded: The experiment.
        today: The day on which it is looked at.
    """
    ahead = Ahead(workspace, loaded, today)
    yield from incomparable(workspace, loaded, Across.ALIKE)
    try:
        posts = ahead.posts
    except PlanError:
        return
    if not posts:
        return
    for look in (_past, _sounds, _christmas, _holidays, _close, _near_others, _one_weekday, _too_few):
        yield from look(ahead)


def next_monday(today: date) -> date:
    """The first Monday after today: weeks are easiest to keep from their beginning."""
    return today + timedelta(days=7 - today.weekday())


def _past(ahead: Ahead) -> Iterator[Problem]:
    gone = [place.day for _, place in ahead.posts if place.day < ahead.today]
    if gone:
        what = says(
            "{count} of {posts} posts lie in the past, the first on {day}",
            count=len(gone),
            posts=len(ahead.posts),
            day=min(gone),
        )
        better = says("Start on {day}.", day=next_monday(ahead.today))
        yield ahead.note(
            "design.start", "begins_in_past", what, says("a first day from {day} on", day=ahead.today), better
        )


def _sounds(ahead: Ahead) -> Iterator[Problem]:
    for path, arm in _arms(ahead.plan):
        until = arm.good_until
        late = [place.day for _, place in ahead.posts if until is not None and place.day > until]
        if until is not None and late:
            what = says(
                'the sound "{sound}" is good until {until}, and {count} of {posts} posts come later, until {last}',
                sound=arm.label,
                until=until,
                count=len(late),
                posts=len(ahead.posts),
                last=max(late),
            )
            expected = says("a last post by {until}", until=until)
            yield ahead.note(f"{path}.good_until", "sound_ends_before", what, expected, _done_by(ahead, until))


def _arms(plan: Experiment) -> Iterator[tuple[str, Arm]]:
    yield "change.control", plan.change.control
    yield from ((f"change.variants.{i}", arm) for i, arm in enumerate(plan.change.variants))


def _done_by(ahead: Ahead, until: date) -> Message:
    """A first day, or a number of posts, with which the plan is over in time."""
    start = _start(ahead, lambda moved: moved.last <= until, backwards=True)
    plan, step = ahead.plan.design, 2 * len(ahead.plan.design.slots)
    fits = (n for n in range(plan.posts_per_arm - plan.posts_per_arm % step, 3, -step) if _in_time(ahead, n, until))
    fewer = next(fits, None)
    if start is not None and fewer is not None:
        return says(
            "Start by {day}, or plan {posts} posts of each arm instead of {now}.",
            day=start,
            posts=fewer,
            now=plan.posts_per_arm,
        )
    if start is not None:
        return says("Start by {day}.", day=start)
    if fewer is not None:
        return says("Plan {posts} posts of each arm instead of {now}.", posts=fewer, now=plan.posts_per_arm)
    return says("Take a sound that lasts, or post more often.")


def _in_time(ahead: Ahead, posts_per_arm: int, until: date) -> bool:
    return ahead.but(posts_per_arm=posts_per_arm).last <= until


def _start(ahead: Ahead, fits: Callable[[Ahead], bool], *, backwards: bool) -> date | None:
    """The nearest other first day, from today on, with which the plan fits; a later one is a Monday."""
    start = ahead.plan.design.start
    assert start is not None
    days = (start + timedelta(days=-n if backwards else n) for n in range(1, AHEAD))
    days = (day for day in days if day >= ahead.today and (backwards or day.weekday() == 0))
    moved = (ahead.but(start=day) for day in days)
    fitting = next((one for one in moved if fits(one)), None)
    if fitting is None:
        return None
    return fitting.plan.design.start if backwards else min(place.day for _, place in fitting.posts)


def christmas(day: date) -> tuple[date, date] | None:
    """First Sunday in Advent to Epiphany, where the day lies between them."""
    for year in (day.year - 1, day.year):
        eve = date(year, 12, 24)
        first = eve - timedelta(days=21 + (eve.weekday() + 1) % 7)
        if first <= day <= date(year + 1, 1, 6):
            return first, date(year + 1, 1, 6)
    return None


def _festive(ahead: Ahead) -> list[date]:
    return [place.day for _, place in ahead.posts if christmas(place.day)]


def _christmas(ahead: Ahead) -> Iterator[Problem]:
    festive = _festive(ahead)
    season = christmas(festive[0]) if festive else None
    if season is None:
        return
    short = ahead.last - min(place.day for _, place in ahead.posts) < timedelta(days=LONG)
    before = _start(ahead, lambda moved: not _festive(moved), backwards=True) if short else None
    after = _start(ahead, lambda moved: not _festive(moved), backwards=False) if short else None
    what = says(
        "{count} of {posts} posts fall into Advent and Christmas ({first} to {last}), when people watch and buy as at "
        "no other time of the year",
        count=len(festive),
        posts=len(ahead.posts),
        first=season[0],
        last=season[1],
    )
    expected = says("weeks like those for which the answer is wanted")
    yield ahead.note("design.start", "advent", what, expected, _before_or_after(before, after))


def _before_or_after(before: date | None, after: date | None) -> Message:
    if before is not None and after is not None:
        return says("Start on {after}, when it is over, or by {before} to be done before.", after=after, before=before)
    if after is not None:
        return says("Start on {after}, when it is over.", after=after)
    return (
        says("Start by {before} to be done before.", before=before)
        if before
        else says("Plan fewer posts, or post more often.")
    )


def _holidays(ahead: Ahead) -> Iterator[Problem]:
    """Posts on public holidays, of the country in whose time zone the account lives where nobody names one."""
    days = days_off(ahead.workspace, ahead.plan)
    for account in ahead.plan.accounts:
        codes = days.holidays[account] or _by_zone(ahead.workspace.accounts[account].timezone)
        own = [place.day for name, place in ahead.posts if name == account and holiday(codes, place.day)]
        if not own:
            continue
        what = says(
            "posts of {account} on public holidays ({codes}): {count}, the first on {day}",
            count=len(own),
            account=account,
            codes=list(codes),
            day=min(own),
        )
        if days.holidays[account]:
            without = ahead.but(holidays="skip").last
            mend = says("Leave them out (`holidays: skip`): the plan then ends on {day}.", day=without)
        else:
            mend = says(
                "Write `holidays: {code}`, or with the state as in DE-BY, below {account} in workspace.yaml, and the "
                "plan leaves them out.",
                code=codes[0],
                account=account,
            )
        yield ahead.note("design.holidays", "holidays_within", what, says("days like any other"), mend)


def _by_zone(zone: str) -> tuple[str, ...]:
    country = get_global("zone_territories").get(zone)
    return (country,) if country and is_known(country) else ()


def _close(ahead: Ahead) -> Iterator[Problem]:
    """Times of day of this plan that are less than an hour apart."""
    plan, tested = ahead.plan, ahead.plan.change.variable is Variable.SLOT
    slots = sorted(arm.label for arm in plan.change.arms) if tested else sorted(plan.design.slots)
    for first, second in combinations(slots, 2):
        apart = _minutes(second) - _minutes(first)
        if apart >= HOUR:
            continue
        if tested:
            what = says(
                "{first} and {second} are {apart} minutes apart: viewers are the same",
                first=first,
                second=second,
                apart=apart,
            )
        else:
            what = says(
                "{first} and {second} are {apart} minutes apart: one post takes viewers from the other",
                first=first,
                second=second,
                apart=apart,
            )
        taken = [_minutes(slot) for slot in slots if slot != second]
        yield ahead.note(
            "design.slots", "slots_close", what, says("an hour between them at least"), _instead(second, taken)
        )


def _near_others(ahead: Ahead) -> Iterator[Problem]:
    """Posts within an hour of one that another experiment has planned on the same account and day."""
    near: dict[str, list[tuple[date, str, str]]] = {}
    taken: set[int] = set()
    together = members(ahead.loaded.folder)
    mine: dict[tuple[str, date], list[str]] = {}
    times = [arm.label for arm in ahead.plan.change.arms]
    for account, place in ahead.posts:
        mine.setdefault((account, place.day), []).extend([place.slot] if place.slot else times)
    for (account, day, slot), slugs in claimed_by_all(ahead.workspace).items():
        for slug in slugs if (account, day) in mine else ():
            if slug in together:
                continue
            taken.add(_minutes(slot))
            close = [own for own in mine[account, day] if 0 < abs(_minutes(slot) - _minutes(own)) < HOUR]
            near.setdefault(slug, []).extend((day, slot, own) for own in close)
    for slug, shared in ((slug, shared) for slug, shared in near.items() if shared):
        day, slot, own = min(shared)
        what = says(
            "posts within an hour of a post of {slug}: {count}, first {day}, {own} and {slot}",
            count=len(shared),
            slug=slug,
            day=day,
            own=own,
            slot=slot,
        )
        yield ahead.note(
            "design.slots", "near_another", what, says("an hour between them at least"), _instead(own, taken)
        )


def _minutes(slot: str) -> int:
    return int(slot[:2]) * 60 + int(slot[3:])


def _instead(slot: str, taken: Sequence[int] | set[int]) -> Message:
    """The nearest time of day that is an hour away from all that are taken."""
    by_distance = sorted(range(WAKING[0], WAKING[1] + 1, 30), key=lambda minute: abs(minute - _minutes(slot)))
    free = next((m for m in by_distance if all(abs(m - other) >= HOUR for other in taken)), None)
    if free is None:
        return says("Choose another day.")
    return says("Take {free} instead of {slot}.", free=f"{free // 60:02d}:{free % 60:02d}", slot=slot)


def _one_weekday(ahead: Ahead) -> Iterator[Problem]:
    days = {place.day.weekday() for _, place in ahead.posts}
    if len(days) > 1 or len(ahead.posts) == 1:
        return
    (day,) = days
    two = tuple(WEEKDAYS[one] for one in sorted((day, (day + 3) % 7)))
    what = says("every post goes out on the same day of the week ({day})", day=WEEKDAYS[day])
    expected = says("two days of the week at least, so that the answer holds for more than one")
    mend = says(
        "Post on {days}: the plan then ends on {end} instead of {now}.",
        days=list(two),
        end=ahead.but(weekdays=two).last,
        now=ahead.last,
    )
    yield ahead.note("design.weekdays", "one_weekday", what, expected, mend)


def _too_few(ahead: Ahead) -> Iterator[Problem]:
    """Even the clearest result could be chance: there are too few ways to draw this plan."""
    now, step = ahead.plan.design.posts_per_arm, len(ahead.plan.design.slots)
    if now > MOST or _can_tell(ahead):
        return
    more = (n for n in range(now + 1, MOST) if n % (2 * step) == 0)
    enough = next((n for n in more if _can_tell(ahead.but(posts_per_arm=n))), None)
    if enough is not None:
        what = says("with {now} posts of each arm even the clearest result could be chance", now=now)
        expected = says("{enough} posts of each arm at least", enough=enough)
        mend = says("Plan {enough} posts of each arm.", enough=enough)
        yield ahead.note("design.posts_per_arm", "too_few_posts", what, expected, mend)


def _can_tell(ahead: Ahead) -> bool:
    """Whether the smallest p that there can be (one draw and its mirror image of all) counts."""
    try:
        rule = draw_schedule(ahead.plan, off=ahead.off).rule
    except PlanError:
        return True
    ways = [1.0] * len(ahead.plan.change.variants)
    for counts in rule.count.values():
        ways = [before * counts[arm.id] for before, arm in zip(ways, ahead.plan.change.variants, strict=True)]
    return 2 / min(ways) <= ahead.plan.analysis.alpha / len(ways)
