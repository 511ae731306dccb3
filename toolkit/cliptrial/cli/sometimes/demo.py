"""``cliptrial demo``: a complete example workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.language import chosen_language
from cliptrial.cli.output import JsonOption, print_json, quoted, say
from cliptrial.messages import Message, in_turn, says
from cliptrial.registry.languages import LANGUAGES


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another luck; in an older example with --refresh.", show_default=False)
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="In an example made before: bring numbers and exports up to date.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="|".join(LANGUAGES), help="Language in which the brand writes. Default: en."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a complete example workspace to try everything on.

    An invented agency: a kitchen brand with two accounts and four experiments, a hotel, and a bicycle
    workshop without exports. Plans, locks, links, filled-in numbers and exports, as a team would have
    them after four months, already read into the store.
    """
    from cliptrial.cli.output import problem_table
    from cliptrial.forms.start_files import write_start_files
    from cliptrial.simulate.demo import ingest_demo, write_demo

    summary = write_demo(folder, seed=seed, refresh=refresh, lang=chosen_language(lang), agency=True)
    write_start_files(folder)
    report = ingest_demo(summary, refresh=refresh)
    if as_json:
        errors = [problem.as_dict() for problem in report.problems]
        counts = {"posts": summary.posts, "written": summary.written, "errors": errors}
        print_json({"workspace": folder.as_posix(), "experiments": summary.experiments, **counts})
    else:
        problem_table(report.problems)
        say(
            says(
                "The example is ready in {name}: {experiments} experiments with {posts} posts.",
                name=folder.resolve().name,
                experiments=len(summary.experiments),
                posts=summary.posts,
            )
        )
        say(_next_steps(folder, summary.experiments[-1]))
    if report.refused:
        raise typer.Exit(1)


def _next_steps(folder: Path, slug: str) -> Message:
    where = "" if folder.resolve() == Path.cwd() else f" --workspace {quoted(folder)}"
    steps = (
        (f"cliptrial list{where}", says("what is being tested, and how far it is")),
        (f"cliptrial check {slug}{where}", says("was it fair?")),
        (f"cliptrial report --all{where}", says("a page for each experiment, and their index")),
    )
    width = max(len(command) for command, _ in steps)
    lines = [in_turn([f"  {command:<{width}}", why], "   ") for command, why in steps]
    return in_turn([says("Next:"), *lines], "\n")
