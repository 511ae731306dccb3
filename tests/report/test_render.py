"""From a workspace to finished reports and their index, with the real analysis."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from tests.report.one_kernel import OneKernel

from cliptrial.cli.entry import run
from cliptrial.errors import RegistryError, ReportError
from cliptrial.registry.safety.trust import trust
from cliptrial.report import render, render_all, write_site
from cliptrial.report.inputs import STAMPS
from cliptrial.report.templates import find_template


@pytest.fixture(scope="session")
def workspace(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workspace, with its store filled, in a folder with a strange name."""
    return Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("demo") / "a {strange} folder"))


@pytest.fixture(scope="session")
def reports(workspace: Path, warm_kernel: OneKernel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cliptrial.report.rendering.kernel", warm_kernel.lent)
        assert run(["report", "--lang", "both", "--out", str(out), "--workspace", str(workspace)]) == 0
    return out


def slugs(workspace: Path) -> list[str]:
    return sorted(f.name for f in (workspace / "experiments").iterdir() if f.is_dir())


def test_every_experiment_has_its_page_in_both_languages_and_its_result(workspace: Path, reports: Path) -> None:
    for slug in slugs(workspace):
        result = json.loads((reports / slug / "result.json").read_text(encoding="utf-8"))
        assert result["experiment"]["slug"] == slug
        for lang in ("en", "de"):
            html = (reports / slug / f"{slug}_{lang}.html").read_text(encoding="utf-8")
            assert f'<html lang="{lang}">' in html
            assert str(workspace) not in html


def test_no_temporary_files_are_left(reports: Path) -> None:
    hidden = {p.name for p in reports.rglob(".*")}
    assert hidden == {STAMPS}
    assert not [p for p in reports.rglob("*") if p.suffix in {".tmp", ".ipynb"}]


@pytest.mark.usefixtures("one_kernel")
def test_a_page_is_rendered_again_exactly_when_something_it_depends_on_changed(workspace: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(workspace, tmp_path / "workspace"))
    slug, out = slugs(copy)[0], tmp_path / "out"
    page = render(slug, copy, lang="en", out=out).html
    page.write_text("kept", encoding="utf-8")
    assert render(slug, copy, lang="en", out=out).html.read_text(encoding="utf-8") == "kept"
    own = copy / "experiments" / slug / "experiment.yaml"
    own.write_text(own.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert "<html" in render(slug, copy, lang="en", out=out).html.read_text(encoding="utf-8")
    page.unlink()
    assert render(slug, copy, lang="en", out=out).html.is_file()


def test_rendering_again_gives_the_same_bytes(workspace: Path, reports: Path, tmp_path: Path) -> None:
    """In a kernel of its own, whatever the other pages left in theirs."""
    slug = slugs(workspace)[0]
    made = render(slug, workspace, lang="de", out=tmp_path)
    assert made.html.read_bytes() == (reports / slug / f"{slug}_de.html").read_bytes()
    assert made.json.read_bytes() == (reports / slug / "result.json").read_bytes()
    assert made.pdf is None


def test_the_page_and_analyze_tell_the_same(workspace: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slug = slugs(workspace)[0]
    capsys.readouterr()
    assert run(["analyze", slug, "--lang", "de", "--json", "--workspace", str(workspace)]) == 0
    told = json.loads(capsys.readouterr().out)
    result = json.loads((reports / slug / "result.json").read_text(encoding="utf-8"))
    assert told["uplifts"] == [{key: row[key] for key in told["uplifts"][0]} for row in result["uplifts"]]
    assert told["verdict"]["sentence"] == result["verdict"]["sentence"]


def test_the_index_names_and_links_every_experiment(workspace: Path, reports: Path) -> None:
    html = (reports / "index.html").read_text(encoding="utf-8")
    for slug in slugs(workspace):
        assert f'href="{slug}/{slug}_en.html"' in html
        result = json.loads((reports / slug / "result.json").read_text(encoding="utf-8"))
        assert result["verdict"]["sentences"]["en"] in unescape(html)
    assert html.count("<script") == 1
    assert "default-src 'none'" in html
    assert "script-src 'sha256-" in html


def test_a_card_leads_to_its_page_in_either_language(workspace: Path, reports: Path) -> None:
    html = (reports / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    for slug in slugs(workspace):
        assert f'<a href="{slug}/{slug}_de.html" hreflang="de"' in html
        assert f'<a href="{slug}/{slug}_en.html" hreflang="en"' in html


def test_the_index_stands_before_any_report_and_with_a_broken_experiment(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "workspace"
    shutil.copytree(workspace, copy)
    (copy / "experiments" / slugs(copy)[0] / "experiment.yaml").write_text("title: [", encoding="utf-8")
    html = write_site(copy, tmp_path / "out", "de").read_text(encoding="utf-8")
    assert "enthält Fehler" in html
    assert "noch nicht geschrieben" in html
    assert re.findall(r'href="(?!#)', html) == []


def test_a_workspaces_own_template_and_style_win(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "workspace"
    shutil.copytree(workspace, copy)
    own = copy / "templates"
    (own / "html").mkdir(parents=True)
    notebook = json.loads(find_template("experiment.ipynb").read_text(encoding="utf-8"))
    words = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "Words of **our own**"}
    notebook["cells"].insert(3, words)
    (own / "experiment.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (own / "html" / "page.css").write_text(".ct h1{color:rebeccapurple}", encoding="utf-8")
    trust(copy)
    html = render(slugs(copy)[0], copy, lang="en", out=tmp_path / "out").html.read_text(encoding="utf-8")
    assert "Words of <strong>our own</strong>" in html
    assert "rebeccapurple" in html


def test_mistakes_are_found_before_anything_is_written(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no experiment"):
        render("no-such-thing", workspace, lang="en", out=tmp_path / "out")
    with pytest.raises(ReportError, match='not written in "fr"'):
        next(render_all(slugs(workspace), workspace, langs=["fr"], out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("one_kernel")
def test_json_prints_where_everything_lies(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slug = slugs(workspace)[0]
    capsys.readouterr()
    assert run(["report", slug, "--lang", "en", "--out", str(tmp_path), "--json", "--workspace", str(workspace)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["index"]).is_file()
    assert Path(told["reports"][0]["html"]).name == f"{slug}_en.html"
