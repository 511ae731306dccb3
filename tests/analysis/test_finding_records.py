"""Findings are records: what they are called, what JSON has of them, and which is graver."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from tests.records import record

from cliptrial.analysis import findings
from cliptrial.analysis.findings import RECORDS, Level, codes, gravest_first
from cliptrial.analysis.findings.planned import Locked, NotReady
from cliptrial.analysis.findings.refused import ImpossibleValues, NoEvents, NoVariation


def test_every_module_of_records_is_read_with_the_first() -> None:
    """One that is not would leave its records out of the set of all."""
    modules = {path.stem for path in Path(findings.__file__).parent.glob("[a-z]*.py")} - {"record"}
    assert modules <= set(findings.__all__)
    assert {kind.__module__.rpartition(".")[2] for kind in RECORDS.values()} == modules


def test_a_record_is_called_by_the_name_of_its_class() -> None:
    assert codes(Locked, NotReady) == {"locked", "not_ready"}
    assert RECORDS["not_ready"] is NotReady


@pytest.mark.parametrize("code", RECORDS)
def test_json_has_every_value_that_must_be_given(code: str) -> None:
    found = record(code)
    defaults = {field.name for field in fields(found) if field.default in (None, (), 0.0)}
    assert list(found.values) == [f.name for f in fields(found) if f.name not in {"level", *defaults}]


def test_json_has_days_as_iso_texts_and_nothing_that_is_not_known_unless_that_says_something() -> None:
    locked = Locked(Level.OK, locked_on=date(2026, 3, 1), first_post=None)
    assert locked.values == {"locked_on": "2026-03-01", "first_post": None}
    assert "rows" not in ImpossibleValues(Level.NOTE, metric="views", posts=2).values
    assert ImpossibleValues(Level.NOTE, metric="views", posts=2, rows=(4, 9)).values["rows"] == (4, 9)


def test_a_finding_is_about_the_arm_it_names() -> None:
    assert NoEvents(Level.NOTE, metric="views", arm="b", other="a", limit=None).about == "b"
    assert NoEvents(Level.NOTE, metric="views", arm=None, other=None, limit=None).about is None
    assert NoVariation(Level.NOTE, metric="views").about is None


def test_the_gravest_come_first_and_those_of_a_level_stay_in_their_order() -> None:
    found = [record(code, level) for level in Level for code in ("locked", "no_topics")]
    told = [(f.level.value, f.code) for f in gravest_first(found)]
    order = ("blocker", "warning", "note", "ok")
    assert told == [(level, code) for level in order for code in ("locked", "no_topics")]
    assert [f.level.value for f in gravest_first(found, notes_last=True)][::2] == ["blocker", "warning", "ok", "note"]
