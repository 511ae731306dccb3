"""On a tiny package: what is tested is noticed, what is not survives, and no file changes.

Its module is named as tests may be, which pytest would load by itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.mutation.excuses import LIST, excuses
from tests.mutation.kept import pack, unpack
from tests.mutation.operators import Mutant, mutants
from tests.mutation.source import Source

ROOT = Path(__file__).parents[2]
FILES = {
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["src"]\naddopts = ["--import-mode=importlib"]\n',
    "src/tiny/__init__.py": "",
    "src/tiny/seen_test.py": "def larger(a, b):\n    return a > b\n\n\ndef spoken(a):\n    return -a\n\n\nLIMIT = 5\n"
    "\n\ndef below(a):\n    return a != LIMIT\n\n\ndef unread(a):\n    return ~a\n",
    "src/tiny/__main__.py": "from tiny.seen_test import spoken\n\nprint(spoken(2))\n",
    "checks/test_seen.py": "import subprocess, sys\n\nfrom tiny.seen_test import below, larger, spoken\n\n\n"
    "def test_larger():\n    assert not larger(1, 1)\n\n\n"
    "def test_runs():\n    assert spoken(0) == 0\n    assert below(6) is not None\n\n\n"
    "def test_says():\n    said = subprocess.check_output([sys.executable, '-m', 'tiny'], text=True)\n"
    "    assert said == '-2\\n'\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "tiny"


def run(tiny: Path, survivors: Path) -> str:
    places = ["--root", tiny, "--package", "src/tiny", "--test-folder", "checks", "--survivors", survivors]
    command = [sys.executable, "-m", "tests.mutation", *map(str, places), "--preload", "no", "--file", "seen_test.py"]
    quick = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=quick).stdout


def test_what_is_tested_is_noticed_and_what_is_not_survives(tiny: Path, tmp_path: Path) -> None:
    excused = tmp_path / "survivors.yaml"
    change = {
        "file": "src/tiny/seen_test.py",
        "function": "below",
        "before": "return  a != LIMIT",
        "after": "return a == LIMIT",
    }
    lines = [f"  {key}: {value!r}" for key, value in (change | {"reason": "nobody looks"}).items()]
    excused.write_text("-\n" + "\n".join(lines) + "\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file()}
    said = run(tiny, excused)
    assert "  + return a >= b" not in said, "a boundary that test_larger pins"
    assert "  - return -a\n  + return a\n" not in said, "seen by a process that a test starts, and by nothing else"
    assert "  + return a == LIMIT" not in said, "excused"
    assert "  + return None" in said, "what unread returns: no test reaches it"
    assert "  + LIMIT = 6" in said, "below runs, yet nothing asserts on it"
    assert "[negation, unreached]" in said
    made = list(mutants(Source("a.py", FILES["src/tiny/seen_test.py"])))
    (row,) = (line for line in said.splitlines() if line.startswith("| all |"))
    assert row.split(" | ")[1] == str(len(made) - 1)
    assert row.split(" | ")[7] == "1 |"
    kept = {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file() and ".mutation" not in path.parts}
    assert {path: text for path, text in kept.items() if path.suffix != ".pyc"} == before
    compiled = [text for path, text in kept.items() if path.name.startswith("seen_test.") and path.suffix == ".pyc"]
    assert all(b"larger" in text for text in compiled)


def test_an_excuse_holds_for_the_text_wherever_it_moves_and_not_for_another(tmp_path: Path) -> None:
    path = tmp_path / "survivors.yaml"
    path.write_text(
        "- {file: a.py, function: f, before: 'return a > b', after: 'return a >= b', reason: ties are never}\n"
    )
    excused = excuses(path)

    def the(text: str, operator: str = "comparison") -> Mutant:
        return next(mutant for mutant in mutants(Source("a.py", text)) if mutant.operator == operator)

    assert excused(the("def f():\n    return a > b\n"))
    assert excused(the("import b\n\n\ndef f():\n    return  a > b\n"))
    assert not excused(the("def g():\n    return a > b\n"))
    assert not excused(the("def f():\n    return a > c\n"))
    assert not excused(the("def f():\n    return a > b\n", "returned"))


def test_an_excuse_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "survivors.yaml"
    path.write_text("- {file: a.py, function: f, before: a, after: b, reason: ''}\n")
    with pytest.raises(ValueError, match=r"entry 1 needs .*reason"):
        excuses(path)


def test_the_committed_excuses_can_be_read() -> None:
    excuses(LIST)


def test_a_kept_map_is_for_those_who_have_none(tmp_path: Path) -> None:
    made, empty, other = (tmp_path / name for name in ("made", "empty", "other"))
    for folder in (made, empty, other):
        folder.mkdir()
    for name in ("b.json", "a.json"):
        (made / name).write_text(f'{{"of": "{name}"}}', encoding="utf-8")
    (other / "c.json").write_text("{}", encoding="utf-8")
    kept = [tmp_path / name for name in ("one.tar.xz", "two.tar.xz", "none.tar.xz")]
    for path in kept[:2]:
        pack(made, path)
    assert kept[0].read_bytes() == kept[1].read_bytes()
    unpack(empty, kept[2])
    assert not any(empty.iterdir())
    for folder in (empty, other):
        unpack(folder, kept[0])
    assert {path.name: path.read_text("utf-8") for path in empty.iterdir()} == {
        name: f'{{"of": "{name}"}}' for name in ("a.json", "b.json")
    }
    assert [path.name for path in other.iterdir()] == ["c.json"]
