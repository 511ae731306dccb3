"""What each refusal says and names, held in every test that meets one: ``shapes.yaml``.

A row of ``doors`` holds one refusal to the letter. Here a refusal that a test of ``FOLDERS`` meets must have the
sentences, and name the places, that it is known for: one that loses its remedy, its row or a value fails that test.
A run with ``CLIPTRIAL_NEW_SHAPES=FILE`` in the environment notes what is not in the file yet, instead of failing;
``python -m tests.refusals.shapes FILE`` takes it over.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import pytest
import yaml

KNOWN = Path(__file__).with_name("shapes.yaml")
NEW = "CLIPTRIAL_NEW_SHAPES"
PLACES = ("path", "line", "column", "row", "field", "position")
FOLDERS = ("refusals", "registry", "posts", "safety", "cli", "forms", "notebook", "rotation", "simulate")
"""Folders of tests that hand in what is wrong; a refusal that others meet on the way may be one of many."""
PARTS = ("expected", "mend", "at")
Fact = tuple[str, str, str, str]
"""A code, what is wrong, one of ``PARTS``, and what is said or named there."""
_IN_TURN = re.compile(r"(\{part\d+\}\W*)+")
_PLACE = re.compile(r"\{\w+\}")


class Shapes:
    """A plugin that notes each problem the product makes, and each message with a place that nothing fills."""

    def __init__(self, known: Path = KNOWN) -> None:
        self._file = known
        self._noted: set[Fact] = set()
        self._unfilled: set[str] = set()
        self._undo: list[Callable[[], None]] = []

    @cached_property
    def _known(self) -> frozenset[Fact]:
        return frozenset(facts(read(self._file)))

    def watch(self, problem: type, message: type) -> None:
        """Note every one of these from now on, until pytest ends."""
        init, new = problem.__init__, message.__new__  # type: ignore[misc]

        @wraps(init)
        def noting(one: Any, *arguments: Any, **named: Any) -> None:
            init(one, *arguments, **named)
            if hasattr(one.what, "template") and _of_the_product(sys._getframe(1)):
                self._noted.update(_facts_of(one))

        def filled(kind: type, template: str, values: Mapping[str, object] = {}) -> Any:
            if not values and "{" in template and _PLACE.search(template) and sys._getframe(1).f_code.co_name == "says":
                self._unfilled.add(template)
            return new(kind, template, values)

        problem.__init__, message.__new__ = noting, filled  # type: ignore[misc,assignment]
        self._undo += [lambda: setattr(problem, "__init__", init), lambda: setattr(message, "__new__", new)]

    def pytest_unconfigure(self) -> None:
        """Leave everything as it was."""
        for undo in self._undo:
            undo()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item | None) -> Generator[None, Any, Any]:
        """Fail a test that met a known refusal in another shape, or a message with a place that nothing fills."""
        try:
            result = yield
            noted, unfilled = frozenset(self._noted), sorted(self._unfilled)
        finally:
            self._noted.clear()
            self._unfilled.clear()
        assert unfilled == [], "says() without the value of a place"
        if noted and (item is None or item.path.parent.name in FOLDERS):
            self._judge(noted)
        return result

    def _judge(self, noted: frozenset[Fact]) -> None:
        new = sorted(noted - self._known)
        if file := os.environ.get(NEW):
            with Path(file).open("a", encoding="utf-8") as kept:
                kept.writelines(f"{json.dumps(fact)}\n" for fact in new)
            return
        described = {fact[:2] for fact in self._known} if new else ()
        changed = [fact for fact in new if fact[:2] in described]
        assert changed == [], f"not in {self._file.name}; {NEW}=FILE notes what is new"


def _of_the_product(frame: Any) -> bool:
    while frame.f_globals.get("__name__") == "tests.recorder":
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")).startswith("cliptrial.")


def _facts_of(problem: Any) -> Iterable[Fact]:
    at = ", ".join(name for name in PLACES if getattr(problem, name) is not None)
    what = shape(problem.what)
    for part, value in (("expected", shape(problem.expected)), ("mend", shape(problem.mend)), ("at", at)):
        yield problem.code, what, part, value


def shape(text: str) -> str:
    """A message without its values; a text that is no message is one of many."""
    template = getattr(text, "template", None)
    if template is None:
        return "(a text)" if text else ""
    if _IN_TURN.fullmatch(template):
        return template.format(**{name: shape(value) for name, value in text.values.items()})
    return str(template)


def facts(entries: Iterable[Mapping[str, Any]]) -> Iterable[Fact]:
    """Every fact of the file's entries; where an entry leaves a part out, there is none."""
    return (
        (one["code"], one["what"], part, value) for one in entries for part in PARTS for value in one.get(part, [""])
    )


def read(path: Path) -> list[dict[str, Any]]:
    """The entries of a file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), loader) or []
    return found


def written(found: Iterable[Fact]) -> str:
    """The file: by code and by what is wrong, all that may be expected, advised and named."""
    entries: dict[tuple[str, str], dict[str, set[str]]] = {}
    for code, what, part, value in found:
        entries.setdefault((code, what), {name: set() for name in PARTS})[part].add(value)
    plain = [
        {"code": code, "what": what, **{part: sorted(values) for part, values in parts.items() if values != {""}}}
        for (code, what), parts in sorted(entries.items())
    ]
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None))


if __name__ == "__main__":
    noted = [tuple(json.loads(line)) for name in sys.argv[1:] for line in Path(name).read_text("utf-8").splitlines()]
    KNOWN.write_text(written([*facts(read(KNOWN)), *noted]), encoding="utf-8")
