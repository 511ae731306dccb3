"""The index page leads to the pages over all experiments, where they are there."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.draft import Draft
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.report import render_pages, write_site
from cliptrial.report.site import refresh_site
from cliptrial.wording.languages import LANGUAGES

LANGS = ("en", "de")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One experiment that nobody has reported on."""
    ws = fresh(tmp_path / "ws")
    finished(ws, "hook-1", 0.5, 1)
    return ws


def stand(out: Path, *pages: str) -> None:
    """Let pages lie among the reports."""
    for page in pages:
        (out / page).parent.mkdir(parents=True, exist_ok=True)
        (out / page).write_text("a page", encoding="utf-8")


def links(index: Path) -> list[tuple[str, str]]:
    """Every link to another page, with its text."""
    found = re.findall(r'<a href="([^"#]+)"[^>]*>(?:<bdi>)?([^<]+)', index.read_text(encoding="utf-8"))
    return [(link, text) for link, text in found]


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_linked_that_is_not_there(workspace: Workspace, tmp_path: Path, lang: str) -> None:
    assert links(write_site(workspace.root, tmp_path / "out", lang)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_learnings_and_chance_check_come_first_in_the_readers_language(
    workspace: Workspace, tmp_path: Path, lang: str
) -> None:
    out, other = tmp_path / "out", "de" if lang == "en" else "en"
    stand(out, *(f"{name}/{name}_{code}.html" for name in ("programme", "learnings", "chance") for code in LANGS))
    index = write_site(workspace.root, out, lang)
    titles = {"programme": LANGUAGES[lang].our_year.title}
    titles |= {"learnings": LANGUAGES[lang].learned.page.title, "chance": LANGUAGES[lang].chance.kicker}
    for name, title in titles.items():
        (first, text), *more = [(link, text) for link, text in links(index) if link.startswith(f"{name}/")]
        assert (first, text) == (f"{name}/{name}_{lang}.html", title)
        assert [link for link, _ in more] == [f"{name}/{name}_{lang}.html", f"{name}/{name}_{other}.html"]
    html = index.read_text(encoding="utf-8")
    assert (
        html.index(titles["programme"])
        < html.index(titles["learnings"])
        < html.index(titles["chance"])
        < html.index("Hook 1")
    )
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_page_in_the_other_language_is_better_than_none(workspace: Workspace, tmp_path: Path) -> None:
    stand(tmp_path / "out", "learnings/learnings_de.html")
    index = write_site(workspace.root, tmp_path / "out", "en")
    assert links(index) == [("learnings/learnings_de.html", LANGUAGES["en"].learned.page.title)]


def test_an_experiment_called_chance_is_not_taken_for_the_chance_check(workspace: Workspace, tmp_path: Path) -> None:
    finished(workspace, "chance", 0.5, 2)
    stand(tmp_path / "out", "chance/chance_en.html")
    assert links(write_site(workspace.root, tmp_path / "out", "en")) == []


def test_writing_it_anew_keeps_its_language(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert '<html lang="de">' in refresh_site(workspace.root, out, "de").read_text(encoding="utf-8")
    assert '<html lang="de">' in refresh_site(workspace.root, out, "en").read_text(encoding="utf-8")


CLIENTS = """\
clients:
  adler: {name: Hotel Adler, colour: "#aa3300", logo: adler.png, language: de}
  kino: {name: Kino am Markt}
"""


def for_two_clients(workspace: Workspace) -> None:
    """Another experiment, of another client."""
    settings = workspace.root / "workspace.yaml"
    accounts = "accounts:\n" + "".join(
        f"  {name}: {{client: {client}, timezone: Europe/Berlin}}\n"
        for name, client in (("kitchen", "adler"), ("cinema", "kino"))
    )
    settings.write_text(accounts + CLIENTS, encoding="utf-8")
    (workspace.root / "adler.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    draft = Draft(
        title="Hook 2", statement="It holds.", variable="hook", control="A", variants=["B"], accounts=["cinema"]
    )
    new_experiment(load_workspace(workspace.root), "hook-2", draft)


def test_pages_are_in_the_language_and_under_the_name_of_their_client(workspace: Workspace, tmp_path: Path) -> None:
    """Where nobody asks for a language; one that is asked for serves all."""
    for_two_clients(workspace)
    rendered = list(render_pages(["hook-1", "hook-2"], workspace.root, langs=(), out=tmp_path / "out"))
    assert [one.error for one in rendered] == [None, None]
    pages = {one.page.slug: one.page.files.html for one in rendered}
    assert {slug: page.name for slug, page in pages.items()} == {"hook-1": "hook-1_de.html", "hook-2": "hook-2_en.html"}
    first, second = (pages[slug].read_text(encoding="utf-8") for slug in ("hook-1", "hook-2"))
    assert re.findall(r'<img [^>]*class="logo"[^>]*>(?:<bdi>)?([^<]+)<', first) == ["Hotel Adler"]
    assert "Kino am Markt" in second
    assert 'class="logo"' not in second
    asked = render_pages(["hook-1"], workspace.root, langs=("en",), out=tmp_path / "out")
    assert [one.page.files.html.name for one in asked] == ["hook-1_en.html"]


def test_a_client_has_an_index_of_its_own_that_names_nobody_else(workspace: Workspace, tmp_path: Path) -> None:
    """The index over all leads to it; each carries its own name, colour, logo and language."""
    for_two_clients(workspace)
    out = tmp_path / "out"
    over_all = write_site(workspace.root, out)
    adler, kino = ((out / f"index_{name}.html").read_text(encoding="utf-8") for name in ("adler", "kino"))
    assert links(over_all) == [("index_adler.html", "Hotel Adler"), ("index_kino.html", "Kino am Markt")]
    assert LANGUAGES["en"].page.site.team in over_all.read_text(encoding="utf-8")
    assert LANGUAGES["de"].page.site.team not in adler
    assert "Hook 1" in adler
    assert "Hotel Adler" in adler
    assert 'lang="de"' in adler
    assert "data:image/png;base64,iVBORw0KGgo=" in adler
    for foreign in ("Hook 2", "hook-2", "cinema", "Kino"):
        assert foreign not in adler
    assert "Hook 2" in kino
    assert 'lang="en"' in kino
    for foreign in ("Hook 1", "hook-1", "kitchen", "Adler", "image/png"):
        assert foreign not in kino


def test_a_clients_index_leads_to_its_own_year_and_learnings_and_to_nobody_elses(
    workspace: Workspace, tmp_path: Path
) -> None:
    """In its language; a name that an experiment has taken leads to that experiment only."""
    for_two_clients(workspace)
    out, words = tmp_path / "out", LANGUAGES["de"]
    own = {f"programme-adler/programme-adler_{lang}.html": words.our_year.title for lang in ("de", "en")}
    own |= {"learnings-adler/learnings-adler_en.html": words.learned.page.title}
    stand(out, *own, "programme/programme_de.html", "learnings/learnings_de.html")
    write_site(workspace.root, out)
    own.pop("programme-adler/programme-adler_en.html")
    found = [(link, text) for link, text in links(out / "index_adler.html") if text != LANGUAGES["en"].name]
    assert [one for one in found if one[1] != LANGUAGES["de"].name] == list(own.items())
    assert links(out / "index_kino.html") == []
    for number, name in enumerate(("programme-adler", "learnings-adler"), 2):
        finished(load_workspace(workspace.root), name, 0.5, number)
    write_site(workspace.root, out)
    assert links(out / "index_adler.html") == []
