"""How often this version's method is wrong, as it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import spoken
from cliptrial.planning.calibration import CellResult
from cliptrial.planning.calibration_table import from_csv, row

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cliptrial.notebook.cards import Card


@dataclass(frozen=True, slots=True, repr=False)
class Calibration(Shown):
    """Simulated situations with a known truth, and how often each method errs in them.

    Attributes:
        results: One for each situation.
        folder: None: it is of no workspace.
    """

    results: tuple[CellResult, ...]
    folder: Path | None = None

    def to_frame(self) -> pd.DataFrame:
        """A row a situation, with the columns of ``docs/calibration.csv``; shares lie between 0 and 1.

        ``answered`` says whether there is a verdict at all, ``off`` whether false winners or coverage are off by more
        than luck, which one situation of all is with a chance of .01.
        """
        import pandas as pd

        frame = pd.DataFrame([row(one) for one in self.results])
        answered = [one.cell.false_positives is not None for one in self.results]
        off = [one.is_off(len(self.results)) for one in self.results]
        return frame.assign(answered=answered, off=[a and b for a, b in zip(answered, off, strict=True)])

    def plot(self, *, ax: Axes | None = None, lang: str | None = None) -> Figure:
        """Every situation as a dot, a row a method.

        Args:
            ax: Drawn in the place of these axes; without, in a figure of its own.
            lang: Code of a language; otherwise the one chosen.
        """
        from cliptrial.notebook.pictures import drawn
        from cliptrial.plots.calibration_figure import calibration_figure

        return drawn(lambda: calibration_figure(self.results, lang or spoken()), ax)

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import Card
        from cliptrial.plots.calibration_figure import calibration_figure
        from cliptrial.wording.calibration import CalibrationSpeaker

        s = CalibrationSpeaker.of(self.results, lang)
        return Card(
            title=s.w.title,
            kicker="",
            sentence=s.caption(),
            columns=s.w.columns,
            rows=s.rows(),
            picture=lambda: calibration_figure(self.results, lang),
        )


def calibration() -> Calibration:
    """How often the method of this version was wrong in the full run of simulated experiments that came with it.

    Examples:
        >>> calibration().to_frame()["off"].any()
        np.False_
    """
    from cliptrial.report.templates import find_template

    return Calibration(tuple(from_csv(find_template("calibration.csv").read_text(encoding="utf-8"))))
