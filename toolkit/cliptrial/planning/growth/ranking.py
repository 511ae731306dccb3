"""Which idea is worth the next posts: the list of ideas in order, each with one reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from math import expm1, log1p

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import nothing, says
from cliptrial.metrics import metric_mend, metrics_of
from cliptrial.planning.feasibility import spread_of
from cliptrial.planning.growth.elsewhere import Others
from cliptrial.planning.periods import spread_of_periods
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.beside.from_idea import PER_ARM
from cliptrial.registry.beside.ideas import EXTRA_WORK, FILE, Idea, add_idea, new_idea, read_ideas
from cliptrial.registry.beside.tests_of_ideas import left
from cliptrial.registry.decisions import Choice, read_decisions
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import OF_PERIODS, Design
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.growth import Ideas, worth
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

GOAL = "views"
"""What ideas are to bring more of."""
RELATION = 0.5
"""Correlation over ideas between the effect on any other metric and that on views: an assumption, said as such."""
WEEKS_BACK, WEEKS_AHEAD = 8, 52
UNKNOWN = 1.05
"""SD of logs of a metric of which nothing is known: that of views."""
USUAL_PACE = 4.0
"""Posts a week where an account has no history."""


class State(StrEnum):
    """What became of an idea, by the experiments that name it."""

    OPEN = "open"
    TESTED = "tested"
    DECIDED = "decided"
    PAST = "past"


class Because(StrEnum):
    """The one reason why an idea stands where it stands."""

    QUIET = "quiet"
    FREE = "free"
    SOON = "soon"
    WORK = "work"
    ORDER = "order"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An idea and its place in the list.

    Attributes:
        idea: The idea.
        state: What became of it; only open ones have a place.
        slug: The experiment that tries it, or tried it last, on these accounts; None where there is none.
        accounts: Accounts that could try it: of an open idea those that never did, unless it is to be tested again.
        posts: Posts of its test, both arms together; where whole weeks are compared, those of these weeks.
        later: Posts that are left to carry the change.
        spread: SD of logs between posts that its order rests on.
        own_posts: Earlier posts behind ``spread``; None where it is an experience value.
        worth: What the test is expected to bring for each of its posts (log ratio); 0 where it is not open.
        because: The reason.
        expected: What is realistic by tests on other accounts, a ratio minus one; None where none may say so.
    """

    idea: Idea
    state: State
    slug: str | None
    accounts: tuple[str, ...]
    posts: int
    later: int
    spread: float
    own_posts: int | None
    worth: float
    because: Because
    expected: float | None = None


def ranked(workspace: Workspace, today: date) -> list[Ranked]:
    """All ideas: the open ones first, by what the next posts are expected to bring; the others as written.

    Args:
        workspace: Whose list it is.
        today: Ideas that are good until an earlier day are past.

    Raises:
        RegistryError: The list, or an experiment, has mistakes; every one is listed.
    """
    ideas, experiments = read_ideas(workspace), load_all(workspace)
    problems = [*experiments.problems, *metric_problems(ideas, workspace)]
    if problems:
        raise RegistryError(problems)
    history, others = _History(workspace, today), Others(workspace, experiments.loaded)
    every = [_one(idea, history, others) for idea in ideas]
    return sorted(every, key=lambda one: (one.state is not State.OPEN, -one.worth))


def metric_problems(ideas: Sequence[Idea], workspace: Workspace) -> list[Problem]:
    """Metrics that ideas name and nobody knows."""
    known = metrics_of(workspace)
    return [
        Problem(
            "unknown_metric",
            says('Idea "{idea}": "{name}" is not a metric that is known here', idea=one.id, name=one.metric),
            says("One of {names}", names=sorted(known)) if number == 0 else nothing,
            metric_mend(one.metric, known),
            path=FILE,
        )
        for number, one in enumerate(idea for idea in ideas if idea.metric not in known)
    ]


@dataclass
class _History:
    """What earlier posts tell, each asked once."""

    workspace: Workspace
    today: date
    _spreads: dict[tuple[tuple[str, ...], str, bool], tuple[float, int | None]] = field(default_factory=dict)
    _paces: dict[tuple[str, ...], float] = field(default_factory=dict)

    def accounts(self, idea: Idea) -> tuple[str, ...]:
        """Those that could try it: its client's, or all."""
        return tuple(name for name, one in self.workspace.accounts.items() if idea.client in (None, one.client))

    def spread(self, accounts: tuple[str, ...], metric: str, weeks: bool) -> tuple[float, int | None]:
        """SD of logs between posts, or weeks, and how many are behind it; None where it is an experience value."""
        key = accounts, metric, weeks
        if key not in self._spreads:
            known = metrics_of(self.workspace)[metric]
            places = [(one, None) for one in accounts]
            if weeks:
                sd, pairs = spread_of_periods(self.workspace, places, known, Design(start=self.today))
                self._spreads[key] = sd, pairs or None
            else:
                self._spreads[key] = spread_of(self.workspace, accounts, known) or (known.spread or UNKNOWN, None)
        return self._spreads[key]

    def pace(self, accounts: tuple[str, ...]) -> float:
        """Posts a week of these accounts together, over the last eight weeks with any."""
        if accounts not in self._paces:
            posts = posts_of(Lake(self.workspace.store_dir), accounts)
            now = datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC).timestamp()
            moments = [post.posted_at for post in posts if post.posted_at is not None and post.posted_at <= now]
            last = max(moments, default=0)
            recent = sum(one > last - WEEKS_BACK * 7 * 86400 for one in moments)
            self._paces[accounts] = recent / WEEKS_BACK if recent >= WEEKS_BACK else USUAL_PACE
        return self._paces[accounts]


def _one(idea: Idea, history: _History, others: Others) -> Ranked:
    accounts, last = left(history.accounts(idea), others.tests.of(idea))
    until = min(idea.good_until or date.max, history.today + timedelta(weeks=WEEKS_AHEAD))
    each, posts, weeks = PER_ARM, 2 * PER_ARM, idea.variable in OF_PERIODS
    if weeks:
        each = Design().periods_per_arm
        posts = round(2 * each * history.pace(accounts[:1]))
    later = max(0, round(history.pace(accounts) * max(0, (until - history.today).days) / 7) - posts)
    state = _state(last, later)
    spread, own = history.spread(accounts, idea.metric, weeks)
    expected = others.expected(idea, accounts) if state is State.OPEN else None
    known = _ideas(idea, spread, expected)
    value = worth(known, each, later=later, cost=log1p(idea.extra_work), once=idea.once) * 2 * each / posts
    quiet = idea.metric != GOAL and known.gain(each) > Ideas(history.spread(accounts, GOAL, weeks)[0]).gain(each)
    return Ranked(
        idea=idea,
        state=state,
        slug=last.slug if last else None,
        accounts=accounts,
        posts=posts,
        later=later,
        spread=spread,
        own_posts=own,
        worth=value if state is State.OPEN else 0.0,
        because=Because.ELSEWHERE if expected else _because(idea, quiet),
        expected=expm1(expected[0]) if expected else None,
    )


def _ideas(idea: Idea, spread: float, expected: tuple[float, float] | None) -> Ideas:
    """What is known of such ideas; ``expected`` is what other accounts tell of this one, mean and SD of log ratios."""
    mean, tau = expected or (0.0, PRIOR_SD)
    if idea.metric == GOAL:
        return Ideas(spread, tau, mean)
    # Another metric says a part of the goal, beforehand as well as in the test.
    return Ideas(spread, tau, RELATION * mean, relation=RELATION, goal_tau=tau)


def _state(last: Loaded | None, later: int) -> State:
    """An idea that is to be tested again is open again."""
    if last is not None:
        decisions = read_decisions(last.folder)
        if not decisions:
            return State.TESTED
        if decisions[-1].what is not Choice.REPEAT:
            return State.DECIDED
    return State.OPEN if later else State.PAST


def _because(idea: Idea, quiet: bool) -> Because:
    """What speaks most against an idea, or for it."""
    if idea.extra_work >= EXTRA_WORK["much"] or idea.once:
        return Because.WORK
    if idea.good_until is not None:
        return Because.SOON
    if quiet:
        return Because.QUIET
    return Because.FREE if not idea.extra_work else Because.ORDER


def written_down(workspace: Workspace, given: Mapping[str, object]) -> Idea:
    """A new idea, added to the list.

    Args:
        workspace: Whose list it is.
        given: Its keys, as the file has them.

    Raises:
        RegistryError: A value does not fit, it names what is not there, or it is on the list already; everything
            that is wrong with it is listed.
    """
    idea = new_idea(given)
    problems = metric_problems([idea], workspace)
    if problems:
        raise RegistryError(problems)
    add_idea(workspace, idea)
    return idea
