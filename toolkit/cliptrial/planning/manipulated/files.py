"""A season as a team's files: planned, locked, posted, exported, linked and ingested."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.planning.manipulated.takes import START, TOPICS, ZONE, Season, honest
from cliptrial.planning.manipulated.ways import WAYS, Way
from cliptrial.planning.plan import plan_experiment
from cliptrial.posts.ingest import ingest
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.simulate.account import DAY

SLUG, OTHER = "trial", "other"
COLUMNS = ("post_id", "link", "account", "posted_at", "captured_at", "caption", "sound", "duration", "views", "likes")
"""Columns of the table that is handed in, under these very names."""


def planned(folder: Path, way: Way, posts_per_arm: int, seed: int) -> Workspace:
    """A workspace with one experiment, planned with topics and locked before its first post."""
    own = folder / "experiments" / SLUG
    own.mkdir(parents=True)
    (folder / "workspace.yaml").write_text(
        f"language: en\naccounts:\n  team: {{handle: team, timezone: {ZONE}, followers: 9000, sources: [studio]}}\n",
        encoding="utf-8",
    )
    arms = ("Our usual sound", "Loud drums") if way.variable == "sound" else ("Statement", "Question")
    held = [name for name in ("slot", "sound", "hashtags", "duration") if name != way.variable]
    (own / "experiment.yaml").write_text(
        f"title: A trial\naccounts: [team]\nhypothesis: {{statement: It reaches more people., expect: increase}}\n"
        f"change:\n  variable: {way.variable}\n  control: {{id: control, value: {arms[0]}}}\n"
        f"  variants: [{{id: variant, value: {arms[1]}}}]\nhold_constant: [{', '.join(held)}]\n"
        f"metrics: {{primary: views}}\n"
        f"design: {{posts_per_arm: {posts_per_arm}, start: {START}, seed: {seed}}}\n",
        encoding="utf-8",
    )
    workspace = find_workspace(folder)
    loaded = load_experiment(SLUG, workspace)
    topics = np.random.default_rng(seed).permutation(TOPICS)[: 2 * posts_per_arm]
    plan_experiment(workspace, loaded, topics=[str(topic) for topic in topics])
    lock(loaded, read_schedule(own), START - timedelta(days=1))
    return workspace


def live(workspace: Workspace, way: Way, seed: int) -> None:
    """Let a season happen in a planned workspace, and hand everything in."""
    own = workspace.experiments_dir / SLUG
    schedule = read_schedule(own)
    assert schedule is not None
    rng = np.random.default_rng([seed, 1])
    season = WAYS[way](honest(schedule, rng), schedule, rng, seed)
    if season.first_links:
        write_links(own, season.first_links)
        _hand_in(workspace, season)
    write_links(own, season.links)
    if way is Way.SHARED:
        shutil.copytree(own, workspace.experiments_dir / OTHER)
    _hand_in(workspace, season)


def _hand_in(workspace: Workspace, season: Season) -> None:
    table = workspace.root / "posts.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for take in season.takes:
            read = _utc(take.at + 7 * DAY)
            described = (take.caption, take.sound, take.duration, take.views, take.likes)
            writer.writerow((take.post_id, take.link, "team", _utc(take.at), read, *described))
    report = ingest(workspace, [table], mapping={name: name for name in COLUMNS})
    assert not any(file.problems for file in report.files), report


def _utc(second: int) -> str:
    return datetime.fromtimestamp(second, ZoneInfo("UTC")).isoformat()
