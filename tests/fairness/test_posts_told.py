"""What was done with every post, and the facts of an experiment, counted again from what was posted and handed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from math import ceil, isnan
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from ruamel.yaml import YAML
from tests.fairness.happening import lived, planned
from tests.fairness.season import ARMS, DAY, MONDAY, SLUG, ZONE, Season, Workshop, moment
from tests.fairness.test_whole_answers import said

import cliptrial
from cliptrial.analysis.results import Analysis

SEASONS = Path(__file__).parent / "cases" / "whole" / "seasons.yaml"
Happened = tuple[dict[str, Any], Season, Analysis]
ZONES = {"kitchen": ZONE, "bakes": ZoneInfo("America/New_York")}
FOLLOWERS = {"kitchen": 9000, "bakes": 4000}
TOLERANCE = {7.0: 1.0, 2.0: 0.5}
"""Days by which a reading may miss its age."""
NUMBERS: dict[str, Callable[[Any], float]] = {
    "views": lambda p: p.views,
    "likes": lambda p: p.likes,
    "comments": lambda p: p.comments,
    "shares": lambda p: p.shares,
    "unseen": lambda p: p.likes,
    "average_watch_time": lambda p: p.average_watch_time,
    "like_rate": lambda p: p.likes / p.views,
    "comment_rate": lambda p: p.comments / p.views,
    "reached": lambda p: p.views / FOLLOWERS[p.account],
    "seen_through": lambda p: p.average_watch_time / p.duration,
}
"""By metric: its value on one post."""
EVENTS = {"unseen": "likes", "like_rate": "likes", "reached": "views"}
"""By primary metric: the column that an arm's total is the sum of, where it has another name."""


def seasons() -> Iterator[Any]:
    """Every whole season in which something was posted and seen."""
    for case in YAML(typ="safe").load(SEASONS):
        if planned(case).drawn:
            yield pytest.param(case, id=case["says"])


@pytest.fixture(scope="module")
def known() -> dict[str, Happened]:
    """By what a case says: what is known of it, in whatever order tests ask."""
    return {}


@pytest.fixture(params=seasons())
def happened(request: pytest.FixtureRequest, workshop: Workshop, known: dict[str, Happened]) -> Happened:
    """A season as it was lived, and what is said of it."""
    case = request.param
    if case["says"] not in known:
        made = lived(case, workshop)
        known[case["says"]] = case, made, cliptrial.analyze(SLUG, made.handed_in())
    return known[case["says"]]


def test_everything_is_said_in_its_order_and_with_every_value(happened: Happened) -> None:
    case, _, analysis = happened
    said(analysis, case)


def named(made: Season) -> list[str]:
    """Every metric of the plan."""
    plan = made.plan
    return list(dict.fromkeys([plan.primary, *plan.secondary, *plan.guardrails]))


def own_posts(made: Season) -> pd.DataFrame:
    """One row a position: what was planned, and what went out and was handed in; nothing where nothing was."""
    schedule = pd.read_csv(made.own / "schedule.csv", dtype={"slot": str, "topic": str})
    posts = made.posts.merge(schedule[["position", "slot", "topic", "block"]], on="position")
    last = moment(MONDAY, "18:00") + (1e9 if made.until is None else made.until) * DAY
    posts["here"] = posts["views"].notna() & (posts["captured_at"] <= last)
    posts["local"] = [
        pd.Timestamp(int(at), unit="s", tz="UTC").tz_convert(ZONES[account])
        for at, account in zip(posts["posted_at"], posts["account"], strict=True)
    ]
    return posts.sort_values("position")


def shown(made: Season, post: Any) -> bool:
    """Whether the post's numbers may be used: read at its age, before any promotion, and in a block that counts."""
    age = (post.captured_at - post.posted_at) / DAY
    planned_age = float(made.plan.measure_at.rstrip("dh")) / (24 if made.plan.measure_at.endswith("h") else 1)
    together = len(set(made.posts["captured_at"])) == 1
    at_age = together or abs(age - planned_age) <= TOLERANCE[planned_age]
    paid = (
        isinstance(post.promoted_on, str) and moment(date.fromisoformat(post.promoted_on), "00:00") < post.captured_at
    )
    return bool(post.here and at_age and not paid)


def counted(made: Season, analysis: Analysis) -> set[int]:
    """The positions of the blocks that the look may see; all where it is no look before the end."""
    posts = own_posts(made)
    looks = [f.values for f in analysis.findings if f.code == "planned_look"]
    if not looks:
        return set(posts["position"])
    blocks = ceil(posts["block"].max() * looks[0]["look"] / looks[0]["looks"])
    return set(posts["position"][posts["block"] <= blocks])


def test_every_post_is_told_as_it_was_planned_and_as_it_went_out(happened: Happened) -> None:
    _, made, analysis = happened
    seen = counted(made, analysis)
    wanted = []
    for post in own_posts(made).itertuples():
        out = post.here
        late = post.local.tz_localize(None) - pd.Timestamp(f"{post.day} {post.slot}")
        numbers = {name: NUMBERS[name](post) for name in named(made)}
        known = shown(made, post) and post.position in seen
        wanted.append(
            {
                "position": post.position,
                "post_id": post.post_id if out else None,
                "account": post.account,
                "arm": post.arm,
                "planned": post.day,
                "posted_on": post.local.date() if out else None,
                "weekday": post.local.day_of_week if out else None,
                "slot": f"{post.local:%H:%M}" if out else None,
                "topic": post.topic if isinstance(post.topic, str) else None,
                "link": post.link if out else None,
                "caption": post.caption if out else None,
                "late": pytest.approx(late.total_seconds() / 3600) if out else None,
                "metrics": {
                    name: pytest.approx(value) if known and not isnan(value) else None
                    for name, value in numbers.items()
                },
            }
        )
    assert [asdict(post) for post in analysis.posts] == wanted


def test_the_facts_are_those_of_plan_lock_and_posts(happened: Happened) -> None:
    _, made, analysis = happened
    plan, facts, posts = made.plan, analysis.experiment, own_posts(made)
    assert facts is not None
    out = posts[posts["here"]]
    lock = json.loads((made.own / "lock.json").read_text(encoding="utf-8"))["locks"][-1] if plan.locked else None
    told = asdict(facts)
    assert told.pop("texts") == {}
    assert told.pop("plan_hash") == (lock["plan"] if lock else analysis.provenance.plan_hash)
    decided = [values for values in (told.pop("decision"),) if values]
    assert decided == (
        [{"who": "Mara", "when": "2026-04-12", "what": "drop", "why": "Because drop."}]
        if (made.own / "decision.yaml").exists()
        else []
    )
    ready = not any(f.code == "not_ready" for f in analysis.findings)
    assert told.pop("state") == ("decided" if decided else "ready" if ready else "running")
    assert told == {
        "slug": SLUG,
        "title": "A trial",
        "old_new": None,
        "statement": "The variant reaches more people.",
        "because": plan.because,
        "variable": plan.variable,
        "hold_constant": tuple(one for one in plan.hold if one != plan.variable),
        "accounts": plan.accounts,
        "at_least": float(plan.at_least.rstrip("%")) / 100,
        "expect": plan.expect,
        "alpha": 0.05,
        "measure_at": 2.0 if plan.measure_at == "48h" else 7.0,
        "start": MONDAY,
        "first_post": min(out["local"]).date(),
        "last_post": max(out["local"]).date(),
        "locked_on": MONDAY - timedelta(days=1) if lock else None,
        "plan_unchanged": True if lock else None,
        "posts_planned": len(posts),
        "posts_matched": len(out),
        "follow_up_of": None,
    }


def test_arms_and_weekdays_are_counted_as_posted(happened: Happened) -> None:
    _, made, analysis = happened
    posts = own_posts(made)
    out = posts[posts["here"]]
    arms = "abc"[: made.plan.arms]
    assert [(arm.id, arm.posts, arm.control) for arm in analysis.arms] == [
        (arm, int((out["arm"] == arm).sum()), arm == "a") for arm in arms
    ]
    values = [v if isinstance(v, str) else " ".join(v) for v in (arm.value for arm in analysis.arms)]
    assert values == list(ARMS[made.plan.variable][: made.plan.arms])
    days = {arm: [0] * 7 for arm in arms}
    for post in out.itertuples():
        days[post.arm][post.local.day_of_week] += 1
    assert {arm: list(counts) for arm, counts in analysis.weekdays.items()} == days


def test_totals_and_best_posts_are_those_of_the_posts_compared(happened: Happened) -> None:
    _, made, analysis = happened
    if not analysis.uplifts:
        assert analysis.total_relative is None
        assert analysis.total_share_of_best == {}
        return
    seen, primary = counted(made, analysis), made.plan.primary
    used = pd.DataFrame([p for p in own_posts(made).itertuples() if shown(made, p) and p.position in seen])
    each = used.assign(each=[NUMBERS[primary](post) for post in used.itertuples()]).groupby("arm")["each"]
    assert analysis.total_relative == pytest.approx(each.mean()[analysis.verdict.arm] / each.mean()["a"] - 1)
    total = used.groupby("arm")[EVENTS.get(primary, primary)]
    assert analysis.total_share_of_best == pytest.approx((total.max() / total.sum()).to_dict())
    posts = each.count()
    assert {row.arm: row.posts for row in analysis.uplifts if row.role == "primary"} == {
        arm: (posts["a"], posts[arm]) for arm in "bc"[: made.plan.arms - 1]
    }


def test_the_data_are_dated_by_the_newest_reading_used(happened: Happened) -> None:
    _, made, analysis = happened
    used = [post.captured_at for post in own_posts(made).itertuples() if shown(made, post)]
    assert analysis.provenance.data_as_of == max(used)
    assert (analysis.provenance.seed, analysis.provenance.draws) == (made.plan.seed, 4999)
