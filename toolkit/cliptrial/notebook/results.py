"""An analysis in a notebook: the same record, with a card, figures, a summary and tables."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from cliptrial.analysis.results import Analysis
from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import spoken

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cliptrial.notebook.cards import Card

Frame = Literal["uplifts", "findings", "arms", "posts"]
Drawing = Literal["effect", "weekdays", "over_time", "influence", "forest", "arms"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Result(Shown, Analysis):
    """An :class:`~cliptrial.analysis.results.Analysis` that shows itself, and equals one that says the same.

    In a cell it is a card; :meth:`to_frame` gives tables, :meth:`plot` figures, :meth:`summary` text to paste.

    Attributes:
        folder: The workspace it comes from; None of a table.
        timezone: In which the days of its posts are; None where each account has its own.
    """

    folder: Path | None = field(default=None)
    timezone: str | None = field(default=None)

    @classmethod
    def of(cls, analysis: Analysis, folder: Path | None = None, timezone: str | None = None) -> Self:
        """The same record, which shows itself."""
        return cls(**_parts(analysis), folder=folder, timezone=timezone)  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and _parts(self) == _parts(other)

    __hash__ = None  # type: ignore[assignment]  # its records hold mappings

    def to_frame(self, what: Frame = "uplifts") -> pd.DataFrame:
        """One of the result's tables; columns and types stay where there is no row.

        Args:
            what: ``uplifts`` (a row an uplift, named as in the JSON; an interval is two columns ``_low`` and
                ``_high``), ``findings`` (a row a finding: code, level, values, message), ``arms`` (a row an arm, with
                its posts from ``mon`` to ``sun``), or ``posts`` (a row a post: ``planned`` and ``posted`` with their
                zone, ``weekday`` from 0 for Monday, ``age`` in days at which it was to be read, a column a metric,
                and in ``left_out`` why it does not count).

        Raises:
            InputError: There is no such table.
        """
        from cliptrial.notebook.tables import frame_of

        return frame_of(self, what)

    def plot(self, what: Drawing = "effect", *, ax: Axes | None = None, lang: str | None = None) -> Figure:
        """One of the page's pictures as a matplotlib figure; ``.savefig("name.svg")`` writes it.

        Args:
            what: ``effect``, ``weekdays``, ``over_time``, ``influence``, ``forest`` or ``arms``.
            ax: Drawn in the place of these axes; without, in a figure of its own.
            lang: Code of a language; otherwise the one chosen.

        Raises:
            InputError: There is no such picture, or not enough to draw it.
        """
        from cliptrial.notebook.pictures import picture_of

        self._note_look()
        return picture_of(self, what, ax, lang or spoken(self.folder))

    def summary(self, lang: str | None = None) -> str:
        """A few sentences to paste: what was tested, what came out, what is next.

        Args:
            lang: Code of a language; otherwise the one chosen.
        """
        from cliptrial.wording.experiment.conclusions import to_copy
        from cliptrial.wording.speaker import Speaker

        self._note_look()
        return "\n".join(to_copy(Speaker.of(self, lang or spoken(self.folder))))

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.answers import answer_card

        return answer_card(self, lang)

    def _note_look(self) -> None:
        """Showing a planned look is taking it."""
        if self.folder is not None and self.experiment is not None:
            from cliptrial.posts.workspaces import find_workspace
            from cliptrial.report.source import note_look

            note_look(self, find_workspace(self.folder).experiments_dir / self.experiment.slug)


def _parts(analysis: Analysis) -> dict[str, object]:
    return {one.name: getattr(analysis, one.name) for one in fields(Analysis)}
