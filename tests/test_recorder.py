"""The record of what the product was seen to make: it counts what counts, and a whole run without it fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.places import ROOT
from tests.product_codes import MAKERS, codes, sites

Suite = Callable[..., subprocess.CompletedProcess[str]]
CONFTEST = """
from pathlib import Path
from tests.product_codes import sites
from tests.recorder import Recorder

def pytest_configure(config):
    from cliptrial.analysis.findings import RECORDS
    from cliptrial.errors import Problem

    wanted = [site for site in sites() if site.codes & {{"missing_file", "no_folder"}}]
    recorder = Recorder(Path(__file__).parent, lambda: wanted, {findings})
    recorder.watch(Problem, *RECORDS.values())
    config.pluginmanager.register(recorder)
"""
MISSING = """
from pathlib import Path
import pytest
from cliptrial.errors import RegistryError
from cliptrial.registry.files import read_text

def test_a_missing_file():
    with pytest.raises(RegistryError):
        read_text(Path("nothere"), "nothere")
"""
FOLDER = """
from pathlib import Path
import pytest
from cliptrial.errors import RegistryError
from cliptrial.registry.files import write_atomically

def test_a_missing_folder():
    with pytest.raises(RegistryError):
        write_atomically(Path("nothere") / "file", "text")
"""
BY_HAND = """
from cliptrial.errors import Problem

def test_a_problem_of_the_tests_own():
    assert Problem("no_folder", "made by hand")
"""


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """A project whose tests are these files, run with these arguments."""

    def run(*arguments: str, findings: str = "[]", **files: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\n', "utf-8")
        for name, text in {"conftest": CONFTEST.format(findings=findings), **files}.items():
            path = tmp_path / "tests" / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'toolkit')!r}]; import pytest; "
        code += f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', *{list(arguments)!r}]))"
        return subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_a_whole_run_fails_and_names_what_no_test_made(suite: Suite) -> None:
    """On workers too; neither what a test makes itself nor what a report shows counts."""
    found = suite("-n", "1", findings='["locked"]', test_one=MISSING, test_two=BY_HAND, report__test_three=FOLDER)
    assert found.returncode == 1, found.stdout
    assert "3 passed" in found.stdout
    named = found.stdout.partition("made by no test outside report and wording")[2]
    assert "finding locked" in named
    assert "problem no_folder" in named
    assert "missing_file" not in named


def test_a_whole_run_that_made_everything_passes(suite: Suite) -> None:
    found = suite(test_one=MISSING, test_two=FOLDER)
    assert found.returncode == 0, found.stdout
    assert "made by no test" not in found.stdout


def test_a_part_of_the_tests_is_not_judged(suite: Suite) -> None:
    found = suite("tests/test_one.py", test_one=MISSING, test_two=FOLDER)
    assert found.returncode == 0, found.stdout


def test_every_code_of_the_product_is_found_in_its_source() -> None:
    """Those that are passed through helpers, chosen between two, or put together, too."""
    assert {"primary_not_delivered", "bad_csv", "cut_off", "no_sound", "unknown_arm", "schedule_rule"} <= codes()
    assert {"other_link", "bad_hour", "eaten_by_comment", "no_position", "unknown_dimension"} <= codes()
    assert all(code.isidentifier() for code in codes())
    assert len(sites()) > 200
    assert "Problem" in MAKERS
