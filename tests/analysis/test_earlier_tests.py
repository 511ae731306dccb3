"""Which earlier experiments count beside one, and for what: begun before it, over before it, of its client."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, expm1
from types import SimpleNamespace
from typing import Any

import pytest
from scipy.stats import t as student

from cliptrial.analysis.learning import meanings, priors, series
from cliptrial.analysis.results import VerdictCode
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.model import Unit, Variable
from cliptrial.stats.pooled.prior import EXPERIENCE

Made = SimpleNamespace
MONDAY = date(2026, 3, 2)
UNREADABLE = InputError(Problem("yaml", says("unreadable")))


def trial(slug: str, day: int | None, account: str = "ours", **more: Any) -> Any:
    """An experiment that begins so many days after 2 March 2026 and has posts on two more; None for no plan."""
    plan = Made(
        change=Made(variable=Variable.HOOK, arms=["a", "b"], control=Made(value="a")),
        metrics=Made(primary="average_watch_time"),
        accounts=(account,),
        design=Made(unit=Unit.POST, measure_at=7.0),
        analysis=Made(alpha=0.05),
    )
    return Made(slug=slug, folder=(slug, day), experiment=Made(**(vars(plan) | more)))


OF_OTHERS = Made(unit=Unit.VIEWER, measure_at=7.0)


class House:
    """Whose accounts they are: each account is a client of its own."""

    def client_of(self, accounts: tuple[str, ...]) -> str:
        return accounts[0]

    def learns_from(self, client: str, other: str) -> bool:
        return other in (client, "friends")


@pytest.fixture(autouse=True)
def plans(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(folder: tuple[str, int | None]) -> Any:
        slug, day = folder
        if slug == "torn":
            raise UNREADABLE
        days = [] if day is None else [Made(date=MONDAY + timedelta(days=day + step)) for step in (1, 0, 2)]
        return None if slug == "unplanned" else Made(positions=days)

    def lock(folder: tuple[str, int | None]) -> Any:
        if folder[0] == "torn lock":
            raise UNREADABLE
        return None if folder[0] == "open" else Made()

    def alike(one: Any, first: date, other: Any, begun: date, _: Any) -> bool:
        assert [first, begun] == [MONDAY + timedelta(days=own.folder[1]) for own in (one, other)]
        return "redefined" not in (one.slug, other.slug)

    for module in (series, priors):
        monkeypatch.setattr(module, "read_plan", read)
        monkeypatch.setattr(module, "same_meaning", alike)
    monkeypatch.setattr(priors, "read_lock", lock)


def taught(slug: str, verdict: VerdictCode = VerdictCode.INCONCLUSIVE, effect: float | None = 0.1) -> Any:
    lesson = Made(slug=slug, verdict=verdict, effect=effect, standard_error=0.1)
    return Made(lesson=lesson, posted=slug != "silent")


def test_tests_of_the_same_count_that_began_earlier_on_posts_of_this_client(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [
        trial("b", 3), trial("z", 1), trial("a", 3), trial("same day", 9), trial("later", 10), trial("torn", 1),
        trial("unplanned", 1), trial("empty", None), trial("theirs", 1, "theirs"),
        trial("viewers", 1, design=OF_OTHERS),
    ]  # fmt: skip
    monkeypatch.setattr(series, "load_all", lambda _: Made(loaded=others))
    monkeypatch.setattr(series, "same_test", lambda _, found: found)
    house: Any = House()
    assert [one.slug for one in series._begun(trial("own", 9), house)] == ["z", "a", "b"]
    assert series._begun(trial("own", None), house) == []
    assert series._first_day(trial("own", 9)) == "2026-03-11"
    assert {series._first_day(trial(slug, None)) for slug in ("torn", "unplanned", "empty")} == {""}


SILENT = Made(value="silence")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (trial("other", 1), True),
        (trial("redefined", 1), False),
        (trial("other", 1, metrics=Made(primary="likes")), False),
        (trial("other", 1, change=Made(variable=Variable.SOUND, arms=["a", "b"], control=Made(value="a"))), False),
        (trial("other", 1, change=Made(variable=Variable.HOOK, arms=["a"] * 3, control=Made(value="a"))), False),
        (trial("other", 1, change=Made(variable=Variable.HOOK, arms=["a", "b"], control=SILENT)), False),
        (trial("other", 1, change=Made(variable=Variable.SOUND, arms=["a"] * 3, control=SILENT)), False),
    ],
)
def test_effects_have_the_same_meaning_with_one_control_variable_number_of_arms_and_metric(
    other: Any, same: bool
) -> None:
    assert series._same_way(trial("own", 9), other, House()) is same  # type: ignore[arg-type]


@pytest.mark.parametrize("together", [True, False])
def test_a_repeated_test_is_counted_with_those_that_posted(together: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five begun before, one cannot be read and one posted nothing; another counts, and is not put together."""
    begun = [trial(slug, 1) for slug in ("first", "broken", "silent", "redefined", "second")]
    own: Any = Made(verdict=Made(code=VerdictCode.BETTER), experiment=Made(slug="own"))
    verdicts = {"first": VerdictCode.BETTER, "second": VerdictCode.BETTER, "redefined": VerdictCode.WORSE}
    effects = {"first": 0.2, "redefined": 9.0, "second": 0.4 if together else None}

    def teach(slug: str) -> Any:
        if slug == "broken":
            raise UNREADABLE
        return taught(slug, verdicts.get(slug, VerdictCode.INCONCLUSIVE), effects.get(slug))

    monkeypatch.setattr(series, "_begun", lambda *_: begun)
    monkeypatch.setattr(series, "lesson_of", lambda _: taught("own", effect=0.3).lesson)
    (told,) = series.series_findings(trial("own", 9), House(), own, teach)  # type: ignore[arg-type]
    assert (told.level.value, told.variable, told.experiments) == ("note", "hook", ("first", "redefined", "second"))
    assert (told.tests, told.better, told.chance) == (4, 3, pytest.approx(1 - 0.975**4))
    if together:
        assert told.pooled == pytest.approx(expm1(0.3))
        assert told.low is not None
        assert told.high is not None
        assert told.low < told.pooled < told.high
    else:
        assert (told.pooled, told.low, told.high) == (None, None, None)
    begun.clear()
    assert [*series.series_findings(trial("own", 9), House(), own, teach)] == []  # type: ignore[arg-type]


def lesson(slug: str, effect: float, error: float = 0.1) -> Any:
    return Made(slug=slug, effect=effect, standard_error=error)


def test_three_tests_are_put_together_where_the_last_is_its_own_answer() -> None:
    """Equal errors and effects one error apart leave nothing between tests: the mean, and t with two degrees."""
    own: Any = Made(experiment=Made(slug="c"))
    three = [lesson("a", 0.2), lesson("b", 0.3), lesson("c", 0.4)]
    reach = student.ppf(0.975, 2) * 0.1 / 3**0.5
    assert series._together(three, own) == pytest.approx((expm1(0.3), expm1(0.3 - reach), expm1(0.3 + reach)))
    assert series._together(three[1:], own) is None
    assert series._together(three[::-1], own) is None
    assert series._together(three, Made(experiment=None)) is None
    wide = series._together([lesson("a", -300.0, 1.0), lesson("b", 0.0, 1.0), lesson("c", 300.0, 1.0)], own)
    assert wide is not None
    assert (wide[1], wide[2]) == (-1.0, pytest.approx(exp(700)))


def begins(slug: str, day: int, over: int, account: str = "ours") -> tuple[Any, priors.Days]:
    return trial(slug, day, account), (MONDAY + timedelta(days=day), MONDAY + timedelta(days=over))


@pytest.mark.parametrize(("number", "enough"), [(4, False), (5, True)])
def test_a_prior_is_learned_from_five_that_were_over_on_the_first_day(number: int, enough: bool) -> None:
    others = [begins(f"{one}", one, 30) for one in range(number - 1)]
    others += [begins("theirs", 1, 20, "friends"), begins("own", 1, 20), begins("late", 1, 31)]
    others += [begins("strange", 1, 20, "strangers"), begins("redefined", 1, 20)]
    house: Any = House()
    told = [one.slug for one in priors.earlier_among(trial("own", 30), others, house)]
    assert told == ([*map(str, range(number - 1)), "theirs"] if enough else [])
    assert priors.earlier_among(trial("own", None), others, house) == ()
    noisy = trial("own", 30, metrics=Made(primary="views"))
    assert priors.earlier_among(noisy, others, house) == ()
    assert priors.earlier_experiments(noisy, house) == ()


def test_earlier_experiments_are_of_the_same_variable_and_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [trial(f"{one}", one) for one in range(5)]
    others += [trial("open", 1), trial("likes", 1, metrics=Made(primary="like_rate"))]
    monkeypatch.setattr(priors, "load_all", lambda _: Made(loaded=others))
    house: Any = House()
    assert [one.slug for one in priors.earlier_experiments(trial("own", 13), house)] == ["0", "1", "2", "3", "4"]
    assert priors.earlier_experiments(trial("own", 12), house) == ()
    assert priors.family(others[-1]) == ("hook", "like_rate")


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (trial("own", 0), (MONDAY, date(2026, 3, 11))),
        (trial("open", 0), None),
        (trial("torn lock", 0), None),
        (trial("torn", 0), None),
        (trial("unplanned", 0), None),
        (trial("empty", None), None),
        (trial("viewers", 0, design=OF_OTHERS), None),
    ],
)
def test_an_experiment_is_over_a_week_after_its_last_post(one: Any, days: tuple[date, date] | None) -> None:
    assert priors.locked_days(one) == days


def test_one_that_cannot_be_read_teaches_no_prior_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priors, "earlier_experiments", lambda *_: [trial(slug, 0) for slug in ("a", "broken", "b")])
    monkeypatch.setattr(priors, "same_changes", lambda earlier: [one.slug for one in earlier])
    monkeypatch.setattr(priors, "prior_of", lambda *args: args)

    def teach(slug: str) -> Any:
        if slug == "broken" or not readable:
            raise UNREADABLE
        return Made(lesson=slug)

    readable, own = True, trial("own", 30)
    found: Any = priors.prior_for(own, House(), teach)  # type: ignore[arg-type]
    assert found == (["a", "b"], ["a", "broken", "b"])
    readable = False
    assert priors.prior_for(own, House(), teach) == EXPERIENCE  # type: ignore[arg-type]


def test_a_metric_that_nobody_knows_or_a_test_without_a_day_has_no_other_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meanings, "metrics_of", lambda _: CATALOGUE)
    house: Any = Made(accounts={"clips": Made(platform="youtube")})
    assert meanings._meanings("unheard", ("clips",), MONDAY, house) == {}
    assert meanings._meanings("views", ("clips",), None, house) == {}
    assert meanings._meanings("views", ("clips", "gone"), MONDAY, house) == {"youtube": date(2025, 3, 31)}
    assert meanings._meanings("likes", ("clips",), MONDAY, house) == {"youtube": date.min}


@pytest.mark.parametrize(
    ("accounts", "others", "same"),
    [("a", "a", True), ("a", "b", False), ("a", "c", True), ("ac", "ac", True), ("ac", "bc", False), ("", "b", True)],
)
def test_two_tests_mean_the_same_where_every_platform_of_both_does(
    accounts: str, others: str, same: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accounts a and b are of one platform, before and after it counted anew; c is of another."""
    known = {"a": ("youtube", MONDAY), "b": ("youtube", date(2026, 9, 1)), "c": ("tiktok", date.min)}
    seen: list[Any] = []

    def told(metric: str, names: str, day: date, _: Any) -> dict[str, date]:
        seen.append((metric, day))
        return dict(known[name] for name in names)

    monkeypatch.setattr(meanings, "_meanings", told)
    one, other = trial("one", 0), trial("other", 0)
    one.experiment.accounts, other.experiment.accounts = accounts, others
    later = MONDAY + timedelta(days=1)
    assert meanings.same_meaning(one, MONDAY, other, later, Made()) is same  # type: ignore[arg-type]
    assert seen == [("average_watch_time", MONDAY), ("average_watch_time", later)]
