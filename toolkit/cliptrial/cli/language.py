"""``--lang``, the same for every command that speaks to a reader."""

from __future__ import annotations

from typing import Annotated

import typer

LANGUAGES = ("en", "de")

LangOption = Annotated[str | None, typer.Option("--lang", metavar="en|de", help="Language. Default: the workspace's.")]


def chosen_language(asked: str | None, default: str = "en") -> str:
    """The language asked for, or the default."""
    if asked is not None and asked not in LANGUAGES:
        raise typer.BadParameter(f'"{asked}" is not a language of the reports: en or de', param_hint="--lang")
    return asked or default
