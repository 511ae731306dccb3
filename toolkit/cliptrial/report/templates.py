"""Where templates are found: the workspace's own win over those that come along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.registry.safety.trust import packaged_folders, refuse_untrusted

PACKAGE = Path(__file__).resolve().parents[1]
FOLDER = "templates"


def template_folders(workspace: Path | None = None) -> tuple[Path, ...]:
    """The folders to look in, first the workspace's, then the ones beside the package.

    Raises:
        RegistryError: The workspace's own templates are neither the package's nor trusted.
    """
    if workspace is None or not (workspace / FOLDER).is_dir():
        return packaged_folders(FOLDER)
    refuse_untrusted(workspace, FOLDER)
    return (workspace / FOLDER, *packaged_folders(FOLDER))


def find_template(name: str, workspace: Path | None = None) -> Path:
    """The file of a template such as ``experiment.ipynb`` or ``html/page.css``.

    Raises:
        ReportError: There is none.
    """
    for folder in template_folders(workspace):
        if (folder / name).is_file():
            return folder / name
    raise ReportError(
        Problem(
            "no_template",
            says("There is no template {name}", name=name),
            says("A file in the workspace's templates/ or among those that come with ClipTrial"),
            says("Check the name, or install ClipTrial again."),
        )
    )


def sections_environment(workspace: Path | None = None) -> Environment:
    """Jinja over ``templates/html``; every value is escaped unless a template says otherwise.

    Templates see values and change none; what lies behind them is out of reach.
    """
    return _environment(tuple(folder / "html" for folder in template_folders(workspace)))


@lru_cache(maxsize=8)
def _environment(folders: Sequence[Path]) -> Environment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
