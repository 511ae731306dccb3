"""A period in words: a verdict that ordinary weeks get, too, three numbers, and what a client asks next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from cliptrial.analysis.periods.daily import MEASURE_AT, Basis
from cliptrial.analysis.periods.money import MONEY
from cliptrial.analysis.periods.numbers import Missing, Number
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.metrics import Metric, metrics_of
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS, TYPED
from cliptrial.planning.review.review import AccountNumbers, Out, Review, Running
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.periods.usual import FEWEST
from cliptrial.wording.declared.review import ReviewWording
from cliptrial.wording.goals import GoalText, goal_numbers, goal_texts
from cliptrial.wording.language import Language, Speaking
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language
from cliptrial.wording.numbers import number_label
from cliptrial.wording.our_year import plain

NAMED = 2
"""So many experiments are named; of more, only how many there are."""
CAPTION = 34
BOUGHT = ("spend", "orders", "revenue", "leads", "new_customers")
"""What money was spent on, before what it comes to."""
DASH = "–"


@dataclass(frozen=True, slots=True)
class Card:
    """A number as the first screen shows it.

    Attributes:
        label: What is counted.
        value: The number, or the sentence that stands in its place.
        is_number: Which of these.
        word: How it lies to what is usual; empty where nobody knows.
        tone: The colour of that word.
        lines: What is usual, and how rare it is where it lies outside.
        number: What is drawn.
    """

    label: str
    value: str
    is_number: bool
    word: str
    tone: str
    lines: tuple[str, ...]
    number: Number


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the first screen: its label, what it says, and what it leads to."""

    label: str
    text: str
    link: str | None = None


def period_title(span: Span, language: Language) -> str:
    """``Week 17, 20 to 26 April 2026``, ``April 2026`` or ``Quarter 2 of 2026``."""
    w, f = language.review, language.formats
    if span.kind is Kind.MONTH:
        return f.month(span.first)
    if span.kind is Kind.QUARTER:
        return w.quarter(str(span.first.month // 3 + 1), str(span.first.year))
    return w.week(str(span.first.isocalendar().week), f.period(span.first, span.last))


@dataclass(frozen=True)
class ReviewSpeaker(Speaking):
    """Tells a period in one language.

    Attributes:
        review: What is told.
        workspace: Whose it is.
        language: In which.
        for_client: Whether what only a team can mend is left out.
    """

    review: Review
    workspace: Workspace
    language: Language
    for_client: bool = False

    @classmethod
    def of(cls, review: Review, workspace: Workspace, lang: str, for_client: bool = False) -> ReviewSpeaker:
        """The speaker of a language."""
        return cls(review, workspace, wording_for(lang, workspace.currency), for_client)

    @property
    def w(self) -> ReviewWording:
        """The page's own words."""
        return self.language.review

    @property
    def kind(self) -> str:
        """The key of words by kind of period."""
        return self.review.span.kind.value

    def title(self) -> str:
        """``Week 17, 20 to 26 April 2026``."""
        return period_title(self.review.span, self.language)

    def account(self, name: str) -> str:
        """What people call an account."""
        handle = self.workspace.accounts[name].handle
        return f"@{handle}" if handle else name

    def headline(self) -> list[str]:
        """The verdict on the period, and what else must be said of it."""
        numbers = [(one.account, number) for one in self.review.by_account for number in self._chosen(one)]
        known = [pair for pair in numbers if pair[1].value is not None]
        if not known:
            return [self.w.nothing[self.kind]]
        far = [(account, one) for account, one in known if one.is_far]
        if far:
            several = len({account for account, _ in known}) > 1
            return [self.w.outside(self.f.listing(self._far(account if several else "", one) for account, one in far))]
        if all(one.usual is None for _, one in known):
            return [self._by_weeks()]
        outside = sum(bool(one.side) for _, one in known)
        return [self.w.ordinary[self.kind], *([self.w.ordinary_but(self.f.number(outside))] if outside else [])]

    def _by_weeks(self) -> str:
        out = self.review.stood_out
        if not self.review.judged:
            return self.w.usual_unknown
        if not out:
            return self.w.quiet[self.kind]
        days = self.f.listing(self.f.day_month(week.first) for week in out)
        return self.w.stood_out(self.f.number(len(out)), self.f.number(self.review.judged), days)

    def _far(self, account: str, one: Number) -> str:
        name = f"{self.account(account)}: {self.metric(one)}" if account else self.metric(one)
        return self.w.more_than_usual(name) if one.side == 1 else self.w.less_than_usual(name)

    def _known(self, name: str) -> Metric | None:
        return metrics_of(self.workspace).get(name)

    def metric(self, one: Number) -> str:
        """What a number is called."""
        label = number_label(one.metric, self.workspace, self.f.lang)
        return self.w.net(label) if one.net else label

    def missing(self, one: Number) -> str:
        """What stands where a number would; one of money says of what it is made."""
        if one.missing is Missing.NO_SPEND:
            return self.w.needs(in_language(PERIOD_NUMBERS[one.metric].formula, self.f.lang))
        return self.w.missing[str(one.missing)]

    def value(self, one: Number, value: float | None) -> str:
        """A value of a number in its unit."""
        known = self._known(one.metric) or (PERIOD_NUMBERS | TYPED).get(one.metric)
        return self.f.value(value, known.scale if known else "number")

    def _chosen(self, one: AccountNumbers) -> list[Number]:
        return [number for number in one.numbers if number.metric in self.review.chosen]

    def groups(self) -> list[tuple[str, list[Card], list[str]]]:
        """By account, whose name is empty where there is one: the chosen numbers, and what holds for all of them.

        What holds for all accounts comes last, once.
        """
        each = [(self.account(one.account), *self._group(one)) for one in self.review.by_account]
        if len(each) == 1:
            return [("", cards, notes) for _, cards, notes in each]
        if not all(cards for _, cards, _ in each):
            return each
        shared = [note for note in each[0][2] if all(note in notes for *_, notes in each)]
        own = [(name, cards, [note for note in notes if note not in shared]) for name, cards, notes in each]
        return [*own, *([("", [], shared)] if shared else [])]

    def _group(self, one: AccountNumbers) -> tuple[list[Card], list[str]]:
        numbers = self._chosen(one)
        reasons = dict.fromkeys(number.missing for number in numbers)
        if None not in reasons and len(reasons) == 1 and Missing.NO_SPEND not in reasons:
            (reason,) = reasons
            return [], [self.missing(numbers[0]), *self._renamed(one, reason)]
        return [self.card(number) for number in numbers], [*dict.fromkeys(self._notes(numbers))]

    def _renamed(self, one: AccountNumbers, reason: Missing | None) -> list[str]:
        if self.for_client or not self.review.strangers or reason is not Missing.NO_SOURCE:
            return []
        return [self.w.renamed(self.account(one.account), self.f.listing(self.review.strangers))]

    def _notes(self, numbers: Sequence[Number]) -> Iterator[str]:
        """What must be said of numbers that are there; of some of them alone with their names."""
        there, span = [one for one in numbers if one.value is not None], self.review.span
        of: dict[str, list[str]] = {}
        for one in there:
            for note in self._of_number(one):
                of.setdefault(note, []).append(self.metric(one))
        for note, names in of.items():
            more = [self.w.more(self.f.number(len(names) - NAMED))] if len(names) > NAMED else []
            named = self.f.listing([*names[:NAMED], *more])
            yield note if len(names) == len(there) else self.w.of_some(named, note)
        if any(one.basis is Basis.POSTS for one in there):
            age = timedelta(days=MEASURE_AT)
            yield self.w.read(self.f.period(span.first - age, span.last - age))

    def _of_number(self, one: Number) -> Iterator[str]:
        if one.known_to is not None:
            yield self.w.so_far(self.f.day_month(one.known_to))
        elif one.days[0] < one.days[1] and one.metric not in (*TYPED, *MONEY):
            yield self.w.gaps(*map(self.f.number, one.days))
        if one.usual is None and one.since is not None:
            yield self.w.counted_since(self.f.date(one.since))
        elif one.usual is None:
            yield self._too_short(one)

    def card(self, one: Number) -> Card:
        """A number, its place on what is usual, and how rare that is."""
        if one.value is None:
            return Card(self.metric(one), self.missing(one), False, "", "plain", (), one)
        return Card(
            label=self.metric(one),
            value=self.value(one, one.value),
            is_number=True,
            word="" if one.side is None else self.w.sides[one.side + 1],
            tone=self._tone(one),
            lines=tuple(self._rarity(one)),
            number=one,
        )

    def _tone(self, one: Number) -> str:
        """Colour is for what is out of the ordinary alone."""
        known = self._known(one.metric)
        if not one.is_far or known is None:
            return "plain"
        return "better" if (one.side == 1) == known.higher_is_better else "open"

    def _too_short(self, one: Number) -> str:
        if self.review.judged:
            return self.w.by_weeks(self.f.number(self.review.judged))
        return self.w.too_short(self.f.number(one.periods), self._periods(FEWEST))

    def _rarity(self, one: Number) -> Iterator[str]:
        if one.usual is None:
            return
        yield self.w.usual(self.value(one, one.usual.low), self.value(one, one.usual.high))
        if one.side == 1:
            yield self.w.rank_above(self.f.number(one.above), self._periods(one.periods))
        if one.side == -1:
            yield self.w.rank_below(self.f.number(one.below), self._periods(one.periods))

    def _periods(self, count: int) -> str:
        said = {Kind.WEEK: self.w.weeks, Kind.MONTH: self.w.months, Kind.QUARTER: self.w.quarters}
        return said[self.review.span.kind](self.f.number(count))

    def lines(self) -> list[Line]:
        """What was posted, best and weakest, what runs, what was decided and what comes next."""
        posted, best, weakest, running, waiting, decided, after = self.w.labels
        review = self.review
        shown = [Line(posted, self._posted()), *self._posts(best, weakest), Line(running, self._running())]
        # What waits stands in full further down on the page of a month or quarter.
        most = NAMED if review.span.kind is Kind.WEEK else 1
        shown += [Line(waiting, self._named([one.title for one in review.waiting], most))] if review.waiting else []
        shown += [Line(decided, self._decided())] if review.decided else []
        return [*shown, *([Line(after, review.next)] if review.next else [])]

    def _posted(self) -> str:
        if self.review.planned:
            return self.w.planned(self.f.number(self.review.posted), self.f.number(self.review.planned))
        return self.w.unplanned(self.f.number(self.review.out)) if self.review.out else self.w.no_posts

    def _posts(self, best: str, weakest: str) -> Iterator[Line]:
        posts = sorted((post for one in self.review.by_account for post in one.posts), key=lambda post: -post.views)
        if len(posts) > 1:
            yield Line(best, self._post(posts[0]), posts[0].link)
            yield Line(weakest, self._post(posts[-1]), posts[-1].link)

    def _post(self, post: Out) -> str:
        """By the first words of its caption, as far as the first hashtag or the end of a sentence."""
        words = re.split(r"[#\n]|[.!?…](?:\s|$)", (post.caption or "").strip(), maxsplit=1)[0]
        name = " ".join(words.split())
        if len(name) > CAPTION:
            name = f"{name[:CAPTION].rsplit(' ', 1)[0]} …"
        day, views = self.f.day_month(post.on), self.f.number(post.views)
        return self.w.post(name, day, views) if name else self.w.post_of_day(day, views)

    def _running(self) -> str:
        every = self.review.running
        return self._named([self._runs(one) for one in every]) if every else self.w.none_runs

    def _runs(self, one: Running) -> str:
        return self.w.runs(one.title, self.f.day_month(one.answers))

    def _named(self, texts: Sequence[str], most: int = NAMED) -> str:
        more = [self.w.more(self.f.number(len(texts) - most))] if len(texts) > most else []
        return " · ".join([*texts[:most], *more])

    def _decided(self) -> str:
        names = self.language.terms.decisions
        return self._named([self.w.decided(one.title, names[one.decision.what]) for one in self.review.decided])

    def learned(self) -> list[str]:
        """Every decision of the period with its reason."""
        names = self.language.terms.decisions
        return [self.w.why(one.title, names[one.decision.what], one.decision.why) for one in self.review.decided]

    def goals(self) -> list[GoalText]:
        """Where the goals stand."""
        return goal_texts(self.workspace, self.review.goals, self.f.lang)

    def columns(self) -> tuple[str, ...]:
        """Of the table of all numbers; the year before has one where anything is known of it."""
        number, usual = self.w.columns
        ago = (self.w.ago,) if self._has_a_year else ()
        return (number, self.w.this[self.kind], usual, self.w.before[self.kind], *ago)

    @property
    def _has_a_year(self) -> bool:
        return any(one.a_year_ago is not None for account in self.review.by_account for one in account.numbers)

    def tables(self) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]], list[str]]]:
        """By account: columns, a row for every number that any export has, and what must be said of them."""
        return [(self.account(one.account), *self._table(one)) for one in self.review.by_account]

    def _filled(self, rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Columns and rows without the columns in which nothing is known."""
        filled = [place for place, cells in enumerate(zip(*rows, strict=True)) if {*cells} - {DASH}]
        columns, *known = (tuple(row[place] for place in filled) for row in (self.columns(), *rows))
        return columns, known

    def _table(self, one: AccountNumbers) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[str]]:
        # Of a month and a quarter those of money stand by themselves.
        apart = () if self.review.span.kind is Kind.WEEK else (*BOUGHT, *MONEY)
        listed = [number for number in one.numbers if number.metric not in apart]
        there = [number for number in listed if number.missing is not Missing.NO_SOURCE]
        absent = [self.metric(number) for number in listed if number.missing is Missing.NO_SOURCE]
        notes = dict.fromkeys(self._notes(there))
        return *self._filled([self._row(number) for number in there]), [
            *notes,
            *([self.w.absent(self.f.listing(absent))] if absent else []),
        ]

    def _row(self, one: Number) -> tuple[str, ...]:
        past = [self._or_dash(one, one.before), *([self._or_dash(one, one.a_year_ago)] if self._has_a_year else [])]
        if one.value is None:
            return (self.metric(one), self.missing(one), DASH, *past)
        usual = one.usual and f"{self.value(one, one.usual.low)} {self.f.range_word} {self.value(one, one.usual.high)}"
        side = f" ({self.w.sides[one.side + 1]})" if one.side else ""
        return (self.metric(one), self.value(one, one.value) + side, usual or DASH, *past)

    def _or_dash(self, one: Number, value: float | None) -> str:
        return DASH if value is None else self.value(one, value)

    def steps(self) -> list[str]:
        """What could be done next: what waits for a decision, and the most promising idea."""
        waiting = [self.w.to_decide(one.title) for one in self.review.waiting]
        return [*waiting, *([self.w.to_try(self.review.next)] if self.review.next else [])]

    def spent(self) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]], str]]:
        """By account of which any is known: columns and a row for each of its numbers of money, and what is unknown."""
        shown = []
        for one in self.review.by_account:
            by_name = {number.metric: number for number in one.numbers if number.value is not None}
            rows = [self._row(by_name[name]) for name in (*BOUGHT, *MONEY) if name in by_name]
            lacking = [number_label(name, self.workspace, self.f.lang) for name in MONEY if name not in by_name]
            note = (self.w.not_known if self.for_client else self.w.to_type)(self.f.listing(lacking)) if lacking else ""
            if rows:
                shown.append((self.account(one.account), *self._filled(rows), note))
        return shown

    def money(self) -> list[tuple[str, ...]]:
        """What experiments of the period cost and brought, a row each; those of which nothing is known are left out."""
        money, f = "money", self.f
        return [
            (
                one.title,
                f.value(one.money + one.time, money),
                f.unknown if one.orders is None else f.number(one.orders),
                f.value(one.cost_per_order.value, money),
                f.value(one.revenue, money),
                f.value(one.return_on_costs.value, "ratio"),
            )
            for one in self.review.campaigns
            if one.orders is not None or one.money + one.time
        ]

    def describe(self) -> dict[str, object]:
        """Everything as numbers and sentences, for ``result.json`` and ``--json``."""
        review = self.review
        numbers = [
            {"account": one.account, "numbers": [_plain(number) for number in one.numbers]} for one in review.by_account
        ]
        whose = self.workspace.clients[review.client].name if review.client else ""
        values = {
            "title": ", ".join(part for part in (whose, self.title()) if part),
            "sentence": " ".join(self.headline()),
            "period": {"kind": review.span.kind, "first": review.span.first, "last": review.span.last},
            "accounts": review.accounts,
            "client": review.client,
            "newest": review.newest,
            "chosen": review.chosen,
            "weeks": {"judged": review.judged, "stood_out": [week.first for week in review.stood_out]},
            "by_account": numbers,
            "posted": {"planned": review.planned, "posted": review.posted, "out": review.out},
            "running": [asdict(one) for one in review.running],
            "waiting": [asdict(one) for one in review.waiting],
            "decided": [{"slug": one.slug, **one.decision.as_file()} for one in review.decided],
            "goals": [goal_numbers(one) for one in review.goals],
            "next": review.next,
            "lines": [{"label": one.label, "text": one.text} for one in self.lines()],
        }
        every = plain(values)
        assert isinstance(every, dict)
        return every


def _plain(one: Number) -> dict[str, object]:
    return {**asdict(one), "side": one.side, "is_far": one.is_far}
