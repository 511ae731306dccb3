"""``cliptrial report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.language import chosen_language
from cliptrial.cli.output import JsonOption, SlugsArgument, WorkspaceOption, open_workspace, print_json, say, show
from cliptrial.messages import says
from cliptrial.registry.languages import LANGUAGES

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace
    from cliptrial.report import Rendered

LangsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lang", metavar="|".join((*LANGUAGES, "both")), help="Language; can be given twice. Default: the workspace's."
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of the reports. Default: reports/ in the workspace.")
]


def run(
    slugs: SlugsArgument = None,
    every: Annotated[bool, typer.Option("--all", help="Every experiment; the same as naming none.")] = False,
    lang: LangsOption = None,
    out: OutOption = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print each page as a PDF, too; needs Chromium or Chrome.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the page that a client can read, and the index page over all experiments.

    Each page is one file that needs no network: mail it, or put it on any web server.
    """
    if slugs and every:
        raise typer.BadParameter(says("name experiments or say --all, not both"), param_hint="--all")
    from cliptrial.registry.experiments import experiment_names
    from cliptrial.report import render_all, write_site
    from cliptrial.wording.languages import wording_for

    opened = open_workspace(workspace)
    folder = out or opened.root / "reports"
    langs = _languages(lang, opened)
    names = slugs or list(experiment_names(opened))
    rendered: list[Rendered] = []
    for one in render_all(names, opened.root, langs=langs, out=folder, pdf=pdf):
        rendered.append(one)
        say(f"{len(rendered)}/{len(names) * len(langs)} {one.html.name}")
    language = opened.language if opened.language in langs else langs[0]
    index = write_site(opened.root, folder, language)
    if as_json:
        print_json({"reports": [_plain(one) for one in rendered], "index": index})
        return
    for one in rendered:
        show(str(one.pdf or one.html))
    show(wording_for(language).terminal.index(str(index)))


def _languages(asked: list[str] | None, workspace: Workspace) -> list[str]:
    wanted: list[str] = []
    for one in asked or [workspace.language]:
        wanted += list(LANGUAGES) if one == "both" else [chosen_language(one)]
    return list(dict.fromkeys(wanted))


def _plain(one: Rendered) -> dict[str, object]:
    return {"html": one.html, "result": one.json, "pdf": one.pdf}
