"""``cliptrial plan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
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
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning import Plan
    from cliptrial.registry.experiments import Loaded
    from cliptrial.wording.language import Language


def run(
    slug: SlugArgument,
    topics: Annotated[
        Path | None, typer.Option(help="Text file with one topic a line; chance gives each its arm and day.")
    ] = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the schedule: which variant goes out when, and can the question be answered at all?

    Writes schedule.csv, schedule.json and numbers.xlsx beside the experiment. Drawing again gives the same plan.
    """
    from cliptrial.metrics import metrics_of
    from cliptrial.planning import plan_experiment
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.safety.turns import one_at_a_time
    from cliptrial.wording.experiment.planned import plan_sentences
    from cliptrial.wording.languages import wording_for

    opened = open_workspace(workspace)
    named = _read_topics(topics)
    with one_at_a_time(opened.root):
        loaded = load_experiment(slug, opened)
        plan = plan_experiment(opened, loaded, topics=named)
    metric = metrics_of(opened)[loaded.experiment.metrics.primary]
    words = wording_for(chosen_language(lang, opened.language))
    sentences = plan_sentences(plan.feasibility, metric, words.lang)
    if as_json:
        print_json(_as_json(loaded, plan, sentences))
        return
    days, c = words.formats.weekdays(), words.page.columns
    print_table(
        (c.position, c.date, c.weekday, c.slot, c.account, c.arm, c.topic),
        (
            [p.position, p.date, days[p.date.weekday()], p.slot, p.account, p.arm, p.topic or ""]
            for p in plan.schedule.positions
        ),
    )
    show()
    for sentence in sentences:
        show(sentence)
    show()
    say(_next(loaded, plan, words))


def _read_topics(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    from cliptrial.registry.files import read_text

    if not path.is_file():
        raise typer.BadParameter(says("there is no file {path}", path=path), param_hint="--topics")
    return tuple(line.strip() for line in read_text(path, path.name).splitlines() if line.strip())


def _as_json(loaded: Loaded, plan: Plan, sentences: tuple[str, ...]) -> dict[str, object]:
    rule, outlook = plan.schedule.rule, plan.feasibility
    return {
        "experiment": loaded.slug,
        "unchanged": plan.unchanged,
        "positions": list(plan.schedule.positions),
        "rule": rule,
        "feasibility": outlook,
        "sentences": list(sentences),
        "files": ["schedule.csv", "schedule.json", plan.workbook.name],
    }


def _next(loaded: Loaded, plan: Plan, words: Language) -> str:
    missing = any(p.topic is None for p in plan.schedule.positions)
    if missing:
        return words.terminal.topics_next(words.formats.number(len(plan.schedule.positions)), loaded.slug)
    first = words.formats.date(plan.schedule.positions[0].date)
    return words.terminal.lock_next(loaded.slug, first, plan.workbook.name)
