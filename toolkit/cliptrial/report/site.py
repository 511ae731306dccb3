"""The index page: every experiment with its state, its variable and what came out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.analysis.findings.planned import NotReady
from cliptrial.errors import InputError
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.files import write_atomically
from cliptrial.registry.jsonfile import Json
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.safety.signs import visible
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.state import state
from cliptrial.registry.workspace import Workspace
from cliptrial.report.look import Brand, style
from cliptrial.report.reports import REPORTS
from cliptrial.report.source import brand_of
from cliptrial.report.templates import sections_environment
from cliptrial.wording.formats import Formats
from cliptrial.wording.language import Language
from cliptrial.wording.languages import LANGUAGES, wording_for
from cliptrial.wording.names import human

STATES = ("decided", "ready", "running", "locked", "planned", "draft", "invalid")
CLEAR = {"better", "worse", "equivalent"}
INDEX = "index.html"
"""The index page within the folder of all reports."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in one language: the language's name, the link from the folder of all reports, and its code."""

    label: str
    link: str
    lang: str


@dataclass(frozen=True, slots=True)
class Card:
    """One experiment, or one page over all of them, on the index page.

    ``link`` is empty where no page has been written; ``pages`` has the page in every language.
    """

    title: str
    meta: str
    word: str
    tone: str
    said: str
    link: str
    state: str
    order: tuple[int, str]
    clear: bool = False
    pages: tuple[PageLink, ...] = ()


def write_site(workspace: str | Path = ".", out: Path | None = None, lang: str = "en") -> Path:
    """Write ``out/index.html`` over all experiments of a workspace.

    Args:
        workspace: The workspace's folder, or one inside it.
        out: Folder of all reports; default ``reports/`` in the workspace.
        lang: Its language; titles lead to pages in that language, and every card to all its pages.

    Returns:
        The page.
    """
    opened = find_workspace(workspace)
    folder = out or opened.root / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):  # of two who write at once, the later one shows what both have
        return _written(opened, folder, lang)


def _written(opened: Workspace, folder: Path, lang: str) -> Path:
    listed = {slug: _Listed.of(slug, opened, folder) for slug in experiment_names(opened)}
    for client, accounts in _accounts_of(opened).items():
        own = {slug: one for slug, one in listed.items() if one.client(opened) == client}
        html = _index(own, opened, folder, wording_for(opened.language_of(client)), brand_of(opened, accounts))
        write_atomically(folder / index_of(client), html)
    words, brand = wording_for(lang), brand_of(opened)
    over_all = [*_of_clients(opened, words), *_over_all(folder, lang, taken=listed)]
    write_atomically(folder / INDEX, _index(listed, opened, folder, words, brand, over_all))
    return folder / INDEX


def index_of(client: str) -> str:
    """The name of a client's own index page within the folder of all reports."""
    return f"index_{client}.html"


@dataclass(frozen=True, slots=True)
class _Listed:
    """An experiment as its files have it; ``loaded`` is None where they have mistakes, ``result`` where no page is."""

    loaded: Loaded | None
    result: Json | None

    @staticmethod
    def of(slug: str, workspace: Workspace, folder: Path) -> _Listed:
        try:
            loaded = load_experiment(slug, workspace)
        except InputError:
            loaded = None
        return _Listed(loaded, _result(folder / slug))

    def client(self, workspace: Workspace) -> str | None:
        """Whose experiment it is; None where nobody can know."""
        return workspace.client_of(self.loaded.experiment.accounts) if self.loaded else None


def _index(
    listed: Mapping[str, _Listed],
    workspace: Workspace,
    folder: Path,
    words: Language,
    brand: Brand,
    over_all: Sequence[Card] = (),
) -> str:
    """An index page over these experiments, and over the pages that are about them all."""
    cards = [_card(slug, folder, words, one) for slug, one in listed.items()]
    html = (
        sections_environment(workspace.root)
        .get_template("site.html")
        .render(
            lang=words.lang,
            title=words.page.site.title,
            w=words.page.site,
            brand=brand,
            style=style(brand, workspace.root),
            stamp=_stamp([one.result for one in listed.values()], words, brand.timezone),
            lead=_lead(cards, words),
            groups=[("", over_all), *_groups(cards, words)],
        )
    )
    return visible(html.strip()) + "\n"


def _accounts_of(workspace: Workspace) -> dict[str, list[str]]:
    """The accounts of each client that has any."""
    accounts: dict[str, list[str]] = {}
    for name, client in workspace.owners:
        if client is not None:
            accounts.setdefault(client, []).append(name)
    return accounts


def _of_clients(workspace: Workspace, words: Language) -> list[Card]:
    """The index pages of the clients, for those who work for all of them."""
    names = {client: workspace.clients[client].name for client in _accounts_of(workspace)}
    return [
        Card(name, "", "", "plain", words.page.site.of_client, index_of(client), "", (0, name))
        for client, name in names.items()
    ]


def refresh_site(workspace: str | Path, out: Path, lang: str) -> Path:
    """Write the index page anew, in the language it has; in ``lang`` where there is none yet."""
    try:
        head = (out / INDEX).read_text(encoding="utf-8").partition("<head>")[0]
    except OSError:
        head = ""
    own = next((code for code in LANGUAGES if f'<html lang="{code}">' in head), lang)
    return write_site(workspace, out, own)


def pages_of(name: str, folder: Path, lang: str) -> tuple[PageLink, ...]:
    """The pages ``folder/<name>/<name>_<lang>.html`` that are there, the one in ``lang`` first.

    Links are relative, so that the folder can be moved.
    """
    links = ((code, f"{name}/{name}_{code}.html") for code in dict.fromkeys((lang, *LANGUAGES)))
    return tuple(PageLink(LANGUAGES[code].name, link, code) for code, link in links if (folder / link).is_file())


def _over_all(folder: Path, lang: str, taken: Container[str]) -> list[Card]:
    """The pages over all experiments that the index lists and that are there.

    A name that an experiment has ``taken`` leads to that experiment only.
    """
    listed = {name: report.on_index(lang) for name, report in REPORTS.items() if report.on_index and name not in taken}
    return [
        Card(title, "", "", "plain", line, pages[0].link, "", (0, title), pages=pages)
        for name, (title, line) in listed.items()
        if (pages := pages_of(name, folder, lang))
    ]


def _result(folder: Path) -> Json | None:
    """The result that lies beside a page; None where there is none that can be read."""
    try:
        result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and "verdict" in result else None


def _card(slug: str, folder: Path, words: Language, listed: _Listed) -> Card:
    site, chips = words.page.site, words.terms.chips
    loaded, result = listed.loaded, listed.result
    pages = pages_of(slug, folder, words.lang) if result else ()
    link = pages[0].link if pages else ""
    invalid = Card(human(slug), slug, "", "plain", site.invalid, "", "invalid", (0, slug))
    if loaded is None:
        return invalid
    try:
        stands = state(loaded.folder, ready=_answered(result)).value
        schedule = read_schedule(loaded.folder)
    except InputError:
        return invalid
    first = min((p.date for p in schedule.positions), default=None) if schedule else None
    first = first or loaded.experiment.design.start
    verdict = result["verdict"] if result else {}
    sentence = verdict.get("sentences", {}).get(words.lang, "") if verdict else site.no_page
    word = verdict.get("words", {}).get(words.lang, chips.open) if verdict else ""
    tone = {"blocked": "open"}.get(verdict.get("tone", "plain"), verdict.get("tone", "plain"))
    meta, order = _meta(loaded, words, first), (-(first or dt.date.min).toordinal(), slug)
    clear = verdict.get("code") in CLEAR
    return Card(loaded.experiment.title, meta, word, tone, sentence, link, stands, order, clear, pages)


def _answered(result: Json | None) -> bool:
    return result is not None and result["verdict"].get("reason") != NotReady.code


def _meta(loaded: Loaded, words: Language, first: dt.date | None) -> str:
    noun = words.terms.nouns.get(loaded.experiment.change.variable.value)
    f: Formats = words.formats
    parts = [noun.bare if noun else "", words.page.site.started(f.date(first)) if first else ""]
    return " · ".join(part for part in [*parts, ", ".join(loaded.experiment.accounts)] if part)


def _stamp(results: Iterable[Json | None], words: Language, timezone: str) -> str:
    """The day of the newest numbers of all; the page never says today."""
    times = [(r or {}).get("provenance", {}).get("data_as_of") for r in results]
    newest = max((t for t in times if isinstance(t, int)), default=None)
    site = words.page.site
    if newest is None:
        return site.all
    return site.as_of(words.formats.date(dt.datetime.fromtimestamp(newest, ZoneInfo(timezone)).date()))


def _lead(cards: Sequence[Card], words: Language) -> str:
    site, f = words.page.site, words.formats
    if not cards:
        return site.none
    answered = sum(card.clear for card in cards)
    return site.lead(site.experiments(f.number(len(cards))), site.answered(f.number(answered)))


def _groups(cards: Sequence[Card], words: Language) -> list[tuple[str, list[Card]]]:
    groups = []
    for code in STATES:
        members = sorted((card for card in cards if card.state == code), key=lambda card: card.order)
        if members:
            groups.append((words.terms.states[code], members))
    return groups
