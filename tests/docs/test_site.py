"""The documentation is a site without a warning, that asks nobody, is found through and says what is there."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import pytest
from playwright.sync_api import Browser, Page
from tests.places import ROOT

import cliptrial
from cliptrial.wording.describe import UPLIFT_KEYS, describe

DOCS = ROOT / "docs"
KEY = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as ``make docs`` does, in which a warning is an error."""
    out = tmp_path_factory.mktemp("site")
    toolkit = os.environ | {"PYTHONPATH": str(ROOT / "toolkit")}
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(DOCS), str(out)]
    done = run(command, capture_output=True, text=True, check=False, env=toolkit)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def visitor(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and every address it asks for."""
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_it_opens_as_files_and_asks_nobody_else(site: Path, visitor: tuple[Page, list[str]]) -> None:
    page, asked = visitor
    for file in sorted(site.glob("*.html")):
        page.goto(file.as_uri())
        assert page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)") == []
        assert page.evaluate("document.documentElement.lang") == ("de" if file.stem.endswith("_de") else "en")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("word", "page_found"), [("Paule", "answers.html"), ("weekday_check", "api.html")])
def test_a_search_finds_its_page_without_a_network(
    word: str, page_found: str, site: Path, visitor: tuple[Page, list[str]]
) -> None:
    page, asked = visitor
    page.goto(f"{(site / 'search.html').as_uri()}?q={word}")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "links => links.map(link => link.getAttribute('href'))")
    assert any(link.startswith(page_found) for link in found)
    assert [url for url in asked if not url.startswith("file:")] == []
    page.goto(f"{(site / 'search.html').as_uri()}?q=qqqqq")
    page.wait_for_function("document.querySelector('#search-results').innerText.includes('did not match')")


def test_every_public_name_is_explained_once() -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\.\. auto\w+:: cliptrial\.(\w+)$", text, re.MULTILINE)) == sorted(cliptrial.__all__)


def test_examples_on_the_page_run_and_name_every_class(
    demo_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of functions stand in their docstrings, and are run by tests/notebook/test_public.py."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(demo_once, tmp_path / "kitchen")
    text = (DOCS / "api.md").read_text(encoding="utf-8").replace("```", "")
    page = doctest.DocTestParser().get_doctest(text, {"cliptrial": cliptrial}, "api.md", None, 0)
    said: list[str] = []
    doctest.DocTestRunner().run(page, out=said.append)
    assert said == []
    shown = {name for one in page.examples for name in re.findall(r"cliptrial\.(\w+)", one.source)}
    assert {name for name in cliptrial.__all__ if isinstance(getattr(cliptrial, name), type)} <= shown


def test_the_contract_has_the_keys_of_what_is_written(demo_once: Path) -> None:
    contract, _, _ = (DOCS / "json.md").read_text(encoding="utf-8").partition("## Errors")
    whole, uplift = contract.split("## An uplift")
    written = json.loads(json.dumps(describe(cliptrial.analyze("question-hook", demo_once, draws=199))))
    assert KEY.findall(whole) == [*written]
    assert KEY.findall(uplift) == [*UPLIFT_KEYS] == [*written["uplifts"][0]]
    for key in ("experiment", "provenance"):
        (row,) = re.findall(rf"^\| `{key}` \| (.*) \|$", whole, re.MULTILINE)
        assert set(re.findall(r"`(\w+)`", row)) - {"null"} <= set(written[key])


def test_screens_are_small_and_each_is_shown() -> None:
    shown = {
        name
        for page in DOCS.glob("tutorial*.md")
        for name in re.findall(r"\(screens/([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    screens = {path.name: path.stat().st_size for path in (DOCS / "screens").iterdir()}
    assert shown == set(screens)
    assert sum(screens.values()) < 1_000_000
