"""A number that this package never writes is damage of the file, told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.errors import PlanError
from cliptrial.messages import says
from cliptrial.registry.jsonfile import read_json


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", "9" * 21, "9" * 5000, "-" + "9" * 400])
def test_numbers_beyond_all_counting_are_damage(number: str, tmp_path: Path) -> None:
    path = tmp_path / "schedule.json"
    path.write_text(f'{{\n  "blocks": 1,\n  "seed": {number}\n}}\n', encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_json(path, "schedule.json", "damaged", says("Write it again."))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("damaged", 3)
    assert problem.what.startswith("The file is damaged: ")
    assert len(problem.what) < 80


def test_brackets_without_end_are_damage_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "looks.json"
    path.write_text("\n" + "[" * 100_000, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_json(path, "looks.json", "damaged", says("Write it again."))
    (problem,) = caught.value.problems
    assert (problem.what, problem.line) == ("The file is damaged: brackets are nested hundreds deep", 1)


def test_numbers_that_are_written_come_back(tmp_path: Path) -> None:
    path = tmp_path / "schedule.json"
    path.write_text('{"seed": 18446744073709551615, "share": 0.25, "less": -3, "small": 1e-5}', encoding="utf-8")
    read = read_json(path, "schedule.json", "damaged", says("Write it again."))
    assert read == {"seed": 2**64 - 1, "share": 0.25, "less": -3, "small": 1e-5}
