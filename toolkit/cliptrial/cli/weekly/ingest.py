"""``cliptrial ingest``: exports and filled-in numbers into the store."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, LeaveOutOption, WorkspaceOption, print_json
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.posts.ingest_report import IngestReport


def run(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Exports, ZIP files, numbers.xlsx, or folders.")
    ],
    account: Annotated[
        str | None, typer.Option(help="Account the files belong to. Not needed if there is only one.")
    ] = None,
    captured_at: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Day of the export, e.g. 2026-03-25, for files that do not say it."),
    ] = None,
    locale: Annotated[
        str | None, typer.Option(help="Where the file comes from, e.g. de, for 1.234 and 03/04/2026.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Column of another tool's table, or a mapping file."),
    ] = None,
    experiment: Annotated[
        str | None, typer.Option(metavar="SLUG", help="Experiment of a numbers.xlsx from elsewhere.")
    ] = None,
    leave_out: LeaveOutOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every file on its own.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read exports and filled-in numbers into the store.

    Every file is kept whole or refused with the reason. Handing in a file twice changes nothing.
    """
    from cliptrial.cli.weekly.ingest_shown import tell
    from cliptrial.posts.ingest import ingest
    from cliptrial.posts.mapping import read_mapping
    from cliptrial.posts.workspaces import find_workspace

    report = ingest(
        find_workspace(workspace or Path.cwd()),
        paths,
        account=account,
        captured_at=_moment(captured_at),
        locale=locale,
        mapping=read_mapping(mapping or []),
        experiment=experiment,
        leave_out=leave_out,
    )
    if as_json:
        print_json(_plain(report))
    else:
        tell(report, verbose=verbose)
    if report.refused:
        raise typer.Exit(1)


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) <= 10 else datetime.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            says("{text!r} is no day such as 2026-03-25", text=text), param_hint="--captured-at"
        ) from None


def _plain(report: IngestReport) -> dict[str, object]:
    from cliptrial.cli.output import to_plain

    files = [{**to_plain(file), "problems": [p.as_dict() for p in file.problems]} for file in report.files]
    return {"files": files, "errors": [problem.as_dict() for problem in report.problems]}
