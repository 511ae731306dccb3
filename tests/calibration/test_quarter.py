"""Orders over a quarter: the counts of the last full run, a few counted again, and some lived through real files."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.planned import RULE
from tests.calibration.quarter import (
    EFFECTS,
    LAST,
    LOST,
    METRICS,
    Quarter,
    attributed,
    counted,
    is_exact,
    lived,
    values_of,
)
from tests.fairness.faults import at
from tests.fairness.season import SLUG, Plan, Season, Workshop, season

import cliptrial
from cliptrial.analysis.results import Role
from cliptrial.analysis.rows import Question, rows
from cliptrial.analysis.units import Assignment, Units
from cliptrial.cli.entry import run
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.due import DAY
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import Lost
from cliptrial.posts.outcomes.stored import attributed as attributed_from_files
from cliptrial.posts.records import Post
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.plan.schedule_files import read_schedule

DRAWS = 999


def last() -> list[dict[str, str]]:
    """The rows of the last full run."""
    return list(csv.DictReader(LAST.read_text(encoding="utf-8").splitlines()))


def test_true_effects_are_in_their_intervals_and_nothing_wins_by_chance_more_often_than_it_may() -> None:
    counts = last()
    assert [(float(one["effect"]), one["metric"]) for one in counts] == [(e, m) for e in EFFECTS for m in METRICS]
    for one in counts:
        assert int(one["runs"]) == 2000
        assert 0.93 <= float(one["covered"]) <= 0.97, one
        if float(one["effect"]) == 0:
            assert float(one["clear"]) <= 0.065, one
            assert 0.9 <= float(one["per_1000_views"]) <= 1.1
        assert float(one["wrong"]) <= 0.005


def test_attribution_recovers_every_planted_order_and_shows_the_share_that_it_cannot_place() -> None:
    for one in last():
        assert float(one["recovered"]) == 1
        assert one["lost_shown"] == one["lost_planted"]
        assert float(one["lost_shown"]) == pytest.approx(sum(LOST.values()), abs=0.005)


def test_a_slice_is_counted_again_and_is_the_same() -> None:
    (found,) = counted(0.0, 20, ["conversion_rate"])
    assert (found.runs, found.recovered) == (20, 1)
    assert found.lost_shown == found.lost_planted


def lived_through_files(made: Season, happened: Quarter, folder: Path) -> Path:
    """The same quarter as a shop's export and a table of posts, planned, handed in and read back."""
    made.posts["views"] = happened.views
    lines = [f"{position},dish{position:02d}" for position in made.posts["position"]]
    (made.own / "codes.csv").write_text("\n".join(["position,code", *lines]) + "\n", encoding="utf-8")
    head = ("Name", "Email", "Financial Status", "Currency", "Total", "Discount Code", "Created at")
    exported = [
        (f"#{n}", "ann@example.org", "paid", "EUR", f"{one.amount:.2f}", one.code, at(one.at), 1,
         f"First name: Ann\nUTM campaign: {SLUG}\nUTM content: {one.content}" if one.content else "")
        for n, one in enumerate(happened.sales)
    ]  # fmt: skip
    end = int(made.posts["posted_at"].max()) + 30 * DAY
    exported.append(("#end", "", "pending", "EUR", "1.00", "", at(end), 1, ""))
    path = folder / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([(*head, "Lineitem quantity", "Note Attributes"), *exported])
    assert run(["ingest", str(path), "--account", "kitchen", "--workspace", str(made.folder)]) == 0
    return made.handed_in()


@pytest.mark.parametrize("number", [1, 2])
def test_real_files_give_the_same_orders_ratios_and_intervals_as_the_fast_way(tmp_path: Path, number: int) -> None:
    """Planned, locked, exported by a shop, ingested and analysed."""
    plan = Plan(posts_per_arm=14, primary="conversion_rate", secondary=("orders", "revenue"), seed=number)
    made = season(Workshop(tmp_path), plan, effect=0.0)
    posted_at = [int(one) for one in made.posts["posted_at"]]
    variant = np.asarray(made.posts["arm"] == "b", dtype=np.float64)
    happened = lived(variant, posted_at, 0.5, np.random.default_rng(number))
    found = attributed(happened)
    assert is_exact(happened, found)
    folder = lived_through_files(made, happened, tmp_path)
    workspace = load_workspace(folder)
    posts = {p.position: Post(p.post_id, "kitchen", int(p.posted_at)) for p in made.posts.itertuples()}
    told = attributed_from_files(Lake(workspace.store_dir), workspace, SLUG, posts, ["kitchen"], 7.0)
    number_of = {post.post_id: str(position) for position, post in posts.items()}
    from_files = {number_of[post]: sorted(o.amount for o in own) for post, own in told.by_post.items()}
    assert from_files == {post: sorted(o.amount for o in own) for post, own in found.by_post.items()}
    # Orders from before the first and after the last post's time are nobody's business, so the shop's are not counted.
    assert told.lost[Lost.UNMARKED] <= found.lost[Lost.UNMARKED]
    analysis = cliptrial.analyze(SLUG, folder, draws=DRAWS)
    questions = [
        Question(CATALOGUE[metric], Role.SECONDARY if place else Role.PRIMARY, values_of(metric, happened, found))
        for place, metric in enumerate(METRICS)
    ]
    fast = [one.uplift for one in rows(units_of(folder), questions, "a", ["b"], RULE)]
    assert [one.metric for one in fast] == [one.metric for one in analysis.uplifts] == [*METRICS]
    for uplift, again in zip(analysis.uplifts, fast, strict=True):
        assert uplift.relative == pytest.approx(again.relative)
        assert uplift.relative_interval == pytest.approx(again.relative_interval)
        assert uplift.p_value == pytest.approx(again.p_value)


def units_of(folder: Path) -> Units:
    """The plan's posts, as the fast way has those of its own schedules."""
    schedule = read_schedule(folder / "experiments" / SLUG)
    assert schedule is not None
    zeros = np.zeros(len(schedule.positions), dtype=np.int64)
    return Units(
        arm=np.array([one.arm for one in schedule.positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=zeros,
        weekday=np.array([one.date.weekday() for one in schedule.positions], dtype=np.int64),
        stratum=zeros,
        block=np.array([one.block for one in schedule.positions], dtype=np.int64),
        schedule=schedule,
        draws=DRAWS,
        seed=schedule.rule.seed,
    )
