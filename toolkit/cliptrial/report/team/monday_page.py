"""The week over all clients as one page: what is filmed, posted, read off, decided and sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from cliptrial.posts.week.agenda import DAYS, KINDS, Row, agenda
from cliptrial.posts.week.overview import Overview
from cliptrial.registry.workspace import Workspace
from cliptrial.report.board.goals import goals_of
from cliptrial.report.page import Titles
from cliptrial.report.source import brand_of
from cliptrial.report.team.frame import weekday_and_day, write_page
from cliptrial.wording.language import Language
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language


def write_monday_page(
    workspace: Workspace, standing: Iterable[Overview], path: Path, *, lang: str, today: date
) -> Path:
    """Write the week that begins today.

    Args:
        workspace: All clients.
        standing: Where the experiments stand.
        path: The file.
        lang: Its language.
        today: The first day.
    """
    words = wording_for(lang)
    w, f = words.team.monday, words.formats
    rows = agenda(workspace, standing, today)
    lists = [
        {"title": w.lists[kind], "nothing": w.nothing[kind], "rows": [_shown(row, words, today) for row in rows[kind]]}
        for kind in KINDS
    ]
    lead = w.lead(f.period(today, today + timedelta(days=DAYS - 1)))
    more = {"goals": goals_of(workspace, lang), "goal_words": words.our_year.goals}
    titles, values = Titles(w.title, f.date(today)), {"w": w, "lead": lead, "lists": lists} | more
    return write_page(path, "monday", workspace, brand_of(workspace), lang, titles, values)


def _shown(row: Row, words: Language, today: date) -> dict[str, object]:
    steps = words.forms.common.steps
    who = (row.client, row.account and f"@{row.account}", row.person)
    return {
        "day": weekday_and_day(row.on, words.formats),
        "late": row.late,
        "today": row.on == today,
        "who": " · ".join(part for part in who if part),
        "title": row.title,
        "what": [(_of_day(row, day, words), in_language(what, words.lang)) for day, what in row.what],
        "command": row.command,
        "in_forms": words.team.monday.in_forms(str(row.step), steps[row.step - 1]),
    }


def _of_day(row: Row, day: date, words: Language) -> str:
    """The day of one of several things; nothing where it stands beside them already, or is over."""
    return weekday_and_day(day, words.formats) if len(row.what) > 1 and day >= row.on else ""
