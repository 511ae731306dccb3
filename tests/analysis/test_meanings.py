"""Numbers of a platform that changed what it counts are never put together, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.analysis.workspaces import finished
from tests.fairness.season import SLUG, Plan, Workshop, season

from cliptrial import compare_history, many_arms
from cliptrial.analysis.checks.left_out import Why, left_out
from cliptrial.analysis.learning.lessons import LeftOut, Lesson
from cliptrial.analysis.learning.library import learn
from cliptrial.analysis.learning.meanings import of_newest_meaning
from cliptrial.analysis.learning.pooling import learned
from cliptrial.analysis.learning.priors import earlier_experiments
from cliptrial.analysis.learning.series import _same_way
from cliptrial.analysis.material import gather
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.metrics import CATALOGUE
from cliptrial.metrics.periods import changes_of, counted_columns, meaning
from cliptrial.posts.equal_age.meanings import CountedOn, of_one_meaning
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.records import AgeRule, Reading, Readings
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.wording.learned import looked_at

DAY = 86_400
CHANGED = date(2026, 8, 24)
FIRST = int(datetime(2026, 7, 20, 16, tzinfo=UTC).timestamp())
"""Forty daily posts from here on, read after a week: 28 before the change, seven across it, five behind it."""


@pytest.fixture(scope="module")
def channel(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A channel that posted through the change, two sounds by turns, and an account of TikTok on the same days."""
    accounts = {"clips": {"timezone": "Europe/Berlin", "platform": "youtube"}, "kitchen": {"timezone": "Europe/Berlin"}}
    made = init_workspace(tmp_path_factory.mktemp("channel") / "ws", accounts=accounts)
    rng = np.random.default_rng(3)
    posts, snapshots = [], []
    for account in accounts:
        for number in range(40):
            at = FIRST + number * DAY
            name = f"Clip-{number:06d}" if account == "clips" else f"{(at << 32) + number}"
            common = {"post_id": name, "account": account, "source": "spreadsheet"}
            sound = ("Rain", "Drums")[number % 2]
            posts.append({**common, "posted_at": at, "sound": sound, "duration": 20.0, "described_at": at})
            views = float(round(np.exp(7 + rng.normal(0, 0.3))))
            snapshots.append({**common, "captured_at": at + 7 * DAY, "views": views, "likes": views / 20})
    lake = Lake(made.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
    return made


def lesson(slug: str, start: date, account: str = "clips", metric: str = "views") -> Lesson:
    return Lesson(
        slug, slug, "hook", metric, (account,), start, ("b",), 0.1, 0.05, 0.105, 56, Evidence.RANDOMISED,
        VerdictCode.BETTER, None, None,
    )  # fmt: skip


def test_earlier_posts_of_one_side_are_compared_and_the_others_told(channel: Workspace) -> None:
    analysis = compare_history(channel, account="clips", dimension="sound")
    assert {arm.id: arm.posts for arm in analysis.arms} == {"Rain": 14, "Drums": 14}
    (found,) = [one for one in analysis.findings if one.code == "definition_changed"]
    assert (found.posts, found.days, found.level.value) == (12, (CHANGED,), "warning")


def test_on_another_platform_and_by_another_number_all_of_them_are(channel: Workspace) -> None:
    """TikTok changed nothing, and likes are likes."""
    for account, metric in (("kitchen", "views"), ("clips", "likes")):
        analysis = compare_history(channel, account=account, dimension="sound", metric=metric)
        assert sum(arm.posts for arm in analysis.arms) == 40
        assert "definition_changed" not in {one.code for one in analysis.findings}


def test_of_two_accounts_each_keeps_its_own_larger_side(channel: Workspace) -> None:
    analysis = compare_history(channel, dimension="sound")
    assert sum(arm.posts for arm in analysis.arms) == 28 + 40


def test_signals_of_earlier_posts_say_so_in_both_languages(channel: Workspace) -> None:
    many = many_arms(channel, "sound", account="clips", draws=99)
    assert (many.posts, many.redefined) == (28, (CHANGED,))
    assert "since 24 August 2026" in looked_at(many, "en").replace("\u00a0", " ").replace("Since", "since")
    assert "24. August 2026" in looked_at(many, "de").replace("\u00a0", " ")
    assert many_arms(channel, "sound", account="kitchen", draws=99).redefined == ()


def test_only_experiments_of_the_newest_meaning_are_pooled(channel: Workspace) -> None:
    before, on_it, after = date(2026, 8, 23), CHANGED, date(2026, 9, 1)
    lessons = [lesson("a", before), lesson("b", on_it), lesson("c", after), lesson("d", before, "kitchen")]
    lessons += [lesson("e", before, metric="likes"), lesson("f", after, metric="likes")]
    kept = of_newest_meaning(lessons, channel)
    assert [one.left_out for one in kept] == [LeftOut.REDEFINED, None, None, None, None, None]
    assert {one.metric: one.experiments for one in learned(kept)} == {"views": ("d", "b", "c"), "likes": ("e", "f")}


def test_a_meaning_that_nobody_tested_since_stays_the_newest(channel: Workspace) -> None:
    lessons = [lesson("a", date(2025, 3, 30)), lesson("b", date(2025, 3, 31)), lesson("c", date(2026, 8, 23))]
    assert [one.left_out for one in of_newest_meaning(lessons, channel)] == [LeftOut.REDEFINED, None, None]


def test_a_change_begins_with_its_day_and_touches_shorts_alone_at_first() -> None:
    views = counted_columns(CATALOGUE["views"])
    assert meaning(views, "youtube", date(2025, 3, 30)) is None
    assert meaning(views, "youtube", date(2025, 3, 31)) == date(2025, 3, 31)
    assert meaning(views, "youtube", date(2026, 8, 23), 180.0) == date(2025, 3, 31)
    assert meaning(views, "youtube", date(2026, 8, 23), 180.1) is None
    assert meaning(views, "youtube", CHANGED, 180.1) == CHANGED
    assert [*changes_of(views, "tiktok")] == [*changes_of(["likes"], "youtube")] == []
    assert counted_columns(CATALOGUE["like_rate"]) == ("likes", "views")


SHORTS, EVERY = date(2025, 3, 31), date(2026, 8, 24)
OLD, NEW = "2025-01-10 2025-01-17", "2026-09-01 2026-09-08"
BETWEEN, ACROSS = "2025-06-10 2025-06-17", "2026-08-20 2026-08-27"


@pytest.mark.parametrize(
    ("posts", "gone", "days"),
    [
        ([BETWEEN, BETWEEN], "", None),
        ([ACROSS, ACROSS], "0 1", [EVERY]),
        ([BETWEEN, ACROSS, ACROSS], "1 2", [EVERY]),
        ([OLD, BETWEEN], "0", [SHORTS]),
        ([NEW, BETWEEN], "1", [EVERY]),
        ([OLD, BETWEEN, OLD], "1", [SHORTS]),
        ([NEW, BETWEEN, BETWEEN], "0", [EVERY]),
        ([OLD, NEW], "0", [SHORTS, EVERY]),
        ([OLD, BETWEEN, NEW, NEW], "0 1", [SHORTS, EVERY]),
        (["2025-03-30 2025-04-06", NEW], "0", [SHORTS]),
        (["2025-03-31 2026-08-24", NEW], "0", [EVERY]),
        (["2026-09-05 2026-08-20", NEW], "0", [EVERY]),
        (["2025-03-30 2025-03-30", "2025-03-31 2025-03-31"], "0", [SHORTS]),
        ([f"{OLD} 181", NEW], "0", [EVERY]),
        ([f"{BETWEEN} 181", BETWEEN, BETWEEN], "0", [SHORTS]),
        ([f"{OLD} 181", f"{BETWEEN} 181"], "", None),
    ],
)  # fmt: skip
def test_the_larger_side_of_an_account_is_kept_and_of_two_as_large_the_later_one(
    posts: list[str], gone: str, days: list[date] | None
) -> None:
    """Each post with the day it went out, the day it was read, and its seconds; half an hour into a day of Berlin."""
    zone, readings, counted = ZoneInfo("Europe/Berlin"), {}, {}
    for number, (posted, read, *length) in enumerate(map(str.split, posts)):
        at, then = (
            int(datetime.fromisoformat(f"{day} 00:30").replace(tzinfo=zone).timestamp()) for day in (posted, read)
        )
        readings[f"{number}"] = Reading(f"{number}", then, 7.0, 5.0, 1.0)
        counted[f"{number}"] = CountedOn("clips", "youtube", at, zone, *map(float, length))
    counted["unread"] = counted["0"]
    other = Reading("elsewhere", 0, 7.0, 5.0, 1.0)
    asked = Readings(CATALOGUE["views"], AgeRule.COMMON_EXPORT, {**readings, "elsewhere": other})
    assert {*of_one_meaning(asked, counted).by_post} == readings.keys() - {*gone.split()} | {"elsewhere"}
    found = of_one_meaning(replace(asked, by_post=readings), counted)
    assert {*found.by_post} == readings.keys() - {*gone.split()}
    assert found.rule is (AgeRule.COMMON_EXPORT if found.by_post else AgeRule.NONE)
    told = found.across and ([*found.across.days], " ".join(found.across.posts))
    assert told == (None if days is None else (days, gone))


@pytest.mark.parametrize(("platform", "numbers"), [("youtube", [2, 3, 4, 5, 6]), ("tiktok", [0, 1, 2, 3, 4, 5, 6])])
def test_what_to_reckon_with_is_learned_from_experiments_of_one_meaning(
    platform: str, numbers: list[int], tmp_path: Path
) -> None:
    """Every eight weeks one from 6 January 2025 on: the first two began before YouTube counted Shorts anew."""
    ws = init_workspace(tmp_path / "ws", accounts={"kitchen": {"timezone": "Europe/Berlin", "platform": platform}})
    for number in range(8):
        finished(ws, f"hook-{number}", 0.1, number, measured=False, primary="like_rate", own=True)
    last = load_experiment("hook-7", ws)
    assert [one.slug for one in earlier_experiments(last, ws)] == [f"hook-{number}" for number in numbers]


def test_a_repeated_test_is_put_together_with_those_of_its_own_meaning(tmp_path: Path) -> None:
    """Three of the same hook: one before the change, two behind it, too few to say anything of all."""
    ws = init_workspace(tmp_path / "ws", accounts={"clips": {"timezone": "Europe/Berlin", "platform": "youtube"}})
    for number in range(3):
        finished(ws, f"hook-{number}", 0.1, number + 1, measured=False, account="clips")
    first, second, third = (load_experiment(f"hook-{number}", ws) for number in range(3))
    assert _same_way(third, second, ws)
    assert not _same_way(third, first, ws)
    for other in _read_otherwise(second):
        assert not _same_way(third, other, ws)


def _read_otherwise(one: Loaded) -> Iterator[Loaded]:
    """The experiment with another control, variable, number of arms or metric: its effect is one of something else."""
    plan = one.experiment
    silent = plan.change.control.model_copy(update={"value": "Silence"})
    more = (*plan.change.variants, silent.model_copy(update={"id": "silent"}))
    for change in ({"control": silent}, {"variable": Variable.SOUND}, {"variants": more}):
        yield replace(one, experiment=plan.model_copy(update={"change": plan.change.model_copy(update=change)}))
    metrics = plan.metrics.model_copy(update={"primary": "likes"})
    yield replace(one, experiment=plan.model_copy(update={"metrics": metrics}))


def test_a_post_of_the_other_side_does_not_count_for_that_reason(tmp_path: Path) -> None:
    folder = season(Workshop(tmp_path), Plan(accounts=("clips",), start=date(2026, 8, 3)), effect=0.8).handed_in()
    opened = load_workspace(folder)
    loaded = load_experiment(SLUG, opened)
    schedule = read_schedule(loaded.folder)
    assert schedule is not None
    reasons = left_out(gather(opened, loaded, schedule))
    assert {why: len(positions) for why, positions in reasons.items()} == {Why.REDEFINED: 14}


def test_the_library_lists_an_older_meaning_and_does_not_pool_it(tmp_path: Path) -> None:
    ws = init_workspace(tmp_path / "ws", accounts={"clips": {"timezone": "Europe/Berlin", "platform": "youtube"}})
    for number in (0, 2):
        finished(ws, f"hook-{number}", 0.8, number, account="clips", own=True)
    library = learn(ws, draws=99)
    assert {one.slug: one.left_out for one in library.lessons} == {"hook-0": LeftOut.REDEFINED, "hook-2": None}
    assert [one.experiments for one in library.learned] == [("hook-2",)]
