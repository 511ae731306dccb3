"""What is heard of a kernel: everything a cell shows, up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

if TYPE_CHECKING:
    from cliptrial.report.kernels import PageKernel

MOST_SHOWN = 16 * 1024**2
"""Characters that one cell may show; the figures of a page are a hundredth of it."""
START_SECONDS = 180
"""A kernel imports all that a page needs before it answers, and the first one on a computer looks for its fonts."""


class Listener(NotebookClient):
    """A client of one kernel that stops it where a cell shows more than can be a part of a page."""

    kernel: PageKernel
    """What it listens to."""
    endless: int | None = None
    """The number of the cell that did."""
    _shown: int
    _cell = -1

    def process_message(self, msg: dict[str, object], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Keep an output; past the limit, drop it and stop the kernel, which may go on for ever."""
        if cell_index != self._cell:
            self._cell, self._shown = cell_index, 0
        self._shown += _length(msg["content"])
        if self._shown <= MOST_SHOWN:
            return super().process_message(msg, cell, cell_index)
        if self.endless is None:
            self.endless = cell_index
            self.kernel.kill()
        return None


def _length(content: object) -> int:
    """Characters of all texts in a message."""
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(map(_length, content.values()))
    return sum(map(_length, content)) if isinstance(content, list) else 0


def listener(manager: PageKernel, seconds: int) -> Listener:
    """A client of a kernel that is starting or runs already; a cell may take so many seconds."""
    blank = nbformat.v4.new_notebook()
    # Where the computer is busy, what a cell shows may come long after its reply: without it a page would lack a part.
    waiting = {
        "timeout": seconds,
        "startup_timeout": START_SECONDS,
        "iopub_timeout": seconds,
        "raise_on_iopub_timeout": True,
    }
    client = Listener(blank, km=manager, shutdown_kernel="immediate", **waiting)
    client.kernel = manager
    return client
