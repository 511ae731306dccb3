"""JupyterLab for a workspace: its notebooks in place, a quiet server, the first notebook open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cliptrial.errors import MissingToolError, Problem, ReportError
from cliptrial.forms.lab_opening import add_opening
from cliptrial.messages import says
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.private import private_folder, used_by
from cliptrial.registry.safety.processes import safe_environment
from cliptrial.registry.safety.trust import is_former, packaged_folders, untrusted

NOTEBOOKS = "notebooks"
FIRST = "start_here.ipynb"
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.terminals_enabled=False",
    "--KernelManager.transport_encryption=auto",
    "--LanguageServerManager.autodetect=False",
    "--KernelSpecManager.allowed_kernelspecs=python3",
    "--ServerApp.answer_yes=True",
    "--ServerApp.log_level=WARN",
    "--LabApp.log_level=WARN",
)
UNASKED = {
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/extensionmanager-extension": True,
    }
}
"""Parts of JupyterLab that would ask or tell people things that have nothing to do with their work."""
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
"""Whole notebooks stay on the page, so that forms and reports do not come and go while scrolling, and nobody is
asked for a kernel; people's own settings win over these."""


def packaged_notebooks() -> Path:
    """Where the notebooks came with: inside a wheel, or beside the package in a repository.

    Raises:
        ReportError: The installation is incomplete.
    """
    for folder in packaged_folders(NOTEBOOKS):
        if (folder / FIRST).is_file():
            return folder
    raise ReportError(
        Problem(
            "no_notebooks", says("The notebooks are missing from this installation"), mend=says("Install it again.")
        )
    )


def copy_notebooks(root: Path) -> tuple[str, ...]:
    """Copy into a workspace the notebooks that it lacks or has as an earlier version brought them; their names."""
    target = root / NOTEBOOKS
    target.mkdir(exist_ok=True)
    ours = sorted(packaged_notebooks().glob("*.ipynb"))
    missing = [path for path in ours if not (there := target / path.name).exists() or is_former(there)]
    for path in missing:
        write_atomically(target / path.name, path.read_bytes())
    return tuple(path.name for path in missing)


def command(root: Path, *, browser: bool, port: int | None) -> list[str]:
    """How JupyterLab is started: for this computer only, at the workspace, with the first notebook open.

    A first notebook that is neither the package's nor trusted is not opened; the list of files is.
    """
    where = [f"--ServerApp.root_dir={root}", "--ServerApp.ip=127.0.0.1"]
    where += [f"--ServerApp.port={port}"] if port is not None else []
    first = f"{NOTEBOOKS}/{FIRST}"
    where += [
        f"--LabApp.default_url=/lab/tree/{first}"
        if first not in untrusted(root, NOTEBOOKS)
        else "--LabApp.default_url=/lab"
    ]
    where += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", *where, *QUIET, *([] if browser else ["--no-browser"])]


def serve(root: Path, *, browser: bool, port: int | None) -> int:
    """Run JupyterLab until it is stopped; returns its exit code.

    Raises:
        MissingToolError: JupyterLab is not installed.
    """
    from importlib.util import find_spec

    if find_spec("jupyterlab") is None:
        raise MissingToolError(says("JupyterLab is not installed: `pip install jupyterlab`."))
    with private_folder() as folder:
        env, start = environment(folder, opening(root)), command(root, browser=browser, port=port)
        with subprocess.Popen(start, env=env, cwd=_made(folder / "empty")) as server:
            used_by(folder, server.pid)
            try:
                return server.wait()
            except KeyboardInterrupt:
                return 0
            finally:
                server.terminate()
                server.wait()


def opening(root: Path) -> tuple[str, ...]:
    """The notebooks of forms that run as soon as they are opened: those that are the package's own or trusted."""
    strange = untrusted(root, NOTEBOOKS)
    return tuple(path for path in (f"{NOTEBOOKS}/{FIRST}", f"{NOTEBOOKS}/compare.ipynb") if path not in strange)


def environment(config: Path, runs: Sequence[str] = ()) -> dict[str, str]:
    """The environment of a JupyterLab that asks nothing.

    Its kernels, and whatever they start, import nothing from the folder of a notebook.

    Args:
        config: A private folder, for its settings and for the files that tell how to reach its kernels.
        runs: Notebooks that run as soon as they are opened.
    """
    settings = _made(config / "labconfig")
    write_atomically(settings / "page_config.json", json.dumps(UNASKED))
    write_atomically(settings / "default_setting_overrides.json", json.dumps(SETTINGS))
    add_opening(_made(config / "share"), runs)
    paths = [str(config), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {
        **safe_environment(),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(paths),
        "JUPYTER_PATH": os.pathsep.join([str(config / "share"), *filter(None, [os.environ.get("JUPYTER_PATH")])]),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_RUNTIME_DIR": str(_made(config / "runtime")),
    }


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
