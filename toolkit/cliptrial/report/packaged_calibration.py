"""The calibration that comes with this version: results, and a section with its figure and table."""

from __future__ import annotations

from pathlib import Path

from cliptrial.planning.calibration import CellResult
from cliptrial.planning.calibration_table import from_csv
from cliptrial.plots.calibration_figure import calibration_figure
from cliptrial.report.look import Brand, style
from cliptrial.report.section import Section
from cliptrial.report.templates import find_template, sections_environment
from cliptrial.wording.calibration import CalibrationSpeaker

FILE = "calibration.csv"


def calibration_results(workspace: Path | None = None) -> list[CellResult]:
    """The full run behind this version, cell by cell.

    Args:
        workspace: Folder whose ``templates/`` win over the packaged ones.
    """
    return from_csv(find_template(FILE, workspace).read_text(encoding="utf-8"))


def calibration_section(results: list[CellResult] | None = None, lang: str = "en") -> Section:
    """The figure, and a table by situation, to be shown in a notebook; of the packaged run where none is given."""
    shown = results or calibration_results()
    s = CalibrationSpeaker.of(shown, lang)
    template = sections_environment().get_template("sections/calibration.html")
    rows = [("", row) for row in s.rows()]
    return Section(template.render(w=s.w, picture=calibration_figure(shown, lang), rows=rows).strip(), style(Brand()))
