"""``cliptrial simulate``: a table of invented posts with a known truth."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.ask import UnusableAnswerError
from cliptrial.cli.output import quoted, say
from cliptrial.messages import says


class Affected(StrEnum):
    """What the variant may change."""

    VIEWS = "views"
    WATCH_TIME = "average_watch_time"
    COMPLETION = "completion_rate"
    LIKES = "like_rate"
    COMMENTS = "comment_rate"
    SHARES = "share_rate"
    SAVES = "save_rate"


def run(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.csv", help="Where to write the table.", show_default=False)
    ],
    posts_per_arm: Annotated[int, typer.Option(min=2, max=5000, help="Posts of each arm.")] = 28,
    metric: Annotated[Affected, typer.Option(help="What the variant truly changes.")] = Affected.VIEWS,
    effect: Annotated[str, typer.Option(help="By how much, e.g. 50% or -20%; 0.5 is 50%, too.")] = "50%",
    sigma: Annotated[float, typer.Option(min=0, max=4, help="Spread of views: SD of their log.")] = 0.985,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same posts.")] = 0,
    null: Annotated[bool, typer.Option("--null", help="No effect at all: every 'win' is chance.")] = False,
) -> None:
    """Invent posts of a control and a variant, in a fair rotation, with a truth that you choose.

    The rotation is drawn as `plan` draws it: blocks of four posts hold each arm twice, and the arms share
    the weekdays. Try `cliptrial compare` on the table and see what it finds: columns arm, posted_at, views,
    likes, comments, shares, saves, average_watch_time (seconds) and completion_rate, read 7 days after posting.
    """
    from cliptrial.registry.files import write_atomically
    from cliptrial.simulate.account import RATE_METRICS
    from cliptrial.simulate.exports import posts_csv
    from cliptrial.simulate.table import simulate_rotation

    if out.suffix.lower() != ".csv":
        raise typer.BadParameter(
            says("the table is written as CSV; name it {stem}.csv", stem=out.stem), param_hint="--out"
        )
    truth = 0.0 if null else _truth(effect)
    posts = simulate_rotation(posts_per_arm, {metric.value: truth}, sigma=sigma, seed=seed)
    write_atomically(out, posts_csv(posts, at_age=7))
    say(
        says(
            "{posts} posts written. The truth: {metric} {truth:+.0%}, nothing else.",
            posts=2 * posts_per_arm,
            metric=metric.value,
            truth=truth,
        )
    )
    columns = {rate: f"{count}/views" for count, rate in RATE_METRICS.items()}
    wanted = columns.get(metric.value, metric.value)
    arms = "--arm arm --control control"
    say(
        says(
            "Now try: cliptrial compare {out} {arms} --metric {wanted} --posted-at posted_at --randomised",
            out=quoted(out),
            arms=arms,
            wanted=wanted,
        )
    )


def _truth(effect: str) -> float:
    from cliptrial.cli.answers import effect as read

    try:
        truth = read(effect)
    except UnusableAnswerError as error:
        raise typer.BadParameter(error.why, param_hint="--effect") from None
    if not -0.95 <= truth <= 20:
        raise typer.BadParameter(
            says("{truth:+.0%} is not between -95% and +2000%", truth=truth), param_hint="--effect"
        )
    return truth
