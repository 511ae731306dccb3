"""What is known of an experiment before numbers of its posts come home, by its files and the store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import time as now
from zoneinfo import ZoneInfo

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, says
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.matching import match
from cliptrial.posts.records import Matching, Post
from cliptrial.posts.text.ids import id_in_link, is_short_link, posted_second
from cliptrial.posts.text.privacy import Masker, masker_of
from cliptrial.posts.workbook.filled.problems import Plan, same_link
from cliptrial.posts.workbook.layout import Filled
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.links import read_links, read_states
from cliptrial.registry.plan.post_states import PostState, skipped_in
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.rounds.combined import Question, questions_of, with_combinations
from cliptrial.registry.workspace import Workspace


def scheduled(workspace: Workspace, slug: str, name: str | None = None) -> tuple[Loaded, Schedule]:
    """An experiment with its schedule, without which positions mean nothing; ``name`` is that of a workbook.

    Raises:
        PlanError: It has no schedule yet.
    """
    loaded = load_experiment(slug, workspace)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        what = says("The experiment {slug} has no schedule yet, so its positions mean nothing", slug=slug)
        mend = says("Run `cliptrial plan {slug}` first.", slug=slug)
        raise PlanError(Problem("no_schedule", what, mend=mend, path=name))
    return loaded, schedule


@dataclass(frozen=True)
class SoFar:
    """What is known of an experiment before numbers come home.

    Attributes:
        workspace: Where the experiment lives.
        loaded: The experiment.
        schedule: Its schedule.
        earlier: By position: the link of posts.csv.
        states: By position: what posts.csv says became of the post.
        zones: By account: its time zone.
        known: Every post of the store.
        mask: Hides what is personal in titles of sounds.
        asked: The questions that its posts answer.
    """

    workspace: Workspace
    loaded: Loaded
    schedule: Schedule
    earlier: Mapping[int, str]
    states: Mapping[int, PostState]
    zones: Mapping[str, str]
    known: list[Post]
    mask: Masker
    asked: Sequence[Question]

    @classmethod
    def of(cls, workspace: Workspace, slug: str, lake: Lake, name: str | None = None) -> SoFar:
        """By its files and the store; ``name`` is that of a workbook.

        Raises:
            PlanError: The experiment has no schedule yet.
        """
        loaded, schedule = scheduled(workspace, slug, name)
        return cls(
            workspace=workspace,
            loaded=loaded,
            schedule=schedule,
            earlier=read_links(loaded.folder, {p.position for p in schedule.positions}),
            states=read_states(loaded.folder),
            zones={account: settings.timezone for account, settings in workspace.accounts.items()},
            known=posts_of(lake),
            mask=masker_of(workspace, makes_salt=False),
            asked=questions_of(workspace, loaded, schedule),
        )

    @property
    def positions(self) -> dict[int, Position]:
        """By number."""
        return {p.position: p for p in self.schedule.positions}

    @property
    def handles(self) -> dict[str, str | None]:
        """By account: its handle."""
        return {account: settings.handle for account, settings in self.workspace.accounts.items()}

    def zone(self, account: str) -> ZoneInfo:
        """The time zone of an account."""
        return ZoneInfo(self.zones.get(account, "UTC"))

    def plan(self) -> Plan:
        """What rows are held against."""
        labels = arm_labels(self.workspace, self.loaded)
        together = with_combinations(self.schedule, self.loaded.slug)
        return Plan(
            {p.position: p for p in together.positions},
            self.earlier,
            self.handles,
            zones=self.zones,
            now=now(),
            arms={arm: (label, arm) for arm, label in labels.items()},
            accounts=self.workspace.accounts,
        )

    def new_links(self, filled: Mapping[int, Filled]) -> dict[int, str]:
        """Links that posts.csv does not have, or has only as a short one that forwards to the video."""
        earlier = self.earlier
        return {
            n: row.link
            for n, row in filled.items()
            if row.link and (n not in earlier or (is_short_link(earlier[n]) and not same_link(earlier[n], row.link)))
        }

    def links(self, filled: Mapping[int, Filled]) -> dict[int, str]:
        """With those that rows add."""
        return {**self.earlier, **self.new_links(filled)}

    def matching(self, filled: Mapping[int, Filled]) -> Matching:
        """What fits the positions, by whole links and else by the plan."""
        whole = {n: link for n, link in self.links(filled).items() if id_in_link(link)}
        skipped = skipped_in({**self.states, **states_in(filled)})
        return match(
            self.schedule, whole, self.known, self.zones, asked=self.asked, mask=self.mask.sound, skipped=skipped
        )

    def ids(self, filled: Mapping[int, Filled]) -> dict[int, str]:
        """By position: the video id, from its link or, for a short or missing link, from the plan."""
        ids = {n: post_id for n, link in self.links(filled).items() if (post_id := id_in_link(link))}
        return {n: post.post_id for n, post in self.matching(filled).posts.items()} | ids

    def posted(self, filled: Mapping[int, Filled]) -> dict[int, int]:
        """By position: when its post went out, by its sources or else by its id."""
        by_source = {post.post_id: post.posted_at for post in self.known}
        known_at = {n: by_source.get(post_id) or posted_second(post_id) for n, post_id in self.ids(filled).items()}
        return {number: second for number, second in known_at.items() if second is not None}

    def waiting_notes(self, filled: Mapping[int, Filled], ids: Mapping[int, str]) -> Iterator[Message]:
        """Numbers whose post is not known yet, and which posts may be meant."""
        waiting = sorted(n for n, row in filled.items() if (row.has_numbers or row.promoted_on) and n not in ids)
        if waiting:
            yield says(
                "What is filled in for position {positions} waits in the workbook: the link is missing or "
                "only forwards to the video. Open it in a browser, copy the long address into the "
                "workbook and hand it in again; or hand in an export of the account, whose posts are known by their "
                "time.",
                positions=", ".join(map(str, waiting)),
            )
            yield from self._choices(waiting, self.matching(filled))

    def _choices(self, waiting: Collection[int], matching: Matching) -> Iterator[Message]:
        """Which posts may be meant where account and time fit several, by their time."""
        posts = {post.post_id: post for post in self.known}
        for one in matching.proposals:
            fits = sorted((posts[post_id] for post_id in one.fits), key=lambda post: post.posted_at or 0)
            if one.position in waiting and fits:
                zone = self.zone(fits[0].account)
                times = [
                    f"{datetime.fromtimestamp(p.posted_at or 0, zone):%d.%m. %H:%M} ({p.link or p.post_id})"
                    for p in fits
                ]
                yield says(
                    "Position {number} may be one of these posts: {posts}. Write the link of the right one into its "
                    "row.",
                    number=one.position,
                    posts=times,
                )

    def late_notes(self, filled: Mapping[int, Filled]) -> Iterator[Message]:
        """Posts that went out on another day are read on another day."""
        age, posted, positions = self.loaded.experiment.design.measure_at, self.posted(filled), self.positions
        for number in sorted(filled.keys() & posted.keys()):
            position = positions[number]
            out = datetime.fromtimestamp(posted[number], self.zone(position.account)).date()
            if out != position.date:
                yield says(
                    "Position {number} went out on {out} instead of {planned}: its numbers are read from {day} on.",
                    number=number,
                    out=out,
                    planned=position.date,
                    day=out + timedelta(days=round(age)),
                )


def states_in(filled: Mapping[int, Filled]) -> dict[int, PostState]:
    """By position: what rows say became of its post."""
    return {number: row.state for number, row in filled.items() if row.state is not None}
