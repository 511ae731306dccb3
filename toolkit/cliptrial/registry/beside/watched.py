"""Accounts of others that a team looks at for ideas: ``watched`` of ``workspace.yaml``.

Their handles are public names of businesses, typed by whoever watches them, and stand in this file alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from cliptrial.errors import Problem
from cliptrial.messages import nothing, says
from cliptrial.registry.accounts import NAME, Account, Client
from cliptrial.registry.beside.strategy import no_such_client
from cliptrial.registry.model import Record
from cliptrial.registry.platforms import PlatformName
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document

FOLDER = "watched"
"""Holds what was read of them, apart from all else."""
WATCHED = "Accounts of others whose public numbers are looked at for ideas, each by a short name; never pooled."


class Watched(Record):
    """An account of somebody else's business."""

    handle: Annotated[str | None, Expected(says("The account's handle on the platform, without @"))] = Field(
        default=None,
        description="The handle on the platform, without @; that of a business, never of a private person.",
    )
    platform: Annotated[PlatformName, Expected(says("tiktok, instagram or youtube"))] = Field(
        default="tiktok", description="tiktok | instagram | youtube"
    )
    client: Annotated[str | None, NAME] = Field(default=None, description="The client for whom it is watched.")


EveryWatched = Annotated[
    Mapping[str, Annotated[Watched, Expected(says("A mapping, e.g. {handle: rival.kitchen, platform: tiktok}"))]],
    Expected(says("A mapping: a short name for each account that is watched")),
]


def watched_problems(
    watched: Mapping[str, Watched], accounts: Mapping[str, Account], clients: Mapping[str, Client], document: Document
) -> Iterator[Problem]:
    """Names that cannot be used, accounts that are one's own, and clients that are not there."""
    own = {(one.platform, one.handle.casefold()): name for name, one in accounts.items() if one.handle}
    for name, one in watched.items():
        at = f"watched.{name}"
        if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name):
            what = says('"{name}" cannot be the name of an account here', name=name)
            expected = says("Small letters, digits, _ and -, e.g. kitchen_demo; the handle goes below it")
            yield document.problem(at, "account_name", what, expected)
        twin = name if name in accounts else own.get((one.platform, (one.handle or "").casefold()))
        if twin is not None:
            what = says('"{name}" is an account of your own: {account}', name=name, account=twin)
            mend = says("Own accounts stand under `accounts`; `watched` is for those of others.")
            yield document.problem(at, "watched_own", what, nothing, mend)
        if one.client is not None and one.client not in clients:
            yield no_such_client(one.client, clients, document, f"{at}.client")
