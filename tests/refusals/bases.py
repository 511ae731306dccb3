"""Workspaces at each stage of their life, made once through the command line and copied for every case."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cliptrial.cli.entry import run

WORKSPACE = """\
accounts:
  demo:
    timezone: Europe/Berlin
    handle: kitchen.demo
    sources: [studio, numbers]
  bakery:
    timezone: Europe/Vienna
    handle: bakery.demo
goals: [watch-time, reach]
metrics:
  vote_rate: {kind: rate, numerator: [votes], denominator: views}
"""
EXPERIMENT = """\
title: Question hook against statement hook
accounts: [demo]
goal: reach
hypothesis:
  statement: Opening with a question brings more views.
  expect: increase
  at_least: 10%
change:
  variable: hook
  control: {id: statement, value: Statement}
  variants:
    - {id: question, value: Question}
hold_constant: [slot, sound]
metrics:
  primary: views
design:
  posts_per_arm: 4
  start: 2026-03-02
  slots: ["18:00"]
  seed: 1
"""
OTHER = """\
title: "{slug}"
accounts: [{account}]
hypothesis: {{statement: Something else brings more views., expect: increase, at_least: 10%}}
change: {{variable: {variable}, control: {{id: old, value: Old}}, variants: [{{id: new, value: New}}]}}
metrics: {{primary: views}}
design: {{posts_per_arm: 8, start: 2026-03-02, slots: ["18:00"], seed: 2}}
idea: {slug}
"""
IDEAS = """\
- {id: trend-sound, variable: sound, control: Old, variant: New, not_with: [face]}
- {id: face, variable: cover, control: Old, variant: New}
- {id: tart, variable: cta, control: Old, variant: New}
"""
FOLDER = "experiments/question-hook"
PLANNED_ON = date(2026, 2, 16)
"""The day on which cases plan: two weeks before the first post."""
TABLE = """\
post_id,arm,views,likes,posted_at,topic
{rows}
"""


def table(posts: int = 12) -> str:
    """A table of posts a day apart; two arms in no order, no two numbers alike."""
    arms = "abbabaabbaab" * 9
    rows = (
        f"{7600000000000000001 + i},{arms[i]},{1000 + 137 * i % 800},{50 + 7 * i},2026-03-{i + 1:02d} 18:00,t{i % 2}"
        for i in range(posts)
    )
    return TABLE.format(rows="\n".join(rows))


def nowhere(root: Path) -> None:
    """A folder with tables of posts, in no workspace."""
    (root / "posts.csv").write_text(table(), encoding="utf-8")
    (root / "arms.csv").write_text("arm,clicks,viewers\na,40,1000\nb,60,1000\n", encoding="utf-8")


def empty(root: Path) -> None:
    """A workspace with two accounts and nothing else."""
    nowhere(root)
    (root / "experiments").mkdir()
    (root / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")


def written(root: Path) -> None:
    """An experiment that was written down."""
    empty(root)
    (root / FOLDER).mkdir()
    (root / FOLDER / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")


def planned(root: Path) -> None:
    """Its schedule was drawn, with a topic for every post."""
    written(root)
    (root / "topics.txt").write_text("\n".join(f"Topic {i}" for i in range(8)), encoding="utf-8")
    done("plan", "question-hook", "--topics", "topics.txt")


def locked(root: Path) -> None:
    """Its plan was locked."""
    planned(root)
    done("lock", "question-hook")


def pair(root: Path) -> None:
    """Three experiments of one design, and one of another client; ideas say what goes together."""
    written(root)
    folder = root / FOLDER
    clients = "clients:\n  a: {name: A}\n  b: {name: B}\n"
    accounts = WORKSPACE.replace("    handle: kitchen", "    client: a\n    handle: kitchen")
    accounts = accounts.replace("    handle: bakery", "    client: b\n    handle: bakery")
    (root / "workspace.yaml").write_text(clients + accounts, encoding="utf-8")
    text = EXPERIMENT.replace("posts_per_arm: 4", "posts_per_arm: 8")
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    for slug, variable, account in (
        ("trend-sound", "sound", "demo"),
        ("face", "cover", "demo"),
        ("tart", "cta", "bakery"),
    ):
        (root / "experiments" / slug).mkdir()
        (root / "experiments" / slug / "experiment.yaml").write_text(
            OTHER.format(slug=slug, variable=variable, account=account), encoding="utf-8"
        )
    (root / "ideas.yaml").write_text(IDEAS, encoding="utf-8")
    (root / "topics.txt").write_text("\n".join(f"Topic {i}" for i in range(16)), encoding="utf-8")


def together(root: Path) -> None:
    """Two of them were planned together."""
    pair(root)
    done("plan", "question-hook", "trend-sound", "--together", "--topics", "topics.txt")


def locked_together(root: Path) -> None:
    """And locked."""
    together(root)
    done("lock", "question-hook", "trend-sound", "--together")


def stored(root: Path) -> None:
    """Twelve posts of one account and three of another are in the store, read a week after each went out."""
    empty(root)
    rows = ["video,account,when,read,plays,tags,sound,length"]
    for i in range(15):
        account, tags = ("demo", "#food" if i % 2 else "#fun") if i < 12 else ("bakery", "#cake")
        made, read = f"2026-03-{i + 1:02d}", f"2026-03-{i + 8:02d}"
        rows.append(f"{7600000000000000001 + i},{account},{made} 18:00,{read} 18:00,{1000 + 137 * i % 800},{tags},,")
    (root / "all.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    names = {"post_id": "video", "account": "account", "posted_at": "when", "captured_at": "read", "views": "plays"}
    maps = [word for key, name in (names | {"hashtags": "tags"}).items() for word in ("--map", f"{key}={name}")]
    done("ingest", "all.csv", *maps)


STAGES: dict[str, Callable[[Path], None]] = {
    stage.__name__: stage
    for stage in (nowhere, empty, written, planned, locked, pair, together, locked_together, stored)
}


def done(*arguments: str) -> None:
    """A command that must succeed."""
    assert run(arguments) == 0, arguments


class Bases:
    """Gives each case a copy of a stage; a stage is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, stage: str, to: Path) -> Path:
        """The workspace at a stage, as ``to``."""
        return Path(shutil.copytree(self._made(stage), to))

    def locked_on(self) -> str:
        """The day on which the stage ``locked`` was locked."""
        text = (self._made("locked") / FOLDER / "lock.json").read_text(encoding="utf-8")
        return str(json.loads(text)["locks"][0]["on"])

    def _made(self, stage: str) -> Path:
        made = self._folder / stage
        if not made.exists():
            made.mkdir()
            with inside(made):
                STAGES[stage](made)
        return made


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """That folder as the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
