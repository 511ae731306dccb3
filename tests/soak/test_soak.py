"""A slice of ``make soak``: changed files at every door, deaths, two at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.places import shared
from tests.soak.__main__ import _lines
from tests.soak.doors import Answer, Case, InputError
from tests.soak.inputs import SHARES, WRONG, soaked, trial
from tests.soak.pairs import PAIRS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="fork, SIGKILL and limits of memory are not of Windows")
SEED = 5
CASES = 80


class Door:
    """Makes of a file whatever it is told to."""

    def __init__(self, answer: object, *, keeps: bool = True) -> None:
        self._answer, self._keeps = answer, keeps

    def case(self, rng: object) -> Case:
        return Case("a.csv", ("a change",), b"", self._keeps)

    def truth(self, case: Case, folder: Path) -> Answer:
        return Answer([1])

    def read(self, case: Case, folder: Path) -> Answer:
        if isinstance(self._answer, Exception):
            raise self._answer
        return Answer(self._answer)


@pytest.mark.parametrize(
    ("door", "ended"),
    [
        (Door([1]), "equal"),
        (Door([2]), "differs"),
        (Door([2], keeps=False), "read"),
        (Door(InputError(())), "refused"),
        (Door(ValueError("x")), "raw"),
    ],
)
def test_what_must_not_be_is_seen(door: Door, ended: str, tmp_path: Path) -> None:
    assert trial(door, "ingest", SEED, 0, tmp_path)["ended"] == ended


@pytest.mark.parametrize("door", SHARES)
def test_changed_files_are_read_as_what_they_were_or_refused(door: str) -> None:
    shared("data/failing-tables")
    tried = soaked(door, SEED, round(CASES * SHARES[door]))
    assert tried.wrong == []
    assert sum(tried.ended.values()) == round(CASES * SHARES[door])
    assert tried.ended["equal"] > 0
    assert tried.ended["refused"] > 0
    assert not {*tried.ended} & {*WRONG}


def test_commands_that_die_leave_what_was_there_and_can_be_run_again() -> None:
    lines = _lines("kills", SEED, 0, 4)
    assert len(lines) == 4
    assert [line for line in lines if line["faults"]] == []


def test_of_two_at_once_none_is_lost() -> None:
    lines = _lines("pairs", SEED, 1)
    assert [line["pair"] for line in lines] == [*PAIRS]
    assert [line for line in lines if line["faults"]] == []
