"""The language in which results show themselves."""

from __future__ import annotations

from pathlib import Path

from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.languages import CODES, LANGUAGES

_chosen: list[str] = []


def language(code: str) -> None:
    """Show results in this language from now on.

    Args:
        code: ``"en"`` or ``"de"``.

    Raises:
        InputError: There is no such language.

    >>> language("de")
    """
    if code not in LANGUAGES:
        what = says('"{lang}" is no language that is spoken here', lang=code)
        mend = did_you_mean(str(code), list(LANGUAGES), says("Use the code of a language."))
        raise InputError(Problem("unknown_language", what, CODES, mend))
    _chosen[:] = [code]


def spoken(folder: Path | None = None) -> str:
    """The language chosen; else that of the workspace; else English."""
    if _chosen:
        return _chosen[0]
    return "en" if folder is None else find_workspace(folder).language
