"""``cliptrial plan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliptrial.cli.output import (
    JsonOption,
    SlugArgument,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
    show,
)

if TYPE_CHECKING:
    from cliptrial.planning import Plan
    from cliptrial.registry.experiments import Loaded


def run(
    slug: SlugArgument,
    topics: Annotated[
        Path | None, typer.Option(help="Text file with one topic a line; chance gives each its arm and day.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the schedule: which variant goes out when, and can the question be answered at all?

    Writes schedule.csv, schedule.json and numbers.xlsx beside the experiment. Drawing again gives the same plan.
    """
    from cliptrial.metrics import metrics_of
    from cliptrial.planning import plan_experiment
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.wording.planned import plan_sentences

    opened = open_workspace(workspace)
    loaded = load_experiment(slug, opened)
    plan = plan_experiment(opened, loaded, topics=_read_topics(topics))
    metric = metrics_of(opened)[plan.feasibility.metric]
    sentences = plan_sentences(plan.feasibility, metric, opened.language)
    if as_json:
        print_json(_told(loaded, plan, sentences))
        return
    headers = ["#", "Date", "Day", "Slot", "Account", "Arm", "Topic"]
    print_table(
        headers,
        (
            [p.position, p.date, p.date.strftime("%a"), p.slot, p.account, p.arm, p.topic or ""]
            for p in plan.schedule.positions
        ),
    )
    show()
    for sentence in sentences:
        show(sentence)
    show()
    say(_next(loaded, plan))


def _read_topics(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    from cliptrial.registry.files import read_text

    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint="--topics")
    return tuple(line.strip() for line in read_text(path, path.name).splitlines() if line.strip())


def _told(loaded: Loaded, plan: Plan, sentences: tuple[str, ...]) -> dict[str, Any]:
    rule, found = plan.schedule.rule, plan.feasibility
    return {
        "experiment": loaded.slug,
        "unchanged": plan.unchanged,
        "positions": list(plan.schedule.positions),
        "rule": rule,
        "feasibility": found,
        "sentences": list(sentences),
        "files": ["schedule.csv", "schedule.json", plan.workbook.name],
    }


def _next(loaded: Loaded, plan: Plan) -> str:
    missing = any(p.topic is None for p in plan.schedule.positions)
    first = plan.schedule.positions[0].date
    if missing:
        needed = len(plan.schedule.positions)
        return (
            f"Next: write {needed} topics, one a line, and hand them in with "
            f"`cliptrial plan {loaded.slug} --topics FILE`, so that chance decides which idea gets which variant."
        )
    return (
        f"Next: `cliptrial lock {loaded.slug}` before the first post on {first}. Numbers go into {plan.workbook.name}."
    )
