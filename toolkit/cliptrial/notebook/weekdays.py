"""Were the weekdays shared between the arms of a table?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.analysis.findings import Finding, Level, gravest_first
from cliptrial.analysis.table.weekdays_alone import SharedWeekdays, shared_weekdays
from cliptrial.messages import says
from cliptrial.notebook.given import table_of
from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import said, spoken
from cliptrial.registry.model import WEEKDAYS

if TYPE_CHECKING:
    import pandas as pd

    from cliptrial.notebook.cards import Card

DAYS: tuple[str, ...] = WEEKDAYS
TONES = {Level.OK: "better", Level.NOTE: "plain", Level.WARNING: "open", Level.BLOCKER: "worse"}
LEVELS = {
    Level.OK: says("shared"),
    Level.NOTE: says("noted"),
    Level.WARNING: says("uneven"),
    Level.BLOCKER: says("cannot be told apart"),
}


@dataclass(frozen=True, slots=True, repr=False)
class WeekdayCheck(Shown, SharedWeekdays):
    """Whether the arms of a table shared the weekdays; in a cell, the table of arm and weekday.

    ``level`` is that of the gravest finding, ``sentence`` what it means, ``findings`` are those of a comparison.
    """

    folder: Path | None = None

    @property
    def _gravest(self) -> Finding:
        return gravest_first(self.findings)[0]

    @property
    def level(self) -> str:
        """``ok``, ``note``, ``warning`` or ``blocker``."""
        return self._gravest.level.value

    @property
    def sentence(self) -> str:
        """What it means, in the language that is spoken."""
        return self._sentences(spoken())[0]

    def to_frame(self) -> pd.DataFrame:
        """A row an arm: its posts from ``mon`` to ``sun``, and how it stands to the control.

        ``effective_posts`` are as many as its posts and the control's are worth once weekdays are held equal,
        ``tv_distance`` is how far the two are apart (0 to 1), ``tv_by_chance`` how far chance leaves them apart in the
        middle of its draws.
        """
        import pandas as pd

        pairs = {one.arm: one for one in self.pairs}
        held = {"effective_posts": "Float64", "tv_distance": "Float64", "tv_by_chance": "Float64"}
        rows = [
            {"arm": arm, **dict(zip(DAYS, days, strict=True))}
            | {name: getattr(pairs[arm], name) if arm in pairs else None for name in held}
            | {"level": pairs[arm].level.value if arm in pairs else None}
            for arm, days in self.table.items()
        ]
        return pd.DataFrame(rows, columns=["arm", *DAYS, *held, "level"]).astype(held)

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import Card
        from cliptrial.wording.languages import wording_for

        f, first, *more = wording_for(lang).formats, *self._sentences(lang)
        return Card(
            title=said(says("Did the arms share the weekdays?")),
            kicker=wording_for(lang).page.opening.posts(f.number(sum(map(sum, self.table.values())))),
            sentence=first,
            word=said(LEVELS[self._gravest.level]),
            tone=TONES[self._gravest.level],
            columns=("", *f.weekdays()),
            rows=[(arm, *map(f.number, days)) for arm, days in self.table.items()],
            lines=more,
        )

    def _sentences(self, lang: str) -> list[str]:
        from cliptrial.wording.languages import wording_for
        from cliptrial.wording.names import Names
        from cliptrial.wording.phrases import Phrases

        w = wording_for(lang)
        phrases = Phrases(w.formats, Names(lang, {arm: arm for arm in self.table}, {}, w.terms), w.terms.rules)
        return [w.findings.of(finding, phrases) for finding in gravest_first(self.findings)]


def weekday_check(
    frame: object,
    *,
    arm: str,
    posted_at: str,
    timezone: str = "UTC",
    control: str | None = None,
    account: str | None = None,
    randomised: bool = False,
    draws: int = 4999,
    seed: int = 0,
) -> WeekdayCheck:
    """Were the weekdays shared between the arms of a table? The check that every comparison makes.

    Args:
        frame: A DataFrame of pandas, or a table that narwhals knows, one row a post.
        arm: Column that names each post's arm.
        posted_at: Column with the time of posting.
        timezone: IANA name in which weekdays are read.
        control: Value of ``arm`` to hold the others against; the most used one where none is named.
        account: Column that names each post's account.
        randomised: Whether chance assigned the arms.
        draws: Monte-Carlo draws of what chance gives.
        seed: Of the draws.

    Raises:
        InputError: A column is missing, a time cannot be read, or there is one arm only; every problem at once.

    Examples:
        >>> import pandas as pd
        >>> days = pd.date_range("2026-03-02", periods=14, freq="D")
        >>> posts = pd.DataFrame({"hook": ["old"] * 7 + ["new"] * 7, "day": days})
        >>> weekday_check(posts, arm="hook", posted_at="day").level
        'ok'
    """
    seen = shared_weekdays(
        table_of(frame),
        arm=arm,
        posted_at=posted_at,
        timezone=timezone,
        control=control,
        account=account,
        randomised=randomised,
        draws=draws,
        seed=seed,
    )
    return WeekdayCheck(**{one.name: getattr(seen, one.name) for one in fields(seen)})
