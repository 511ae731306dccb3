"""``design.round``, written into an experiment's file whose text is kept to the letter."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import FILE
from cliptrial.registry.files import read_text, shown_path, write_atomically
from cliptrial.registry.yaml.convert import value_at
from cliptrial.registry.yaml.file import parse_document
from cliptrial.registry.yaml.writing import edited

KEY = "round"


def name_round(folder: Path, name: str) -> bool:
    """Say in an experiment's file which combined test it is part of; False where it says so already.

    Raises:
        RegistryError: The file cannot be read; it is left as it is.
    """
    path = folder / FILE
    text = read_text(path, shown_path(folder, FILE))
    if value_at(parse_document(text, FILE).plain, f"design.{KEY}") == name:
        return False
    write_atomically(path, with_round(text, name))
    return True


def with_round(text: str, name: str) -> str:
    r"""The text of a file with the name of its combined test.

    Examples:
        >>> with_round("design:\n  seed: 1  # drawn\n", "hook-sound")
        'design:\n  round: hook-sound\n  seed: 1  # drawn\n'
        >>> with_round("design: {seed: 1}\n", "hook-sound")
        'design: {round: hook-sound, seed: 1}\n'
    """
    added = _added(text, name)
    return added if added is not None and _says(added, text, name) else edited(text, lambda tree: _put(tree, name))


def _added(text: str, name: str) -> str | None:
    """One line more below ``design``, or one entry more in its braces; None where neither is there."""
    document = parse_document(text, FILE)
    if "design" not in document.mapping:
        return f"{text.rstrip()}\ndesign: {{{KEY}: {name}}}\n"
    lines = text.splitlines(keepends=True)
    line, column = document.where("design")
    row = lines[line - 1]
    if row[column - 1 : column] == "{":
        lines[line - 1] = f"{row[:column]}{KEY}: {name}, {row[column:]}"
        return "".join(lines)
    line, column = min((place for key, place in document.keys.items() if key.startswith("design.")), default=(0, 0))
    row = lines[line - 1]
    if not line or row[: column - 1].strip():
        return None
    end = "\r\n" if row.endswith("\r\n") else "\n"
    lines.insert(line - 1, f"{row[: column - 1]}{KEY}: {name}{end}")
    return "".join(lines)


def _says(text: str, before: str, name: str) -> bool:
    """Whether the text says this, and all else that it said before."""
    try:
        now, then = parse_document(text, FILE), parse_document(before, FILE)
    except RegistryError:
        return False
    design = then.mapping.get("design")
    wanted = {**then.mapping, "design": {**(design if isinstance(design, dict) else {}), KEY: name}}
    return not now.problems and now.mapping == wanted


def _put(tree: CommentedMap, name: str) -> None:
    if not isinstance(tree.get("design"), CommentedMap):
        tree["design"] = CommentedMap()
    tree["design"][KEY] = name
