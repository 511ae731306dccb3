"""``cliptrial lab``."""

from __future__ import annotations

from pathlib import Path
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

    A workspace without notebooks gets its own copies first; a notebook that is there is only replaced where it is as an
    earlier version brought it. In an empty folder the form for clients and accounts opens.
    """
    from cliptrial.forms.lab import copy_notebooks, serve
    from cliptrial.forms.start_files import write_start_files
    from cliptrial.registry.safety.trust import FOLDERS, untrusted

    folder = workspace or Path.cwd()
    root = (folder if _is_empty(folder) else open_workspace(workspace).root).resolve()
    root.mkdir(parents=True, exist_ok=True)
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


def _is_empty(folder: Path) -> bool:
    """Whether the folder belongs to no workspace and holds nothing but, maybe, notebooks of an earlier start."""
    from cliptrial.forms.lab import NOTEBOOKS
    from cliptrial.registry.workspace import FILE

    if any((above / FILE).exists() for above in (folder.resolve(), *folder.resolve().parents)):
        return False
    return not folder.exists() or all(one.name == NOTEBOOKS or one.name[0] == "." for one in folder.iterdir())
