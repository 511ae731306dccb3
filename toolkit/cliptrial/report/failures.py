"""Why a template's cell failed: what this package said in the kernel comes over whole, to be told in any language."""

from __future__ import annotations

import base64
import errno
import pickle
import sys

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from cliptrial.errors import InputError, MissingToolError
from cliptrial.messages import Message, in_turn, says

OURS = {"InputError", "RegistryError", "PlanError", "SourceError", "ReportError", "MissingToolError"}
_ASK = "from cliptrial.report.failures import print_last\nprint_last()"


def why(client: NotebookClient, notebook: NotebookNode, error: CellExecutionError) -> Message:
    """The error's own message; the traceback holds code and paths and stays behind.

    Args:
        client: The kernel's, which still knows the error.
        notebook: What was executed; a cell is added to it.
        error: What came back.
    """
    reason = str(error.evalue).strip() or str(error.ename)
    if any(f"Errno {number}]" in reason for number in (errno.ENOSPC, errno.EDQUOT)):
        return says("the disk is full")
    if error.ename not in OURS:
        return says("{name}: {told}", name=error.ename, told=reason)
    cell = new_code_cell(_ASK)
    notebook.cells.append(cell)
    try:
        client.execute_cell(cell, len(notebook.cells) - 1)
        printed = "".join(output.get("text", "") for output in cell.outputs)
        message = pickle.loads(base64.b64decode(printed, validate=False))
    except (CellExecutionError, ValueError, pickle.UnpicklingError, EOFError):
        message = None  # an error of the same name that is not this package's
    return message if isinstance(message, Message) else says("{told}", told=reason)


def print_last() -> None:
    """In the kernel: print what the last error said, packed; the same person's code runs on both sides."""
    error = getattr(sys, "last_value", None)
    message: Message | None = None
    if isinstance(error, InputError):
        message = in_turn([problem.told for problem in error.problems], "\n")
    elif isinstance(error, MissingToolError):
        message = error.told
    sys.stdout.write(base64.b64encode(pickle.dumps(message)).decode())
