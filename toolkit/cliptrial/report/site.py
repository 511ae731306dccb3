"""Index pages: one over all experiments for the team, and one for each client that names nobody else."""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.files import write_atomically
from cliptrial.registry.naming import slugify
from cliptrial.registry.safety.signs import visible
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace
from cliptrial.report.board.goals import goals_of
from cliptrial.report.board.listed import Listed, PageLink, pages_of
from cliptrial.report.board.rows import Row, grouped, rows_of
from cliptrial.report.look import Brand, sheet, style
from cliptrial.report.reports import REPORTS, learnings_of
from cliptrial.report.review.names import newest_pages, page_name
from cliptrial.report.section import shown
from cliptrial.report.source import brand_of
from cliptrial.report.templates import find_template, sections_environment
from cliptrial.wording.language import Language
from cliptrial.wording.languages import LANGUAGES, wording_for

INDEX = "index.html"
"""The index page within the folder of all reports."""


@dataclass(frozen=True, slots=True)
class Over:
    """A page over many experiments: what it is called, what it holds, and where it is in every language."""

    title: str
    said: str
    pages: tuple[PageLink, ...]


def write_site(workspace: str | Path = ".", out: Path | None = None, lang: str = "en") -> Path:
    """Write ``out/index.html`` over all experiments of a workspace, and ``out/index_<client>.html`` for each client.

    Args:
        workspace: The workspace's folder, or one inside it.
        out: Folder of all reports; default ``reports/`` in the workspace.
        lang: Its language; titles lead to pages in that language, and every row to all its pages.

    Returns:
        The page over all.
    """
    opened = find_workspace(workspace)
    folder = out or opened.root / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):  # of two who write at once, the later one shows what both have
        return _written(opened, folder, lang)


def _written(opened: Workspace, folder: Path, lang: str) -> Path:
    listed = [Listed.of(slug, opened, folder) for slug in experiment_names(opened)]
    clients = _accounts_of(opened)
    for client, accounts in clients.items():
        own = [one for one in listed if opened.client_of(one.accounts) == client]
        words = wording_for(opened.language_of(client))
        taken = [one.slug for one in listed]
        beyond = [*_own_year(folder, client, words.lang, taken), *_learned(client, folder, words.lang, taken)]
        beyond += _how_it_went(folder, client, words)
        page = _Index(opened, folder, words, brand_of(opened, accounts), over=beyond, accounts=accounts)
        write_atomically(folder / index_of(client), page.html(own))
    words = wording_for(lang)
    names = {index_of(client): opened.clients[client].name for client in clients}
    taken = [one.slug for one in listed]
    over = _Index(opened, folder, words, brand_of(opened), names, _over_all(folder, lang, taken))
    write_atomically(folder / INDEX, over.html(listed))
    return folder / INDEX


def index_of(client: str | None) -> str:
    """The name of a client's own index page within the folder of all reports; of that over all for None."""
    return INDEX if client is None else f"index_{client}.html"


def refresh_site(workspace: str | Path, out: Path, lang: str) -> Path:
    """Write the index page anew, in the language it has; in ``lang`` where there is none yet."""
    try:
        head = (out / INDEX).read_text(encoding="utf-8").partition("<head>")[0]
    except OSError:
        head = ""
    own = next((code for code in LANGUAGES if f'<html lang="{code}">' in head), lang)
    return write_site(workspace, out, own)


@dataclass(frozen=True, slots=True)
class _Index:
    """An index page: whose it is, and what else it leads to.

    Attributes:
        clients: By file: the clients with a page of their own; only where the page is for the team.
        over: Pages over all experiments.
        accounts: Whose goals are shown; None for everybody's.
    """

    workspace: Workspace
    folder: Path
    words: Language
    brand: Brand
    clients: dict[str, str] | None = None
    over: Sequence[Over] = ()
    accounts: Sequence[str] | None = None

    def html(self, listed: Sequence[Listed]) -> str:
        """The page over these experiments."""
        root, words = self.workspace.root, self.words
        rows = rows_of(listed, self.workspace, self.folder, words)
        script = visible(find_template("html/index.js", root).read_text(encoding="utf-8").strip())
        values = {
            "lang": words.lang,
            "w": words.page.site,
            "brand": self.brand,
            "style": f"{style(self.brand, root)}\n{sheet('index', root)}",
            "stamp": _stamp([one.data_as_of for one in listed], words, self.brand.timezone),
            "lead": _lead(rows, words),
            "groups": grouped(rows),
            "clients": self.clients or {},
            "over": self.over,
            "goals": goals_of(self.workspace, words.lang, self.accounts),
            "goal_words": words.our_year.goals,
            "choices": _choices(rows),
            "script": script,
            "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
        }
        page = sections_environment(root).get_template("site.html").render(values)
        return shown(page.strip()) + "\n"


def _own_year(folder: Path, client: str, lang: str, taken: Container[str]) -> list[Over]:
    """A client's own year, where its page is there."""
    name, words = f"programme-{slugify(client)}", LANGUAGES[lang].our_year
    pages = () if name in taken else pages_of(name, folder, lang)
    return [Over(words.title, words.on_index, pages)] if pages else []


def _how_it_went(folder: Path, client: str, words: Language) -> list[Over]:
    """A client's newest week, month and quarter, where their pages are there."""
    from cliptrial.wording.review.speaker import period_title  # inside: most indexes have none

    spans = [(one, pages_of(page_name(one, client), folder, words.lang)) for one in newest_pages(folder, client)]
    return [Over(period_title(one, words), words.review.on_index, pages) for one, pages in spans if pages]


def _accounts_of(workspace: Workspace) -> dict[str, list[str]]:
    """The accounts of each client that has any."""
    accounts: dict[str, list[str]] = {}
    for name, client in workspace.owners:
        if client is not None:
            accounts.setdefault(client, []).append(name)
    return accounts


def _over_all(folder: Path, lang: str, taken: Container[str]) -> list[Over]:
    """The pages over all experiments that the index lists and that are there.

    A name that an experiment has ``taken`` leads to that experiment only.
    """
    listed = {name: report.on_index(lang) for name, report in REPORTS.items() if report.on_index and name not in taken}
    return [
        Over(title, line, pages) for name, (title, line) in listed.items() if (pages := pages_of(name, folder, lang))
    ]


def _learned(client: str, folder: Path, lang: str, taken: Container[str]) -> list[Over]:
    """The page of what a client's own experiments say together, where it is there."""
    name, words = learnings_of(client), wording_for(lang).learned.page
    pages = () if name in taken else pages_of(name, folder, lang)
    return [Over(words.title, words.on_index, pages)] if pages else []


def _stamp(times: Iterable[int | None], words: Language, timezone: str) -> str:
    """The day of the newest numbers of all; the page never says today."""
    newest = max((at for at in times if at is not None), default=None)
    site = words.page.site
    if newest is None:
        return site.all
    return site.as_of(words.formats.date(dt.datetime.fromtimestamp(newest, ZoneInfo(timezone)).date()))


def _lead(rows: Sequence[Row], words: Language) -> str:
    site, f = words.page.site, words.formats
    if not rows:
        return site.none
    answered = sum(row.clear for row in rows)
    return site.lead(site.experiments(f.number(len(rows))), site.answered(f.number(answered)))


def _choices(rows: Sequence[Row]) -> dict[str, list[str]]:
    """What rows can be chosen by: every value that occurs, where there are several."""
    occurring = {key: sorted({str(getattr(row, key)) for row in rows} - {""}) for key in ("client", "variable", "word")}
    return {key: values for key, values in occurring.items() if len(values) > 1}
