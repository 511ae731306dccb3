"""``cliptrial split``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answer_shown import show_answer, show_findings
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.experiments import Loaded

Arms = Annotated[
    list[str],
    typer.Option("--arm", help="ID=VIEWERS/EVENTS or ID=SHARE, e.g. new=5000/260 or new=59%; repeat it for each arm."),
]


def run(
    slug: Annotated[str, typer.Argument(help="Name of the experiment's folder; its unit is the viewer.")],
    arm: Arms,
    platform: Annotated[str, typer.Option(help="tiktok, instagram or youtube.")],
    claim: Annotated[str, typer.Option("--says", help="winner, preferred, same or nothing.")] = "nothing",
    winner: Annotated[str | None, typer.Option(help="The arm that the platform names.")] = None,
    confidence: Annotated[str | None, typer.Option(help="How sure the platform says it is, e.g. 95%.")] = None,
    counted: Annotated[str, typer.Option(help="What an event is, e.g. clicks.")] = "events",
    of: Annotated[str, typer.Option(help="What was split: viewers or impressions.")] = "viewers",
    file: Annotated[
        Path | None, typer.Option(help="A table of the platform, whose rows are added up; --arm is then ID=NAME.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option(help="Of that table: NAME,VIEWERS,EVENTS, e.g. Ad Group Name,Impression,Clicks.")
    ] = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what a platform shows of a split test that it ran, and answer it where it shows counts.

    YouTube's Test & Compare shows shares and a label: they are recorded beside our own experiments. TikTok's ad groups
    and Instagram's trial reels have counts: they are checked for an even split and analysed, beside what it claims.
    """
    from cliptrial.analysis import analyze
    from cliptrial.registry.beside.split_result import write_split
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.wording.describe import describe

    opened = open_workspace(workspace)
    loaded = load_experiment(slug, opened)
    _refuse_posts(loaded)
    named = dict(_pair(one) for one in arm)
    arms = _typed(named) if file is None else _added_up(file, columns or "", named)
    given: dict[str, object] = {"platform": platform, "arms": arms, "counted": counted, "of": of, "claim": claim}
    given |= {"winner": winner, "confidence": confidence}
    write_split(loaded, {key: value for key, value in given.items() if value is not None})
    analysis, language = analyze(slug, opened), chosen_language(lang, opened.language)
    if as_json:
        print_json(describe(analysis, language))
        return
    show_answer(analysis, language)
    show_findings(analysis, language)
    say(says("Next: `cliptrial report {slug}` writes its page.", slug=slug))


def _refuse_posts(loaded: Loaded) -> None:
    from cliptrial.errors import PlanError
    from cliptrial.registry.model import Unit

    if loaded.experiment.design.unit is Unit.POST:
        what = says("chance assigns posts in this experiment, and a platform's split test splits viewers")
        mend = says(
            "Write `unit: viewer` below design, or plan its posts with `cliptrial plan {slug}`.", slug=loaded.slug
        )
        raise PlanError(loaded.problem("design.unit", "post_split", what, says("unit: viewer"), mend))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise typer.BadParameter(
            says('"{text}" is neither ID=VIEWERS/EVENTS nor ID=SHARE', text=text), param_hint="--arm"
        )
    return name.strip(), value.strip()


def _typed(named: dict[str, str]) -> dict[str, dict[str, str]]:
    """By arm: viewers and events, or a share, as they were typed."""
    return {
        name: dict(zip(("viewers", "events"), map(str.strip, value.split("/")), strict=False))
        if "/" in value
        else {"share": value}
        for name, value in named.items()
    }


def _added_up(file: Path, columns: str, named: dict[str, str]) -> dict[str, dict[str, str]]:
    """By arm: the sums over its rows of a platform's table."""
    from cliptrial.posts.any_table import read_any_table

    parts = [part.strip() for part in columns.split(",")]
    if len(parts) != 3:
        raise typer.BadParameter(says("three columns are needed: NAME,VIEWERS,EVENTS"), param_hint="--columns")
    name, viewers, events = parts
    table = read_any_table(file, names=[name], numbers=[viewers, events], only={name: list(named.values())})
    sums = table.groupby(name)[[viewers, events]].sum().round().astype(int).to_dict("index")
    return {
        arm: {"viewers": str(sums[label][viewers]), "events": str(sums[label][events])} for arm, label in named.items()
    }
