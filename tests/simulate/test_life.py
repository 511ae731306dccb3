"""What happens at the example brand: exports, notes and the trap of the weekend sound."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cliptrial.rotation import draw_schedule
from cliptrial.simulate import kitchen
from cliptrial.simulate.brand import ACCOUNTS, BAKES, EXPERIMENTS, KITCHEN, QUESTION_HOOK, TRENDING_SOUND
from cliptrial.simulate.life import Life, live, notes, sessions

PLANS = {d.slug: (d, draw_schedule(d.experiment, topics=d.topics)) for d in EXPERIMENTS}


@pytest.fixture(scope="module")
def lives() -> dict[str, Life]:
    return {account.name: live(account, PLANS) for account in ACCOUNTS}


def content_rows(files: dict[str, bytes]) -> list[list[str]]:
    tables = [data for name, data in files.items() if name.startswith("Content")]
    return [row for data in tables for row in list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]]


def test_no_topic_is_filmed_twice() -> None:
    topics = [topic for demo in EXPERIMENTS for topic in demo.topics]
    assert len(topics) == len(set(topics)) == 56 * 3 + 28
    assert kitchen.topics("question-hook")[0] in topics


@pytest.mark.parametrize("name", [account.name for account in ACCOUNTS])
def test_no_export_holds_more_posts_than_studio_allows(lives: dict[str, Life], name: str) -> None:
    for files in sessions(lives[name]).values():
        for file, data in files.items():
            if file.startswith("Content"):
                assert 1 <= data.decode("utf-8-sig").count("/video/") <= 15


@pytest.mark.parametrize("name", [account.name for account in ACCOUNTS])
def test_each_post_of_an_experiment_is_seen_in_one_common_session_a_week_or_more_after_the_last(
    lives: dict[str, Life], name: str
) -> None:
    life = lives[name]
    days = life.studio.posted_on()
    for demo, _ in PLANS.values():
        mine = [i for (slug, _), i in life.index.items() if slug == demo.slug]
        if not mine:
            continue
        links = {life.studio.link(i) for i in mine}
        ready = max(days[i] for i in mine) + timedelta(days=7)
        shown = {day: {row[2] for row in content_rows(files)} for day, files in sessions(life).items()}
        common = [day for day, seen in shown.items() if links <= seen]
        assert common
        assert min(common) > ready


def test_counters_of_a_post_never_fall_from_session_to_session(lives: dict[str, Life]) -> None:
    seen: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for _, files in sorted(sessions(lives[KITCHEN.name]).items()):
        for row in content_rows(files):
            seen[row[2]].append(tuple(map(int, row[4:])))
    assert len(seen) == 112
    for counters in seen.values():
        for earlier, later in pairwise(counters):
            assert all(a <= b for a, b in zip(earlier, later, strict=True))


def test_two_hook_posts_are_about_an_hour_late_and_the_others_within_minutes(lives: dict[str, Life]) -> None:
    demo, schedule = PLANS["question-hook"]
    punctual = demo.posted_at(schedule, "Europe/Berlin")
    on_time = type(demo)(**{**{f: getattr(demo, f) for f in demo.__slots__}, "late": {}}).posted_at(
        schedule, "Europe/Berlin"
    )
    late = {p: punctual[p] - on_time[p] for p in punctual if punctual[p] != on_time[p]}
    assert set(late) == set(QUESTION_HOOK.late)
    assert all(3600 <= seconds <= 5400 for seconds in late.values())


def test_the_trending_sound_went_out_from_friday_to_sunday_only(lives: dict[str, Life]) -> None:
    life, schedule = lives[BAKES.name], PLANS[TRENDING_SOUND.slug][1]
    days = life.studio.posted_on()
    weekdays: dict[str, Counter[int]] = defaultdict(Counter)
    for p in schedule.positions:
        weekdays[p.arm][days[life.index[TRENDING_SOUND.slug, p.position]].weekday()] += 1
    assert set(weekdays["trending"]) == {4, 5, 6}
    assert sum(weekdays["kitchen"][day] for day in range(4)) >= 12
    assert weekdays["kitchen"].total() == weekdays["trending"].total() == 14
    planned = Counter(p.date.weekday() for p in schedule.positions if p.arm == "trending")
    assert set(planned) == set(range(7)), "the plan itself was fair"


def test_arms_differ_in_the_caption_only_where_the_hashtags_are_tested(lives: dict[str, Life]) -> None:
    for slug, (demo, schedule) in PLANS.items():
        for account in demo.experiment.accounts:
            life = lives[account]
            captions = {p: life.studio.captions[life.index[slug, p.position]] for p in schedule.positions}
            tags = {p.arm: frozenset(re.findall(r"#\w+", captions[p])) for p in schedule.positions}
            assert (len(set(tags.values())) == 1) is (slug != "niche-hashtags")


def test_numbers_are_read_a_week_after_posting_as_the_platform_showed_them(lives: dict[str, Life]) -> None:
    life = lives[KITCHEN.name]
    days = life.studio.posted_on()
    for position, noted in notes(life, QUESTION_HOOK).items():
        i = life.index[QUESTION_HOOK.slug, position]
        assert noted.read_on == days[i] + timedelta(days=7)
        week_later = int(life.studio.posts.posted_at[i]) + 7 * 86_400
        assert noted.views == life.studio.posts.counters(week_later).views[i]
        assert (noted.saves is None) is (position in QUESTION_HOOK.saves_forgotten)


def test_export_days_are_mondays_and_thursdays(lives: dict[str, Life]) -> None:
    days = list(sessions(lives[KITCHEN.name]))
    assert {day.weekday() for day in days} == {0, 3}
    assert days[-1] == date(2026, 5, 4)
