"""How often made-up labels win on somebody's own posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.notebook.compared import folder_of
from cliptrial.notebook.given import table_of
from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import spoken
from cliptrial.planning.chance_check import ChanceCheck, posts_for
from cliptrial.planning.chance_check import chance_check as check_one
from cliptrial.planning.chance_history import store_histories, table_histories
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.chance import ChanceSpeaker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cliptrial.notebook.cards import Card
    from cliptrial.plots.canvas import Picture


@dataclass(frozen=True, slots=True, repr=False)
class Chance(Shown):
    """How often made-up labels win, metric by metric.

    Attributes:
        checks: One for each metric.
        folder: The workspace; None of a table.
    """

    checks: tuple[ChanceCheck, ...]
    folder: Path | None = None

    def to_frame(self) -> pd.DataFrame:
        """A row a metric and method.

        ``share`` is that of made-up comparisons with a winner (0.05 was agreed), ``margin`` half a 95 % interval for
        the luck of the draws.
        """
        import pandas as pd

        rows = [
            {"metric": check.metric.name, **asdict(one), "share": one.share, "margin": one.margin}
            for check in self.checks
            for one in check.shares
        ]
        return pd.DataFrame(rows, columns=["metric", "method", "wins", "draws", "share", "margin"])

    def plot(self, metric: str | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Figure:
        """One bar a method, and the line of what was agreed, as a matplotlib figure.

        Args:
            metric: One of those that were checked; the most telling one where none is named.
            ax: Drawn in the place of these axes; without, in a figure of its own.
            lang: Code of a language; otherwise the one chosen.

        Raises:
            InputError: The metric was not checked.
        """
        from cliptrial.notebook.pictures import drawn
        from cliptrial.notebook.shown import chosen
        from cliptrial.plots.chance_bars import chance_bars

        s = ChanceSpeaker.of(self.checks, lang or spoken(self.folder))
        by_name = {check.metric.name: check for check in self.checks}
        check = s.striking if metric is None else chosen(by_name, metric, says("a metric"))
        return drawn(lambda: chance_bars(s, check), ax)

    def summary(self, lang: str | None = None) -> str:
        """A few sentences to paste.

        Args:
            lang: Code of a language; otherwise the one chosen.
        """
        s = ChanceSpeaker.of(self.checks, lang or spoken(self.folder))
        return "\n".join([s.sentence(), *s.support()])

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import Card

        s = ChanceSpeaker.of(self.checks, lang)
        _, kicker, title, _, lines = s.opening()
        return Card(
            title=title,
            kicker=kicker,
            sentence=s.sentence(),
            word=s.w.word,
            tone="open",
            columns=(s.w.method, *(s.w.per_hundred(s.metric(check)) for check in s.checks)),
            rows=[(name, *shares) for name, _, shares, _ in s.rows()],
            lines=lines,
            picture=lambda: _picture(s),
        )


def _picture(s: ChanceSpeaker) -> Picture:
    from cliptrial.plots.chance_bars import chance_bars

    return chance_bars(s, s.striking, f"c{s.striking.data_hash[:8]}-chance")


def chance_check(
    frame: object = None,
    *,
    metrics: str | Sequence[str] = "views",
    workspace: str | Path | Workspace = ".",
    account: str | None = None,
    posted_at: str | None = None,
    timezone: str = "UTC",
    leave_out: str | None = None,
    posts_per_arm: int = 0,
    draws: int = 2000,
    seed: int = 0,
) -> Chance:
    """How often do made-up labels win on these posts?

    Args:
        frame: A table with one row a post; without one, the posts of the workspace's store.
        metrics: Columns, or ``NUMERATOR/DENOMINATOR``; from the store, names of metrics.
        workspace: A folder in or under the workspace, without ``frame``.
        account: Column that names each post's account; from the store, one account.
        posted_at: Column with the time of posting; without it rows count as being in order of time.
        timezone: In which weekdays are read.
        leave_out: ``impossible`` leaves out posts whose numbers cannot be true.
        posts_per_arm: Posts in each made-up arm; 0 for the usual 14, or half of what there is.
        draws: Made-up comparisons.
        seed: Of the draws.

    Raises:
        InputError: Nothing can be compared; every problem at once.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> posts = pd.DataFrame({"views": np.random.default_rng(1).lognormal(8, 1, 60).round()})
        >>> chance_check(posts, draws=50).to_frame()["method"].iloc[-1]
        'cliptrial'
    """
    if posts_per_arm == 1 or posts_per_arm < 0 or draws < 1:
        what = says("{posts} posts an arm and {draws} draws", posts=posts_per_arm, draws=draws)
        raise InputError(
            Problem("made_up", what, says("two posts an arm or more, or 0 for the usual; one draw or more"))
        )
    names = [metrics] if isinstance(metrics, str) else [*metrics]
    if frame is None:
        opened = find_workspace(folder_of(workspace))
        histories, folder = store_histories(opened, names, account), opened.root
    else:
        columns = {"account": account, "posted_at": posted_at, "leave_out": leave_out}
        histories, folder = table_histories(_posts(frame), names, timezone=timezone, **columns), None
    posts = posts_for(histories, posts_per_arm)
    checks = (check_one(one, posts_per_arm=posts, draws=draws, seed=seed) for one in histories)
    return Chance(tuple(checks), folder)


def _posts(frame: object) -> pd.DataFrame:
    from cliptrial.analysis.table.asked import table_problems

    table = table_of(frame)
    if problems := [*table_problems(table)]:
        raise InputError(problems)
    return table
