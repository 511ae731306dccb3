"""Accounts and clients put into a ``workspace.yaml`` that is there, with its comments left as they are."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.files import read_text, write_atomically
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import FILE, Workspace, load_workspace, settings_of
from cliptrial.registry.yaml.file import parse_document
from cliptrial.registry.yaml.writing import edited

Part = Literal["accounts", "clients", "tables"]
Entry = Mapping[str, object]
"""The keys of an account, of a client, or of a client's tables; None removes one."""
Entries = Mapping[Part, Mapping[str, Entry]]


def put_settings(
    root: Path,
    entries: Entries,
    sources: Sequence[str] | None,
    *,
    new: Sequence[str] = (),
    problems: Sequence[Problem] = (),
    begin: str = "",
) -> Workspace:
    """Add accounts and clients to a workspace, or change what is said of them; everything else stays as it is.

    Args:
        root: The workspace's folder.
        entries: By part and short name: what is said of it; keys that are not named stay.
        sources: The names that an account's sources may have; None takes any.
        new: Accounts that must not be there yet.
        problems: What is known to be wrong already.
        begin: The text of a workspace without accounts, where there is no file yet.

    Returns:
        The workspace as it is now.

    Raises:
        RegistryError: The file has mistakes, or would have, or an account is there already; nothing is written then.
    """
    with one_at_a_time(root):
        fresh = begin and not (root / FILE).exists()
        wrong = [*problems, *([] if fresh else _there(load_workspace(root, sources), new))]
        text = _with(begin if fresh else read_text(root / FILE, FILE), entries)
        _, misfits = settings_of(parse_document(text, FILE), sources)
        wrong += [replace(one, path=None, line=None, column=None) for one in misfits]
        if wrong:
            raise RegistryError(wrong)
        write_atomically(root / FILE, text)
    return load_workspace(root, sources)


def take_out(root: Path, part: str, name: str) -> None:
    """Take a name out of a part of ``workspace.yaml``, if it is there; the part goes with the last one."""

    def change(tree: CommentedMap) -> None:
        if name in (tree.get(part) or ()):
            del tree[part][name]
            if not tree[part]:
                del tree[part]

    with one_at_a_time(root):
        write_atomically(root / FILE, edited(read_text(root / FILE, FILE), change))


def _there(workspace: Workspace, new: Sequence[str]) -> list[Problem]:
    mend = says("Choose another name, or edit the account in workspace.yaml.")
    return [
        Problem("exists", says('The workspace has an account "{name}" already', name=name), mend=mend, path=FILE)
        for name in new
        if name in workspace.accounts
    ]


def _with(text: str, entries: Entries) -> str:
    def change(tree: CommentedMap) -> None:
        for part, named in entries.items():
            for name, entry in named.items():
                if tree.get(part) is None:
                    tree[part] = CommentedMap()
                _put(tree[part].setdefault(name, CommentedMap()), entry)

    return edited(text, change)


def _put(place: MutableMapping[str, object], entry: Entry) -> None:
    for key, value in entry.items():
        if value is None:
            place.pop(key, None)
        else:
            place[key] = _listed(value) if isinstance(value, list | tuple) else value


def _listed(values: Sequence[object]) -> CommentedSeq:
    listed = CommentedSeq(values)
    listed.fa.set_flow_style()
    return listed
