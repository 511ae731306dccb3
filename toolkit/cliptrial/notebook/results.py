"""An analysis in a notebook: the same record, with a card, figures, a summary and tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from cliptrial.analysis.results import Analysis
from cliptrial.notebook.speaking import spoken

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cliptrial.report.experiment_page import AnalysisPage

Frame = Literal["uplifts", "findings", "arms", "posts"]
Picture = Literal["effect", "weekdays", "over_time", "influence", "forest", "arms"]


@dataclass(frozen=True, slots=True, repr=False)
class Result(Analysis):
    """An :class:`~cliptrial.analysis.results.Analysis` that shows itself.

    In a cell it is a card; :meth:`to_frame` gives tables, :meth:`plot` figures, :meth:`summary` text to paste.

    Attributes:
        folder: The workspace it comes from; None of a table.
    """

    folder: Path | None = None

    @classmethod
    def of(cls, analysis: Analysis, folder: Path | None = None) -> Self:
        """The same record, which shows itself."""
        kept = {field.name: getattr(analysis, field.name) for field in fields(Analysis)}
        return cls(**kept, folder=folder)

    def to_frame(self, what: Frame = "uplifts") -> pd.DataFrame:
        """One of the result's tables.

        Args:
            what: ``uplifts`` (a row an uplift), ``findings``, ``arms``, or ``posts`` (a row a post).

        Raises:
            InputError: There is no such table.
        """
        from cliptrial.notebook.tables import frame_of

        return frame_of(self, what)

    def plot(self, what: Picture = "effect", *, ax: Axes | None = None, lang: str | None = None) -> Figure:
        """One of the page's pictures as a matplotlib figure; ``.savefig("name.svg")`` writes it.

        Args:
            what: ``effect``, ``weekdays``, ``over_time``, ``influence``, ``forest`` or ``arms``.
            ax: Drawn in the place of these axes; without, in a figure of its own.
            lang: Code of a language; otherwise the one chosen.

        Raises:
            InputError: There is no such picture, or not enough to draw it.
        """
        from cliptrial.notebook.pictures import picture_of

        return picture_of(self, what, ax, lang or spoken(self.folder))

    def summary(self, lang: str | None = None) -> str:
        """Three sentences to paste: what was tested, what came out, what is next."""
        from cliptrial.wording.experiment.conclusions import to_copy
        from cliptrial.wording.speaker import Speaker

        return "\n".join(to_copy(Speaker.of(self, lang or spoken(self.folder))))

    def _page(self) -> AnalysisPage:
        from cliptrial.report.experiment_page import AnalysisPage

        return AnalysisPage(self, spoken(self.folder))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        from cliptrial.notebook.cards import card_html

        del include, exclude
        self._note_look()
        return {"text/html": card_html(self._page().card().html), "text/plain": repr(self)}

    def _note_look(self) -> None:
        """Showing a planned look is taking it."""
        if self.folder is not None and self.experiment is not None:
            from cliptrial.posts.workspaces import find_workspace
            from cliptrial.report.source import note_look

            note_look(self, find_workspace(self.folder).experiments_dir / self.experiment.slug)

    def __repr__(self) -> str:
        from cliptrial.notebook.cards import text_card

        return text_card(self, spoken(self.folder))
