"""Modules that must never be imported: each writes its name down and fails."""

from __future__ import annotations

from pathlib import Path

NAMES = (
    *("pandas", "numpy", "scipy", "seaborn", "matplotlib", "typer", "papermill", "duckdb"),
    *("ipykernel", "ipykernel_launcher", "jupyterlab", "multiprocessing", "sitecustomize", "usercustomize"),
    *("ipython_config", "ipython_kernel_config", "jupyter_config", "jupyter_server_config", "jupyter_lab_config"),
)


def set_out(ran: Path, *folders: Path) -> None:
    """Lay one of each into the folders; ``ran`` is the file that they write to."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            (folder / f"{name}.py").write_text(
                f"with open({str(ran)!r}, 'a') as file:\n    file.write('{name}\\n')\nraise SystemExit('{name} ran')\n"
            )
