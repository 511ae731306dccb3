"""``cliptrial plan``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import (
    JsonOption,
    NamedArgument,
    WorkspaceOption,
    only_one,
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
    from cliptrial.registry.plan.schedule import Schedule
    from cliptrial.registry.workspace import Workspace
    from cliptrial.wording.language import Language


def run(
    slugs: NamedArgument,
    together: Annotated[
        bool, typer.Option("--together", help="Draw two or three experiments on the same posts: a combined test.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--as", metavar="ID", help="Name of the combined test. Default: its experiments.")
    ] = None,
    topics: Annotated[
        Path | None,
        typer.Option(
            help="Text file with one topic a line, or a table with topic and pillar; chance gives each its day."
        ),
    ] = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the schedule: which variant goes out when, and can the question be answered at all?

    Writes schedule.csv, schedule.json and numbers.xlsx beside the experiment. Drawing again gives the same plan.
    With --together each post answers several questions; the files are in rounds/ID/.
    """
    if together:
        _together(open_workspace(workspace), slugs, name, topics, lang, as_json)
        return
    slug = only_one(slugs, name)
    from cliptrial.planning import plan_experiment
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.safety.turns import one_at_a_time
    from cliptrial.wording.languages import wording_for

    opened = open_workspace(workspace)
    named = _read_topics(opened, topics)
    if load_experiment(slug, opened).experiment.design.unit == "period":
        from cliptrial.cli.cadence import plan_cadence

        plan_cadence(opened, slug, chosen_language(lang, opened.language), as_json)
        return
    with one_at_a_time(opened.root):
        loaded = load_experiment(slug, opened)
        plan = plan_experiment(opened, loaded, topics=named, today=date.today())
    words = wording_for(chosen_language(lang, opened.language))
    sentences = _sentences(opened, loaded, plan, words)
    if as_json:
        print_json(_as_json(loaded, plan, sentences))
        return
    _show_positions(plan.schedule, words)
    for sentence in sentences:
        show(sentence)
    show()
    for left_out in _left_out(opened, loaded, plan):
        say(left_out)
    for note in plan.notes:
        say(says("note: {told}", told=note.message))
    say(_next(loaded, plan, words))


def _together(
    opened: Workspace, slugs: Sequence[str], name: str | None, topics: Path | None, lang: str | None, as_json: bool
) -> None:
    """Draw a combined test, and say what each of its questions can find out."""
    from cliptrial.planning.rounds.drawn import plan_together
    from cliptrial.registry.rounds.combined import labels_of
    from cliptrial.registry.safety.turns import one_at_a_time
    from cliptrial.wording.languages import wording_for

    named = _read_topics(opened, topics)
    with one_at_a_time(opened.root):
        plan = plan_together(opened, slugs, topics=named, name=name, today=date.today())
    words = wording_for(chosen_language(lang, opened.language))
    sentences = {slug: _sentences(opened, plan.loaded[slug], own, words) for slug, own in plan.plans.items()}
    if as_json:
        plans = {slug: _as_json(plan.loaded[slug], own, sentences[slug]) for slug, own in plan.plans.items()}
        print_json({"round": plan.name, "unchanged": plan.unchanged, "experiments": list(plans), "plans": plans})
        return
    _show_positions(plan.schedule, words, labels_of(one.experiment for one in plan.loaded.values()))
    for slug, lines in sentences.items():
        show(says("{slug}:", slug=slug))
        for sentence in lines:
            show(sentence)
        show()
    first = next(iter(plan.loaded))
    for line in _left_out(opened, plan.loaded[first], plan.plans[first]):
        say(line)
    for note in dict.fromkeys(note.message for own in plan.plans.values() for note in own.notes):
        say(says("note: {told}", told=note))
    say(_next(plan.loaded[first], plan.plans[first], words))


def _show_positions(schedule: Schedule, words: Language, labels: Mapping[str, str] | None = None) -> None:
    days, c = words.formats.weekdays(), words.page.columns
    print_table(
        (c.position, c.date, c.weekday, c.slot, c.account, c.arm, c.topic),
        (
            [
                p.position,
                p.date,
                days[p.date.weekday()],
                p.slot,
                p.account,
                (labels or {}).get(p.arm, p.arm),
                p.topic or "",
            ]
            for p in schedule.positions
        ),
    )
    show()


def _sentences(workspace: Workspace, loaded: Loaded, plan: Plan, words: Language) -> tuple[str, ...]:
    from cliptrial.metrics import metrics_of
    from cliptrial.wording.experiment.planned import plan_sentences

    metric = metrics_of(workspace)[loaded.experiment.metrics.primary]
    early = loaded.experiment.analysis.futility
    return plan_sentences(plan.feasibility, metric, words.lang, early=early)


def _read_topics(workspace: Workspace, path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    from cliptrial.planning.relevance.typed_pillars import topics_in

    if not path.is_file():
        raise typer.BadParameter(says("there is no file {path}", path=path), param_hint="--topics")
    return topics_in(workspace, path)


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
    from cliptrial.registry.rounds.home import as_asked

    positions, slug = plan.schedule.positions, as_asked(loaded.folder)
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
