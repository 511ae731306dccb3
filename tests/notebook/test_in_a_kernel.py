"""A real kernel: what a cell shows, how large it is, and what stands below one that fails."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

CELLS = (
    "import pandas as pd, numpy as np, cliptrial\n"
    "days = pd.date_range('2026-03-02 18:00', periods=28, freq='D')\n"
    "rng = np.random.default_rng(3)\n"
    "posts = pd.DataFrame({'hook': rng.permutation(['old', 'new'] * 14), 'views': rng.lognormal(8, .5, 28).round(),\n"
    "                      'at': days})\n"
    "result = cliptrial.compare(posts, arm='hook', control='old', metrics=['views'], posted_at='at', randomised=True)",
    "result",
    "result.plot()",
    "result.to_frame('posts').head(3)",
    "cliptrial.weekday_check(posts, arm='hook', posted_at='at')",
    "cliptrial.compare(posts, arm='hok', control='old', metrics=['views'])",
    "cliptrial.language('de')\ncliptrial.compare(posts, arm='hok', control='old', metrics=['views'])",
    "%tb",
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> list[NotebookNode]:
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    folder: Path = tmp_path_factory.mktemp("kernel")
    client = NotebookClient(notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    with pytest.MonkeyPatch.context() as environment:
        # A kernel draws into the notebook only where nothing else is asked for.
        environment.delenv("MPLBACKEND", raising=False)
        client.execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_result_is_a_card_and_a_short_table(ran: list[NotebookNode]) -> None:
    (shown,) = ran[1]
    assert set(shown.data) == {"text/html", "text/plain"}
    assert len(str(shown.data).encode()) < 120 * 1024
    assert shown.data["text/plain"].startswith("new against old (Comparison of posts")
    assert "<svg" in shown.data["text/html"]
    assert "<table" in shown.data["text/html"]


def test_a_figure_is_shown_once(ran: list[NotebookNode]) -> None:
    (shown,) = ran[2]
    assert "image/png" in shown.data


def test_tables_are_those_of_pandas(ran: list[NotebookNode]) -> None:
    assert "dataframe" in ran[3][0].data["text/html"]
    assert "Did the arms share the weekdays?" in ran[4][0].data["text/html"]


def test_a_cell_that_fails_says_one_sentence_in_the_language_that_is_spoken(ran: list[NotebookNode]) -> None:
    for outputs, told in ((ran[5], 'Did you mean "hook"?'), (ran[6], "Ist „hook“ gemeint?")):
        (failed,) = [one for one in outputs if one.output_type == "error"]
        assert len(failed.traceback) == 1
        assert failed.traceback[0].endswith(told)
        assert failed.ename == "InputError"
