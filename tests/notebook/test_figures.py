"""Figures are the page's pictures: of their own, or in the place of somebody's axes; written as SVG or PNG."""

from __future__ import annotations

import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.notebook.tables import ASK, TIMED, posts

import cliptrial


def inked(figure: Figure) -> tuple[int, int, int, int]:
    """The box of everything that is drawn, in pixels: left, top, right, bottom."""
    figure.canvas.draw()
    dark = np.asarray(figure.canvas.buffer_rgba())[..., :3].min(axis=2) < 250  # type: ignore[attr-defined]
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


@pytest.mark.parametrize("what", ["effect", "arms", "weekdays", "over_time", "influence"])
def test_each_picture_is_a_figure_that_is_saved_in_one_call(what: str, tmp_path: Path) -> None:
    result = cliptrial.compare(posts(), **TIMED)
    figure = result.plot(what)
    assert isinstance(figure, Figure)
    assert figure.number not in plt.get_fignums() if hasattr(figure, "number") else True
    figure.savefig(tmp_path / "a.svg")
    figure.savefig(tmp_path / "a.png")
    assert ET.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "a.png").stat().st_size > 3000
    assert "#0a0b" not in (tmp_path / "a.svg").read_text(encoding="utf-8"), "a stand-in of the page's colours is left"


def test_a_forest_takes_two_variants() -> None:
    assert len(cliptrial.compare(posts(("old", "new", "odd")), **ASK).plot("forest").axes) == 1
    with pytest.raises(cliptrial.InputError, match="A forest takes two variants or more"):
        cliptrial.compare(posts(), **ASK).plot("forest")


def test_every_post_is_a_point_on_every_kind_of_file() -> None:
    figure = cliptrial.compare(posts(), **TIMED).plot()
    points = [len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert sum(points) == 28


def test_a_picture_in_a_part_of_a_figure_is_that_figure() -> None:
    figure = plt.figure(figsize=(9, 4))
    part, _ = figure.subfigures(1, 2)
    assert cliptrial.compare(posts(), **TIMED).plot("over_time", ax=part.subplots()) is figure
    plt.close(figure)


@pytest.mark.parametrize("width", [5.0, 9.0, 16.0])
def test_a_picture_keeps_to_the_axes_it_is_given(width: float) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(width, 4))
    left.set_axis_off()
    assert cliptrial.compare(posts(), **TIMED).plot("over_time", ax=right) is figure
    box = right.get_position()
    start, top, stop, bottom = inked(figure)
    assert start >= box.x0 * figure.bbox.width - 4
    assert stop <= box.x1 * figure.bbox.width + 24
    assert top >= (1 - box.y1) * figure.bbox.height - 4
    assert bottom <= (1 - box.y0) * figure.bbox.height + 24
    plt.close(figure)


def test_words_are_in_the_language_asked_for() -> None:
    result = cliptrial.compare(posts(), **TIMED)
    english, german = ({t.get_text() for t in result.plot(lang=lang).texts} for lang in ("en", "de"))
    assert any("typical" in text for text in english)
    assert any("typisch" in text for text in german)


def test_a_sign_that_no_font_has_is_left_out_and_leaves_no_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other letters keep their font; what is drawn warns of nothing."""
    monkeypatch.setattr("cliptrial.plots.glyphs.OTHERS", ())
    names = ("Brot 🍞🔥", "Grüße", "🔥‍🔥")
    figure = cliptrial.compare(posts(names), **{**ASK, "control": names[0]}).plot()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    texts = {text.get_text(): text for text in figure.texts}
    assert {"Brot", "Grüße", "…"} <= {*texts}
    assert texts["Grüße"].get_fontfamily() != texts["Brot"].get_fontfamily() == ["DejaVu Sans"]


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(cliptrial.InputError, match='Did you mean "weekdays"'):
        cliptrial.compare(posts(), **TIMED).plot("weekday")  # type: ignore[arg-type]
    with pytest.raises(cliptrial.InputError, match='Did you mean "uplifts"'):
        cliptrial.compare(posts(), **TIMED).to_frame("uplift")  # type: ignore[arg-type]


def test_chance_and_learnings_draw_too(demo_once: Path) -> None:
    assert cliptrial.chance_check(posts(each=30), draws=20).plot().axes
    with pytest.raises(cliptrial.InputError, match="not enough"):
        cliptrial.learn(demo_once, draws=99).plot("hook")
