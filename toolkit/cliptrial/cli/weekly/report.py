"""``cliptrial report``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.language import chosen_language
from cliptrial.cli.output import JsonOption, SlugsArgument, WorkspaceOption, open_workspace, print_json, show
from cliptrial.cli.weekly.report_shown import Progress, tell_all
from cliptrial.messages import says
from cliptrial.registry.languages import LANGUAGES

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace
    from cliptrial.report.running.pages import Outcome

LangsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lang",
        metavar="|".join((*LANGUAGES, "both")),
        help="Language; can be given twice. Default: the client's, or the workspace's.",
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
    png: Annotated[
        bool, typer.Option("--png", help="Draw the answer for slides (16:9) and chat (9:16), too; needs Chromium.")
    ] = False,
    audience: Annotated[
        str, typer.Option(metavar="team|client", help="client: one sheet with the answer, called by client and day.")
    ] = "team",
    template: Annotated[
        str | None, typer.Option(metavar="NAME.ipynb", help="Your own notebook in templates/, for a page of its own.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the page that a client can read, and the index page over all experiments.

    Each page is one file that needs no network: mail it, or put it on any web server. An experiment that fails stops
    no other; stop the command whenever you like, and the next one goes on from there.
    """
    if slugs and every:
        raise typer.BadParameter(says("name experiments or say --all, not both"), param_hint="--all")
    from cliptrial.registry.experiments import experiment_names

    opened = open_workspace(workspace)
    folder = out or opened.root / "reports"
    langs = _languages(lang)
    names = slugs or list(experiment_names(opened))
    wanted = _Wanted(out=folder, pdf=pdf, png=png, audience=audience, template=Path(template or "experiment").stem)
    outcomes = _outcomes(names, opened, langs, wanted)
    from cliptrial.report import write_site  # only now: it would keep the first kernel waiting

    language = opened.language if not langs or opened.language in langs else langs[0]
    index = write_site(opened.root, folder, language)
    _tell(outcomes, index, language, as_json)
    if any(one.error for one in outcomes):
        raise typer.Exit(1)


class _Wanted(TypedDict):
    """Which files, where, and for whom."""

    out: Path
    pdf: bool
    png: bool
    audience: str
    template: str


def _outcomes(names: Sequence[str], opened: Workspace, langs: Sequence[str], wanted: _Wanted) -> list[Outcome]:
    """What became of every page, in the order of experiments and languages.

    Raises:
        InputError: The only experiment failed.
    """
    from cliptrial.report import render_pages

    progress, outcomes = Progress(len(names) * max(1, len(langs))), []
    for one in render_pages(names, opened.root, langs=langs, **wanted):
        outcomes.append(one)
        progress.tell(one, perf_counter())
        if one.error and len(names) == 1:
            raise one.error
    return sorted(
        outcomes, key=lambda one: (names.index(one.page.slug), *(langs.index(one.page.lang) for _ in langs[:1]))
    )


def _tell(outcomes: Sequence[Outcome], index: Path, lang: str, as_json: bool) -> None:
    from cliptrial.wording.languages import wording_for

    done = [one for one in outcomes if not one.error]
    if as_json:
        failed = [_failed(one) for one in outcomes if one.error]
        print_json({"reports": [_plain(one) for one in done], "index": index, **({"failed": failed} if failed else {})})
        return
    for one in done:
        for path in (one.page.files.pdf or one.page.files.html, *one.page.files.png):
            show(str(path))
    show(wording_for(lang).terminal.index(str(index)))
    if len(outcomes) > 1:
        tell_all(outcomes)


def _languages(asked: list[str] | None) -> list[str]:
    """The languages that were asked for; none where each client's own will do."""
    wanted: list[str] = []
    for one in asked or ():
        wanted += list(LANGUAGES) if one == "both" else [chosen_language(one)]
    return list(dict.fromkeys(wanted))


def _plain(one: Outcome) -> dict[str, object]:
    files = one.page.files
    drawn = {"png": [*files.png]} if files.png else {}
    return {"html": files.html, "result": files.json, "pdf": files.pdf, **drawn, "state": one.fate}


def _failed(one: Outcome) -> dict[str, object]:
    errors = [problem.as_dict() for problem in one.problems]
    return {"experiment": one.page.slug, "lang": one.page.lang, "errors": errors}
