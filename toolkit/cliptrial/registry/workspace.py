"""A workspace: the folder with ``workspace.yaml``, its accounts, goals, brand and own metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.accounts import (
    HOLIDAYS,
    LANGUAGE,
    NUMBERS,
    PAUSES,
    Account,
    Brand,
    Client,
    Language,
    Numbers,
    account_problems,
    logo_problems,
)
from cliptrial.registry.beside.bands import BANDS, OwnBands, band_problems
from cliptrial.registry.beside.goals import Goal, as_goal, goal_problems
from cliptrial.registry.beside.reviews import review_problems
from cliptrial.registry.beside.strategy import PILLARS, Pillars, pillar_problems
from cliptrial.registry.beside.watched import WATCHED, EveryWatched, watched_problems
from cliptrial.registry.languages import CODES, LANGUAGES
from cliptrial.registry.model import Record, WeekdayText
from cliptrial.registry.plan.pauses import COUNTRY, Holidays, Pauses
from cliptrial.registry.plan.reading_days import USUAL
from cliptrial.registry.safety.inside import leading_out
from cliptrial.registry.safety.retention import PERIOD, Period
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.expected import Expected, as_list, expected_at
from cliptrial.registry.yaml.file import Document, Place, expect_mapping, read_document

FILE = "workspace.yaml"
TAKEN = ("experiments", "templates", "notebooks", "reports", "exports", "watched", ".git")
"""Folders of a workspace that hold something other than numbers."""
COLUMN = Expected(says("The name of a column"))


class CustomMetric(Record):
    """A metric of the workspace's own: columns added up, divided by a column. Nothing is run as code."""

    numerator: Annotated[
        tuple[Annotated[str, COLUMN], ...],
        Field(min_length=1),
        BeforeValidator(as_list),
        Expected(says("A column, or a list of columns that are added up")),
    ] = Field(description="Columns that are added up.")
    denominator: Annotated[str | None, COLUMN] = Field(
        default=None, description="Column to divide by; none for a plain number."
    )
    kind: Annotated[
        Literal["rate", "count", "mean", "rare", "money"], Expected(says("rate, count, mean, rare or money"))
    ] = Field(description="How the metric behaves.")
    labels: Annotated[
        Mapping[str, Annotated[str, Expected(says("What readers see"))]],
        Expected(says("A mapping, e.g. {en: Replies per view, de: Antworten pro Aufruf}")),
    ] = Field(default_factory=dict, description="What readers see, by language.")
    better: Annotated[Literal["higher", "lower"], Expected(says("higher or lower"))] = Field(
        default="higher", description="The direction that is good."
    )


Owners = tuple[tuple[str, str | None], ...]


class WorkspaceSettings(Record):
    """What ``workspace.yaml`` says."""

    accounts: Annotated[
        Mapping[
            str, Annotated[Account, Expected(says("A mapping, e.g. {timezone: Europe/Berlin, handle: kitchen.demo}"))]
        ],
        Field(min_length=1),
        Expected(says("A mapping: a name for each account, with its time zone")),
    ] = Field(description="The accounts, each by a short name.")
    language: Annotated[Language, LANGUAGE] = Field(default="en", description=f"Language of reports: {CODES}.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), Expected(says("Three capital letters, e.g. EUR"))] = Field(
        default="EUR", description="e.g. EUR"
    )
    goals: Annotated[
        tuple[
            Annotated[
                Goal,
                BeforeValidator(as_goal, json_schema_input_type=str | Goal),
                Expected(says("A name, or a mapping with name, metric, from, to and by")),
            ],
            ...,
        ],
        Expected(says("A list, the most important goal first, e.g. [watch-time, reach]")),
    ] = Field(default=(), description="What you are after, the most important first.")
    brand: Annotated[Brand, Expected(says("A mapping, e.g. {name: Kitchen Demo, colour: '#0b6e6e'}"))] = Field(
        default=Brand(), description="Name and colour on reports."
    )
    clients: Annotated[
        Mapping[str, Annotated[Client, Expected(says("A mapping, e.g. {name: Hotel Adler, language: de}"))]],
        Expected(says("A mapping: a short name for each client, with its name")),
    ] = Field(default_factory=dict, description="The clients, each by a short name; accounts say whose they are.")
    numbers: Numbers = Field(default=(), description=f"For accounts without a client: {NUMBERS}")
    pauses: Pauses = Field(default=(), description=PAUSES)
    holidays: Annotated[Holidays | None, Expected(COUNTRY)] = Field(default=None, description=HOLIDAYS)
    tables: Annotated[
        Mapping[
            str,
            Annotated[
                Mapping[
                    str,
                    Annotated[
                        Mapping[str, Annotated[str, COLUMN]],
                        Expected(says("A mapping, e.g. {link: URL, views: Plays}")),
                    ],
                ],
                Expected(says("A mapping: a name for each kind of table, with what its columns are")),
            ],
        ],
        Expected(says("A mapping: by client, or by account without one, its tables")),
    ] = Field(default_factory=dict, description="Whose tables of other tools have which columns; `ingest` writes it.")
    reading_days: Annotated[
        tuple[WeekdayText, ...], Field(min_length=1), Expected(says("A list of days, e.g. [mon, wed, fri]"))
    ] = Field(
        default=USUAL, description="Days on which numbers are read off; Monday, Wednesday and Friday meet every post."
    )
    store: Annotated[str, Field(min_length=1), Expected(says("A folder inside the workspace, e.g. store"))] = Field(
        default="store", description="Folder of the numbers."
    )
    retention: Annotated[Period | None, Expected(PERIOD)] = Field(
        default=None, description="How long numbers may be kept, e.g. 400 days; `status` tells what is older."
    )
    metrics: Annotated[
        Mapping[
            str,
            Annotated[CustomMetric, Expected(says("A mapping with numerator, denominator, kind, labels and better"))],
        ],
        Expected(says("A mapping: a name for each metric, with numerator and denominator")),
    ] = Field(default_factory=dict, description="Metrics of your own, by name.")
    bands: OwnBands = Field(default_factory=dict, description=BANDS)
    pillars: Pillars = Field(default_factory=dict, description=PILLARS)
    watched: EveryWatched = Field(default_factory=dict, description=WATCHED)


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

    @property
    def goal_names(self) -> tuple[str, ...]:
        """What experiments and ideas call the goals, the most important first."""
        return tuple(goal.name for goal in self.goals)

    @property
    def owners(self) -> Owners:
        """Every account with the client it belongs to, or None."""
        return tuple((name, account.client) for name, account in self.accounts.items())

    def client_of(self, accounts: Sequence[str]) -> str | None:
        """The client that the first of these accounts belongs to; None for none."""
        return next((self.accounts[name].client for name in accounts if name in self.accounts), None)

    def accounts_of(self, client: str | None) -> tuple[str, ...]:
        """The accounts that belong to a client; for None those that belong to none."""
        return tuple(name for name, owner in self.owners if owner == client)

    def learns_from(self, client: str | None, other: str | None) -> bool:
        """Whether what is expected for a client may rest on results of another one; accounts without one have no say.

        Only numbers cross: never a name, a title, a text or an account.
        """
        if client == other:
            return True
        learns = client is None or self.clients[client].learns
        return learns and (other is None or self.clients[other].teaches)

    def owner_of(self, account: str) -> str:
        """Whose tables an account's are: its client's, or its own where it has none."""
        return self.accounts[account].client or account

    def language_of(self, client: str | None) -> str:
        """The language of a client's pages; the workspace's where the client has none."""
        return (self.clients[client].language if client is not None else None) or self.language

    def problem(
        self, dotted: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
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
    return load_workspace(find_root(start), sources)


def find_root(start: Path | str) -> Path:
    """The folder of the workspace that a folder or file belongs to.

    Raises:
        RegistryError: There is none.
    """
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise _no_workspace(
        says(
            "{name} is not in a workspace: there is no {file} here or in a folder above",
            name=here.name or here,
            file=FILE,
        )
    )


def load_workspace(root: Path, sources: Sequence[str] | None = None) -> Workspace:
    """The workspace in exactly this folder.

    Args:
        root: The folder.
        sources: The names that an account's sources may have; None takes any.

    Raises:
        RegistryError: ``workspace.yaml`` is missing or has mistakes; every one is listed.
    """
    if not (root / FILE).is_file():
        raise _no_workspace(says("{name} is not a workspace: it has no {file}", name=root.name or root, file=FILE))
    what = says("accounts, goals and brand of the workspace")
    document = expect_mapping(read_document(root / FILE, FILE), what, "cliptrial init DIR")
    settings, problems = settings_of(document, sources)
    if settings is not None:
        problems += [*leading_out(root, settings.store), *logo_problems(document, root, settings.clients)]
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
    if settings is not None:
        misfits = [
            *band_problems(settings.bands, document),
            *review_problems(settings.clients, document),
            *pillar_problems(settings.pillars, settings.clients, document),
            *watched_problems(settings.watched, settings.accounts, settings.clients, document),
        ]
    return settings, sorted([*between, *misfits], key=lambda p: (p.line or 0, p.column or 0))


def _no_workspace(what: Message) -> RegistryError:
    expected = says("A folder with {file}", file=FILE)
    mend = says(
        "Make one with `cliptrial init`, try an example with `cliptrial demo DIR`, or name one with `--workspace DIR`."
    )
    return RegistryError(Problem("no_workspace", what, expected, mend))


def _checks(document: Document) -> list[Problem]:
    problems = list(account_problems(document))
    metrics = document.mapping.get("metrics")
    for name, metric in metrics.items() if isinstance(metrics, dict) else ():
        labels = metric.get("labels") if isinstance(metric, dict) else None
        for language in labels if isinstance(labels, dict) else ():
            if language not in LANGUAGES:
                what = says('Reports are not written in "{language}"', language=language)
                problems.append(document.problem(f"metrics.{name}.labels.{language}", "language", what, CODES))
    return [*problems, *goal_problems(document), *_owner_problems(document), *_store_problems(document)]


def _owner_problems(document: Document) -> Iterator[Problem]:
    """Tables of somebody who is neither a client nor an account."""
    tables, clients, accounts = (document.mapping.get(part) for part in ("tables", "clients", "accounts"))
    known = [name for part in (clients, accounts) if isinstance(part, dict) for name in part]
    for owner in tables if isinstance(tables, dict) else ():
        if owner not in known:
            what, expected = (
                says('There is no client or account "{name}"', name=owner),
                says("One of {names}", names=known),
            )
            yield document.key_problem(f"tables.{owner}", "unknown_owner", what, expected, did_you_mean(owner, known))


def _store_problems(document: Document) -> list[Problem]:
    """A store outside the workspace, or in a folder that holds something else."""
    store = document.mapping.get("store")
    if not isinstance(store, str) or not store:
        return []
    parts = Path(store.replace("\\", "/")).parts
    if Path(store).is_absolute() or ".." in parts or ":" in store:
        what = says('The store "{store}" lies outside the workspace', store=store)
    elif not parts or parts[0].casefold() in TAKEN:
        what = says('The store "{store}" is not a folder of its own', store=store)
    else:
        return []
    expected = expected_at(WorkspaceSettings, "store")
    return [document.problem("store", "store", what, expected, says("Write `store: store`."))]
