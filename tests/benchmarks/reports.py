"""Reports beside their peers: papermill and nbconvert over the same notebooks, by their API and by their command lines.

Each way is a process of its own, and they take turns, so that all of them meet the same other work on the computer.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from cliptrial.report.templates import find_template
from cliptrial.simulate.demo import ingest_demo, write_demo

EXPERIMENTS = 20
MANY = 300
API = """
import sys, json, pathlib, papermill
from nbconvert import HTMLExporter
template, workspace, out, *slugs = sys.argv[1:]
for slug in slugs:
    done = str(pathlib.Path(out) / f"{slug}.ipynb")
    papermill.execute_notebook(template, done, parameters={"slug": slug, "workspace": workspace, "lang": "en"},
                               kernel_name="python3", progress_bar=False)
    body, _ = HTMLExporter().from_filename(done)
    pathlib.Path(done).with_suffix(".html").write_text(body, encoding="utf-8")
"""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock, and of all processors together, children included."""

    wall: float
    cpu: float


def workspace(folder: Path, experiments: int) -> tuple[Path, list[str]]:
    """The example, with so many copies of its first experiment as make this number."""
    root = folder / "workspace"
    ingest_demo(write_demo(root))
    slugs = sorted(path.name for path in (root / "experiments").iterdir() if path.is_dir())
    for number in range(experiments - len(slugs)):
        slugs.append(f"copy-{number}")
        shutil.copytree(root / "experiments" / slugs[0], root / "experiments" / slugs[-1])
    return root, slugs[:experiments]


def spent(*commands: Sequence[str | Path]) -> Spent:
    """What commands take, one after the other."""
    began, before = perf_counter(), os.times()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(perf_counter() - began, cpu)


def ours(root: Path, out: Path, slugs: Sequence[str]) -> Spent:
    """``cliptrial report``."""
    shutil.rmtree(out, ignore_errors=True)
    return spent([sys.executable, "-m", "cliptrial", "report", *slugs, "--out", out, "--workspace", root])


def by_api(root: Path, out: Path, slugs: Sequence[str]) -> Spent:
    """A loop over papermill's function and nbconvert's exporter, in one process."""
    out.mkdir(exist_ok=True)
    return spent([sys.executable, "-c", API, find_template("experiment.ipynb"), root, out, *slugs])


def by_commands(root: Path, out: Path, slugs: Sequence[str]) -> Spent:
    """``papermill`` and ``jupyter nbconvert``, once each for every page."""
    out.mkdir(exist_ok=True)
    return spent(*(command for slug in slugs for command in _commands(root, out, slug)))


def _commands(root: Path, out: Path, slug: str) -> Iterator[list[str | Path]]:
    done = out / f"{slug}.ipynb"
    given = ["-p", "slug", slug, "-p", "workspace", str(root), "-k", "python3", "--no-progress-bar"]
    yield [sys.executable, "-m", "papermill", find_template("experiment.ipynb"), done, *given]
    yield [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", done]


@dataclass(frozen=True)
class Beside:
    """Medians of ours and of a peer, and the median of their ratios."""

    ours: Spent
    peer: Spent
    wall: float
    cpu: float


def beside(one: Sequence[Spent], other: Sequence[Spent]) -> Beside:
    """Times that were taken in turns, two by two."""
    pairs = list(zip(one, other, strict=True))
    middle = [Spent(median(s.wall for s in way), median(s.cpu for s in way)) for way in (one, other)]
    wall, cpu = (median(getattr(peer, key) / getattr(own, key) for own, peer in pairs) for key in ("wall", "cpu"))
    return Beside(*middle, wall, cpu)


def race(folder: Path, times: int = 1) -> dict[str, Beside]:
    """20 experiments and one cold page, each beside its peers; the command lines over four experiments, once."""
    root, slugs = workspace(folder, EXPERIMENTS)
    out, peers = folder / "ours", folder / "peers"
    many = [(ours(root, out, slugs), by_api(root, peers, slugs)) for _ in range(times)]
    cold = [(ours(root, out, slugs[:1]), by_api(root, peers, slugs[:1])) for _ in range(times * 3)]
    four = by_commands(root, peers, slugs[:4])
    all_of_them = Spent(four.wall * EXPERIMENTS / 4, four.cpu * EXPERIMENTS / 4)
    own = [one for one, _ in many]
    return {
        "20 experiments, API": beside(own, [peer for _, peer in many]),
        "20 experiments, command lines": beside(own, [all_of_them] * len(own)),
        "a cold page, API": beside([one for one, _ in cold], [peer for _, peer in cold]),
    }


PAGE = """
import json, sys, time
from cliptrial.report.experiment_page import ExperimentPage
workspace, *slugs = sys.argv[1:]
sections = "first_screen metrics fairness over_time influence values conclusions next_steps to_copy details provenance"
def page(slug):
    began = time.process_time()
    made = ExperimentPage(slug, workspace)
    looked_at = time.process_time()
    for name in ["head", *sections.split(), "result"]:
        getattr(made, name)()._repr_mimebundle_()
    return looked_at - began, time.process_time() - looked_at
page(slugs[0])
print(json.dumps([page(slug) for slug in slugs]))
"""


def work_a_page(folder: Path) -> tuple[float, float]:
    """Processor seconds a page in a warm kernel: the analysis, which may be handed over, and everything after it."""
    root, slugs = workspace(folder, 4)
    told = subprocess.run([sys.executable, "-c", PAGE, root, *slugs], check=True, capture_output=True, text=True)
    pages = json.loads(told.stdout)
    return median(page[0] for page in pages), median(page[1] for page in pages)


@dataclass(frozen=True)
class LongRun:
    """One run over many pages: its time, and the most memory of all its processes, early and over all, in MB."""

    pages: int
    spent: Spent
    early: float
    most: float


def long_run(folder: Path, pages: int = MANY) -> LongRun:
    """Memory after the first tenth of the pages, when every kernel has run some, and over the whole run."""
    root, slugs = workspace(folder, pages)
    out, seen = folder / "ours", []
    began, before = perf_counter(), os.times()
    command = [sys.executable, "-m", "cliptrial", "report", *slugs, "--out", out, "--workspace", root]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            seen.append((sum(map(_memory, _family(running.pid))), sum(1 for _ in out.glob("*/*.html"))))
            sleep(1)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    early = max(memory for memory, written in seen if written <= pages / 10)
    return LongRun(pages, Spent(perf_counter() - began, cpu), early, max(memory for memory, _ in seen))


def _family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
