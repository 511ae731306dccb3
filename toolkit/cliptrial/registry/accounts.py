"""Who posts, and whose it is: the accounts of a workspace, its clients and its brand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, nothing, one_of, says
from cliptrial.registry.beside.strategy import TARGET, Target, no_such_client
from cliptrial.registry.languages import CODES, LANGUAGES
from cliptrial.registry.model import LINK, TEXT, Record, WebLink, WeekdayText, Whole
from cliptrial.registry.plan.pauses import COUNTRY, Holidays, Pauses, day_off_problems
from cliptrial.registry.platforms import PLATFORMS, PlatformName
from cliptrial.registry.safety.inside import is_inside
from cliptrial.registry.timezones import is_zone, zone_near
from cliptrial.registry.yaml.expected import Expected, ExpectedError, as_list
from cliptrial.registry.yaml.file import Document


def _known_language(value: object) -> object:
    if value not in LANGUAGES:
        raise ValueError(says("not a language"))
    return value


Language = Annotated[str, BeforeValidator(_known_language), WithJsonSchema({"enum": list(LANGUAGES), "type": "string"})]
LANGUAGE = Expected(CODES)


def _known_zone(value: object) -> object:
    if isinstance(value, str) and not is_zone(value):
        raise ValueError(says("not a time zone"))
    return value


def _known_source(value: object, info: ValidationInfo) -> object:
    if info.context is not None and value not in info.context:
        raise ExpectedError(one_of(info.context))
    return value


COLOUR = r"^#[0-9a-fA-F]{6}$"
OF_COLOUR = Expected(says("A colour in quotes, e.g. '#0b6e6e'"))
NAME = Expected(says("The name of a client under `clients`"))
PERSON = Expected(says("A name"))
LARGEST_LOGO = 200_000
"""Bytes; a page carries its logo within itself."""
_GROUP = Expected(says("A mapping, e.g. {territories: [DE, AT]} or {share: 40%}"))
PAUSES = "Days and stretches of days without posts, e.g. [2026-12-24 to 2027-01-06]."
HOLIDAYS = "Country, or country and state, on whose public holidays nothing is posted, e.g. DE-BY."


Numbers = Annotated[
    tuple[Annotated[str, Expected(says("The name of a number, e.g. reach"))], ...],
    BeforeValidator(as_list, json_schema_input_type=str | tuple[str, ...]),
    Expected(says("brand, creator, or three numbers, e.g. [reach, orders, roas]")),
]
NUMBERS = "The three numbers of its page, e.g. [reach, orders, roas]; or brand, or creator."


class Account(Record):
    """One account that posts."""

    timezone: Annotated[str, BeforeValidator(_known_zone), Expected(says("A time zone such as Europe/Berlin"))] = Field(
        description="The time zone that the account lives in, e.g. Europe/Berlin."
    )
    platform: Annotated[PlatformName, Expected(says("tiktok, instagram or youtube"))] = Field(
        default="tiktok", description="tiktok | instagram | youtube"
    )
    handle: Annotated[str | None, Expected(says("The account's handle on the platform, without @"))] = Field(
        default=None, description="The handle on the platform, without @."
    )
    followers: Annotated[Annotated[Whole, Field(ge=0)] | None, Expected(says("A whole number"))] = Field(
        default=None, description="Followers today."
    )
    sources: Annotated[
        tuple[Annotated[str, BeforeValidator(_known_source), Expected(says("The name of a source"))], ...],
        Expected(says("A list, e.g. [studio, numbers]")),
    ] = Field(
        default_factory=lambda given: (PLATFORMS[given.get("platform", "tiktok")].exports, "numbers"),
        description="Where its numbers come from.",
        json_schema_extra={"default": ["studio", "numbers"]},
    )
    language: Annotated[Language | None, LANGUAGE] = Field(
        default=None, description="Language of the account's own files."
    )
    client: Annotated[str | None, NAME] = Field(default=None, description="The client it belongs to, under `clients`.")
    films: Annotated[str | None, PERSON] = Field(default=None, description="Who films.")
    posts: Annotated[str | None, PERSON] = Field(default=None, description="Who posts.")
    reads: Annotated[str | None, PERSON] = Field(default=None, description="Who reads the numbers off.")
    pauses: Pauses = Field(default=(), description=PAUSES)
    holidays: Annotated[Holidays | None, Expected(COUNTRY)] = Field(default=None, description=HOLIDAYS)
    filming_days: Annotated[
        tuple[WeekdayText, ...], Field(min_length=1), Expected(says("A list of days, e.g. [fri]"))
    ] = Field(default=("fri",), description="Days of filming: a post is filmed on the last one before it goes out.")
    link: Annotated[WebLink | None, LINK] = Field(
        default=None, description="The page that its posts lead to; each post gets its own tracked link to it."
    )
    target: Annotated[Target | None, _GROUP] = Field(default=None, description=TARGET)


class Client(Record):
    """One client: whose accounts, experiments and pages are apart from everybody else's."""

    name: Annotated[str, TEXT] = Field(description="Name on the client's pages.")
    colour: Annotated[Annotated[str, Field(pattern=COLOUR)] | None, OF_COLOUR] = Field(
        default=None, description="Accent colour of the client's pages, in quotes: '#0b6e6e'."
    )
    logo: Annotated[str | None, Expected(says("A PNG, JPEG or SVG file inside the workspace"))] = Field(
        default=None, description="Logo on the client's pages: a PNG, JPEG or SVG file in the workspace."
    )
    language: Annotated[Language | None, LANGUAGE] = Field(
        default=None, description="Language of the client's pages; that of the workspace where there is none."
    )
    calls: Annotated[tuple[WeekdayText, ...], Expected(says("A list of days, e.g. [tue]"))] = Field(
        default=(), description="Days of calls with the client, e.g. [tue]."
    )
    numbers: Numbers = Field(default=(), description=NUMBERS)
    target: Annotated[Target | None, _GROUP] = Field(default=None, description=TARGET)
    review: Annotated[
        Literal["weekly", "monthly", "quarterly"] | None, Expected(says("weekly, monthly or quarterly"))
    ] = Field(default=None, description="How often the numbers are talked through: weekly | monthly | quarterly")
    review_day: Annotated[WeekdayText | None, Expected(says("A day, e.g. tue"))] = Field(
        default=None, description="On which day, of a month in its second week; else the first day of calls."
    )
    archived: Annotated[bool, Expected(says("true or false"))] = Field(
        default=False, description="true: nothing new is planned; what there is stays."
    )
    teaches: Annotated[bool, Expected(says("true or false"))] = Field(
        default=True, description="false: its results say nothing to other clients; else their numbers, never a name."
    )
    learns: Annotated[bool, Expected(says("true or false"))] = Field(
        default=True, description="false: what is expected for it rests on its own results alone."
    )
    pauses: Pauses = Field(default=(), description=PAUSES)
    holidays: Annotated[Holidays | None, Expected(COUNTRY)] = Field(default=None, description=HOLIDAYS)


class Brand(Record):
    """What reports carry."""

    name: Annotated[str | None, TEXT] = Field(default=None, description="Name on every report.")
    colour: Annotated[Annotated[str, Field(pattern=COLOUR)] | None, OF_COLOUR] = Field(
        default=None, description="Accent colour, in quotes: '#0b6e6e'."
    )


def account_problems(document: Document) -> Iterator[Problem]:
    """Names of accounts and clients that cannot be used, zones that do not exist, clients that nobody named."""
    accounts, clients = (_named(document, part) for part in ("accounts", "clients"))
    for name, account in accounts.items():
        yield from _name_problems(document, "accounts", name)
        zone = account.get("timezone") if isinstance(account, Mapping) else None
        if isinstance(zone, str) and (near := nearest_zone(zone)):
            dotted, what = f"accounts.{name}.timezone", says('There is no time zone "{zone}"', zone=zone)
            yield document.problem(dotted, "timezone", what, nothing, near)
        client = account.get("client") if isinstance(account, Mapping) else None
        if isinstance(client, str) and client not in clients:
            yield no_such_client(client, clients, document, f"accounts.{name}.client")
    for name in clients:
        yield from _name_problems(document, "clients", name)
    parts = {
        f"{part}.{name}": entry for part in ("accounts", "clients") for name, entry in _named(document, part).items()
    }
    yield from day_off_problems(document, {"": document.mapping, **parts})


def _named(document: Document, part: str) -> Mapping[str, object]:
    entries = document.mapping.get(part)
    return entries if isinstance(entries, Mapping) else {}


def _name_problems(document: Document, part: str, name: str) -> Iterator[Problem]:
    if re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name):
        return
    if part == "accounts":
        what = says('"{name}" cannot be the name of an account here', name=name)
        expected = says("Small letters, digits, _ and -, e.g. kitchen_demo; the handle goes below it")
        yield document.problem(f"accounts.{name}", "account_name", what, expected)
    else:
        what = says('"{name}" cannot be the short name of a client', name=name)
        expected = says("Small letters, digits, _ and -, e.g. hotel_adler; the name for pages goes below it")
        yield document.problem(f"clients.{name}", "client_name", what, expected)


def logo_problems(document: Document, root: Path, clients: Mapping[str, Client]) -> Iterator[Problem]:
    """Logos that are not there, lie elsewhere, are too large for a page, or are no pictures."""
    for name, client in clients.items():
        if client.logo is None:
            continue
        path = root / client.logo
        if not is_inside(path, root) or not path.is_file():
            what = says('There is no logo "{logo}" in the workspace', logo=client.logo)
        elif path.stat().st_size > LARGEST_LOGO:
            what = says('The logo "{logo}" is larger than 200 kB', logo=client.logo)
        elif logo_type(path.read_bytes()) is None:
            what = says('The logo "{logo}" is no PNG, JPEG or SVG', logo=client.logo)
        else:
            continue
        expected = says("A PNG, JPEG or SVG file inside the workspace, of at most 200 kB")
        yield document.problem(f"clients.{name}.logo", "logo", what, expected)


def logo_type(content: bytes) -> str | None:
    """The media type of a picture by how it begins; None for anything else."""
    if content.startswith(b"\x89PNG\r\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/svg+xml" if b"<svg" in content[:1000] else None


def nearest_zone(zone: str) -> Message:
    """A hint when a zone is not known; empty when it is."""
    if is_zone(zone):
        return nothing
    near = zone_near(zone)
    return (
        says('Did you mean "{near}"?', near=near) if near else says("Name the nearest large city, e.g. Europe/Berlin.")
    )


def no_account(name: str, known: Collection[str]) -> Problem:
    """That there is no account of this name, where one was asked for."""
    what, expected = says('There is no account "{name}"', name=name), says("One of {names}", names=list(known))
    return Problem("unknown_account", what, expected, did_you_mean(name, known), field="account")


def no_client(name: str, known: Collection[str]) -> Problem:
    """That there is no client of this name, where one was asked for."""
    what = says('There is no client "{name}"', name=name)
    expected = says("One of {names}", names=list(known)) if known else nothing
    return Problem("unknown_client", what, expected, did_you_mean(name, known), field="client")
