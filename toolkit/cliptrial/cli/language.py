"""``--lang``, the same for every command that speaks to a reader."""

from __future__ import annotations

from typing import Annotated

import typer

from cliptrial.registry.languages import CODES, LANGUAGES

LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), help="Language. Default: the workspace's.")
]


def chosen_language(asked: str | None, default: str = "en") -> str:
    """The language asked for, or the default."""
    if asked is not None and asked not in LANGUAGES:
        raise typer.BadParameter(f'"{asked}" is not a language of the reports: {CODES}', param_hint="--lang")
    return asked or default
