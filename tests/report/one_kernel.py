"""One real kernel a session for the pages of all tests, as one is enough for the pages of all experiments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from nbformat import NotebookNode

from cliptrial.report.kernels import Kernel, kernel


class OneKernel:
    """Runs packaged templates, which leave nothing behind; started when a test first asks for it."""

    def __init__(self) -> None:
        # A thread of its own: a browser's event loop may run in the tests' one.
        self._thread = ThreadPoolExecutor(1)
        self._context = kernel()
        self._kernel: Kernel | None = None

    def run(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        """The executed copy of a template."""
        return self._thread.submit(self._run, template, parameters).result()

    def _run(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        if self._kernel is None:
            self._kernel = self._context.__enter__()
        return self._kernel.run(template, parameters)

    usable = True
    """What a kernel says that lives."""

    def kill(self) -> None:
        """It stays, whoever stops."""

    @contextmanager
    def lent(self, *_: object) -> Iterator[OneKernel]:
        """In the place of :func:`cliptrial.report.kernels.kernel`."""
        yield self

    def close(self) -> None:
        """Shut the kernel down, where one was started."""
        if self._kernel is not None:
            self._thread.submit(self._context.__exit__, None, None, None).result()
        self._thread.shutdown()
