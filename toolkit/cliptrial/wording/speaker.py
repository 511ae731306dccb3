"""One analysis told in one language: everything that turns its codes into words starts here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from cliptrial.analysis.findings import Finding, codes
from cliptrial.analysis.findings.periods import PeriodsRunning
from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.results import (
    Analysis,
    GuardrailVerdict,
    OldNew,
    Outcome,
    Size,
    Uplift,
    Verdict,
    VerdictCode,
)
from cliptrial.registry.model import OF_PERIODS
from cliptrial.wording.experiment.answer import LARGE, Answer, find_row, is_ahead, is_observed, is_viewers
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.formats import Formats, known
from cliptrial.wording.language import Language
from cliptrial.wording.languages import wording_for
from cliptrial.wording.names import Names
from cliptrial.wording.phrases import Phrases

DOUBLING = 1.0
NOT_READY = codes(NotReady, PeriodsRunning)
F = TypeVar("F", bound=Finding)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An analysis, a language, and the names that occur.

    Attributes:
        analysis: What is told.
        w: The language.
        names: What arms, metrics and attributes are called.
    """

    analysis: Analysis
    w: Language
    names: Names

    @classmethod
    def of(cls, analysis: Analysis, lang: str, currency: str | None = None) -> Speaker:
        """A speaker of ``lang``; ``currency`` is an ISO code for money."""
        wording = wording_for(lang, currency)
        return cls(analysis, wording, Names.of(analysis, lang, wording.terms))

    @property
    def f(self) -> Formats:
        """How numbers are written."""
        return self.w.formats

    @property
    def observed(self) -> bool:
        """Whether nobody assigned the arms by chance."""
        return is_observed(self.analysis) and not self.ahead

    @property
    def viewers(self) -> bool:
        """Whether the arms hold viewers."""
        return is_viewers(self.analysis)

    @property
    def periods(self) -> bool:
        """Whether the arms hold whole weeks or fortnights."""
        return self.analysis.variable in OF_PERIODS

    @property
    def not_ready(self) -> bool:
        """Whether it is too early, so that no uplift may be shown."""
        return self.analysis.verdict.reason in NOT_READY

    @property
    def ahead(self) -> bool:
        """Whether no post of the experiment is out yet, so that there is only a plan to tell."""
        return is_ahead(self.analysis)

    @property
    def underway(self) -> bool:
        """Whether posts are out and the answer is not due."""
        return self.not_ready and not self.ahead

    @property
    def title(self) -> str:
        """The experiment's title in this language; empty of a comparison."""
        facts = self.analysis.experiment
        texts = facts.texts.get(self.w.lang) if facts else None
        return ((texts and texts.title) or facts.title) if facts else ""

    @property
    def statement(self) -> str:
        """What was expected, in this language; empty of a comparison."""
        facts = self.analysis.experiment
        texts = facts.texts.get(self.w.lang) if facts else None
        return ((texts and texts.hypothesis) or facts.statement) if facts else ""

    @property
    def old_new(self) -> OldNew | None:
        """What becomes of the new way; None where this is no old-against-new check, or it is not over."""
        return self.analysis.experiment.old_new if self.analysis.experiment else None

    @property
    def withheld(self) -> bool:
        """Whether there are numbers and they are no answer."""
        return self.analysis.verdict.code is VerdictCode.UNANSWERABLE and not self.not_ready

    def counted(self, number: int) -> str:
        """``28 posts``, viewers or periods."""
        opening = self.w.page.opening
        if self.periods:
            return opening.periods(self.f.number(number))
        return (opening.viewers if self.viewers else opening.posts)(self.f.number(number))

    @property
    def phrases(self) -> Phrases:
        """The parts of sentences about findings."""
        return Phrases(self.f, self.names, self.w.terms.rules, self.periods)

    def message(self, finding: Finding) -> str:
        """The sentence of one finding; before the first post, of the plan."""
        planned = self.ahead and finding in self.w.ahead.findings
        return (self.w.ahead.findings if planned else self.w.findings).of(finding, self.phrases)

    def finding(self, record: type[F]) -> F | None:
        """The first finding of this kind."""
        return next((f for f in self.analysis.findings if isinstance(f, record)), None)

    def scale(self, metric: str) -> str:
        """What a metric's values are measured in."""
        return next((m.scale for m in self.analysis.metrics if m.name == metric), "number")

    def value(self, metric: str, value: float | None) -> str:
        """A metric's value in its unit."""
        return self.f.value(value, self.scale(metric))

    def tick(self, metric: str, value: float) -> str:
        """A value on a metric's axis."""
        return self.f.tick(value, self.scale(metric))

    def higher_is_better(self, metric: str) -> bool:
        """A metric's direction."""
        return next((m.higher_is_better for m in self.analysis.metrics if m.name == metric), True)

    def answer(self, verdict: Verdict) -> Answer:
        """A verdict with everything its sentences need."""
        row = find_row(self.analysis, verdict)
        return Answer(
            verdict=verdict,
            row=row,
            clause=self.clause(row) if row else "",
            at_least=self.f.percent(self.analysis.at_least),
            effect=self.analysis.at_least,
            f=self.f,
            names=self.names,
            expect=self.analysis.experiment.expect if self.analysis.experiment else "any",
            observed=self.observed,
            viewers=self.viewers,
            periods=self.periods,
            higher_is_better=self.higher_is_better(verdict.metric),
        )

    def clause(self, row: Uplift) -> str:
        """What changed on one row, as a sentence without its full stop; empty where no change is known."""
        words, relative = self.w.verdicts, row.relative
        if (
            row.control_value is not None
            and row.arm_value is not None
            and bool(row.control_value) != bool(row.arm_value)
        ):
            some, none = (row.control, row.arm) if row.control_value else (row.arm, row.control)
            return words.clause_one_sided(self.names.metric(row.metric), self.names.said(some), self.names.said(none))
        if not known(relative):
            return ""
        arm, by = self.names.said(row.arm), self.f.percent(abs(relative))
        predicate = self.w.terms.predicates.get(row.metric)
        if predicate is None:
            say = words.clause_other_observed if self.observed else words.clause_other
            return say(arm, self.names.metric_noun(row.metric), by, relative > 0)
        what = "period" if self.periods else row.estimand
        subject, plural = words.subjects.get(what, words.subjects["ratio_of_rates"])
        times = relative >= DOUBLING
        pattern = predicate.times if times else predicate.more if relative > 0 else predicate.less
        rest = pattern.format(by=by, times=self.f.times(relative))
        clause = Clause(arm, self.names.quoted(row.control), subject, plural, predicate, rest, times)
        return (words.clause_observed if self.observed else words.clause)(clause)

    def chip(self, row: Uplift | Verdict) -> tuple[str, str]:
        """A result in one or two words, and its tone: better, worse, open or plain."""
        chips, code = self.w.terms.chips, row.verdict if isinstance(row, Uplift) else row.code
        if self.old_new is not None and isinstance(row, Verdict):
            outcome = self.old_new.outcome
            return self.w.old_new.chips[outcome.value], "better" if outcome is Outcome.CONFIRMED else "plain"
        if isinstance(code, GuardrailVerdict):
            return {"held": (chips.held, "better"), "broken": (chips.broken, "worse")}.get(
                code.value, (chips.open, "open")
            )
        if code in {VerdictCode.BETTER, VerdictCode.WORSE}:
            return self._difference_chip(row, code)
        if code is VerdictCode.EQUIVALENT:
            return (chips.not_large if self.analysis.at_least >= LARGE else chips.equivalent), "plain"
        if code is VerdictCode.UNANSWERABLE and self.ahead and self.analysis.experiment:
            return self.w.terms.states[self.analysis.experiment.state], "plain"
        if code is VerdictCode.UNANSWERABLE:
            return (chips.not_ready if row.reason in NOT_READY else chips.unanswerable), "open"
        return (chips.not_reached, "plain") if row.size is Size.NOT_REACHED else (chips.open, "open")

    def _difference_chip(self, row: Uplift | Verdict, code: VerdictCode) -> tuple[str, str]:
        chips = self.w.terms.chips
        if not self.observed:
            return (chips.better, "better") if code is VerdictCode.BETTER else (chips.worse, "worse")
        rose = self.higher_is_better(row.metric) == (code is VerdictCode.BETTER)
        return (chips.higher if rose else chips.lower), "plain"
