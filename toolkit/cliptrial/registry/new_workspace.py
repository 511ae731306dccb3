"""A new workspace: a folder with ``workspace.yaml``, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.files import write_atomically
from cliptrial.registry.languages import LANGUAGES
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import FILE, Workspace, load_workspace, settings_of
from cliptrial.registry.yaml.file import parse_document
from cliptrial.registry.yaml.schema import write_schema
from cliptrial.registry.yaml.text import yaml_list, yaml_text

COLOUR = "#0b6e6e"
"""The accent colour where a brand has none of its own."""


def init_workspace(
    folder: Path,
    *,
    accounts: Mapping[str, Mapping[str, object]],
    clients: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
    currency: str = "EUR",
    goals: Sequence[str] = (),
    brand_name: str | None = None,
    brand_colour: str = COLOUR,
    known_sources: Sequence[str] | None = None,
) -> Workspace:
    """Make a folder into a workspace and return it.

    Args:
        folder: The folder; made where it does not exist.
        accounts: By name: ``timezone`` and, where known, the account's other settings.
        clients: By short name: the name on the client's pages.
        language: Of reports, ``en``.
        currency: Three capital letters.
        goals: The most important first.
        brand_name: Name on reports.
        brand_colour: Accent colour of reports, ``#rrggbb``.
        known_sources: The names that an account's sources may have; None takes any.

    Raises:
        RegistryError: The folder is a workspace already, or a value does not fit.
    """
    refuse_workspace(folder)
    text = _workspace_text(accounts, clients, language, currency, goals, brand_name, brand_colour)
    problems = _problems(text, known_sources)
    if problems:
        raise RegistryError(problems)
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):
        refuse_workspace(folder)  # somebody else may have made it meanwhile
        write_atomically(folder / FILE, text)
    workspace = load_workspace(folder, known_sources)
    workspace.templates_dir.mkdir(exist_ok=True)
    write_schema(workspace)
    return workspace


def refuse_workspace(folder: Path) -> None:
    """Make sure that nothing would be overwritten.

    Raises:
        RegistryError: The folder is a workspace already.
    """
    if (folder / FILE).exists():
        what = says("{name} is a workspace already", name=folder.resolve().name)
        raise RegistryError(
            Problem(
                "exists",
                what,
                mend=says("Edit its workspace.yaml, or add an account: `cliptrial init --account NAME`."),
                path=FILE,
            )
        )


def settings_problems(
    *,
    accounts: Mapping[str, Mapping[str, object]] | None = None,
    clients: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
    currency: str = "EUR",
    goals: Sequence[str] = (),
    brand_name: str | None = None,
    brand_colour: str = COLOUR,
    known_sources: Sequence[str] | None = None,
) -> list[Problem]:
    """What is wrong with the settings of a workspace that is not written yet; see :func:`init_workspace`."""
    accounts = accounts if accounts is not None else {"account": {"timezone": "UTC"}}
    text = _workspace_text(accounts, clients, language, currency, goals, brand_name, brand_colour)
    return _problems(text, known_sources)


def _problems(text: str, known_sources: Sequence[str] | None) -> list[Problem]:
    """Nothing is written yet, so problems have no line."""
    _, problems = settings_of(parse_document(text, FILE), known_sources)
    return [replace(problem, path=None, line=None, column=None) for problem in problems]


def beginning(language: str) -> str:
    """The text of a workspace that has no account yet."""
    return _workspace_text({}, {}, language, "EUR", (), None, COLOUR)


def _workspace_text(
    accounts: Mapping[str, Mapping[str, object]],
    clients: Mapping[str, str],
    language: str,
    currency: str,
    goals: Sequence[str],
    brand_name: str | None,
    brand_colour: str,
) -> str:
    lines = ["accounts:  # each by a short name; times are in its time zone"]
    for name, account in accounts.items():
        lines.append(f"  {yaml_text(name)}:")
        for key in ("timezone", "handle", "followers", "sources", "language", "client", "platform"):
            value = account.get(key)
            if value is not None:
                written = yaml_list(value) if isinstance(value, list | tuple) else _one(value)
                lines.append(f"    {key}: {written}")
    if clients:
        lines.append("clients:  # each by a short name; accounts say whose they are")
        for name, shown in clients.items():
            lines += [f"  {yaml_text(name)}:", f"    name: {yaml_text(shown)}"]
    lines += [
        f"language: {yaml_text(language)}  # of reports: {' | '.join(LANGUAGES)}",
        f"currency: {yaml_text(currency)}",
        f"goals: {yaml_list(goals)}  # the most important first, e.g. [watch-time, reach]",
        "brand:",
        *([f"  name: {yaml_text(brand_name)}"] if brand_name else []),
        f"  colour: {yaml_text(brand_colour)}",
        "store: store  # folder of the numbers",
    ]
    return "\n".join(lines) + "\n"


def _one(value: object) -> str:
    return str(value) if isinstance(value, int) else yaml_text(str(value))
