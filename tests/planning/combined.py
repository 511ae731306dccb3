"""A combined test from its files on: planned, posted, filled in, read back; and the same answered without any file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.rounds.drawn import PlanTogether, plan_together
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workbook.in_place import written_into
from cliptrial.posts.workbook.layout import Filled
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.collisions import lock_all
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation import draw_together

ZONE = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 2, 16)
HOOK, SOUND, COVER = "hook-question", "sound-trend", "cover-face"
TEXTS = {
    HOOK: """\
title: Question hook
accounts: [demo]
hypothesis: {{statement: A question brings more views., expect: increase, at_least: 10%}}
change:
  variable: hook
  control: {{id: statement, value: Statement}}
  variants: [{{id: question, value: Question}}]
hold_constant: [slot, sound]
metrics: {{primary: {metric}}}
design:
  posts_per_arm: {posts}   # as many of each
  start: 2026-03-02
  slots: ["18:00"]
  seed: {seed}
""",
    SOUND: """\
title: Trend sound
accounts: [demo]
hypothesis: {{statement: A trend sound brings more views., expect: increase, at_least: 10%}}
change: {{variable: sound, control: {{id: calm, value: Calm}}, variants: [{{id: trend, value: Trend}}]}}
metrics: {{primary: {metric}}}
design: {{posts_per_arm: {posts}, start: 2026-03-02, slots: ["18:00"], seed: 7}}
""",
    COVER: """\
title: A face on the cover
accounts: [demo]
hypothesis: {{statement: A face brings more views., expect: increase, at_least: 10%}}
change: {{variable: cover, control: {{id: dish, value: Dish}}, variants: [{{id: face, value: Face}}]}}
metrics: {{primary: {metric}}}
design: {{posts_per_arm: {posts}, start: 2026-03-02, slots: ["18:00"], seed: 9}}
""",
}


def written(root: Path, *slugs: str, posts: int = 16, seed: int = 1, metric: str = "views") -> Workspace:
    """Experiments of one design that were written down."""
    account = {"timezone": "Europe/Berlin", "handle": "kitchen.demo", "sources": ["studio", "numbers"]}
    init_workspace(root, accounts={"demo": account})
    for slug in slugs or (HOOK, SOUND):
        (root / "experiments" / slug).mkdir(parents=True, exist_ok=True)
        text = TEXTS[slug].format(posts=posts // 2, seed=seed, metric=metric)
        (root / "experiments" / slug / "experiment.yaml").write_text(text, encoding="utf-8")
    return load_workspace(root)


def planned(ws: Workspace, *slugs: str) -> PlanTogether:
    """Drawn together, with a topic for every post."""
    named = slugs or (HOOK, SOUND)
    posts = 2 * load_experiment(named[0], ws).experiment.design.posts_per_arm
    return plan_together(ws, named, topics=[f"Topic {n:02d}" for n in range(posts)], today=TODAY)


def locked(ws: Workspace, *slugs: str) -> None:
    """Locked before the first post."""
    lock_all(ws, [load_experiment(slug, ws) for slug in slugs or (HOOK, SOUND)], TODAY)


def moment(schedule: Schedule, row: int) -> int:
    """When the post of a row goes out."""
    place = schedule.positions[row]
    hour, minute = map(int, place.slot.split(":"))
    return int(datetime(*place.date.timetuple()[:3], hour, minute, tzinfo=ZONE).timestamp())


def post_id(schedule: Schedule, row: int) -> str:
    """An id that says when the post was made."""
    return str((moment(schedule, row) << 32) + row + 1)


def described(ws: Workspace, schedule: Schedule, sounds: Mapping[int, str]) -> None:
    """What an export says of the posts: their sound, by row, as the sound test has it unless another is given."""
    (own,) = [one.arms for one in schedule.crossed if one.slug == SOUND]
    named = {"calm": "Calm", "trend": "Trend"}
    rows = [
        {
            "post_id": post_id(schedule, row),
            "account": "demo",
            "posted_at": moment(schedule, row),
            "sound": sounds.get(row, named[own[row]]),
            "described_at": moment(schedule, row),
            "source": "spreadsheet",
        }
        for row in range(len(schedule.positions))
    ]
    Lake(ws.store_dir).append("posts", build("posts", rows))


def filled_in(ws: Workspace, plan: PlanTogether, views: np.ndarray, saves: np.ndarray | None = None) -> None:
    """The workbook filled in as people do, and handed in."""
    rows = {}
    for row, place in enumerate(plan.schedule.positions):
        link = f"https://www.tiktok.com/@kitchen.demo/video/{post_id(plan.schedule, row)}"
        more = {} if saves is None else {"saves": float(saves[row])}
        rows[place.position] = Filled(
            link=link, views=float(views[row]), read_on=place.date + timedelta(days=7), **more
        )
    plan.workbook.write_bytes(written_into(plan.workbook.read_bytes(), "numbers.xlsx", rows))
    report = ingest(ws, [plan.workbook])
    assert not report.refused


def numbers(schedule: Schedule, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Views and saves of posts on which every variant works, by row."""
    rng = np.random.default_rng(seed)
    lift = sum(0.4 * (np.array(one.arms) != one.control) for one in schedule.crossed)
    views = np.round(np.exp(rng.normal(8, 0.7, len(schedule.positions)) + lift))
    saves = rng.binomial(views.astype(int), np.clip(0.05 * np.exp(0.3 * rng.standard_normal(len(views))), 0, 1))
    return views, saves.astype(float)


def p_values(root: Path, *, posts: int, slugs: tuple[str, ...], seed: int, metric: str) -> list[tuple[float, float]]:
    """Of every question: p through files and commands' functions, and through the engine alone."""
    ws = written(root, *slugs, posts=posts, seed=seed, metric=metric)
    plan = planned(ws, *slugs)
    locked(ws, *slugs)
    first = next(iter(plan.plans.values())).schedule
    views, saves = numbers(first, seed)
    filled_in(ws, plan, views, saves if metric == "save_rate" else None)
    values = Values(saves, views) if metric == "save_rate" else Values(views, np.ones(len(views)))
    alone = draw_together({slug: plan.loaded[slug].experiment for slug in sorted(slugs)})
    return [(_through_files(ws, slug), _alone(alone[slug], values, metric)) for slug in sorted(slugs)]


def _through_files(ws: Workspace, slug: str) -> float:
    (uplift,) = [one for one in analyze(slug, ws).uplifts if one.role.value == "primary"]
    assert uplift.p_value is not None
    return float(uplift.p_value)


def _alone(schedule: Schedule, values: Values, metric: str) -> float:
    zeros = np.zeros(len(schedule.positions), dtype=np.int64)
    units = Units(
        arm=np.array([p.arm for p in schedule.positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=zeros,
        weekday=np.array([p.date.weekday() for p in schedule.positions], dtype=np.int64),
        stratum=zeros,
        block=np.array([p.block for p in schedule.positions], dtype=np.int64),
        schedule=schedule,
        draws=4999,
        seed=schedule.rule.seed,
    )
    (count,) = schedule.rule.count.values()
    (variant,) = count
    control = next(p.arm for p in schedule.positions if p.arm != variant)
    found = compare_pair(units, values, CATALOGUE[metric], control, variant)
    assert isinstance(found, Comparison)
    return float(found.inversion.p_value())
