"""docs/notebook.md and its German: every block of Python runs, every result shows itself, and no import is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from tests.notebook.tables import posts
from tests.places import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["notebook", "notebook_de"])
def test_the_tutorial_runs_from_top_to_bottom(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts().to_csv("posts.csv", index=False)
    names: dict[str, Any] = {}
    shown = []
    with mpl.rc_context({"backend": "svg"}):
        for block in BLOCK.findall((ROOT / f"docs/{page}.md").read_text(encoding="utf-8")):
            *before, last = ast.parse(block).body
            exec(compile(ast.Module(before, []), page, "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), page, "eval"), names)
                shown += [value._repr_mimebundle_()["text/html"]] if value is not None else []
            else:
                exec(compile(ast.Module([last], []), page, "exec"), names)
    assert len(shown) == 4
    assert ("Wochentage" in shown[0]) == (page == "notebook_de")
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"posts.csv", "plan.csv", "effect.svg", "weekdays.png", "uplifts.csv", "posts.parquet"}
    assert ("Posts" in capsys.readouterr().out) == (page == "notebook_de")
