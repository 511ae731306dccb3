"""docs/six_tasks.md: every block runs as it stands, and ours takes no more lines than any other."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from subprocess import run
from sysconfig import get_path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from tests.places import ROOT

TEXT = (ROOT / "docs/six_tasks.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(#{2,3}) ([^\n]+)$|^```py(?:thon)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_HERE = "DABEST"
"""Cannot be installed beside pandas 3; its blocks are counted and not run."""


def solutions() -> list[tuple[str, str, str]]:
    """Task, who solves it, and how."""
    found, task, who = [], "", ""
    for level, heading, code in (match.groups() for match in BLOCK.finditer(TEXT)):
        task, who = (heading, who) if level == "##" else (task, heading) if level else (task, who)
        found += [(task, who, code)] if code else []
    return found


ALL = solutions()
RUN = [one for one in ALL if one[1] != NOT_HERE]
HEAD = "|---|---|---:|---|\n"


def posts() -> pd.DataFrame:
    """84 posts on 84 days; the second hook has a third more views."""
    rng = np.random.default_rng(4)
    hook = rng.permutation(np.repeat(["old", "new", "odd"], 28))
    views = np.round(rng.lognormal(8, 0.5, 84) * np.where(hook == "new", 1.33, 1))
    at = pd.date_range("2026-03-02 18:00", periods=84, freq="D")
    return pd.DataFrame({"hook": hook, "views": views, "likes": rng.binomial(views.astype(int), 0.05), "at": at})


def solved(code: str) -> list[str]:
    """The numbers that a block prints."""
    whole = posts()
    earlier = pd.DataFrame({"effect": [0.1, 0.22, 0.05, 0.31, 0.17], "error": [0.1, 0.12, 0.09, 0.15, 0.11]})
    names: dict[str, Any] = {"posts": whole, "two": whole[whole["hook"] != "odd"], "earlier": earlier}
    with (
        mpl.rc_context({"backend": "svg"}),
        redirect_stdout(StringIO()) as out,
        pd.option_context("display.width", 200),
    ):
        exec(compile(code, "six_tasks.md", "exec"), names)
    return re.findall(r"(?<![\w.])[-+−]?\d+(?:\.\d+)?(?:\s?%)?", out.getvalue())


def answers() -> str:
    """The table at the end of the page."""
    rows = []
    for task, who, code in RUN:
        numbers = [one if "%" in one else f"{float(one.replace('−', '-')):.3g}" for one in solved(code)]
        rows.append(f"| {task} | {who} | {lines(code)} | {', '.join(n for n in numbers if n not in ('0', '1'))[:60]} |")
    return "\n".join(rows) + "\n"


def test_six_tasks_are_solved_by_us_and_by_the_others() -> None:
    tasks = {task: [who for _, who, _ in own] for task, own in groupby(ALL, lambda one: one[0])}
    assert len(tasks) == 6
    assert all(who[0] == "ClipTrial" and len(who) > 1 for who in tasks.values())


@pytest.mark.filterwarnings("ignore")
def test_every_block_runs_and_gives_the_answer_that_the_page_prints() -> None:
    """``python -m tests.notebook.test_six_tasks`` writes the table anew."""
    assert TEXT.endswith(HEAD + answers())


@pytest.mark.parametrize("task", dict.fromkeys(task for task, _, _ in ALL))
def test_ours_takes_no_more_lines_than_any_other_after_the_formatter(task: str) -> None:
    own = {who: lines(code) for name, who, code in ALL if name == task}
    assert own.pop("ClipTrial") <= min(own.values())


def lines(code: str) -> int:
    command = [f"{get_path('scripts')}/ruff", "format", "--line-length", "120", "-"]
    formatted = run(command, input=code, capture_output=True, text=True, check=True).stdout
    return sum(bool(line.strip()) for line in formatted.splitlines())


@pytest.mark.parametrize("task", ["Two arms, with a picture", "Weekdays taken into account", "Power"])
def test_ours_and_the_regression_on_logs_agree(task: str) -> None:
    mine, hand = (solved(code) for name, who, code in RUN if name == task and who != "tea-tasting")
    first = [float(next(one for one in numbers if "." in one)) for numbers in (mine, hand)]
    assert first[0] == pytest.approx(first[1], abs=0.05)


if __name__ == "__main__":
    written = TEXT.partition(HEAD)[0] + HEAD + answers()
    (ROOT / "docs/six_tasks.md").write_text(written, encoding="utf-8")
