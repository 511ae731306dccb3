"""Which pages are written, which are kept, with how many kernels, and what is refused before the first of them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any

import pandas as pd
import pytest
from nbformat import NotebookNode
from tests.analysis.workspaces import filled, fresh
from tests.report.in_process import InProcess
from tests.report.other_pages import earlier
from tests.report.test_cards import drawn, planned

from cliptrial.cli.entry import run
from cliptrial.errors import MissingToolError, RegistryError, ReportError
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.plan.looks import Look, add_look
from cliptrial.registry.safety.trust import trust
from cliptrial.registry.workspace import Workspace
from cliptrial.report import inputs, render, render_all, render_report, rendering
from cliptrial.report.export import Exported
from cliptrial.report.handout import pdf
from cliptrial.report.inputs import STAMPS, Inputs, current, stamp
from cliptrial.report.running.pages import Page, Rendered
from cliptrial.report.running.work import write_page
from cliptrial.report.templates import find_template, template_folders

PRINTED = b"%PDF-1.4 /CreationDate (D:20260311101530+00'00') /ModDate (D:20260311101530Z) /Title (D:20260311101530)"
BLANKED = b"%PDF-1.4 /CreationDate (D:20000101000000+00'00') /ModDate (D:20000101000000Z) /Title (D:20260311101530)"


class Kernels:
    """Kernels that only note when they start, what they run and when they end; templates run in this process."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.given: list[Mapping[str, object]] = []

    usable = True

    def __call__(self, *_: object) -> Kernels:
        return self

    def __enter__(self) -> Kernels:
        self.told.append("start")
        return self

    def __exit__(self, *_: object) -> None:
        self.told.append("end")

    def run(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        """Run a template."""
        self.told.append(template.stem)
        self.given.append(parameters)
        return InProcess().run(template, parameters)


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Kernels:
    made = Kernels()
    monkeypatch.setattr("cliptrial.report.rendering.kernel", made)
    monkeypatch.setattr("cliptrial.report.rendering.cores", lambda: 1)
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two experiments: one locked, one an idea."""
    ws = fresh(tmp_path / "ws")
    drawn(ws, "sound-1", locked=True)
    planned(ws, "sound-2", statement="Töne ziehen.")
    return ws


def browser(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of this name, the only one there is; another folder of programs comes before its own."""
    path = folder / "programs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!{sys.executable}\nimport sys\n{script}", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{path.parent}")
    return path


PRINTS = f"""
(target,) = [one.partition("=")[2] for one in sys.argv if one.startswith("--print-to-pdf=")]
open(target, "wb").write({PRINTED!r})
open(__file__ + ".told", "w").write("\\n".join(sys.argv[1:]))
print("printed")
sys.exit("a browser complains of much, and prints all the same")
"""


def test_one_kernel_serves_all_pages_and_ends_with_the_last(
    workspace: Workspace, tmp_path: Path, kernels: Kernels
) -> None:
    out, slugs = tmp_path / "out", ["sound-1", "sound-2"]
    made = list(render_all(slugs, workspace.experiments_dir, langs=["en", "de"], out=out))
    assert kernels.told == ["start", *["experiment"] * 4, "end"]
    assert made == [
        Rendered(out / s / f"{s}_{lang}.html", out / s / "result.json", None) for s in slugs for lang in ("en", "de")
    ]
    for one in made:
        assert f'<html lang="{one.html.stem[-2:]}">' in one.html.read_text(encoding="utf-8")
    text = made[-1].json.read_text(encoding="utf-8")
    assert json.loads(text)["lang"] == "de"
    assert text.startswith('{\n "lang": "de"')
    assert text.endswith("}\n")
    assert "Töne ziehen." in text
    assert list(render_all(slugs, workspace.root, langs=["en", "de"], out=out)) == made
    assert len(kernels.told) == 6, "pages whose inputs did not change are kept, and no kernel is started for them"


def test_a_run_told_as_json_names_what_failed_and_only_that(
    workspace: Workspace, tmp_path: Path, kernels: Kernels, capsys: pytest.CaptureFixture[str]
) -> None:
    del kernels  # in the place of real ones
    out, slugs = tmp_path / "out", ["sound-1", "sound-2"]
    asked = ["report", *slugs, "--json", "--lang", "en", "--out", str(out), "--workspace", str(workspace.root)]
    capsys.readouterr()
    assert run(asked) == 0
    pages = [
        {"html": str(out / s / f"{s}_en.html"), "result": str(out / s / "result.json"), "pdf": None} for s in slugs
    ]
    whole = {"reports": [one | {"state": "rendered"} for one in pages], "index": str(out / "index.html")}
    assert json.loads(capsys.readouterr().out) == whole
    (workspace.experiments_dir / "sound-1/experiment.yaml").write_text("title: [", encoding="utf-8")
    assert run(asked) == 1
    told = json.loads(capsys.readouterr().out)
    (failed,) = told.pop("failed")
    assert told == whole | {"reports": [pages[1] | {"state": "rendered"}]}
    assert (failed["experiment"], failed["lang"], len(failed["errors"])) == ("sound-1", "en", 1)
    assert failed["errors"][0]["path"] == "experiments/sound-1/experiment.yaml"


def test_a_kernel_starts_while_the_files_are_read(
    workspace: Workspace, tmp_path: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none where every page is there."""
    whole = Inputs.hash

    def seen(self: Inputs, slug: str) -> str:
        for _ in range(300):
            if kernels.told:
                break
            sleep(0.01)
        kernels.told.append("read")
        return whole(self, slug)

    monkeypatch.setattr(Inputs, "hash", seen)
    render("sound-2", workspace.root, lang="en", out=tmp_path / "out")
    assert kernels.told == ["start", "read", "experiment", "end"]


@pytest.mark.parametrize("user", [0, 1000])
def test_a_page_is_made_again_when_a_file_of_it_is_gone(
    workspace: Workspace,
    tmp_path: Path,
    kernels: Kernels,
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    program = browser(tmp_path, "chromium", PRINTS, monkeypatch)
    asked: dict[str, Any] = {"lang": "en", "out": tmp_path / "out", "pdf": True}
    made = render("sound-2", workspace.root, **asked)
    assert made.pdf == tmp_path / "out/sound-2/sound-2_en.pdf"
    assert made.pdf.read_bytes() == BLANKED
    told = program.with_name("chromium.told").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"file:///.*/page\.html", told[-1]), "a copy without links to other pages"
    assert ("--no-sandbox" in told) == (user == 0)
    assert capfd.readouterr() == ("", "")
    assert {"--headless", "--export-tagged-pdf", "--no-pdf-header-footer", "--no-first-run"} <= set(told)
    for gone in (made.html, made.json, made.pdf):
        before = len(kernels.given)
        assert render("sound-2", workspace.root, **asked) == made
        assert len(kernels.given) == before
        gone.unlink()
        assert render("sound-2", workspace.root, **asked) == made
        assert (len(kernels.given), gone.is_file()) == (before + 1, True)
    made.pdf.unlink()
    before = len(kernels.given)
    assert render("sound-2", workspace.root, lang="en", out=tmp_path / "out") == Rendered(made.html, made.json, None)
    assert len(kernels.given) == before, "nobody asked for the PDF"


SHEETS = """
(target,) = [one.partition("=")[2] for one in sys.argv if one.startswith("--print-to-pdf=")]
page = open(sys.argv[-1].removeprefix("file://"), encoding="utf-8").read()
print(page, file=open(__file__ + ".told", "a", encoding="utf-8"))
sheets = 4 if "zoom" not in page else 3 if "zoom:0.92" in page else 2
open(target, "wb").write(b"/Type /Pages " + b"/Type /Page " * sheets)
"""
LINKED = (
    '<style>a</style><style></style><a class="x"{}>all</a><a href="#here">here</a><a href="https://x.example/">x</a>'
)


def test_a_page_is_made_smaller_until_it_fits_and_leads_to_no_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This browser takes four sheets, three for what is a little smaller, and two for what is smaller still."""
    told = browser(tmp_path, "chromium", SHEETS, monkeypatch).with_name("chromium.told")
    page = tmp_path / "page.html"
    page.write_text(LINKED.format(' href="../index.html"'), encoding="utf-8")
    plain = LINKED.format("")
    smaller = ["0.92", "0.85", "0.78", "0.7", "0.62", "0.55"]
    for sheets, tries, left in ((None, 0, 4), (4, 0, 4), (3, 1, 3), (2, 2, 2), (1, 6, 2)):
        assert pdf.print_pdf(page, sheets=sheets) == b"/Type /Pages " + b"/Type /Page " * left
        zoomed = [plain.replace("a<", f"a@media print{{body{{zoom:{zoom}}}}}<", 1) for zoom in smaller[:tries]]
        assert told.read_text(encoding="utf-8").splitlines() == [plain, *zoomed]
        told.unlink()


def test_a_browser_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser(tmp_path, "msedge", f"import time\ntime.sleep(3)\n{PRINTS}", monkeypatch)
    monkeypatch.setattr(pdf, "SECONDS", 0.3)
    page = tmp_path / "page.html"
    page.write_text("<p>", encoding="utf-8")
    with pytest.raises(ReportError, match="did not print"):
        pdf.print_pdf(page)


def test_only_who_wants_a_print_needs_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "find_browser", lambda: pytest.fail("nobody asked for a print"))
    rendering._check(["en", "de"], browser=False)
    with pytest.raises(pytest.fail.Exception):
        rendering._check(["en"], browser=True)
    with pytest.raises(ReportError, match='"fr"'):
        rendering._check(["en", "fr"], browser=False)


@pytest.mark.parametrize("name", pdf.BROWSERS)
def test_every_known_browser_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Chromium before all others."""
    found = browser(tmp_path, name, "", monkeypatch)
    assert pdf.find_browser() == str(found)
    first = browser(tmp_path, "chromium", "", monkeypatch)
    assert pdf.find_browser() == str(first)
    assert set(pdf.BROWSERS) >= {
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
    }


def test_without_a_browser_no_kernel_starts_and_nothing_is_written(
    workspace: Workspace, tmp_path: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError):
        render("sound-1", workspace.root, lang="en", out=tmp_path / "out", pdf=True)
    with pytest.raises(MissingToolError):
        render_report("comparison", workspace.root, lang="en", out=tmp_path / "out", pdf=True)
    assert (kernels.told, (tmp_path / "out").exists()) == ([], False)


def test_the_workspace_is_where_one_stands_unless_another_is_named(
    workspace: Workspace, tmp_path: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.experiments_dir)
    asked: dict[str, Any] = {"out": tmp_path / "out"}
    render("sound-2", lang="en", **asked)
    list(render_all(["sound-2"], langs=["de"], **asked))
    render_report("learnings", lang="en", **asked)
    assert [given["workspace"] for given in kernels.given] == [str(workspace.root)] * 3


def test_languages_are_checked_before_anything_runs(workspace: Workspace, tmp_path: Path, kernels: Kernels) -> None:
    with pytest.raises(ReportError) as caught:
        next(render_all(["sound-1"], workspace.root, langs=["fr", "de", "x"], out=tmp_path / "out"))
    assert [(one.code, one.field, one.expected) for one in caught.value.problems] == [
        ("language", "lang", "One of en, de")
    ] * 2
    with pytest.raises(RegistryError, match="no experiment"):
        next(render_all(["sound-1", "sound-3"], workspace.root, langs=["de"], out=tmp_path / "out"))
    assert (kernels.told, (tmp_path / "out").exists()) == ([], False)


@pytest.mark.parametrize("name", ["sounds-2026", "2026", "a-", "töne"])
def test_a_page_may_be_called_so(workspace: Workspace, tmp_path: Path, kernels: Kernels, name: str) -> None:
    made = render_report("learnings", workspace.root, lang="de", out=tmp_path, name=name)
    assert made.html == tmp_path / name / f"{name}_de.html"
    assert kernels.given[-1] == {"lang": "de", "workspace": str(workspace.root), "reports": str(tmp_path)}


@pytest.mark.parametrize("name", ["Sounds", "a_b", "a.b", "../a", "", "-", "a b"])
def test_a_page_may_not_be_called_so(workspace: Workspace, tmp_path: Path, kernels: Kernels, name: str) -> None:
    with pytest.raises(ReportError, match="cannot be the name of a page"):
        render_report("learnings", workspace.root, lang="de", out=tmp_path / "out", name=name)
    assert kernels.told == []


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """28 posts."""
    path = tmp_path / "posts.csv"
    at = [f"2025-05-{day + 1:02}T18:00" for day in range(28)]
    sound = ["Original", "Trend"] * 14
    pd.DataFrame({"sound": sound, "views": range(900, 928), "posted_at": at}).to_csv(path, index=False)
    return path


def test_the_index_is_begun_by_the_learnings_and_kept_up_by_the_chance_check(
    workspace: Workspace, tmp_path: Path, kernels: Kernels, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison is not listed there; a table outside any workspace has no index; a relative path is the caller's."""
    monkeypatch.chdir(tmp_path)
    out, chosen = tmp_path / "out", {"file": table.name, "draws": 5, "posts_per_arm": 5}
    index = out / "index.html"
    render_report("chance", None, lang="en", out=out, **chosen)
    assert kernels.given[-1] == {"workspace": ".", "lang": "en", **chosen, "file": str(table)}
    render_report("chance", workspace.root, lang="en", out=out, **chosen)
    assert kernels.given[-1]["workspace"] == str(workspace.root)
    comparison = render_report("comparison", workspace.root, lang="en", out=out, file=str(table), dimension="sound")
    assert (comparison.html, comparison.pdf) == (out / "comparison/comparison_en.html", None)
    assert not index.exists()
    render_report("learnings", workspace.root, lang="de", out=out)
    assert '<html lang="de">' in index.read_text(encoding="utf-8")
    for again, anew in ((comparison, False), ("learnings", True), ("chance", True)):
        index.write_text('<html lang="de">\n<head>', encoding="utf-8")
        kind = again if isinstance(again, str) else "comparison"
        more = {"file": str(table)} if kind != "learnings" else {}
        more |= {"draws": 5, "posts_per_arm": 5} if kind == "chance" else {}
        render_report(kind, workspace.root, lang="en", out=out, **more)
        assert ("</html>" in index.read_text(encoding="utf-8")) == anew
    assert kernels.told.count("start") == kernels.told.count("end") == len(kernels.given)


def test_no_result_holds_what_json_cannot(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_page(Exported("<p>", {"p": float("nan")}), Page("a", "en", tmp_path))
    assert list((tmp_path / "a").iterdir()) == []


def test_a_folder_that_leads_out_is_written_to_by_nobody(
    workspace: Workspace, tmp_path: Path, kernels: Kernels
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sound-1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReportError, match="leads out of the folder of reports") as caught:
        render("sound-1", workspace.root, lang="en", out=tmp_path / "out")
    (problem,) = caught.value.problems
    assert (problem.path, problem.expected) == (str(tmp_path / "out/sound-1"), "A folder inside it")
    assert problem.mend == "Remove the link, or put the folder itself in its place."
    assert problem.what == "sound-1 is a link that leads out of the folder of reports"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert kernels.told == ["start", "experiment", "end"]


def test_an_own_template_gets_a_kernel_for_each_page(workspace: Workspace, tmp_path: Path, kernels: Kernels) -> None:
    own = workspace.templates_dir
    own.joinpath("experiment.ipynb").write_bytes(
        find_template("experiment.ipynb").read_bytes().replace(b"Details", b"More")
    )
    with pytest.raises(RegistryError, match="trusted"):
        render("sound-1", workspace.root, lang="en", out=tmp_path / "out")
    trust(workspace.root)
    list(render_all(["sound-1", "sound-2"], workspace.root, langs=["en"], out=tmp_path / "out"))
    assert kernels.told == ["start", "experiment", "end"] * 2
    own.joinpath("our-report.ipynb").write_bytes(own.joinpath("experiment.ipynb").read_bytes())
    trust(workspace.root)
    where = ["--out", str(tmp_path / "other"), "--workspace", str(workspace.root)]
    assert run(["report", "sound-2", "--template", "our-report.ipynb", *where]) == 0
    assert kernels.told[6:] == ["start", "our-report", "end"]
    assert template_folders(workspace.root) == (own, *template_folders())
    with pytest.raises(ReportError, match=r"no template nothing\.ipynb"):
        find_template("nothing.ipynb", workspace.root)


PICTURE = b"\x89PNG\r\n"
CHANGES: Mapping[str, tuple[bool, Any]] = {
    "nothing": (False, lambda ws: None),
    "the log of looks": (False, lambda ws: add_look(ws.experiments_dir / "sound-1", Look(1, 4, 16, 0.01))),
    "a note beside the plan": (False, lambda ws: _touch(ws.experiments_dir / "sound-1/notes.txt")),
    "an idea that it does not learn from": (False, lambda ws: planned(ws, "sound-3", variants=["Another"])),
    "an experiment that tries the same": (True, lambda ws: _touch(ws.experiments_dir / "sound-2/experiment.yaml")),
    "a picture that is nobody's logo": (False, lambda ws: (ws.root / "other.png").write_bytes(PICTURE + b"1")),
    "the logo of a client": (True, lambda ws: (ws.root / "logo.png").write_bytes(PICTURE + b"1")),
    "workspace": (True, lambda ws: _touch(ws.root / "workspace.yaml")),
    "plan": (True, lambda ws: _touch(ws.experiments_dir / "sound-1/experiment.yaml")),
    "schedule": (True, lambda ws: _touch(ws.experiments_dir / "sound-1/schedule.csv")),
    "lock": (True, lambda ws: _touch(ws.experiments_dir / "sound-1/lock.json")),
    "template": (True, lambda ws: _touch(ws.templates_dir / "html/sections/brand.html")),
    "numbers": (True, lambda ws: filled(ws, earlier().head(3))),
}


def _touch(path: Path) -> None:
    """Add a line that changes nothing that is read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(before + b"\n")


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_depends_on_these_files_and_on_no_others(
    workspace: Workspace, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cliptrial.report.templates.refuse_untrusted", lambda *_: None)
    (workspace.root / "logo.png").write_bytes(PICTURE)
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("clients: {adler: {name: Hotel Adler, logo: logo.png}, kino: {name: Kino}}\n")
    workspace = load_workspace(workspace.root)
    before = Inputs(workspace).hash("sound-1")
    differs, make = CHANGES[change]
    make(workspace)
    assert (Inputs(workspace).hash("sound-1") != before) == differs


def test_a_page_depends_on_the_five_experiments_that_it_learns_from(workspace: Workspace) -> None:
    watched: dict[str, Any] = {"locked": True, "primary": "average_watch_time"}
    for month in range(1, 6):
        drawn(workspace, f"taught-{month}", start=date(2025, 2 * month, 3), **watched)
    drawn(workspace, "taught-last", **watched)
    before = Inputs(workspace).hash("taught-last")
    _touch(workspace.experiments_dir / "taught-3/experiment.yaml")
    assert Inputs(workspace).hash("taught-last") != before


def test_a_page_depends_on_the_version_of_the_package(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, found = tmp_path / "package", []
    monkeypatch.setattr(inputs, "PACKAGE", package)
    for name in ("a.py", "inner/b.py", "inner/c.txt"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(name, encoding="utf-8")
        inputs._package_hash.cache_clear()
        found.append(Inputs(workspace).hash("sound-1"))
    inputs._package_hash.cache_clear()
    assert found[0] != found[1] == found[2]


def test_each_page_of_a_folder_has_its_own_stamp(tmp_path: Path) -> None:
    """A file of stamps that cannot be read holds none."""
    stamp(tmp_path, "a_en", "1")
    stamp(tmp_path, "a_de", "2")
    assert (tmp_path / STAMPS).read_text(encoding="utf-8") == '{\n "a_de": "2",\n "a_en": "1"\n}\n'
    made = {"1": ["a_en"], "2": ["a_de"], "3": []}
    assert {one: current(tmp_path, one) for one in made} == made
    for broken in ("{", '["a_en"]'):
        (tmp_path / STAMPS).write_text(broken, encoding="utf-8")
        assert current(tmp_path, "1") == []
    stamp(tmp_path, "a_en", "3")
    assert current(tmp_path, "3") == ["a_en"]
