"""Promotion told without the workbook: since when a position's post was boosted with money, or that it never was.

What is kept is what a workbook would have said under "Boosted on", by the same rules; the last word counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from time import time as now
from typing import Literal

import pyarrow as pa

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.hand_ins import begin
from cliptrial.posts.lake.history import words_on_promotion
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import Input
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workbook.filled.problems import Plan, promoted_wrongly
from cliptrial.posts.workbook.filled.promotions import promotion_notes, promotion_rows, promotions_in
from cliptrial.posts.workbook.filled.so_far import SoFar
from cliptrial.posts.workbook.layout import INPUTS, Filled
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

Since = date | Literal[False]
"""The day from which a post was boosted; False takes an earlier day back."""
LABEL = says("what was said of boosts")
COLUMN = next(column.header for column in INPUTS if column.key == "promoted_on")


def tell_boosts(workspace: Workspace, slug: str, said: Mapping[int, Since]) -> FileReport:
    """Keep since when posts were boosted with money; only their numbers from before count.

    Args:
        workspace: Where the experiment lives.
        slug: The experiment.
        said: By position.

    Returns:
        As of a file: what is counted from now on, or why all of it was refused: a position that the plan has not or
        whose post is not known yet, or a day that cannot be.

    Raises:
        PlanError: The experiment has no schedule yet.
    """
    with one_at_a_time(workspace.root):
        return _kept(workspace, slug, said)


def _kept(workspace: Workspace, slug: str, said: Mapping[int, Since]) -> FileReport:
    lake = Lake(workspace.store_dir)
    so_far = SoFar.of(workspace, slug, lake)
    positions, ids = so_far.positions, so_far.ids({})
    plan = Plan(positions, so_far.earlier, {}, so_far.posted({}), so_far.zones, now())
    problems = [problem for number, since in said.items() for problem in _problems(number, since, ids, plan)]
    shown = f"{slug} --boosted"
    if problems:
        return FileReport(shown, LABEL, problems=tuple(replace(problem, path=shown) for problem in problems))
    filled = {number: Filled(promoted_on=since) for number, since in said.items()}
    promotions = promotions_in(filled, positions, ids, so_far.zones, words_on_promotion(lake))
    rows = build("posts", promotion_rows(promotions))
    return FileReport(
        path=shown,
        recognised=LABEL,
        posts=len(promotions),
        known=not (rows.num_rows and _is_new(workspace, lake, rows, f"{shown} {sorted(said.items())}")),
        notes=tuple(promotion_notes(promotions, COLUMN)),
    )


def _is_new(workspace: Workspace, lake: Lake, rows: pa.Table, said: str) -> bool:
    """Keep the rows as a hand-in of its own; whether they had not been there."""
    begin(workspace, lake)
    kept = lake.keep("posts", rows)
    words = sha256(said.encode()).hexdigest()
    lake.ledger.hand_in([Input(name=said.partition(" [")[0], sha256=words, parts=(kept.part,))])
    return kept.fresh


def _problems(number: int, since: Since, ids: Mapping[int, str], plan: Plan) -> Iterator[Problem]:
    if number not in plan.positions:
        what = says("The schedule has no position {position}", position=number)
        wanted = says("1 to {positions}", positions=max(plan.positions, default=0))
        yield Problem("unknown_position", what, wanted, says("Use a number from schedule.csv."))
    elif number not in ids:
        what = says("The post of position {position} is not known yet", position=number)
        mend = says("Hand in its export, or its link, first.")
        yield Problem("unknown_post", what, says("a position whose post was handed in"), mend)
    elif since:
        yield from promoted_wrongly(number, since, plan)
