"""``cliptrial proof``: old against new."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.language import in_words
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.growth.proof import Left, ProofPlan
    from cliptrial.registry.draft import Draft
    from cliptrial.registry.workspace import Workspace

Day = Annotated[date | None, a_day("First day. Default: next Monday.")]
Name = Annotated[
    str | None,
    typer.Argument(metavar="[SLUG]", help="plan: name of its folder. more: the check that gets more posts."),
]


def run(
    action: Annotated[str, typer.Argument(metavar="plan|more", help="plan writes a check, more makes it longer.")],
    name: Name = None,
    client: Annotated[str | None, typer.Option(help="The client whose changes are checked.")] = None,
    account: Annotated[list[str] | None, typer.Option(help="An account that posts. Repeat it for more.")] = None,
    start: Day = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="An adopted sound that stands for a rule.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="An adopted change that is not to be part of it.")
    ] = None,
    primary: Annotated[str, typer.Option(help="The one metric that decides.")] = "views",
    weekday: Annotated[list[str] | None, typer.Option(help="A day on which you post, e.g. mon. Repeat it.")] = None,
    slot: Annotated[list[str] | None, typer.Option(help="Time of day, e.g. 18:00. Repeat it for more.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold the old way against the new one: everything adopted for now as one change, 14 posts each.

    Tests of single ideas are too short to confirm anything; this check is where the sum of them is measured. It is
    a safety brake first: unless the new way is ahead by more than its extra work, you go back. Choose a calm stretch.
    `proof plan` writes an experiment; then plan, lock, ingest, analyze and report it like any other.
    """
    from cliptrial.planning.growth.proof import Asked, accounts_of, more_posts, proof_draft, write_proof

    opened, today = open_workspace(workspace), date.today()
    from cliptrial.planning.foresight import next_monday

    begin = start or next_monday(today)
    if action == "more" and name is not None:
        slug = f"{name}-more"
        draft = more_posts(opened, name, begin, in_words)
        path = write_proof(opened, slug, draft, today)
        return _written(opened, slug, draft, None, as_json, path.name)
    if action != "plan":
        raise typer.BadParameter(
            says("`cliptrial proof plan` writes a check, `cliptrial proof more SLUG` lengthens it")
        )
    accounts = accounts_of(opened, account or (), client, begin)
    asked = Asked(accounts, begin, rule or (), without or (), primary, weekday or None, slot or None)
    plan = proof_draft(opened, asked, in_words)
    slug = name or f"old-against-new-{begin.year}"
    path = write_proof(opened, slug, plan.draft, today)
    return _written(opened, slug, plan.draft, plan, as_json, path.name)


def _written(workspace: Workspace, slug: str, draft: Draft, plan: ProofPlan | None, as_json: bool, file: str) -> None:
    from cliptrial.planning.growth.proof import busy
    from cliptrial.planning.plan import as_drawn
    from cliptrial.registry.experiments import load_experiment

    experiment = load_experiment(slug, workspace).experiment
    days = [position.date for position in as_drawn(workspace, experiment).positions]
    weeks = -(-((max(days) - min(days)).days + 1) // 7)
    seasons = busy(days)
    if as_json:
        listed = [{"name": one.name, "new": one.label, "old": one.before} for one in plan.changes] if plan else None
        left = [{"name": one.name, "why": why} for one, why in plan.left_out] if plan else None
        beside = {"changes": listed, "left_out": left, "extra_work": plan.extra_work if plan else None}
        print_json(
            {"slug": slug, "path": f"experiments/{slug}/{file}", "first": min(days), "last": max(days), "weeks": weeks}
            | {"seasons": seasons, "follow_up_of": draft.follow_up_of}
            | beside
        )
        return
    if plan is not None:
        _list(plan)
    say(
        says(
            "{posts} posts from {first} to {last}: for {weeks} weeks nothing else is tested on {accounts}.",
            posts=len(days),
            first=min(days),
            last=max(days),
            weeks=weeks,
            accounts=list(experiment.accounts),
        )
    )
    for season in seasons:
        say(says("note: It meets {season}; a calmer stretch tells more. Choose it with --start.", season=season))
    say(says("Written: experiments/{slug}/{name}. Next: `cliptrial plan {slug}`.", slug=slug, name=file))


def _list(plan: ProofPlan) -> None:
    for one in plan.changes:
        say(says("New: {new}. Old: {old}. ({name})", new=one.label, old=one.before, name=one.name))
    for one, why in plan.left_out:
        say(says("Not part of it: {name}. {why}", name=one.slug, why=_reason(why)))
    if plan.extra_work:
        say(says("Extra work: {share:.0%} of a post; the new way must be ahead by more.", share=plan.extra_work))


def _reason(why: Left) -> str:
    reasons = {
        "wish": says("You left it out: both ways do it."),
        "asset": says("A sound wears out; if it stands for a rule, name it with --rule."),
        "past": says("It cannot be made until the last post."),
        "slot": says("Both ways are posted at the same times."),
        "several": says("It had several variants, and no decision says which one is done."),
        "checked": says("A check kept it already."),
        "elsewhere": says("It is not adopted on all of these accounts."),
    }
    return reasons[why.value]
