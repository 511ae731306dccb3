"""Before anything is filmed: what so many posts can find out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import expm1, isfinite, log1p
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cliptrial.analysis.table.asked import setting_problems
from cliptrial.analysis.table.columns import columns_of, metric_columns
from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, nothing, says
from cliptrial.metrics import CATALOGUE, Metric
from cliptrial.notebook.given import table_with
from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import said, spoken
from cliptrial.planning.feasibility import Feasibility, posts_needed, smallest_log_effect
from cliptrial.planning.feasibility import power as power_of_logs
from cliptrial.planning.feasibility import spread as spread_of

if TYPE_CHECKING:
    import pandas as pd

    from cliptrial.notebook.cards import Card


@dataclass(frozen=True, slots=True, repr=False)
class Power(Shown, Feasibility):
    """What so many posts can find out, as a plan says it.

    Attributes:
        facts: The metric.
        stated: Whether somebody stated the spread.
        folder: The workspace; None of a table.
    """

    facts: Metric = CATALOGUE["views"]
    stated: bool = False
    folder: Path | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row: what was asked, ``smallest``, ``power`` and ``posts_needed``."""
        import pandas as pd

        names = ("metric", "posts_per_arm", "spread", "earlier_posts", "smallest", "at_least", "power", "posts_needed")
        return pd.DataFrame([{name: getattr(self, name) for name in names}]).astype({"earlier_posts": "Int64"})

    def summary(self, lang: str | None = None) -> str:
        """The same in sentences.

        Args:
            lang: Code of a language; otherwise the one chosen.
        """
        from cliptrial.wording.experiment.planned import plan_sentences

        sentences = plan_sentences(self, self.facts, lang or spoken())
        return "\n".join(sentences[:2] if self.stated else sentences)

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import Card

        first, *more = self.summary(lang).splitlines()
        return Card(title=said(says("What can so many posts find out?")), kicker="", sentence=first, lines=more)


def power(
    frame: object = None,
    *,
    metric: str = "views",
    posts_per_arm: int,
    at_least: float = 0.1,
    spread: float | None = None,
    alpha: float = 0.05,
) -> Power:
    """What so many posts can find out: how likely a change is found, and the smallest that is found in 4 of 5 cases.

    Args:
        frame: Earlier posts, one row a post, whose spread counts; without them, that of experience.
        metric: A column of counts or means, or ``NUMERATOR/DENOMINATOR`` for a rate; without ``frame`` the name of a
            metric, ``views`` or another.
        posts_per_arm: Posts of each arm.
        at_least: The change to find, a ratio minus one.
        spread: SD of the log metric between posts, where it is known from elsewhere.
        alpha: Two-sided error; for several variants, divided by their number.

    Raises:
        InputError: No spread can be known, or a number is out of range; every problem at once.

    Examples:
        >>> round(power(posts_per_arm=28, spread=0.5, at_least=0.3).power, 2)
        0.49
    """
    problems = [*setting_problems(alpha, at_least), *_size_problems(posts_per_arm, spread)]
    if problems:
        raise InputError(problems)
    known, sd, posts = _spread(frame, metric) if spread is None else (_named(metric), spread, None)
    return Power(
        metric=known.name,
        posts_per_arm=posts_per_arm,
        spread=sd,
        earlier_posts=posts,
        smallest=expm1(smallest_log_effect(posts_per_arm, sd, alpha)),
        power=power_of_logs(log1p(at_least), posts_per_arm, sd, alpha),
        at_least=at_least,
        posts_needed=posts_needed(log1p(at_least), sd, alpha),
        facts=known,
        stated=spread is not None,
    )


def _size_problems(posts: object, spread: object) -> list[Problem]:
    problems = []
    if not isinstance(posts, int | np.integer) or isinstance(posts, bool) or posts < 2:
        what = says("posts_per_arm is {posts}", posts=str(posts))
        problems.append(Problem("posts_per_arm", what, says("a whole number from 2 up"), field="posts_per_arm"))
    if spread is not None and not (isinstance(spread, int | float) and isfinite(spread) and spread > 0):
        what, expected = says("spread is {spread}", spread=str(spread)), says("an SD above 0, for views often near 1")
        problems.append(Problem("spread", what, expected, field="spread"))
    return problems


def _named(metric: str) -> Metric:
    return CATALOGUE.get(metric) or replace(CATALOGUE["views"], name=metric, labels={})


def _spread(frame: object, metric: str) -> tuple[Metric, float, int | None]:
    """The metric, its spread between posts, and how many posts told it."""
    if frame is None:
        known = CATALOGUE.get(metric)
        if known is None or known.spread is None:
            names = [name for name, one in CATALOGUE.items() if one.spread is not None]
            what = says('Nobody knows beforehand how much "{metric}" differs from post to post', metric=metric)
            expected = says("earlier posts, spread=..., or one of {names}", names=names)
            raise InputError(Problem("no_spread", what, expected, did_you_mean(metric, names, nothing), field="metric"))
        return known, known.spread, None
    ((facts, values),) = metric_columns(table_with(frame, *columns_of(metric)), [metric])
    kept = np.asarray(values.read & values.possible)
    spread = spread_of(facts, values.numerator[kept], values.denominator[kept]) if kept.sum() > 1 else None
    if spread is None or not isfinite(spread) or spread <= 0:
        what = says('The posts do not tell how much "{metric}" differs from post to post', metric=metric)
        raise InputError(Problem("no_spread", what, says("two posts or more that differ"), field="metric"))
    return facts, spread, int(kept.sum())
