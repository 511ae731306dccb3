"""``--lang``, and the language in which a command speaks: the one asked for, else the workspace's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.messages import Message, says
from cliptrial.registry.languages import CODES, LANGUAGES

USUAL = "en"
_SPOKEN = ContextVar("spoken", default=USUAL)
_WRITTEN = re.compile(r"""^language:\s*["']?(\w+)""", re.MULTILINE)

LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), help="Language. Default: the workspace's.")
]


def chosen_language(asked: str | None, default: str = "en") -> str:
    """The language asked for, or the default."""
    if asked is not None and asked not in LANGUAGES:
        raise typer.BadParameter(
            says('"{asked}" is not a language of the reports: {codes}', asked=asked, codes=CODES), param_hint="--lang"
        )
    return asked or default


def speak(language: str) -> None:
    """Print every message in this language from now on."""
    _SPOKEN.set(language)


def spoken() -> str:
    """The language in which the command speaks."""
    return _SPOKEN.get()


def in_words(text: str) -> str:
    """A message in the language of the command; any other text as it is."""
    if not isinstance(text, Message):
        return text
    from cliptrial.wording.messages import in_language

    return in_language(text, _SPOKEN.get())


def language_of(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, before anything is understood of it: errors speak it, too."""
    asked = [one for one in _given(arguments, "--lang") if one in LANGUAGES]
    if asked:
        return asked[0]
    named = _given(arguments, "--workspace")
    return _of_workspace(Path(named[-1]) if named else Path.cwd(), upwards=not named)


def _given(arguments: Sequence[str], option: str) -> list[str]:
    after = [value for name, value in pairwise(arguments) if name == option]
    return after + [one.partition("=")[2] for one in arguments if one.startswith(f"{option}=")]


def _of_workspace(folder: Path, *, upwards: bool) -> str:
    """What workspace.yaml says, even where something else in it is wrong."""
    for place in (folder, *folder.parents) if upwards else (folder,):
        try:
            written = _WRITTEN.search((place / "workspace.yaml").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
        return written[1] if written and written[1] in LANGUAGES else USUAL
    return USUAL
