"""What a team has learned, told in one language: sentences, tables and the JSON object of ``learn``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import expm1, log1p
from typing import TYPE_CHECKING

from cliptrial.stats.pooled.prior import Prior
from cliptrial.wording.declared.learned import LearnedWording
from cliptrial.wording.describe import plain
from cliptrial.wording.formats import Formats
from cliptrial.wording.languages import wording_for
from cliptrial.wording.names import Names, label_of, noun_of

if TYPE_CHECKING:
    # Every page tells its prior; hardly any needs what learns.
    from cliptrial.analysis.history.many_arms import ManyArms
    from cliptrial.analysis.learning.changes import Expected, Tried
    from cliptrial.analysis.learning.lessons import Lesson
    from cliptrial.analysis.learning.library import Library
    from cliptrial.analysis.learning.pooling import Learned

ANSWERS = {"inconclusive": "open", "unanswerable": "open", "equivalent": "plain"}
"""The tones of an experiment's own answer; a better and a worse one have their own."""
TONES = {"better": "better", "worse": "worse", "open": "open", "too_few": "plain"}
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class LearnedSpeaker:
    """A library, a language and the names that occur.

    Attributes:
        library: What is told.
        w: The language's words for it.
        f: How numbers are written.
        names: What metrics and variables are called.
    """

    library: Library
    w: LearnedWording
    f: Formats
    names: Names

    @classmethod
    def of(cls, library: Library, lang: str) -> LearnedSpeaker:
        """A speaker of ``lang``."""
        language, metrics = wording_for(lang), {m.name: m for m in library.metrics}
        return cls(library, language.learned, language.formats, Names(lang, {}, metrics, language.terms))

    def code(self, one: Learned) -> str:
        """``better``, ``worse``, ``open`` or ``too_few``, by the metric's direction."""
        facts = self.names.metrics.get(one.metric)
        up = facts is None or facts.higher_is_better
        return {"higher": "better" if up else "worse", "lower": "worse" if up else "better"}.get(one.code, one.code)

    def sentence(self, one: Learned) -> str:
        """What all experiments with one variable say, and where the next one may lie."""
        return " ".join(filter(None, [self.said(one), self.ahead(one)]))

    def said(self, one: Learned) -> str:
        """What all experiments with one variable say, in one sentence."""
        words, code, count = self.w.sentences, self.code(one), len(one.counted)
        variable, metric = self.names.attribute(one.variable), self.names.metric_noun(one.metric).at
        if code == "too_few":
            changes = self.f.listing(map(self.f.signed, one.counted))
            return self._with_repeats((words.one if count == 1 else words.two)(variable, metric, changes), one)
        say = {"better": words.better, "worse": words.worse, "open": words.open}[code]
        span = self.f.span(one.relative_interval, (0.0,))
        return self._with_repeats(say(variable, metric, self.f.number(count), self.f.signed(one.relative), span), one)

    def _with_repeats(self, sentence: str, one: Learned) -> str:
        return f"{sentence} {self.w.sentences.repeats}" if len(one.counted) < len(one.experiments) else sentence

    def known(self, one: Learned) -> str:
        """How many tests there are of those that would show how large such effects usually are."""
        variable, metric = self.names.attribute(one.variable), self.names.metric(one.metric)
        count, needed = self.f.number(len(one.counted)), self.f.number(round(one.until_known))
        if len(one.counted) >= one.until_known:
            return self.w.sentences.known_well(variable, metric, count)
        return self.w.sentences.known(variable, metric, count, needed)

    def tried_rows(self) -> list[tuple[str, str, list[str], str]]:
        """Every change as cells, where more than one account tested anything; the accounts are lines of one."""
        accounts = {name for one in self.library.tried for name in one.accounts}
        several = len(accounts) > 1 or any(one.others for one in self.library.tried)
        return [self._tried_row(one) for one in self.library.tried] if several else []

    def _tried_row(self, one: Tried) -> tuple[str, str, list[str], str]:
        words = self.w.tried
        own = [words.on(name, *self._expected(expected)) for name, expected in one.accounts.items()]
        return (
            words.change(self.f.listing(one.variants), one.control),
            self.names.metric(one.metric),
            own + ([words.others(one.others)] if one.others else []),
            words.realistic(*self._expected(one.elsewhere)) if one.elsewhere else words.nobody,
        )

    def _expected(self, expected: Expected) -> tuple[str, str]:
        return self.f.signed(expected.relative), self.f.interval(expected.interval)

    def ahead(self, one: Learned) -> str:
        """Where the next experiment with the variable may lie; nothing where there are too few."""
        return "" if one.next_interval[0] is None else self.w.sentences.ahead(self.f.span(one.next_interval))

    def few(self, one: Learned) -> tuple[str, str]:
        """Variable and metric, and what the few experiments showed."""
        changes = self.f.listing(map(self.f.signed, one.counted))
        return f"{self.names.attribute(one.variable)} · {self.names.metric(one.metric)}", changes

    def lesson_row(self, lesson: Lesson) -> tuple[str, ...]:
        """One experiment as cells: title, variable, metric, change, answer, whether it counts."""
        chips = self.names.terms.chips
        answer = {"inconclusive": chips.open, "unanswerable": chips.unanswerable}
        word = answer.get(lesson.verdict.value) or str(getattr(chips, lesson.verdict.value))
        if lesson.left_out is not None and lesson.left_out.value == "not_ready":
            word = chips.not_ready
        return (
            lesson.title,
            self.names.attribute(lesson.variable),
            self.names.metric(lesson.metric),
            self.f.signed(lesson.relative) if lesson.relative is not None else "–",
            word,
            self.w.page.counted if lesson.left_out is None else self.w.left_out[lesson.left_out],
        )

    def lesson_tone(self, lesson: Lesson) -> str:
        """The colour of an experiment's own answer."""
        return ANSWERS.get(lesson.verdict.value, lesson.verdict.value)

    def nothing(self) -> str:
        """That no experiment counts yet; nothing where one does."""
        return "" if any(one.left_out is None for one in self.library.lessons) else self.w.sentences.nothing

    def lead(self) -> str:
        """How many experiments there are, and how many count; nothing where there are none."""
        if not self.library.lessons and not self.library.split_tests:
            return ""
        counted = sum(one.left_out is None for one in self.library.lessons)
        every = len(self.library.lessons) + len(self.library.split_tests)
        sentences = self.w.page.lead(self.w.page.experiments(every), self.f.number(counted))
        return sentences[:1].upper() + sentences[1:]

    def remarks(self) -> list[str]:
        """What became of old-against-new checks, and experiments that are not among the rows, and why."""
        sentences = [*self.checks(), *(f"{slug}: {self.w.page.split_test}" for slug in self.library.split_tests)]
        unread = {p.path for p in self.library.problems}
        missing = self.w.page.problems(self.w.page.experiments(len(unread)))
        return sentences + ([missing[:1].upper() + missing[1:]] if unread else [])

    def checks(self) -> list[str]:
        """Every check with its outcome, the rolled-back ones, too; and what all of them say together."""
        from cliptrial.analysis.learning.checks import is_check_lesson, outcome_by_decision

        words, lines = self.w.page, []
        for one in self.library.averages:
            count, change = self.f.number(len(one.checks)), self.f.signed(one.relative)
            said = words.checks(count, self.names.metric_within(one.metric), change, self.f.span(one.interval))
            lines.append(f"{said} {words.checks_confirmed if one.confirmed else words.checks_open}")
        for lesson in self.library.lessons:
            outcome = outcome_by_decision(lesson) if is_check_lesson(lesson) else None
            if outcome is not None and lesson.relative is not None:
                lines.append(words.check(lesson.title, words.outcomes[outcome.value], self.f.signed(lesson.relative)))
        return lines


def prior_sentence(prior: Prior, lang: str) -> str:
    """Where "reckon with" comes from."""
    words, f = wording_for(lang).learned.sentences, wording_for(lang).formats
    if not prior.experiments:
        return words.prior_general
    return words.prior_learned(f.number(prior.experiments), f.signed(expm1(prior.mean)))


def interval_of(lesson: Lesson) -> tuple[float | None, float | None]:
    """A lesson's 95 % interval by its standard error, as ratios minus one, for a picture."""
    if lesson.relative is None or lesson.standard_error is None:
        return None, None
    middle, reach = log1p(lesson.relative), NORMAL * lesson.standard_error
    return expm1(middle - reach), expm1(min(middle + reach, 700.0))


def describe_library(library: Library, lang: str = "en") -> dict[str, object]:
    """The JSON object of ``learn``: sentences included, missing numbers null."""
    s = LearnedSpeaker.of(library, lang)
    return {
        "lang": lang,
        "learned": [
            {**plain(asdict(one)), "code": s.code(one), "sentence": s.sentence(one)} for one in library.learned
        ],
        "experiments": [
            {**plain(asdict(one)), "counted": one.left_out is None, "reason": s.lesson_row(one)[-1]}
            for one in library.lessons
        ],
        **({"checks": [plain(asdict(one)) for one in library.averages]} if library.averages else {}),
        "tried": [plain(asdict(one)) for one in library.tried],
        "split_tests": list(library.split_tests),
        "problems": [problem.as_dict() for problem in library.problems],
        "provenance": {"version": library.version, "data_hash": library.data_hash, "data_as_of": library.data_as_of},
    }


def many_arms_lines(many: ManyArms, lang: str = "en") -> list[str]:
    """What earlier posts say of many values, and what such posts cannot say."""
    words, f = wording_for(lang).learned.many_arms, wording_for(lang).formats
    sentences = []
    for say, up in ((words.above, True), (words.below, False)):
        names = [_quoted(one.value, lang) for one in many.values if one.found and (one.reckon_with > 0) is up]
        sentences += [say(f.listing(names), len(names))] if names else []
    if not sentences:
        sentences.append(words.none_found(f.number(len(many.values)), f.number(many.posts)))
    return [*sentences, words.observed]


def looked_at(many: ManyArms, lang: str = "en") -> str:
    """How many posts, of how many accounts, and by which metric."""
    words, f = wording_for(lang).learned.many_arms, wording_for(lang).formats
    seen = words.looked_at(f.number(many.posts), many.accounts, _metric_at(many, lang))
    return f"{seen} {words.redefined(f.listing(map(f.date, many.redefined)))}" if many.redefined else seen


def best_guess(many: ManyArms, lang: str = "en") -> str:
    """The most promising value and what to reckon with, or that nothing promises more than what is usual."""
    words, usual = wording_for(lang).learned.many_arms, _quoted(many.usual, lang)
    best = next((one for one in many.values if one.value == many.best), None)
    if best is None:
        return words.nothing_better(usual)
    return words.best(_quoted(best.value, lang), wording_for(lang).formats.signed(best.reckon_with), usual)


def many_arms_rows(many: ManyArms, lang: str = "en", most: int = 12) -> list[tuple[str, ...]]:
    """The most promising values as cells: value, posts, seen, reckon with, whether it may be luck."""
    words, f = wording_for(lang).learned.many_arms, wording_for(lang).formats
    return [
        (
            one.value,
            f.number(one.posts),
            f.signed(one.raw) if one.raw is not None else "–",
            f"{f.signed(one.reckon_with)} ({f.interval(one.interval)})",
            (words.hardly if one.found else words.perhaps)(f.p_value(one.q_value)) if one.q_value is not None else "–",
        )
        for one in many.values[:most]
    ]


def many_arms_note(many: ManyArms, lang: str = "en", most: int = 12) -> str:
    """How many values the table shows, and how to read it."""
    words, f = wording_for(lang).learned.many_arms, wording_for(lang).formats
    every = len(many.values)
    return f"{words.shown(f.number(most), f.number(every))} {words.note}" if every > most else words.note


def draft_experiment(many: ManyArms, lang: str = "en") -> dict[str, object] | None:
    """The slug and the fields of a ``Draft`` for testing the best guess; None where there is none."""
    if many.draft is None or many.best is None:
        return None
    words, f = wording_for(lang).learned.many_arms, wording_for(lang).formats
    value, usual = _quoted(many.best, lang), _quoted(many.usual, lang)
    best = next(one for one in many.values if one.value == many.best)
    return {
        **many.draft,
        "title": words.title(value, usual),
        "statement": words.statement(value, _metric_at(many, lang)),
        "because": words.because(f.number(best.posts)),
    }


def _metric_at(many: ManyArms, lang: str) -> str:
    """The metric within a sentence: "views", "den Aufrufen"."""
    terms = wording_for(lang).terms
    return noun_of(label_of(many.metric, lang, terms), terms).at


def _quoted(value: str, lang: str) -> str:
    opening, closing = wording_for(lang).terms.quotes
    return f"{opening}{value}{closing}"
