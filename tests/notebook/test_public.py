"""What is public is pinned by name and signature, and has an example that runs."""

from __future__ import annotations

import doctest
import inspect
import json
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cliptrial
from cliptrial import errors

PINNED = Path(__file__).parent / "public.json"
SHOW = ("to_frame", "plot", "summary")


def signatures() -> dict[str, str]:
    """By public name: how it is called; of results, how their methods are."""
    shown = {}
    for name in sorted(cliptrial.__all__):
        thing = getattr(cliptrial, name)
        shown[name] = str(inspect.signature(thing)) if inspect.isfunction(thing) else "class"
        for method in SHOW if inspect.isclass(thing) else ():
            if hasattr(thing, method):
                shown[f"{name}.{method}"] = str(inspect.signature(getattr(thing, method)))
    return shown


def test_public_names_and_signatures_are_those_that_are_pinned() -> None:
    """A change is written down here, and in CHANGELOG.md: ``python -m tests.notebook.test_public``."""
    assert signatures() == json.loads(PINNED.read_text(encoding="utf-8"))


def test_no_public_name_is_a_packages_and_every_one_is_documented() -> None:
    packages = {one.name for one in pkgutil.iter_modules(cliptrial.__path__)}
    assert packages & set(cliptrial.__all__) == set()
    assert [name for name in cliptrial.__all__ if not getattr(cliptrial, name).__doc__] == []
    assert sorted(cliptrial.__all__) == dir(cliptrial) == sorted(cliptrial._HOMES_BY_NAME)
    with pytest.raises(AttributeError):
        _ = cliptrial.nothing


@pytest.mark.parametrize("name", [one for one in cliptrial.__all__ if inspect.isfunction(getattr(cliptrial, one))])
def test_every_function_has_an_example_that_runs(name: str, demo_once: Path) -> None:
    shutil.copytree(demo_once, Path("kitchen"), dirs_exist_ok=True)
    named = {one: getattr(cliptrial, one) for one in cliptrial.__all__}
    (found,) = doctest.DocTestFinder(recurse=False).find(inspect.unwrap(named[name]), name, globs=named)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    assert runner.run(found, out=said.append).attempted > 0
    assert said == []


def test_the_package_itself_brings_nothing_along() -> None:
    heavy = ("pandas", "numpy", "matplotlib", "scipy", "IPython", "pydantic", "narwhals")
    ask = f"import sys, cliptrial; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_result_brings_no_pictures_along_before_it_is_shown() -> None:
    ask = (
        "import sys, pandas, cliptrial\n"
        "frame = pandas.DataFrame({'hook': ['old', 'new'] * 8, 'views': range(100, 116)})\n"
        "result = cliptrial.compare(frame, arm='hook', control='old', metrics=['views'])\n"
        "text = repr(result), result.to_frame(), result.summary()\n"
        "print([name for name in ('matplotlib', 'seaborn', 'jinja2', 'IPython') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_error_of_the_family_is_told_in_a_cell_as_its_sentence() -> None:
    problem = errors.Problem("a", errors.says("This is wrong"), errors.says("that"), path="a.csv", line=3)
    for kind in (errors.InputError, errors.RegistryError, errors.PlanError, errors.SourceError, errors.ReportError):
        assert kind([problem, problem])._render_traceback_() == ["a.csv:3: This is wrong. Expected: that."] * 2


if __name__ == "__main__":
    PINNED.write_text(json.dumps(signatures(), indent=1) + "\n", encoding="utf-8")
