"""``cliptrial schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says


def run(
    of_workspace: Annotated[
        bool, typer.Option("--of-workspace", help="The schema of workspace.yaml instead; always printed.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the file that lets editors complete and check experiment.yaml.

    It goes to experiments/experiment.schema.json, which the first line of every experiment names.
    With --json the schema is printed instead.
    """
    from cliptrial.posts.declared import NAMES
    from cliptrial.registry.scaffold import write_schema
    from cliptrial.registry.yaml.schema import experiment_schema, workspace_schema

    if as_json or of_workspace:
        print_json(workspace_schema(NAMES) if of_workspace else experiment_schema())
        return
    path = write_schema(open_workspace(workspace))
    say(says("Written: experiments/{name}", name=path.name))
