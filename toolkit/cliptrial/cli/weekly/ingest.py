"""``cliptrial ingest``: exports and filled-in numbers into the store."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cliptrial.cli.output import JsonOption, LeaveOutOption, LocaleOption, MapOption, WorkspaceOption, print_json
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.posts.ingest_report import IngestReport
    from cliptrial.registry.workspace import Workspace

BoostedOption = Annotated[
    list[str] | None,
    typer.Option(metavar="POSITION=DAY", help="Since when a post was boosted with money; `7=no` takes it back."),
]
MessageOption = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Numbers from a chat, one post a line: `14: 12.3k / 8.2 s / 41 %`; - for stdin."),
]


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Exports, ZIP files, numbers.xlsx, or folders.")
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="Account the files belong to. Not needed if there is only one.")
    ] = None,
    captured_at: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Day of the export, e.g. 2026-03-25, for files that do not say it."),
    ] = None,
    locale: LocaleOption = None,
    mapping: MapOption = None,
    experiment: Annotated[
        str | None,
        typer.Option(metavar="SLUG", help="Experiment of a numbers.xlsx from elsewhere, of --boosted or --message."),
    ] = None,
    boosted: BoostedOption = None,
    message: MessageOption = None,
    leave_out: LeaveOutOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last hand-in, or one by its id.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every file on its own.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read exports and filled-in numbers into the store.

    Every file is kept whole or refused with the reason. Handing in a file twice changes nothing.
    What was handed in by mistake is taken back with --undo; handed in again, it is back.
    """
    from cliptrial.posts.ingest import ingest
    from cliptrial.posts.mapping import read_mapping
    from cliptrial.posts.workspaces import find_workspace

    if undo:
        alone = not any((account, captured_at, locale, mapping, experiment, boosted, message, leave_out))
        _undo(find_workspace(workspace or Path.cwd()), paths or [], as_json, alone=alone)
        return
    boosts = _boosted(boosted or [], experiment, needed=not paths and message is None)
    opened = find_workspace(workspace or Path.cwd())
    report = ingest(
        opened,
        paths or [],
        account=account,
        captured_at=moment(captured_at),
        locale=locale,
        mapping=read_mapping(mapping or []),
        experiment=experiment,
        leave_out=leave_out,
    )
    if message is not None:
        report = _with_message(report, opened, _of_experiment(experiment), message, captured_at)
    if boosts and experiment is not None:
        report = _with_boosts(report, opened, experiment, boosts)
    answer(report, as_json, verbose=verbose)


def _with_boosts(
    report: IngestReport, opened: Workspace, experiment: str, boosts: dict[int, date | Literal[False]]
) -> IngestReport:
    from cliptrial.posts.workbook.filled.boosts import tell_boosts

    return replace(report, files=(*report.files, tell_boosts(opened, experiment, boosts)))


def _with_message(report: IngestReport, opened: Workspace, slug: str, message: str, day: str | None) -> IngestReport:
    """What a message says, told as it was understood; lines with a problem are refused, and the others kept."""
    from cliptrial.cli.weekly.ingest_shown import tell_understood
    from cliptrial.posts.ingest_report import FileReport
    from cliptrial.posts.workbook.filled.by_message import tell_numbers, understood

    text = sys.stdin.read() if message == "-" else message.replace("\\n", "\n")
    said, read_on = understood(opened, slug, text), moment(day) or date.today()
    tell_understood(said)
    if said.filled:
        report = replace(report, files=(*report.files, *tell_numbers(opened, slug, said.filled, read_on).files))
    if said.problems:
        refused = FileReport("--message", says("numbers by message"), problems=said.problems)
        report = replace(report, files=(*report.files, refused))
    return report


def _of_experiment(experiment: str | None) -> str:
    if experiment is None:
        raise typer.BadParameter(says("Positions belong to an experiment: name it with --experiment."))
    return experiment


def answer(report: IngestReport, as_json: bool, *, verbose: bool) -> None:
    """Tell what was read; a file with problems makes the command fail."""
    from cliptrial.cli.weekly.ingest_shown import tell

    if as_json:
        print_json(_plain(report))
    else:
        tell(report, verbose=verbose)
    if report.problems:
        raise typer.Exit(1)


def _undo(opened: Workspace, ids: list[Path], as_json: bool, *, alone: bool) -> None:
    from cliptrial.cli.weekly.ingest_shown import tell_undone
    from cliptrial.posts.lake.hand_ins import undo

    if len(ids) > 1 or not alone:
        raise typer.BadParameter(says("--undo takes one hand-in back, and nothing else at the same time."))
    undone = undo(opened, str(ids[0]) if ids else None)
    if as_json:
        print_json(undone)
    else:
        tell_undone(undone)


def moment(text: str | None) -> date | datetime | None:
    """A day, or a moment, as it was typed."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) <= 10 else datetime.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            says("{text!r} is no day such as 2026-03-25", text=text), param_hint="--captured-at"
        ) from None


def _boosted(words: list[str], experiment: str | None, *, needed: bool) -> dict[int, date | Literal[False]]:
    """By position: the day, or False for "no"; some are needed where there is nothing else to read."""
    from cliptrial.posts.lake.promotion import denies

    if needed and not words:
        raise typer.BadParameter(says("Name what to read, or say with --boosted which post was boosted."))
    if words:
        _of_experiment(experiment)
    boosts: dict[int, date | Literal[False]] = {}
    for word in words:
        position, _, day = word.partition("=")
        try:
            boosts[int(position)] = False if denies(day) else date.fromisoformat(day.strip())
        except ValueError:
            raise typer.BadParameter(
                says("{word!r} is not a position and a day such as 7=2026-03-25, or 7=no", word=word),
                param_hint="--boosted",
            ) from None
    return boosts


def _plain(report: IngestReport) -> dict[str, object]:
    from cliptrial.cli.output import to_plain

    files = [{**to_plain(file), "problems": [p.as_dict() for p in file.problems]} for file in report.files]
    return {"files": files, "errors": [problem.as_dict() for problem in report.problems]}
