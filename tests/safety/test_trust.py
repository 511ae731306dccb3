"""A workspace from somebody else is data: its templates and notebooks run once this user says so, and no earlier."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import nbformat
import pytest
from jinja2.exceptions import SecurityError

from cliptrial.cli.entry import run
from cliptrial.errors import InputError, Problem, RegistryError
from cliptrial.forms.lab import command, copy_notebooks
from cliptrial.registry.safety.trust import packaged_folders, record_file, refuse_untrusted, trust, untrusted, withdraw
from cliptrial.report.export import export
from cliptrial.report.rendering import render
from cliptrial.report.section import META, RESULT
from cliptrial.report.templates import sections_environment, template_folders

CSS = "templates/html/page.css"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the package's own templates, kept beside this user's record."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    root = tmp_path / "ws"
    shutil.copytree(packaged_folders("templates")[0], root / "templates")
    (root / "workspace.yaml").write_text("accounts: {demo: {timezone: Europe/Berlin}}\n")
    return root


def refused(root: Path) -> Problem:
    with pytest.raises(RegistryError) as caught:
        refuse_untrusted(root, "templates")
    (problem,) = caught.value.problems
    return problem


def test_what_is_the_same_as_the_packages_own_needs_no_word(root: Path) -> None:
    assert template_folders(root)[0] == root / "templates"
    assert trust(root) == {}


def test_a_template_that_differs_is_named_until_it_is_trusted_and_again_once_it_changes(root: Path) -> None:
    (root / CSS).write_text("h1 {color: red}")
    assert refused(root) == Problem(
        "untrusted",
        "templates/ holds files that would run and that are neither those of ClipTrial nor trusted by you: "
        "templates/html/page.css",
        "Files that come with ClipTrial, or files that you trust",
        "Read them, or ask who made them; then say `cliptrial trust`. Without them (templates/ removed or renamed), "
        "those of ClipTrial are used.",
        path="templates/",
    )
    assert list(trust(root)) == [CSS]
    refuse_untrusted(root, "templates")
    (root / CSS).write_text("h1 {color: blue}")
    assert untrusted(root, "templates") == (CSS,)


def test_trust_holds_for_this_place_only_and_can_be_withdrawn(root: Path, tmp_path: Path) -> None:
    (root / CSS).write_text("h1 {color: red}")
    trust(root)
    assert refused(shutil.copytree(root, tmp_path / "copy")).code == "untrusted"
    withdraw(root)
    assert refused(root).code == "untrusted"


@pytest.mark.parametrize("name", ["html/new.html", "html/conf.json", "sub/deep/a.ipynb", "own.py"])
def test_a_file_that_the_package_does_not_have_counts_too(root: Path, name: str) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    assert untrusted(root, "templates") == (f"templates/{name}",)


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", ".git/config"])
def test_what_nothing_can_load_does_not_count(root: Path, name: str) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    assert untrusted(root, "templates") == ()


def test_files_behind_links_count_as_whoever_loads_them_follows_them(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "templates" / "html" / "sections").rename(elsewhere)
    (elsewhere / "brand.html").write_text("{{ w }}")
    (root / "templates" / "html" / "sections").symlink_to(elsewhere)
    (elsewhere / "round").symlink_to(root / "templates")
    assert untrusted(root, "templates") == ("templates/html/sections/brand.html",)


def test_many_files_are_counted(root: Path) -> None:
    for number in range(9):
        (root / "templates" / f"{number}.html").touch()
    assert refused(root).what.endswith("templates/5.html and 3 more")


def test_the_record_is_this_users_alone_and_nothing_inside_vouches_for_itself(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / CSS).write_text("h1 {color: red}")
    trust(root)
    assert stat.S_IMODE(record_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(record_file().parent.stat().st_mode) == 0o700
    inside = root / "data" / "cliptrial"
    shutil.copytree(record_file().parent, inside)
    monkeypatch.setenv("XDG_DATA_HOME", str(root / "data"))
    assert refused(root).code == "untrusted"
    for change in (trust, withdraw):
        with pytest.raises(RegistryError, match="inside the workspace itself"):
            change(root)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"ROOT": 1}', '{"ROOT": {"templates/html/page.css": 7}}', "[" * 5000])
def test_a_damaged_record_trusts_nothing_and_is_written_anew(root: Path, text: str) -> None:
    (root / CSS).write_text("h1 {color: red}")
    record_file().parent.mkdir(parents=True)
    record_file().write_text(text.replace("ROOT", str(root)))
    assert untrusted(root, "templates") == (CSS,)
    trust(root)
    assert untrusted(root, "templates") == ()


def test_other_workspaces_stay_trusted(root: Path, tmp_path: Path) -> None:
    (root / CSS).write_text("h1 {color: red}")
    other = shutil.copytree(root, tmp_path / "other")
    trust(root)
    trust(other)
    withdraw(root)
    assert list(json.loads(record_file().read_text())) == [str(other)]


def test_the_command_shows_what_it_trusts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / CSS).write_text("h1 {color: red}")
    assert run(["trust", "--workspace", str(root)]) == 0
    told = capsys.readouterr()
    assert told.out == f"{CSS}\n"
    assert "Each is trusted as it is now." in told.err
    assert run(["trust", "--workspace", str(root), "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["trusted"]) == [CSS]
    assert run(["trust", "--withdraw", "--workspace", str(root)]) == 0
    assert "Nothing of this workspace is trusted" in capsys.readouterr().err


def test_a_report_stops_before_anything_of_a_stranger_runs(demo_once: Path, tmp_path: Path) -> None:
    """Neither its Jinja here nor its notebook in a kernel."""
    root = Path(shutil.copytree(demo_once, tmp_path / "kitchen"))
    (root / "templates").mkdir()
    cell = nbformat.v4.new_code_cell(f"open({str(tmp_path / 'ran')!r}, 'w')")
    (root / "templates" / "experiment.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    with pytest.raises(InputError, match="neither those of ClipTrial nor trusted"):
        render("lunch-slot", root, lang="en", out=tmp_path / "out")
    assert not (tmp_path / "ran").exists()


def test_the_lab_opens_the_first_notebook_only_where_it_is_known(root: Path) -> None:
    """JupyterLab saves answers into it, which change nothing of what runs; another cell does."""
    copy_notebooks(root)
    first = root / "notebooks" / "start_here.ipynb"
    notebook = nbformat.read(first, 4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="here")]
    notebook.cells[1].execution_count = 1
    nbformat.write(notebook, first)
    opened = "--LabApp.default_url=/lab/tree/notebooks/start_here.ipynb"
    assert opened in command(root, browser=False, port=None)
    notebook.cells.append(nbformat.v4.new_code_cell("1"))
    nbformat.write(notebook, first)
    assert untrusted(root, "notebooks") == ("notebooks/start_here.ipynb",)
    assert "--LabApp.default_url=/lab" in command(root, browser=False, port=None)
    trust(root)
    assert opened in command(root, browser=False, port=None)


@pytest.mark.parametrize(
    "text",
    ["{{ ''.__class__.__mro__ }}", "{{ w.append(1) }}", "{{ say.__globals__ }}", "{{ cycler.__init__.__globals__ }}"],
)
def test_a_template_reaches_nothing_behind_its_values_and_changes_none(text: str) -> None:
    """The neighbour reads and calls what it is given."""
    environment = sections_environment()
    with pytest.raises(SecurityError):
        environment.from_string(text).render(w=[], say=lambda: "said")
    assert environment.from_string("{{ w[0] }} {{ say() }}").render(w=[1], say=lambda: "said") == "1 said"


def test_the_page_around_a_notebook_is_filled_in_the_same_way(root: Path) -> None:
    page = root / "templates" / "html" / "index.html.j2"
    page.write_text("{{ nb.cells.__class__.__mro__ }}")
    trust(root)
    data = {META: {"lang": "en", "title": "T", "style": "", "brand": ""}, RESULT: {}}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data=data)])
    with pytest.raises(SecurityError):
        export(nbformat.v4.new_notebook(cells=[cell]), root)
