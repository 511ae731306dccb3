"""Files that are lists of entries, to which entries are only ever added: decisions, approvals, ideas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import RootModel

from cliptrial.errors import RegistryError
from cliptrial.messages import says
from cliptrial.registry.files import read_text, shown_path, write_atomically
from cliptrial.registry.model import Record
from cliptrial.registry.safety.turns import one_at_a_time, workspace_of
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import parse_document

E = TypeVar("E", bound=Record)


@dataclass(frozen=True, slots=True)
class Entries(Generic[E]):
    """One kind of such a file, beside an experiment or in the workspace itself.

    Attributes:
        name: The file's.
        code: Of the problem that it holds no list.
        model: What its entries are.
        head: What a new file begins with.
        first: The key that each entry begins with.
        at_root: Whether it stands in the workspace's own folder.
    """

    name: str
    code: str
    model: type[RootModel[tuple[E, ...]]]
    head: str
    first: str = "who"
    at_root: bool = False

    def shown(self, folder: Path) -> str:
        """The file, as someone standing in the workspace writes it."""
        return self.name if self.at_root else shown_path(folder, self.name)

    def read(self, folder: Path) -> tuple[E, ...]:
        """All entries, the oldest first; empty where there are none.

        Raises:
            RegistryError: The file has mistakes; every one is listed.
        """
        path = folder / self.name
        if not path.exists():
            return ()
        shown = self.shown(folder)
        document = parse_document(read_text(path, shown), shown)
        if document.plain is None:
            return ()
        if not isinstance(document.plain, list):
            expected = says("A list of entries, each beginning with `- {key}:`", key=self.first)
            raise RegistryError(document.problem("", self.code, says("The file does not hold a list"), expected))
        entries, misfits = convert(self.model, document, document.problems)
        if entries is None or document.problems or misfits:
            raise RegistryError([*document.problems, *misfits])
        return entries.root

    def add(self, folder: Path, entry: str) -> tuple[E, ...]:
        """Add an entry, written as YAML; what the file says already is kept to the letter.

        Returns:
            All entries, the new one last.

        Raises:
            RegistryError: The file has mistakes; nothing is added to it.
        """
        path = folder / self.name
        with one_at_a_time(folder if self.at_root else workspace_of(folder)):
            self.read(folder)
            text = read_text(path, self.shown(folder)) if path.exists() else self.head
            write_atomically(path, f"{text.rstrip()}\n{entry}")
            return self.read(folder)
