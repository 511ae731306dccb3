"""A week, a month or a quarter: its numbers and what is usual, what was posted, what runs, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cliptrial.analysis.history.labels import posted_locally
from cliptrial.analysis.periods.audience import OF_POSTS, Audience, audience
from cliptrial.analysis.periods.daily import AccountDays, account_days, newest_day, strangers
from cliptrial.analysis.periods.money import MONEY, parts_of
from cliptrial.analysis.periods.numbers import Number, number_of, posts_read
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.metrics import Metric
from cliptrial.planning.growth.goals import Progress, progress_of
from cliptrial.planning.growth.ranking import State, ranked
from cliptrial.planning.relevance.typed_pillars import typed_pillars
from cliptrial.planning.review.chosen import TALKS, all_metrics, beside, three_numbers
from cliptrial.posts.outcomes.campaigns import Campaign, campaigns
from cliptrial.registry.accounts import no_account, no_client
from cliptrial.registry.beside.own_numbers import OwnNumber
from cliptrial.registry.decisions import Decision, read_decisions
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.workspace import Workspace

EVERY = (
    *("views", "reach", "new_followers", "growth", "engagement_by_views", "engagement_by_reach"),
    *("engagement_by_followers", "completion_rate", "average_watch_time", "watch_share", "view_to_follower"),
    *("discovery", "regulars"),
    *("likes", "comments", "shares", "saves", "link_clicks"),
)
"""Metrics of the whole table, in its order; those that somebody chose come first."""


@dataclass(frozen=True, slots=True)
class Out:
    """A post that turned seven days old: its link, what it is called, its day, and its views at that age."""

    link: str | None
    caption: str | None
    on: date
    views: float


@dataclass(frozen=True, slots=True)
class AccountNumbers:
    """One account.

    Attributes:
        account: Its name.
        numbers: By metric, those first that were chosen.
        posts: Posts that turned seven days old and were read, the most viewed first.
        audience: Who watched.
    """

    account: str
    numbers: tuple[Number, ...]
    posts: tuple[Out, ...]
    audience: Audience


@dataclass(frozen=True, slots=True)
class Running:
    """An experiment whose answer is still to come, and the day on which all its numbers can be read off."""

    slug: str
    title: str
    answers: date


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in the period."""

    slug: str
    title: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Review:
    """A period.

    Attributes:
        span: Which.
        accounts: Whose.
        client: The client these belong to; None for accounts without one.
        chosen: Metrics that the page begins with.
        newest: The last day of which anything is known.
        by_account: The numbers.
        judged: Whole weeks of a month or quarter of which is known what is usual.
        stood_out: Those of them with a chosen number out of the ordinary.
        strangers: Accounts of the store that the workspace does not know.
        planned: Posts that plans had for the period.
        posted: Those of them that have a link.
        out: Posts that are known to have gone out.
        running: Experiments that answer later, the next one first.
        waiting: Those that could be decided.
        decided: What was decided.
        goals: Where the goals stand, or why that cannot be said.
        campaigns: What experiments of the period cost and brought; empty for a week.
        next: The idea that is most promising; None where none is open, and for a week.
    """

    span: Span
    accounts: tuple[str, ...]
    client: str | None
    chosen: tuple[str, ...]
    newest: date | None
    by_account: tuple[AccountNumbers, ...]
    judged: int
    stood_out: tuple[Span, ...]
    strangers: tuple[str, ...]
    planned: int
    posted: int
    out: int
    running: tuple[Running, ...]
    waiting: tuple[Running, ...]
    decided: tuple[Decided, ...]
    goals: tuple[Progress | Problem, ...]
    campaigns: tuple[Campaign, ...]
    next: str | None


def newest_span(workspace: Workspace, kind: Kind) -> Span:
    """The last whole period of which anything is known of any account.

    Raises:
        InputError: There are no numbers at all.
    """
    newest = newest_day(workspace, workspace.accounts.keys())
    if newest is None:
        mend = says("Hand in exports with `cliptrial ingest`, or name a day with `--day`.")
        raise InputError(Problem("no_period", says("The store has no numbers yet"), says("At least one day"), mend))
    return Span.around(kind, newest + timedelta(days=1)).later(-1)


def reviewed(workspace: Workspace, account: str = "", client: str = "") -> tuple[tuple[str, ...], ...]:
    """The accounts of each page: of one account, of one client, or of every client and of those without one.

    Raises:
        InputError: There is no such account or client, or what people typed beside the exports has mistakes.
    """
    all_metrics(workspace)
    typed_pillars(workspace)
    problems = [no_account(account, workspace.accounts)] if account and account not in workspace.accounts else []
    problems += [no_client(client, workspace.clients)] if client and client not in workspace.clients else []
    if problems:
        raise InputError(problems)
    if account:
        return ((account,),)
    owned = [one for one in workspace.clients if client in ("", one)]
    pages = [workspace.accounts_of(one) for one in owned]
    free = workspace.accounts_of(None)
    return tuple(page for page in (*pages, () if client else free) if page)


def review(workspace: Workspace, span: Span, accounts: Sequence[str]) -> Review:
    """A period of some accounts, which belong to one client or to none.

    Args:
        workspace: Whose they are.
        span: The period.
        accounts: Their names.

    Raises:
        InputError: A file has mistakes.
    """
    client = workspace.client_of(accounts)
    chosen = three_numbers(workspace, client)
    names = list(dict.fromkeys((*chosen, *EVERY)))
    known, typed = all_metrics(workspace)
    asked = [known[one] for one in dict.fromkeys((*names, *TALKS, *MONEY, *OF_POSTS)) if one in known]
    days = [_days(workspace, name, asked, typed) for name in accounts]
    names += [one for one in (*TALKS, *MONEY) if one not in names and any(one in each.daily for each in days)]
    experiments = [one for one in load_all(workspace).loaded if {*one.experiment.accounts} & {*accounts}]
    stood = [standing(one.slug, workspace)[0] for one in experiments]
    due = [(one, p) for one in stood for p in one.positions or () if span.holds(p.date) and p.account in accounts]
    places = {(p.account, p.date, p.slot): p.position in (one.links or {}) for one, p in due}
    open_ = sorted(_open(stood, span), key=lambda one: (one.answers, one.slug))
    longer = span.kind is not Kind.WEEK
    begun = {one.slug for one, _ in due}
    weeks = _weeks(days, chosen, span) if longer else {}
    return Review(
        span=span,
        accounts=tuple(accounts),
        client=client,
        chosen=chosen,
        newest=max((one.newest for one in days if one.newest), default=None),
        by_account=tuple(_numbers(workspace, one, names, span, len(days) * len(chosen)) for one in days),
        judged=len(weeks),
        stood_out=tuple(week for week, is_far in weeks.items() if is_far),
        strangers=strangers(workspace),
        planned=len(places),
        posted=sum(places.values()),
        out=sum(span.holds(posted_locally(workspace, post).date()) for one in days for post in one.posts),
        running=tuple(one for one in open_ if one.answers > span.last),
        waiting=tuple(one for one in open_ if one.answers <= span.last),
        decided=tuple(_decided(experiments, span)),
        goals=tuple(progress_of(workspace, accounts)),
        campaigns=tuple(one for one in campaigns(workspace) if one.slug in begun) if longer else (),
        next=_next(workspace, accounts, span) if longer else None,
    )


def _days(workspace: Workspace, account: str, asked: Sequence[Metric], typed: Sequence[OwnNumber]) -> AccountDays:
    known = account_days(workspace, account, asked)
    parts = parts_of(workspace, account, typed, known.daily.get("views"))
    return replace(known, daily={**known.daily, **beside(workspace, account, asked, typed, parts)})


def _numbers(
    workspace: Workspace, known: AccountDays, names: Sequence[str], span: Span, together: int
) -> AccountNumbers:
    posts = [
        Out(post.link, post.caption, posted_locally(workspace, post).date(), known.views[post.post_id])
        for post in posts_read(known, span)
        if post.post_id in known.views
    ]
    numbers = tuple(number_of(known, one, span, together) for one in names)
    return AccountNumbers(known.account, numbers, tuple(posts), audience(known, workspace, span))


def _weeks(days: Sequence[AccountDays], chosen: Sequence[str], span: Span) -> dict[Span, bool]:
    """By week: whether it stood out; many months have too short a past, their weeks do not.

    Where that can be said of fewer than half of the weeks, the period is judged by none of them.
    """
    judged, whole, together = {}, 0, len(days) * len(chosen)
    week = Span.around(Kind.WEEK, span.first + timedelta(days=6))
    while week.last <= span.last:
        numbers = [number_of(one, name, week, together) for one in days for name in chosen]
        if any(one.side is not None for one in numbers):
            judged[week] = any(one.is_far for one in numbers)
        week, whole = week.later(1), whole + 1
    return judged if 2 * len(judged) >= whole else {}


def _open(stood: Sequence[Standing], span: Span) -> Iterator[Running]:
    """Experiments that had begun by the period's end and were not decided by then."""
    for one in stood:
        over = one.decision is not None and one.decision.when <= span.last
        if one.positions and one.first and one.measured_by and one.first <= span.last and not over:
            yield Running(one.slug, one.title, one.measured_by)


def _decided(experiments: Sequence[Loaded], span: Span) -> Iterator[Decided]:
    for one in experiments:
        for decision in read_decisions(one.folder):
            if span.holds(decision.when):
                yield Decided(one.slug, one.experiment.title, decision)


def _next(workspace: Workspace, accounts: Sequence[str], span: Span) -> str | None:
    ideas = (one for one in ranked(workspace, span.last) if one.state is State.OPEN and {*one.accounts} & {*accounts})
    first = next(ideas, None)
    return first.idea.label if first else None
