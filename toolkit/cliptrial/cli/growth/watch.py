"""``cliptrial watch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.language import spoken
from cliptrial.cli.output import JsonOption, LocaleOption, MapOption, WorkspaceOption, open_workspace, print_json, show
from cliptrial.messages import says


def run(
    file: Annotated[list[Path] | None, typer.Option("--file", help="A table or JSON of its posts; repeat it.")] = None,
    account: Annotated[
        str | None, typer.Option(help="Whom it is of: a name under `watched` in workspace.yaml, or the handle there.")
    ] = None,
    captured_at: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day on which the numbers were read off, e.g. 2026-03-25.")
    ] = None,
    locale: LocaleOption = None,
    mapping: MapOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show public numbers of accounts that you watch, or hand them in with --file; for ideas only.

    They are only observed, lie in a store of their own, and never stand beside your own numbers. Handles of businesses
    are typed into workspace.yaml under `watched`; private people are not watched.
    """
    from dataclasses import asdict

    from cliptrial.cli.weekly.ingest import answer, moment
    from cliptrial.planning.noticed.watched import hand_in, observed
    from cliptrial.posts.mapping import read_mapping
    from cliptrial.wording.review.noticed import watched_lines

    opened = open_workspace(workspace)
    if bool(file) != bool(account):
        raise typer.BadParameter(says("--file and --account go together: whose numbers are they?"))
    if file and account:
        report = hand_in(
            opened,
            account,
            file,
            captured_at=moment(captured_at),
            locale=locale,
            mapping=read_mapping(mapping or []),
        )
        answer(report, as_json, verbose=False)
        return
    every = observed(opened)
    if as_json:
        print_json({"watched": [asdict(one) for one in every]})
        return
    for line in watched_lines(every, spoken()):
        show(line)
