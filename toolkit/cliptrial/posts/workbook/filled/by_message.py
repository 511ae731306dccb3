"""Numbers that came by message: handed in as a workbook would be, by the same rules, under the day they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport, IngestReport
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.sizes import read_regular
from cliptrial.posts.workbook.filled.so_far import SoFar, scheduled
from cliptrial.posts.workbook.in_place import written_into
from cliptrial.posts.workbook.layout import LABEL, Filled
from cliptrial.posts.workbook.messages import Understood, understand
from cliptrial.posts.workbook.of_experiment import beside_of, look_of
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.posts.workbook.writing import draw
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import write_atomically
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.rounds.combined import with_combinations
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

FILE, WORKBOOK = "message.xlsx", "numbers.xlsx"


def understood(workspace: Workspace, slug: str, text: str) -> Understood:
    """What a message says of the posts of an experiment; see :func:`~cliptrial.posts.workbook.messages.understand`.

    Raises:
        PlanError: The experiment has no schedule yet.
    """
    return understand(text, {position.position for position in scheduled(workspace, slug)[1].positions})


def tell_numbers(workspace: Workspace, slug: str, rows: Mapping[int, Filled], read_on: date) -> IngestReport:
    """Hand the numbers of a message in.

    Args:
        workspace: Where the experiment lives.
        slug: The experiment.
        rows: By position, what :func:`understood` found.
        read_on: The day on which they were read off.

    Returns:
        As of a workbook: what is new, which numbers wait for a link, or why all of it was refused.

    Raises:
        PlanError: The experiment has no schedule yet.
    """
    loaded, schedule = scheduled(workspace, slug)
    filled = {number: replace(row, read_on=read_on) for number, row in rows.items()}
    report = hand_in_rows(workspace, slug, filled)
    if report.refused:
        return report
    left_out = {problem.position for problem in report.problems}
    known = SoFar.of(workspace, slug, Lake(workspace.store_dir)).ids({})
    settled = {*known, *left_out}
    waiting = {number: row for number, row in filled.items() if number not in settled and row.has_numbers}
    with one_at_a_time(workspace.root):
        problems = (
            _wait(plan_folder(loaded.folder) / WORKBOOK, waiting, _own(workspace, loaded, schedule)) if waiting else []
        )
    refused = [FileReport(WORKBOOK, LABEL, problems=tuple(problems))] if problems else []
    return replace(report, files=(*report.files, *refused))


def hand_in_rows(workspace: Workspace, slug: str, filled: Mapping[int, Filled]) -> IngestReport:
    """Hand rows in as a workbook that holds nothing else.

    Raises:
        PlanError: The experiment has no schedule yet.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        loaded, schedule = scheduled(workspace, slug)
        path.write_bytes(draw(with_combinations(schedule, slug), **look_of(workspace, loaded), filled=filled))
        return ingest(workspace, [path], experiment=slug)


def _own(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> bytes:
    """The experiment's own workbook: as it is, or as the plan writes it."""
    home = plan_folder(loaded.folder) / WORKBOOK
    if home.exists():
        return read_regular(home, home.name)
    beside = beside_of(workspace, loaded, schedule)
    return draw(with_combinations(schedule, loaded.slug), **look_of(workspace, loaded), filled={}, beside=beside)


def _wait(home: Path, waiting: Mapping[int, Filled], data: bytes) -> list[Problem]:
    """Put numbers whose post is not known yet into the experiment's own workbook, where they wait for their link."""
    there = {row.position: row.filled for row in scan_workbook(data, home.name).rows}
    before = {number: there.get(number, Filled()) for number in waiting}
    older = {n: row.read_on for n, row in before.items() if row.has_numbers and row.read_on != waiting[n].read_on}
    taken = {number: row for number, row in waiting.items() if number not in older}
    if taken:
        write_atomically(home, written_into(data, home.name, taken))
    mend = says("Write the link into the workbook and hand it in; then send the new numbers again.")
    return [
        Problem(
            "numbers_wait",
            says("Numbers of position {position} from {day} still wait for their link", position=number, day=day),
            says("one reading that waits"),
            mend,
            path=home.name,
        )
        for number, day in older.items()
    ]
