"""``cliptrial init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.ask import ask, ask_choice, can_ask, need
from cliptrial.cli.output import JsonOption, print_json, say


def run(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder; made if needed.")] = Path(),
    account: Annotated[str | None, typer.Option(help="Short name of the first account, e.g. kitchen_demo.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Its time zone, e.g. Europe/Berlin.")] = None,
    handle: Annotated[str | None, typer.Option(help="Its handle on the platform.")] = None,
    followers: Annotated[int | None, typer.Option(help="Its followers today.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of reports: en or de. Default: en.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of budgets and revenue.")] = "EUR",
    goal: Annotated[list[str] | None, typer.Option(help="A goal; repeat it, the most important first.")] = None,
    brand: Annotated[str | None, typer.Option(help="Name on every report.")] = None,
    colour: Annotated[str, typer.Option(help="Colour of reports.")] = "#0b6e6e",
    as_json: JsonOption = False,
) -> None:
    """Make a folder into a workspace: accounts, goals, brand.

    Writes workspace.yaml and the folder experiments/. More accounts, and metrics of your own, can be
    added to workspace.yaml at any time. What exists is never overwritten.
    """
    from cliptrial.registry.naming import slugify
    from cliptrial.registry.scaffold import init_workspace

    if can_ask(as_json):
        account = account or ask("Short name of the first account (e.g. kitchen_demo)")
        timezone = timezone or ask("Its time zone", "Europe/Berlin")
        handle = handle or ask("Its handle", account)
        language = language or ask_choice("Language of reports", ["en", "de"], "en")
    need(account=account, timezone=timezone)
    name = slugify(str(account), "_")
    details = {"timezone": timezone, "handle": handle and handle.lstrip("@"), "followers": followers}
    workspace = init_workspace(
        folder,
        accounts={name: details},
        language=language or "en",
        currency=currency,
        goals=goal or (),
        brand_name=brand,
        brand_colour=colour,
    )
    if as_json:
        print_json({"workspace": workspace.root.as_posix(), "accounts": list(workspace.accounts)})
        return
    say(f"{workspace.root.resolve().name} is a workspace now. Next: `cliptrial new` in that folder.")
