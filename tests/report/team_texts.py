"""Every word of the team's pages, as a reader sees them: ``python -m tests.report.team_texts`` writes them anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup
from tests.analysis import test_cadence as weeks
from tests.report.reading import clean

from cliptrial.posts.week.briefing import Briefing
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.approval import approve
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.report.team.handed_pages import write_handed
from cliptrial.rotation.draw import draw_schedule

FOLDER = Path(__file__).parent / "team"
WORKSPACE = """\
language: de
brand: {name: Studio Nord}
clients:
  adler: {name: "Hotel <Adler>", language: en}
accounts:
  adler:
    timezone: Europe/Berlin
    client: adler
    handle: hotel.adler
    films: Mara
    posts: Jonas
    filming_days: [tue, fri]
    link: https://adler.de/zimmer
  bar: {timezone: Europe/Berlin, client: adler, posts: Ben}
  kino: {timezone: Europe/Berlin, films: Mara}
"""
PLANS: Mapping[str, Mapping[str, object]] = {
    "hook": {"accounts": ["adler"], "hold_constant": ["sound", "slot"], "because": "Fragen <binden>."},
    "two": {
        "accounts": ["adler", "bar"],
        "hold_constant": [],
        "slots": ["19:00"],
        "posts_per_arm": 6,
        "futility": True,
        "variable": "cover",
    },
}


def planned(ws: Workspace, slug: str) -> None:
    """A Thursday and the days after it, in two weeks; of two accounts there are no topics yet."""
    plan = {"title": f"Titel {slug}", "statement": "Fragen halten.", "variable": "hook", "posts_per_arm": 3}
    arms = {"start": date(2026, 3, 5), "control": "Aussage", "variants": ["Frage & mehr"]}
    new_experiment(ws, slug, Draft(**{**plan, **arms, **PLANS[slug]}))  # type: ignore[arg-type]
    loaded = load_experiment(slug, ws)
    topics = [f"Thema {n}" for n in range(6)] if slug == "hook" else []
    write_schedule(loaded.folder, draw_schedule(loaded.experiment, topics=topics))


def posts(folder: Path, slug: str) -> tuple[Workspace, Iterable[str]]:
    """A plan of posts that nobody has answered."""
    (folder / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
    ws = load_workspace(folder)
    planned(ws, slug)
    (ws.experiments_dir / slug / "codes.csv").write_text("position,code\n2,ADLER2\n", encoding="utf-8")
    return ws, (slug,)


def answered(folder: Path) -> tuple[Workspace, Iterable[str]]:
    """One that was changed and then approved."""
    ws, (slug,) = posts(folder, "hook")
    loaded = load_experiment(slug, ws)
    plan = read_plan(loaded.folder)
    assert plan is not None
    approve(loaded, plan, by="Frau Adler", when=date(2026, 2, 25), changed="Bitte <nicht> sonntags.")
    approve(loaded, plan, by="Herr Adler", when=date(2026, 2, 26))
    return ws, (slug,)


def of_weeks(folder: Path) -> tuple[Workspace, Iterable[str]]:
    """A plan of weeks."""
    ws, slug = weeks.made(folder)
    weeks.planned(ws, slug)
    return ws, (slug,)


PAGES: Mapping[str, tuple[Callable[[Path], tuple[Workspace, Iterable[str]]], str]] = {
    "hook": (lambda folder: posts(folder, "hook"), ""),
    "two_accounts": (lambda folder: posts(folder, "two"), "posting"),
    "answered": (answered, "ing_"),
    "weeks": (of_weeks, ""),
}
"""By name: the plan, and which of its pages are like those of others."""


def texts(name: str, folder: Path) -> str:
    """The pages that are written of a plan."""
    make, left_out = PAGES[name]
    ws, (slug,) = make(folder)
    briefing = Briefing.of(ws, load_experiment(slug, ws))
    pages = write_handed(ws, briefing, folder / "reports", lang=None, since=date(2026, 3, 6))
    wanted = [one for one in pages if one.suffix == ".html" and (not left_out or left_out not in one.name)]
    return "\n".join(map(_text, wanted))


def _text(page: Path) -> str:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    lines = [f"===== {page.parent.name}/{page.name}: {soup.title.get_text()}"] if soup.title else []
    for swatch in soup.select(".swatch"):
        swatch.string = re.sub(r"\D+", "#", str(swatch["style"])).rstrip("#")[-2:] + " "
    for part in soup.select("td, th, span.role, br"):
        part.insert_before(" | ")
    for part in soup.select("tr, h1, h2, p, li, footer, header, label"):
        part.insert_before("\n")
    return "\n".join([*lines, *filter(None, map(clean, soup.body.get_text().splitlines() if soup.body else []))]) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in PAGES:
        (FOLDER / f"{name}.txt").write_text(texts(name, Path(tempfile.mkdtemp())), encoding="utf-8")
