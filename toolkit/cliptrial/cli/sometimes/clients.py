"""``cliptrial clients``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, to_plain
from cliptrial.messages import says
from cliptrial.registry.languages import CODES

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace


NumbersOption = Annotated[
    str | None, typer.Option(help="The three numbers of its page, e.g. reach,orders,roas; or brand, or creator.")
]
ReviewOption = Annotated[
    str | None,
    typer.Option(help="How often its numbers are talked through: weekly, monthly or quarterly; empty: never."),
]
ReviewDayOption = Annotated[
    str | None, typer.Option(help="On which day, e.g. tue; of a month in its second week. Default: that of calls.")
]
LogoOption = Annotated[Path | None, typer.Option(help="PNG, JPEG or SVG of at most 200 kB; it is copied to logos/.")]
TeachOption = Annotated[
    bool | None, typer.Option("--teach/--no-teach", help="Whether its numbers may teach other clients.")
]
LearnOption = Annotated[
    bool | None, typer.Option("--learn/--no-learn", help="Whether it may learn from those of others.")
]


def run(
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="Its name, e.g. 'Hotel Adler', or its short name.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Another name for its pages.")] = None,
    colour: Annotated[str | None, typer.Option(help="Accent colour of its pages, e.g. #0b6e6e.")] = None,
    logo: LogoOption = None,
    language: Annotated[str | None, typer.Option(help=f"Language of its pages: {CODES}.")] = None,
    call: Annotated[list[str] | None, typer.Option(help="A day of calls with the client, e.g. tue; repeat it.")] = None,
    numbers: NumbersOption = None,
    review: ReviewOption = None,
    review_day: ReviewDayOption = None,
    archive: Annotated[
        bool | None, typer.Option("--archive/--no-archive", help="Plan nothing new for it; what there is stays.")
    ] = None,
    teach: TeachOption = None,
    learn: LearnOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the clients; with a name, add one or change it.

    Nothing of what runs is ended by archiving a client.
    """
    from cliptrial.registry.setup import archived_told

    opened = open_workspace(workspace)
    if client is None:
        return _list(opened, as_json)
    three = None if numbers is None else [one.strip() for one in numbers.split(",") if one.strip()]
    given = {
        "name": name or None,
        "colour": colour,
        "language": language,
        "calls": call,
        "numbers": three,
        "review": review,
        "review_day": review_day,
        "archived": archive,
        "teaches": teach,
        "learns": learn,
    }
    called, opened = _put(opened, client, given, three or (), None if logo is None else _content(logo))
    if as_json:
        return print_json({"client": called, **to_plain(opened.clients[called])})
    say(says("Saved: {name}.", name=opened.clients[called].name))
    return say(archived_told(opened, called, date.today())) if archive else None


def _put(
    opened: Workspace, client: str, given: Mapping[str, object], three: Sequence[str], logo: bytes | None
) -> tuple[str, Workspace]:
    """Write down what was given of a client: its short name, and the workspace as it is then."""
    from cliptrial.metrics.presets import problems_of_client
    from cliptrial.posts.declared import NAMES
    from cliptrial.registry.setup import Change, put_changes, short_name

    short = _known(opened, client)
    entry: dict[str, object] = {"name": client} if short is None else {}
    entry |= {key: value for key, value in given.items() if value is not None}
    called = short or short_name("clients", entry, opened.clients)
    change = Change("clients", called, entry, new=short is None, logo=logo)
    wrong = [*problems_of_client(called, three, opened)]
    return called, put_changes(opened.root, [change], NAMES, language=opened.language, problems=wrong)


def _known(opened: Workspace, client: str) -> str | None:
    """Its short name; None for a new one. A name that is nearly one of those there is most likely misspelt."""
    from cliptrial.errors import Problem, RegistryError
    from cliptrial.messages import did_you_mean

    names = {shown: short for short, one in opened.clients.items() for shown in (short, one.name)}
    mend = did_you_mean(client, names)
    if client not in names and mend:
        raise RegistryError(Problem("unknown_client", says('There is no client "{client}"', client=client), mend=mend))
    return names.get(client)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise typer.BadParameter(says("there is no file {name}", name=path.name), param_hint="--logo") from None


def _list(opened: Workspace, as_json: bool) -> None:
    if as_json:
        print_json({"clients": [{"client": short, **to_plain(one)} for short, one in opened.clients.items()]})
        return
    if not opened.clients:
        say(says("There is no client yet. Next: `cliptrial clients 'Hotel Adler'`."))
        return
    rows = [
        [
            short,
            one.name,
            ", ".join(n for n, client in opened.owners if client == short),
            says("yes") if one.archived else None,
        ]
        for short, one in opened.clients.items()
    ]
    print_table([says("Short name"), says("Name"), says("Accounts"), says("Archived")], rows)
