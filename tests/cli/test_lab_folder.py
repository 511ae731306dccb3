"""``lab`` sets up an empty folder, and no other one that is no workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.cli.sometimes.lab import _is_empty


@pytest.mark.parametrize(
    ("files", "empty"),
    [
        ([], True),
        ([".DS_Store", "notebooks/start_here.ipynb"], True),
        (["thesis.docx"], False),
        (["workspace.yaml"], False),
        (["../workspace.yaml"], False),
    ],
)
def test_only_a_folder_of_no_workspace_with_nothing_in_it_is_set_up(
    tmp_path: Path, files: list[str], empty: bool
) -> None:
    folder = tmp_path / "agency"
    assert _is_empty(folder), "one that is not there yet"
    folder.mkdir()
    for name in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    assert _is_empty(folder) is empty
