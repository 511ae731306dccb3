"""What ingest tells on a terminal: a line for each kind of file and account, details only where they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.language import spoken
from cliptrial.cli.output import problem_table, say
from cliptrial.messages import Message, in_turn, says
from cliptrial.registry.plan.post_states import STATES, PostState

if TYPE_CHECKING:
    from cliptrial.errors import Problem
    from cliptrial.posts.ingest_report import FileReport, IngestReport
    from cliptrial.posts.lake.hand_ins import Undone
    from cliptrial.posts.workbook.messages import Understood

_TOP_LIST = says("These look like the most viewed posts only; export the last 7 days, twice a week.")
_STATES = {False: says("new"), True: says("known already"), None: says("nothing to keep")}
_VARYING = re.compile(r"\d[\d-]*")


def tell(report: IngestReport, *, verbose: bool = False) -> None:
    """Tell on stderr what became of the files.

    Args:
        report: What ingest did.
        verbose: A line for every file, with its own notes.
    """
    kinds: dict[tuple[str | None, str | None], list[FileReport]] = defaultdict(list)
    for file in report.files:
        if not file.problems or file.partly:
            kinds[file.recognised, file.account].append(file)
    for kind, files in kinds.items():
        if verbose or len(files) == 1 or any(file.partly for file in files):
            for file in files:
                _tell_file(file)
        else:
            say(_summary(files, report.distinct_posts.get(kind, 0)))
            _tell_notes(files)
    _tell_refused(report.refused, verbose=verbose)
    say(
        says(
            "{read} read, {refused} refused.", read=len(report.files) - len(report.refused), refused=len(report.refused)
        )
    )


def tell_understood(said: Understood) -> None:
    """Tell on stderr what a message was understood to say, a line a post, and what of it was not read."""
    from cliptrial.posts.workbook.layout import INPUTS

    for position, row in said.filled.items():
        cells = [
            says("{column} {value}", column=column.header, value=in_cell(column.key, getattr(row, column.key)))
            for column in INPUTS
            if getattr(row, column.key) is not None
        ]
        say(says("{position}: {cells}", position=position, cells=cells))
    if said.unread:
        say(says("Not read: {lines}", lines=list(said.unread)))


SHARES = ("watched_full", "held_2s", "held_3s", "held_6s")


def in_cell(key: str, value: object) -> object:
    """A number as a chat would have it: a share as percent, a state in words."""
    if isinstance(value, PostState):
        return STATES[value]
    return f"{value:.0%}" if key in SHARES else int(value) if isinstance(value, float) and value.is_integer() else value


def tell_undone(undone: Undone) -> None:
    """Tell on stderr what a hand-in that was taken back took along."""
    files = ", ".join(undone.hand_in.files)
    say(says("Taken back: the hand-in {id} ({files}).", id=undone.hand_in.id[:8], files=files))
    gone = [says("{table}: {rows:,} rows", table=TABLE_NAMES[table], rows=rows) for table, rows in undone.gone.items()]
    say(
        says("Not counted any more: {gone}.", gone=gone)
        if gone
        else says("Everything in it is in other hand-ins, too.")
    )
    if undone.gone and undone.stay:
        say(says("The rest is in other hand-ins, too, and stays."))
    if undone.links:
        say(says("Links in posts.csv that are as they were before: {count}.", count=undone.links))
    say(says("Hand its files in again to have them back."))
    if undone.removed:
        say(says("What was purged or forgotten of it does not come back."))


TABLE_NAMES = {
    "posts": says("what is known of posts"),
    "snapshots": says("numbers of posts"),
    "account_days": says("days of accounts"),
    "follower_activity": says("hours of followers"),
    "audience": says("shares of followers"),
    "placements": says("links of positions"),
    "conversions": says("orders"),
    "outcomes": says("what people did after posts"),
    "links": says("links of positions, as earlier versions kept them"),
}
"""What people read for the tables of the store."""


def _tell_refused(files: Sequence[FileReport], *, verbose: bool) -> None:
    """Every refused file by name; files refused for the same reason share its sentence."""
    reasons: dict[tuple[Problem | str, ...], list[FileReport]] = defaultdict(list)
    for file in files:
        reasons[(file.path,) if verbose else tuple(replace(p, path=None) for p in file.problems)].append(file)
    for refused in reasons.values():
        file = refused[0]
        if len(refused) == 1:
            say(
                says("{path}: refused ({recognised})", path=file.path, recognised=file.recognised)
                if file.recognised
                else says("{path}: refused", path=file.path)
            )
            problem_table(file.problems)
        else:
            say(says("{count} files refused: {paths}", count=len(refused), paths=[f.path for f in refused]))
            problem_table(replace(problem, path=None) for problem in file.problems)


def _tell_file(file: FileReport) -> None:
    counts = [_rows(file.rows)]
    counts += [_posts(file.posts)] if file.posts else []
    counts += [says("1 snapshot") if file.snapshots == 1 else says("{count:,} snapshots", count=file.snapshots)]
    period = [_period(*file.period)] if file.period else []
    what = [says("{kind}", kind=file.recognised), *([file.account] if file.account else [])]
    parts = [in_turn(what, ", "), in_turn([*(counts if file.snapshots else counts[:-1]), *period], ", ")]
    say(in_turn([file.path, *parts, _STATES[file.known]], ": "))
    for note in _notes(file):
        say(in_turn(["    ", note], ""))
    if file.partly:
        say(says("    Rows that are left out until they are mended:"))
        problem_table(replace(problem, path=None) for problem in file.problems)


def _summary(files: Sequence[FileReport], posts: int) -> Message:
    """Several files of one kind and account in one line."""
    counts = [_rows(sum(file.rows for file in files))]
    counts += [_posts(posts)] if posts else []
    days = [day for file in files if file.period for day in file.period]
    period = [_period(min(days), max(days))] if days else []
    states = Counter(_STATES[file.known] for file in files)
    several = [says("{count} {state}", count=count, state=state) for state, count in states.items()]
    standing = next(iter(states)) if len(states) == 1 else in_turn(several, ", ")
    first = files[0]
    what = says("{count} × {kind}", count=len(files), kind=first.recognised)
    whose = in_turn([what, first.account], ", ") if first.account else what
    return in_turn([whose, in_turn([*counts, *period], ", "), standing], ": ")


def _tell_notes(files: Sequence[FileReport]) -> None:
    """Every note once; notes that differ only in numbers and days count as alike."""
    alike: dict[str, list[tuple[FileReport, Message]]] = defaultdict(list)
    for file in files:
        for note in _notes(file):
            alike[_VARYING.sub("0", note)].append((file, note))
    for noted in alike.values():
        file, note = noted[0]
        if len(noted) == 1:
            say(in_turn(["    ", file.path, ": ", note], ""))
        elif len({text for _, text in noted}) == 1:
            say(says("    {count} files: {note}", count=len(noted), note=note))
        else:
            say(says("    {count} files, for example {path}: {note}", count=len(noted), path=file.path, note=note))


def _notes(file: FileReport) -> tuple[Message, ...]:
    return (*file.notes, _TOP_LIST) if file.top_list else file.notes


def _rows(count: int) -> Message:
    return says("1 row") if count == 1 else says("{count:,} rows", count=count)


def _posts(count: int) -> Message:
    return says("1 post") if count == 1 else says("{count:,} posts", count=count)


def _period(first: date, last: date) -> str:
    """``2 March to 4 May 2026``; a year is told once where it is the same."""
    from cliptrial.wording.languages import wording_for

    return wording_for(spoken()).formats.period(first, last)
