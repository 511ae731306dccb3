"""An example workspace with its own copies of the notebooks, and JupyterLab itself."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cliptrial.forms.lab import command, copy_notebooks, environment

HANGS = 240
"""Seconds after which something is taken to hang; nothing is judged by its speed."""


@pytest.fixture(scope="module")
def demo(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workspace, read into its store, with notebooks; changed by the tests of one module."""
    root = Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("notebooks") / "kitchen"))
    copy_notebooks(root)
    return root


@dataclass(frozen=True, slots=True)
class Lab:
    """A running JupyterLab."""

    url: str
    token: str
    notebooks: Path
    runtime: Path

    def notebook(self, name: str) -> str:
        """The address of a fresh copy of a notebook, alone on the page."""
        copy = f"{name}_{secrets.token_hex(4)}.ipynb"
        shutil.copyfile(self.notebooks / f"{name}.ipynb", self.notebooks / copy)
        return f"{self.url}/doc/tree/notebooks/{copy}?token={self.token}&reset"


@pytest.fixture(scope="module")
def lab(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as ``cliptrial lab`` starts it, at the example workspace, with settings of its own."""
    with running(demo, tmp_path_factory.mktemp("jupyter")) as started:
        yield started


@pytest.fixture(scope="module")
def empty_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The same in an empty folder."""
    root = tmp_path_factory.mktemp("agency")
    copy_notebooks(root)
    with running(root, tmp_path_factory.mktemp("jupyter")) as started:
        yield started


@contextmanager
def running(root: Path, home: Path) -> Iterator[Lab]:
    """A JupyterLab at a folder, until it is no longer needed."""
    port, token = _free_port(), secrets.token_hex(16)
    env = environment(home, ["notebooks/start_here.ipynb"])
    env |= {"JUPYTER_DATA_DIR": str(home / "data")}
    env |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    start = [*command(root, browser=False, port=port), f"--IdentityProvider.token={token}"]
    with (home / "log.txt").open("w") as log, subprocess.Popen(start, env=env, stdout=log, stderr=log) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield Lab(f"http://127.0.0.1:{port}", token, root / "notebooks", Path(env["JUPYTER_RUNTIME_DIR"]))
        finally:
            server.terminate()
            server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + HANGS
    while time.monotonic() < end:
        assert server.poll() is None, "JupyterLab stopped"
        try:
            urllib.request.urlopen(url, timeout=HANGS).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail("JupyterLab did not answer")


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Folder for screenshots, where ``CLIPTRIAL_SHOTS`` names one."""
    named = os.environ.get("CLIPTRIAL_SHOTS")
    return Path(named) if named else None
