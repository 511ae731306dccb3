"""Analyses as a reader may meet them, made by hand: their numbers are invented, their shapes are not."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, timedelta

from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    ExperimentFacts,
    Finding,
    GuardrailVerdict,
    Level,
    MetricFacts,
    PostResult,
    Provenance,
    Role,
    Size,
    Uplift,
    Verdict,
    VerdictCode,
)

START = date(2026, 3, 2)
METRICS = (
    MetricFacts("average_watch_time", "mean", "seconds", {"en": "Average watch time", "de": "Watchtime"}),
    MetricFacts("views", "count", "number", {"en": "Views", "de": "Aufrufe"}),
    MetricFacts("completion_rate", "rate", "share", {"en": "Completion rate", "de": "Abschlussrate"}),
    MetricFacts("share_rate", "rate", "share", {"en": "Share rate", "de": "Share-Rate"}),
)
MIDDLE = {"average_watch_time": 7.9, "views": 8420.0, "completion_rate": 0.41, "share_rate": 0.0031}
SPREAD = {"average_watch_time": 0.25, "views": 1.0, "completion_rate": 0.15, "share_rate": 0.5}
ESTIMANDS = {"mean": "ratio_of_geometric_means", "count": "ratio_of_geometric_means", "rate": "ratio_of_rates"}


def finding(code: str, level: str = "ok", **values: object) -> Finding:
    return Finding(code, Level(level), values)  # type: ignore[arg-type]


def row(
    metric: str,
    relative: float | None,
    interval: tuple[float | None, float | None],
    verdict: VerdictCode | GuardrailVerdict,
    *,
    role: Role = Role.PRIMARY,
    arm: str = "question",
    control: str = "statement",
    posts: tuple[int, int] = (28, 28),
    **more: object,
) -> Uplift:
    kind = next(m.kind for m in METRICS if m.name == metric)
    base = MIDDLE[metric]
    made = Uplift(
        metric=metric,
        role=role,
        arm=arm,
        control=control,
        posts=posts,
        estimand=ESTIMANDS[kind],
        control_value=base,
        arm_value=None if relative is None else base * (1 + relative),
        relative=relative,
        relative_interval=interval,
        absolute=None if relative is None else base * relative,
        absolute_interval=(None, None),
        p_value=0.003,
        p_adjusted=None if role is Role.GUARDRAIL else 0.003,
        confidence=0.95,
        method="redraw_rate_ratio" if kind == "rate" else "redraw_log_ols",
        draws=4999,
        unadjusted_relative=None if relative is None else relative + 0.004,
        leave_one_out=(None, None) if relative is None else (relative - 0.05, relative + 0.03),
        reckon_with=None if relative is None else relative * 0.7,
        lean=0.64,
        verdict=verdict,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def posts(arms: dict[str, float], each: int = 28, days: int = 0, **shape: object) -> tuple[PostResult, ...]:
    """``each`` posts an arm, one a day, arms in shuffled pairs; ``arms`` gives each arm's factor."""
    rng = random.Random(7)
    made = []
    for i in range(each):
        order = list(arms)
        rng.shuffle(order)
        for j, arm in enumerate(order):
            day = START + timedelta(days=days + (i * len(arms) + j))
            values = {
                name: middle
                * (arms[arm] if name == "average_watch_time" else 1.0)
                * math.exp(rng.gauss(0, SPREAD[name]))
                for name, middle in MIDDLE.items()
            }
            number = i * len(arms) + j + 1
            made.append(
                PostResult(
                    number,
                    f"74{number:017d}",
                    "kitchen_demo",
                    arm,
                    day,
                    day,
                    day.weekday(),
                    "18:00",
                    f"Dish {number}",
                    f"https://www.tiktok.com/@kitchen_demo/video/74{number:017d}",
                    f"Dinner {number} #food",
                    1.5 if number in (5, 30) else 0.1,
                    values,
                )
            )
    return tuple(made)


def weekdays(made: tuple[PostResult, ...]) -> dict[str, tuple[int, ...]]:
    counts: dict[str, list[int]] = {}
    for post in made:
        if post.weekday is not None:
            counts.setdefault(post.arm, [0] * 7)[post.weekday] += 1
    return {arm: tuple(days) for arm, days in counts.items()}


FACTS = ExperimentFacts(
    slug="question-hook",
    title="Question hook against statement hook",
    statement="Opening with a question keeps people watching longer.",
    because="Viewers who expect an answer stay for it.",
    variable="hook",
    hold_constant=("slot", "sound", "hashtags", "duration"),
    accounts=("kitchen_demo",),
    at_least=0.1,
    expect="increase",
    alpha=0.05,
    measure_at=7.0,
    state="ready",
    start=START,
    first_post=START,
    last_post=date(2026, 4, 26),
    locked_on=date(2026, 3, 1),
    plan_hash="a41f5b2c" + "0" * 52 + "9c2e",
    plan_unchanged=True,
    posts_planned=56,
    posts_matched=56,
)
PROVENANCE = Provenance("0.1.0", FACTS.plan_hash, "77b0" + "1" * 56 + "e1d4", 1777900000, 20260302, 4999)
ARMS = (
    ArmSummary("statement", 28, "Statement in the first 3 s", True),
    ArmSummary("question", 28, "Question in the first 3 s"),
)
FAIR = (
    finding("locked", locked_on="2026-03-01", first_post="2026-03-02"),
    finding("schedule_deviations", "note", posts=56, late=2, moved=0, swapped=0),
    finding("rotation_balanced", largest_difference=0),
    finding("attributes_checked", attributes=("duration", "caption", "hashtags", "slot")),
    finding("attributes_as_planned", "note", attributes=("sound",)),
    finding("variable_as_planned", "note", variable="hook"),
    finding("equal_age", posts=56, days=7),
    finding("holds_without_best", low=0.12, high=0.19),
)

ROBUSTNESS = (
    finding("weekday_table_test", "note", p_value=0.0004, cramers_v=0.31),
    finding("ranks_agree", metric="views", arm="question", p_value=0.8),
    finding("ranks_disagree", "note", metric="average_watch_time", arm="question", p_value=0.12),
    finding("serial_correlation", "note", metric="views", correlation=0.41),
    finding("carry_over", "note", metric="views", arm="question", p_value=0.02),
    finding("as_posted", "note", metric="views", arm="question", as_planned=0.03, as_posted=0.05, low=-0.4, high=0.9),
    finding("planned_look", "note", look=1, looks=2, posts=28, of=56, limit=0.003),
    finding("missing_posts", "note", missing=1, positions=(2,), posts=56),
    finding("unknown_links", "warning", positions=(2,), links=("https://x.example/1",)),
    finding(
        "missing_posts_uneven",
        "note",
        arm="question",
        control="statement",
        missing=5,
        posts=28,
        missing_control=0,
        posts_control=28,
        p_value=0.04,
    ),
    finding("common_export", "note", metric="views", as_of="2026-05-04", youngest=372, oldest=372),
)


def better() -> Analysis:
    """The picture: better, whether by 10 % is open, views open, guardrail open."""
    made = posts({"statement": 1.0, "question": 1.17})
    verdict = Verdict(VerdictCode.BETTER, Size.OPEN, "question", "average_watch_time")
    return Analysis(
        experiment=FACTS,
        variable="hook",
        at_least=0.1,
        evidence=Evidence.RANDOMISED,
        arms=ARMS,
        metrics=METRICS,
        findings=FAIR,
        uplifts=(
            row("average_watch_time", 0.17, (0.05, 0.30), VerdictCode.BETTER, size=Size.OPEN, reckon_with=0.12),
            row(
                "views",
                0.09,
                (-0.36, 0.86),
                VerdictCode.INCONCLUSIVE,
                role=Role.SECONDARY,
                size=Size.OPEN,
                p_value=0.74,
                p_adjusted=1.0,
                confidence=0.975,
            ),
            row(
                "completion_rate",
                0.10,
                (0.01, 0.20),
                VerdictCode.BETTER,
                role=Role.SECONDARY,
                size=Size.OPEN,
                p_adjusted=0.03,
                confidence=0.975,
            ),
            row("share_rate", -0.03, (-0.39, 0.54), GuardrailVerdict.OPEN, role=Role.GUARDRAIL),
        ),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=PROVENANCE,
        posts=made,
        weekdays=weekdays(made),
        total_relative=0.14,
        total_share_of_best={"statement": 0.06, "question": 0.05},
    )


def guardrail_broken() -> Analysis:
    """Better on the primary metric, while shares suffered."""
    base = better()
    verdict = replace(base.verdict, size=Size.REACHED, broken_guardrails=("share_rate",))
    rows = (
        row("average_watch_time", 0.24, (0.11, 0.38), VerdictCode.BETTER, size=Size.REACHED),
        row("share_rate", -0.31, (-0.44, -0.14), GuardrailVerdict.BROKEN, role=Role.GUARDRAIL),
    )
    return replace(base, uplifts=rows, verdict=verdict, verdicts=(verdict,))


def confounded() -> Analysis:
    """The other picture: the new sound and the weekend came together."""
    counts = {"own_sound": (6, 6, 5, 5, 3, 2, 1), "trending_sound": (2, 1, 2, 2, 7, 8, 6)}
    made = list(posts({"own_sound": 1.0, "trending_sound": 1.05}))
    facts = replace(
        FACTS,
        slug="trending-sound",
        title="Does the trending sound reach more people?",
        statement="A trending sound brings more views.",
        because=None,
        variable="sound",
        hold_constant=("hook", "slot"),
    )
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, "trending_sound", "views", "weekday_confounded")
    return Analysis(
        experiment=facts,
        variable="sound",
        at_least=0.1,
        evidence=Evidence.DEVIATIONS,
        arms=(
            ArmSummary("own_sound", 28, "Kitchen Demo original sound, take 4", True),
            ArmSummary("trending_sound", 28, "Trending"),
        ),
        metrics=METRICS[:2],
        findings=(
            finding("locked", locked_on="2026-03-01", first_post="2026-03-02"),
            finding("schedule_deviations", "warning", posts=56, late=0, moved=17, swapped=0),
            finding(
                "weekday_confounded",
                "blocker",
                arm="trending_sound",
                control="own_sound",
                posts=56,
                effective_posts=21,
                effective_share=0.38,
                absent_days=(),
                tv_distance=0.52,
                tv_by_chance=0.14,
                weekend_arm=21,
                weekend_control=6,
                posts_arm=28,
                posts_control=28,
            ),
            finding(
                "adjustment_moves",
                "warning",
                metric="views",
                arm="trending_sound",
                unadjusted=0.34,
                adjusted=0.06,
                sign_changes=False,
                by="weekdays",
            ),
            finding("equal_age", posts=56, days=7),
            finding("turns_without_one", "warning", low=-0.03, high=0.11),
            finding("best_post_share", "note", arm="trending_sound", share=0.41),
        ),
        uplifts=(
            row(
                "views",
                0.06,
                (-0.22, 0.44),
                VerdictCode.UNANSWERABLE,
                arm="trending_sound",
                control="own_sound",
                unadjusted_relative=0.34,
                leave_one_out=(-0.03, 0.11),
                reason="weekday_confounded",
                p_adjusted=0.7,
            ),
        ),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=PROVENANCE,
        posts=tuple(made),
        weekdays=counts,
    )


def equivalent() -> Analysis:
    """No difference that matters."""
    base = better()
    verdict = Verdict(VerdictCode.EQUIVALENT, None, "question", "average_watch_time")
    rows = (row("average_watch_time", 0.004, (-0.06, 0.07), VerdictCode.EQUIVALENT, p_adjusted=0.9, reckon_with=0.003),)
    return replace(base, uplifts=rows, verdict=verdict, verdicts=(verdict,))


def no_large_effect() -> Analysis:
    """Only a doubling was asked for, of two sets of hashtags; there is none."""
    base = better()
    facts = replace(FACTS, variable="hashtags", at_least=1.0, hold_constant=("hook", "slot"))
    arms = (
        ArmSummary("statement", 28, ("kitchendemo", "fyp", "food", "foodtok", "viral"), True),
        ArmSummary("question", 28, ("kitchendemo", "onetinbakes", "bakersoftiktok", "germanbaking", "weekendbake")),
    )
    verdict = Verdict(VerdictCode.EQUIVALENT, None, "question", "views")
    rows = (row("views", 0.03, (-0.42, 0.83), VerdictCode.EQUIVALENT, p_adjusted=0.91),)
    return replace(
        base,
        experiment=facts,
        variable="hashtags",
        at_least=1.0,
        arms=arms,
        uplifts=rows,
        verdict=verdict,
        verdicts=(verdict,),
        findings=(*FAIR, *ROBUSTNESS),
    )


def still_open() -> Analysis:
    """Too small to see: the interval allows both."""
    base = better()
    verdict = Verdict(VerdictCode.INCONCLUSIVE, Size.OPEN, "question", "views")
    rows = (
        row(
            "views",
            0.21,
            (-0.31, 1.12),
            VerdictCode.INCONCLUSIVE,
            size=Size.OPEN,
            p_adjusted=0.5,
            reckon_with=0.04,
            lean=0.71,
        ),
    )
    return replace(base, uplifts=rows, verdict=verdict, verdicts=(verdict,), evidence=Evidence.DEVIATIONS)


def worse() -> Analysis:
    """The variant does harm."""
    base = better()
    verdict = Verdict(VerdictCode.WORSE, None, "question", "average_watch_time")
    rows = (row("average_watch_time", -0.14, (-0.22, -0.04), VerdictCode.WORSE, lean=0.02),)
    return replace(
        base, uplifts=rows, verdict=verdict, verdicts=(verdict,), posts=posts({"statement": 1.0, "question": 0.86})
    )


def several() -> Analysis:
    """Three variants: one much better, one open, one worse."""
    base = better()
    factors = {"statement": 1.0, "question": 1.17, "number": 2.4, "silence": 0.8}
    made = posts(factors, each=14)
    counts = (14, 14)
    verdicts = (
        Verdict(VerdictCode.BETTER, Size.REACHED, "number", "average_watch_time"),
        Verdict(VerdictCode.INCONCLUSIVE, Size.OPEN, "question", "average_watch_time"),
        Verdict(VerdictCode.WORSE, None, "silence", "average_watch_time"),
    )
    rows = (
        row("average_watch_time", 0.17, (-0.06, 0.46), VerdictCode.INCONCLUSIVE, size=Size.OPEN, posts=counts),
        row("average_watch_time", 1.4, (0.9, 2.1), VerdictCode.BETTER, size=Size.REACHED, arm="number", posts=counts),
        row("average_watch_time", -0.2, (-0.34, -0.03), VerdictCode.WORSE, arm="silence", posts=counts),
        *(
            row(
                "views",
                relative,
                (-0.5, 1.4),
                VerdictCode.INCONCLUSIVE,
                role=Role.SECONDARY,
                size=Size.OPEN,
                arm=arm,
                posts=counts,
                p_adjusted=1.0,
            )
            for arm, relative in (("question", 0.1), ("number", 0.2), ("silence", -0.1))
        ),
    )
    arms = (
        ArmSummary("statement", 14, "Statement in the first 3 s", True),
        ArmSummary("question", 14, "Question in the first 3 s"),
        ArmSummary("number", 14, "A number (“3 ways …”) in the first 3 s"),
        ArmSummary("silence", 14, "Three seconds of silence"),
    )
    uplifts = tuple(replace(r, confidence=1 - 0.05 / 3) if r.role is Role.PRIMARY else r for r in rows)
    return replace(
        base,
        arms=arms,
        uplifts=uplifts,
        verdict=verdicts[0],
        verdicts=verdicts,
        posts=made,
        weekdays=weekdays(made),
        total_share_of_best={},
        total_relative=None,
    )


def not_ready() -> Analysis:
    """Twelve of 56 posts measured: checks only."""
    base = better()
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, None, "average_watch_time", "not_ready")
    return replace(
        base,
        experiment=replace(FACTS, state="running", posts_matched=20),
        findings=(finding("not_ready", "blocker", measured=12, needed=56, due=14, posts=56), *FAIR[:6]),
        verdict=verdict,
        verdicts=(verdict,),
        uplifts=tuple(replace(r, verdict=VerdictCode.UNANSWERABLE, reason="not_ready") for r in base.uplifts[:1]),
    )


def planned() -> Analysis:
    """Drawn and locked, with no post out yet."""
    base = better()
    facts = replace(FACTS, state="locked", first_post=None, last_post=None, posts_matched=0)
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, "question", "average_watch_time", "not_ready")
    to_come = tuple(
        PostResult(p.position, None, p.account, p.arm, p.planned, None, None, None, p.topic, None, None, None, {})
        for p in base.posts
    )
    return replace(
        base,
        experiment=facts,
        arms=tuple(replace(arm, posts=0) for arm in base.arms),
        findings=(
            finding("not_ready", "blocker", measured=0, needed=56, due=0, posts=56),
            finding("locked", locked_on="2026-03-01", first_post=None),
        ),
        verdict=verdict,
        verdicts=(verdict,),
        uplifts=(),
        posts=to_come,
        weekdays={},
        provenance=replace(PROVENANCE, data_as_of=None),
        total_relative=None,
        total_share_of_best={},
    )


def draft() -> Analysis:
    """Written down only: no schedule, no lock, no posts."""
    base = planned()
    facts = replace(
        FACTS, state="draft", first_post=None, last_post=None, locked_on=None, plan_hash=None, posts_planned=0
    )
    verdict = replace(base.verdict, reason="no_schedule")
    return replace(
        base,
        experiment=facts,
        evidence=Evidence.OBSERVED,
        findings=(finding("no_schedule", "blocker"),),
        verdict=verdict,
        verdicts=(verdict,),
        posts=(),
        provenance=replace(base.provenance, plan_hash=None),
    )


def broken_rule() -> Analysis:
    """The calendar was changed by hand after it was drawn."""
    base = better()
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, "question", "average_watch_time", "schedule_not_by_rule")
    return replace(
        base,
        evidence=Evidence.OBSERVED,
        findings=(finding("schedule_not_by_rule", "blocker", rule="alternation"), finding("no_topics", "note")),
        verdict=verdict,
        verdicts=(verdict,),
        uplifts=(),
        total_relative=None,
        total_share_of_best={},
    )


MOVED = finding(
    "adjustment_moves",
    "warning",
    metric="views",
    arm="Espresso",
    unadjusted=0.6,
    adjusted=0.3,
    sign_changes=False,
    by="calendar",
)


def observed() -> Analysis:
    """Two sounds compared in last year's posts, without an experiment."""
    made = tuple(
        replace(p, position=None, topic=None, planned=None, late=None)
        for p in posts({"Original": 1.0, "Espresso": 1.1}, each=40, days=-200)
    )
    verdict = Verdict(VerdictCode.BETTER, Size.OPEN, "Espresso", "views")
    return Analysis(
        experiment=None,
        variable="sound",
        at_least=0.1,
        evidence=Evidence.OBSERVED,
        arms=(ArmSummary("Original", 40, "Original", True), ArmSummary("Espresso", 40, "Espresso")),
        metrics=METRICS[1:3],
        findings=(finding("not_randomised", "note"), finding("left_out", "note", metric="views", posts=3), MOVED),
        uplifts=(
            row(
                "views",
                0.30,
                (0.04, 0.62),
                VerdictCode.BETTER,
                size=Size.OPEN,
                arm="Espresso",
                control="Original",
                posts=(40, 40),
                method="permuted_residuals",
            ),
            row(
                "completion_rate",
                -0.08,
                (-0.14, -0.01),
                VerdictCode.WORSE,
                role=Role.SECONDARY,
                arm="Espresso",
                control="Original",
                posts=(40, 40),
                method="permuted_residuals_rate",
            ),
        ),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=replace(PROVENANCE, plan_hash=None),
        posts=made,
        weekdays=weekdays(made),
    )


def history() -> Analysis:
    """Nine sounds against the usual one, none assigned by chance."""
    base = observed()
    names = [f"Sound {letter}" for letter in "ABCDEFGHI"]
    rng = random.Random(3)
    rows, verdicts = [], []
    for i, name in enumerate(names):
        relative = rng.uniform(-0.3, 0.5)
        width = rng.uniform(0.2, 0.8)
        rows.append(
            row(
                "views",
                relative,
                (max(-0.9, relative - width), math.inf if i == 4 else relative + width * 1.4),
                VerdictCode.INCONCLUSIVE,
                size=Size.OPEN,
                arm=name,
                control="Original",
                posts=(40, 3 + i),
                method="permuted_residuals",
                p_adjusted=0.6,
            )
        )
        verdicts.append(Verdict(VerdictCode.INCONCLUSIVE, Size.OPEN, name, "views"))
    arms = (base.arms[0], *(ArmSummary(name, 3 + i, name) for i, name in enumerate(names)))
    return replace(
        base, arms=arms, uplifts=tuple(rows), verdict=verdicts[0], verdicts=tuple(verdicts), posts=(), weekdays={}
    )


def split_test() -> Analysis:
    """Viewers randomised by the platform: no posts as points, shares instead."""
    base = better()
    metric = MetricFacts("completion_rate", "rate", "share", {"en": "Completion rate", "de": "Abschlussrate"})
    verdict = Verdict(VerdictCode.BETTER, Size.BELOW, "question", "completion_rate")
    made = row(
        "completion_rate",
        0.041,
        (0.012, 0.071),
        VerdictCode.BETTER,
        size=Size.BELOW,
        posts=(50412, 49870),
        estimand="ratio_of_proportions",
        method="split_test_score",
        leave_one_out=(None, None),
        unadjusted_relative=None,
        draws=0,
    )
    arms = tuple(replace(arm, posts=n) for arm, n in zip(ARMS, (50412, 49870), strict=True))
    return replace(
        base,
        arms=arms,
        metrics=(metric,),
        uplifts=(made,),
        verdict=verdict,
        verdicts=(verdict,),
        findings=(finding("split_counts_ok", p_value=0.21), FAIR[0]),
        posts=(),
        weekdays={},
        total_relative=None,
        total_share_of_best={},
    )


def unbounded() -> Analysis:
    """Four posts an arm: the interval has no upper end."""
    base = better()
    verdict = Verdict(VerdictCode.INCONCLUSIVE, Size.OPEN, "question", "average_watch_time")
    rows = (
        row(
            "average_watch_time",
            0.4,
            (-0.2, math.inf),
            VerdictCode.INCONCLUSIVE,
            size=Size.OPEN,
            posts=(4, 4),
            p_adjusted=0.06,
        ),
    )
    made = posts({"statement": 1.0, "question": 1.4}, each=4)
    arms = tuple(replace(arm, posts=4) for arm in ARMS)
    more = (finding("interval_unbounded", "note", metric="average_watch_time", arm="question"),)
    return replace(
        base,
        arms=arms,
        findings=(*FAIR, *more),
        uplifts=rows,
        verdict=verdict,
        verdicts=(verdict,),
        posts=made,
        weekdays=weekdays(made),
    )


def nothing_known() -> Analysis:
    """Every number that can be missing is missing."""
    base = better()
    gone = dict.fromkeys(
        ("control_value", "arm_value", "relative", "absolute", "p_value", "p_adjusted", "unadjusted_relative")
    )
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, "question", "average_watch_time", "too_few_assignments")
    rows = tuple(
        replace(
            r,
            **gone,  # type: ignore[arg-type]
            relative_interval=(None, None),
            leave_one_out=(None, None),
            reckon_with=None,
            lean=None,
            verdict=VerdictCode.UNANSWERABLE,
            reason="too_few_assignments",
        )
        for r in base.uplifts
    )
    bare = tuple(
        PostResult(None, None, None, p.arm, None, None, None, None, None, None, None, None, dict.fromkeys(MIDDLE))
        for p in base.posts[:6]
    )
    facts = replace(
        FACTS,
        because=None,
        start=None,
        first_post=None,
        last_post=None,
        locked_on=None,
        plan_hash=None,
        plan_unchanged=None,
        hold_constant=(),
    )
    return replace(
        base,
        experiment=facts,
        findings=(
            finding("too_few_assignments", "blocker"),
            finding("too_few_views", "note"),
            finding("not_locked", "note"),
        ),
        uplifts=rows,
        verdict=verdict,
        verdicts=(verdict,),
        posts=bare,
        weekdays={},
        provenance=replace(PROVENANCE, data_as_of=None, plan_hash=None),
        total_relative=None,
        total_share_of_best={},
    )


HOSTILE = "<script>alert(1)</script> $5 & <b>\"'{{7*7}}{% raw %}</style>"


def hostile() -> Analysis:
    """Every text a user writes tries to be something else."""
    base = better()
    facts = replace(base.experiment or FACTS, title=HOSTILE, statement=HOSTILE, because=HOSTILE, slug="hostile")
    arms = (replace(ARMS[0], value=HOSTILE[:20]), replace(ARMS[1], value="$a_b^c$ <i>x</i>"))
    made = tuple(
        replace(p, topic=HOSTILE, caption=HOSTILE, link="javascript:alert(1)" if i % 2 else 'https://x.example/"><b>')
        for i, p in enumerate(base.posts)
    )
    return replace(base, experiment=facts, arms=arms, posts=made)


ALL = {
    "better": better,
    "guardrail_broken": guardrail_broken,
    "confounded": confounded,
    "equivalent": equivalent,
    "no_large_effect": no_large_effect,
    "still_open": still_open,
    "worse": worse,
    "several": several,
    "not_ready": not_ready,
    "planned": planned,
    "draft": draft,
    "broken_rule": broken_rule,
    "observed": observed,
    "history": history,
    "split_test": split_test,
    "unbounded": unbounded,
    "nothing_known": nothing_known,
    "hostile": hostile,
}
