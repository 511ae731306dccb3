"""A workspace: the folder with ``workspace.yaml``, its accounts, goals, brand and own metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from cliptrial.errors import Problem, RegistryError
from cliptrial.registry.languages import CODES, LANGUAGES
from cliptrial.registry.model import TEXT, Record, Whole
from cliptrial.registry.timezones import is_zone, zone_near
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.expected import Expected, expected_at
from cliptrial.registry.yaml.file import Document, Place, expect_mapping, read_document

FILE = "workspace.yaml"
COLUMN = Expected("The name of a column")


def _known_language(value: object) -> object:
    if value not in LANGUAGES:
        raise ValueError("not a language")
    return value


Language = Annotated[
    str,
    BeforeValidator(_known_language),
    WithJsonSchema({"enum": list(LANGUAGES), "type": "string"}),
]
LANGUAGE = Expected(CODES)


def _known_zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not is_zone(value):
        raise ValueError("not a time zone")
    return value


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _known_source(value: object, info: ValidationInfo) -> object:
    if info.context is not None and value not in info.context:
        raise PydanticCustomError("expected", "{names}", {"names": _one_of(info.context)})
    return value


class Account(Record):
    """One account that posts."""

    timezone: Annotated[str, BeforeValidator(_known_zone), Expected("A time zone such as Europe/Berlin")] = Field(
        description="The time zone that the account lives in, e.g. Europe/Berlin."
    )
    handle: Annotated[str | None, Expected("The account's handle on the platform, without @")] = Field(
        default=None, description="The handle on the platform, without @."
    )
    followers: Annotated[Annotated[Whole, Field(ge=0)] | None, Expected("A whole number")] = Field(
        default=None, description="Followers today."
    )
    sources: Annotated[
        tuple[Annotated[str, BeforeValidator(_known_source), Expected("The name of a source")], ...],
        Expected("A list, e.g. [studio, numbers]"),
    ] = Field(default=("studio", "numbers"), description="Where its numbers come from.")
    language: Annotated[Language | None, LANGUAGE] = Field(
        default=None, description="Language of the account's own files."
    )


class Brand(Record):
    """What reports carry."""

    name: Annotated[str | None, TEXT] = Field(default=None, description="Name on every report.")
    colour: Annotated[
        Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] | None, Expected("A colour in quotes, e.g. '#0b6e6e'")
    ] = Field(default=None, description="Accent colour, in quotes: '#0b6e6e'.")


class CustomMetric(Record):
    """A metric of the workspace's own: columns added up, divided by a column. Nothing is run as code."""

    numerator: Annotated[
        tuple[Annotated[str, COLUMN], ...],
        Field(min_length=1),
        BeforeValidator(_as_list),
        Expected("A column, or a list of columns that are added up"),
    ] = Field(description="Columns that are added up.")
    denominator: Annotated[str | None, COLUMN] = Field(
        default=None, description="Column to divide by; none for a plain number."
    )
    kind: Annotated[Literal["rate", "count", "mean", "rare", "money"], Expected("rate, count, mean, rare or money")] = (
        Field(description="How the metric behaves.")
    )
    labels: Annotated[
        Mapping[str, Annotated[str, Expected("What readers see")]],
        Expected("A mapping, e.g. {en: Replies per view, de: Antworten pro Aufruf}"),
    ] = Field(default_factory=dict, description="What readers see, by language.")
    better: Annotated[Literal["higher", "lower"], Expected("higher or lower")] = Field(
        default="higher", description="The direction that is good."
    )


class WorkspaceSettings(Record):
    """What ``workspace.yaml`` says."""

    accounts: Annotated[
        Mapping[str, Annotated[Account, Expected("A mapping, e.g. {timezone: Europe/Berlin, handle: kitchen.demo}")]],
        Field(min_length=1),
        Expected("A mapping: a name for each account, with its time zone"),
    ] = Field(description="The accounts, each by a short name.")
    language: Annotated[Language, LANGUAGE] = Field(default="en", description=f"Language of reports: {CODES}.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), Expected("Three capital letters, e.g. EUR")] = Field(
        default="EUR", description="e.g. EUR"
    )
    goals: Annotated[
        tuple[Annotated[str, TEXT], ...], Expected("A list, the most important goal first, e.g. [watch-time, reach]")
    ] = Field(default=(), description="What you are after, the most important first.")
    brand: Annotated[Brand, Expected("A mapping, e.g. {name: Kitchen Demo, colour: '#0b6e6e'}")] = Field(
        default=Brand(), description="Name and colour on reports."
    )
    store: Annotated[str, Field(min_length=1), Expected("A folder inside the workspace, e.g. store")] = Field(
        default="store", description="Folder of the numbers."
    )
    metrics: Annotated[
        Mapping[
            str, Annotated[CustomMetric, Expected("A mapping with numerator, denominator, kind, labels and better")]
        ],
        Expected("A mapping: a name for each metric, with numerator and denominator"),
    ] = Field(default_factory=dict, description="Metrics of your own, by name.")


class Workspace(WorkspaceSettings):
    """The settings of a workspace together with the folder they were found in.

    Attributes:
        root: The folder that holds ``workspace.yaml``.
        places: By dotted path: line and column in ``workspace.yaml``.
    """

    root: Path
    places: Mapping[str, Place] = Field(default_factory=dict, repr=False)

    @property
    def experiments_dir(self) -> Path:
        """Where the experiments are, a folder each."""
        return self.root / "experiments"

    @property
    def templates_dir(self) -> Path:
        """Where the workspace's own templates are; they win over the packaged ones."""
        return self.root / "templates"

    @property
    def store_dir(self) -> Path:
        """Where the numbers are kept."""
        return self.root / self.store

    def problem(self, dotted: str, code: str, what: str, expected: str = "", mend: str = "") -> Problem:
        """A problem at a dotted path of ``workspace.yaml``."""
        return Document(None, self.places, (), FILE, "").problem(dotted, code, what, expected, mend)


def find_workspace(start: Path | str, sources: Sequence[str] | None = None) -> Workspace:
    """The workspace that a folder or file belongs to: the nearest ``workspace.yaml`` upwards.

    Args:
        start: The folder or file.
        sources: The names that an account's sources may have; None takes any.

    Raises:
        RegistryError: There is none, or it has mistakes.
    """
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return load_workspace(folder, sources)
    raise _no_workspace(f"{here.name or here} is not in a workspace: there is no {FILE} here or in a folder above")


def load_workspace(root: Path, sources: Sequence[str] | None = None) -> Workspace:
    """The workspace in exactly this folder.

    Args:
        root: The folder.
        sources: The names that an account's sources may have; None takes any.

    Raises:
        RegistryError: ``workspace.yaml`` is missing or has mistakes; every one is listed.
    """
    if not (root / FILE).is_file():
        raise _no_workspace(f"{root.name or root} is not a workspace: it has no {FILE}")
    what = "accounts, goals and brand of the workspace"
    document = expect_mapping(read_document(root / FILE, FILE), what, "cliptrial init DIR")
    settings, problems = settings_of(document, sources)
    if problems or settings is None:
        raise RegistryError(problems)
    values = {name: getattr(settings, name) for name in WorkspaceSettings.model_fields}
    return Workspace(root=root, places=document.places, **values)


def settings_of(
    document: Document, sources: Sequence[str] | None = None
) -> tuple[WorkspaceSettings | None, list[Problem]]:
    """The settings that a document describes, or None with everything that is wrong, in order of line."""
    between = [*document.problems, *_checks(document)]
    settings, misfits = convert(WorkspaceSettings, document, between, context=sources)
    return settings, sorted([*between, *misfits], key=lambda p: (p.line or 0, p.column or 0))


def _one_of(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _no_workspace(what: str) -> RegistryError:
    expected = f"A folder with {FILE}"
    mend = (
        "Make one with `cliptrial init`, try an example with `cliptrial demo DIR`, or name one with `--workspace DIR`."
    )
    return RegistryError(Problem("no_workspace", what, expected, mend))


def _checks(document: Document) -> list[Problem]:
    problems = []
    accounts = document.plain.get("accounts")
    for name, account in accounts.items() if isinstance(accounts, dict) else ():
        if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name):
            told = f'"{name}" cannot be the name of an account here'
            expected = "Small letters, digits, _ and -, e.g. kitchen_demo; the handle goes below it"
            problems.append(document.problem(f"accounts.{name}", "account_name", told, expected))
        zone = account.get("timezone") if isinstance(account, dict) else None
        if isinstance(zone, str) and (near := _nearest_zone(zone)):
            dotted = f"accounts.{name}.timezone"
            problems.append(document.problem(dotted, "timezone", f'There is no time zone "{zone}"', "", near))
    metrics = document.plain.get("metrics")
    for name, metric in metrics.items() if isinstance(metrics, dict) else ():
        labels = metric.get("labels") if isinstance(metric, dict) else None
        for language in labels if isinstance(labels, dict) else ():
            if language not in LANGUAGES:
                told = f'Reports are not written in "{language}"'
                problems.append(document.problem(f"metrics.{name}.labels.{language}", "language", told, CODES))
    store = document.plain.get("store")
    if isinstance(store, str) and (Path(store).is_absolute() or ".." in Path(store).parts or ":" in store):
        told = f'The store "{store}" lies outside the workspace'
        problems.append(
            document.problem("store", "store", told, expected_at(WorkspaceSettings, "store"), "Write `store: store`.")
        )
    return problems


def _nearest_zone(zone: str) -> str:
    """A hint when a zone is not known; empty when it is."""
    if is_zone(zone):
        return ""
    near = zone_near(zone)
    return f"Did you mean {near}?" if near else "Name the nearest large city, e.g. Europe/Berlin."
