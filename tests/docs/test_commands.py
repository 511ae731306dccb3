"""Every command line of the documentation does what the page says, in the folder in which a reader would be by then."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.notebook.tables import posts
from tests.notebook.test_papermill import own_template
from tests.places import ROOT

from cliptrial.cli.entry import run

BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`cliptrial ([a-z]+)")
DEMO = "cliptrial demo kitchen"
WRITTEN_BY_OTHERS = {"mutation", "soak", "spark"}


def lines(page: Path) -> list[str]:
    """What is typed, in its order."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith(("cliptrial ", "cd "))]


PAGES = {page.stem: page for page in sorted((ROOT / "docs").glob("*.md")) if page.stem not in WRITTEN_BY_OTHERS}
ONCE = {tuple(lines(page)): name for name, page in PAGES.items()}
"""By what is typed: a page; a page and its German are often the same."""
TYPED = {name: [*one] for one, name in ONCE.items() if one}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first command of the tutorial makes."""
    root = tmp_path_factory.mktemp("docs") / "kitchen"
    assert run(["demo", str(root)]) == 0
    return root


def typed(line: str, example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do as the line says; the example, which is the same whenever it is made, is made once."""
    if line.startswith("cd "):
        monkeypatch.chdir(line.removeprefix("cd "))
        Path("topics.txt").write_text("".join(f"Idea {number}\n" for number in range(56)), encoding="utf-8")
    elif line == DEMO:
        shutil.copytree(example, "kitchen")
    else:
        code = run(shlex.split(line)[1:])
        assert code == 0, f"{line}\n{capsys.readouterr()}"


@pytest.mark.slow
@pytest.mark.usefixtures("one_kernel")
@pytest.mark.parametrize("name", TYPED)
def test_every_command_line_of_a_page_works_one_after_the_other(
    name: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    if DEMO not in TYPED[name]:
        monkeypatch.chdir(shutil.copytree(example, tmp_path / "kitchen"))
    if "cliptrial trust" in TYPED[name]:
        own_template(Path())
    posts().to_csv("posts.csv", index=False)
    for line in TYPED[name]:
        typed(line, example, capsys, monkeypatch)
    text = PAGES[name].read_text(encoding="utf-8")
    kitchen = tmp_path / "kitchen"
    missing = [file for file in re.findall(r"`(reports/[\w/.-]+)`", text) if not (kitchen / file).is_file()]
    assert not missing, "the page names files that nobody wrote"


def test_every_command_that_a_page_mentions_is_one() -> None:
    mentioned = {name for page in PAGES.values() for name in INLINE.findall(page.read_text(encoding="utf-8"))}
    assert mentioned
    assert [name for name in sorted(mentioned) if run([name, "--help"]) != 0] == []
