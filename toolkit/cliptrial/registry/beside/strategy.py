"""Whom a client wants to reach, and what its posts are about: ``target`` and ``pillars`` of ``workspace.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, nothing, says
from cliptrial.registry.model import TEXT, Record, Share
from cliptrial.registry.yaml.expected import Expected, as_list
from cliptrial.registry.yaml.file import Document

TARGET = (
    "Whom it wants to reach: a typed share, or territories, genders and ages as the exports of the audience say them."
)
PILLARS = "What posts are about, by name: hashtags and topics, and whether it is part of the strategy."


_Values = Annotated[
    tuple[Annotated[str, Field(min_length=1), TEXT], ...],
    BeforeValidator(as_list),
    Expected(says("A list, as the export of the audience writes it, e.g. [DE, AT]")),
]


class Target(Record):
    """The target group: typed as a share, or by what exports say of followers."""

    share: Annotated[
        Annotated[Share, Field(gt=0, le=1)] | None, Expected(says("A share above 0% and up to 100%, e.g. 40%"))
    ] = Field(default=None, description="Share of those reached who belong to it, where it is known otherwise.")
    territories: _Values = Field(default=(), description="Countries, e.g. [DE, AT].")
    genders: _Values = Field(default=(), description="e.g. [Female]")
    ages: _Values = Field(default=(), description="e.g. [18-24, 25-34]")

    @property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """By what followers are shared out by: the values that are wanted; only what is named."""
        every = {"territory": self.territories, "gender": self.genders, "age": self.ages}
        return {part: values for part, values in every.items() if values}


class Pillar(Record):
    """What a part of the posts is about; a topic or a hashtag belongs to one."""

    label: Annotated[str | None, TEXT] = Field(default=None, description="What pages call it; else its name.")
    client: Annotated[str | None, Expected(says("The name of a client under `clients`"))] = Field(
        default=None, description="Whose pillar it is; none for everybody's."
    )
    hashtags: Annotated[
        tuple[Annotated[str, Expected(says("A hashtag without #"))], ...],
        BeforeValidator(as_list),
        Expected(says("A list of hashtags without #")),
    ] = Field(default=(), description="Hashtags of its posts, without #.")
    topics: _Values = Field(default=(), description="Topics of plans that belong to it; `name: topic` does, too.")
    strategy: Annotated[bool, Expected(says("true or false"))] = Field(
        default=True, description="false: it has nothing to do with what is sold."
    )


Pillars = Annotated[
    Mapping[str, Annotated[Pillar, Expected(says("A mapping, e.g. {hashtags: [recipe], strategy: true}"))]],
    Expected(says("A mapping: a short name for each pillar, with its hashtags and topics")),
]


def pillar_problems(
    pillars: Mapping[str, Pillar], clients: Mapping[str, object], document: Document
) -> Iterator[Problem]:
    """Clients that are not there, and a hashtag or topic that belongs to two pillars of one client."""
    for number, (name, one) in enumerate(pillars.items()):
        if one.client is not None and one.client not in clients:
            yield no_such_client(one.client, clients, document, f"pillars.{name}.client")
        for other, before in list(pillars.items())[:number]:
            shared = {*map(plain, one.hashtags), *map(plain, one.topics)}
            shared &= {*map(plain, before.hashtags), *map(plain, before.topics)}
            if shared and (None in (one.client, before.client) or one.client == before.client):
                what = says(
                    '"{what}" belongs to two pillars: {one} and {other}', what=min(shared), one=other, other=name
                )
                yield document.problem(f"pillars.{name}", "pillars_share", what, says("One pillar for each"))


def no_such_client(name: str, clients: Collection[str], document: Document, at: str) -> Problem:
    """That there is no client of a name that stands somewhere in ``workspace.yaml``."""
    what = says('There is no client "{client}"', client=name)
    expected = says("One of {names}", names=list(clients)) if clients else nothing
    mend = did_you_mean(name, clients, says("Add it under `clients`, with its name."))
    return document.problem(at, "unknown_client", what, expected, mend)


def plain(text: str) -> str:
    """A hashtag or a topic, as they are compared."""
    return " ".join(text.removeprefix("#").casefold().split())
