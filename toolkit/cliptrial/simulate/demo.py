"""The example workspace: everything that a team would have after four months, written into a folder.

Plans that are there are believed: a schedule or lock kept under version control stays as it is, and the
posts follow it. What follows from the plans (links, numbers, exports, store) can be made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import IngestReport
from cliptrial.posts.lake.lake import COMPACT
from cliptrial.posts.lake.ledger import FOLDER as LEDGER
from cliptrial.posts.lake.tables import TABLES
from cliptrial.posts.workbook.of_experiment import look_of
from cliptrial.posts.workbook.writing import draw
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.texts import FILE as TEXTS
from cliptrial.registry.decisions import add_decision
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.files import write_atomically
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.links import COLUMNS as LINK_COLUMNS
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import read_schedule, write_schedule
from cliptrial.registry.plan.spreadsheets import table_text
from cliptrial.registry.scaffold import write_schema
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.schema import FILE as SCHEMA
from cliptrial.registry.yaml.writing import write_experiment
from cliptrial.rotation import draw_schedule
from cliptrial.simulate import kitchen
from cliptrial.simulate.brand import ACCOUNTS, CLIENTS, experiments, of_clients
from cliptrial.simulate.life import Life, live, notes, sessions
from cliptrial.simulate.story import DemoAccount, DemoExperiment

EXPORTS = "exports"
"""Folder of the exports in the workspace: a folder an account, a folder a day."""
STAMP = "demo.sha256"
"""Appears in the store when everything was read, and says from which files."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What a demo workspace holds.

    Attributes:
        root: The workspace.
        experiments: Slugs; the brand's in order of their first day.
        posts: Posts of all accounts.
        exports: Folders of export sessions, by account.
        written: Files that were missing or out of date and are right now, relative to ``root``.
        digest: Of all files that follow from the plans, as they are there now.
    """

    root: Path
    experiments: tuple[str, ...]
    posts: int
    exports: Mapping[str, Path]
    written: tuple[str, ...]
    digest: str


def write_demo(
    folder: Path,
    *,
    seed: int | None = None,
    refresh: bool = False,
    lang: str = kitchen.LANGUAGES[0],
    agency: bool = False,
) -> DemoSummary:
    """Write the example workspace: plans, locks, links, filled workbooks and exports; not the store.

    Args:
        folder: A new or empty folder, or a demo that was written before, of which missing files are
            written again.
        seed: Another luck for every post; None for the one that the example was chosen for.
        refresh: Also replace links, numbers and exports that do not follow from the plans that are there.
        lang: The language that the brand writes in; an example that is there keeps its own.
        agency: Whether two more clients come with the brand; an example that is there stays as it is.

    Raises:
        RegistryError: The folder holds something else.
    """
    wanted = (lang if lang in kitchen.LANGUAGES else kitchen.LANGUAGES[0], agency)
    lang, agency = _kind_there(folder) or wanted
    accounts = (*ACCOUNTS, *(CLIENTS if agency else ()))
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(folder, refresh)
    writer.make(
        "workspace.yaml", lambda: write_atomically(folder / "workspace.yaml", kitchen.workspace(lang, agency=agency))
    )
    workspace = load_workspace(folder)
    writer.make(f"experiments/{SCHEMA}", lambda: write_schema(workspace))
    stories = (*(of_clients(lang) if agency else ()), *experiments(lang))
    plans = {demo.slug: (demo, _plan(demo, workspace, writer)) for demo in stories}
    lives = {account.name: live(_with_luck(account, seed), plans) for account in accounts}
    exported = [account.name for account in accounts if account.exports]
    for demo, schedule in plans.values():
        _carry_out(demo, schedule, lives[demo.experiment.accounts[0]], workspace, writer)
    for name in exported:
        for day, files in sessions(lives[name]).items():
            for file, data in files.items():
                writer.follow(f"{EXPORTS}/{name}/{day.isoformat()}/{file}", data)
    return DemoSummary(
        root=folder,
        experiments=tuple(plans),
        posts=sum(len(life.studio.ids) for life in lives.values()),
        exports={name: folder / EXPORTS / name for name in exported},
        written=tuple(writer.written),
        digest=writer.digest.hexdigest(),
    )


def _kind_there(folder: Path) -> tuple[str, bool] | None:
    """Language and kind of the example that was written here before; None in a new or empty folder."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    marker = folder / "workspace.yaml"
    # Its first line tells the demo apart, so that people may edit the rest.
    first = marker.read_bytes().splitlines()[:1] if marker.is_file() else None
    for lang in kitchen.LANGUAGES:
        for agency in (False, True):
            if first == kitchen.workspace(lang, agency=agency).encode().splitlines()[:1]:
                return lang, agency
    raise RegistryError(
        Problem(
            "not_empty",
            says('The folder "{name}" holds something else already', name=folder.resolve().name),
            says("A new or empty folder, or the example workspace as it was written"),
            says("Name another folder."),
        )
    )


class _Writer:
    """Writes what is missing, or out of date where that is asked for, and remembers it."""

    def __init__(self, root: Path, refresh: bool) -> None:
        self.root = root
        self.refresh = refresh
        self.written: list[str] = []
        self.digest = sha256()

    def make(self, name: str, write: Callable[[], object]) -> None:
        """Call ``write`` unless the file ``name`` is there."""
        if not (self.root / name).exists():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            write()
            self.written.append(name)

    def follow(self, name: str, data: bytes) -> None:
        """Write a file that follows from the plans."""
        path = self.root / name
        there = path.read_bytes() if path.exists() else None
        if there is None or (self.refresh and there != data):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
            self.written.append(name)
            there = data
        self.digest.update(f"{name}\n{sha256(there).hexdigest()}\n".encode())


def _with_luck(account: DemoAccount, seed: int | None) -> DemoAccount:
    return account if seed is None else replace(account, seed=account.seed + seed)


def _plan(demo: DemoExperiment, workspace: Workspace, writer: _Writer) -> Schedule:
    """Write the plan as a team does: the experiment, its schedule with topics, then the lock."""
    folder = workspace.experiments_dir / demo.slug
    where = f"experiments/{demo.slug}"
    writer.make(f"{where}/experiment.yaml", lambda: write_experiment(folder, demo.experiment))
    writer.make(f"{where}/{TEXTS}", lambda: write_atomically(folder / TEXTS, demo.texts))
    loaded = load_experiment(demo.slug, workspace)
    drawn = read_schedule(folder)
    schedule = drawn or draw_schedule(loaded.experiment, topics=demo.topics)
    writer.make(f"{where}/schedule.csv", lambda: write_schedule(folder, schedule))
    eve = schedule.positions[0].date - timedelta(days=1)
    writer.make(f"{where}/lock.json", lambda: lock(loaded, schedule, eve))
    return schedule


def _carry_out(demo: DemoExperiment, schedule: Schedule, life: Life, workspace: Workspace, writer: _Writer) -> None:
    """Write what a team adds while posting: links, numbers, and the decision if there was one."""
    folder = workspace.experiments_dir / demo.slug
    where = f"experiments/{demo.slug}"
    look = look_of(workspace, load_experiment(demo.slug, workspace))
    look["reading_days"] = WEEKDAYS  # whoever wrote these numbers down came every day
    filled = notes(life, demo, alone=look["alone"])
    links = [{"position": position, "link": noted.link} for position, noted in sorted(filled.items())]
    writer.follow(f"{where}/posts.csv", table_text(LINK_COLUMNS, links).encode())
    writer.follow(f"{where}/numbers.xlsx", draw(schedule, **look, filled=filled))
    decision = demo.decision
    if decision is not None:
        writer.make(f"{where}/decision.yaml", lambda: add_decision(folder, decision))


def ingest_demo(summary: DemoSummary, *, refresh: bool = False) -> IngestReport:
    """Read the demo's exports and workbooks into its store, as ``cliptrial ingest`` does.

    Each account's folder is named with its account, because the tabs without links do not tell it. What
    has been read completely before is not read again.

    Args:
        summary: What was written.
        refresh: Fill the store anew if it was filled from other files, because it never forgets by itself.
    """
    workspace = load_workspace(summary.root)
    stamp = workspace.store_dir / STAMP
    before = stamp.read_text("utf-8") if stamp.exists() else None
    if before == summary.digest:
        return IngestReport()
    # The old stamp stays until everything is read, so that a refresh that was interrupted starts over.
    for kept in (*TABLES, COMPACT, LEDGER) if refresh and before is not None else ():
        shutil.rmtree(workspace.store_dir / kept, ignore_errors=True)
    reports = [ingest(workspace, [folder], account=name) for name, folder in summary.exports.items()]
    workbooks = [workspace.experiments_dir / slug / "numbers.xlsx" for slug in summary.experiments]
    reports.append(ingest(workspace, workbooks))
    together = IngestReport(tuple(file for report in reports for file in report.files))
    if not together.refused:
        write_atomically(stamp, summary.digest)
    return together
