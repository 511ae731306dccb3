"""The doors of Python: functions that a notebook calls, by the names that cases give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import typer

import cliptrial
from cliptrial.cli.analyst import simulate
from cliptrial.cli.usage import usage_message
from cliptrial.errors import InputError, Problem
from cliptrial.registry.decisions import decide


def called(name: str, arguments: Mapping[str, Any], root: Path) -> tuple[int, list[dict[str, Any]]]:
    """0 and nothing, or 1 and every problem that was raised."""
    try:
        _CALLS[name](root, **arguments)
    except InputError as error:
        return 1, [problem.as_dict() for problem in error.problems]
    except typer.BadParameter as error:
        return 2, [Problem("usage", usage_message(error)).as_dict()]
    return 0, []


def _compare(root: Path, **options: Any) -> None:
    cliptrial.compare(_frame(root, options), **{"arm": "arm", "control": "a", "metrics": ["views"], **options})


def _compare_split(root: Path, **options: Any) -> None:
    asked = {"arm": "arm", "control": "a", "metrics": ["clicks/viewers"], **options}
    cliptrial.compare_split(_frame(root, asked, "arms.csv"), **asked)


def _compare_history(root: Path, **options: Any) -> None:
    cliptrial.compare_history(root, **options)


def _many_arms(root: Path, **options: Any) -> None:
    cliptrial.many_arms(_frame(root, options), **options)


def _simulate(root: Path, **options: Any) -> None:
    simulate.run(root / options.pop("name", "table.csv"), **{"posts_per_arm": 2, **options})


def _decide(root: Path, **_: Any) -> None:
    decide(root / "experiments" / "question-hook", who="Ada", when=date(2026, 4, 1), what="ship", why="Enough.")


def _frame(root: Path, options: dict[str, Any], usual: str = "posts.csv") -> Any:
    """The table that a case names; ``cells`` (column: row: value) and ``columns`` change it."""
    name = options.pop("table", usual)
    if not isinstance(name, str):
        return name
    frame = pd.read_csv(root / name).astype(object)
    for column, cells in options.pop("cells", {}).items():
        for row, value in cells.items():
            frame.loc[row - 2, column] = value
    return frame.rename(columns=options.pop("rename", {}))


_CALLS: dict[str, Callable[..., None]] = {
    "compare": _compare,
    "compare_split": _compare_split,
    "compare_history": _compare_history,
    "many_arms": _many_arms,
    "decide": _decide,
    "simulate": _simulate,
}
