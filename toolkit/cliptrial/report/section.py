"""A piece of a page: shown as it is in JupyterLab, and put together with others by the export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cliptrial.registry.safety.signs import visible

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = re.compile(f"[{_RIGHT_TO_LEFT}](?:[{_RIGHT_TO_LEFT}\\s\\d.,:;!?'’-]*[{_RIGHT_TO_LEFT}])?")
_MARKUP = re.compile(r"(<(script|style|title|svg)\b.*?</\2>|<[^>]*>)", re.DOTALL)
SECTION = "application/vnd.cliptrial.section"
META = "application/vnd.cliptrial.page+json"
RESULT = "application/vnd.cliptrial.result+json"


def shown(html: str) -> str:
    """Markup as eyes should see it: no sign steers, and what is read from right to left turns nothing around it.

    Examples:
        >>> shown("<p>\u05d0\u05d1 +3 %</p>") == "<p><bdi>\u05d0\u05d1</bdi> +3 %</p>"
        True
    """
    html = visible(html)
    if not _RUN.search(html):
        return html
    parts = _MARKUP.split(html)
    # Of every three parts the first is text, the second markup, the third the name of an element.
    parts[::3] = [_RUN.sub(r"<bdi>\g<0></bdi>", text) for text in parts[::3]]
    return "".join(part for place, part in enumerate(parts) if place % 3 < 2)


@dataclass(frozen=True, slots=True)
class Section:
    """HTML of one section.

    Attributes:
        html: The section's markup, every text escaped.
        style: Style sheet that JupyterLab needs once on a page; the export brings its own.
        data: What else the output carries for the export, by MIME type.
    """

    html: str
    style: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        del include, exclude
        style = f"<style>{self.style}</style>" if self.style else ""
        lab = f'{style}<div class="ct" style="padding:4px 16px">{shown(self.html)}</div>' if self.html else ""
        return {"text/plain": "", "text/html": lab, SECTION: visible(self.html), **self.data}
