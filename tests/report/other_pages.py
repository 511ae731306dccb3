"""Pages that are not about one experiment, put together from their sections without a kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from tests.analysis.account_days import WEEK, kept, usual_days, workspace
from tests.analysis.workspaces import filled, finished, fresh
from tests.report.a_year import year
from tests.report.in_process import shown
from tests.wording.posting import WINDOWS

from cliptrial.analysis.learning.library import Library, learn
from cliptrial.planning.review.review import review
from cliptrial.registry.workspace import Workspace
from cliptrial.report import ChancePage, WindowsPage, calibration_section
from cliptrial.report.export import export
from cliptrial.report.learnings_page import LibraryPage
from cliptrial.report.review.performance_page import ReviewPage
from cliptrial.report.section import Section
from cliptrial.report.year.programme_page import YearPage

START = 1_735_689_600  # 1 January 2025
DAY = 86_400


def page_of(sections: Iterable[Section]) -> str:
    """The page that a template with these sections would become."""
    cells = [nbformat.v4.new_code_cell(outputs=[shown(section)]) for section in sections]
    return export(nbformat.v4.new_notebook(cells=cells)).html


def sounds(seed: int = 1, posts: int = 240) -> pd.DataFrame:
    """Posts with sounds, of which "Good" has more views than luck gives it, and one has a long name."""
    rng = np.random.default_rng(seed)
    names = [
        "Good",
        "Usual",
        "A sound whose name goes on and on, extended live version",
        *(f"Sound {i}" for i in range(9)),
    ]
    sound = rng.choice(np.array(names, dtype=object), posts, p=[0.15, 0.25, 0.06, *[0.06] * 9])
    at = START + rng.integers(0, 200, posts) * DAY + rng.integers(8, 22, posts) * 3600
    views = np.exp(8 + 0.9 * (sound == "Good") + rng.normal(0, 0.7, posts)).round() + 1
    return pd.DataFrame({"sound": sound, "at": at, "views": views})


def earlier() -> pd.DataFrame:
    """The same posts, all of them before the first experiment."""
    return sounds().assign(at=lambda frame: frame["at"] - 300 * DAY)


def taught(folder: Path) -> Workspace:
    """A workspace with five experiments on the hook that count, one that does not, and earlier posts."""
    ws = fresh(folder)
    for number, effect in enumerate((0.9, 0.5, 0.7, 0.4, 0.8)):
        finished(ws, f"hook-{number}", effect, number, own=True)
    finished(ws, "hook-open", 0.6, 8, locked=False)
    filled(ws, earlier())
    return ws


def learnings_page(ws: Workspace, library: Library, lang: str) -> str:
    """The page over all experiments, with what earlier posts suggest."""
    page = LibraryPage(library, lang, workspace=ws.root, reports=ws.root / "reports")
    return page_of(
        [page.head(), page.learned(), page.lessons(), page.earlier_posts("sound"), page.method(), page.result()]
    )


def chance_page(page: ChancePage, lang: str) -> str:
    """The chance check of a table, with the calibration's figure and table below."""
    own = [page.head(), page.first_screen(), page.other_metrics(), page.methods(), page.why(), page.conclusions()]
    rest = [page.next_steps(), page.to_copy(), page.details(), page.provenance(), page.result()]
    return page_of([*own, *rest, calibration_section(lang=lang)])


def checked(table: Path, lang: str) -> ChancePage:
    """The chance check of a table of posts."""
    metrics = ["plays", "likes/plays"]
    return ChancePage(lang=lang, metrics=metrics, file=table, posted_at="at", timezone="Europe/Berlin", draws=60)


def year_page(ws: Workspace, lang: str) -> str:
    """A year of which everything is known, among the reports."""
    page = YearPage(year(), ws, lang, linked=True)
    return page_of([page.head(), page.first_screen(), page.comment(), page.goals(), page.details(), page.result()])


def week_page(ws: Workspace, lang: str) -> str:
    """A week of which the account's own days are known."""
    page = ReviewPage(review(ws, WEEK, tuple(ws.accounts)), ws, lang)
    own = [page.head(), page.first_screen(), page.comment(), page.goals(), page.longer(), page.worth_a_look()]
    return page_of([*own, page.details(), page.result()])


def windows_page(ws: Workspace, lang: str) -> str:
    """When to post, with everything that can be known."""
    page = WindowsPage(ws.root, lang)
    page.every = [WINDOWS["found"], WINDOWS["nothing known"]]
    return page_of([page.head(), page.windows(), page.comment(), page.result()])


@dataclass(frozen=True)
class OtherPages:
    """All pages in both languages.

    Attributes:
        ws: The workspace of the learnings.
        library: What they are about.
        chance: The chance check, by language.
        files: By name and language; the learnings lie where they lie among reports.
    """

    ws: Workspace
    library: Library
    chance: Mapping[str, ChancePage]
    files: Mapping[tuple[str, str], Path]


def other_pages(folder: Path) -> OtherPages:
    """Made anew in this folder."""
    ws = taught(folder / "ws")
    library = learn(ws, draws=199)
    table = folder / "posts.csv"
    frame = sounds(2).rename(columns={"views": "plays"})
    frame.assign(likes=(frame["plays"] / 20).round()).drop(columns="sound").to_csv(table, index=False)
    weekly = workspace(folder / "weekly")
    kept(weekly, usual_days(WEEK.last, views=9))
    chance = {lang: checked(table, lang) for lang in ("en", "de")}
    files = {}
    for lang, page in chance.items():
        texts = {"learnings": learnings_page(ws, library, lang), "chance": chance_page(page, lang)}
        texts |= {"programme": year_page(ws, lang), "performance": week_page(weekly, lang)}
        texts |= {"windows": windows_page(ws, lang)}
        for name, text in texts.items():
            path = ws.root / "reports" / name / f"{name}_{lang}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            files[name, lang] = path
    return OtherPages(ws, library, chance, files)
