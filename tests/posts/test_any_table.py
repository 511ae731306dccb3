"""Any table of posts as a data frame: what stays text, what is missing, which rows are left, and every refusal."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from tests.refusals.cases import change

from cliptrial.errors import SourceError
from cliptrial.posts.any_table import read_any_table

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "any_table.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_table_is_read_whole_or_refused_in_words(case: dict[str, Any], tmp_path: Path) -> None:
    """Columns with their cells and the rows they stand in, or every problem to the letter."""
    name, content = next(iter(case["file"].items()))
    change(tmp_path, {name: content} if content is not None else {})
    path = tmp_path / name
    asked = {
        key: [tuple(one) for one in value] if key == "where" else value for key, value in case.get("ask", {}).items()
    }
    if "problems" in case:
        with pytest.raises(SourceError) as caught:
            read_any_table(path, **asked)
        told = [
            {key: getattr(one, key) for key in ("code", "what", "expected", "mend", "field")}
            for one in caught.value.problems
        ]
        assert [{key: value for key, value in one.items() if value} for one in told] == case["problems"]
        assert {one.path for one in caught.value.problems} == {name}
    else:
        frame = read_any_table(path, **asked)
        assert {column: _plain(frame[column]) for column in frame.columns} == case["read"]
        assert list(frame.index) == case["rows"]


def _plain(column: pd.Series) -> list[Any]:
    return [
        None if pd.isna(cell) else str(cell) if isinstance(cell, pd.Timestamp) else cell for cell in column.tolist()
    ]


@pytest.mark.parametrize(
    ("before", "cell", "read"),
    [
        ("", "7612545815780805905", "7612545815780805905"),
        ("12", "7612545815780805905", "7612545815780805905"),
        ("12", "761254581578080", 761254581578080),
        ("", "761254581578080.5", 761254581578080.5),
    ],
)
def test_ids_of_many_digits_stay_text_however_late_the_first_one_comes(
    before: str, cell: str, read: object, tmp_path: Path
) -> None:
    """Of sixteen digits on; as a number among empty cells an id would lose its last digits."""
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(["id,views", *[f"{before},1"] * 60, f"{cell},2", ""]), encoding="utf-8")
    assert read_any_table(path)["id"].tolist()[-1] == read


def test_parquet_is_read_as_it_is(tmp_path: Path) -> None:
    """Whatever its suffix's case; its values to keep are texts all the same."""
    path = tmp_path / "posts.PARQUET"
    pd.DataFrame({"arm": [1.0, 2.0, None], "views": [5, 6, 7]}).to_parquet(path)
    assert read_any_table(path)["views"].tolist() == [5, 6, 7]
    assert read_any_table(path, where=[("arm", "2")])["views"].tolist() == [6]
    assert read_any_table(path, only={"arm": ["1", "2"]})["views"].tolist() == [5, 6]


@pytest.mark.parametrize(("inside", "taken"), [(("a.csv",), True), (("a.csv", "b.csv"), False)])
def test_a_zip_holds_one_table_and_no_second(tmp_path: Path, inside: tuple[str, ...], taken: bool) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in inside:
            packed.writestr(name, "arm,views\na,5\n")
    if taken:
        assert read_any_table(path)["views"].tolist() == [5]
        return
    with pytest.raises(SourceError) as told:
        read_any_table(path)
    (problem,) = told.value.problems
    assert (problem.code, problem.path, problem.what) == ("unreadable", "tables.zip", "there are 2 files in it")
    assert (problem.expected, problem.mend) == ("one table", "Unpack it and hand in the table.")
