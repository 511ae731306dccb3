"""A series counts once, and what the same change did elsewhere is taken in as far as it may."""

from __future__ import annotations

from dataclasses import replace
from math import expm1, log1p, sqrt
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.test_learning import lesson
from tests.analysis.workspaces import finished

from cliptrial.analysis.learning.changes import expected_elsewhere, once, tried
from cliptrial.analysis.learning.lessons import LeftOut
from cliptrial.analysis.learning.pooling import learned
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.series import Same, same_changes
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.accounts import by_account, until_known
from cliptrial.stats.pooled.prior import EXPERIENCE

QUIET = "average_watch_time"


def test_a_series_is_one_test_as_exact_as_all_of_it() -> None:
    lessons = [lesson(0, 0.2, 0.1), lesson(1, 0.5, 0.2), lesson(2, -0.1, 0.3)]
    same = {"e0": Same("e0"), "e1": Same("e0"), "e2": Same("e2")}
    first, other = once(lessons, same)
    weights = np.array([0.1, 0.2]) ** -2
    assert first.effect == pytest.approx(float(weights @ [0.2, 0.5] / weights.sum()))
    assert first.standard_error == pytest.approx(1 / sqrt(weights.sum()))
    assert (first.slug, first.posts, first.relative) == ("e0", 112, pytest.approx(expm1(first.effect or 0)))
    assert other == lessons[2]


def test_a_test_the_other_way_round_counts_with_the_opposite_sign() -> None:
    same = {"e0": Same("e0"), "e1": Same("e0", -1)}
    (one,) = once([lesson(0, 0.2), lesson(1, -0.2)], same)
    assert one.effect == pytest.approx(0.2)
    (turned,) = once([lesson(1, -0.2), lesson(0, 0.2)], same)
    assert turned.effect == pytest.approx(-0.2), "as the first one has it"


@pytest.mark.parametrize("more", [{"accounts": ("b",)}, {"left_out": LeftOut.OBSERVED}])
def test_another_account_is_another_test_and_what_does_not_count_is_none(more: dict[str, object]) -> None:
    lessons = [lesson(0, 0.2), lesson(1, 0.4, **more)]
    counted = once(lessons, {"e0": Same("e0"), "e1": Same("e0")})
    assert counted == [one for one in lessons if one.left_out is None]


@pytest.mark.parametrize(("repeats", "tests"), [(0, 5), (1, 4), (4, 1)])
def test_repeats_give_no_headline_no_prediction_and_no_prior(repeats: int, tests: int) -> None:
    lessons = [lesson(n, 0.5 + 0.02 * n, 0.05, metric=QUIET) for n in range(5)]
    same = {f"e{n}": Same(f"e{max(0, n - repeats)}") for n in range(5)}
    (one,) = learned(lessons, same)
    assert (len(one.experiments), len(one.counted)) == (5, tests)
    assert one.code == ("higher" if tests >= 3 else "too_few")
    assert (one.next_interval == (None, None)) == (tests < 5)
    assert (one.prior == EXPERIENCE) == (tests < 5)
    errors = np.array([one.standard_error for one in once(lessons, same)], dtype=float)
    assert one.until_known == pytest.approx(until_known(errors))


def test_lessons_of_others_teach_the_prior_and_nothing_else() -> None:
    own = [lesson(n, 0.1 * n, 0.05, metric=QUIET) for n in range(3)]
    beyond = [lesson(n, 0.6, 0.05, metric=QUIET, accounts=("other",)) for n in range(3, 6)]
    (alone,), (taught,) = learned(own), learned(own, beyond=beyond)
    assert replace(taught, prior=alone.prior) == alone
    assert (alone.prior, taught.prior.experiments) == (EXPERIENCE, 6)


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A question on three accounts of two clients, once with its arms turned, and something else."""
    folder = tmp_path_factory.mktemp("agency")
    (folder / "workspace.yaml").write_text(
        "clients: {adler: {name: Adler}, kino: {name: Kino}}\naccounts:\n"
        "  hotel: {timezone: Europe/Berlin, client: adler}\n  bar: {timezone: Europe/Berlin, client: adler}\n"
        "  film: {timezone: Europe/Berlin, client: kino}\n",
        encoding="utf-8",
    )
    workspace = load_workspace(folder)
    turned = {"control": "QUESTION", "variants": ["statement"]}
    finished(workspace, "hotel-question", 0.0, 0, account="hotel", measured=False)
    finished(workspace, "bar-statement", 0.0, 1, account="bar", measured=False, **turned)  # type: ignore[arg-type]
    finished(workspace, "film-question", 0.0, 2, account="film", measured=False)
    finished(workspace, "film-silence", 0.0, 3, account="film", measured=False, variants=["Silence"], idea="quiet")
    finished(workspace, "hotel-hush", 0.0, 4, account="hotel", measured=False, variants=["Hush"], idea="quiet")
    return workspace


def test_a_change_is_known_by_its_arms_either_way_round_and_by_its_idea(agency: Workspace) -> None:
    same = same_changes(load_all(agency).loaded)
    assert {slug: (one.change, one.sign) for slug, one in same.items()} == {
        "hotel-question": ("hotel-question", 1),
        "bar-statement": ("hotel-question", -1),
        "film-question": ("hotel-question", 1),
        "film-silence": ("film-silence", 1),
        "hotel-hush": ("film-silence", 1),
    }


def test_one_that_names_an_idea_and_has_the_arms_of_another_joins_both(agency: Workspace) -> None:
    loaded = {one.slug: one for one in load_all(agency).loaded}
    alone = loaded["film-silence"]
    hush = loaded["hotel-hush"].experiment.change

    def named(slug: str, **changed: object) -> Loaded:
        return replace(alone, slug=slug, experiment=alone.experiment.model_copy(update=changed))

    first, second = named("a"), named("b", idea=None, change=hush)
    assert [one.change for one in same_changes([first, second]).values()] == ["a", "b"]
    both = same_changes([first, second, named("c", change=hush)])
    assert {one.change for one in both.values()} in ({"a"}, {"b"})


def test_each_account_is_told_by_its_own_tests_and_a_part_of_the_others(agency: Workspace) -> None:
    """As the statistic says; a client's own library names its accounts and counts those of others."""
    loaded = load_all(agency).loaded
    effects = {"hotel-question": 0.5, "bar-statement": -0.3, "film-question": 0.1}
    lessons = [
        lesson(n, effects[slug], 0.2, slug=slug, accounts=(slug.split("-")[0],)) for n, slug in enumerate(effects)
    ]
    plans = {one.slug: one.experiment for one in loaded}
    same = same_changes(loaded)
    expected = by_account(np.array([0.5, 0.3, 0.1]), np.full(3, 0.2), [[0], [1], [2]])
    (whole,) = tried(lessons, plans, same, agency)
    assert [log1p(one.relative) for one in whole.accounts.values()] == pytest.approx(list(expected.means))
    assert [*whole.accounts] == ["hotel", "bar", "film"]
    (own,) = tried(lessons, plans, same, agency, "kino")
    assert ([*own.accounts], own.others, own.experiments) == (["film"], 2, ("film-question",))
    assert own.accounts["film"] == whole.accounts["film"]
    assert own.elsewhere == whole.elsewhere
    assert whole.elsewhere is not None
    assert log1p(whole.elsewhere.relative) == pytest.approx(expected.elsewhere)
    reach = 1.2815515655446004 * expected.elsewhere_error
    assert np.log1p(whole.elsewhere.interval) == pytest.approx([expected.elsewhere - reach, expected.elsewhere + reach])


def test_what_is_tried_the_other_way_round_is_told_as_that_client_tried_it(agency: Workspace) -> None:
    loaded = load_all(agency).loaded
    lessons = [
        lesson(0, 0.4, 0.2, slug="film-question", accounts=("film",)),
        lesson(1, -0.3, 0.2, slug="bar-statement", accounts=("bar",)),
    ]
    plans, same = {one.slug: one.experiment for one in loaded}, same_changes(loaded)
    (adler,), (kino,) = (tried(lessons, plans, same, agency, client) for client in ("adler", "kino"))
    assert (adler.control, adler.variants) == ("QUESTION", ("statement",))
    assert adler.accounts["bar"].relative < 0 < kino.accounts["film"].relative
    assert adler.elsewhere is not None
    assert kino.elsewhere is not None
    assert log1p(adler.elsewhere.relative) == pytest.approx(-log1p(kino.elsewhere.relative))


def test_what_nobody_may_say_of_another_account_is_unknown(agency: Workspace, tmp_path: Path) -> None:
    text = (agency.root / "workspace.yaml").read_text(encoding="utf-8")
    (tmp_path / "workspace.yaml").write_text(text.replace("name: Kino", "name: Kino, teaches: false"), encoding="utf-8")
    silent, loaded = load_workspace(tmp_path), load_all(agency).loaded
    plans, same = {one.slug: one.experiment for one in loaded}, same_changes(loaded)
    (one,) = tried([lesson(0, 0.4, 0.2, slug="film-question", accounts=("film",))], plans, same, silent)
    assert one.elsewhere is None
    (own,) = tried([lesson(0, 0.4, 0.2, slug="film-question", accounts=("film",))], plans, same, silent, "kino")
    assert own.elsewhere is not None, "to its own accounts a client may say it"


def test_changes_that_most_accounts_tried_come_first_those_of_others_counted(agency: Workspace) -> None:
    """A question on three accounts, silence on two; a test that does not count is no part of it."""
    loaded = load_all(agency).loaded
    lessons = [
        lesson(0, 0.3, slug="film-silence", accounts=("film",), variable="sound"),
        lesson(1, 0.2, slug="hotel-hush", accounts=("hotel",), variable="sound"),
        lesson(2, 0.5, slug="hotel-question", accounts=("hotel",), start=None),
        lesson(3, -0.3, slug="bar-statement", accounts=("bar",)),
        lesson(4, 0.1, slug="film-question", accounts=("film",)),
    ]
    plans, same = {one.slug: one.experiment for one in loaded}, same_changes(loaded)
    whole = tried(lessons, plans, same, agency)
    assert [(one.variable, len(one.accounts), one.others) for one in whole] == [("hook", 3, 0), ("sound", 2, 0)]
    assert whole[0].experiments == ("bar-statement", "film-question", "hotel-question"), "the undated one last"
    assert whole[1].experiments == ("film-silence", "hotel-hush")
    own = tried(lessons, plans, same, agency, "kino")
    assert [(one.variable, len(one.accounts), one.others) for one in own] == [("hook", 1, 2), ("sound", 1, 1)]
    left = [replace(one, left_out=LeftOut.BLOCKED, effect=None) if one.slug[:3] == "bar" else one for one in lessons]
    assert [[*one.accounts] for one in tried(left, plans, same, agency)] == [["film", "hotel"]] * 2


def test_a_test_that_no_other_repeats_counts_as_it_was_run() -> None:
    alone = [lesson(0, 0.4)]
    for sign in (1, -1):
        assert expected_elsewhere(alone, {}, sign) == expected_elsewhere(alone, {"e0": Same("e0")}, sign)
    assert expected_elsewhere(alone, {}, 1)[0] == pytest.approx(-expected_elsewhere(alone, {}, -1)[0])
    assert expected_elsewhere(alone, {}, 1)[0] > 0
