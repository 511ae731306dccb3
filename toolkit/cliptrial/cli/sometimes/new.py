"""``cliptrial new``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.ask import UnusableAnswerError, can_ask, need
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says
from cliptrial.registry.draft import Draft, DraftArm, DraftGuardrail
from cliptrial.registry.model import VARIABLES, usual_weekdays

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace

SEVERAL = "Repeat it for more."


def _key(name: str, *more: str) -> object:
    """The option for a key of the file, described as there; ``more`` is what only the command line has to say."""
    return typer.Option(help=" ".join([str(Draft.model_fields[name].description), *more]))


Names = Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="Name of its folder, e.g. question-hook.")]
Earlier = Annotated[
    str | None, typer.Option("--from", metavar="SLUG", help="Start the next experiment of this experiment.")
]
FromPlaybook = Annotated[
    bool,
    typer.Option(
        "--from-playbook", help="Start from a ready experiment: --from-playbook NAME; without a name they are listed."
    ),
]
FromIdea = Annotated[
    str | None, typer.Option("--from-idea", metavar="ID", help="Start from an idea of ideas.yaml; `cliptrial idea`.")
]
FromSignal = Annotated[
    str | None,
    typer.Option("--from-signal", metavar="ID", help="Start from what is worth a look; `cliptrial idea look`."),
]
Changed = Annotated[str | None, _key("variable", f"{VARIABLES}.")]
Guardrails = Annotated[list[str] | None, _key("guardrails", "For example share_rate=-10%.", SEVERAL)]
Start = Annotated[date | None, a_day("First day. Default: next Monday.")]
Weekdays = Annotated[
    list[str] | None, typer.Option(help=f"A day on which you post, e.g. mon. {SEVERAL} Default: every day.")
]

POSTS_A_WEEK = "How many posts a week; chooses the days where none is named."
GoodUntil = Annotated[date | None, a_day("Until when the variants' sound is worth posting.")]


def run(
    names: Names = None,
    earlier: Earlier = None,
    from_playbook: FromPlaybook = False,
    from_idea: FromIdea = None,
    from_signal: FromSignal = None,
    title: Annotated[str | None, _key("title")] = None,
    statement: Annotated[str | None, _key("statement")] = None,
    because: Annotated[str | None, _key("because")] = None,
    expect: Annotated[str | None, _key("expect", "One of increase, decrease, any. Default: increase.")] = None,
    at_least: Annotated[str | None, _key("at_least")] = None,
    variable: Changed = None,
    control: Annotated[str | None, _key("control", "`name=...` names it.")] = None,
    variant: Annotated[list[str] | None, _key("variants", SEVERAL)] = None,
    account: Annotated[list[str] | None, _key("accounts", SEVERAL)] = None,
    goal: Annotated[str | None, _key("goal")] = None,
    primary: Annotated[str | None, _key("primary")] = None,
    secondary: Annotated[list[str] | None, _key("secondary", SEVERAL)] = None,
    guardrail: Guardrails = None,
    posts_per_arm: Annotated[int | None, _key("posts_per_arm", "Default: 28.")] = None,
    periods_per_arm: Annotated[int | None, _key("periods_per_arm", "Default: 6.")] = None,
    period_weeks: Annotated[int | None, _key("period_weeks", "Default: 1.")] = None,
    region: Annotated[list[str] | None, _key("regions", SEVERAL)] = None,
    start: Start = None,
    weekday: Weekdays = None,
    posts_a_week: Annotated[int | None, typer.Option(min=1, max=70, help=POSTS_A_WEEK)] = None,
    slot: Annotated[list[str] | None, typer.Option(help=f"Time of day, e.g. 18:00. {SEVERAL}")] = None,
    pause: Annotated[list[str] | None, _key("pauses", "e.g. 2026-12-24 to 2027-01-06.", SEVERAL)] = None,
    good_until: GoodUntil = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a new experiment: one hypothesis, one thing that changes.

    Asks on a terminal for what was not given; writes experiments/SLUG/experiment.yaml, with a comment on every line.
    """
    draft = Draft(
        title=title,
        statement=statement,
        because=because,
        expect=expect,
        at_least=at_least,
        variable=variable,
        control=control,
        variants=variant,
        accounts=account,
        goal=goal,
        primary=primary,
        secondary=secondary,
        guardrails=_guardrails(guardrail),
        posts_per_arm=posts_per_arm,
    ).but(periods_per_arm=periods_per_arm, period_weeks=period_weeks, regions=region)
    days = _weekdays(weekday) or _spread(posts_a_week, slot)
    draft = draft.but(start=start, weekdays=days, slots=slot, pauses=pause)
    if from_playbook and not names:
        return _list_playbook(as_json)
    opened = open_workspace(workspace)
    idea = _idea_of_signal(from_signal, from_idea, earlier, account, opened)
    started = _started(names, idea, _of_idea(idea, draft, opened, earlier, from_playbook), earlier, from_playbook)
    return _show_written(_written(*started, earlier, opened, can_ask(as_json), good_until), as_json, opened)


def _started(
    names: list[str] | None, idea: str | None, draft: Draft, earlier: str | None, from_playbook: bool
) -> tuple[str | None, Draft]:
    """The folder's name, and the draft with what the playbook says of it."""
    names = names or [idea or ""]
    from cliptrial.cli.language import spoken
    from cliptrial.registry.playbook import play, playbook

    if from_playbook and earlier is not None:
        raise typer.BadParameter(says("An experiment starts from the playbook or from an earlier one, not from both."))
    if len(names) > 1 + from_playbook:
        raise typer.BadParameter(says('"{name}" is one name too many', name=names[-1]))
    if not from_playbook:
        return next(iter(names), "") or None, draft
    chosen = next((name for name in names if name in playbook()), names[-1])
    slug = next((name for name in names if name != chosen), chosen)
    return slug, draft.over(play(chosen).draft(spoken()))


def _idea_of_signal(
    name: str | None, idea: str | None, earlier: str | None, accounts: list[str] | None, workspace: Workspace
) -> str | None:
    """The idea that is named, or that a sign proposes: that one is on the list from now on, and counted like any."""
    from cliptrial.cli.language import in_words
    from cliptrial.planning.noticed.proposals import taken_up
    from cliptrial.planning.noticed.weeks import RECENT, newest_noticed, week_of

    if name is None:
        return idea
    if idea is not None or earlier is not None:
        raise typer.BadParameter(says("An experiment starts from one thing: an idea, the playbook or an earlier one."))
    asked = [one for one in accounts or workspace.accounts if one in workspace.accounts]
    signs = newest_noticed(workspace, asked, week_of(workspace, None), RECENT)
    return taken_up(workspace, name, signs, in_words).id


def _of_idea(name: str | None, draft: Draft, workspace: Workspace, earlier: str | None, from_playbook: bool) -> Draft:
    """The draft with what the idea says; what is done today is what was adopted last on these accounts."""
    from cliptrial.registry.beside.from_idea import draft_of

    if name is None:
        return draft
    if earlier is not None or from_playbook:
        raise typer.BadParameter(says("An experiment starts from one thing: an idea, the playbook or an earlier one."))
    return draft.over(draft_of(name, workspace, _first_day(draft)))


def _first_day(draft: Draft) -> date:
    from cliptrial.cli.sometimes.new_questions import next_monday

    return draft.start if isinstance(draft.start, date) else next_monday(date.today())


def _list_playbook(as_json: bool) -> None:
    from cliptrial.cli.language import spoken
    from cliptrial.cli.output import print_table
    from cliptrial.registry.playbook import playbook

    drafts = {name: one.draft(spoken()) for name, one in playbook().items()}
    if as_json:
        keys = ("title", "variable", "primary", "statement")
        print_json({"playbook": [{"name": n, **{key: getattr(one, key) for key in keys}} for n, one in drafts.items()]})
        return
    rows = [[name, str(one.variable), str(one.primary), str(one.title)] for name, one in drafts.items()]
    print_table([says("Name"), says("Changes"), says("Decides"), says("What is tested")], rows)
    say(says("Next: `cliptrial new --from-playbook NAME`; every option of `new` wins over what the playbook says."))


def _written(
    slug: str | None, draft: Draft, earlier: str | None, workspace: Workspace, asking: bool, good_until: date | None
) -> Path:
    """The file, once everything that was not given is asked for, or taken from the experiment before."""
    from cliptrial.cli.sometimes.new_questions import ask_slug, asked
    from cliptrial.metrics import metric_problems
    from cliptrial.registry.naming import slugify
    from cliptrial.registry.scaffold import fresh_folder, new_experiment

    if slug:
        fresh_folder(workspace, slug)
    if asking and earlier is None:
        draft = asked(draft, workspace)
    elif earlier is None:
        needed = {name: getattr(draft, name) for name in ("title", "statement", "variable", "control")}
        need(**needed, variant=draft.variants)
    proposal = slugify(str(draft.title or f"{earlier}-2"))
    return new_experiment(
        workspace,
        slug or (ask_slug(workspace, proposal) if asking else proposal),
        _lasting(draft, good_until).but(start=_first_day(draft)),
        from_slug=earlier,
        check=lambda document: metric_problems(document, workspace),
    )


def _lasting(draft: Draft, good_until: date | None) -> Draft:
    """The draft with the day until which the variants' sound is worth posting."""
    if good_until is None:
        return draft
    if not draft.variants:
        raise typer.BadParameter(says("name the sounds with --variant"), param_hint="--good-until")
    arms = [arm if isinstance(arm, DraftArm) else DraftArm(value=arm) for arm in draft.variants]
    return draft.but(variants=[arm.model_copy(update={"good_until": good_until}) for arm in arms])


def _weekdays(written: list[str] | None) -> list[str] | None:
    """The days named, each option one or several of them."""
    from cliptrial.cli.answers import weekdays

    try:
        return weekdays(" ".join(written)) if written else None
    except UnusableAnswerError as error:
        raise typer.BadParameter(error.why, param_hint="--weekday") from None


def _spread(posts_a_week: int | None, slots: list[str] | None) -> list[str] | None:
    """The usual days for so many posts a week."""
    if posts_a_week is None:
        return None
    each = max(len(slots or ()), 1)
    if posts_a_week % each or posts_a_week > 7 * each:
        most = [str(each * days) for days in range(1, 8)]
        told_so = says(
            "{posts} posts a week are not the same number every day; one of {most}", posts=posts_a_week, most=most
        )
        raise typer.BadParameter(told_so, param_hint="--posts-a-week")
    return list(usual_weekdays(posts_a_week // each))


def _guardrails(written: list[str] | None) -> list[DraftGuardrail] | None:
    if written is None:
        return None
    pairs = {metric.strip(): worst.strip() or "-10%" for metric, _, worst in (text.partition("=") for text in written)}
    return [DraftGuardrail(metric=metric, worst_acceptable=worst) for metric, worst in pairs.items()]


def _show_written(path: Path, as_json: bool, workspace: Workspace) -> None:
    slug = path.parent.name
    if as_json:
        print_json({"slug": slug, "path": f"experiments/{slug}/{path.name}"})
        return
    say(
        says(
            "Written: experiments/{slug}/{name}. Next: look it over, then `cliptrial plan {slug}`.",
            slug=slug,
            name=path.name,
        )
    )
    _repeats(workspace, slug)


def _repeats(workspace: Workspace, slug: str) -> None:
    """Say so where the same was tested before."""
    from cliptrial.registry.experiments import load_all, load_experiment
    from cliptrial.registry.plan.schedule_files import TABLE
    from cliptrial.registry.series import chance_of_luck, same_test

    loaded = load_experiment(slug, workspace)
    before = [one for one in same_test(loaded, load_all(workspace).loaded) if (one.folder / TABLE).is_file()]
    if before:
        say(
            says(
                "note: The same was tested before ({before}). By luck alone, at least one of {tests} tests comes out "
                "better in {chance:.0%} of such series; the report counts them.",
                before=[one.slug for one in before],
                tests=len(before) + 1,
                chance=chance_of_luck(len(before) + 1, loaded.experiment.analysis.alpha),
            )
        )
