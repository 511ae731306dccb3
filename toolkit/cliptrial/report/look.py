"""The look of a page: its style sheet, and a brand colour that can be read on light and on dark."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from pathlib import Path

from cliptrial.report.templates import find_template

PAPER = {"light": "#ffffff", "dark": "#11161d"}
ACCENT = {"light": "#0072b2", "dark": "#56b4e9"}
CONTRAST = 4.6


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it is.

    Attributes:
        name: On every page; empty for none.
        colour: Accent, ``#rrggbb``; None for ClipTrial's own.
        timezone: In which the page's date is told.
        currency: ISO code for money.
        logo: Its picture as a ``data:`` address; empty for none.
    """

    name: str = ""
    colour: str | None = None
    timezone: str = "UTC"
    currency: str | None = None
    logo: str = ""


def style(brand: Brand, workspace: Path | None = None) -> str:
    """The style sheet with the brand's accent."""
    light, dark = (accent(brand.colour, scheme) for scheme in ("light", "dark"))
    own = f".ct{{--accent:{light}}}@media screen and (prefers-color-scheme:dark){{.ct{{--accent:{dark}}}}}"
    return "\n".join([own, sheet("shared", workspace), sheet("page", workspace)])


def sheet(name: str, workspace: Path | None = None) -> str:
    """A style sheet of ``templates/html`` that cannot leave its element."""
    css = find_template(f"html/{name}.css", workspace).read_text(encoding="utf-8")
    return css.replace("</", "<\\/").strip()


def accent(colour: str | None, scheme: str) -> str:
    """``colour``, made darker or lighter until text in it can be read on the scheme's paper.

    The contrast is that of WCAG 2, at least 4.5 to 1.
    """
    if colour is None:
        return ACCENT[scheme]
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    step = -0.01 if scheme == "light" else 0.01
    shade = colour.lower()
    while contrast(shade, PAPER[scheme]) < CONTRAST and 0 <= light + step <= 1:
        light += step
        shade = "#" + "".join(f"{round(255 * c):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
    return shade


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
