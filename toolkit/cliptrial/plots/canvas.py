"""A drawing area measured in pixels that becomes one SVG element for a page.

Colours are CSS variables, so that a figure follows the page into the dark; matplotlib only accepts
colours that it knows, so each variable has a stand-in that is replaced at the end.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from cliptrial.plots.glyphs import drawable
from cliptrial.registry.safety.signs import visible

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

STAND_INS = {
    "ink": "#0a0b01",
    "soft": "#0a0b02",
    "line": "#0a0b03",
    "paper": "#0a0b04",
    "arm0": "#0a0b10",
    "arm1": "#0a0b11",
    "arm2": "#0a0b12",
    "arm3": "#0a0b13",
    "arm4": "#0a0b14",
    "arm5": "#0a0b15",
    "better": "#0a0b21",
    "worse": "#0a0b22",
    "open": "#0a0b23",
}
MARKERS = ("o", "D", "s", "^", "v", "P")
SETTINGS: dict[RcKeyType, object] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cliptrial",
    "text.parse_math": False,
    "axes.formatter.use_mathtext": False,
    "axes.unicode_minus": True,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 13,
}
WIDE, NARROW = 720, 358


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure at two widths, and what it shows in words.

    Attributes:
        wide: SVG for pages from 720 px.
        narrow: SVG for a phone.
        alt: Alternative text with the numbers in it.
        caption: What stands below.
        title: What stands above: the metric, its unit and its scale.
    """

    wide: str
    narrow: str
    alt: str
    caption: str
    title: str = ""


LIGHT = {
    "ink": "#17202b",
    "soft": "#566273",
    "line": "#e2e6eb",
    "paper": "#ffffff",
    "arm0": "#6f7c8d",
    "arm1": "#0072b2",
    "arm2": "#b85c00",
    "arm3": "#7b4fa3",
    "arm4": "#00815f",
    "arm5": "#a2345d",
    "better": "#006b54",
    "worse": "#a83a0a",
    "open": "#6a5800",
}
"""The page's colours by day, for figures that stand on no page."""


@dataclass(slots=True)
class Onto:
    """Where a canvas is drawn instead of being a page's.

    Attributes:
        figure: The figure; without a box it becomes as large as the canvas.
        box: Left, bottom, width and height of a part of it.
        used: Whether it has its canvas.
    """

    figure: Figure
    box: tuple[float, float, float, float] | None
    used: bool = False

    @property
    def pixels(self) -> float:
        """How wide it is."""
        return self.figure.get_figwidth() * 72 * self.box[2] if self.box else WIDE

    def takes(self, width: int) -> bool:
        """Whether a canvas of this width belongs there: a phone's where there is little room."""
        return not self.used and (width == NARROW) == (self.pixels < (WIDE + NARROW) / 2)


_onto: ContextVar[Onto | None] = ContextVar("onto", default=None)


@contextmanager
def onto(figure: Figure, box: tuple[float, float, float, float] | None = None) -> Iterator[None]:
    """One canvas that is made here is drawn into this part of ``figure``, in the page's colours by day."""
    target = Onto(figure, box)
    token = _onto.set(target)
    before = len(figure.axes), len(figure.texts)
    try:
        yield
    finally:
        _onto.reset(token)
    size = min(1.0, target.pixels / (NARROW if target.pixels < (WIDE + NARROW) / 2 else WIDE))
    for text in [*figure.texts[before[1] :], *(t for axes in figure.axes[before[0] :] for t in axes.findobj(Text))]:
        text.set_fontsize(float(text.get_fontsize()) * size)
        drawable(text)


def on_a_figure() -> bool:
    """Whether what is drawn now stands on a figure of its own, and not on a page."""
    return _onto.get() is not None


def colour(name: str) -> str:
    """The stand-in of a CSS variable; on a figure of its own, the colour itself."""
    return (LIGHT if on_a_figure() else STAND_INS)[name]


def arm_colour(index: int) -> str:
    """The colour of an arm; 0 is the control."""
    return colour(f"arm{min(index, 5)}")


def marker(index: int) -> str:
    """The shape of an arm's points, so that colour is never the only sign."""
    return MARKERS[min(index, 5)]


class Canvas:
    """A figure of ``width`` x ``height`` pixels with one plotting area and free text anywhere.

    Args:
        width: Pixels.
        height: Pixels.
        left, right, top, bottom: Margins of the plotting area in pixels.
    """

    def __init__(self, width: int, height: int, *, left: float, right: float, top: float, bottom: float) -> None:
        self.width, self.height = width, height
        self.figure, self._box = self._place()
        self.axes = self.panel(left=left, right=right, top=top, bottom=bottom)

    def _place(self) -> tuple[Figure, tuple[float, float, float, float]]:
        target, whole, size = _onto.get(), (0.0, 0.0, 1.0, 1.0), (self.width / 72, self.height / 72)
        if target is None or not target.takes(self.width):
            figure = Figure(figsize=size, dpi=72)
            FigureCanvasSVG(figure)
            return figure, whole
        target.used = True
        if target.box is None:
            target.figure.set_size_inches(*size)
        return target.figure, target.box or whole

    def panel(self, *, left: float, right: float, top: float, bottom: float) -> Axes:
        """A plotting area with these margins, in pixels, and nothing around it but the labels of its ticks."""
        (x0, y0, dx, dy), width, height = self._box, self.width, self.height
        size = (dx * (width - left - right) / width, dy * (height - top - bottom) / height)
        axes: Axes = self.figure.add_axes((x0 + dx * left / width, y0 + dy * bottom / height, *size))
        axes.set_facecolor("none")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0, pad=8, labelsize=13, colors=colour("soft"), which="both")
        axes.set_xlabel("")
        axes.set_ylabel("")
        return axes

    def text(self, x: float, y: float, text: str, *, size: float = 13, bold: bool = False, **more: object) -> None:
        """Write ``text`` at a place in pixels from the top left."""
        style = {"color": colour("ink" if bold else "soft"), "fontweight": "bold" if bold else "normal"} | more
        self.figure.text(*self.at(x, y), visible(text), fontsize=size, **style)  # type: ignore[arg-type]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place in pixels from the top left, as shares of the figure from its bottom left."""
        x0, y0, dx, dy = self._box
        return x0 + dx * x / self.width, y0 + dy * (1 - y / self.height)

    def svg(self, name: str, alt: str) -> str:
        """The figure as one ``<svg>`` element whose ids start with ``name``; empty where it is drawn onto another."""
        if on_a_figure():
            return ""
        buffer = io.StringIO()
        self.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return _element(buffer.getvalue(), name, alt)


@contextmanager
def drawing() -> Iterator[None]:
    """Everything that is drawn here is drawn the same way everywhere, and quietly."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        warnings.simplefilter("ignore")
        yield


_SEEN_BY_NOBODY = re.compile(r'<g id="[^"]*"(?:/>|>\n<path d="[^"]*" style="fill: none"/>\n</g>)\n')
_LONG = re.compile(r"\d+\.\d{4,}")


def _short(number: re.Match[str]) -> str:
    """A thousandth of a pixel is nothing that anybody sees, and places are a third of a page."""
    return f"{float(number[0]):.3f}".rstrip("0").rstrip(".")


def _element(document: str, name: str, alt: str) -> str:
    start = document.index("<svg")
    body = document[document.index(">", start) + 1 :]
    box = re.search(r'viewBox="([^"]+)"', document)
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'<style type="text/css">.*?</style>', "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{name}-", body).replace("xlink:href", "href")
    body = re.sub(r" font-family: [^;\"]*;?", "", body)
    body = re.sub(r' transform="rotate\(-?0 [^"]*"', "", body)
    for variable, stand_in in STAND_INS.items():
        body = body.replace(stand_in, f"var(--{variable})")
    body = _SEEN_BY_NOBODY.sub("", re.sub(r"\s*\n\s*", "\n", body))
    body = re.sub(r'<g id="[^"]*">\n(<text [^>]*>[^<]*</text>)\n</g>', r"\1", body)
    body = re.sub(r"<[^>]+>", lambda tag: _LONG.sub(_short, tag[0]), body)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.group(1) if box else ""}" role="img" '
        f'aria-labelledby="{name}-alt"><title id="{name}-alt">{escape(alt)}</title>'
    )
    return opening + body.strip()
