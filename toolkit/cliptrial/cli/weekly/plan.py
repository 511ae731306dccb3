"""``cliptrial plan``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
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
from cliptrial.messages import in_turn, says

if TYPE_CHECKING:
    from cliptrial.messages import Message
    from cliptrial.planning import Plan
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.workspace import Workspace
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
        plan = plan_experiment(opened, loaded, topics=named, today=date.today())
    metric = metrics_of(opened)[loaded.experiment.metrics.primary]
    words = wording_for(chosen_language(lang, opened.language))
    early = loaded.experiment.analysis.futility
    sentences = plan_sentences(plan.feasibility, metric, words.lang, early=early)
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
    for left_out in _left_out(opened, loaded, plan):
        say(left_out)
    for note in plan.notes:
        say(says("note: {told}", told=note.message))
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
        "notes": [note.as_dict() for note in plan.notes],
        "files": ["schedule.csv", "schedule.json", plan.workbook.name],
    }


def _left_out(workspace: Workspace, loaded: Loaded, plan: Plan) -> Iterator[Message]:
    """The days that the plan leaves out, one line an account."""
    from cliptrial.registry.plan.pauses import days_off

    off, schedule = days_off(workspace, loaded.experiment), plan.schedule
    for account in loaded.experiment.accounts:
        days = [p.date for p in schedule.positions if p.account == account]
        between = (min(days) + timedelta(days=n) for n in range((max(days) - min(days)).days))
        out = [day for day in between if day not in days and off.is_off(account, day)]
        if out:
            yield says("{account} does not post on these days: {days}", account=account, days=_stretches(out))


def _stretches(days: Sequence[date]) -> list[Message]:
    """Days one after the other as one stretch."""
    firsts = [day for day in days if day - timedelta(days=1) not in days]
    lasts = [day for day in days if day + timedelta(days=1) not in days]
    return [
        says("{first} to {last}", first=first, last=last) if first != last else says("{day}", day=first)
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _next(loaded: Loaded, plan: Plan, words: Language) -> str:
    from cliptrial.registry.plan.instalments import come_in_instalments
    from cliptrial.registry.plan.lock import read_lock

    positions, slug = plan.schedule.positions, loaded.slug
    waiting = [p for p in positions if p.topic is None]
    if come_in_instalments(positions):
        later = says(
            "{given} of {posts} posts have their topics. Hand in the next, whole blocks at a time, with `cliptrial "
            "plan {slug} --topics FILE` before {day}.",
            given=len(positions) - len(waiting),
            posts=len(positions),
            slug=slug,
            day=min(p.date for p in waiting),
        )
        if read_lock(loaded.folder) is not None:
            return later
        return in_turn([later, says("Lock the plan before its first post: `cliptrial lock {slug}`.", slug=slug)])
    if waiting:
        return words.terminal.topics_next(words.formats.number(len(positions)), slug)
    return words.terminal.lock_next(slug, words.formats.date(positions[0].date), plan.workbook.name)
