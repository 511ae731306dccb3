"""``cliptrial accounts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, to_plain
from cliptrial.messages import says
from cliptrial.posts.declared import NAMES
from cliptrial.registry.languages import CODES

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace


def run(
    account: Annotated[
        str | None, typer.Argument(metavar="[ACCOUNT]", help="Its short name, e.g. kitchen_demo.")
    ] = None,
    client: Annotated[str | None, typer.Option(help="The client it belongs to: name or short name.")] = None,
    platform: Annotated[str | None, typer.Option(help="tiktok, instagram or youtube.")] = None,
    handle: Annotated[str | None, typer.Option(help="Its handle on the platform.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Its time zone, e.g. Europe/Berlin.")] = None,
    followers: Annotated[str | None, typer.Option(help="Its followers today.")] = None,
    source: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(NAMES)}; repeat it.")] = None,
    language: Annotated[str | None, typer.Option(help=f"Language of its own files: {CODES}.")] = None,
    films: Annotated[str | None, typer.Option(help="Who films.")] = None,
    posts: Annotated[str | None, typer.Option(help="Who posts.")] = None,
    reads: Annotated[str | None, typer.Option(help="Who reads the numbers off.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the accounts; with a short name, add one or change it. An empty text takes a setting away."""
    from cliptrial.registry.setup import Change, put_changes

    opened = open_workspace(workspace)
    if account is None:
        _list(opened, as_json)
        return
    named = next((short for short, one in opened.clients.items() if client in (short, one.name)), client)
    given = {"client": named, "platform": platform, "handle": handle, "timezone": timezone, "followers": followers}
    given |= {"language": language, "films": films, "posts": posts, "reads": reads}
    entry: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    entry |= {"sources": source} if source else {}
    change = Change("accounts", account, entry)
    opened = put_changes(opened.root, [change], NAMES, language=opened.language)
    if as_json:
        print_json({"account": account, **to_plain(opened.accounts[account])})
        return
    say(says("Saved: {name}.", name=account))


def _list(opened: Workspace, as_json: bool) -> None:
    if as_json:
        print_json({"accounts": [{"account": name, **to_plain(one)} for name, one in opened.accounts.items()]})
        return
    rows = [
        [name, one.client, one.platform, one.timezone, ", ".join(one.sources)] for name, one in opened.accounts.items()
    ]
    print_table([says("Account"), says("Client"), says("Platform"), says("Time zone"), says("Numbers from")], rows)
