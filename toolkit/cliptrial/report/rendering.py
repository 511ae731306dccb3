"""From an experiment to its page: run the template, export it, write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.inside import is_inside
from cliptrial.registry.safety.signs import escaped
from cliptrial.registry.workspace import Workspace
from cliptrial.report.export import Exported, export
from cliptrial.report.inputs import Inputs, is_current, stamp
from cliptrial.report.kernels import Kernel, kernel
from cliptrial.report.pdf import find_browser, print_pdf
from cliptrial.report.reports import REPORTS
from cliptrial.report.site import INDEX, refresh_site
from cliptrial.report.templates import find_template
from cliptrial.wording.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of one report; ``pdf`` is None where none was asked for."""

    html: Path
    json: Path
    pdf: Path | None


def render(slug: str, workspace: str | Path = ".", *, lang: str, out: Path, pdf: bool = False) -> Rendered:
    """Write ``out/<slug>/<slug>_<lang>.html`` and ``result.json`` beside it.

    Args:
        slug: Name of the experiment's folder.
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
        out: Folder of all reports.
        pdf: Whether to print ``<slug>_<lang>.pdf`` as well.

    Raises:
        RegistryError: The experiment is missing or has mistakes.
        ReportError: The template failed.
        MissingToolError: A PDF was asked for and there is no browser.
    """
    return next(render_all([slug], workspace, langs=[lang], out=out, pdf=pdf))


def render_all(
    slugs: Iterable[str], workspace: str | Path = ".", *, langs: Sequence[str], out: Path, pdf: bool = False
) -> Iterator[Rendered]:
    """Write the reports of several experiments, one after the other, with one kernel.

    Experiments and languages are checked before the first page is written. A page whose inputs did not change
    since it was written is kept: the same input gives the same bytes.
    """
    opened = find_workspace(workspace)
    known = [load_experiment(slug, opened).slug for slug in slugs]
    _check(langs, pdf)
    template = find_template(REPORTS["experiment"].template, opened.root)
    wanted = Inputs(opened)
    with _Kernels(template, opened) as run:
        for slug in known:
            inputs = wanted.hash(slug)
            for lang in langs:
                name, folder = f"{slug}_{lang}", out / slug
                kept = _existing(folder, name, pdf) if is_current(folder, name, inputs) else None
                if kept is None:
                    parameters = {"slug": slug, "workspace": str(opened.root), "lang": lang}
                    kept = _write(export(run(template, parameters), opened.root), folder, name, pdf)
                    stamp(folder, name, inputs)
                yield kept


def render_report(
    kind: str,
    workspace: str | Path | None = ".",
    *,
    lang: str,
    out: Path,
    name: str | None = None,
    pdf: bool = False,
    **choice: object,
) -> Rendered:
    """Write a page of one kind: ``out/<name>/<name>_<lang>.html``, ``result.json`` beside it, and the index again.

    Args:
        kind: Of :data:`~cliptrial.report.reports.REPORTS`, e.g. ``comparison``.
        workspace: The workspace's folder, or one inside it; None with a table of posts outside any.
        lang: Code of a language, ``en``.
        out: Folder of all reports.
        name: Name of the page: small letters, digits and hyphens; that of its kind where not given.
        pdf: Whether to print a PDF as well.
        choice: The parameters of its template.

    Raises:
        ReportError: The name or the language will not do, or the template failed.
        MissingToolError: A PDF was asked for and there is no browser.
    """
    report, opened = REPORTS[kind], None if workspace is None else find_workspace(workspace)
    name = report.name if name is None else name
    _check([lang], pdf)
    _check_name(name)
    root = opened.root if opened else None
    template = find_template(report.template, root)
    places = {"workspace": str(root or "."), "reports": str(out.resolve())}
    filled = {key: value for key, value in places.items() if key in ("workspace", *report.parameters)}
    if table := choice.get("file"):
        choice["file"] = str(Path(str(table)).resolve())  # the kernel stands elsewhere
    with _Kernels(template, opened) as run:
        notebook = run(template, {**filled, "lang": lang, **choice})
        rendered = _write(export(notebook, root), out / name, f"{name}_{lang}", pdf)
    if opened and report.on_index and (report.makes_index or (out / INDEX).is_file()):
        refresh_site(opened.root, out, lang)
    return rendered


def _check_name(name: str) -> None:
    if not name.replace("-", "").isalnum() or name != name.lower():
        what = says('"{name}" cannot be the name of a page', name=name)
        raise ReportError(Problem("page_name", what, says("Small letters, digits and hyphens, e.g. sounds-2026")))


def _check(langs: Sequence[str], pdf: bool) -> None:
    problems = [
        Problem(
            "language",
            says('Reports are not written in "{language}"', language=lang),
            says("One of {names}", names=list(LANGUAGES)),
            field="lang",
        )
        for lang in langs
        if lang not in LANGUAGES
    ]
    if problems:
        raise ReportError(problems)
    if pdf:
        find_browser()


class _Kernels:
    """Runs packaged templates in one kernel that stays, a workspace's own in a new one each time."""

    def __init__(self, template: Path, workspace: Workspace | None) -> None:
        own = workspace is not None and template.is_relative_to(workspace.templates_dir)
        self._own = own and template != find_template(template.name)
        self._stack = ExitStack()
        self._kernel: Kernel | None = None

    def __enter__(self) -> _Kernels:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __call__(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        if self._own:
            with kernel() as fresh:
                return fresh.run(template, parameters)
        if self._kernel is None:
            self._kernel = self._stack.enter_context(kernel())
        return self._kernel.run(template, parameters)


def _existing(folder: Path, name: str, pdf: bool) -> Rendered | None:
    """The files of a page that was rendered before; None where one of them is gone."""
    printed = folder / f"{name}.pdf"
    files = Rendered(folder / f"{name}.html", folder / "result.json", printed if pdf else None)
    return files if all(p.is_file() for p in (files.html, files.json, files.pdf) if p) else None


def _write(exported: Exported, folder: Path, name: str, pdf: bool) -> Rendered:
    if not is_inside(folder, folder.parent):
        what = says("{name} is a link that leads out of the folder of reports", name=folder.name)
        mend = says("Remove the link, or put the folder itself in its place.")
        raise ReportError(Problem("leads_out", what, says("A folder inside it"), mend, path=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    page, result = folder / f"{name}.html", folder / "result.json"
    text = json.dumps(exported.result, ensure_ascii=False, indent=1, allow_nan=False)
    write_atomically(result, escaped(text) + "\n")
    write_atomically(page, exported.html)
    if not pdf:
        return Rendered(page, result, None)
    printed = folder / f"{name}.pdf"
    write_atomically(printed, print_pdf(page))
    return Rendered(page, result, printed)
