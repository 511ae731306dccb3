"""A YAML file as plain text values, with the place of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.files import read_text
from cliptrial.registry.safety.kept import keep, kept

Place = tuple[int, int]
KIND = "yaml"
"""What is kept of a text that has no mistakes: its values, and the places of values and keys."""


@dataclass(frozen=True)
class Document:
    """What a YAML file says.

    Attributes:
        plain: Mappings, lists and texts; None for an empty value.
        places: By dotted path (``change.variants.0.id``; empty for the file): line and column of the
            value, from 1.
        problems: Everything that is wrong but did not stop the reading.
        shown: How the file is named in problems.
        text_hash: SHA-256 of the text.
        keys: By dotted path: line and column of the key.
    """

    plain: object
    places: Mapping[str, Place]
    problems: tuple[Problem, ...]
    shown: str
    text_hash: str
    keys: Mapping[str, Place] = field(default_factory=dict)

    @property
    def mapping(self) -> Mapping[str, object]:
        """The mapping at the top level, empty in the place of anything else; see :func:`expect_mapping`."""
        return self.plain if isinstance(self.plain, dict) else {}

    def where(self, dotted: str) -> Place:
        """Line and column of a dotted path; of the nearest part above where it is not written."""
        while dotted and dotted not in self.places:
            dotted = dotted.rpartition(".")[0]
        return self.places.get(dotted, (1, 1))

    def problem(
        self, dotted: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
        """A problem at a dotted path of this file."""
        line, column = self.where(dotted)
        return Problem(code, what, expected, mend, self.shown, line, column, field=dotted or None)

    def key_problem(
        self, dotted: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
        """A problem with a key rather than with its value."""
        line, column = self.keys.get(dotted) or self.where(dotted)
        return Problem(code, what, expected, mend, self.shown, line, column, field=dotted)


def read_document(path: Path, shown: str) -> Document:
    """Read one YAML file.

    Args:
        path: The file.
        shown: How the file is named in problems.

    Raises:
        RegistryError: The file is missing, in another encoding, or not YAML.
    """
    return parse_document(read_text(path, shown), shown)


def parse_document(text: str, shown: str) -> Document:
    """Read YAML text; see :func:`read_document`. What was read without a problem once is looked up."""
    text_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    known = kept(KIND, text_hash)
    if known is not None:
        plain, places, keys = json.loads(known)
        return Document(plain, _places(places), (), shown, text_hash, _places(keys))
    from cliptrial.registry.yaml.composing import composed  # inside: brings a YAML library along

    document = composed(text, shown, text_hash)
    if not document.problems:
        said = [document.plain, document.places, document.keys]
        keep(KIND, text_hash, json.dumps(said, separators=(",", ":")).encode())
    return document


def _places(plain: Mapping[str, list[int]]) -> Mapping[str, Place]:
    return {dotted: (line, column) for dotted, (line, column) in plain.items()}


def expect_mapping(document: Document, what: Message, example: str) -> Document:
    """The same document, if it is a mapping.

    Args:
        document: What was read.
        what: What the mapping should describe.
        example: The command that writes a complete one.

    Raises:
        RegistryError: The file is empty, or holds a list or a single text.
    """
    if isinstance(document.plain, dict):
        return document
    if document.plain is None:
        problem = document.problem(
            "", "empty_file", says("The file is empty"), says("{what}, as `key: value` lines", what=what)
        )
    else:
        kind = says("a list") if isinstance(document.plain, list) else says("a single text")
        holds = says("The file holds {kind} at the top level", kind=kind)
        problem = document.problem("", "not_a_mapping", holds, says("{what}, as `key: value` lines", what=what))
    raise RegistryError(
        (replace(problem, mend=says("`{example}` writes a complete example.", example=example)), *document.problems)
    )
