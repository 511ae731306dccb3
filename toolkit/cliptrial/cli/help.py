"""``--help`` in the language of the command: the source says it in English, ``help.po`` in others."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from cliptrial.cli.language import spoken
from cliptrial.registry.languages import catalogue

Context: TypeAlias = Any
"""What typer hands on; it keeps the type to itself."""
FRAME = {
    r"^Usage:": "Usage:",
    r"^Options:": "Options:",
    r"^Arguments:": "Arguments:",
    r"(?<=  )Show this message and exit\.$": "Show this message and exit.",
    r"(?<=[\[ ])default:(?= )": "default:",
    r"(?<=[\[ ])required(?=[\];])": "required",
}
"""What typer puts around our own words, by where it stands."""


def helped(text: str | None) -> str:
    """A text of ``--help`` in the language of the command; English where the language does not have it."""
    whole = inspect.cleandoc(text or "")
    return catalogue(spoken(), "help.po").get(whole, whole)


def in_words(command: TyperCommand | TyperGroup, shown: Callable[[], str]) -> str:
    """The help of a command: its own texts and those of its parameters are exchanged before they are shown.

    Args:
        command: Made for this one line, so that nobody else sees what is exchanged.
        shown: Shows the help.
    """
    command.help = helped(command.help)
    for one in command.params:
        if isinstance(one, TyperOption | TyperArgument):
            one.help = helped(one.help)
    text = shown()
    for pattern, frame in FRAME.items():
        text = re.sub(pattern, helped(frame), text, flags=re.MULTILINE)
    return text


class SpokenCommand(TyperCommand):
    """A command whose help is told in the language that is spoken."""

    def get_help(self, ctx: Context) -> str:
        """The whole help."""
        return in_words(self, lambda: super(SpokenCommand, self).get_help(ctx))
