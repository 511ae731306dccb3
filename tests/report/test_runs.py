"""A run analyses each experiment once, keeps its kernels while they are of use, and leaves nothing behind."""

from __future__ import annotations

import sys
from asyncio import AbstractEventLoop, Task, sleep
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Barrier, Event

import pytest
from jupyter_core.utils import ensure_event_loop
from tests.analysis.workspaces import fresh

import cliptrial.analysis
from cliptrial.errors import Problem, RegistryError, ReportError
from cliptrial.messages import says
from cliptrial.report import _Later
from cliptrial.report.running.handed import HANDED, Handed, analysed
from cliptrial.report.running.workers import Workers


class Kernels:
    """Kernels that only note what becomes of them."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self.usable = True
        self.killed, self.ended = Event(), Event()

    @contextmanager
    def start(self) -> Iterator[Kernels]:
        """One more."""
        self.noted.append("start")
        yield self
        self.noted.append("end")
        self.ended.set()

    def kill(self) -> None:
        """From another thread."""
        self.noted.append("kill")
        self.killed.set()


def test_a_kernel_serves_so_many_pages_as_long_as_it_is_of_use() -> None:
    """Two pages each here; the first is there before any page, and what cannot be used is replaced at once."""
    kernels = Kernels()

    def page(usable: bool = True) -> None:
        with workers.lend() as lent:
            assert lent is kernels
            kernels.noted.append("page")
            kernels.usable = usable

    with Workers(1, kernels.start, pages=2) as workers:
        workers.warm()
        for usable in (True, True, False, True):
            workers.submit(lambda usable=usable: page(usable)).result()  # type: ignore[misc]
    assert kernels.noted == ["start", "page", "page", "end", "start", "page", "end", "start", "page", "end"]


def test_a_first_kernel_starts_before_there_is_a_page_and_fifty_pages_need_no_other() -> None:
    kernels = Kernels()
    with Workers(1, kernels.start) as workers:
        workers.warm()
    assert kernels.noted == ["start", "end"]

    def page() -> None:
        with workers.lend():
            pass

    for pages, starts in ((50, 1), (51, 2)):
        kernels = Kernels()
        with Workers(1, kernels.start) as workers:
            for _ in range(pages):
                workers.submit(page)
        assert kernels.noted == ["start", "end"] * starts


def test_every_thread_ends_its_own_kernel_however_long_another_works() -> None:
    kernels, both = Kernels(), Barrier(2)

    def page(long: bool) -> None:
        with workers.lend():
            both.wait(10)
        if long:
            kernels.ended.wait(0.3)  # whoever is done must not leave in the place of this thread

    with Workers(2, kernels.start) as workers:
        for long in (True, False):
            workers.submit(lambda long=long: page(long))  # type: ignore[misc]
    assert kernels.noted == ["start", "start", "end", "end"]


def test_a_thread_leaves_nothing_that_listens_and_no_loop_behind() -> None:
    left: list[tuple[AbstractEventLoop, Task[None]]] = []

    def listening() -> None:
        loop = ensure_event_loop()
        left.append((loop, loop.create_task(sleep(3600))))

    with Workers(1, Kernels().start) as workers:
        workers.submit(listening).result()
    assert [(loop.is_closed(), task.cancelled()) for loop, task in left] == [(True, True)]


def test_whoever_stops_a_run_ends_what_runs_and_what_waits_is_never_begun() -> None:
    kernels, going = Kernels(), Event()

    def page() -> None:
        with workers.lend():
            going.set()
            kernels.killed.wait(10)

    with suppress(KeyboardInterrupt), Workers(1, kernels.start) as workers:
        running, never = workers.submit(page), workers.submit(page)
        going.wait(10)
        raise KeyboardInterrupt
    assert (kernels.noted, running.done(), never.cancelled()) == (["start", "kill", "end"], True, True)
    with pytest.raises(ReportError, match="Stopped"), workers.lend():
        pass


def test_an_experiment_is_analysed_once_a_run_by_whoever_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who finds nothing that can be read makes it, and where nothing can be written it is made all the same."""
    ws, made = fresh(tmp_path / "ws"), list[str]()

    def analyze(slug: str, workspace: Path) -> str:
        made.append(slug)
        if slug == "broken":
            raise RegistryError(Problem("broken", says("It has mistakes")))
        return f"{slug} of {workspace.name}, {len(made)}"

    monkeypatch.setattr(cliptrial.analysis, "analyze", analyze)
    monkeypatch.delenv(HANDED, raising=False)
    assert [analysed("a", ws), analysed("a", ws)] == ["a of ws, 1", "a of ws, 2"], "no run, nothing handed over"
    folder = tmp_path / "handed"
    folder.mkdir()
    run = Handed(folder, ws, ["a", "b", "c", "broken"])
    run.prepare("a")
    run.begin("b")
    run.prepare("b")
    run.prepare("broken")
    run.leave()
    run.prepare("c")
    assert made[2:] == ["a", "broken"], "what a kernel has begun is its own, and after the run nobody waits"
    monkeypatch.setenv(HANDED, str(folder))
    assert [analysed(slug, ws) for slug in "aabb"] == ["a of ws, 3"] * 2 + ["b of ws, 5"] * 2
    assert analysed("a", ws.model_copy(update={"root": tmp_path / "other"})) == "a of other, 6"
    with pytest.raises(RegistryError, match="It has mistakes"):
        analysed("broken", ws)
    for path in folder.iterdir():
        path.write_bytes(b"")
    assert [analysed("a", ws), analysed("a", ws)] == ["a of ws, 8"] * 2, "what a kill left half is made again"
    monkeypatch.setenv(HANDED, str(tmp_path / "gone"))
    assert analysed("a", ws) == "a of ws, 9"


def test_the_grammar_of_links_is_loaded_once_by_whoever_checks_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "rfc3987_syntax"
    (tmp_path / f"{name}.py").write_text(
        "def is_valid_syntax(term, value):\n    return (term, value) == ('iri', 'a:b')"
    )
    monkeypatch.syspath_prepend(tmp_path)
    later = _Later(name)
    monkeypatch.setitem(sys.modules, name, later)
    asked = [later.is_valid_syntax(*one) for one in (("iri", "a:b"), ("iri", "b"))]
    real = sys.modules[name]
    assert (asked, real is later, later.is_valid_syntax("iri", "a:b")) == ([True, False], False, True)
    assert sys.modules[name] is real
