"""The first screen of a page as pictures: wide for slides, tall for a phone's chat."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.report.handout.pdf import browse
from cliptrial.report.handout.shapes import SHAPES, Shape
from cliptrial.report.look import sheet

CLOSED = "default-src 'none';"


def pictures(first: str, workspace: Path | None = None) -> dict[str, bytes]:
    """A page that holds nothing but the first screen, as a PNG of each shape.

    Raises:
        MissingToolError: There is no Chromium, Chrome or Edge.
        ReportError: The browser drew nothing.
    """
    own = sheet("picture", workspace)
    return {name: _drawn(_slide(first, own, shape), shape) for name, shape in SHAPES.items()}


def _slide(first: str, own: str, shape: Shape) -> str:
    """The page with a script of ours alone that makes it as small as it must be to fit."""
    wide = "wide" if shape.width > shape.height else "tall"
    script = (
        f"document.body.classList.add('picture','{wide}');"
        "const s=document.querySelector('main');let z=1.6;"
        f"do{{z-=.02;document.body.style.zoom=z;document.body.style.width={shape.width}/z+'px'}}"
        f"while(z>.2&&(s.getBoundingClientRect().bottom>{shape.height}||s.scrollWidth>s.clientWidth+1));"
        f"document.body.style.height={shape.height}/z+'px';"
    )
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    opened = first.replace(CLOSED, f"{CLOSED} script-src 'sha256-{allowed}';", 1)
    head, end, rest = opened.partition("</style>")
    body, close, tail = rest.rpartition("</body>")
    return f"{head}\n{own}{end}{body}<script>{script}</script>{close}{tail}"


def _drawn(slide: str, shape: Shape) -> bytes:
    with TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.png"
        page.write_text(slide, encoding="utf-8")
        size = (f"--window-size={shape.width},{shape.height}", f"--force-device-scale-factor={shape.dots}")
        browse(page, *size, "--hide-scrollbars", f"--screenshot={target}")
        if not target.is_file():
            raise ReportError(Problem("not_drawn", says("The browser did not draw the page")))
        return target.read_bytes()
