"""Where templates are found: the workspace's own win over those that come along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says

PACKAGE = Path(__file__).resolve().parents[1]


def template_folders(workspace: Path | None = None) -> tuple[Path, ...]:
    """The folders to look in, first the workspace's, then the ones beside the package.

    An installed wheel carries the templates as ``cliptrial/_templates``; in the repository they lie at
    its top level, two folders above the package.
    """
    folders = [workspace / "templates"] if workspace else []
    folders += [PACKAGE / "_templates", PACKAGE.parents[1] / "templates"]
    return tuple(folder for folder in folders if folder.is_dir())


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
    """Jinja over ``templates/html``; every value is escaped unless a template says otherwise."""
    return _environment(tuple(folder / "html" for folder in template_folders(workspace)))


@lru_cache(maxsize=8)
def _environment(folders: Sequence[Path]) -> Environment:
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
