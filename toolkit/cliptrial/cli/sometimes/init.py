"""``cliptrial init``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.ask import UnusableAnswerError, ask, ask_choice, ask_for, ask_if_any, can_ask, need
from cliptrial.cli.output import JsonOption, open_workspace, print_json, say
from cliptrial.messages import Message, says
from cliptrial.posts.declared import NAMES
from cliptrial.registry.languages import CODES, LANGUAGES

if TYPE_CHECKING:
    from cliptrial.cli.sometimes.from_history import Posts
    from cliptrial.planning.first_look import FirstLook
    from cliptrial.registry.workspace import Workspace
    from cliptrial.registry.yaml.settings import Entry, Part

_SOURCES = says("Where do its numbers come from? ({names})", names=list(NAMES))


class _Given(TypedDict):
    """What was given or answered; None where nobody said anything."""

    account: str | None
    client: str | None
    platform: str | None
    timezone: str | None
    handle: str | None
    followers: int | None
    sources: Sequence[str] | None
    language: str | None
    goals: Sequence[str] | None
    brand: str | None
    colour: str | None


class _Settings(TypedDict):
    """What a workspace is made of."""

    accounts: Mapping[str, Mapping[str, object]]
    clients: Mapping[str, str]
    language: str
    currency: str
    goals: Sequence[str]
    brand_name: str | None
    brand_colour: str
    known_sources: Sequence[str]


Sources = Annotated[
    list[str] | None,
    typer.Option(
        help=f"Where its numbers come from: {', '.join(NAMES[:-1])} or {NAMES[-1]}; repeat it. "
        "Default: studio and numbers."
    ),
]
FromHistory = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Begin with last year's posts: what can be found out at all? Repeat it."),
]
Columns = Annotated[
    list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="With --from-history: which column is what.")
]


def run(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder; made if needed.")] = Path(),
    account: Annotated[
        str | None, typer.Option(help="Short name of an account, e.g. kitchen_demo; it is added where there are some.")
    ] = None,
    client: Annotated[str | None, typer.Option(help="Name of the client it belongs to, e.g. 'Hotel Adler'.")] = None,
    platform: Annotated[str | None, typer.Option(help="tiktok, instagram or youtube. Default: tiktok.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Its time zone, e.g. Europe/Berlin.")] = None,
    handle: Annotated[str | None, typer.Option(help="Its handle on the platform.")] = None,
    followers: Annotated[int | None, typer.Option(min=0, help="Its followers today.")] = None,
    source: Sources = None,
    language: Annotated[str | None, typer.Option(help=f"Language of reports: {CODES}. Default: en.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of budgets and revenue.")] = "EUR",
    goal: Annotated[list[str] | None, typer.Option(help="A goal; repeat it, the most important first.")] = None,
    brand: Annotated[str | None, typer.Option(help="Name on every report.")] = None,
    colour: Annotated[str | None, typer.Option(help="Colour of reports. Default: #0b6e6e.")] = None,
    from_history: FromHistory = None,
    mapping: Columns = None,
    locale: Annotated[str | None, typer.Option(help="With --from-history: where the file comes from, e.g. de.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a folder into a workspace: accounts, goals, brand.

    On a terminal it asks for what was not given. Writes workspace.yaml and the folder experiments/. In a
    workspace, --account adds another account, with --client for another client; metrics of your own can be
    added to workspace.yaml at any time. What exists is never overwritten. With --from-history it reads tables or
    exports of last year's posts, takes the handle from their links, and says how often made-up labels win on them,
    what 4, 6 and 8 weeks can find out, and which experiments of the playbook fit.
    """
    given = _Given(
        account=account,
        client=client,
        platform=platform,
        timezone=timezone,
        handle=handle,
        followers=followers,
        sources=source,
        language=language,
        goals=goal,
        brand=brand,
        colour=colour,
    )
    _make(folder, given, currency, as_json, _posts(from_history, mapping, locale))


def _posts(files: list[Path] | None, mapping: list[str] | None, locale: str | None) -> Posts | None:
    from cliptrial.cli.sometimes.from_history import Posts

    return Posts.of(files, mapping or [], locale) if files else None


def _make(folder: Path, given: _Given, currency: str, as_json: bool, posts: Posts | None) -> None:
    """A new workspace, another account of one that is there, or only a look at last year's posts."""
    from cliptrial.forms.start_files import write_start_files
    from cliptrial.registry.new_workspace import init_workspace, refuse_workspace, settings_problems
    from cliptrial.registry.workspace import FILE

    if posts is not None and _is_there(folder, given["account"]):
        workspace = open_workspace(folder)
        name = given["account"] or next(iter(workspace.accounts))
        posts.tell(workspace, name, posts.look(workspace.accounts[name]), as_json)
        return
    if given["account"] is None or not (folder / FILE).exists():
        refuse_workspace(folder)
    given["handle"] = given["handle"] or (posts.handle if posts else None)
    given["account"] = given["account"] or (posts.handle if posts else None)
    if (folder / FILE).exists():
        _add(folder, given, as_json, posts)
        return
    if can_ask(as_json):
        given = _asked(given)
    settings = _settings(given, currency)
    need(problems=settings_problems(**settings), account=given["account"], timezone=given["timezone"])
    look = _look(settings, posts)
    workspace = init_workspace(folder, **settings)
    write_start_files(folder)
    done = says("{name} is a workspace now. Next: `cliptrial new` in that folder.", name=workspace.root.resolve().name)
    _tell(workspace, done, next(iter(workspace.accounts)), as_json, posts, look)


def _is_there(folder: Path, account: str | None) -> bool:
    """Whether the folder is a workspace that has the account, or any where none is named."""
    from cliptrial.posts.workspaces import load_workspace
    from cliptrial.registry.workspace import FILE

    return (folder / FILE).exists() and (account is None or account in load_workspace(folder).accounts)


def _look(settings: _Settings, posts: Posts | None) -> FirstLook | None:
    """What last year's posts tell of the account that is to be made: they are refused before anything is written."""
    from cliptrial.registry.accounts import Account

    if posts is None:
        return None
    (details, *_) = settings["accounts"].values()
    known = {key: details[key] for key in ("timezone", "followers", "sources") if details[key] is not None}
    return posts.look(Account.model_validate(known))


def _tell(
    workspace: Workspace, done: Message, account: str, as_json: bool, posts: Posts | None, look: FirstLook | None
) -> None:
    """What was made, and what last year's posts say."""
    if posts is not None and look is not None:
        say(done)
        posts.tell(workspace, account, look, as_json)
    elif as_json:
        print_json({"workspace": workspace.root.as_posix(), "accounts": list(workspace.accounts)})
    else:
        say(done)


def _add(folder: Path, given: _Given, as_json: bool, posts: Posts | None) -> None:
    """Another account of a workspace, and its client where that is new."""
    from cliptrial.posts.workspaces import load_workspace
    from cliptrial.registry.yaml.settings import put_settings

    workspace, settings = load_workspace(folder), _settings(given, "EUR")
    new = {name: {"name": shown} for name, shown in settings["clients"].items() if name not in workspace.clients}
    entries: dict[Part, Mapping[str, Entry]] = {"accounts": settings["accounts"]}
    if new:
        entries["clients"] = new
    need(timezone=given["timezone"])
    look = _look(settings, posts)
    workspace = put_settings(folder, entries, NAMES, new=tuple(settings["accounts"]))
    name = next(iter(settings["accounts"]))
    _tell(
        workspace, says("Added: {name}. Next: `cliptrial new` in that folder.", name=name), name, as_json, posts, look
    )


def _settings(given: _Given, currency: str) -> _Settings:
    """What was given as settings, usual ones in the place of what nobody said."""
    from cliptrial.registry.naming import slugify
    from cliptrial.registry.new_workspace import COLOUR

    name = slugify(given["account"] or "", "_")
    client = given["client"]
    details = {
        "timezone": given["timezone"] or "UTC",
        "handle": given["handle"] and given["handle"].lstrip("@"),
        "followers": given["followers"],
        "sources": given["sources"],
        "platform": given["platform"],
        "client": client and slugify(client, "_"),
    }
    return _Settings(
        accounts={name or "account": details},
        clients={slugify(client, "_"): client} if client else {},
        language=given["language"] or "en",
        currency=currency,
        goals=given["goals"] or (),
        brand_name=given["brand"],
        brand_colour=given["colour"] or COLOUR,
        known_sources=NAMES,
    )


def _asked(given: _Given) -> _Given:
    """What was given, and an answer to each question about the rest; each is checked as it is given."""
    from cliptrial.cli import answers
    from cliptrial.registry.new_workspace import COLOUR

    answered = given.copy()
    answered["account"] = answered["account"] or ask_for(
        says("Short name of the first account (e.g. kitchen_demo)"), _name
    )
    answered["timezone"] = answered["timezone"] or ask_for(
        says("Its time zone, or a large city in it"), _zone, "Europe/Berlin"
    )
    answered["handle"] = answered["handle"] or ask(says("Its handle"), answered["account"])
    if answered["followers"] is None:
        answered["followers"] = ask_if_any(says("Its followers today"), answers.followers)
    answered["sources"] = answered["sources"] or ask_for(_SOURCES, answers.one_of_each(NAMES), "studio numbers")
    goals = says("What are you after, the most important first? (e.g. watch-time, reach)")
    answered["goals"] = answered["goals"] or ask_if_any(goals, answers.phrases)
    answered["brand"] = answered["brand"] or ask_if_any(says("Name on every report"), str)
    answered["colour"] = answered["colour"] or ask_for(says("Colour of reports"), _colour, COLOUR)
    answered["language"] = answered["language"] or ask_choice(says("Language of reports"), list(LANGUAGES), "en")
    return answered


def _name(answer: str) -> str:
    from cliptrial.registry.naming import slugify

    name = slugify(answer, "_")
    if not name:
        raise UnusableAnswerError(says("A name needs at least one letter or digit"))
    return name


def _zone(answer: str) -> str:
    from cliptrial.registry.timezones import is_zone, zone_near

    if is_zone(answer):
        return answer
    near = zone_near(answer)
    mend = says('Did you mean "{near}"?', near=near) if near else says("Name the nearest large city, e.g. Berlin.")
    raise UnusableAnswerError(says('There is no time zone "{answer}". {mend}', answer=answer, mend=mend), near)


def _colour(answer: str) -> str:
    from cliptrial.registry.new_workspace import settings_problems

    colour = answer if answer.startswith("#") else f"#{answer}"
    if settings_problems(brand_colour=colour):
        raise UnusableAnswerError(
            says('"{answer}" is not a colour; write # and six digits, e.g. #0b6e6e', answer=answer)
        )
    return colour
