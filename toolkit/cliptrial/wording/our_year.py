"""The year in words: first what a client may read in half a minute, then what analysts ask for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from math import isfinite

from babel.dates import format_date

from cliptrial.analysis.results import Analysis, OldNew, Outcome
from cliptrial.metrics import metrics_of
from cliptrial.planning.growth.our_year import Check, Estimate, Fate, OurYear
from cliptrial.planning.growth.paces import PACES
from cliptrial.planning.growth.programme import CHECK_POSTS, plan_ahead
from cliptrial.planning.growth.ranking import GOAL
from cliptrial.registry.beside.adopted import steps
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.declared.our_year import OurYearWording
from cliptrial.wording.experiment.old_new import old_new_sentence, old_new_support
from cliptrial.wording.goals import GoalText, chance_in_words, goal_numbers, goal_texts
from cliptrial.wording.language import Language, Speaking
from cliptrial.wording.languages import wording_for
from cliptrial.wording.speaker import Speaker

NAMED = 3
"""So many changes are named; of more, only how many there are."""
FEWEST_MONTHS = 6


@dataclass(frozen=True)
class YearSpeaker(Speaking):
    """Tells a year in one language.

    Attributes:
        year: What is told.
        workspace: Whose it is.
        language: In which.
    """

    year: OurYear
    workspace: Workspace
    language: Language

    @classmethod
    def of(cls, year: OurYear, workspace: Workspace, lang: str) -> YearSpeaker:
        """The speaker of a language."""
        return cls(year, workspace, wording_for(lang, workspace.currency))

    @property
    def w(self) -> OurYearWording:
        """The year's own words."""
        return self.language.our_year

    @property
    def check(self) -> Check | None:
        """The newest check."""
        return self.year.checks[0] if self.year.checks else None

    @property
    def answer(self) -> OldNew | None:
        """What came out of the newest check."""
        return self.check.answer if self.check else None

    def n(self, number: float) -> str:
        """A whole number."""
        return self.f.number(number)

    def metric(self, name: str) -> str:
        """What a metric is called."""
        known = metrics_of(self.workspace).get(name)
        return known.labels.get(self.f.lang, name) if known else name

    def value(self, metric: str, value: float | None) -> str:
        """A metric's value in its unit."""
        known = metrics_of(self.workspace).get(metric)
        return self.f.value(value, known.scale if known else "number")

    def tick(self, metric: str, value: float) -> str:
        """A round value on the axis of a metric."""
        known = metrics_of(self.workspace).get(metric)
        return self.f.tick(value, known.scale if known else "number")

    def month(self, first: date, year: bool = False) -> str:
        """``Mar`` or ``March 2026``."""
        return str(format_date(first, "MMMM y" if year else "MMM", locale=self.f.locale)).rstrip(".")

    def months(self) -> list[date]:
        """First days of the months of the year, from the first in which something is known; six at least."""
        known = [*(one.on for one in self.year.tried), *(one.first for one in self.year.views)]
        days = [*known, self.year.until]
        first, last = min(days).replace(day=1), max(days).replace(day=1)
        count = max(FEWEST_MONTHS, (last.year - first.year) * 12 + last.month - first.month + 1)
        return [month_after(first, number) for number in range(count)]

    def headline(self) -> list[str]:
        """What was tried and adopted, and what of it is measured; every check in its own sentence."""
        if not self.year.tried and not self.year.checks:
            return [self.w.nothing_tried]
        return [self.tried(), *(self.measured() or [self.to_measure()])]

    def tried(self) -> str:
        """How many ideas, and how many of them are adopted for now."""
        if not self.year.tried:
            return self.w.nothing_tried
        adopted = sum(one.fate is Fate.ADOPTED for one in self.year.tried)
        return self.w.tried(self.w.ideas(self.n(len(self.year.tried))), self.n(adopted))

    def to_measure(self) -> str:
        """When old against new is measured."""
        planned = self.check if self.check and self.check.answer is None else None
        return self.w.to_measure(self.f.period(planned.first, planned.last)) if planned else self.w.unmeasured

    def measured(self) -> list[str]:
        """What old against new showed: of the newest check, or of each client's where there are several."""
        answers = [one.answer.outcome for one in self.year.checks if one.answer]
        if self.year.client is None and len(answers) > 1:
            count = {outcome: self.n(answers.count(outcome)) for outcome in Outcome}
            outcomes = (count[Outcome.CONFIRMED], count[Outcome.KEPT], count[Outcome.ROLLED_BACK])
            return [self.w.several(self.n(len(answers)), *outcomes)]
        return [self.outcome(self.check)] if self.check and self.answer else []

    def outcome(self, check: Check) -> str:
        """The sentence about a check that is measured; empty where it is not."""
        return old_new_sentence(self._of(check.analysis), check.answer) if check.answer and check.analysis else ""

    def support(self, check: Check) -> list[str]:
        """What is realistic of what was measured, and the actual views beside it."""
        return old_new_support(self._of(check.analysis), check.answer) if check.answer and check.analysis else []

    def _of(self, analysis: Analysis) -> Speaker:
        return Speaker.of(analysis, self.f.lang)

    def lines(self) -> list[tuple[str, str]]:
        """What is different, what we do not know, what comes next; each with its label."""
        return list(zip(self.w.labels, (self._different(), self._unknown(), self._next()), strict=True))

    def _different(self) -> str:
        changes = [one.label for one in self.year.changes]
        if self.answer and self.answer.outcome is Outcome.ROLLED_BACK and not changes:
            return self.w.rolled_back_now
        if not changes:
            return self.w.nothing_different
        more = [self.w.more(self.n(len(changes) - NAMED))] if len(changes) > NAMED else []
        return self.w.different(self.f.listing([*changes[:NAMED], *more]))

    def _unknown(self) -> str:
        share = self.year.unhelpful
        return self.w.nothing_unknown if share is None else self.w.unhelpful(self.n(min(9, max(1, round(share * 10)))))

    def _next(self) -> str:
        planned = self.check if self.check and self.check.analysis is None else None
        if planned:
            return self.w.next_check(self.f.period(planned.first, planned.last))
        if self.year.running:
            return self.w.next_running(self.year.running[0])
        return self.w.next_idea(self.year.next[0].idea.label) if self.year.next else self.w.nothing_next

    def goals(self) -> list[GoalText]:
        """Where the goals stand."""
        return goal_texts(self.workspace, self.year.goals, self.f.lang)

    def estimated(self) -> list[str]:
        """The sentence about what is only estimated."""
        d, changes = self.w.details, steps(self.year.changes)
        if not self.year.estimates:
            return [d.nothing_adopted]
        believed = self.year.estimates[0]
        _, middle, span, odds = self.estimate_row(believed)
        lines = [d.estimated(self.n(len(changes)), self.f.percent(believed.size), odds, middle, span)]
        others = any(one.metric != GOAL for one in changes)
        return [*lines, d.other_metric] if others else lines

    def estimate_row(self, one: Estimate) -> tuple[str, str, str, str]:
        """Size of ideas, the middle, what is possible, and how often we would be ahead."""
        ahead = chance_in_words(one.ahead, self.f.lang)
        return (
            self.w.details.size(self.f.percent(one.size)),
            self.f.signed(one.middle),
            self.f.span(one.interval),
            ahead,
        )

    def estimate_rows(self) -> list[tuple[str, ...]]:
        """Every size of ideas, the smallest first."""
        return [self.estimate_row(one) for one in sorted(self.year.estimates, key=lambda one: one.size)]

    def checks(self) -> list[str]:
        """Every check in its own words, the rolled-back ones, too."""
        measured = [one for one in self.year.checks if one.answer]
        lines = [line for one in measured for line in (self.outcome(one), *self.support(one))]
        return lines or [self.w.details.nothing_measured]

    def tests(self) -> list[str]:
        """Hit rate, false claims to be expected, and posts spent."""
        d, hits, everything = self.w.details, self.year.hits, sum(one.posts for one in self.year.views)
        if hits is None:
            return [d.no_answers]
        questions, share = self.n(hits.questions), self.f.percent(hits.hits / hits.questions)
        span = f"{self.f.percent(hits.interval[0])} {self.f.range_word} {self.f.percent(hits.interval[1])}"
        signs = self.year.hits_of_signs
        return [
            d.hits(self.n(hits.hits), questions, share, span),
            *([d.hits_of_signs(self.n(signs.questions), self.n(signs.hits))] if signs else []),
            d.false_claims(self.f.number(self.year.false_claims, 1), questions),
            d.spent(self.n(self.year.posts_spent), self.n(max(everything, self.year.posts_spent))),
        ]

    def plan(self) -> list[str]:
        """Three months in detail, the rest as a line."""
        d, ahead = self.w.details, plan_ahead(self.year)
        if not any(ahead.months):
            return [d.no_ideas]
        lines = [
            d.month(self.month(month_after(self.year.until, number), year=True), "; ".join(map(" + ".join, tests)))
            for number, tests in enumerate(ahead.months, 1)
            if tests
        ]
        rest = [d.ideas_behind(self.n(ahead.behind))] if ahead.behind else []
        return [*lines, d.later(", ".join([*rest, d.check(self.n(CHECK_POSTS))])), d.review]

    def pace_rows(self) -> list[tuple[str, ...]]:
        """What posts a week can do in a year."""
        shown = self.f.percent
        return [
            (
                self.w.details.a_week(self.n(one.a_week)),
                self.n(one.ideas),
                self.f.signed(one.growth),
                self.f.signed(one.growth_with_work),
                *map(shown, (one.below, one.confirmed, one.kept, one.rolled_back)),
            )
            for one in PACES
        ]

    def describe(self) -> dict[str, object]:
        """Everything as numbers and sentences, for ``result.json`` and ``--json``."""
        year = self.year
        own = {
            name: getattr(year, name)
            for name in ("accounts", "client", "since", "until", "false_claims", "posts_spent")
        }
        checks = [
            {"experiment": one.slug, "first": one.first, "last": one.last, "posts": one.posts, "answer": one.answer}
            for one in year.checks
        ]
        more = {
            "headline": self.headline(),
            "lines": dict(self.lines()),
            "tried": year.tried,
            "changes": [one.name for one in year.changes],
            "checks": checks,
            "estimates": year.estimates,
            "hits": year.hits,
            "hits_of_signs": year.hits_of_signs,
            "views": year.views,
            "goals": [goal_numbers(one) for one in year.goals],
        }
        every = plain(own | more)
        assert isinstance(every, dict)
        return every


def plain(value: object) -> object:
    """What JSON can hold: days as text, unbounded ends as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value


def month_after(day: date, months: int) -> date:
    """The first day of the month that is so many months later."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
