"""Kernels that work side by side: each in a thread of its own, replaced before it grows, gone at the end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Barrier, local
from typing import TYPE_CHECKING, TypeVar

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.report.kernels import Kernel

T = TypeVar("T")
MOST = 4
"""More kernels at once than this would wait for the process that puts their pages together."""
PAGES_A_KERNEL = 50
"""So many pages take what a new kernel costs ten times over, and leave little behind."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Own(local):
    """What a thread holds: its kernel, how to close it, and the pages it has run."""

    kernel: Kernel | None = None
    pages = 0

    def __init__(self) -> None:
        self.stack = ExitStack()


class Workers:
    """Threads with a kernel each, for as long as the ``with`` lasts.

    Args:
        most: Threads at most.
        start: A fresh kernel, closed at its end.
        pages: After so many, a kernel is replaced.
    """

    def __init__(
        self, most: int, start: Callable[[], AbstractContextManager[Kernel]], pages: int = PAGES_A_KERNEL
    ) -> None:
        self._most, self._start, self._pages = most, start, pages
        self._own = _Own()
        self._running: set[Kernel] = set()
        self._submitted: list[Future[object]] = []
        self._stopped = False
        self._threads = ThreadPoolExecutor(most, "pages")

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_failure: object) -> None:
        if kind is not None:
            self._stop()
        # Whatever speaks to a kernel belongs to the thread that started it.
        meet = Barrier(self._most)
        for _ in range(self._most):
            self._threads.submit(self._leave, meet)
        self._threads.shutdown()

    def _stop(self) -> None:
        """Begin nothing more, and end what runs."""
        self._stopped = True
        for future in self._submitted:
            future.cancel()
        for running in list(self._running):
            running.kill()

    def _leave(self, meet: Barrier) -> None:
        meet.wait()
        self._close()
        _close_loop()

    def warm(self) -> None:
        """Start the first kernel before there is anything to do."""
        self._submitted.append(self._threads.submit(self._ready))

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Do a job in the next thread that is free; it may ask for :meth:`lend`."""
        future = self._threads.submit(job)
        self._submitted.append(future)  # type: ignore[arg-type]  # only ever cancelled
        return future

    @contextmanager
    def lend(self) -> Iterator[Kernel]:
        """The kernel of this thread, for one page.

        Raises:
            ReportError: None can be started.
        """
        yield self._ready()
        self._own.pages += 1

    def _ready(self) -> Kernel:
        own = self._own
        if own.kernel is not None and (own.pages >= self._pages or not own.kernel.usable):
            self._close()
        if self._stopped:
            raise ReportError(Problem("stopped", says("Stopped.")))
        if own.kernel is None:
            own.kernel = own.stack.enter_context(self._start())
            self._running.add(own.kernel)
        return own.kernel

    def _close(self) -> None:
        if self._own.kernel is not None:
            self._running.discard(self._own.kernel)
        self._own.kernel, self._own.pages = None, 0
        self._own.stack.close()


def _close_loop() -> None:
    """End what still listens to a kernel that died, and the loop in which this thread spoke to kernels."""
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()
