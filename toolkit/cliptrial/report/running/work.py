"""One experiment becomes its pages: run the template, export it, write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.inside import is_inside
from cliptrial.registry.safety.signs import escaped
from cliptrial.report.export import Exported, export
from cliptrial.report.handout.pdf import print_pdf
from cliptrial.report.handout.pictures import pictures
from cliptrial.report.inputs import stamp
from cliptrial.report.kernels import Kernel, kernel
from cliptrial.report.running.pages import Audience, Fate, Outcome, Page


@dataclass(frozen=True, slots=True)
class Due:
    """Pages of one experiment that must be written; any process of this computer can do it.

    Attributes:
        pages: One a language.
        workspace: The workspace's folder.
        template: The notebook.
        inputs: Hash of what the pages are made from.
    """

    pages: Sequence[Page]
    workspace: Path
    template: Path
    inputs: str


def render_due(due: Due, lend: Callable[[], AbstractContextManager[Kernel]] = kernel) -> tuple[Outcome, ...]:
    """Write an experiment's pages, one after the other, as they share one ``result.json``.

    Args:
        due: What to write.
        lend: The kernel for one page; a new one where nothing else is said.

    Returns:
        What became of each; no failure escapes.
    """
    return tuple(_rendered(page, due, lend) for page in due.pages)


def _rendered(page: Page, due: Due, lend: Callable[[], AbstractContextManager[Kernel]]) -> Outcome:
    try:
        with lend() as running:
            parameters = {"slug": page.slug, "workspace": str(due.workspace), "lang": page.lang}
            notebook = running.run(due.template, parameters)
        exported = export(notebook, due.workspace, alone=page.png)
        page = replace(page, file=exported.file)
        write_page(exported, page, due.workspace)
        stamp(page.folder, page.name, due.inputs)
    except Exception as error:  # whatever it is, the other pages do not suffer from it
        return Outcome(page, Fate.FAILED, error)
    return Outcome(page, Fate.RENDERED)


def write_page(exported: Exported, page: Page, workspace: Path | None = None) -> None:
    """Write a page, its result, and its PDF and pictures where they are wanted; each file is whole or not there.

    Raises:
        ReportError: The folder is a link that leads out.
        OSError: Nothing can be written.
    """
    folder, files = page.folder, page.files
    if not is_inside(folder, folder.parent):
        what = says("{name} is a link that leads out of the folder of reports", name=folder.name)
        mend = says("Remove the link, or put the folder itself in its place.")
        raise ReportError(Problem("leads_out", what, says("A folder inside it"), mend, path=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(exported.result, ensure_ascii=False, indent=1, allow_nan=False)
    write_atomically(files.json, escaped(text) + "\n")
    write_atomically(files.html, exported.html)
    if files.pdf:
        write_atomically(files.pdf, print_pdf(files.html, sheets=1 if page.audience is Audience.CLIENT else None))
    drawn = pictures(exported.first, workspace) if files.png else {}
    for path, picture in zip(files.png, drawn.values(), strict=True):
        write_atomically(path, picture)
