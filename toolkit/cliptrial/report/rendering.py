"""From experiments to their pages: which must be written, by whom, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.errors import InputError, Problem, ReportError, problems_of
from cliptrial.messages import says
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.safety.private import private_folder
from cliptrial.registry.safety.trust import packaged_folders
from cliptrial.registry.workspace import Workspace
from cliptrial.report.handout.pdf import find_browser
from cliptrial.report.kernels import kernel
from cliptrial.report.reports import REPORTS
from cliptrial.report.running.handed import Handed
from cliptrial.report.running.pages import EXPERIMENT, Audience, Fate, Outcome, Page, Rendered
from cliptrial.report.running.workers import MOST, PAGES_A_KERNEL, Workers, cores
from cliptrial.report.templates import FOLDER, find_template
from cliptrial.wording.languages import LANGUAGES

if TYPE_CHECKING:
    from cliptrial.report.inputs import Inputs
    from cliptrial.report.running.work import Due


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of some kind: its language, its name, and the parameters of its template."""

    lang: str
    name: str
    choice: Mapping[str, object]


PAGE = "cliptrial.report.experiment_page"
"""What a kernel imports while it starts."""


def render(
    slug: str,
    workspace: str | Path = ".",
    *,
    lang: str,
    out: Path,
    pdf: bool = False,
    png: bool = False,
    audience: Audience | str = Audience.TEAM,
) -> Rendered:
    """Write ``out/<slug>/<slug>_<lang>.html`` and ``result.json`` beside it.

    Args:
        slug: Name of the experiment's folder.
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
        out: Folder of all reports.
        pdf: Whether to print ``<slug>_<lang>.pdf`` as well.
        png: Whether to draw the first screen as ``<slug>_<lang>_16x9.png`` and ``<slug>_<lang>_9x16.png`` as well.
        audience: ``client`` for one sheet with the answer and no details, whose file is called by client and day.

    Raises:
        RegistryError: The experiment is missing or has mistakes.
        ReportError: The template failed.
        MissingToolError: A PDF or a picture was asked for and there is no browser.
    """
    (rendered,) = render_all([slug], workspace, langs=[lang], out=out, pdf=pdf, png=png, audience=audience)
    return rendered


def render_all(
    slugs: Iterable[str],
    workspace: str | Path = ".",
    *,
    langs: Sequence[str],
    out: Path,
    pdf: bool = False,
    png: bool = False,
    audience: Audience | str = Audience.TEAM,
) -> Iterator[Rendered]:
    """The same for several experiments and languages, as :func:`render_pages` does it; yields what is written or kept.

    Raises:
        InputError: At the end, where pages failed: the failure of the only one, or all that was wrong.
    """
    failed = []
    for outcome in render_pages(slugs, workspace, langs=langs, out=out, pdf=pdf, png=png, audience=audience):
        if outcome.error is None:
            yield outcome.page.files
        else:
            failed.append(outcome.error)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise ReportError(dict.fromkeys(problem for error in failed for problem in problems_of(error)))


def render_pages(
    slugs: Iterable[str],
    workspace: str | Path = ".",
    *,
    langs: Sequence[str],
    out: Path,
    pdf: bool = False,
    png: bool = False,
    audience: Audience | str = Audience.TEAM,
    template: str = EXPERIMENT,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Write the pages of experiments; yields what became of each, as it comes about.

    Names and languages are checked before the first page is written. A page whose inputs did not change since it was
    written is kept: the same input gives the same bytes, in whatever order and by however many kernels. An experiment
    that fails stops no other. Whoever stops the run finds whole pages, and the next run goes on from there.

    Args:
        slugs: Names of the experiments' folders.
        workspace: The workspace's folder, or one inside it.
        langs: Codes of languages; none for the language of each experiment's client.
        out: Folder of all reports.
        pdf: Whether to print PDFs as well.
        png: Whether to draw the first screens as well.
        audience: ``client`` for one sheet a page.
        template: Name of a notebook in the workspace's ``templates/``, without its suffix.
        executor: Who does the work, in threads or processes of this computer; it starts a kernel a page. Where not
            given, kernels stay for many pages, as many at once as there are cores.

    Raises:
        RegistryError: An experiment is missing, or the workspace has mistakes.
        ReportError: A language or the template is missing.
        MissingToolError: A PDF was asked for and there is no browser.
    """
    opened, names = find_workspace(workspace), list(dict.fromkeys(slugs))
    _check(langs, pdf or png)
    _check_name(template)
    whose = _audience(audience)
    loaded, failed = _loaded(names, opened)
    pages = {
        slug: [
            Page(slug, lang, out, pdf, png, whose, template=template)
            for lang in langs or (_language_of(loaded.get(slug), opened),)
        ]
        for slug in names
    }
    with _Run(opened, names, _template_of(template, whose), executor) as run:
        if not all(page.files.are_there() for slug, own in pages.items() if slug not in failed for page in own):
            run.warm()
        jobs: list[Future[tuple[Outcome, ...]]] = []
        for slug, own in pages.items():
            error = failed.get(slug)
            settled, job = ([Outcome(page, Fate.FAILED, error) for page in own], None) if error else run.begin(own)
            yield from settled
            jobs += [job] if job else []
        for done in as_completed(jobs):
            yield from done.result()


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
    (rendered,) = render_reports(
        kind, workspace, [Wanted(lang, kind if name is None else name, choice)], out=out, pdf=pdf
    )
    return rendered


def render_reports(
    kind: str,
    workspace: str | Path | None,
    wanted: Sequence[Wanted],
    *,
    out: Path,
    pdf: bool = False,
    png: bool = False,
) -> Iterator[Rendered]:
    """The same for several pages of one kind, which share a kernel; the index is written once, after all of them.

    A page whose choice has the audience ``client`` is one sheet when printed, and is called by client and period.
    """
    report, opened = REPORTS[kind], None if workspace is None else find_workspace(workspace)
    _check([one.lang for one in wanted], pdf or png)
    for one in wanted:
        _check_name(one.name)
        _audience(str(one.choice.get("audience", Audience.TEAM)))
    root = opened.root if opened else None
    template = find_template(report.template, root)
    places = {"workspace": str(root or "."), "reports": str(out.resolve())}
    filled = {key: value for key, value in places.items() if key in ("workspace", *report.parameters)}
    with kernel() as running:
        from cliptrial.report.export import export
        from cliptrial.report.running.work import write_page

        for one in wanted:
            choice = dict(one.choice)
            if table := choice.get("file"):
                choice["file"] = str(Path(str(table)).resolve())  # the kernel stands elsewhere
            made = export(running.run(template, {**filled, "lang": one.lang, **choice}), root, alone=png)
            audience = _audience(str(choice.get("audience", Audience.TEAM)))
            page = Page(one.name, one.lang, out, pdf, png, audience, file=made.file)
            write_page(made, page, root)
            yield page.files
    from cliptrial.report.site import INDEX, refresh_site

    if opened and report.on_index and (report.makes_index or (out / INDEX).is_file()):
        refresh_site(opened.root, out, wanted[0].lang)


def _is_packaged(template: Path) -> bool:
    return any((folder / template.name) == template for folder in packaged_folders(FOLDER))


def _template_of(template: str, audience: Audience) -> str:
    """The notebook that is run: a team's own, or the one for these readers."""
    if template != EXPERIMENT:
        return f"{template}.ipynb"
    return REPORTS["experiment" if audience is Audience.TEAM else "client"].template


def _check_name(name: str) -> None:
    if not name.replace("-", "").isalnum() or name != name.lower():
        what = says('"{name}" cannot be the name of a page', name=name)
        raise ReportError(Problem("page_name", what, says("Small letters, digits and hyphens, e.g. sounds-2026")))


def _audience(named: str) -> Audience:
    if named in [*Audience]:
        return Audience(named)
    what, expected = (
        says('There is no page for "{audience}"', audience=named),
        says("One of {names}", names=[*Audience]),
    )
    raise ReportError(Problem("audience", what, expected, field="audience"))


def _check(langs: Sequence[str], browser: bool) -> None:
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
    if browser:
        find_browser()


def _language_of(loaded: Loaded | None, workspace: Workspace) -> str:
    """The language of the client's pages; the workspace's where nobody can know whose experiment it is."""
    if loaded is None:
        return workspace.language
    return workspace.language_of(workspace.client_of(loaded.experiment.accounts))


def _loaded(slugs: Sequence[str], workspace: Workspace) -> tuple[Mapping[str, Loaded], Mapping[str, InputError]]:
    """By name: the experiments, and why others cannot be read.

    Raises:
        RegistryError: There is no such experiment, so that the name is a slip.
    """
    loaded, failed = {}, {}
    for slug in slugs:
        try:
            loaded[slug] = load_experiment(slug, workspace)
        except InputError as error:
            if not (workspace.experiments_dir / slug).is_dir():
                raise
            failed[slug] = error
    return loaded, failed


def _load_exporters() -> None:
    """Import what is needed once a kernel has drawn, while the first one does: it takes as long as that."""
    for name in ("nbconvert.exporters", "cliptrial.report.site"):
        import_module(name)


class _Run:
    """One run over many pages: who analyses, who renders, and that nothing of it stays behind."""

    def __init__(self, workspace: Workspace, slugs: Sequence[str], template: str, executor: Executor | None) -> None:
        self._workspace, self._slugs, self._executor = workspace, slugs, executor
        self._begun = False
        self._template = find_template(template, workspace.root)
        own = self._template.is_relative_to(workspace.templates_dir)
        self._alone = own and not _is_packaged(self._template)
        self._stack = ExitStack()

    def __enter__(self) -> _Run:
        self._handed = Handed(self._stack.enter_context(private_folder()), self._workspace, self._slugs)
        # A workspace's own template may do anything, so each of its pages has a kernel of its own.
        pages = 1 if self._alone else PAGES_A_KERNEL
        most = max(1, min(cores(), MOST, len(self._slugs)))
        fresh = partial(kernel, self._handed.folder, PAGE)
        self._analyst = self._stack.enter_context(ThreadPoolExecutor(1, "analyses"))
        self._workers = self._stack.enter_context(Workers(most, fresh, pages))
        return self

    def __exit__(self, *failure: object) -> None:
        self._handed.leave()
        self._stack.__exit__(*failure)  # type: ignore[arg-type]  # what the with statement hands over

    @cached_property
    def _inputs(self) -> Inputs:
        """What the pages are made from; every file is looked at once in a run."""
        from cliptrial.report.inputs import Inputs

        return Inputs(self._workspace)

    def warm(self) -> None:
        """Start the first kernel while the files are read."""
        if self._executor is None:
            self._workers.warm()

    def begin(self, pages: Sequence[Page]) -> tuple[list[Outcome], Future[tuple[Outcome, ...]] | None]:
        """Pages of one experiment: what is settled at once, and the job for the others."""
        from cliptrial.report.inputs import current
        from cliptrial.report.running.work import Due

        try:
            inputs = self._inputs.hash(pages[0].slug)
            made = current(pages[0].folder, inputs)
            pages = [page.among(made) for page in pages]
            kept = [page for page in pages if page.files.are_there() and page.name in made]
        except (InputError, OSError) as error:
            return [Outcome(page, Fate.FAILED, error) for page in pages], None
        due = [page for page in pages if page not in kept]
        job = self._submit(Due(due, self._workspace.root, self._template, inputs)) if due else None
        return [Outcome(page, Fate.KEPT) for page in kept], job

    def _submit(self, due: Due) -> Future[tuple[Outcome, ...]]:
        from cliptrial.report.running.work import render_due

        if self._executor is not None:
            return self._executor.submit(render_due, due)
        slug = due.pages[0].slug
        self._analyst.submit(self._handed.prepare, slug)
        if not self._begun:
            self._analyst.submit(_load_exporters)
            self._begun = True
        return self._workers.submit(partial(self._rendered, render_due, due, slug))

    def _rendered(self, render_due: Callable[..., tuple[Outcome, ...]], due: Due, slug: str) -> tuple[Outcome, ...]:
        self._handed.begin(slug)
        return render_due(due, self._workers.lend)
