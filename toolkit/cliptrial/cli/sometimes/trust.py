"""``cliptrial trust``."""

from __future__ import annotations

from typing import Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say, show
from cliptrial.messages import says


def run(
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Trust nothing of this workspace any more.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let templates and notebooks of this workspace run that did not come with ClipTrial.

    They are programs: whoever wrote them can do on this computer what you can. Each is trusted as it is now; after a
    change it is asked for again. Your word holds for you alone and for this folder, and is kept outside of it.
    """
    from cliptrial.registry.safety import trust

    root = open_workspace(workspace).root
    if withdraw:
        trust.withdraw(root)
    trusted = {} if withdraw else trust.trust(root)
    if as_json:
        print_json({"workspace": root.resolve(), "trusted": trusted})
        return
    for name in trusted:
        show(name)
    if not trusted:
        say(says("Nothing of this workspace is trusted; what comes with ClipTrial runs all the same."))
        return
    say(says("Each is trusted as it is now. Take it back with `cliptrial trust --withdraw`."))
