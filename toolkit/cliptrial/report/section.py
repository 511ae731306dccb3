"""A piece of a page: shown as it is in JupyterLab, and put together with others by the export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cliptrial.registry.safety.signs import visible

SECTION = "application/vnd.cliptrial.section"
META = "application/vnd.cliptrial.page+json"
RESULT = "application/vnd.cliptrial.result+json"


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
        style, shown = f"<style>{self.style}</style>" if self.style else "", visible(self.html)
        lab = f'{style}<div class="ct" style="padding:4px 16px">{shown}</div>' if shown else ""
        return {"text/plain": "", "text/html": lab, SECTION: shown, **self.data}
