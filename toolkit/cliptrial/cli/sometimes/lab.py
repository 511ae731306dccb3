"""``cliptrial lab``."""

from __future__ import annotations

from typing import Annotated

import typer

from cliptrial.cli.output import WorkspaceOption, open_workspace, say
from cliptrial.messages import says


def run(
    workspace: WorkspaceOption = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser; a server without screen does not.")
    ] = True,
    port: Annotated[int | None, typer.Option(help="Port. Default: a free one.", show_default=False)] = None,
) -> None:
    """Open JupyterLab with the notebooks of the workspace, beginning with start_here.

    A workspace without notebooks gets its own copies first; a notebook that is there is only
    replaced where it is as an earlier version brought it.
    """
    from cliptrial.forms.lab import copy_notebooks, serve
    from cliptrial.forms.start_files import write_start_files
    from cliptrial.registry.safety.trust import FOLDERS, untrusted

    root = open_workspace(workspace).root.resolve()
    write_start_files(root)
    copied = copy_notebooks(root)
    if copied:
        say(says("New in notebooks/: {copied}.", copied=list(copied)))
    strange = [name for folder in FOLDERS for name in untrusted(root, folder)]
    if strange:
        say(says("Neither those of ClipTrial nor trusted by you, so not opened or used: {strange}.", strange=strange))
        say(says("Read them, or ask who made them; then say `cliptrial trust`."))
    say(says("JupyterLab is starting. To stop it, press Ctrl+C here."))
    raise typer.Exit(serve(root, browser=browser, port=port))
