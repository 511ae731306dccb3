"""Papermill as its users know it: templates explain their parameters and run; a team's own one becomes a page."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from papermill.inspection import inspect_notebook
from tests.places import ROOT

import cliptrial
from cliptrial import stats
from cliptrial.cli.entry import run as command

TEMPLATES = sorted(path.stem for path in (ROOT / "templates").glob("*.ipynb"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_parameter_of_a_template_is_explained(name: str) -> None:
    told = inspect_notebook(ROOT / "templates" / f"{name}.ipynb")
    assert told
    assert [one for one, parameter in told.items() if len(parameter["help"]) < 8] == []


NOTEBOOKS = sorted(path for folder in ("templates", "notebooks") for path in (ROOT / folder).glob("*.ipynb"))


def used(source: str) -> set[str]:
    """What Python of a notebook takes of the package: names that are imported, and those behind ``cliptrial.``."""
    tree = ast.parse("\n".join(line for line in source.splitlines() if not line.startswith("%")))
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "cliptrial":
                names |= {f"{module}.{one.name}" for one in node.names}
            case ast.Import():
                names |= {one.name for one in node.names if one.name.startswith("cliptrial.")}
            case ast.Attribute(value=ast.Name(id="cliptrial")):
                names.add(f"cliptrial.{node.attr}")
    return names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_templates_and_notebooks_use_public_names_and_statistics_only(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    public = {f"cliptrial.{name}" for name in cliptrial.__all__} | {f"cliptrial.stats.{n}" for n in stats.__all__}
    taken = used(source)
    assert taken
    assert taken - public == set()


def test_what_is_not_public_is_seen_however_it_is_imported() -> None:
    assert used(
        "from cliptrial import forms\nimport cliptrial.rotation as r\nfrom cliptrial.rotation import redraw"
    ) == {
        "cliptrial.forms",
        "cliptrial.rotation",
        "cliptrial.rotation.redraw",
    }
    assert used("import cliptrial\ncliptrial.report.render()\nfrom pandas import cut") == {"cliptrial.report"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("experiment", {"slug": "question-hook"}),
        ("comparison", {"dimension": "slot", "lang": "de"}),
        ("learnings", {}),
        ("programme", {"client": ""}),
        ("chance", {"draws": "40"}),
    ],
)
def test_each_template_runs_with_papermill(
    name: str, parameters: dict[str, str], demo_once: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(demo_once, tmp_path / "kitchen"))
    asked = [part for key, value in (parameters | {"workspace": str(root)}).items() for part in ("-p", key, value)]
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(ROOT / "templates" / f"{name}.ipynb"), str(out), *asked]
    done = run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ct" in out.read_text(encoding="utf-8")


def own_template(root: Path) -> Path:
    """A copy of the experiment's page with a section of the team's own pandas and seaborn."""
    notebook = json.loads((ROOT / "templates/experiment.ipynb").read_text(encoding="utf-8"))
    own: dict[str, Any] = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None}
    text = {"cell_type": "markdown", "id": "heading", "metadata": {}, "source": "## Hours of the day"}
    drawn = "import cliptrial, seaborn\nposts = cliptrial.observations_frame(slug, workspace)\n"
    table = own | {"id": "table", "source": 'posts.groupby("arm", as_index=False)["views"].median()'}
    figure = own | {"source": drawn + 'seaborn.stripplot(posts, x="arm", y="views").figure'}
    notebook["cells"][-2:-2] = [text, figure, table]
    path = root / "templates" / "our-report.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_teams_own_template_becomes_a_page_once_it_is_trusted(
    demo_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    root = Path(shutil.copytree(demo_once, tmp_path / "kitchen"))
    own_template(root)
    asked = ["report", "question-hook", "--lang", "en", "--workspace", str(root), "--template", "our-report.ipynb"]
    assert command([*asked, "--json"]) == 1
    assert "untrusted" in capsys.readouterr().out
    assert command(["trust", "--workspace", str(root)]) == 0
    assert command(asked) == 0
    folder = root / "reports" / "question-hook"
    html = (folder / "our-report_en.html").read_text(encoding="utf-8")
    assert "<h2" in html
    assert "Hours of the day" in html
    assert "data:image/png;base64," in html
    assert 'class="dataframe"' in html
    assert "watched 17" in html
    assert json.loads((folder / "our-report.json").read_text(encoding="utf-8"))["verdict"]["code"] == "better"
    assert not (folder / "result.json").exists()


def test_a_template_that_is_not_there_is_refused(
    demo_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["report", "question-hook", "--workspace", str(demo_once), "--out", str(tmp_path / "out"), "--json"]
    assert command([*asked, "--template", "nobody.ipynb"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "no_template"
