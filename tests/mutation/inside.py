"""What a forked process does: run the chosen tests, or trace those of one file."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.mutation.project import Project
from tests.mutation.source import Source
from tests.mutation.tracing import TRACE, Marked, Tracer, from_started

# Pytest would load modules named *_test.py itself, from the file, in place of the mutant.
ONLY_TESTS = ("-o", "python_files=test_*.py")
Outs = Mapping[str, Path]
"""Where to write for each test file."""
Bits = Mapping[str, Mapping[str, int]]
"""By context and function: the lines that ran."""
QUIET = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:randomly", *ONLY_TESTS)


def environment(project: Project, scratch: Path) -> None:
    """Processes started from here import this tree; hypothesis neither remembers nor shrinks."""
    startup = Path(__file__).parent / "startup"
    paths = [str(startup), str((project.root / project.package).parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(scratch / "hypothesis")
    os.chdir(project.root)
    try:
        from hypothesis import Phase, settings
    except ImportError:
        return
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("mutation", database=None, derandomize=True, deadline=None, phases=phases)
    settings.load_profile("mutation")


class _Chosen:
    def __init__(self, order: Sequence[str]) -> None:
        self.order = {test: place for place, test in enumerate(order)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only the chosen tests, in their order; one that a mutant made disappear is no failure."""
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])


def run_chosen(tests: Sequence[str], scratch: Path) -> int:
    """Run tests until one fails."""
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    return pytest.main([*QUIET, "-x", f"--basetemp={scratch / 'tests'}", *files], plugins=[_Chosen(tests)])


class _Traced:
    """Notes for each test what ran, how long it took, and which shared fixtures it uses."""

    def __init__(self, project: Project, tracer: Tracer) -> None:
        self.project, self.tracer = project, tracer
        self.seconds: dict[str, float] = defaultdict(float)
        self.outcomes: dict[str, set[str]] = defaultdict(set)
        self.uses: dict[str, list[str]] = {}

    def _within(self, context: str) -> Iterator[None]:
        before, begun = self.tracer.context, _Clock()
        self.tracer.enter(context)
        yield
        self.tracer.enter(before)
        self.seconds[context] += begun.seconds
        self.seconds[before] -= begun.seconds

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """A test, with the fixtures of its own."""
        forget_cached(self.project)
        found = [fixtures[-1] for fixtures in item._fixtureinfo.name2fixturedefs.values()]
        self.uses[item.nodeid] = [_shared(fixture) for fixture in found if fixture.scope != "function"]
        yield from self._within(item.nodeid)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """A fixture for several tests: what it runs belongs to all who use it."""
        if fixturedef.scope == "function":
            yield
        else:
            yield from self._within(_shared(fixturedef))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Only tests that pass can notice anything."""
        self.outcomes[report.nodeid].add(report.outcome)


class _Clock:
    """Seconds that a test would take on a quiet machine: at least what it computed, and its share of what it waited."""

    def __init__(self) -> None:
        self._wall, self._computed = time.perf_counter(), sum(os.times()[:4])

    @property
    def seconds(self) -> float:
        """Since it was made."""
        return max(sum(os.times()[:4]) - self._computed, (time.perf_counter() - self._wall) / crowd())


def crowd() -> float:
    """How many processes share a processor now; 1 on a quiet machine."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _shared(fixture: Any) -> str:
    return f"fixture {fixture.argname} {fixture.baseid} {fixture.func.__code__.co_firstlineno}"


def forget_cached(project: Project) -> None:
    """Results kept by an earlier test would hide from this one what makes them."""
    for name, module in list(sys.modules.items()):
        if name.startswith(Path(project.package).name):
            for value in list(vars(module).values()):
                if callable(forget := getattr(value, "cache_clear", None)):
                    forget()


def trace_files(project: Project, marked: Marked, tracer: Tracer, marker: str, scratch: Path, out: Outs) -> int:
    """Run the tests of some files, which share what is costly, and write down for each file what its tests run."""
    started = scratch / "started"
    started.mkdir()
    os.environ[TRACE] = str(started)
    tracer.begin()
    traced = _Traced(project, tracer)
    code = pytest.main([*QUIET, "-m", marker, f"--basetemp={scratch / 'tests'}", *out], plugins=[traced])
    tracer.enter("")
    for context, marks in from_started(started).items():
        tracer.seen[context] |= marks
    sources: dict[str, Source] = {}
    bits = {c: _bits(project, sources, marked.places(marks)) for c, marks in tracer.seen.items()}
    for file, path in out.items():
        path.write_text(json.dumps(_noted(file, traced, bits)), encoding="utf-8")
    return code


def _noted(file: str, traced: _Traced, bits: Bits) -> dict[str, Any]:
    """By test: seconds, and by function the lines that ran, as bits counted from its first line."""
    outcomes = {test: found for test, found in traced.outcomes.items() if test.partition("::")[0] == file}
    shared = {
        t: sorted(set(traced.uses[t]) & set(traced.seconds)) for t, ended in outcomes.items() if ended == {"passed"}
    }
    contexts = {"collection", *shared, *(one for made in shared.values() for one in made)}
    keys = sorted({key for context in contexts for key in bits.get(context, {})})
    number = {key: i for i, key in enumerate(keys)}
    tests: dict[str, Any] = {}
    for test, made in shared.items():
        lines: dict[str, int] = defaultdict(int)
        for context in (test, *made):
            for key, mask in bits.get(context, {}).items():
                lines[key] |= mask
        told = {number[key]: f"{mask:x}" for key, mask in lines.items()}
        tests[test] = {"seconds": round(max(0.0, traced.seconds[test]), 3), "shared": made, "lines": told}
    return {
        "functions": keys,
        "tests": tests,
        "shared": {name: round(s, 3) for name, s in traced.seconds.items() if name in contexts and name not in tests},
        "failed": sorted(test for test, ended in outcomes.items() if "failed" in ended),
        "collection": {number[key]: f"{mask:x}" for key, mask in bits.get("collection", {}).items()},
    }


def _bits(project: Project, sources: dict[str, Source], places: set[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for filename, line in places:
        path = Path(filename).relative_to(project.root).as_posix()
        if path not in sources:
            sources[path] = Source(path, project.read(path))
        function = sources[path].function_at(line)
        if function:
            found[f"{path}::{function.qualname}::{function.digest}"] |= 1 << (line - function.first)
    return found
