"""What ingest tells on a terminal: a line for each kind of file and account, details only where they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.output import problem_table, say

if TYPE_CHECKING:
    from cliptrial.errors import Problem
    from cliptrial.posts.ingest_report import FileReport, IngestReport

_TOP_LIST = "These look like the most viewed posts only; export the last 7 days, twice a week."
_STATES = {False: "new", True: "known already", None: "nothing to keep"}
_VARYING = re.compile(r"\d[\d-]*")


def tell(report: IngestReport, *, verbose: bool = False) -> None:
    """Tell on stderr what became of the files.

    Args:
        report: What ingest did.
        verbose: A line for every file, with its own notes.
    """
    kinds: dict[tuple[str | None, str | None], list[FileReport]] = defaultdict(list)
    for file in report.files:
        if not file.problems:
            kinds[file.recognised, file.account].append(file)
    for kind, files in kinds.items():
        if verbose or len(files) == 1:
            for file in files:
                _tell_file(file)
        else:
            say(_summary(files, report.distinct_posts.get(kind, 0)))
            _tell_notes(files)
    _tell_refused(report.refused, verbose=verbose)
    say(f"{len(report.files) - len(report.refused)} read, {len(report.refused)} refused.")


def _tell_refused(files: Sequence[FileReport], *, verbose: bool) -> None:
    """Every refused file by name; files refused for the same reason share its sentence."""
    reasons: dict[tuple[Problem | str, ...], list[FileReport]] = defaultdict(list)
    for file in files:
        reasons[(file.path,) if verbose else tuple(replace(p, path=None) for p in file.problems)].append(file)
    for refused in reasons.values():
        file = refused[0]
        if len(refused) == 1:
            say(f"{file.path}: refused ({file.recognised})" if file.recognised else f"{file.path}: refused")
            problem_table(file.problems)
        else:
            say(f"{len(refused)} files refused: {', '.join(f.path for f in refused)}")
            problem_table(replace(problem, path=None) for problem in file.problems)


def _tell_file(file: FileReport) -> None:
    counts = [_count(file.rows, "row")]
    counts += [_count(file.posts, "post")] if file.posts else []
    counts += [_count(file.snapshots, "snapshot")] if file.snapshots else []
    period = f", {_period(*file.period)}" if file.period else ""
    whose = f", {file.account}" if file.account else ""
    say(f"{file.path}: {file.recognised}{whose}: {', '.join(counts)}{period}: {_STATES[file.known]}")
    for note in _notes(file):
        say(f"    {note}")


def _summary(files: Sequence[FileReport], posts: int) -> str:
    """Several files of one kind and account in one line."""
    counts = [_count(sum(file.rows for file in files), "row")]
    counts += [_count(posts, "post")] if posts else []
    days = [day for file in files if file.period for day in file.period]
    period = [_period(min(days), max(days))] if days else []
    states = Counter(_STATES[file.known] for file in files)
    standing = next(iter(states)) if len(states) == 1 else ", ".join(f"{n} {state}" for state, n in states.items())
    whose = f", {files[0].account}" if files[0].account else ""
    return f"{len(files)} × {files[0].recognised}{whose}: {', '.join([*counts, *period])}: {standing}"


def _tell_notes(files: Sequence[FileReport]) -> None:
    """Every note once; notes that differ only in numbers and days count as alike."""
    alike: dict[str, list[tuple[FileReport, str]]] = defaultdict(list)
    for file in files:
        for note in _notes(file):
            alike[_VARYING.sub("0", note)].append((file, note))
    for noted in alike.values():
        file, note = noted[0]
        if len(noted) == 1:
            say(f"    {file.path}: {note}")
        elif len({text for _, text in noted}) == 1:
            say(f"    {len(noted)} files: {note}")
        else:
            say(f"    {len(noted)} files, for example {file.path}: {note}")


def _notes(file: FileReport) -> tuple[str, ...]:
    return (*file.notes, _TOP_LIST) if file.top_list else file.notes


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _period(first: date, last: date) -> str:
    """``2 March to 4 May 2026``; a year is told once where it is the same."""
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    return f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}") + f" to {end}"
