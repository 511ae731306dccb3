"""What is told of many results at once: a library, many values, a chance check and a calibration of stated numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.wording import posting

from cliptrial.analysis.history.many_arms import ManyArms, ValueGuess
from cliptrial.analysis.learning.changes import Expected, Tried
from cliptrial.analysis.learning.lessons import LeftOut, Lesson
from cliptrial.analysis.learning.library import Library
from cliptrial.analysis.learning.pooling import Learned
from cliptrial.analysis.results import Evidence, MetricFacts, VerdictCode
from cliptrial.errors import Problem
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.planning.calibration import CellResult, Tally
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.chance_check import SHOWN, ChanceCheck, Share
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior
from cliptrial.wording.calibration import CalibrationSpeaker
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.formats import NBSP
from cliptrial.wording.learned import (
    LearnedSpeaker,
    best_guess,
    draft_experiment,
    looked_at,
    many_arms_lines,
    many_arms_note,
    many_arms_rows,
    prior_sentence,
)

VIEWS = MetricFacts("views", "count", "number", CATALOGUE["views"].labels)
BOUNCES = MetricFacts("bounces", "rate", "share", {"en": "Bounces", "de": "Absprünge"}, higher_is_better=False)


def lesson(slug: str, relative: float | None, verdict: VerdictCode, left_out: LeftOut | None = None) -> Lesson:
    """What one experiment on the hook adds."""
    return Lesson(
        slug, f"Title of {slug}", "hook", "views", ("kitchen",), date(2026, 3, 2), ("b",), relative, 0.1, relative,
        56, Evidence.RANDOMISED, verdict, None, left_out,
    )  # fmt: skip


LESSONS = (
    lesson("one", 0.1, VerdictCode.BETTER),
    lesson("two", -0.2, VerdictCode.WORSE),
    lesson("three", 0.004, VerdictCode.EQUIVALENT),
    lesson("four", 0.3, VerdictCode.INCONCLUSIVE),
    lesson("five", None, VerdictCode.UNANSWERABLE, LeftOut.BLOCKED),
    lesson("six", None, VerdictCode.UNANSWERABLE, LeftOut.NOT_READY),
    lesson("seven", 0.2, VerdictCode.BETTER, LeftOut.NOT_LOCKED),
    lesson("eight", 0.2, VerdictCode.BETTER, LeftOut.OBSERVED),
    lesson("nine", None, VerdictCode.INCONCLUSIVE, LeftOut.NO_NUMBER),
    lesson("ten", None, VerdictCode.BETTER, LeftOut.REDEFINED),
)
NOTHING = (None, None)


def learned(
    code: str,
    slugs: str,
    relative: float | None,
    ends: object,
    ahead: object = NOTHING,
    *,
    tests: int | None = None,
    until_known: float = 232.6,
    **more: str,
) -> Learned:
    """What experiments say together; where they are fewer ``tests``, the others repeat one."""
    named = {"variable": "hook", "metric": "views"} | more
    known = {one.slug: one.relative or 0.0 for one in LESSONS}
    return Learned(
        experiments=tuple(slugs.split()),
        counted=tuple(known.get(slug, 0.0) for slug in slugs.split())[:tests],
        code=code,
        relative=relative,
        relative_interval=ends,
        next_interval=ahead,
        p_value=None if relative is None else 0.02,
        tau=None if relative is None else 0.1,
        prior=EXPERIENCE,
        until_known=until_known,
        **named,
    )  # type: ignore[arg-type]


LITTLE, MUCH = Expected(0.03, (-0.2, 0.25)), Expected(0.14, (0.004, 0.31))
LIBRARY = Library(
    learned=(
        learned("too_few", "one", None, NOTHING),
        learned("too_few", "one two", None, NOTHING),
        learned("higher", "one three four", 0.12, (0.0004, 0.3)),
        learned("lower", "one three four", -0.12, (-0.3, -0.02)),
        learned("open", "one two three four five", 0.03, (-0.1, 0.2), (-0.4, 0.9)),
        learned("higher", "one two three", 0.12, (0.01, 0.3), metric="bounces", variable="own_sound"),
        learned("lower", "one two three", -0.12, (-0.3, -0.01), metric="bounces", variable="own_sound"),
        learned("higher", "one two three", 0.12, (0.01, 0.3), metric="unknown_one"),
        learned("too_few", "one two", None, NOTHING, tests=1),
        learned("higher", "one two three four", 0.12, (0.01, 0.3), tests=3, until_known=2.6),
    ),
    lessons=LESSONS,
    metrics=(VIEWS, BOUNCES),
    problems=(
        Problem("bad", "one thing", "another", path="experiments/x/experiment.yaml"),
        Problem("bad", "a second thing", "another", path="experiments/x/experiment.yaml"),
    ),
    split_tests=("cover-split",),
    version="1.2.3",
    data_hash="ab" * 32,
    data_as_of=None,
    tried=(
        Tried(
            "hook", "views", "Statement", ("Question", "Number"), ("one",), {"bar": LITTLE, "hotel": MUCH}, 0, LITTLE
        ),
        Tried("hook", "views", "Statement", ("Silence",), ("two",), {"hotel": MUCH}, 1, None),
        Tried("hook", "bounces", "Statement", ("Noise",), ("two",), {"hotel": MUCH}, 3, LITTLE),
    ),
)


def value(name: str, change: float, q: float | None, raw: float | None = 0.5) -> ValueGuess:
    """One value of many."""
    found = q is not None and q <= 0.05
    return ValueGuess(name, 1040, 2, 35.0, raw, change, (change - 0.1, change + 0.1), 0.9, q, q, found)


def many(*values: ValueGuess, best: str | None = "Good", accounts: int = 2, metric: MetricFacts = VIEWS) -> ManyArms:
    """Many values side by side."""
    return ManyArms(
        "sound", metric, values, 1234, accounts, 0, 0.2, 1.0, 0.05, "Usual", best,
        {"slug": "sound"} if best else None, Evidence.OBSERVED, "ab" * 32,
    )  # fmt: skip


USUAL, GOOD, POOR = value("Usual", 0.0, None, None), value("Good", 0.3, 0.0123), value("Poor", -0.3, 0.02)
MANY = {
    "one above and one below": many(GOOD, USUAL, POOR),
    "two above": many(GOOD, value("Fine", 0.2, 0.05), USUAL),
    "two below": many(USUAL, POOR, value("Bad", -0.4, 0.01), best=None),
    "nothing found": many(value("Good", 0.3, 0.06), USUAL, accounts=1),
    "another metric": many(value("Good", 0.3, 0.01), USUAL, metric=BOUNCES),
    "thirteen": many(GOOD, *(value(f"Sound {n}", 0.1, 0.5) for n in range(11)), USUAL),
    "twelve": many(GOOD, *(value(f"Sound {n}", 0.1, 0.5) for n in range(11))),
}


def check(metric: Metric, *, draws: int = 2000, ours: int = 96, **wins: int) -> ChanceCheck:
    """A chance check in which each method won so often."""
    counts = {"sums_as_trials": 1944, "first_against_second_half": 300, "relative_delta": 150, "cliptrial": ours} | wins
    shares = tuple(Share(code, counts[code], draws) for code in SHOWN if code in counts)
    return ChanceCheck(
        metric, 1500, 3, 2, ("2025-01-01", "2025-06-30"), 14, draws, 5, shares, 7, "ab" * 32
    )  # fmt: skip


def column(name: str) -> Metric:
    """A metric as a table of posts gives it: its label is its name."""
    top, _, bottom = name.partition("/")
    kind, scale = (Kind.RATE, Scale.SHARE) if bottom else (Kind.COUNT, Scale.NUMBER)
    return Metric(name, kind, (top,), bottom or None, scale, {"en": name, "de": name})


HONEST = {"sums_as_trials": 199, "first_against_second_half": 120}
CHECKS: dict[str, list[ChanceCheck]] = {
    "totals": [check(CATALOGUE["views"])],
    "a rate is told before a count": [check(CATALOGUE["views"]), check(CATALOGUE["like_rate"], sums_as_trials=1000)],
    "the worse of two rates is told": [
        check(CATALOGUE["like_rate"], sums_as_trials=900),
        check(column("comments/plays"), sums_as_trials=1999, ours=0),
    ],
    "halves": [check(column("plays"), sums_as_trials=100, first_against_second_half=400)],
    "just striking": [check(column("likes/reach"), **{**HONEST, "sums_as_trials": 200})],
    "all honest": [
        replace(check(column("dwell"), **HONEST, ours=1), left_out=0, refused=0, accounts=1, days=None),
    ],
    "always": [check(CATALOGUE["views"], sums_as_trials=2000, ours=0)],
}


def cell(layout: Layout, kind: Kind, posts: int, wins: int, held: int, found: int, **usual: int) -> CellResult:
    """A calibrated cell with these counts of 1,000 experiments."""
    tally = Tally(
        runs=1000,
        wins=wins,
        held=held,
        detected=found,
        usual_wins=usual,
        usual_detected={k: v // 2 for k, v in usual.items()},
    )
    return CellResult(Cell(layout, kind, posts, 1.0), tally)


CALIBRATED = [
    cell(Layout.ROTATED, Kind.COUNT, 8, 45, 951, 300, sums_as_trials=980, welch_logs=48),
    cell(Layout.ROTATED, Kind.COUNT, 28, 52, 955, 800, sums_as_trials=990, welch_logs=51),
    cell(Layout.ROTATED, Kind.MEAN, 14, 50, 950, 600, welch_logs=50),
    cell(Layout.FIRST_THEN, Kind.COUNT, 14, 200, 700, 500, sums_as_trials=999, welch_logs=210),
    cell(Layout.ALTERNATION, Kind.COUNT, 14, 40, 950, 500, sums_as_trials=970),
]


def gathered(lang: str) -> dict[str, list[str]]:
    """Everything above in one language, by part."""
    told = {"library": _library(lang)}
    told |= {f"many values, {name}": _many(found, lang) for name, found in MANY.items()}
    told |= {f"chance, {name}": _chance(checks, lang) for name, checks in CHECKS.items()}
    told |= {f"posting windows, {name}": [*posting.said(one, lang)] for name, one in posting.WINDOWS.items()}
    told["calibration"] = _calibration(CALIBRATED, lang)
    told["calibration without silence"] = _calibration(CALIBRATED[:3], lang)
    return {name: [line.replace(NBSP, "~").rstrip() for line in lines] for name, lines in told.items()}


def _library(lang: str) -> list[str]:
    s = LearnedSpeaker.of(LIBRARY, lang)
    empty = LearnedSpeaker.of(replace(LIBRARY, lessons=(), split_tests=(), problems=()), lang)
    prior = Prior(0.05, 0.2, 7)
    return [
        *(f"{s.code(one)}: {s.sentence(one)}" for one in LIBRARY.learned),
        *(f"row: {' | '.join(s.lesson_row(one))}" for one in LESSONS),
        f"lead: {s.lead()}",
        *map(s.known, LIBRARY.learned),
        *(" | ".join([change, metric, *on, other]) for change, metric, on, other in s.tried_rows()),
        f"lead of one: {LearnedSpeaker.of(replace(LIBRARY, lessons=LESSONS[:1], split_tests=()), lang).lead()}",
        f"lead of a split test: {LearnedSpeaker.of(replace(LIBRARY, lessons=()), lang).lead()}",
        f"lead of nothing: {empty.lead()}",
        *(f"remark: {line}" for line in s.remarks()),
        f"remarks of nothing: {empty.remarks()}",
        f"prior: {prior_sentence(EXPERIENCE, lang)}",
        f"prior: {prior_sentence(prior, lang)}",
    ]


def _many(found: ManyArms, lang: str) -> list[str]:
    draft = draft_experiment(found, lang)
    return [
        *(f"says: {line}" for line in many_arms_lines(found, lang)),
        f"looked at: {looked_at(found, lang)}",
        f"best: {best_guess(found, lang)}",
        *(f"row: {' | '.join(row)}" for row in many_arms_rows(found, lang)),
        f"note: {many_arms_note(found, lang)}",
        f"draft: {draft}",
    ]


def _chance(checks: list[ChanceCheck], lang: str) -> list[str]:
    s = ChanceSpeaker.of(checks, lang)
    stamp, kicker, title, bold, lines = s.opening()
    described = s.describe()
    return [
        f"opening: {stamp} | {kicker} | {title} | {bold} | {' '.join(lines)}",
        f"headline: {s.sentence()}",
        *(f"metric: {s.metric(one)} | {s.sentence(one)}" for one in checks),
        *(f"below: {line}" for line in s.support()),
        *(f"trust: {'yes' if item.ok else 'no'} | {item.text} | {item.small}" for item in s.trust()),
        *(f"row: {name} | {' '.join(shares)} | {ours}" for name, _, shares, ours in s.rows()),
        *(f"can: {line}" for line in s.can()),
        *(f"method: {line}" for line in s.method()),
        *(f"copy: {line}" for line in s.to_copy()),
        f"footer: {s.footer('1.2.3')}",
        *(f"json: {_short(one)}" for one in described["checks"][:1]),
    ]


def _short(one: dict[str, object]) -> dict[str, object]:
    methods = one["methods"]
    assert isinstance(methods, list)
    rounded = [{k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()} for row in methods[:2]]
    return {**{k: v for k, v in one.items() if k not in {"sentence", "data_hash"}}, "methods": rounded}


def _calibration(results: list[CellResult], lang: str) -> list[str]:
    s = CalibrationSpeaker.of(results, lang)
    return [
        f"alt: {s.alt()}",
        f"caption: {s.caption()}",
        f"withheld: {s.withheld()}",
        *(f"row: {' | '.join(row)}" for row in s.rows()),
        *(f"{method}: {[(r.cell.name, share) for r, share in s.shares(method)]}" for method in s.w.methods),
    ]
