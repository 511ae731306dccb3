"""What is handed to a client: a sheet that is called by client and day, and pictures of the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.report.examples import SLUG, workspace
from tests.report.one_kernel import OneKernel

from cliptrial.cli.entry import run
from cliptrial.errors import ReportError
from cliptrial.report import render
from cliptrial.report.handout.client_page import ClientPage
from cliptrial.report.handout.pictures import CLOSED, _slide
from cliptrial.report.handout.shapes import SHAPES
from cliptrial.report.look import Brand
from cliptrial.report.running.pages import Audience, Page, Rendered

HOME = Path("out")


@pytest.fixture(scope="module")
def sheet(warm_kernel: OneKernel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendered]:
    """The client's German sheet of an answered experiment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cliptrial.report.rendering.kernel", warm_kernel.lent)
        out = tmp_path_factory.mktemp("handout")
        yield render(SLUG, workspace("better"), lang="de", out=out, audience="client")


def test_a_sheet_is_called_by_client_experiment_day_and_language(sheet: Rendered) -> None:
    assert re.fullmatch(rf"kitchen-demo-co_{SLUG}_2026-\d\d-\d\d_de\.html", sheet.html.name)
    page = ClientPage(SLUG, workspace("better"), "de")
    assert f"{page.file}.html" == sheet.html.name
    untold = replace(page.analysis.provenance, data_as_of=None)
    page.analysis = replace(page.analysis, provenance=untold)
    assert page.file == f"kitchen-demo-co_{SLUG}_de"
    page._frame = replace(page._frame, brand=Brand("三"))
    assert page.file == f"client_{SLUG}_de"


def test_it_holds_the_answer_and_what_to_pass_on_and_no_details(sheet: Rendered) -> None:
    soup = BeautifulSoup(sheet.html.read_text(encoding="utf-8"), "html.parser")
    assert [h.get_text() for h in soup.select("h2")] == ["Zum Weitergeben"]
    assert len(soup.select("h1, .verdict, .copy")) == 3
    assert soup.select("figure")
    assert soup.select("details, footer, table, script") == []
    assert "client" in soup.select("body")[0]["class"]


def test_a_link_to_it_shows_question_and_answer_in_a_chat(sheet: Rendered) -> None:
    soup = BeautifulSoup(sheet.html.read_text(encoding="utf-8"), "html.parser")
    told = {str(meta["property"]): meta["content"] for meta in soup.select("meta[property]")}
    verdict = json.loads(sheet.json.read_text(encoding="utf-8"))["verdict"]["sentence"]
    assert told == {"og:type": "article", "og:title": soup.title and soup.title.get_text(), "og:description": verdict}


@pytest.mark.usefixtures("one_kernel")
def test_a_sheet_whose_inputs_did_not_change_is_kept_beside_the_teams_page(sheet: Rendered) -> None:
    out = sheet.html.parent.parent
    before = sheet.html.read_bytes()
    sheet.html.write_bytes(b"kept")
    assert render(SLUG, workspace("better"), lang="de", out=out, audience=Audience.CLIENT) == sheet
    assert sheet.html.read_bytes() == b"kept"
    team = render(SLUG, workspace("better"), lang="de", out=out)
    assert team.html.name == f"{SLUG}_de.html"
    sheet.html.unlink()
    assert render(SLUG, workspace("better"), lang="de", out=out, audience="client") == sheet
    assert sheet.html.read_bytes() == before


def test_a_sheet_is_found_among_files_by_experiment_and_language() -> None:
    page = Page("hook", "de", HOME, audience=Audience.CLIENT)
    names = ["hook_de", "adler_hook-2_2026-04-27_de", "adler_hook_2026-04-27_en", "adler_hook_2026-04-27_de"]
    assert page.among(names).name == "adler_hook_2026-04-27_de"
    assert page.among(names[:3]).name == "hook_de_client"
    assert Page("hook", "de", HOME).among(names).name == "hook_de"


def test_pictures_are_called_by_their_shape_and_missed_when_they_are_gone(tmp_path: Path) -> None:
    files = Page("hook", "de", tmp_path, png=True).files
    assert [path.name for path in files.png] == ["hook_de_16x9.png", "hook_de_9x16.png"]
    for path in (files.html, files.json, *files.png):
        assert not files.are_there()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    assert files.are_there()
    assert {(shape.width * shape.dots, shape.height * shape.dots) for shape in SHAPES.values()} == {
        (1920, 1080),
        (1080, 1920),
    }


def test_a_slide_allows_its_own_script_alone() -> None:
    page = f'<meta content="{CLOSED}"><style>a</style><body><main>x</main></body>'
    slide = _slide(page, "b", SHAPES["16x9"])
    assert re.search(r"default-src 'none'; script-src 'sha256-[\w+/=]{44}';", slide)
    assert slide.count("<script>") == 1
    assert "a\nb</style>" in slide


@pytest.mark.parametrize("lang", ["en", "de"])
def test_an_unknown_audience_is_told_with_the_known_ones(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace("better")
    assert run(["report", SLUG, "--audience", "press", "--lang", lang, "--workspace", str(root)]) == 1
    told = capsys.readouterr().err
    expected = {"en": 'There is no page for "press"', "de": "Für „press“ gibt es keine Seite"}
    assert expected[lang] in told
    assert "team" in told
    assert "client" in told
    with pytest.raises(ReportError, match="no page for"):
        render(SLUG, root, lang=lang, out=HOME, audience="press")
