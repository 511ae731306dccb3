"""Files that were handed in: kept for a moment, read, and told in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message
from cliptrial.planning.plan import WORKBOOK
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport, IngestReport
from cliptrial.posts.workbook.book import read_workbook
from cliptrial.posts.workbook.layout import LABEL, Filled
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.registry.files import write_atomically
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.declared.forms import NumbersWords
from cliptrial.wording.formats import Formats

EXPORTS = "exports"
SHOWN = 6
"""Files told one by one; more of a kind are counted."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the form says beside the files."""

    account: str | None
    captured_on: date | None
    locale: str | None
    experiment: str
    leave_out: str | None = None
    progress: Callable[[int, int], None] | None = None


def folders(workspace: Workspace, slug: str) -> list[Path]:
    """What lies in the workspace and can be read: the experiment's workbook, then folders of exports."""
    workbook = plan_folder(workspace.experiments_dir / slug) / WORKBOOK
    exports = workspace.root / EXPORTS
    inside = sorted(f for f in exports.iterdir() if f.is_dir()) if exports.is_dir() else []
    return [*([workbook] if workbook.exists() else []), *inside]


def read_folder(workspace: Workspace, path: Path, given: Given) -> IngestReport:
    """Read a folder of exports, which may be named after its account, or the workbook."""
    account = given.account or (path.name if path.name in workspace.accounts else None)
    return ingest(
        workspace,
        [path],
        account=account,
        captured_at=given.captured_on,
        locale=given.locale,
        leave_out=given.leave_out,
        progress=given.progress,
    )


class Upload(TypedDict):
    """A file as the browser hands it over."""

    name: str
    content: memoryview


def read_uploads(workspace: Workspace, uploads: Iterable[Upload], given: Given) -> tuple[IngestReport, bool]:
    """Read uploaded files; an uploaded workbook becomes the experiment's own where nothing is lost.

    Returns:
        What came of each file, and whether a workbook was not taken over because the one that is there
        holds entries of its own.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [_put(folder, str(upload["name"]), bytes(upload["content"])) for upload in uploads]
        report = ingest(
            workspace,
            paths,
            account=given.account,
            captured_at=given.captured_on,
            locale=given.locale,
            experiment=given.experiment,
            leave_out=given.leave_out,
            progress=given.progress,
        )
        read = {file.path for file in report.files if not file.problems}
        kept = [_take_over(workspace, given.experiment, path) for path in paths if path.name in read]
    return report, not all(kept)


def _put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / Path(name.replace("\\", "/")).name
    path.write_bytes(data)
    return path


def _take_over(workspace: Workspace, slug: str, path: Path) -> bool:
    """Put an uploaded workbook in the place of the experiment's, unless that one knows more."""
    home = plan_folder(workspace.experiments_dir / slug) / WORKBOOK
    if path.suffix.lower() != ".xlsx" or not home.exists():
        return True
    with one_at_a_time(workspace.root):
        return _replace(home, path)


def _replace(home: Path, path: Path) -> bool:
    try:
        theirs = read_workbook(path.read_bytes(), path.name)
        ours = read_workbook(home.read_bytes(), home.name)
        own, others = (set(scan_workbook(one.read_bytes(), one.name).strange) for one in (home, path))
    except InputError:
        return True  # an export in Excel's format
    if own - others or any(theirs.get(number) != filled for number, filled in ours.items() if filled != Filled()):
        return False
    write_atomically(home, path.read_bytes())
    return True


def what_came_of(
    report: IngestReport,
    words: NumbersWords,
    f: Formats,
    mend: Callable[[Problem], str],
    tell: Callable[[Message], str],
) -> str:
    """What came of every file, as HTML: refusals one by one, what went well in few lines.

    Args:
        report: What ingest did.
        words: The words of the step.
        f: How numbers are written.
        mend: A problem in the language of the step.
        tell: Any message in that language.
    """
    refused = "".join(_refused(file, words, mend) for file in report.refused)
    read = [file for file in report.files if file not in report.refused]
    lines = [_line(file, words, f) for file in read[:SHOWN]]
    if len(read) > SHOWN:
        lines.append(words.more_files(f.number(len(read) - SHOWN), _counted(read[SHOWN:], words, f)))
    if any(file.top_list for file in read):
        lines.append(words.top_list)
    left = "".join(_reasons(file, mend) for file in read if file.partly)
    if left:
        left = f"<p><b>{escape(words.rows_left_out)}</b><br>{left}</p>"
    notes = [escape(tell(note)) for file in read if file.recognised == LABEL for note in file.notes]
    return refused + "".join(f"<p>{line}</p>" for line in (*map(escape, lines), *notes)) + left


def _refused(file: FileReport, words: NumbersWords, mend: Callable[[Problem], str]) -> str:
    return f"<p><b>{escape(Path(file.path).name)}: {escape(words.file_refused)}.</b><br>{_reasons(file, mend)}</p>"


def _reasons(file: FileReport, mend: Callable[[Problem], str]) -> str:
    """Every problem once, with its post and column; a table of somebody else is not told to its end."""
    problems = file.problems if file.recognised == LABEL else file.problems[:SHOWN]
    return "<br>".join(map(escape, dict.fromkeys(mend(problem) for problem in problems)))


def _line(file: FileReport, words: NumbersWords, f: Formats) -> str:
    parts = [Path(file.path).name]
    if file.posts:
        parts.append(words.posts(f.number(file.posts)))
    if file.period:
        parts.append(f.period(*file.period))
    return f"{', '.join(parts)}: {_state(file, words)}."


def _state(file: FileReport, words: NumbersWords) -> str:
    return {None: words.file_empty, True: words.file_known, False: words.file_new}[file.known]


def _counted(files: Iterable[FileReport], words: NumbersWords, f: Formats) -> str:
    counts = Counter(_state(file, words) for file in files)
    return ", ".join(f"{f.number(count)} {state}" for state, count in counts.items())
