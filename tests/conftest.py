"""What tests share: one browser, one kernel, one example, hypothesis, ``--shuffle SEED``, a record of what was made."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import configuration, settings
from playwright.sync_api import Browser, sync_playwright
from tests.product_codes import sites
from tests.recorder import Recorder, is_whole
from tests.refusals.shapes import Shapes

# Found examples live outside the tree, and no test depends on how fast the machine is.
configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "cliptrial-hypothesis")
settings.register_profile("ci", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("random", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("ci")


LONG = (
    *("fairness/", "notebooks/test_in_jupyterlab", "browser/test_pages", "report/test_render", "report/test_pages"),
    *("calibration/", "notebooks/", "planning/test_chance", "browser/", "report/", "stats/test_partial_pooling"),
    *("analysis/", "refusals/", "forms/", "cli/"),
)
"""Files and folders that take longest, longest first: whoever comes last must not begin with one of them."""


def pytest_configure(config: pytest.Config) -> None:
    """Hold every problem to its shape; note all problems and findings, of which a whole run leaves none out."""
    # A run in the background ignores Ctrl-C, or the end of its terminal, and so would all that it starts.
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)
    worker, whole = hasattr(config, "workerinput"), is_whole(config)
    if worker or not getattr(config.option, "numprocesses", None):  # who only hands tests out needs nothing of it
        from cliptrial.errors import Problem
        from cliptrial.messages import Message

        shapes = Shapes()
        shapes.watch(Problem, Message)
        config.pluginmanager.register(shapes, "shapes_of_refusals")
    if not (whole or worker):
        return

    from cliptrial.analysis.findings import RECORDS
    from cliptrial.errors import Problem

    recorder = Recorder(Path(__file__).parent, sites, RECORDS)
    recorder.watch(Problem, *RECORDS.values())
    config.pluginmanager.register(recorder, "made_by_the_product")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--shuffle`` beside the ``--hypothesis-profile`` that hypothesis brings."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="files, and the tests of each, in a drawn order")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first, or as ``--shuffle`` draws; a file stays in one piece, so that what it shares is made once."""
    seed = config.getoption("--shuffle")
    if seed is None:
        items.sort(key=lambda item: next((n for n, name in enumerate(LONG) if name in item.path.as_posix()), len(LONG)))
    else:
        draw = random.Random(seed)
        files = [draw.sample(own, len(own)) for own in (list(run) for _, run in groupby(items, lambda i: i.path))]
        draw.shuffle(files)
        items[:] = [item for own in files for item in own]


@pytest.fixture(scope="session", autouse=True)
def _nobody_trusts_anything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is trusted is kept for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example workspace, read into its store; whoever changes it takes a copy, and that is checked at the end."""
    from cliptrial.simulate.demo import ingest_demo, write_demo  # inside: who only hands tests out needs nothing of it

    root = tmp_path_factory.mktemp("demo") / "kitchen"
    ingest_demo(write_demo(root))
    before = _contents(root)
    yield root
    assert _contents(root) == before, "a test has changed the example that all tests share"


def _contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; tests are skipped without it. One at a time in a process, so all share it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def warm_kernel() -> Iterator[Any]:
    """The kernel that renders pages, one a process."""
    from tests.report.one_kernel import OneKernel  # brings the whole product along

    one = OneKernel()
    yield one
    one.close()


@pytest.fixture
def one_kernel(warm_kernel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever renders a page do it in the kernel that all tests share."""
    monkeypatch.setattr("cliptrial.report.rendering.kernel", warm_kernel.lent)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The examples' pages by name and language, each made when a test of any worker first asks for it."""
    from tests.report.made import Pages

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "pages"
    folder.mkdir(exist_ok=True)
    return Pages(folder)


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The pages that are not about one experiment; nobody changes them."""
    from tests.report.other_pages import other_pages

    return other_pages(tmp_path_factory.mktemp("other"))
