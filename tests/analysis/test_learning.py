"""What all experiments say together, on real files with a known truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, expm1, log1p
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects
from tests.analysis.workspaces import finished, fresh
from tests.records import record

import cliptrial
from cliptrial.analysis.findings import Level
from cliptrial.analysis.learning.lessons import LeftOut, Lesson, lesson_of, metric_facts
from cliptrial.analysis.learning.library import Library, learn
from cliptrial.analysis.learning.pooling import learned, prior_of
from cliptrial.analysis.results import Evidence, Role, VerdictCode
from cliptrial.registry.decisions import decide
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior, learned_prior
from cliptrial.stats.pooled.random_effects import pool

EFFECTS = (0.9, 0.5, 0.7, 0.4, 0.8)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Five finished experiments on the hook, a sixth that follows, one not locked and one not measured."""
    ws = fresh(tmp_path_factory.mktemp("team") / "ws")
    for number, effect in enumerate(EFFECTS):
        finished(ws, f"hook-{number}", effect, number, arms=3 if number == 1 else 2, own=True)
    finished(ws, "hook-sixth", 0.0, 6, own=True)
    finished(ws, "hook-open", 0.6, 8, locked=False)
    finished(ws, "hook-running", 0.6, 9, measured=False)
    decide(ws.experiments_dir / "hook-0", who="Mara", when=date(2025, 4, 1), what="ship", why="It works.")
    return ws


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Five finished experiments on watch time, a sixth that found nothing, and a seventh that fell."""
    ws = fresh(tmp_path_factory.mktemp("quiet") / "ws")
    for number, effect in enumerate((*EFFECTS, 0.0, -0.3)):
        finished(ws, f"hook-{number}", effect, number, primary="average_watch_time", own=True)
    return ws


@pytest.fixture(scope="module")
def library(workspace: Workspace) -> Library:
    return learn(workspace, draws=499)


def lesson(number: int, effect: float | None, error: float | None = 0.2, **more: object) -> Lesson:
    made = Lesson(
        slug=f"e{number}",
        title=f"E {number}",
        variable="hook",
        metric="views",
        accounts=("a",),
        start=date(2026, 1, 1 + number),
        variants=("b",),
        effect=effect,
        standard_error=error,
        relative=None if effect is None else expm1(effect),
        posts=56,
        evidence=Evidence.RANDOMISED,
        verdict=VerdictCode.INCONCLUSIVE,
        decision=None,
        left_out=None,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_every_locked_and_ready_experiment_counts_decided_or_not(library: Library) -> None:
    counted = {one.slug for one in library.lessons if one.left_out is None}
    assert counted == {*(f"hook-{n}" for n in range(5)), "hook-sixth"}
    assert {one.slug: one.left_out for one in library.lessons if one.left_out} == {
        "hook-open": LeftOut.NOT_LOCKED,
        "hook-running": LeftOut.NOT_READY,
    }
    assert next(one for one in library.lessons if one.slug == "hook-0").decision == "ship"


def test_the_pooled_effect_is_that_of_statsmodels(library: Library) -> None:
    (one,) = library.learned
    lessons = [lesson for lesson in library.lessons if lesson.left_out is None]
    y, se = (np.array([getattr(lesson, name) for lesson in lessons]) for name in ("effect", "standard_error"))
    theirs = combine_effects(y, se**2, method_re="iterated", use_t=True)
    assert one.relative == pytest.approx(np.expm1(theirs.mean_effect_re), rel=1e-4)
    assert one.code == "higher"
    assert one.relative_interval[0] is not None
    assert one.relative_interval[0] > 0


def test_the_effect_of_one_experiment_is_its_uplift_and_of_several_variants_their_mean(
    workspace: Workspace, library: Library
) -> None:
    for slug in ("hook-0", "hook-1"):
        rows = cliptrial.analyze(slug, workspace, draws=499).uplifts
        own = next(one for one in library.lessons if one.slug == slug)
        logs = [log1p(row.relative) for row in rows if row.relative is not None]
        assert own.effect == pytest.approx(np.mean(logs))
        assert own.standard_error is not None
        if len(rows) == 1:
            assert own.standard_error == pytest.approx(rows[0].standard_error)
        else:  # the shared control keeps the mean's error above that of independent comparisons
            errors = [row.standard_error or 0.0 for row in rows]
            assert np.hypot(*errors) / 2 < own.standard_error < np.mean(errors)


def test_on_a_quiet_metric_the_next_experiment_reckons_with_five_earlier_ones_and_the_result_says_so(
    quiet: Workspace,
) -> None:
    earlier = [lesson_of(cliptrial.analyze(f"hook-{n}", quiet, draws=999, prior=EXPERIENCE)) for n in range(5)]
    expected = learned_prior(
        np.array([one.effect for one in earlier]), np.array([one.standard_error for one in earlier])
    )
    told = cliptrial.analyze("hook-5", quiet, draws=499)
    plain = cliptrial.analyze("hook-5", quiet, draws=499, prior=EXPERIENCE)
    assert told.provenance.prior == expected
    assert expected.experiments == 5
    assert told.uplifts[0].reckon_with is not None
    assert plain.uplifts[0].reckon_with is not None
    assert told.uplifts[0].reckon_with > plain.uplifts[0].reckon_with
    assert told.verdict == plain.verdict
    assert told.uplifts[0].relative_interval == plain.uplifts[0].relative_interval


def test_a_learned_prior_never_turns_the_sign_of_a_decided_result(quiet: Workspace) -> None:
    plain = cliptrial.analyze("hook-6", quiet, draws=499, prior=EXPERIENCE)
    sure = cliptrial.analyze("hook-6", quiet, draws=499, prior=Prior(0.6, 0.02, 6))
    assert plain.verdict.code is VerdictCode.WORSE
    assert (plain.uplifts[0].reckon_with or 0.0) < 0
    assert sure.uplifts == plain.uplifts


def test_nothing_is_learned_from_views(workspace: Workspace, library: Library) -> None:
    """Five locked experiments went before; with watch time that is enough."""
    assert cliptrial.analyze("hook-sixth", workspace, draws=499).provenance.prior == EXPERIENCE
    assert {one.prior for one in library.learned} == {EXPERIENCE}


def test_what_is_expected_of_a_noisy_metric_is_the_stated_prior_however_many_tests_there_were() -> None:
    noisy = [replace(lesson(number, 0.1 * number, 0.05), metric="views") for number in range(8)]
    quiet = [replace(one, metric="average_watch_time") for one in noisy]
    assert prior_of(noisy) == EXPERIENCE == prior_of([])
    assert (
        prior_of(quiet)
        == learned_prior(np.array([one.effect for one in quiet], dtype=np.float64), np.full(8, 0.05))
        != EXPERIENCE
    )


def test_what_came_later_never_changes_an_earlier_result(quiet: Workspace) -> None:
    assert cliptrial.analyze("hook-4", quiet, draws=499).provenance.prior == EXPERIENCE


@pytest.mark.parametrize(("k", "code"), [(1, "too_few"), (2, "too_few"), (3, "higher"), (5, "higher")])
def test_no_headline_from_two_experiments_and_no_prediction_below_five(k: int, code: str) -> None:
    (one,) = learned([lesson(n, 0.5 + 0.02 * n, 0.05, metric="average_watch_time") for n in range(k)])
    assert one.code == code
    assert (one.relative is None) == (k < 3)
    assert (one.next_interval == (None, None)) == (k < 5)
    assert (one.prior.experiments == 0) == (k < 5)


def test_variables_and_primary_metrics_are_never_mixed() -> None:
    found = learned([lesson(1, 0.1), lesson(2, 0.1, variable="sound"), lesson(3, 0.1, metric="like_rate")])
    assert {(one.variable, one.metric, len(one.experiments)) for one in found} == {
        ("hook", "views", 1),
        ("sound", "views", 1),
        ("hook", "like_rate", 1),
    }


def test_a_choice_by_result_cannot_be_made_and_left_out_ones_never_count() -> None:
    kept = [lesson(n, 0.3) for n in range(3)]
    left = [lesson(9, 3.0, left_out=LeftOut.BLOCKED), lesson(8, None, None, left_out=LeftOut.NO_NUMBER)]
    assert learned([*kept, *left]) == learned(kept)


def test_observed_blocked_and_half_way_experiments_are_listed_with_their_reason(workspace: Workspace) -> None:
    whole = cliptrial.analyze("hook-0", workspace, draws=499)
    look = record("planned_look", values={"look": 1, "looks": 2})
    blocked = record("weekday_confounded", Level.BLOCKER)
    assert whole.experiment is not None
    open_facts = replace(whole.experiment, decision=None)
    assert lesson_of(replace(whole, evidence=Evidence.OBSERVED)).left_out is LeftOut.OBSERVED
    assert lesson_of(replace(whole, findings=(*whole.findings, blocked))).left_out is LeftOut.BLOCKED
    half = replace(whole, findings=(*whole.findings, look))
    assert lesson_of(replace(half, experiment=open_facts)).left_out is LeftOut.NOT_READY
    assert lesson_of(half).left_out is None  # stopped at a look and decided: leaving it out would be a selection


def answered(relative: float | None, error: float | None, posts: tuple[int, int] = (10, 10)) -> dict[str, object]:
    """What a primary row of an experiment with one variant says."""
    return {"relative": relative, "standard_error": error, "posts": posts}


UNSAID = {"relative": None, "reason": "no_variation"}
LOOK = {"look": 2, "looks": 3}
LEVELS = {"planned_look": Level.NOTE}


@pytest.mark.parametrize(
    ("rows", "findings", "evidence", "why", "effect"),
    [
        ([answered(0.0, 0.3)], [], "randomised", None, (0.0, 0.3)),
        ([answered(np.e - 1, 0.3)], [("planned_look", {"look": 3, "looks": 3})], "deviations", None, (1.0, 0.3)),
        # Two of as many posts share half of a variance each: (.09 + .09 + 2 x .045) / 4 = .0675.
        ([answered(np.e - 1, 0.3), answered(np.e**3 - 1, 0.3)], [], "randomised", None, (2.0, 0.0675**0.5)),
        # Of three times as many posts as the control three quarters: .4 and .4 of 1 share .75 x .16 = .12.
        ([answered(0.0, 0.4, (10, 30))] * 2, [], "randomised", None, (0.0, 0.14**0.5)),
        ([answered(0.0, 0.3)], [("planned_look", LOOK)], "randomised", LeftOut.NOT_READY, None),
        ([answered(0.0, 0.3)], [("no_schedule", {})], "randomised", LeftOut.NOT_READY, None),
        ([answered(0.0, 0.3)], [("not_ready", {})], "randomised", LeftOut.NOT_READY, None),
        ([answered(0.0, 0.3)], [("not_locked", {})], "observed", LeftOut.NOT_LOCKED, (0.0, 0.3)),
        ([answered(0.0, 0.3)], [("no_variation", {})], "observed", LeftOut.OBSERVED, (0.0, 0.3)),
        ([answered(0.0, 0.3)], [("no_variation", {})], "randomised", LeftOut.BLOCKED, None),
        ([UNSAID], [("no_variation", {})], "randomised", LeftOut.NO_NUMBER, None),
        ([UNSAID], [("no_variation", {}), ("extra_posts", {})], "randomised", LeftOut.BLOCKED, None),
        ([answered(0.0, 0.3) | {"reason": "extra_posts"}], [("extra_posts", {})], "randomised", LeftOut.BLOCKED, None),
        ([UNSAID], [], "observed", LeftOut.OBSERVED, None),
        ([answered(0.0, 0.3), UNSAID], [("no_variation", {})], "randomised", LeftOut.NO_NUMBER, None),
        ([answered(-1.0, 0.3)], [], "randomised", LeftOut.NO_NUMBER, None),
        *(([answered(0.5, error)], [], "randomised", LeftOut.NO_NUMBER, None) for error in (0.0, None, np.inf)),
        ([], [], "randomised", LeftOut.NO_NUMBER, None),
    ],
)
def test_an_experiment_teaches_its_effect_or_the_reason_why_it_does_not(
    workspace: Workspace,
    rows: list[dict[str, object]],
    findings: list[tuple[str, dict[str, object]]],
    evidence: str,
    why: LeftOut | None,
    effect: tuple[float, float] | None,
) -> None:
    whole = cliptrial.analyze("hook-2", workspace, draws=99)
    (primary,) = (row for row in whole.uplifts if row.role is Role.PRIMARY)
    beside = [replace(row, relative=9.0) for row in whole.uplifts if row.role is not Role.PRIMARY]
    made = replace(
        whole,
        uplifts=(*(replace(primary, **row) for row in rows), *beside),  # type: ignore[arg-type]
        findings=tuple(record(code, LEVELS.get(code, Level.BLOCKER), values) for code, values in findings),
        evidence=Evidence(evidence),
    )
    told = lesson_of(made)
    assert told.left_out is why
    given = None if effect is None else pytest.approx(effect)
    assert (None if told.effect is None else (told.effect, told.standard_error)) == given
    assert told.relative == (None if effect is None else pytest.approx(expm1(effect[0])))


def test_a_comparison_of_posts_teaches_nothing(workspace: Workspace) -> None:
    whole = cliptrial.analyze("hook-2", workspace, draws=99)
    with pytest.raises(ValueError, match="a comparison of posts has no plan"):
        lesson_of(replace(whole, experiment=None))
    other = replace(whole.metrics[0], name="likes")
    assert metric_facts([replace(whole, metrics=(other, *whole.metrics))] * 2) == whole.metrics


def test_one_broken_experiment_is_named_and_hides_no_other(tmp_path: Path) -> None:
    ws = fresh(tmp_path / "ws")
    finished(ws, "hook-good", 0.3, 0)
    bad = ws.experiments_dir / "bad"
    bad.mkdir()
    (bad / "experiment.yaml").write_text("title: [\n", encoding="utf-8")
    found = learn(ws, draws=99)
    assert [one.slug for one in found.lessons] == ["hook-good"]
    assert [problem.code for problem in found.problems] == ["yaml"]


@pytest.mark.parametrize(
    ("effects", "code"), [((0.5, 0.4, 0.6), "higher"), ((-0.5, -0.4, -0.6), "lower"), ((-0.9, 0.1, 0.8), "open")]
)
def test_the_headline_says_where_the_interval_of_the_mean_lies(effects: tuple[float, ...], code: str) -> None:
    (one,) = learned([lesson(number, effect, 0.1) for number, effect in enumerate(effects)])
    together = pool(np.array(effects), np.full(3, 0.1))
    assert (one.code, one.p_value, one.tau) == (code, together.p_value, together.tau)
    assert one.relative == pytest.approx(expm1(together.estimate))
    assert one.relative_interval == pytest.approx([expm1(end) for end in together.interval])
    assert one.counted == pytest.approx([expm1(effect) for effect in effects])
    assert one.next_interval == (None, None)


def test_an_interval_beyond_all_numbers_ends_at_the_largest() -> None:
    (one,) = learned([lesson(number, effect, 1.0) for number, effect in enumerate((-300.0, 0.0, 300.0))])
    assert one.relative_interval == pytest.approx((-1.0, exp(700)))


def test_most_experiments_come_first_those_of_a_variable_the_oldest_first_and_checks_are_none_of_them() -> None:
    lessons = [
        lesson(5, 0.1, slug="b-late", metric="like_rate"),
        lesson(1, 0.1, variable="sound"),
        lesson(2, 0.1, variable="sound"),
        lesson(4, 0.1, slug="a-late"),
        lesson(3, 0.1, slug="z-early"),
        lesson(6, 0.1, variable="bundle"),
        lesson(0, 0.1, slug="undated", metric="like_rate", start=None),
        lesson(7, 0.1, variable="cover"),
    ]
    assert [(one.variable, one.metric, one.experiments) for one in learned(lessons)] == [
        ("hook", "like_rate", ("undated", "b-late")),
        ("hook", "views", ("z-early", "a-late")),
        ("sound", "views", ("e1", "e2")),
        ("cover", "views", ("e7",)),
    ]


@pytest.mark.parametrize("other", [{"variable": "sound"}, {"metric": "like_rate"}])
def test_lessons_of_others_on_something_else_teach_no_prior(other: dict[str, str]) -> None:
    watched = {"metric": "average_watch_time"}
    own = [lesson(number, 0.5, 0.05, **watched) for number in range(3)]
    beyond = [lesson(number, 0.5, 0.05, accounts=("b",), **(watched | other)) for number in range(3, 9)]
    assert [one.prior for one in learned(own, beyond=beyond)] == [EXPERIENCE]
