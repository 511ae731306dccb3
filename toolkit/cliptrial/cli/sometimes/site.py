"""``cliptrial site``."""

from __future__ import annotations

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, show
from cliptrial.cli.weekly.report import OutOption


def run(
    lang: LangOption = None, out: OutOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Write the index page over all experiments from the reports that are already there."""
    from cliptrial.report import write_site

    opened = open_workspace(workspace)
    index = write_site(opened.root, out, chosen_language(lang, opened.language))
    if as_json:
        print_json({"index": index})
        return
    show(str(index))
