"""Running a template as a notebook: parameters in, outputs out.

One kernel runs several packaged templates one after the other, as they leave nothing behind; a
workspace's own template may do anything, so it gets a kernel of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.registry.safety.private import private_folder
from cliptrial.registry.safety.processes import safe_environment
from cliptrial.report.running.handed import HANDED

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from cliptrial.report.running.client import Listener

CELL_SECONDS = 600
_AGAIN = says("Close other programs, then run the same command again.")
CURVE = {"supported_encryption": ["curve"]}


class PageKernel(AsyncKernelManager):
    """A kernel of this very Python, spoken to in private, with nothing on its standard streams.

    It runs in an empty folder beside its connection file, and imports nothing from there.
    """

    first = ""
    """What it imports before anything is asked of it; empty for nothing."""
    handed: Path | None = None
    """The folder of the run's analyses."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Ipykernel of the running interpreter, whatever kernels are installed elsewhere."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        argv.append("--HistoryManager.hist_file=:memory:")
        if self.first:
            argv.append(f"--IPKernelApp.exec_lines=__import__({self.first!r})")
        return KernelSpec(argv=argv, display_name="ClipTrial", language="python", metadata=CURVE)

    async def start_kernel(self, **more: object) -> None:  # type: ignore[override]  # its base is the blocking manager
        """Start it with this package importable, the same hash seed every time, and nobody's IPython start-up files."""
        private = Path(self.connection_file).parent
        alike = {"MPLBACKEND": "agg", "PYTHONHASHSEED": "0", "IPYTHONDIR": str(private / "ipython")}
        handed = {HANDED: str(self.handed)} if self.handed else {}
        more["env"] = {**safe_environment(), **handed, **alike}
        empty = private / "empty"
        empty.mkdir(exist_ok=True)
        more["cwd"] = str(empty)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        await super()._async_start_kernel(**{**quiet, **more})

    @property
    def lives(self) -> bool:
        """Whether its process does."""
        process = getattr(self.provisioner, "process", None)
        return process is not None and process.poll() is None

    def kill(self) -> None:
        """End its process at once, from any thread; whoever waits for it is told that it died."""
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            process.kill()


class Kernel:
    """A running kernel that executes notebooks; made by :func:`kernel`."""

    def __init__(self, client: Listener, manager: PageKernel) -> None:
        self._client, self._manager = client, manager
        self._stuck = False

    @property
    def usable(self) -> bool:
        """Whether it lives and is not stuck in a cell."""
        return self._manager.lives and not self._stuck

    def kill(self) -> None:
        """End it at once, from any thread; what it runs fails."""
        self._manager.kill()

    def run(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        """The executed copy of a template; the template itself is never written to.

        Args:
            template: A notebook with one cell tagged ``parameters``.
            parameters: Texts, numbers, truth values and lists of them.

        Raises:
            ReportError: A parameter that the template does not have, or a cell that failed.
        """
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

        from cliptrial.report.failures import why

        notebook = parameterised(template, parameters)
        self._client.nb = notebook
        self._client.reset_execution_trackers()
        for index, cell in enumerate(notebook.cells):
            try:
                self._client.execute_cell(cell, index)
            except CellExecutionError as error:
                what = why(self._client, notebook, error)
                if isinstance(what, tuple):
                    raise ReportError(what) from None
                reason = says("Cell {index} of the template failed: {what}", index=index + 1, what=what)
                raise ReportError(Problem("cell_failed", reason, path=template.name)) from None
            except (DeadKernelError, CellTimeoutError) as error:
                self._stuck = True
                raise ReportError(self._stopped(index + 1, template, error)) from None
            if self._client.endless is not None:  # its reply may come before all that it shows
                raise ReportError(self._stopped(index + 1, template))
        return notebook

    def _stopped(self, index: int, template: Path, error: Exception | None = None) -> Problem:
        if self._client.endless is not None:
            index = self._client.endless + 1
            what = says("Cell {index} of the template shows more than a page can hold", index=index)
            mend = says("Show tables by their first rows, and remove what is printed in a loop.")
            return Problem("cell_endless", what, mend=mend, path=template.name)
        if isinstance(error, TimeoutError):
            what = says(
                "Cell {index} of the template took longer than {seconds} seconds", index=index, seconds=CELL_SECONDS
            )
            return Problem("kernel_stopped", what, mend=_AGAIN, path=template.name)
        what = says("The kernel was ended in cell {index} of the template, perhaps for want of memory", index=index)
        return Problem("kernel_stopped", what, mend=_AGAIN, path=template.name)


@contextmanager
def kernel(handed: Path | None = None, first: str = "") -> Iterator[Kernel]:
    """A fresh kernel, shut down at the end whatever happens.

    Its process starts before the libraries that speak to it are imported, which takes about as long.

    Args:
        handed: The folder of the run's analyses; None where everything is analysed anew.
        first: What it imports while it starts, ``cliptrial.report.experiment_page``.

    Raises:
        ReportError: It does not start.
    """
    transport = {"transport_encryption": "auto"} if zmq.has("curve") else {"transport": "ipc"}
    with private_folder() as folder:
        manager = PageKernel(**transport, connection_file=str(folder / "kernel.json"))
        manager.handed, manager.first = handed, first
        run_sync(manager.start_kernel)()
        try:
            import papermill.parameterize  # noqa: F401  # asked for with the first page, when the kernel would wait for it

            from cliptrial.report.running.client import listener

            client = listener(manager, CELL_SECONDS)
        except BaseException:
            manager.kill()
            raise
        client.owns_km = True
        with _started(client):
            yield Kernel(client, manager)


@contextmanager
def _started(client: Listener) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(client.setup_kernel())
        except RuntimeError:  # what nbclient and jupyter_client raise where it died or never answered
            what = says("The kernel did not start")
            raise ReportError(Problem("kernel_stopped", what, mend=_AGAIN)) from None
        yield


def parameterised(template: Path, parameters: Mapping[str, object]) -> NotebookNode:
    """A copy of the template with papermill's cell of parameters in it.

    papermill runs a parameter's *name* as code and only warns of unknown ones, so just those that the
    template declares are let through; values must be JSON, since others would silently become text.

    Raises:
        ReportError: An unknown parameter, or a value that is not JSON.
    """
    from papermill.parameterize import parameterize_notebook

    notebook, declared = _read(template)
    problems = [_unknown(name, template, declared) for name in parameters if name not in declared]
    problems += [_not_json(name, value) for name, value in parameters.items() if not _is_json(value)]
    if problems:
        raise ReportError(problems)
    filled: NotebookNode = parameterize_notebook(notebook, dict(parameters), kernel_name="python3", language="python")
    return filled


def _read(template: Path) -> tuple[NotebookNode, Mapping[str, object]]:
    """The template as papermill reads it, and the parameters that papermill finds in it.

    papermill formats the path it is given and wants a kernel's name in the file, so it gets a copy with
    both put right.
    """
    import nbformat
    from papermill.inspection import inspect_notebook
    from papermill.iorw import load_notebook_node

    try:
        copy = nbformat.read(template, as_version=4)
    except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError):
        what = says("{name} is not a Jupyter notebook", name=template.name)
        raise ReportError(Problem("not_a_notebook", what, says("A notebook of format 4"), path=template.name)) from None
    copy.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.ipynb"
        nbformat.write(copy, path)
        return load_notebook_node(str(path)), inspect_notebook(path)


def _is_json(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_json, value))
    return value is None or type(value) in (str, int, float, bool)


def _unknown(name: str, template: Path, declared: Mapping[str, object]) -> Problem:
    return Problem(
        "unknown_parameter",
        says('The template has no parameter "{name}"', name=name),
        says("One of {names}", names=list(declared)) if declared else says("A cell tagged `parameters`"),
        says("Check the name, or add it to the cell tagged `parameters`."),
        path=template.name,
    )


def _not_json(name: str, value: object) -> Problem:
    return Problem(
        "parameter_value",
        says('The value of "{name}" is a {kind}', name=name, kind=type(value).__name__),
        says("A text, a number, true, false or a list of these"),
        field=name,
    )
