"""Whether a German text still holds English."""

from __future__ import annotations

import re

ENGLISH = re.compile(
    r"\b(the|is|are|and|of|not|no|with|which|There|cannot|file|has|have|write|expected|row|sheet|"
    r"by|to|it|its|from|or|for|one|each|such|as|than|be|this|that|every|without)\b"
)
"""Words that no German sentence has."""
QUOTED = re.compile(
    r"Read on \(needed with numbers\)|„[^“]*“|`[^`]*`|'[^']*'|\"[^\"]*\"|\[[^\]]*\]|\{[^}]*\}"
    r"|--?[a-z][\w-]*|[\w./-]*[_/.=@#][\w./=@-]*"
)
"""What is quoted or belongs to files and commands, and is the same in every language."""


def without_quotes(text: str) -> str:
    """The text without what is quoted in it."""
    return QUOTED.sub("", text)


def english_in(text: str) -> list[str]:
    """English words of a text that should be German."""
    found: list[str] = ENGLISH.findall(without_quotes(text))
    return found
