"""Clients and accounts as people enter them, in the form or on the command line: checked whole, then written.

An empty folder becomes a workspace with its first account.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, says
from cliptrial.registry.accounts import LARGEST_LOGO, logo_type
from cliptrial.registry.experiments import experiment_names, load_all
from cliptrial.registry.files import write_atomically
from cliptrial.registry.naming import slugify
from cliptrial.registry.new_workspace import beginning
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.state import State
from cliptrial.registry.workspace import FILE, Workspace, load_workspace
from cliptrial.registry.yaml.schema import write_schema
from cliptrial.registry.yaml.settings import Entry, Part, put_settings

PARTS: tuple[Part, Part] = ("clients", "accounts")
LOGOS = "logos"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
ON = ("teaches", "learns")
"""Switches of a client that are on where nothing is written."""
NAMED_BY = {"clients": ("name", "client"), "accounts": ("handle", "account")}
"""By part: the key that a new one is called after, and what it is called where that has no letters."""


@dataclass(frozen=True, slots=True)
class Change:
    """One client or account as it should be.

    Attributes:
        part: Whether it is a client or an account.
        short: Its short name.
        entry: By key: what was typed; None or nothing takes the key away, what is not named stays.
        new: Whether it must not be there yet.
        logo: A picture for a client's pages.
    """

    part: Part
    short: str
    entry: Entry
    new: bool = False
    logo: bytes | None = None


def short_name(part: Part, entry: Entry, taken: Collection[str]) -> str:
    """What a new client or account is called in files: its name or handle in small letters.

    An account without a handle is called as its client; where it is taken, its platform tells it apart.
    """
    key, otherwise = NAMED_BY[part]
    plain = slugify(str(entry.get(key) or "").rpartition("@")[2], "_") or str(entry.get("client") or "")
    if not plain:
        return next(name for name in (otherwise, *(f"{otherwise}_{n}" for n in range(2, 1000))) if name not in taken)
    return plain if part == "clients" or plain not in taken else f"{plain}_{entry.get('platform') or 'tiktok'}"


def put_changes(
    root: Path,
    changes: Sequence[Change],
    sources: Sequence[str] | None,
    *,
    language: str,
    problems: Sequence[Problem] = (),
) -> Workspace:
    """Write clients and accounts into the workspace, which is made where there is none; all or nothing.

    Args:
        root: The folder.
        changes: What should be there.
        sources: The names that an account's sources may have.
        language: Of a new workspace's reports.
        problems: What is known to be wrong already.

    Raises:
        RegistryError: With everything that does not fit, each under its key, e.g. ``clients.hotel_adler.colour``.
    """
    there = load_workspace(root, sources) if (root / FILE).exists() else None
    tidied = {(one.part, one.short): {key: _tidied(key, value) for key, value in one.entry.items()} for one in changes}
    entries: Mapping[Part, Mapping[str, Entry]] = {
        part: {short: entry for (of, short), entry in tidied.items() if of == part} for part in PARTS
    }
    wrong = [*problems, *(problem for one in changes for problem in _problems(one, tidied[one.part, one.short], there))]
    wrong += _spanning(there, entries["accounts"]) if there is not None else ()
    root.mkdir(parents=True, exist_ok=True)
    begin = "" if there is not None else beginning(language)
    workspace = put_settings(root, entries, sources, problems=wrong, begin=begin)
    logos = {one.short: {"logo": _keep_logo(root, one.short, one.logo)} for one in changes if one.logo}
    if logos:
        workspace = put_settings(root, {"clients": logos}, sources)
    workspace.templates_dir.mkdir(exist_ok=True)
    write_schema(workspace)
    return workspace


def archived_told(workspace: Workspace, client: str, today: date) -> Message:
    """What happens now that a client is archived."""
    name, running = workspace.clients[client].name, [one.title for one in still_open(workspace, client, today)]
    if not running:
        return says("{name} is archived: nothing new is planned, and everything there is stays.", name=name)
    return says(
        "{name} is archived: nothing new is planned. What is planned or running goes on, is read off and reported as "
        "before: {running}. To end one early, record a decision.",
        name=name,
        running=running,
    )


def unwritten(root: Path) -> Workspace:
    """A folder that is no workspace yet, to be filled in: it has no accounts."""
    return Workspace.model_construct(root=root, accounts={})


def still_open(workspace: Workspace, client: str, today: date) -> list[Standing]:
    """Experiments of a client that were planned and are not decided: archiving the client does not end them."""
    still = []
    for slug in experiment_names(workspace):
        try:
            one, _ = standing(slug, workspace)
        except InputError:
            continue  # what cannot be read is told by `validate`
        if workspace.client_of(one.accounts) == client and one.state(today) not in (State.DRAFT, State.DECIDED, None):
            still.append(one)
    return still


def _tidied(key: str, value: object) -> object:
    """What people type, as the file has it."""
    if key in ON:
        return False if value is False else None
    if not isinstance(value, str):
        return value or None
    text = value.strip()
    if key == "handle":
        return text.rpartition("@")[2].strip("/") or None
    if key == "colour" and re.fullmatch(r"[0-9a-fA-F]{6}", text):
        return f"#{text}"
    if key == "followers":
        number = people(text)
        return text or None if number is None else number
    return text or None


def people(text: str) -> int | None:
    """A number of people, with or without marks between the thousands; None for anything else."""
    written = re.fullmatch(r"\d+|\d{1,3}([.,' \u2019]\d{3})+", text, re.ASCII)
    return int(re.sub(r"\D", "", text)) if written else None


def _problems(change: Change, entry: Entry, there: Workspace | None) -> Iterator[Problem]:
    where = f"{change.part}.{change.short}"
    taken: Collection[str] = getattr(there, change.part, ())
    key, _ = NAMED_BY[change.part]
    if change.new and change.short in taken:
        what = says('There is already "{name}" in workspace.yaml', name=change.short)
        yield Problem("exists", what, mend=says("Choose another name, or edit that one."), field=f"{where}.{key}")
    handle = entry.get("handle")
    if handle is not None and not re.fullmatch(r"[\w.-]+", str(handle)):
        what = says('"{handle}" is no handle', handle=handle)
        expected = says("Letters, digits, dots and _, as behind the @ in the app, or the link of the profile")
        yield Problem("handle", what, expected, field=f"{where}.handle")
    if change.logo is not None and (len(change.logo) > LARGEST_LOGO or logo_type(change.logo) is None):
        what = says("The logo is no PNG, JPEG or SVG of at most 200 kB")
        yield Problem("logo", what, mend=says("Save it smaller, or as PNG."), field=f"{where}.logo")


def _spanning(there: Workspace, accounts: Mapping[str, Entry]) -> Iterator[Problem]:
    """Experiments that would be of two clients."""
    owners = dict(there.owners) | {name: entry["client"] for name, entry in accounts.items() if "client" in entry}
    for loaded in load_all(there).loaded:
        clients = {owners[name] for name in loaded.experiment.accounts if name in owners}
        moved = next((name for name in loaded.experiment.accounts if name in accounts), None)
        if len(clients) > 1 and moved is not None:
            what = says("The experiment {slug} would be of two clients", slug=loaded.slug)
            mend = says("Keep the client, or take this account out of the experiment first.")
            yield Problem("two_clients", what, says("Accounts of one client"), mend, field=f"accounts.{moved}.client")


def _keep_logo(root: Path, client: str, content: bytes) -> str:
    """Write a picture beside others; one that changed has another name, so that no page shows an old one."""
    kind = logo_type(content)
    assert kind is not None  # checked before
    name = f"{LOGOS}/{client}_{sha256(content).hexdigest()[:8]}.{ENDINGS[kind]}"
    (root / LOGOS).mkdir(exist_ok=True)
    write_atomically(root / name, content)
    return name
