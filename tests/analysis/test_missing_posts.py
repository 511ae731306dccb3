"""Posts that vanish, from real files: what is said of them, and that nobody wins by deleting."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from math import ceil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from scipy.stats import binom
from tests.analysis.workspaces import finished, fresh
from tests.fairness.season import DAY, SLUG, Plan, Workshop, season

import cliptrial
from cliptrial.analysis.checks.plan import uneven_findings
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.material import Material, gather
from cliptrial.analysis.planned_posts import planned_units
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.cli.entry import run
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import read_links, write_links
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE


def forget(ws: Workspace, ids: Iterable[str], tables: Iterable[str]) -> None:
    """The store as if these posts had never been seen in these tables."""
    for table in tables:
        for file in (ws.store_dir / table).glob("*.parquet"):
            data = pq.read_table(file)
            gone = pc.is_in(data["post_id"], value_set=pa.array(sorted(ids)))
            if pc.any(gone).as_py():
                pq.write_table(data.filter(pc.invert(gone)), file)


def hide_worst(ws: Workspace, slug: str, *, deleted: bool) -> cliptrial.Analysis:
    """Take the variant's worst fifteen percent, rounded up, off the platform, or only out of the exports."""
    before = cliptrial.analyze(slug, ws, prior=EXPERIENCE, draws=499)
    variant = sorted((p for p in before.posts if p.arm == "question"), key=lambda p: p.metrics["views"] or 0.0)
    gone = variant[: ceil(0.15 * len(variant))]
    forget(ws, [str(p.post_id) for p in gone], ("posts", "snapshots") if deleted else ("snapshots",))
    if deleted:
        folder = load_experiment(slug, ws).folder
        positions = {p.position for p in gone}
        write_links(folder, {k: v for k, v in read_links(folder).items() if k not in positions})
    return cliptrial.analyze(slug, ws, prior=EXPERIENCE, draws=499)


@pytest.mark.slow
def test_deleting_or_not_exporting_the_worst_posts_wins_nothing(tmp_path: Path) -> None:
    """Eight experiments without an effect; in some of them the deletion would win if it were believed."""
    tempted = won = 0
    for number in range(8):
        ws = fresh(tmp_path / f"kitchen-{number}")
        finished(ws, f"hook-{number}", 0.0, number)
        after = hide_worst(ws, f"hook-{number}", deleted=number % 2 == 0)
        row = after.uplifts[0]
        assert row.posts == (14, 11)
        tempted += row.reason == "missing_posts_decide"
        won += after.verdict.code is VerdictCode.BETTER
    assert won <= binom.ppf(1 - 1e-4, 8, 0.025)
    assert tempted >= 1


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """One finished experiment, 14 posts an arm."""
    ws = fresh(tmp_path_factory.mktemp("missing") / "kitchen")
    finished(ws, "hook", 0.0, 1)
    loaded = load_experiment("hook", ws)
    schedule = read_schedule(loaded.folder)
    assert schedule is not None
    return gather(ws, loaded, schedule)


def uneven(material: Material, rows: Iterable[int]) -> list[Finding]:
    """What is said when these rows of the plan have no numbers."""
    ids = {post.post_id for row in rows if (post := material.outcomes[row].post)}
    read = material.readings["views"]
    kept = replace(read, by_post={i: r for i, r in read.by_post.items() if i not in ids}, left_out=tuple(sorted(ids)))
    less = replace(material, readings={"views": kept})
    return list(uneven_findings(less, planned_units(less, 1999, None)))


def rows_of(material: Material, arm: str) -> list[int]:
    return [row for row, position in enumerate(material.schedule.positions) if position.arm == arm]


def test_numbers_that_are_missing_in_one_arm_only_are_told(material: Material) -> None:
    (found,) = uneven(material, rows_of(material, "question")[:8])
    assert found.level is Level.WARNING
    told = {name: found.values[name] for name in ("arm", "missing", "posts", "missing_control", "posts_control")}
    assert told == {"arm": "question", "missing": 8, "posts": 14, "missing_control": 0, "posts_control": 14}


def test_the_p_value_counts_re_drawn_plans_with_as_wide_a_gap(material: Material) -> None:
    gone = [*rows_of(material, "question")[:6], rows_of(material, "statement")[0]]
    (found,) = uneven(material, gone)
    drawn = planned_units(material, 1999, None).redrawn("statement", "question")
    labels = drawn.among(np.ones(28, dtype=np.bool_))
    treated = np.concatenate([np.asarray(part)[:, gone].sum(axis=1) for part in labels])
    as_wide, more = int((np.abs(2 * treated - len(gone)) >= 5).sum()), 0 if drawn.exact else 1
    assert found.values["p_value"] == pytest.approx((as_wide + more) / (len(treated) + more))


def test_as_many_missing_in_both_arms_are_no_finding(material: Material) -> None:
    assert uneven(material, []) == []
    assert uneven(material, [*rows_of(material, "question")[:4], *rows_of(material, "statement")[:4]]) == []
    assert uneven(material, range(28)) == []


def test_what_goes_missing_by_chance_is_seldom_told(material: Material) -> None:
    rng, runs = np.random.default_rng(3), 200
    told = sum(bool(uneven(material, rng.choice(28, 6, replace=False))) for _ in range(runs))
    assert told <= binom.ppf(1 - 1e-4, runs, 0.05)


def test_evidence_suffers_when_one_arm_loses_its_numbers(tmp_path: Path) -> None:
    ws = fresh(tmp_path / "kitchen")
    finished(ws, "hook", 0.0, 1)
    before = cliptrial.analyze("hook", ws, prior=EXPERIENCE, draws=499)
    gone = [str(p.post_id) for p in before.posts if p.arm == "question"][:8]
    forget(ws, gone, ["snapshots"])
    after = cliptrial.analyze("hook", ws, prior=EXPERIENCE, draws=499)
    assert (before.evidence, after.evidence) == (Evidence.RANDOMISED, Evidence.DEVIATIONS)
    assert "missing_posts_uneven" in {f.code for f in after.findings}


def test_evidence_suffers_when_a_tenth_of_the_numbers_is_missing_alike(tmp_path: Path) -> None:
    ws = fresh(tmp_path / "kitchen")
    finished(ws, "hook", 0.0, 1)
    posts = cliptrial.analyze("hook", ws, prior=EXPERIENCE, draws=499).posts
    forget(ws, [str(p.post_id) for arm in ("question", "statement") for p in posts if p.arm == arm][::7], ["snapshots"])
    after = cliptrial.analyze("hook", ws, prior=EXPERIENCE, draws=499)
    told = {f.code: f.level for f in after.findings}
    assert told["left_out"] is Level.WARNING
    assert "missing_posts_uneven" not in told
    assert after.evidence is Evidence.DEVIATIONS


def test_status_names_why_each_post_does_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One post a day from 2 March on; the last capture is of 22 March, so post 15 (16 March) is due and 16 is not yet.

    Posts 15 to 17 have a link, but are in no export; 18 to 20 were seen at half a day only, and 5 at two days.
    """
    made = season(Workshop(tmp_path), Plan(), effect=0.0)
    made.states, made.until, posts = {1: "skipped", 2: "deleted", 3: "waiting"}, 20.01, made.posts
    number, posted = posts["position"], posts["posted_at"]
    posts.loc[number <= 4, ["views", "link"]] = None
    for rows, age in ((number == 5, 2), (number.between(18, 20), 0.5)):
        posts.loc[rows, "captured_at"] = posted + round(age * DAY)
    posts.loc[number == 6, "promoted_on"] = "2026-03-07"
    told = ["status", SLUG, "--on", "2026-03-25", "--workspace", str(made.handed_in())]
    capsys.readouterr()
    assert run([*told, "--json"]) == run(told) == 0
    printed = capsys.readouterr()
    (one,) = json.loads(printed.out.partition("\nexperiment ")[0])["experiments"]
    assert list(one["left_out"].items()) == [
        ("skipped", [1]), ("deleted", [2]), ("waiting", [3]), ("not_found", [4, 15]), ("too_young", [18, 19, 20]),
        ("boosted", [6]), ("not_read", [5]),
    ]  # fmt: skip
    assert one["links_missing"] == [4, 22, 23], "nobody looks for what was skipped, deleted or waits"
    assert one["to_do"] == "add 3 links in numbers.xlsx, then cliptrial ingest experiments/trial/numbers.xlsx"
    assert (
        "trial: not counted: 1 (skipped), 2 (deleted), 3 (waiting), 4, 15 (not found), 18, 19, 20 (too young), "
        "6 (boosted before it was read), 5 (no number at its age)" in printed.err
    )
