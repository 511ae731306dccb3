"""What ``purge`` and ``forget`` tell and ask before anything goes, and tell afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.ask import ask_choice, can_ask
from cliptrial.cli.output import print_json, say, show
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from cliptrial.posts.removal.removal import Removal
    from cliptrial.registry.workspace import Workspace

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Tell what would go, and change nothing.")]
SHOWN = 20
"""So many files are named."""


def remove(workspace: Workspace, removal: Removal, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Tell what goes and what stays, ask, and remove it.

    Raises:
        typer.BadParameter: Nobody can be asked, and ``--yes`` was not given.
    """
    from cliptrial.posts.removal.removal import carry_out, is_under_way

    if removal.is_nothing and removal.event.before is not None and not is_under_way(workspace, removal):
        _answer(removal, as_json, done=False)
        return
    if not as_json:
        _tell(removal)
    if dry_run:
        _answer(removal, as_json, done=False) if as_json else say(says("Nothing was changed."))
        return
    if not yes and not _agreed(as_json):
        say(says("Nothing was changed."))
        return
    left = carry_out(workspace, removal)
    _answer(removal, as_json, done=True, left=left)


def _agreed(as_json: bool) -> bool:
    if not can_ask(as_json):
        raise typer.BadParameter(says("please add --yes (on a terminal it is asked for)"), param_hint="--yes")
    return ask_choice(says("Remove it for good?"), ["yes", "no"], "no") == "yes"


def _tell(removal: Removal) -> None:
    if removal.event.before is not None:
        show(says("From before {day} (UTC) these go for good:", day=removal.event.before))
    else:
        show(says("These go for good:"))
    for line in _going(removal):
        show(line)
    show(says("What stays:"))
    for name in _some(removal.naming):
        show(says("  {name} (names it: look through it, or delete it)", name=name))
    for sentence in removal.stays:
        show(says("  {sentence}", sentence=sentence))


def _going(removal: Removal) -> Iterator[Message]:
    from cliptrial.cli.weekly.ingest_shown import TABLE_NAMES

    for table, rows in removal.rows.items():
        yield says("  {table}: {rows:,} rows", table=TABLE_NAMES[table], rows=rows)
    for table, rows in (removal.apart.rows if removal.apart else {}).items():
        yield says("  watched accounts, {table}: {rows:,} rows", table=TABLE_NAMES[table], rows=rows)
    for slug, positions in removal.links.items():
        yield says("  links of {slug}: No. {positions}", slug=slug, positions=list(positions))
    for name in _some(removal.files):
        yield says("  {name}", name=name)
    if removal.handle_of is not None:
        yield says("  the handle of {account} in workspace.yaml", account=removal.handle_of)
    if removal.watched is not None:
        yield says("  the watched account {account} in workspace.yaml", account=removal.watched)
    if removal.is_nothing:
        yield says("  nothing: none of it is here")


def _some(names: tuple[str, ...]) -> list[str]:
    more = len(names) - SHOWN
    return [*names[:SHOWN], *([says("{count} more", count=more)] if more > 0 else [])]


def _answer(removal: Removal, as_json: bool, *, done: bool, left: int = 0) -> None:
    if as_json:
        facts: dict[str, object] = {"before": removal.event.before, "rows": removal.rows, "hand_ins": removal.hand_ins}
        if removal.apart is not None:
            facts["watched"] = {"rows": removal.apart.rows, "account": removal.watched}
        files = {"links": removal.links, "files": removal.files, "naming": removal.naming}
        print_json({**facts, **files, "stays": removal.stays, "removed": done, "files_in_use": left})
    elif not done:
        say(says("Nothing is older than that."))
    elif removal.is_nothing:
        say(says("From now on nothing of it is read in."))
    else:
        say(
            says(
                "Removed: {rows:,} rows; hand-ins that held some of it: {count}.",
                rows=removal.every_row,
                count=removal.hand_ins + (removal.apart.hand_ins if removal.apart else 0),
            )
        )
    if left and not as_json:
        say(says("{count} files are open in a program: close it and run the command again.", count=left))
