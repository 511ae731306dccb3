"""What the pages of a team have in common: the frame of the index page, and how days are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.signs import visible
from cliptrial.registry.workspace import Workspace
from cliptrial.report.look import Brand, style
from cliptrial.report.page import Titles
from cliptrial.report.templates import sections_environment
from cliptrial.wording.formats import Formats


def write_page(
    path: Path,
    template: str,
    workspace: Workspace,
    brand: Brand,
    lang: str,
    titles: Titles,
    values: Mapping[str, object],
) -> Path:
    """Write a page made from ``templates/html/team/<template>.html``.

    Args:
        path: The file.
        template: Its template's name.
        workspace: Whose templates win over the packaged ones.
        brand: Whose page it is.
        lang: Code of its language.
        titles: What a browser calls it, and the line beside the brand's.
        values: What else the template shows.
    """
    sheet = style(brand, workspace.root)
    made = sections_environment(workspace.root).get_template(f"team/{template}.html")
    html = made.render(lang=lang, title=titles.title, brand=brand, style=sheet, stamp=titles.stamp, **values)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, visible(html.strip()) + "\n")
    return path


def weekday_and_day(day: date, f: Formats) -> str:
    """``Mon 2 March``."""
    return f"{f.weekdays()[day.weekday()]} {f.day_month(day)}"
