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
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

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


def colour(name: str) -> str:
    """The stand-in of a CSS variable."""
    return STAND_INS[name]


def arm_colour(index: int) -> str:
    """The colour of an arm; 0 is the control."""
    return STAND_INS[f"arm{min(index, 5)}"]


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
        self.figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(self.figure)
        self.axes = self.panel(left=left, right=right, top=top, bottom=bottom)

    def panel(self, *, left: float, right: float, top: float, bottom: float) -> Axes:
        """A plotting area with these margins, in pixels, and nothing around it but the labels of its ticks."""
        width, height = self.width, self.height
        box = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
        axes: Axes = self.figure.add_axes(box)
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
        self.figure.text(x / self.width, 1 - y / self.height, visible(text), fontsize=size, **style)  # type: ignore[arg-type]

    def svg(self, name: str, alt: str) -> str:
        """The figure as one ``<svg>`` element whose ids start with ``name``."""
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
    body = re.sub(r"\s*\n\s*", "\n", body)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.group(1) if box else ""}" role="img" '
        f'aria-labelledby="{name}-alt"><title id="{name}-alt">{escape(alt)}</title>'
    )
    return opening + body.strip()
