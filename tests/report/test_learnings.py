"""The page over all experiments, rendered by its template in a real kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh
from tests.report.one_kernel import OneKernel

from cliptrial.analysis.learning.lessons import LeftOut
from cliptrial.cli.entry import run
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.learned import prior_sentence


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = fresh(tmp_path_factory.mktemp("learnings") / "ws")
    for number, effect in enumerate((0.9, 0.5, 0.7, 0.4, 0.8)):
        finished(ws, f"hook-{number}", effect, number, own=True)
    finished(ws, "hook-open", 0.6, 8, locked=False)
    return ws


@pytest.fixture(scope="module")
def out(workspace: Workspace, warm_kernel: OneKernel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports: the page in both languages, English first, beside an experiment's English page."""
    out = tmp_path_factory.mktemp("out")
    (out / "hook-1").mkdir()
    (out / "hook-1/hook-1_en.html").write_text("the page of an experiment", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cliptrial.report.rendering.kernel", warm_kernel.lent)
        for lang in ("en", "de"):
            assert run(["learn", "--lang", lang, "--out", str(out), "--workspace", str(workspace.root)]) == 0
    return out


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[str, str]:
    return {lang: (out / f"learnings/learnings_{lang}.html").read_text(encoding="utf-8") for lang in LANGUAGES}


@pytest.mark.slow
@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_the_page_says_what_was_learned_and_why_others_do_not_count(
    pages: dict[str, str], workspace: Workspace, lang: str
) -> None:
    html = pages[lang]
    assert f'<html lang="{lang}">' in html
    assert LANGUAGES[lang].learned.left_out[LeftOut.NOT_LOCKED] in html
    assert LANGUAGES[lang].learned.page.next in html
    assert html.count("<h1>") == 1
    assert str(workspace.root) not in html
    assert not re.search(r"<script|Traceback|None|nan\b", html)
    assert set(re.findall(r'https?://[^"\s<]+', html)) == {"http://www.w3.org/2000/svg"}
    identities = re.findall(r'\bid="([^"]+)"', html)
    assert len(identities) == len(set(identities))


@pytest.mark.slow
@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_the_page_leads_back_to_the_index_and_to_the_experiments_that_have_pages(
    pages: dict[str, str], out: Path, lang: str
) -> None:
    links = re.findall(r'<a [^>]*href="([^"]+)">(?:<bdi>)?([^<]+)<', pages[lang])
    assert links == [
        ("../index.html", f"← {LANGUAGES[lang].learned.page.back}"),
        ("../hook-1/hook-1_en.html", "Hook 1"),
    ]
    assert [link for link, _ in links if not (out / "learnings" / link).resolve().is_file()] == []


@pytest.mark.slow
def test_the_index_keeps_its_language_and_leads_to_the_page_in_both(out: Path) -> None:
    index = (out / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in index
    assert f'<a href="learnings/learnings_en.html">{LANGUAGES["en"].learned.page.title}</a>' in index
    assert '<a href="learnings/learnings_de.html" hreflang="de" lang="de">' in index


@pytest.mark.slow
def test_the_command_prints_one_object_with_a_sentence_a_variable(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["learn", "--json", "--workspace", str(workspace.root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"lang", "learned", "experiments", "split_tests", "problems", "provenance", "page", "tried"}
    (one,) = told["learned"]
    assert one["code"] == "better"
    assert len(one["experiments"]) == 5
    assert one["prior"] == {"mean": 0.0, "sd": 0.17, "experiments": 0}  # nothing is learned from views
    assert "on average" in one["sentence"]
    assert one["next_interval"][0] < one["relative"] < one["next_interval"][1]
    assert {e["slug"] for e in told["experiments"] if not e["counted"]} == {"hook-open"}


def test_an_empty_workspace_has_learned_nothing_and_says_how_to_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = fresh(tmp_path / "ws")
    capsys.readouterr()
    assert run(["learn", "--lang", "de", "--workspace", str(ws.root)]) == 0
    assert LANGUAGES["de"].learned.sentences.nothing in capsys.readouterr().out


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_every_reason_and_every_word_exists_in_every_language(lang: str) -> None:
    words = LANGUAGES[lang].learned
    assert set(words.left_out) == set(LeftOut)
    assert set(words.page.chips) == {"better", "worse", "open", "too_few"}
    assert len(words.page.columns) == 6
    assert len(words.many_arms.columns) == 5


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_a_result_says_which_prior_it_used(lang: str) -> None:
    assert prior_sentence(EXPERIENCE, lang) == LANGUAGES[lang].learned.sentences.prior_general
    told = prior_sentence(Prior(0.1, 0.2, 7), lang)
    assert "7" in told
    assert "+11" in told
