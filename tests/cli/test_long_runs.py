"""A run over many pages: whatever befalls one, the others are written, and the next run goes on from there."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from cliptrial.cli.entry import run
from cliptrial.cli.weekly.report_shown import time_left
from cliptrial.report import render_pages, rendering
from cliptrial.report.running.client import Listener
from cliptrial.report.templates import find_template
from cliptrial.wording.messages import in_language

FAULTS = {
    "mistaken": "1 / 0",
    "memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33)); bytearray(2**34)",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "hanging": "import time; time.sleep(10**6)",
    "printing": "print('x' * 10**8)",
}
"""What befalls an experiment's cell, by the experiment's name."""
WHY = {
    "full": "Nothing more can be written: the disk is full.",
    "hanging": "experiment.ipynb: Cell 3 of the template took longer than 600 seconds.",
    "killed": "experiment.ipynb: The kernel was ended in cell 3 of the template, perhaps for want of memory.",
    "memory": "experiment.ipynb: Cell 3 of the template failed: there is not enough memory.",
    "mistaken": "experiment.ipynb: Cell 3 of the template failed: ZeroDivisionError: division by zero.",
    "printing": "experiment.ipynb: Cell 3 of the template shows more than a page can hold.",
    "unreadable": "experiments/unreadable/experiment.yaml:1:",
}
WHOLE = ("lunch-slot", "niche-hashtags")


@pytest.fixture(scope="module")
def workspace(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with a copy of one experiment for each fault."""
    root = Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("faults") / "kitchen"))
    for name in WHY:
        shutil.copytree(root / "experiments" / "question-hook", root / "experiments" / name)
    (root / "experiments" / "unreadable" / "experiment.yaml").write_text("title: [", encoding="utf-8")
    return root


def faulty_template(folder: Path) -> Path:
    """The packaged template with a cell before all others in which the faults come about."""
    notebook = nbformat.read(find_template("experiment.ipynb"), as_version=4)
    cell = nbformat.v4.new_code_cell(f"exec({FAULTS!r}.get(slug, ''))", id="fault")
    notebook.cells.insert(2, cell)
    notebook.cells.pop(0)
    path = folder / "experiment.ipynb"
    nbformat.write(notebook, path)
    return path


def a_full_disk_for(slug: str, patch: pytest.MonkeyPatch) -> None:
    """The page of one experiment goes to a device that is always full, after its result went to the disk."""
    from cliptrial.registry import files

    usual = files._temporary

    def temporary(path: Path) -> tuple[int, str]:
        handle, name = usual(path)
        if path.suffix == ".html" and path.parent.name == slug:
            os.close(handle)
            handle = os.open("/dev/full", os.O_WRONLY)
        return handle, name

    patch.setattr(files, "_temporary", temporary)


def hangs(listener: Listener) -> bool:
    """Whether its page is the one whose cell never ends; nobody waits ten minutes for that here."""
    return bool(listener.nb.metadata.papermill.parameters.get("slug") == "hanging")


def children() -> set[str]:
    """The processes that this one started and that are still there."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def sockets() -> int:
    """Sockets, pipes and the like that this process holds."""
    gc.collect()
    return sum(":" in str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full, and /proc")
def test_one_experiment_that_fails_stops_no_other(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fault has its line; another executor and the next run, on one core, write what is missing, byte by byte."""
    usual = Listener._get_timeout
    monkeypatch.setattr(Listener, "_get_timeout", lambda own, cell: 5 if hangs(own) else usual(own, cell))
    monkeypatch.setattr(rendering, "PAGE", "")
    monkeypatch.setattr(rendering, "cores", lambda: 2)
    out, before = tmp_path / "reports", children()
    command = ["report", *WHOLE, *WHY, "--lang", "en", "--out", str(out), "--workspace", str(workspace)]
    with pytest.MonkeyPatch.context() as faults:
        a_full_disk_for("full", faults)
        faults.setattr(rendering, "find_template", lambda *_: faulty_template(tmp_path))
        assert run(command) == 1
    told = capsys.readouterr()
    assert told.out.split()[:2] == [str(out / slug / f"{slug}_en.html") for slug in WHOLE]
    lines = {slug: next(line for line in told.err.splitlines() if line.startswith(f"{slug}_en  ")) for slug in WHY}
    for slug, why in WHY.items():
        assert why in lines[slug]
        assert not (out / slug / f"{slug}_en.html").exists()
    assert "Traceback" not in told.err
    assert not list(out.rglob(".*.tmp"))
    assert children() == before
    held = sockets()

    first = out / WHOLE[0] / f"{WHOLE[0]}_en.html"
    bytes_before, result = first.read_bytes(), (out / "full" / "result.json").read_bytes()
    first.unlink()
    with ThreadPoolExecutor(1) as executor:
        (again,) = render_pages([WHOLE[0]], workspace, langs=["en"], out=out, executor=executor)
    assert (again.fate, first.read_bytes()) == ("rendered", bytes_before)
    monkeypatch.setattr(rendering, "cores", lambda: 1)
    rest = render_pages([*WHOLE, "killed", "full"], workspace, langs=["en"], out=out)
    fates = {outcome.page.slug: outcome.fate for outcome in rest}
    assert fates == {WHOLE[0]: "kept", WHOLE[1]: "kept", "killed": "rendered", "full": "rendered"}
    assert (out / "full" / "result.json").read_bytes() == result
    assert children() == before
    assert sockets() <= held


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Linux tells what runs in /proc")
def test_who_stops_a_run_finds_whole_pages_and_goes_on_from_there(workspace: Path, tmp_path: Path) -> None:
    """Ctrl-C after the first page: nothing half-written, no kernel and no folder left, and that page is kept."""
    out, temporary = tmp_path / "reports", tmp_path / "temporary"
    temporary.mkdir()
    core = min(os.sched_getaffinity(0))
    one_core = (
        f"import os, runpy; os.sched_setaffinity(0, {{{core}}}); runpy.run_module('cliptrial', run_name='__main__')"
    )
    command = [sys.executable, "-c", one_core, "report", *WHOLE, "--out", str(out), "--workspace"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen([*command, workspace], env=environment, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        first = running.stderr.readline().split()
        running.send_signal(signal.SIGINT)
        told = running.stderr.read()
    assert running.returncode == 130
    assert "Traceback" not in told
    assert "Nothing is half-written" in told
    assert list(temporary.iterdir()) == []
    assert [path for path in Path("/proc").glob("[0-9]*/environ") if str(temporary).encode() in read(path)] == []
    assert not list(out.rglob(".*.tmp"))
    pages = list(out.rglob("*.html"))
    assert [page.name for page in pages if not page.read_text(encoding="utf-8").endswith("</html>\n")] == []
    slug = first[1].removesuffix("_en.html")
    (kept,) = render_pages([slug], workspace, langs=["en"], out=out)
    assert (kept.page.slug, kept.fate) == (slug, "kept")


def read(path: Path) -> bytes:
    """A file of a process that may just have ended, or of somebody else."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("written", "pages", "english", "german"),
    [
        ([], 9, "", ""),
        ([3.0], 9, "", ""),
        ([3.0, 4.0], 9, "", ""),
        ([3.0, 4.0], 20, "about 20 s left", "noch etwa 20 s"),
        ([0.0, 1.0, 4.0], 44, "about 90 s left", "noch etwa 90 s"),
        ([0.0, 1.0], 10, "about 10 s left", "noch etwa 10 s"),
        ([0.0, 1.0], 90, "about 2 min left", "noch etwa 2 min"),
        ([0.0, 2.0], 300, "about 10 min left", "noch etwa 10 min"),
        ([0.0, 2.0], 0, "", ""),
    ],
)
def test_the_time_left_is_judged_by_the_pages_written(
    written: list[float], pages: int, english: str, german: str
) -> None:
    left = time_left(written, pages)
    assert (in_language(left, "en"), in_language(left, "de")) == (english, german)
