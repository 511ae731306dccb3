"""What ``shapes.yaml`` holds every refusal to: a test that meets one of another shape fails."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.refusals.shapes import KNOWN, NEW, Fact, Shapes, facts, read, written

from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, says
from cliptrial.registry.files import read_text

WHAT = "There is no file {name}"


@pytest.fixture
def meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Any, None, None]:
    """A test in which a missing file is read, as a plugin with these facts sees it."""
    monkeypatch.delenv(NEW, raising=False)
    made = []

    def met(known: set[Fact], template: str = "all is said") -> None:
        file = tmp_path / "shapes.yaml"
        file.write_text(written(known), encoding="utf-8")
        shapes = Shapes(file)
        made.append(shapes)
        shapes.watch(Problem, Message)
        call = shapes.pytest_runtest_call(None)
        next(call)
        with suppress(InputError):
            read_text(tmp_path / "nothere", "nothere")
        says(template)
        with suppress(StopIteration):
            call.send(None)

    yield met
    for one in reversed(made):
        one.pytest_unconfigure()


def test_a_refusal_that_lost_a_sentence_or_its_place_fails_whatever_test_meets_it(meet: Any) -> None:
    whole = {one for one in facts(read(KNOWN)) if one[:2] == ("missing_file", WHAT)}
    assert ("missing_file", WHAT, "mend", "Create it.") in whole
    meet(whole)
    for fact in whole:
        with pytest.raises(AssertionError, match="notes what is new"):
            meet(whole - {fact} | {(*fact[:3], "another")})


def test_a_message_whose_place_nothing_fills_fails_whatever_test_meets_it(meet: Any) -> None:
    whole = {one for one in facts(read(KNOWN)) if one[:2] == ("missing_file", WHAT)}
    with pytest.raises(AssertionError, match="without the value of a place"):
        meet(whole, "Position {number}")


def test_the_file_is_in_order() -> None:
    assert KNOWN.read_text("utf-8") == written(facts(read(KNOWN)))
