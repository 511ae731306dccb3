"""``make mutate``: change one line at a time and see whether a test notices.

No file is changed: each mutant lives in a process that imports one module from memory. Processes that tests
start, kernels and command lines, import the same mutant.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.mutation.choosing import chosen
from tests.mutation.excuses import LIST, excuses
from tests.mutation.forking import preload
from tests.mutation.kept import pack
from tests.mutation.project import Project
from tests.mutation.reach import Map, texts, traced
from tests.mutation.running import tried
from tests.mutation.source import sources
from tests.mutation.table import page
from tests.mutation.warm import Warm

LEFT_OUT = "browser"


def main(arguments: list[str] | None = None) -> int:
    """Trace what has to be traced, try the mutants of a seed, print the table."""
    asked = _asked(arguments)
    project = Project(asked.root.resolve(), asked.package, asked.test_folder)
    begun = time.monotonic()
    known = sources(project)
    files = _files(project, asked.file)
    mutants = chosen(project, known, seed=asked.seed, number=asked.mutants, folders=asked.folder, files=files)
    if asked.preload == "yes":
        preload()
    tests = _test_files(project, asked.tests) if asked.tests else project.test_files()
    marker = "" if asked.browser else f"not {LEFT_OUT}"
    reach_map = Map(traced(project, tests, marker, asked.jobs, fresh=asked.fresh), known, texts(project, tests))
    for failed in reach_map.failed:
        print(f"left out, since it does not pass by itself: {failed}", file=sys.stderr)
    if asked.keep_map:
        pack(project.cache / "map", project.kept)
    excused = excuses(asked.survivors)
    warm = Warm(project, tests)
    outcomes = tried(project, mutants, reach_map, warm, budget=asked.budget, jobs=asked.jobs, excused=excused)
    minutes = (time.monotonic() - begun) / 60
    told = (
        f"`python -m tests.mutation --seed {asked.seed} --mutants {asked.mutants}`: {minutes:.0f} minutes, at most "
        f"{asked.budget:.0f} s of tests a mutant{'' if asked.browser else ', tests in a browser left out'}."
    )
    text = page(project, outcomes, told=told)
    print(text)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    return 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--folder", action="append", default=[], help="a folder of the package, e.g. analysis/checks")
    parser.add_argument("--file", action="append", default=[], help="a module, e.g. stats/pooled/prior.py")
    parser.add_argument("--tests", nargs="+", default=[], help="only these test files or folders")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds of tests a mutant")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--browser", action="store_true", help="tests in a browser too")
    parser.add_argument("--fresh", action="store_true", help="trace everything anew")
    parser.add_argument("--keep-map", action="store_true", help="keep the map in the project, for those who have none")
    parser.add_argument("--out", type=Path, help="write the table there")
    parser.add_argument("--survivors", type=Path, default=LIST, help="the list of excused mutants")
    parser.add_argument("--preload", choices=("yes", "no"), default="yes", help="load numpy and its like only once")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--package", default="toolkit/cliptrial")
    parser.add_argument("--test-folder", default="tests")
    return parser.parse_args(arguments)


def _files(project: Project, named: list[str]) -> list[str]:
    found = []
    for name in named:
        path = name if (project.root / name).is_file() else f"{project.package}/{name}"
        if path not in project.modules():
            sys.exit(f"--file {name}: there is no such module; name one as stats/pooled/prior.py")
        found.append(path)
    return found


def _test_files(project: Project, named: list[str]) -> list[str]:
    known = project.test_files()
    found = []
    for name in named:
        inner = [file for file in known if file == name or file.startswith(f"{name.rstrip('/')}/")]
        if not inner:
            sys.exit(f"--tests {name}: there is no such test file or folder")
        found += inner
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    sys.exit(main())
