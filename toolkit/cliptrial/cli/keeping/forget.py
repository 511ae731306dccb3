"""``cliptrial forget``."""

from __future__ import annotations

from typing import Annotated

import typer

from cliptrial.cli.keeping.removing import DryRunOption, YesOption, remove
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace
from cliptrial.messages import says


def run(
    account: Annotated[
        str | None, typer.Option(metavar="NAME", help="An account of this workspace, by its short name.")
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(metavar="HANDLE", help="Somebody in posts, messages or `watched`: handle, e-mail or phone."),
    ] = None,
    files: Annotated[
        bool, typer.Option("--files", help="Delete exports that name them, too, as far as they lie in the workspace.")
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove an account, or a person, from the disk, for good, and never read them in again.

    What goes and what stays is told first. Of an account its numbers, posts, captions, links, workbooks and the pages
    of its experiments go; of a person what stands in their place in captions and sounds, and what they wrote.
    """
    from cliptrial.posts.removal import plans

    if (account is None) == (user is None):
        raise typer.BadParameter(says("name one: --account NAME, or --user HANDLE"), param_hint="--account / --user")
    opened = open_workspace(workspace)
    if account is not None:
        removal = plans.account(opened, account, files=files)
    else:
        removal = plans.person(opened, user or "", files=files)
    remove(opened, removal, yes=yes, dry_run=dry_run, as_json=as_json)
