"""The language in which results show themselves, and in which what goes wrong is said."""

from __future__ import annotations

from pathlib import Path

from cliptrial import errors
from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.languages import CODES, LANGUAGES
from cliptrial.wording.messages import in_language

_chosen: list[str] = []


def language(code: str) -> None:
    """Show results in this language from now on.

    Args:
        code: ``"en"`` or ``"de"``.

    Raises:
        InputError: There is no such language.

    Examples:
        >>> language("en")
    """
    if code not in LANGUAGES:
        what = says('"{lang}" is no language that is spoken here', lang=code)
        mend = did_you_mean(str(code), list(LANGUAGES), says("Use the code of a language."))
        raise InputError(Problem("unknown_language", what, CODES, mend))
    _chosen[:] = [code]


def spoken(folder: Path | None = None) -> str:
    """The language chosen; else that of the workspace, or of the one that is worked in; else English."""
    if _chosen:
        return _chosen[0]
    try:
        return find_workspace(folder or Path()).language
    except InputError:
        return "en"


def said(text: str, folder: Path | None = None) -> str:
    """A message in the language that is spoken."""
    return in_language(text, spoken(folder))


errors.tell_in(said)
