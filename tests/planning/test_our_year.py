"""A year of tests: what is counted, what is only estimated, and what comes next."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from math import exp, expm1, log1p, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests.analysis.workspaces import FIRST, finished, fresh
from tests.fairness.season import SLUG, Plan, Workshop, season
from tests.places import ROOT
from tests.report.a_year import changes, lesson, ranked, year

from cliptrial.analysis.history.months import views_by_month
from cliptrial.errors import InputError
from cliptrial.planning.growth.our_year import Fate, estimate, our_year, unhelpful
from cliptrial.planning.growth.paces import PACES
from cliptrial.planning.growth.programme import pairs, plan_ahead
from cliptrial.plots.year.ideas_and_check import ideas_and_check
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.decisions import decide
from cliptrial.registry.model import Variable
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.our_year import YearSpeaker

DAY = 86_400


def test_the_sum_is_that_of_drawn_differences_and_its_interval_that_of_many_drawn_years() -> None:
    """Against a simulation: effects and what is seen of them, of those years in which the same was seen."""
    own, size, error = changes()[:3], 0.17, 0.4
    seen = {one.slug: lesson(one.slug, effect, error) for one, effect in zip(own, (0.9, 0.1, -0.2), strict=True)}
    told = estimate(size, own, seen)
    rng, total = np.random.default_rng(2), np.zeros(200_000)
    for one in seen.values():
        effects = rng.normal(0, size, 1_500_000)
        fitting = effects[abs(effects + rng.normal(0, error, len(effects)) - (one.effect or 0)) < 0.05]
        total += rng.choice(fitting, len(total))
    assert told.middle == pytest.approx(expm1(total.mean()), abs=0.01)
    assert told.interval == pytest.approx([expm1(end) for end in np.quantile(total, (0.1, 0.9))], abs=0.015)
    assert told.ahead == pytest.approx((total > 0).mean(), abs=0.01)
    assert log1p(told.middle) < 0.2 * (0.9 + 0.1 - 0.2), "never the raw sum"


def test_a_change_counts_with_those_that_it_was_built_on() -> None:
    first, second, third = changes()[:3]
    seen = {one.slug: lesson(one.slug, effect, 0.4) for one, effect in ((first, 0.9), (second, 0.1), (third, -0.2))}
    chain = [replace(third, built_on=(first, second))]
    assert estimate(0.17, chain, seen) == estimate(0.17, [first, second, third], seen)
    assert unhelpful(chain, seen) == pytest.approx(unhelpful([first, second, third], seen))


def test_twelve_adopted_changes_of_a_usual_year_are_those_of_the_sentence() -> None:
    """Of 24 ideas at 7 an arm the better half: +64 % in the middle, -20 to +235 %, ahead in about 8 of 10 cases."""
    rng, error = np.random.default_rng(1), 1.05 * sqrt(2 / 7)
    middles, lows, highs, ahead = [], [], [], []
    for _ in range(400):
        shown = rng.normal(0, sqrt(0.17**2 + error**2), 24)
        own = [replace(changes()[0], slug=f"i{number}") for number, one in enumerate(shown) if one > 0]
        seen = {f"i{number}": lesson(f"i{number}", float(one), error) for number, one in enumerate(shown)}
        told = estimate(0.17, own, seen)
        middles.append(log1p(told.middle))
        lows.append(log1p(told.interval[0]))
        highs.append(log1p(told.interval[1]))
        ahead.append(told.ahead)
    assert expm1(np.mean(middles)) == pytest.approx(0.64, abs=0.06)
    assert expm1(np.mean(lows)) == pytest.approx(-0.20, abs=0.04)
    assert expm1(np.mean(highs)) == pytest.approx(2.35, abs=0.2)
    assert np.mean(ahead) == pytest.approx(0.8, abs=0.04)


def test_four_of_ten_adopted_changes_do_not_help() -> None:
    """43 % in ``reference/programme.md``, simulated there."""
    rng, error = np.random.default_rng(5), 1.05 * sqrt(2 / 7)
    shown = np.abs(rng.normal(0, sqrt(0.17**2 + error**2), 2_000))
    own = [replace(changes()[0], slug=f"i{number}") for number in range(len(shown))]
    seen = {f"i{number}": lesson(f"i{number}", float(one), error) for number, one in enumerate(shown)}
    assert unhelpful(own, seen) == pytest.approx(0.408, abs=0.01)
    assert unhelpful([], {}) is None


def test_a_change_judged_by_another_metric_moves_views_half_as_far_and_one_without_answer_not_at_all() -> None:
    one = changes()[0]
    views, other = (
        estimate(0.17, [replace(one, metric=name)], {one.slug: lesson(one.slug, 0.5, 0.1)})
        for name in ("views", "saves")
    )
    assert log1p(other.middle) == pytest.approx(log1p(views.middle) / 2)
    assert other.ahead < views.ahead
    unknown = estimate(0.17, [one], {one.slug: lesson(one.slug, None, None)})
    assert (unknown.middle, unknown.ahead) == (0.0, 0.5)
    assert unknown.interval[1] == pytest.approx(exp(stats.norm.isf(0.1) * 0.17) - 1)


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Four experiments: one adopted, one dropped, one open, and one that was never posted; and a day's views."""
    ws = fresh(tmp_path_factory.mktemp("year") / "ws")
    for number, effect in enumerate((0.9, -0.5, 0.1)):
        finished(ws, f"hook-{number}", effect, number)
    for slug, what in (("hook-0", "ship"), ("hook-1", "drop")):
        decide(ws.experiments_dir / slug, who="Lea", when=date(2025, 6, 30), what=what, why="As proposed.")
    return ws


def test_a_year_counts_what_was_tried_and_what_is_adopted(kitchen: Workspace) -> None:
    told = our_year(kitchen)
    assert [(one.slug, one.fate) for one in told.tried] == [
        ("hook-0", Fate.ADOPTED),
        ("hook-1", Fate.NOT_ADOPTED),
        ("hook-2", Fate.OPEN),
    ]
    assert told.tried[0].on == FIRST
    assert [one.slug for one in told.changes] == ["hook-0"]
    assert told.until == date(2025, 6, 30)
    assert told.posts_spent == 3 * 28
    assert told.hits is not None
    assert (told.hits.hits, told.hits.questions) == (1, 3)
    assert told.hits.interval == pytest.approx(tuple(stats.binomtest(1, 3).proportion_ci(method="wilson")))
    assert told.false_claims == pytest.approx(3 * 0.05)
    assert [one.size for one in told.estimates] == [0.17, 0.05, 0.10]
    assert told.checks == ()


def test_a_year_may_begin_later(kitchen: Workspace) -> None:
    assert [one.slug for one in our_year(kitchen, since=date(2025, 2, 1)).tried] == ["hook-1", "hook-2"]


def test_a_month_that_has_only_begun_counts_to_its_day(kitchen: Workspace) -> None:
    (begun,) = views_by_month(kitchen, ["kitchen"], FIRST, FIRST + timedelta(days=4))
    (longer,) = views_by_month(kitchen, ["kitchen"], FIRST, FIRST + timedelta(days=9))
    assert (begun.posts, longer.posts, begun.whole, begun.of_posts) == (5, 10, False, True)
    assert 0 < (begun.views or 0) < (longer.views or 0)


def test_views_are_those_of_the_posts_until_every_month_has_its_days(kitchen: Workspace) -> None:
    before = our_year(kitchen).views
    assert {one.of_posts for one in before} == {True}
    assert sum(one.posts for one in before) == 3 * 28
    months = {(one.first.year, one.first.month) for one in before}
    days = [
        date.fromordinal(number) for number in range(FIRST.replace(day=1).toordinal(), date(2025, 7, 1).toordinal())
    ]
    told = {"account": "kitchen", "source": "studio_days"}
    rows = [{**told, "date": day, "views": 100.0} for day in days if (day.year, day.month) in months]
    rows += [{**told, "date": days[3], "views": 40.0}, {**told, "date": days[4], "views": None}]
    Lake(kitchen.store_dir).append("account_days", build("account_days", rows))
    after = our_year(kitchen).views
    assert {one.of_posts for one in after} == {False}
    assert after[0].views == 31 * 100


@pytest.mark.parametrize(
    ("whose", "code"), [({"account": "kitchn"}, "unknown_account"), ({"client": "nobody"}, "unknown_client")]
)
def test_nobody_has_the_year_of_somebody_else(kitchen: Workspace, whose: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        our_year(kitchen, **whose)
    assert [one.code for one in caught.value.problems] == [code]


def test_two_ideas_go_together_unless_they_change_the_same_or_are_kept_apart() -> None:
    hook, sound, cover = ranked(1), ranked(2, Variable.SOUND), ranked(3, Variable.COVER, not_with=["next-1"])
    assert pairs([hook, cover, sound]) == [(hook, sound), (cover,)]
    assert pairs([hook, ranked(4)]) == [(hook,), (ranked(4),)]


def test_three_months_are_planned_in_detail_and_the_rest_is_counted() -> None:
    ideas = tuple(ranked(number, Variable.HOOK if number % 2 else Variable.SOUND) for number in range(1, 21))
    ahead = plan_ahead(replace(year(), next=ideas, posts_a_month=32.0))
    assert [len(month) for month in ahead.months] == [2, 2, 2]
    assert ahead.months[0][0] == ("Next 1", "Next 2")
    assert ahead.behind == 20 - 12
    slow = plan_ahead(replace(year(), next=ideas, posts_a_month=10.0))
    assert [len(month) for month in slow.months] == [1, 1, 0], "a test that takes longer than a month"


def test_what_posts_a_week_can_do_is_what_the_page_on_a_year_says() -> None:
    text = (ROOT / "docs" / "year.md").read_text(encoding="utf-8").partition("## By posts a week")[2]
    rows = re.findall(r"\| (\d+) \| (\d+) \| (\d)% \| (\d+) / (\d+) / (\d+) / (\d+) / (\d+) \|", text)
    free = {int(one[0]): [int(cell) for cell in one] for one in rows if one[2] == "0"}
    work = {int(one[0]): int(one[3]) for one in rows if one[2] == "2"}
    assert len(free) == len(PACES)
    for pace in PACES:
        shares = (pace.growth, pace.below, pace.confirmed, pace.kept, pace.rolled_back)
        assert [pace.ideas, *(round(100 * share) for share in shares)] == [free[pace.posts][1], *free[pace.posts][3:]]
        assert round(100 * pace.growth_with_work) == work[pace.posts]
        assert pace.posts == pytest.approx(52 * pace.a_week, rel=0.06)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_check_that_is_measured_is_told_in_its_own_words_and_drawn(tmp_path: Path, lang: str) -> None:
    """A whole season of old against new, from its plan to its numbers."""
    made = season(Workshop(tmp_path), Plan(variable="bundle", hold=("slot", "sound", "duration")), 0.2, 0.8, seed=3)
    made.handed_in()
    ws = find_workspace(made.folder)
    (check,) = our_year(ws).checks
    assert check.answer is not None
    assert (check.answer.outcome, check.posts) == ("rolled_back", 14)
    s = YearSpeaker.of(our_year(ws), ws, lang)
    words = LANGUAGES[lang].old_new
    assert words.goes in s.headline()[1]
    assert [line for line in s.checks() if words.check("14") in line] == [s.headline()[1]]
    assert SLUG not in [one.slug for one in s.year.tried], "a check is no idea"
    assert s.w.figures.measured in ideas_and_check(s).caption


@pytest.mark.parametrize(("adopted", "told"), [(3, "A, B and C"), (4, "A, B, C and 1 more"), (6, "A, B, C and 3 more")])
def test_three_changes_are_named_and_the_others_counted(tmp_path: Path, adopted: int, told: str) -> None:
    (first, *_) = changes()
    own = tuple(replace(first, slug=name, label=name) for name in "ABCDEF"[:adopted])
    s = YearSpeaker.of(replace(year(), changes=own), fresh(tmp_path / "ws"), "en")
    assert told in s.lines()[0][1].replace("\u00a0", " ")
