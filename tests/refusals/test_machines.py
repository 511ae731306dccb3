"""What the machine refuses: rights, programs that are missing or fail, templates that stop, a stopped command."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import nbformat
import pytest
import typer
from tests.german import english_in
from tests.refusals.bases import Bases, inside

from cliptrial.cli.entry import run
from cliptrial.errors import InputError, Problem
from cliptrial.forms import lab
from cliptrial.posts import sheets
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety import trust as safety_trust
from cliptrial.report.export import export
from cliptrial.report.handout.pdf import print_pdf
from cliptrial.report.handout.pictures import pictures
from cliptrial.report.kernels import PageKernel, kernel, parameterised
from cliptrial.report.rendering import render_all, render_report
from cliptrial.report.running.workers import Workers
from cliptrial.report.templates import find_template
from cliptrial.wording.messages import in_language

NOBODY = 65534


def refused(action: Callable[[], Any]) -> Problem:
    """The one problem that is raised."""
    with pytest.raises(InputError) as caught:
        action()
    (problem,) = caught.value.problems
    return problem


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that may be read but not written to."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user for whom rights count."""
    root = os.geteuid() == 0
    if root:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)


def test_a_folder_that_cannot_be_written_to_is_named_with_the_file(closed: Path) -> None:
    with without_rights():
        found = refused(lambda: write_atomically(closed / "posts.csv", "x"))
    assert found == Problem(
        "read_only",
        f"The folder {closed} cannot be written to, so posts.csv was not written",
        "A folder that you may write to",
        "Ask for the right to write there, or use another folder.",
    )


def test_a_command_says_which_folder_is_closed(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["init", str(closed / "there"), "--account", "demo", "--timezone", "Europe/Berlin", "--json"]
    with without_rights():
        assert run(arguments) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["code"], error["where"]) == ("read_only", "")
    assert error["what"] == f"The folder {closed} cannot be written to"
    assert error["mend"] == "Ask for the right to write there, or use another folder."


def test_a_pdf_without_a_browser_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(["report", "question-hook", "--pdf", "--workspace", str(root), "--json"]) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert error["code"] == "MissingToolError"
    assert error["what"] == (
        "A PDF or a picture needs Chromium, Chrome or Edge, and none was found. Install one of them, or open the page "
        "and print it from any browser."
    )


def test_a_picture_without_a_browser_says_so_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(["report", "question-hook", "--png", "--lang", "de", "--workspace", str(root)]) == 1
    assert "Für ein PDF oder ein Bild braucht es Chromium" in capsys.readouterr().err
    assert not (root / "reports").exists()


def test_a_browser_that_draws_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert refused(lambda: pictures("<style></style><body></body>")) == Problem(
        "not_drawn", "The browser did not draw the page"
    )


def test_a_browser_that_prints_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    page = tmp_path / "page.html"
    page.write_text("<p>", encoding="utf-8")
    found = refused(lambda: print_pdf(page))
    assert found == Problem("not_printed", "The browser did not print the page", path="page.html")


def test_an_installation_without_notebooks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety_trust, "_PACKAGE", tmp_path / "site" / "cliptrial")
    found = refused(lab.packaged_notebooks)
    mend = "Install it again."
    assert found == Problem("no_notebooks", "The notebooks are missing from this installation", mend=mend)


def test_a_packed_file_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more than the limit; as many as the limit are read."""
    assert sheets.LARGEST == 300 * 1024 * 1024
    monkeypatch.setattr(sheets, "LARGEST", 2 * 1024**2)
    ((name, data),) = sheets.members("all.csv.gz", gzip.compress(b"a" * 2 * 1024**2))
    assert (name, len(data)) == ("all.csv", 2 * 1024**2)
    found = refused(lambda: list(sheets.members("all.csv.gz", gzip.compress(b"a" * (2 * 1024**2 + 1)))))
    what, mend = "The packed file grows beyond 2 MB", "Hand in the files it contains one by one."
    assert found == Problem("too_large", what, mend=mend, path="all.csv.gz")


def test_a_command_that_is_stopped_leaves_nothing_half_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(typer.main, "get_command", stop)
    assert run(["list", "--json"]) == 130
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["code"], error["what"]) == ("stopped", "Stopped.")
    assert error["mend"] == (
        "Nothing is half-written: every file is complete, old or new. Run the same command again to go on."
    )


def test_what_nobody_thought_of_is_one_line_to_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(typer.main, "get_command", fail)
    assert run(["list", "--json"]) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert error["code"] == "unexpected"
    assert error["what"].startswith(
        "This should not have happened: ZeroDivisionError: by nothing (test_machines.py, line"
    )
    assert error["mend"] == (
        "Please report this line with the command that you ran; CLIPTRIAL_DEBUG=1 shows the details."
    )


def template(folder: Path, *cells: str) -> Path:
    """A template with one parameter and these cells."""
    declared = nbformat.v4.new_code_cell("slug = ''", metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[declared, *map(nbformat.v4.new_code_cell, cells)])
    path = folder / "own.ipynb"
    nbformat.write(notebook, path)
    return path


def test_a_template_that_fails_or_stops_names_its_cell(tmp_path: Path) -> None:
    """The error's own words; those of the product without the name of a class."""
    ended = "The kernel was ended in cell 4 of the template, perhaps for want of memory"
    known = "from cliptrial.errors import Problem, SourceError\nraise SourceError(Problem('x', 'No such table'))"
    with kernel() as running:
        for cells, code, what in (
            (["1 + 1", "1 / 0"], "cell_failed", "Cell 4 of the template failed: ZeroDivisionError: division by zero"),
            ([known], "cell_failed", "Cell 3 of the template failed: No such table."),
            (["raise MemoryError"], "cell_failed", "Cell 3 of the template failed: there is not enough memory"),
            (["import os", "os._exit(1)"], "kernel_stopped", ended),
        ):
            path = template(tmp_path, *cells)
            found = refused(lambda path=path: running.run(path, {"slug": "hooks"}))  # type: ignore[misc]
            mend = "Close other programs, then run the same command again." if code == "kernel_stopped" else ""
            assert found == Problem(code, what, mend=mend, path="own.ipynb")


def test_a_kernel_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends before it has answered once."""
    monkeypatch.setattr(PageKernel, "format_kernel_cmd", lambda *_, **__: [sys.executable, "-c", "raise SystemExit(3)"])

    def start() -> None:
        with kernel():
            pass

    mend = "Close other programs, then run the same command again."
    assert refused(start) == Problem("kernel_stopped", "The kernel did not start", mend=mend)


def test_a_run_that_was_stopped_begins_nothing_more() -> None:
    workers = Workers(1, lambda: nullcontext(Mock()))
    with suppress(KeyboardInterrupt), workers:
        with workers.lend():
            pass
        raise KeyboardInterrupt

    def go_on() -> None:
        with workers.lend():
            pass

    assert refused(go_on) == Problem("stopped", "Stopped.")


def test_what_fails_in_a_template_is_told_in_any_language(tmp_path: Path) -> None:
    """The product's own words cross from the kernel with what they were made from."""
    cell = "from cliptrial.report.templates import find_template\nfind_template('nothing.ipynb')"
    with kernel() as running:
        found = refused(lambda: running.run(template(tmp_path, cell), {"slug": "hooks"}))
    assert found.what.startswith("Cell 3 of the template failed: There is no template nothing.ipynb. Expected: A file")
    told = in_language(found.what, "de")
    assert told.startswith("Zelle 3 der Vorlage ist gescheitert: Die Vorlage nothing.ipynb gibt es nicht. Erwartet: ")
    assert english_in(told) == []


def test_a_template_is_given_only_what_it_declares(tmp_path: Path) -> None:
    path = template(tmp_path)
    assert parameterised(path, {"slug": ["hooks", None, 1.5, True]})
    assert refused(lambda: parameterised(path, {"slugs": "hooks"})) == Problem(
        "unknown_parameter",
        'The template has no parameter "slugs"',
        "One of slug",
        "Check the name, or add it to the cell tagged `parameters`.",
        path="own.ipynb",
    )
    expected = "A text, a number, true, false or a list of these"
    assert refused(lambda: parameterised(path, {"slug": {"a": 1}})) == Problem(
        "parameter_value", 'The value of "slug" is a dict', expected, field="slug"
    )
    path.write_text("no notebook", encoding="utf-8")
    assert refused(lambda: parameterised(path, {})) == Problem(
        "not_a_notebook", "own.ipynb is not a Jupyter notebook", "A notebook of format 4", path="own.ipynb"
    )


def test_a_template_that_shows_no_page_is_compared_with_the_original(tmp_path: Path) -> None:
    found = refused(lambda: export(nbformat.read(template(tmp_path), 4)))
    expected, mend = "A cell that ends with it", "Compare your template with the one that comes with ClipTrial."
    assert found == Problem("template_incomplete", "No cell of the template shows `page`", expected, mend)


def test_a_template_a_page_or_a_language_that_is_not_there(tmp_path: Path) -> None:
    assert refused(lambda: find_template("nothing.ipynb")) == Problem(
        "no_template",
        "There is no template nothing.ipynb",
        "A file in the workspace's templates/ or among those that come with ClipTrial",
        "Check the name, or install ClipTrial again.",
    )
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    with inside(root):
        for name in ("Chance", "../chance", ""):
            found = refused(lambda name=name: render_report("chance", root, lang="en", out=root, name=name))  # type: ignore[misc]
            expected = "Small letters, digits and hyphens, e.g. sounds-2026"
            assert found == Problem("page_name", f'"{name}" cannot be the name of a page', expected)
        found = refused(lambda: list(render_all(["question-hook"], root, langs=["fr", "en"], out=root)))
        assert found == Problem("language", 'Reports are not written in "fr"', "One of en, de", field="lang")
