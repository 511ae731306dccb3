"""A page as its reader has it: sentences, lists, tables and figures taken from the file alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from babel.numbers import parse_decimal
from bs4 import BeautifulSoup, Tag

LOCALES = {"en": "en_GB", "de": "de_DE"}
NUMBER = r"[+−]?(?:\d[\d.,]*\d|\d|\.\d+)"
SIGNS = {"ok": "✓", "no": "!", "note": "i"}
FOLDED = {
    "plan": {"en": ("What was planned", "What was compared"), "de": ("Was geplant war", "Was verglichen wurde")},
    "method": {"en": ("How this is worked out",), "de": ("So wird gerechnet",)},
}
"""What is written on the lines that open parts of the details."""
DETAILS = {"en": "Details", "de": "Einzelheiten"}


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
        mark: Changes at which the large dots stand, on their own axis.
        bars: Ends of the interval bars, on the same axis.
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
        """What stands around the picture, and its caption; of a chance check also what it is, and more below."""
        trust = [f"{self._sign(item)} {_before(item, 'small')}" for item in self.main.select("ul.trust > li")]
        screen = "main > figure:not(.copy ~ figure)"
        return {
            "stamp": clean(self.soup.select(".brand span")[1].get_text()),
            "kicker": self.all("p.kicker")[0],
            "title": self.all("h1")[0],
            "word": self.all(".say > .word")[0],
            "tone": self.main.select_one(".say")["class"][-1],  # type: ignore[index]
            "sentence": self.all(".say > .sentence")[0],
            "support": self.all(".say > p:not(.word):not(.sentence)"),
            "trust": trust,
            "lines": [": ".join(map(clean, line.stripped_strings)) for line in self.main.select("dl.lines > div")],
            "axis": self.all(f"{screen} > p.axis"),
            "caption": self.all(f"{screen} > figcaption"),
        }

    @property
    def findings(self) -> list[str]:
        """The checks in words, each behind its sign: what speaks against the answer, then what is folded."""
        lists = self.main.select("main > ul.findings, details.checks ul.findings")
        return [f"{self._sign(item)} {_rest(item)}" for found in lists for item in found.find_all("li")]

    @property
    def rest(self) -> dict[str, list[str]]:
        """What follows the figures: conclusions, next steps, sentences to copy, the plan, and the method."""
        parts = {clean(d.h3.get_text()): [clean(li.get_text()) for li in d.select("li")] for d in self._conclusions()}
        *can, cannot = [*parts.values()] or [[]]
        return {
            "can": [line for lines in can for line in lines],
            "cannot": cannot,
            "next": self.all(".next > p"),
            "copy": self.all(".copy > p"),
            "month": [clean(p.get_text()) for p in self.main.select("div.scroll + p.foot") if not p.b],
            **{part: self._folded(part) for part in FOLDED},
        }

    def _folded(self, part: str) -> list[str]:
        found = [d for d in self.main.select("details") if clean(d.summary.get_text()) in FOLDED[part][self.lang]]
        return [clean(p.get_text()) for d in found for p in d.find_all("p", recursive=False)]

    @property
    def p_values(self) -> dict[str, str]:
        """By metric, and by variant where there are several: how far chance explains it, as it is printed."""
        rows = self.main.select("dl.p > div")
        return {clean(row.dt.get_text()): clean(row.dd.get_text()) for row in rows}

    def before_details(self) -> str:
        """What a reader sees without opening anything and before the details, pictures left out."""
        main = copy(self.main)  # several tests read the same page
        details = main.find("h2", string=DETAILS[self.lang])
        assert isinstance(details, Tag)
        for part in [*main.select("svg, details > :not(summary)"), *details.find_all_next(), details]:
            part.extract()
        return clean(main.get_text(" "))

    @property
    def outline(self) -> list[str]:
        """What stands on the page from top to bottom: headings, tables, figures, what unfolds, the last line."""
        return [line for tag in self.main.find_all(True) if (line := _outlined(tag))]

    def _conclusions(self) -> list[Any]:
        return [*self.main.select(".conclusions > div")]

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
        """The first screen's picture of the posts and of the changes beside or below them."""
        svgs = [self._svg(name, width) for name in ("effect", "forest")]
        return None if not any(svgs) else _figure([svg for svg in svgs if svg is not None], self.lang)

    def calendar(self, width: str = "wide") -> dict[tuple[str, bool], int] | None:
        """How many cells the calendar of the posts has, by arm and whether there is a post."""
        svg = self._svg("calendar", width)
        if svg is None:
            return None
        cells = [str(path["style"]) for path in svg.select('g[id$="axes_1"] > g[id*="patch"] > path[clip-path]')]
        return Counter((re.findall(r"--(arm\d)", cell)[0], "dasharray" not in cell) for cell in cells)

    def _svg(self, name: str, width: str) -> Tag | None:
        return self.main.select_one(f'main > figure > .{width} > svg[aria-labelledby="{name}-{width[0]}-alt"]')


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
        case "dl":
            return f"dl: {' '.join([*tag.get('class', []), str(len(tag.find_all('dt')))])}"
        case "figure":
            return f"figure: {', '.join(str(svg['aria-labelledby']) for svg in tag.find_all('svg'))}"
    return ""


def _before(item: Tag, tag: str) -> str:
    small = item.find(tag)
    told = clean(small.get_text()) if isinstance(small, Tag) else ""
    text = _rest(item)
    return f"{text.removesuffix(told).strip()} | {told}" if told else text


def _rest(item: Tag) -> str:
    """An item without its sign."""
    return clean("".join(str(part) if isinstance(part, str) else part.get_text() for part in list(item.children)[1:]))


def _figure(svgs: list[Tag], lang: str) -> Figure:
    """Marks on the axes that their own ticks define: posts on the metric's, changes on one in percent."""
    points: dict[int, list[float]] = {}
    middles: dict[int, float] = {}
    mark: list[float] = []
    bars: list[tuple[float, float]] = []
    for panel in [panel for svg in svgs for panel in svg.select('g[id*="-axes_"]')]:
        axis = "y" if panel.select('g[id*="-ytick_"]') else "x"
        if not panel.select(f'g[id*="-{axis}tick_"]'):
            continue
        at = _scale(panel, axis, lang)
        for path in panel.select('g[id*="patch"] > path[style*="linecap: round"]'):
            assert _arm(path) not in points, "one path an arm"
            points[_arm(path)] = sorted(map(at, _dots(path, axis)))
        for path in panel.select('g[id*="line2d"] > path[style*="stroke-width: 2.5"]'):
            ends = [float(pair["xy".index(axis)]) for pair in re.findall(r"[ML] (\S+) (\S+)", str(path["d"]))]
            if "var(--ink)" in str(path["style"]):
                low, high = sorted(map(at, ends))
                bars.append((low, high))
            else:
                middles[_arm(path)] = at(ends[0])
        mark += [at(float(str(use[axis]))) for use in panel.find_all("use") if _round(panel, use["href"])]
    texts = [clean(text.get_text()) for svg in svgs for text in svg.find_all("text")]
    alts = [clean(svg.title.get_text()) for svg in svgs if svg.title]
    return Figure(" ".join(alts), texts, points, middles, mark, bars)


def _arm(path: Tag) -> int:
    found = re.search(r"stroke: var\(--arm(\d)\)", str(path["style"]))
    assert found, path
    return int(found.group(1))


def _dots(path: Tag, axis: str) -> list[float]:
    """Places of lines without length, whose round ends are the dots."""
    pairs = re.findall(r"M (\S+ \S+)\s+L (\S+ \S+)", str(path["d"]))
    assert all(start == end for start, end in pairs)
    return [float(start.split()["xy".index(axis)]) for start, _ in pairs]


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
    lines = [
        re.findall(r"[ML] (\S+) (\S+)", str(path["d"])) for path in svg.select('g > path[style*="stroke: var(--line)"]')
    ]
    places = [float(ends[0]["xy".index(axis)]) for ends in lines]
    return min(places, key=lambda place: abs(place - at))
