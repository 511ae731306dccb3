"""A page as its reader has it: sentences, lists, tables and figures taken from the file alone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from babel.numbers import parse_decimal
from bs4 import BeautifulSoup, Tag

LOCALES = {"en": "en_GB", "de": "de_DE"}
NUMBER = r"[+−]?(?:\d[\d.,]*\d|\d|\.\d+)"
SIGNS = {"ok": "✓", "no": "!", "note": "i"}


def clean(text: str) -> str:
    """Text with plain single spaces."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def read_number(shown: str, lang: str) -> tuple[float, float]:
    """A printed number, and half of its last digit."""
    value = parse_decimal(shown.replace("−", "-").removeprefix("+"), locale=LOCALES[lang], strict=shown[0] != ".")
    return float(value), 0.5 * 10.0 ** Decimal(value).as_tuple().exponent  # type: ignore[operator]


def numbers_in(text: str, lang: str) -> list[float]:
    """Every number of a text."""
    return [read_number(shown, lang)[0] for shown in re.findall(NUMBER, text)]


@dataclass(frozen=True)
class Figure:
    """An SVG figure.

    Attributes:
        alt: Its alternative text.
        texts: Every label.
        points: By arm, control 0: the values that its dots stand at, sorted.
        middles: By arm: the value that its line stands at.
        mark: Values of the large dots.
        bars: Ends of the interval bars, in order of the arms.
    """

    alt: str
    texts: list[str]
    points: dict[int, list[float]]
    middles: dict[int, float]
    mark: list[float]
    bars: list[tuple[float, float]]


class Read:
    """One page."""

    def __init__(self, html: str, lang: str) -> None:
        self.lang = lang
        self.soup = BeautifulSoup(html, "html.parser")
        assert isinstance(self.soup.main, Tag)
        self.main = self.soup.main

    def all(self, selector: str) -> list[str]:
        """Texts of everything that fits a CSS selector."""
        return [clean(tag.get_text()) for tag in self.main.select(selector)]

    @property
    def first_screen(self) -> dict[str, Any]:
        """What stands above the picture, and its caption."""
        trust = [f"{self._sign(item)} {_before(item, 'small')}" for item in self.main.select("ul.trust > li")]
        return {
            "stamp": clean(self.soup.select(".brand span")[1].get_text()),
            "kicker": self.all("p.kicker")[0],
            "title": self.all("h1")[0],
            "what": self.all("p.what")[0],
            "word": self.all(".say > .word")[0],
            "tone": self.main.select_one(".say")["class"][1],  # type: ignore[index]
            "sentence": self.all(".say > .sentence")[0],
            "support": self.all(".say > p:not(.word):not(.sentence)"),
            "trust": trust,
            "caption": self.all(".verdict + figure > figcaption"),
        }

    @property
    def findings(self) -> list[str]:
        """The checks in words, each behind its sign."""
        lists = self.main.select("div.two > ul.findings, div.one > ul.findings")
        return [f"{self._sign(item)} {_rest(item)}" for found in lists for item in found.find_all("li")]

    @property
    def rest(self) -> dict[str, list[str]]:
        """What follows the figures: conclusions, next steps, sentences to copy, and the method."""
        can, cannot = ([clean(li.get_text()) for li in d.select("li")] for d in self._two(".conclusions > div"))
        return {
            "can": can,
            "cannot": cannot,
            "next": self.all(".next > p"),
            "copy": self.all(".copy > p"),
            "method": self.all("details:nth-of-type(1) > p"),
        }

    @property
    def outline(self) -> list[str]:
        """What stands on the page from top to bottom: headings, tables, figures, what unfolds, the last line."""
        return [line for tag in self.main.find_all(True) if (line := _outlined(tag))]

    def _two(self, selector: str) -> list[Tag]:
        return [*self.main.select(selector), *[BeautifulSoup("<div></div>", "html.parser").div] * 2][:2]  # type: ignore[list-item]

    @staticmethod
    def _sign(item: Tag) -> str:
        kind = str(item["class"][0])
        sign = clean(item.find("span").get_text())  # type: ignore[union-attr]
        assert sign == SIGNS[kind]
        return sign

    def table(self, kind: str) -> list[dict[str, str]]:
        """A table's rows by its headers; nothing where there is no such table."""
        heads = self.all(f"table.{kind} > thead th")
        rows = self.main.select(f"table.{kind} > tbody > tr")
        return [
            dict(zip(heads, [clean(cell.get_text(" ")) for cell in row.find_all(["th", "td"])], strict=True))
            for row in rows
        ]

    @property
    def heat(self) -> dict[str, list[int]]:
        """Posts by arm from Monday to Sunday."""
        rows = self.main.select("table.heat > tbody > tr")
        return {clean(row.th.get_text()): [int(cell.get_text()) for cell in row.find_all("td")] for row in rows}  # type: ignore[union-attr]

    def figure(self, width: str = "wide") -> Figure | None:
        """The picture of the first screen."""
        svg = self.main.select_one(f".verdict + figure > .{width} > svg")
        return None if svg is None else _figure(svg, self.lang)


def _outlined(tag: Tag) -> str:
    """A part in a word or two; codes and the version are left out."""
    text = re.sub(r"[0-9a-f]{4}…[0-9a-f]{4}|(?<=ClipTrial )\S+", "…", clean(tag.get_text()))
    match tag.name:
        case "h1" | "h2" | "h3" | "footer":
            return f"{tag.name}: {text}"
        case "summary":
            return f"folded: {text}"
        case "table":
            sparks = len(tag.select("svg.spark"))
            return f"table: {' '.join(tag['class'])}{f', {sparks} sparks' if sparks else ''}"
        case "dl" | "figure":
            return f"{tag.name}: {len(tag.find_all('dt' if tag.name == 'dl' else 'svg'))}"
    return ""


def _before(item: Tag, tag: str) -> str:
    small = item.find(tag)
    told = clean(small.get_text()) if isinstance(small, Tag) else ""
    text = _rest(item)
    return f"{text.removesuffix(told)} | {told}" if told else text


def _rest(item: Tag) -> str:
    """An item without its sign."""
    return clean("".join(str(part) if isinstance(part, str) else part.get_text() for part in list(item.children)[1:]))


def _figure(svg: Tag, lang: str) -> Figure:
    """Marks on the axis that its own ticks define."""
    axis = "y" if svg.select('g[id*="-ytick_"]') else "x"
    at = _scale(svg, axis, lang)
    points: dict[int, list[float]] = {}
    mark = []
    for use in svg.find_all("use"):
        place = float(use[axis])
        found = re.search(r"fill: var\(--(arm(\d)|ink)\)", str(use["style"]))
        assert found, use
        if found.group(2):
            points.setdefault(int(found.group(2)), []).append(at(place))
        elif use["href"].startswith("#") and _round(svg, use["href"]):
            mark.append(at(place))
    middles, bars = {}, []
    for path in svg.select('g[id*="line2d"] > path'):
        ends = re.findall(r"[ML] (\S+) (\S+)", str(path["d"]))
        style = str(path["style"])
        places = [float(end["xy".index(axis)]) for end in ends]
        if "stroke-width: 2.5" in style and (arm := re.search(r"stroke: var\(--arm(\d)\)", style)):
            middles[int(arm.group(1))] = at(places[0])
        elif "stroke-width: 2.5" in style and "var(--ink)" in style:
            low, high = sorted(map(at, places))
            bars.append((low, high))
    texts = [clean(text.get_text()) for text in svg.find_all("text")]
    title = svg.find("title")
    assert title is not None
    ordered = {arm: sorted(values) for arm, values in points.items()}
    return Figure(clean(title.get_text()), texts, ordered, middles, mark, bars)


def _round(svg: Tag, href: object) -> bool:
    """Whether a mark is a dot; arrows have no curves."""
    shape = svg.select_one(f'path[id="{str(href)[1:]}"]')
    return shape is not None and "C" in str(shape["d"])


def _scale(svg: Tag, axis: str, lang: str) -> Any:
    """From a place in the picture to the value there, by the labels of its ticks: logarithmic or linear."""
    ticks = svg.select(f'g[id*="-{axis}tick_"]')
    labels = [clean(tick.get_text()) for tick in ticks]
    values = np.array([read_number(re.search(NUMBER, label).group(), lang)[0] for label in labels])  # type: ignore[union-attr]
    values = values / (100 if "%" in labels[0] else 1)
    places = np.array([_grid(svg, tick, axis) for tick in ticks])
    best: tuple[float, Any] = (1e-3, None)
    for forward, back, least in ((np.log, math.exp, 0.0), (np.asarray, float, -math.inf), (np.log1p, math.expm1, -1.0)):
        if min(values) > least:
            slope, start = np.polyfit(places, forward(values), 1)
            off = np.ptp(slope * places + start - forward(values)) / np.ptp(forward(values))
            if off + 1e-6 < best[0]:  # two ticks lie on every scale, and most axes are logarithmic
                best = off, lambda place, s=slope, o=start, b=back: b(s * place + o)
    if best[1] is not None:
        return best[1]
    raise AssertionError(f"the ticks {labels} lie on no scale: {places}")


def _grid(svg: Tag, tick: Tag, axis: str) -> float:
    """Where a tick's line crosses its axis."""
    label = tick.find("text")
    assert isinstance(label, Tag)
    at = float(str(label[axis]))
    lines = [re.findall(r"[ML] (\S+) (\S+)", str(path["d"])) for path in svg.select('g > path[style*="--line"]')]
    places = [float(ends[0]["xy".index(axis)]) for ends in lines]
    return min(places, key=lambda place: abs(place - at))
