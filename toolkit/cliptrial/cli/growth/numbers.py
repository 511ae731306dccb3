"""``cliptrial numbers``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import (
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
    show,
    to_plain,
)
from cliptrial.messages import in_turn, says

if TYPE_CHECKING:
    from cliptrial.messages import Message
    from cliptrial.registry.workspace import Workspace

Action = Annotated[str | None, typer.Argument(metavar="[add]", help="add writes a number of your own down.")]
Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="What was counted, e.g. brand_searches.")]
Value = Annotated[str | None, typer.Argument(metavar="[VALUE]", help="How many in the week, e.g. 140.")]


def run(
    action: Action = None,
    name: Name = None,
    value: Value = None,
    week: Annotated[str | None, typer.Option(help="A day of the week it is of. Default: today.")] = None,
    account: Annotated[str | None, typer.Option(help="Whose number it is; needed where there are several.")] = None,
    new: Annotated[bool, typer.Option("--new", help="A new number, though its name is much like another.")] = False,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every number there is, with what it counts; `numbers add NAME VALUE` writes one of your own down.

    Once a week: brand searches, reviews, sign-ups, whatever no export holds. A number that was typed wrongly is typed
    again. Goals and the three numbers of a client's page may use them.
    """
    opened = open_workspace(workspace)
    if action is None:
        _list(opened, chosen_language(lang, opened.language), as_json)
        return
    if action != "add" or name is None or value is None:
        raise typer.BadParameter(
            says("`cliptrial numbers` lists, `cliptrial numbers add brand_searches 140` writes one down")
        )
    only = next(iter(opened.accounts)) if len(opened.accounts) == 1 else ""
    given = {"week": week or date.today().isoformat(), "number": name, "account": account or only, "value": value}
    _add(opened, given, as_json, new=new)


def _add(opened: Workspace, given: dict[str, str], as_json: bool, *, new: bool) -> None:
    from cliptrial.metrics.presets import known_numbers
    from cliptrial.registry.beside.own_numbers import FILE, add_own_number

    one = add_own_number(opened, given, known_numbers(opened), date.today(), new=new)
    if as_json:
        print_json({"number": to_plain(one)})
        return
    say(
        says(
            "Written to {file}: {number} of {account}, week of {week}: {value:g}.",
            file=FILE,
            number=one.name,
            account=one.account,
            week=one.week,
            value=one.value,
        )
    )


def _list(opened: Workspace, lang: str, as_json: bool) -> None:
    from cliptrial.metrics import metrics_of
    from cliptrial.metrics.definitions import definition
    from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
    from cliptrial.posts.declared import sources_of
    from cliptrial.registry.beside.own_numbers import read_own_numbers
    from cliptrial.wording.numbers import number_label

    typed = read_own_numbers(opened)
    newest = {one.name: one for one in sorted(typed, key=lambda one: one.week)}
    rows: list[tuple[str, Message | str, list[str]]] = [
        (name, definition(metric), list(sources_of(metric))) for name, metric in metrics_of(opened).items()
    ]
    rows += [(name, in_turn([one.formula, one.definition], ": "), []) for name, one in PERIOD_NUMBERS.items()]
    rows += [
        (name, says("your own; {value:g} in the week of {week}", value=one.value, week=one.week), [])
        for name, one in newest.items()
    ]
    if as_json:
        plain = [{"name": name, "counts": str(what), "sources": able} for name, what, able in rows]
        print_json({"numbers": plain, "own": [to_plain(one) for one in typed]})
        return
    cells = [[name, number_label(name, opened, lang), what, ", ".join(able)] for name, what, able in rows]
    print_table([says("Number"), says("Name"), says("What it counts"), says("Sources")], cells)
    show()
