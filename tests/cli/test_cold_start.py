"""Commands load what they use and nothing else: heavy libraries cost seconds before the first word."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = (
    *("pandas", "scipy.stats", "statsmodels", "matplotlib", "seaborn", "IPython", "nbformat", "nbconvert", "papermill"),
    *("jupyter_client", "jsonschema", "rfc3987_syntax", "xlsxwriter", "python_calamine", "scipy.interpolate"),
)
COMMANDS = (
    ["--help"],
    ["list"],
    ["list"],
    ["validate"],
    ["check", "question-hook"],
    ["analyze", "question-hook", "--json"],
    ["status"],
    ["learn"],
)
"""In this order; the second list finds what the first one kept."""
RUN = """
import contextlib, io, json, sys
from cliptrial.cli import run
loaded = []
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = run(arguments)
    loaded.append([code, sorted(sys.modules)])
print(json.dumps(loaded))
"""


def _loaded(*commands: list[str]) -> list[tuple[int, set[str]]]:
    """By command: its exit code, and every module that is loaded once it is done."""
    process = [sys.executable, "-c", RUN, json.dumps(commands)]
    done = subprocess.run(process, check=True, capture_output=True, text=True).stdout
    return [(code, set(names)) for code, names in json.loads(done)]


def test_weekly_commands_load_no_heavy_library(demo_once: Path) -> None:
    here = ["--workspace", str(demo_once)]
    commands = [one if one == ["--help"] else [*one, *here] for one in COMMANDS]
    for command, (code, names) in zip(COMMANDS, _loaded(*commands), strict=True):
        assert code == 0, command
        assert names.isdisjoint(HEAVY), (command, sorted(names & set(HEAVY)))


def test_help_and_a_list_that_is_known_load_no_engine(demo_once: Path) -> None:
    ((code, names),) = _loaded(["--help"])
    assert (code, names & {"pydantic", "numpy", "duckdb", "pyarrow", "ruamel.yaml"}) == (0, set())
    ((code, names),) = _loaded(["list", "--workspace", str(demo_once)])
    ((code, names),) = _loaded(["list", "--workspace", str(demo_once)])
    engines = {"numpy", "duckdb", "pyarrow", "narwhals", "ruamel.yaml", "scipy", "cliptrial.posts.sources"}
    assert (code, names & engines) == (0, set())


def test_a_page_is_shown_without_tables_engines_and_distributions() -> None:
    """A kernel is handed the analysis, and draws."""
    code = "import sys, cliptrial.report.experiment_page; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "matplotlib" in names
    assert {"pandas", "seaborn", "scipy", "duckdb", "pyarrow", "narwhals", "IPython"}.isdisjoint(names)


def test_what_renders_pages_compiles_no_grammar_of_links_until_one_is_checked() -> None:
    """And whoever checks one gets the real answer."""
    code = """
import sys
import cliptrial.report.kernels
from jsonschema import Draft7Validator
assert "lark" not in sys.modules
links = Draft7Validator({"format": "iri"}, format_checker=Draft7Validator.FORMAT_CHECKER)
print([links.is_valid(link) for link in ("https://example.org/\\u00e4", "no link")], "lark" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert done.strip() == "[True, False] True"
