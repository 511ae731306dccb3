"""Notes which problems and findings the product really makes, and fails a whole run that leaves one out.

Tests of reports and of wording do not count: they show what was made elsewhere, or by hand. A run of a part of the
tests is not judged.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from tests.product_codes import Site

SHOWING = ("report", "wording")
"""Folders of tests that only show what was made."""
DEEP = 3
"""How many functions of the product may lie between a problem and whoever asked for it."""
KEY = "made_by_the_product"
_NARROWING = (
    "keyword",
    "markexpr",
    "deselect",
    "lf",
    "failedfirst",
    "ignore",
    "ignore_glob",
    "collectonly",
    "stepwise",
)


class Recorder:
    """A plugin; each worker of xdist has its own, and hands what it noted to the one that steers.

    Args:
        tests: The folder of all tests.
        sites: Gives every place that can make a problem; asked at the end only.
        findings: Every code of a finding.
    """

    def __init__(self, tests: Path, sites: Callable[[], Iterable[Site]], findings: Iterable[str]) -> None:
        self._showing = tuple(tests / name for name in SHOWING)
        self._sites, self._findings = sites, frozenset(map(str, findings))
        self._counts = False
        self.places: set[tuple[str, int]] = set()
        self.codes: set[str] = set()
        self.found: set[str] = set()
        self.missing: list[str] = []

    def watch(self, problem: type, *findings: type) -> None:
        """Note every one of these that the product makes from now on."""
        problem.__init__ = self._noting(problem.__init__, self._problem)  # type: ignore[misc]
        for finding in findings:
            finding.__init__ = self._noting(finding.__init__, self._finding)  # type: ignore[misc]

    def _noting(self, made: Callable[..., None], note: Callable[[Any, list[tuple[str, int]]], None]) -> Any:
        @wraps(made)
        def init(one: Any, *arguments: Any, **named: Any) -> None:
            made(one, *arguments, **named)
            if self._counts and (places := _product_frames()):
                note(one, places)

        return init

    def _problem(self, one: Any, places: list[tuple[str, int]]) -> None:
        self.places.update(places)
        self.codes.add(one.code)

    def _finding(self, one: Any, _: list[tuple[str, int]]) -> None:
        self.found.add(str(one.code))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Only tests that do not merely show count."""
        self._counts = not any(item.path.is_relative_to(folder) for folder in self._showing)
        try:
            return (yield)
        finally:
            self._counts = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is done."""
        noted = getattr(node, "workeroutput", {}).get(KEY)
        if noted:
            self.places.update((file, line) for file, line in noted[0])
            self.codes.update(noted[1])
            self.found.update(noted[2])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a whole run that passed and left something out."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[KEY] = [[list(place) for place in self.places], sorted(self.codes), sorted(self.found)]
        elif session.exitstatus == pytest.ExitCode.OK and is_whole(session.config):
            self.missing = self.left_out()
            if self.missing:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name what was left out."""
        if self.missing:
            terminalreporter.section("made by no test outside report and wording", red=True)
            for line in self.missing:
                terminalreporter.line(line)

    def left_out(self) -> list[str]:
        """Findings, problems and places of problems that no test made."""
        lines = [f"finding {code}" for code in sorted(self._findings - self.found)]
        sites = tuple(self._sites())
        known = frozenset[str]().union(*(site.codes for site in sites))
        lines += [f"problem {code}" for code in sorted(known - self.codes)]
        lost = (site for site in sites if site.codes <= self.codes and not self._reached(site))
        return lines + [f"problem {', '.join(sorted(site.codes))} of {site.file}:{site.first}" for site in lost]

    def _reached(self, site: Site) -> bool:
        return any((site.file, line) in self.places for line in range(site.first, site.last + 1))


def is_whole(config: pytest.Config) -> bool:
    """Whether every test was asked for."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return whole and not any(config.getoption(name, None) for name in _NARROWING)


def _product_frames() -> list[tuple[str, int]]:
    """Files below ``cliptrial`` and lines that are making something; none where a test makes it itself."""
    frame: Any = sys._getframe(2)
    places: list[tuple[str, int]] = []
    while frame is not None and len(places) <= DEEP and frame.f_globals.get("__name__", "").startswith("cliptrial."):
        places.append((frame.f_code.co_filename.replace("\\", "/").rpartition("/cliptrial/")[2], frame.f_lineno))
        frame = frame.f_back
    return places
