"""Why a template's cell failed: what this package said in the kernel comes over whole, to be told in any language.

It comes as JSON of templates and values. A team's own template may print whatever it likes in its stead: nothing of it
is ever run, and what is no such message is told as any other cell that failed.
"""

from __future__ import annotations

import errno
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time
from string import Formatter

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from cliptrial.errors import InputError, MissingToolError, Problem, problems_of
from cliptrial.messages import Message, in_turn, says

OURS = {"InputError", "RegistryError", "PlanError", "SourceError", "ReportError", "MissingToolError"}
HARMLESS_FORM = re.compile(r"(?!.*\d{3})[^{}]*", re.DOTALL)
"""How a template may ask for a value's form, as in ``{start:%H:%M}``: not by another value, nor as wide as memory."""
MOMENTS: Mapping[str, type[date | time]] = {kind.__name__: kind for kind in (datetime, date, time)}
_ASK = "from cliptrial.report.failures import print_last\nprint_last()"
_UNUSABLE = (ValueError, TypeError, LookupError, OverflowError, RecursionError)


def why(client: NotebookClient, notebook: NotebookNode, error: CellExecutionError) -> Message | tuple[Problem, ...]:
    """The error's own message, or problems that name each their file; the traceback, with code and paths, stays behind.

    Args:
        client: The kernel's, which still knows the error.
        notebook: What was executed; a cell is added to it.
        error: What came back.
    """
    reason = str(error.evalue).strip() or str(error.ename)
    if any(f"Errno {number}]" in reason for number in (errno.ENOSPC, errno.EDQUOT)):
        return says("the disk is full")
    if error.ename == "MemoryError":
        return says("there is not enough memory")
    if error.ename not in OURS:
        return says("{name}: {reason}", name=error.ename, reason=reason)
    cell = new_code_cell(_ASK)
    notebook.cells.append(cell)
    try:
        client.execute_cell(cell, len(notebook.cells) - 1)
        printed = json.loads("".join(output.get("text", "") for output in cell.outputs))
        problems = tuple(_problem(one) for one in printed)
    except (CellExecutionError, DeadKernelError, CellTimeoutError, *_UNUSABLE):
        return in_turn([reason])  # an error of the same name that is not this package's
    if problems and all(problem.path for problem in problems):
        return problems
    return in_turn([problem.message for problem in problems], "\n") if problems else in_turn([reason])


def print_last() -> None:
    """In the kernel: print the problems of the last error, packed."""
    error = getattr(sys, "last_value", None)
    problems = problems_of(error) if isinstance(error, InputError | MissingToolError) else ()
    parts = [each.name for each in fields(Problem)]
    sys.stdout.write(json.dumps([{part: packed(getattr(one, part)) for part in parts} for one in problems]))


def _problem(printed: object) -> Problem:
    """A problem that :func:`print_last` printed.

    Raises:
        ValueError: It is none; a message in it may raise what :func:`unpacked` does.
    """
    match printed:
        case {
            "code": str(code),
            "what": dict(what),
            "expected": dict(expected),
            "mend": dict(mend),
            "path": str() | None as path,
            "line": int() | None as line,
            "column": int() | None as column,
            "row": int() | None as row,
            "field": str() | None as field,
            "position": int() | None as position,
        }:
            sentences = (_message(what), _message(expected), _message(mend))
            return Problem(code, *sentences, path, line, column, row, field, position)
    raise ValueError(printed)


def _message(printed: object) -> Message:
    message = unpacked(printed)
    if not isinstance(message, Message):
        raise ValueError(printed)
    return message


def packed(value: object) -> object:
    """A message, or a value of one, as JSON holds it; what is told by its text alone is that text."""
    if isinstance(value, Message):
        return {"template": value.template, "values": {name: packed(one) for name, one in value.values.items()}}
    if isinstance(value, list | tuple):
        return [packed(one) for one in value]
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    return value if isinstance(value, int | float | None) else str(value)


def unpacked(value: object) -> object:
    """What :func:`packed` made JSON of.

    Raises:
        ValueError: Nothing that it makes. A template that cannot be filled raises what ``str.format`` does.
    """
    match value:
        case {"template": str(template), "values": dict(values)}:
            return Message(_harmless(template, values), {name: unpacked(one) for name, one in values.items()})
        case list():
            return [unpacked(one) for one in value]
        case str() | int() | float() | None:
            return value
        case dict() if len(value) == 1:
            ((kind, text),) = value.items()
            return MOMENTS[kind].fromisoformat(text)
    raise ValueError(value)


def _harmless(template: str, values: Mapping[str, object]) -> str:
    """The template, each place of which is a whole value by its name: never what hangs on one."""
    for _, name, form, _ in Formatter().parse(template) if values else ():
        if name is not None and not (name.isidentifier() and HARMLESS_FORM.fullmatch(form or "")):
            raise ValueError(template)
    return template
