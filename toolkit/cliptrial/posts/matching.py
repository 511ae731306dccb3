"""Which post belongs to which position of the plan: by link, else by account, time, sound and hashtags.

A post is taken without asking only when it fits exactly one position and nothing else fits that
position. Everything else is shown to be chosen from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cliptrial.posts.records import Matching, Post, Proposal
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.registry.alike import alike
from cliptrial.registry.model import Arm, Variable
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.rounds.combined import Question

NEAR = timedelta(hours=3)
"""How far from its slot a post may go out and still be taken without asking."""

POSSIBLE = timedelta(hours=36)
"""How far from its slot a post may go out and still be proposed."""


def match(
    schedule: Schedule,
    links: Mapping[int, str],
    posts: Sequence[Post],
    timezones: Mapping[str, str],
    *,
    asked: Sequence[Question] = (),
    mask: Callable[[str], str] = str,
    skipped: Collection[int] = (),
) -> Matching:
    """Find the post of every position.

    Args:
        schedule: The plan.
        links: By position number: the link that people handed in. A short link cannot be resolved without
            the network: its position is matched by fit, and the link is unknown where nothing fits.
        posts: Every post that a source has described.
        timezones: By account: its time zone.
        asked: The questions that the posts answer, of which sound and hashtags are visible on them.
        mask: What hid names in the titles of sounds; people write them as they are.
        skipped: Positions that nothing was posted for, whatever would fit.
    """
    state = _State(schedule, {post.post_id: post for post in posts}, frozenset(skipped))
    _by_link(state, links)
    look = _Look(timezones, asked, mask)
    _by_fit(state, look, [post for post in posts if post.posted_at is not None])
    return state.result(look)


@dataclass(frozen=True, slots=True)
class _Look:
    """What decides whether a post fits a position."""

    timezones: Mapping[str, str]
    asked: Sequence[Question]
    mask: Callable[[str], str]

    def planned(self, position: Position) -> datetime:
        """The planned moment, in the account's time zone."""
        zone = ZoneInfo(self.timezones.get(position.account, "UTC"))
        hour, minute = map(int, position.slot.split(":"))
        return datetime(position.date.year, position.date.month, position.date.day, hour, minute, tzinfo=zone)

    def distance(self, position: Position, post: Post) -> timedelta:
        """Time between plan and post; whole days where only the day of a post is known."""
        planned = self.planned(position)
        if not post.hours:
            return abs(datetime.fromtimestamp(post.posted_at or 0, planned.tzinfo).date() - planned.date())
        return abs(datetime.fromtimestamp(post.posted_at or 0, planned.tzinfo).astimezone(ZoneInfo("UTC")) - planned)

    def fits(self, position: Position, post: Post) -> bool:
        """Whether the post went out on the planned day near the slot and carries the value of each of its arms."""
        planned = self.planned(position)
        posted = datetime.fromtimestamp(post.posted_at or 0, planned.tzinfo)
        on_time = posted.date() == position.date and self.distance(position, post) <= NEAR
        return on_time and self.carries(position, post) is not False

    def carries(self, position: Position, post: Post) -> bool | None:
        """Whether the post shows its arms' sound and hashtags; None where no source shows them."""
        shown = [self._shows(one.variable, one.arms.get(position.position), post) for one in self.asked]
        return False if False in shown else True if True in shown else None

    def _shows(self, variable: Variable, arm: Arm | None, post: Post) -> bool | None:
        if arm is None:
            return None
        if variable is Variable.SOUND and post.sound is not None:
            written = str(arm.value)
            return alike(post.sound) in (alike(written), alike(self.mask(written)))
        if variable is Variable.HASHTAGS and post.hashtags is not None:
            tags = (arm.value,) if isinstance(arm.value, str) else arm.value
            return {alike(tag) for tag in tags} <= set(post.hashtags)
        return None


@dataclass(slots=True)
class _State:
    """What has been decided so far."""

    schedule: Schedule
    known: Mapping[str, Post]
    skipped: frozenset[int] = frozenset()
    taken: dict[int, Post] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    proposed: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    forwarding: dict[int, str] = field(default_factory=dict)

    @property
    def open_positions(self) -> list[Position]:
        """Positions that nobody handed a link in for."""
        settled = self.taken.keys() | self.proposed.keys() | self.unknown.keys() | self.skipped
        return [p for p in self.schedule.positions if p.position not in settled]

    def result(self, look: _Look) -> Matching:
        """The matching, with what is left over on both sides."""
        everything = [p.position for p in self.schedule.positions]
        used = {post.post_id for post in self.taken.values()}
        unresolved = {number: link for number, link in self.forwarding.items() if number not in self.taken}
        used |= {post_id for fits in self.proposed.values() for post_id in fits}
        return Matching(
            posts=dict(sorted(self.taken.items())),
            how=dict(sorted(self.how.items())),
            proposals=tuple(Proposal(number, fits) for number, fits in sorted(self.proposed.items())),
            empty=tuple(number for number in everything if number not in self.taken),
            unmatched=tuple(post.post_id for post in _in_period(self, look) if post.post_id not in used),
            unknown_links=dict(sorted((self.unknown | unresolved).items())),
        )


def _by_link(state: _State, links: Mapping[int, str]) -> None:
    """Links settle a position, unless two positions name one post or the post is another account's."""
    by_post: dict[str, list[Position]] = defaultdict(list)
    for position in state.schedule.positions:
        link = links.get(position.position)
        if not link or position.position in state.skipped:
            continue
        post_id = id_in_link(link)
        if is_short_link(link):
            state.forwarding[position.position] = link
        elif post_id is None or post_id not in state.known:
            state.unknown[position.position] = link
        else:
            by_post[post_id].append(position)
    for post_id, positions in by_post.items():
        post = state.known[post_id]
        for position in positions:
            if len(positions) == 1 and post.account == position.account:
                state.taken[position.position], state.how[position.position] = post, "link"
            else:
                state.proposed[position.position] = (post_id,)


def _by_fit(state: _State, look: _Look, posts: Sequence[Post]) -> None:
    """Take what fits in one way only; propose the rest, the best first."""
    linked = {post.post_id for post in state.taken.values()} | {i for fits in state.proposed.values() for i in fits}
    free: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        if post.post_id not in linked:
            free[post.account].append(post)
    positions = state.open_positions
    fitting = {p.position: [post for post in free[p.account] if look.fits(p, post)] for p in positions}
    wanted: dict[str, int] = defaultdict(int)
    for candidates in fitting.values():
        for post in candidates:
            wanted[post.post_id] += 1
    for position in positions:
        candidates = fitting[position.position]
        if len(candidates) == 1 and wanted[candidates[0].post_id] == 1:
            state.taken[position.position], state.how[position.position] = candidates[0], "found"
    used = {post.post_id for post in state.taken.values()}
    for position in state.open_positions:
        near = [p for p in free[position.account] if p.post_id not in used and look.distance(position, p) <= POSSIBLE]
        if near:
            state.proposed[position.position] = tuple(p.post_id for p in _best_first(look, position, near))


def _best_first(look: _Look, position: Position, posts: Sequence[Post]) -> list[Post]:
    return sorted(posts, key=lambda p: (look.carries(position, p) is False, look.distance(position, p), p.post_id))


def _in_period(state: _State, look: _Look) -> list[Post]:
    """Posts of the planned accounts between the day of their first and of their last position."""
    spans: dict[str, list[datetime]] = defaultdict(list)
    for position in state.schedule.positions:
        spans[position.account].append(look.planned(position))
    within = []
    for post in state.known.values():
        if post.account in spans and post.posted_at is not None:
            moments = spans[post.account]
            posted = datetime.fromtimestamp(post.posted_at, moments[0].tzinfo).date()
            if min(moments).date() <= posted <= max(moments).date():
                within.append(post)
    return sorted(within, key=lambda post: (post.posted_at or 0, post.post_id))
