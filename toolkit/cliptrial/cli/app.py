"""The command line: a table of commands, each loaded only when it is asked for.

How to add a command:

1. Write ``cliptrial/cli/<group>/<name>.py`` with one function ``run``; its parameters are typer's::

       from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say

       def run(
           slug: Annotated[str, typer.Argument(help="Name of the experiment's folder.")],
           workspace: WorkspaceOption = None,
           as_json: JsonOption = False,
       ) -> None:
           \"\"\"What the command does, in plain words; this is its ``--help``.\"\"\"
           from cliptrial.registry.experiments import load_experiment  # inside: keeps --help quick

           loaded = load_experiment(slug, open_workspace(workspace))

2. Add its name and a one-line help to its group in :data:`GROUPS`, in the order of a strategist's work.
3. Say in German what its ``--help`` says: ``wording/german/help.po``.

Rules for ``run``:

- At the top import only ``typer``, ``pathlib``, ``typing``, ``datetime`` and :mod:`cliptrial.cli.output`
  (typer reads the annotations at run time, so their types may not hide under ``TYPE_CHECKING``).
  Everything else is imported inside the function.
- ``open_workspace(workspace)`` gives the workspace.
- What is printed is ``says("...", value=value)`` of :mod:`cliptrial.messages`, so that it is told in the language of
  the command; its German stands in ``wording/german/messages.po``. ``--lang`` is there without a word.
- Raise the errors of :mod:`cliptrial.errors`; :func:`cliptrial.cli.main` prints them and exits with 1,
  as an object on stdout under ``--json``. ``raise typer.Exit(1)`` after printing a result that holds a
  blocker; ``raise typer.BadParameter(...)`` for wrong usage (exit 2). Return None when done.
- Results go to stdout (``print_json``, ``print_table``, ``show``), progress to stderr (``say``).
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from cliptrial.cli.help import Context, SpokenCommand, helped, in_words
from cliptrial.cli.language import LangOption, chosen_language

GROUPS: dict[str, tuple[str, dict[str, str]]] = {
    "weekly": (
        "Every week",
        {
            "plan": "Draw the schedule, and say what it can find out.",
            "team": "Write filming list, posting calendar, plan for approval.",
            "approve": "Record what the client said of the plan.",
            "lock": "Fix the plan before the first post, so that it can be trusted.",
            "ingest": "Read exports and filled-in numbers into the store.",
            "check": "Was it fair? One variable, rotation, equal age, missing posts.",
            "analyze": "Did it work, by how much, and how sure can we be?",
            "report": "Write the page that a client can read.",
            "decide": "Record what was decided, by whom and why.",
            "comment": "Write your own words on a page, and what you need from the client.",
            "list": "List all experiments with client, state and next step.",
            "status": "What is to be done next; --page writes the week for all clients.",
            "calendar": "Write the dates of all plans for any calendar program.",
        },
    ),
    "sometimes": (
        "Now and then",
        {
            "init": "Make a folder into a workspace: accounts, goals, brand.",
            "clients": "List, add, change and archive clients.",
            "accounts": "List, add and change accounts.",
            "demo": "Make a complete example workspace to try everything on.",
            "new": "Write down a new experiment, question by question.",
            "validate": "Check every experiment file; all problems at once.",
            "site": "Write the index page over all experiments.",
            "compare": "Compare variants in any table of posts.",
            "split": "Write down a split test that a platform ran, and answer it.",
            "chance": "How often do made-up A/B labels win on your own posts?",
            "lab": "Open JupyterLab with the notebooks.",
            "trust": "Let templates and notebooks of this workspace run.",
        },
    ),
    "reviews": (
        "Telling clients how it went",
        {
            "week": "Write the page of a week for every client.",
            "month": "Write the page of a month, with money and what comes next.",
            "quarter": "Write the page of a quarter, with what was learned.",
        },
    ),
    "growth": (
        "Growing",
        {
            "idea": "List the ideas, the most promising first, or write one down.",
            "watch": "Public numbers of accounts that you watch, for ideas only.",
            "programme": "Our year: what was tried, adopted, measured; what comes next.",
            "windows": "When to post? Earlier posts by hour, and when followers are in the app.",
            "proof": "Old against new: check everything adopted together.",
            "money": "Does it pay? Costs and orders of every experiment.",
            "numbers": "Every number there is; write your own down once a week.",
            "learn": "What have we learned over all experiments?",
        },
    ),
    "keeping": (
        "Numbers kept, passed on, removed",
        {
            "export": "Write all numbers as CSV, Excel or Parquet, for Sheets and BI.",
            "compact": "Put the store's many small files into a few large ones.",
            "purge": "Remove numbers from before a day from the disk, for good.",
            "forget": "Remove an account or a person from the disk, for good.",
        },
    ),
    "analyst": (
        "Analyst",
        {
            "schema": "Write the file that lets editors complete experiment.yaml.",
            "simulate": "Invent posts with a known truth and see what is found.",
            "calibrate": "Count how often each method is wrong, on posts with a known truth.",
        },
    ),
}
"""By folder: the heading that ``--help`` shows, and its commands with a line of help each."""
COMMANDS: dict[str, str] = {name: summary for _, commands in GROUPS.values() for name, summary in commands.items()}


def _load(name: str) -> TyperCommand:
    """Import one command's module and turn its ``run`` into a command."""
    group = next(group for group, (_, commands) in GROUPS.items() if name in commands)
    module = importlib.import_module(f"cliptrial.cli.{group}.{name}")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, cls=SpokenCommand, short_help=COMMANDS[name])(_with_language(module.run))
    command = get_command(single)
    assert isinstance(command, TyperCommand)
    return command


def _with_language(run: Callable[..., None]) -> Callable[..., None]:
    """The same command with ``--lang``, where it has none: its messages need one (:mod:`cliptrial.cli.language`)."""
    signature = inspect.signature(run, eval_str=True)
    if "lang" in signature.parameters:
        return run

    def speaking(*, lang: str | None, **given: object) -> None:
        chosen_language(lang)
        run(**given)

    own = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LangOption)
    speaking.__signature__ = signature.replace(parameters=[*signature.parameters.values(), own])  # type: ignore[attr-defined]
    speaking.__annotations__ = {name: one.annotation for name, one in speaking.__signature__.parameters.items()}  # type: ignore[attr-defined]
    speaking.__doc__ = run.__doc__
    return speaking


class LazyGroup(TyperGroup):
    """Lists every command from the table, and imports only the one that runs."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002
        """All names, in the order of the work."""
        return list(COMMANDS)

    def format_commands(self, ctx: object, formatter: Any) -> None:  # noqa: ARG002
        """The commands under the headings of their groups, in one column."""
        width = max(map(len, COMMANDS))
        for heading, commands in GROUPS.values():
            with formatter.section(helped(heading)):
                formatter.write_dl([(name.ljust(width), helped(summary)) for name, summary in commands.items()])

    def get_help(self, ctx: Context) -> str:
        """The whole help, in the language that is spoken."""
        return in_words(self, lambda: super(LazyGroup, self).get_help(ctx))

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002
        """A placeholder with the one-line help; enough for ``--help`` and completion."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, short_help=COMMANDS[cmd_name], rich_markup_mode=None)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, TyperCommand, list[str]]:
        """The command itself, imported now; an unknown name suggests near ones."""
        for name in COMMANDS:  # what typer suggests from
            self.commands.setdefault(name, TyperCommand(name))
        command, _, rest = super().resolve_command(ctx, args)
        return command, _load(str(command)), rest


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cliptrial {version('cliptrial')}")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _cliptrial(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Find out what works in short videos: plan a fair experiment, run it, read the answer.

    Most commands take the name of an experiment's folder. `cliptrial COMMAND --help` explains one.
    """
