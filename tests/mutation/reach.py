"""Which tests reach a line: a map made by tracing, kept by test file and made anew for files that changed."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import heapify, heappop, heappush
from itertools import groupby
from multiprocessing import get_context
from operator import and_
from pathlib import Path
from typing import Any

from tests.mutation.forking import Task, run_all
from tests.mutation.inside import environment, trace_files
from tests.mutation.kept import unpack
from tests.mutation.operators import Mutant
from tests.mutation.project import Project, digest
from tests.mutation.source import Source
from tests.mutation.tracing import Marked, Tracer
from tests.mutation.warm import read

START, OWN = 0.05, 100
"""Seconds that any test takes, however little it does; how much more a line of the mutant's module counts."""
QUICK = 2.0
"""Seconds of a test that may have its turn before those that reach a field or a word in another way."""
LOOKED_AT = 300
"""So many tests, of those that look at the module most, are put in order by what each adds."""
TOGETHER, TRACE_LIMIT = 10, 3600.0
"""So many files are traced in one process, which shares what is costly, and how long it may take."""
FORMAT = "3"
"""Changes with what is noted, so that older maps are made anew."""


@dataclass(frozen=True)
class Reach:
    """Who runs a mutant's statement.

    Attributes:
        direct: Tests that run it.
        around: Tests that may depend on it in another way: it ran when their files were read, or it belongs to
            no function.
        while_reading: Whether it ran when some of their files were read.
        naming: Tests of files that name, themselves or in data that they read, the constant that it defines.
    """

    direct: frozenset[str]
    around: frozenset[str]
    while_reading: bool
    naming: frozenset[str] = frozenset()


class Map:
    """Tests by line.

    Attributes:
        failed: Tests that fail without any mutant, and can notice none.
    """

    def __init__(
        self, notes: Iterable[Mapping[str, Any]], sources: Mapping[str, Source], texts: Mapping[str, str]
    ) -> None:
        """Put notes together; ``texts`` holds what each test file says, and its data."""
        self._texts = texts
        self._seconds: dict[str, float] = {}
        self._home: dict[frozenset[str], Mapping[str, float]] = {}
        self._by_test: dict[str, Mapping[str, int]] = {}
        self._shared: dict[str, dict[str, float]] = {}
        self.failed: list[str] = []
        self._lines: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
        self._collected: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
        self._names = _Names(sources)
        for noted in notes:
            self._take(noted)

    def _take(self, noted: Mapping[str, Any]) -> None:
        keys = [tuple(key.rsplit("::", 1)) for key in noted["functions"]]
        self.failed += noted["failed"]
        for test, told in noted["tests"].items():
            self._seconds[test] = told["seconds"]
            self._shared[test] = {f"{test.partition('::')[0]} {one}": noted["shared"][one] for one in told["shared"]}
            for number, mask in told["lines"].items():
                function, version = keys[int(number)]
                self._lines[function][version].append((test, int(mask, 16)))
            for number, mask in noted["collection"].items():
                function, version = keys[int(number)]
                self._collected[function][version].append((test, int(mask, 16)))

    def seconds(self, test: str, made: set[str] | None = None) -> float:
        """How long a test takes on a quiet machine; shared fixtures that are in ``made`` cost nothing."""
        return self._seconds[test] + sum(s for name, s in self._shared[test].items() if name not in (made or ()))

    def telling(self, tests: Iterable[str], mutant: Mutant) -> Iterator[str]:
        """Those first that tell most a second: that run lines which few others run.

        Hundreds of tests run through a check, and few run the line behind its threshold: one of those is to be soon
        in turn. Lines of the module count most, the more the fewer tests run them, and of modules that the statement
        calls; of others of its folder those that no test before has run.
        """
        path = mutant.source.path
        at_home = self._at_home(frozenset({path, *self._names.called(mutant)}))
        branches = self._branches("/".join(path.split("/")[:3]))
        cost = {test: self._seconds[test] + START for test in tests}
        ordered = sorted(cost, key=lambda test: (-at_home.get(test, 0.0) / cost[test], cost[test], test))
        seen = 0

        def worth(test: str) -> float:
            return (OWN * at_home.get(test, 0.0) + (branches.get(test, 0) & ~seen).bit_count()) / cost[test]

        waiting = [(-worth(test), cost[test], test) for test in ordered[:LOOKED_AT]]
        heapify(waiting)
        while waiting:
            before, _, test = heappop(waiting)
            now = -worth(test)
            # What a test would add only ever falls: one that still leads is the first of all.
            if now > before and waiting and now > waiting[0][0]:
                heappush(waiting, (now, cost[test], test))
                continue
            seen |= branches.get(test, 0)
            yield test
        yield from ordered[LOOKED_AT:]

    def _at_home(self, paths: frozenset[str]) -> Mapping[str, float]:
        """By test: the lines of these modules that it runs, each shared among all tests that do."""
        if paths not in self._home:
            found: dict[str, float] = defaultdict(float)
            for name in [name for name in self._lines if name.partition("::")[0] in paths]:
                for tests in self._lines[name].values():
                    lines = {
                        test: [line for line in range(mask.bit_length()) if mask >> line & 1] for test, mask in tests
                    }
                    hits = Counter(line for own in lines.values() for line in own)
                    for test, own in lines.items():
                        found[test] += sum(1 / hits[line] for line in own)
            self._home[paths] = found
        return self._home[paths]

    def _branches(self, folder: str) -> Mapping[str, int]:
        """By test: the lines of a folder that it runs, as bits, without those that run whenever their function does."""
        if folder not in self._by_test:
            found: dict[str, int] = defaultdict(int)
            place = 0
            for name in [name for name in self._lines if name.startswith(f"{folder}/")]:
                for tests in self._lines[name].values():
                    always = reduce(and_, (mask for _, mask in tests))
                    for test, mask in tests:
                        found[test] |= (mask & ~always) << place
                    place += max(mask.bit_length() for _, mask in tests)
            self._by_test[folder] = found
        return self._by_test[folder]

    def shared(self, test: str) -> set[str]:
        """The shared fixtures that a test makes, or finds made."""
        return set(self._shared[test])

    def reach(self, mutant: Mutant, near: str) -> Reach:
        """The tests for a mutant; ``near`` begins the names of the tests of its own folder."""
        function = mutant.source.function_at(mutant.lines[0])
        if function is None:
            return self._of_constant(mutant, near)
        first, last = (line - function.first for line in mutant.lines)
        wanted = ((1 << (last - first + 1)) - 1) << first
        name = f"{mutant.source.path}::{function.qualname}"
        direct = frozenset(self._hit(self._lines, name, function.digest, wanted))
        read = frozenset(self._hit(self._collected, name, function.digest, wanted))
        return Reach(direct, read - direct, bool(read))

    @staticmethod
    def _hit(lines: Mapping[str, Any], name: str, version: str, wanted: int) -> Iterator[str]:
        versions = lines.get(name, {})
        if version in versions:
            yield from (test for test, mask in versions[version] if mask & wanted)
        else:
            # The function changed since it was traced: its lines may have moved, so all of it counts.
            yield from (test for tests in versions.values() for test, _ in tests)

    def _of_constant(self, mutant: Mutant, near: str) -> Reach:
        """Tests of the functions that use what the statement defines; then of its module and of its folder."""
        users = self._names.users(mutant)
        direct = {test for name in users for tests in self._lines.get(name, {}).values() for test, _ in tests}
        own = [name for name in self._lines if name.startswith(f"{mutant.source.path}::")]
        around = {test for name in own for tests in self._lines[name].values() for test, _ in tests}
        around |= {test for test in self._seconds if test.startswith(near)}
        naming = self._naming(mutant)
        if isinstance(_top(mutant), ast.ClassDef):
            # Words and fields: what tells all of them over stands with the tests of their own folder.
            naming |= {test for test in self._seconds if test.startswith(near) and self._seconds[test] <= QUICK}
        return Reach(frozenset(direct - naming), frozenset(around - direct - naming), while_reading=True, naming=naming)

    def _naming(self, mutant: Mutant) -> frozenset[str]:
        constants = [rf"\b{name}\b" for name in _defined(_top(mutant)) if name.isupper()]
        wanted = re.compile("|".join(constants)) if constants else None
        files = {file for file, text in self._texts.items() if wanted and wanted.search(text)}
        return frozenset(test for test in self._seconds if test.partition("::")[0] in files)


class _Names:
    """Which functions mention a name, directly or through another constant."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._functions: dict[str, set[str]] = defaultdict(set)
        self._constants: dict[str, set[str]] = defaultdict(set)
        self._modules: dict[str, set[str]] = defaultdict(set)
        for source in sources.values():
            for node in source.tree.body:
                self._note(source, node)

    def _note(self, source: Source, top: ast.stmt) -> None:
        defined = _defined(top)
        for name in defined if isinstance(top, ast.FunctionDef) else ():
            self._modules[name].add(source.path)
        for node in ast.walk(top):
            if (name := _mentioned(node)) is None:
                continue
            function = source.function_at(node.lineno)
            if function:
                self._functions[name].add(f"{source.path}::{function.qualname}")
            else:
                self._constants[name] |= defined - {name}

    def called(self, mutant: Mutant) -> set[str]:
        """The modules of functions that a statement names, where only one has a function of that name."""
        first, last = mutant.lines
        words = set(re.findall(r"\w+", " ".join(mutant.source.text.splitlines()[first - 1 : last])))
        return {path for word in words if len(self._modules[word]) == 1 for path in self._modules[word]}

    def users(self, mutant: Mutant) -> set[str]:
        """The functions for the statement of a mutant that is in no function."""
        open_ = _defined(_top(mutant))
        inner = [node for node in ast.walk(_top(mutant)) if getattr(node, "lineno", 0) == mutant.lines[0]]
        fields = {name for node in inner if isinstance(node, ast.Assign | ast.AnnAssign) for name in _defined(node)}
        open_, done = set(fields or open_), set()
        while open_:
            name = open_.pop()
            done.add(name)
            open_ |= self._constants[name] - done
        return {function for name in done for function in self._functions[name]}


def _top(mutant: Mutant) -> ast.stmt:
    line = mutant.lines[0]
    return next(n for n in mutant.source.tree.body if n.lineno <= line <= (n.end_lineno or n.lineno))


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return {inner.id for target in targets if target for inner in ast.walk(target) if isinstance(inner, ast.Name)}


def _mentioned(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=name):
            return name
    return None


def traced(project: Project, files: Sequence[str], marker: str, jobs: int, *, fresh: bool = False) -> list[Any]:
    """The notes of test files, traced anew where a file or what it rests on has changed."""
    folder = project.cache / "map"
    folder.mkdir(parents=True, exist_ok=True)
    unpack(folder, project.kept)
    wanted = {file: folder / f"{file.replace('/', '.')}.{_version(project, file, marker)}.json" for file in files}
    stale = [file for file, kept in wanted.items() if fresh or not kept.exists()]
    if stale:
        print(f"tracing {len(stale)} of {len(files)} test files", file=sys.stderr)
        for file in stale:
            for old in folder.glob(f"{file.replace('/', '.')}.*.json"):
                old.unlink()
        # In a process of its own: modules with marks have no place among those that are mutated.
        apart = get_context("fork").Process(target=_trace, args=(project, stale, wanted, marker, jobs))
        apart.start()
        apart.join()
    return [json.loads(path.read_text(encoding="utf-8")) for path in wanted.values() if path.exists()]


def _trace(project: Project, files: Sequence[str], wanted: Mapping[str, Path], marker: str, jobs: int) -> None:
    """Note for each file what its tests reach; package and tests are read once, and each file's run is forked."""
    marked = Marked(project.cache / "marked", {project.name(path): project.root / path for path in project.modules()})
    tracer = Tracer(marked.folder)
    tracer.start()
    tracer.enter("collection")
    read(project, files)
    tracer.enter("")

    def task(together: Sequence[str]) -> Task[str]:
        def work(scratch: Path) -> int:
            environment(project, scratch)
            out = {file: wanted[file] for file in together}
            return trace_files(project, marked, tracer, marker, scratch, out)

        return Task(" ".join(together), work, TRACE_LIMIT)

    for ended in run_all((task(together) for together in _together(files)), jobs):
        good = ended.code in (0, 5) and all(wanted[file].exists() for file in ended.key.split())
        failed = "" if good else f"  NOT ALL PASS:\n{ended.said}"
        print(f"  {ended.seconds:5.1f} s  {ended.key}{failed}", file=sys.stderr)


def _together(files: Sequence[str]) -> Iterator[Sequence[str]]:
    """Files of one folder, a few at a time."""
    for _, own in groupby(files, lambda file: file.rpartition("/")[0]):
        waiting = list(own)
        yield from (waiting[start : start + TOGETHER] for start in range(0, len(waiting), TOGETHER))


def texts(project: Project, files: Iterable[str]) -> dict[str, str]:
    """What test files say, each with the data beside it that it names."""
    found = {}
    for file in files:
        own = project.read(file)
        data = (path for path in (project.root / file).parent.iterdir() if path.suffix in (".yaml", ".json", ".csv"))
        found[file] = "\n".join([own, *(path.read_text(encoding="utf-8") for path in data if path.name in own)])
    return found


def _version(project: Project, file: str, marker: str) -> str:
    """Changes with the file, tests that it imports, conftests above it, and data beside it that these name."""
    folder = (project.root / file).parent
    # What all tests share changes which lines they run too seldom for all of them to be traced anew.
    conftests = [parent / "conftest.py" for parent in folder.parents if (parent / "conftest.py").is_file()]
    texts = [path.read_text(encoding="utf-8") for path in conftests if path.is_relative_to(project.root)]
    open_, done = [file, f"{folder.relative_to(project.root).as_posix()}/conftest.py"], set()
    while open_:
        path = open_.pop()
        if path in done or not (project.root / path).is_file():
            continue
        done.add(path)
        text = project.read(path)
        texts.append(text)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = node.module.replace(".", "/")
                open_ += [f"{inner}.py", *(f"{inner}/{alias.name}.py" for alias in node.names)]
    words = set(re.findall(r"\w+", "\n".join(texts)))
    data = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".py", ".pyc")]
    beside = [path for path in data if Path(path.relative_to(folder).parts[0]).stem in words]
    return digest(FORMAT, marker, *texts, *(f"{path.name} {digest(path.read_bytes().hex())}" for path in beside))
