"""Pages of every kind with odd texts in every field that people fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

from tests.analysis.workspaces import fresh
from tests.report.examples import ALL
from tests.report.odd_texts import TEXTS
from tests.report.other_pages import page_of
from tests.wording.gathered import LIBRARY, check, column, learned, lesson, many, value

from cliptrial.analysis.results import VerdictCode
from cliptrial.registry.accounts import Account, Client
from cliptrial.registry.beside.comments import Entry, Need, add_comment
from cliptrial.registry.plan.standing import Standing
from cliptrial.report import ChancePage
from cliptrial.report.board.listed import Listed
from cliptrial.report.experiment_page import AnalysisPage
from cliptrial.report.learnings_page import LibraryPage
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage
from cliptrial.report.site import _Index
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.experiment.opening import OpeningText
from cliptrial.wording.languages import LANGUAGES

ALL_OF_THEM = " · ".join(TEXTS)


def index(folder: Path, lang: str) -> str:
    """The index: titles, handles, clients, verdicts and names of metrics; all experiments have pages in English."""
    ws = fresh(folder / f"index_{lang}")
    accounts = {f"a{n}": Account(timezone="UTC", handle=text, client=f"c{n}") for n, text in enumerate(TEXTS)}
    clients = {f"c{n}": Client(name=text) for n, text in enumerate(TEXTS)}
    page = _Index(
        ws.model_copy(update={"accounts": accounts, "clients": clients}), folder, LANGUAGES[lang], Brand(ALL_OF_THEM)
    )
    return page.html([_listed(n, text, folder) for n, text in enumerate(TEXTS)])


def _listed(n: int, text: str, folder: Path) -> Listed:
    slug, day = f"e{n}", date(2026, 3, 2)
    if n % 2:
        (folder / slug).mkdir(exist_ok=True)
        (folder / slug / f"{slug}_en.html").write_text("a page", encoding="utf-8")
    plan = Standing(slug, text, "hook", ("a", "b"), ("A", "B"), (f"a{n}",), "views", None, 7, 28, day, readable=True)
    verdict = {"code": "better", "arm": "b", "metric": text, "words": {"en": text, "de": text}, "tone": "better"}
    change = {"metric": text, "arm": "b", "relative": 0.2, "relative_interval": [0.1, 0.4]}
    names = [{"name": text, "labels": {"en": text, "de": text}}]
    result = {"verdict": {**verdict, "sentences": {"en": text, "de": text}}, "uplifts": [change], "metrics": names}
    return Listed(slug, plan, result)


def learnings(folder: Path, lang: str) -> str:
    """The learnings: titles in table and figure, values of earlier posts such as captions, and the brand."""
    lessons = tuple(replace(lesson(f"e{n}", 0.2, VerdictCode.BETTER), title=text) for n, text in enumerate(TEXTS))
    pooled = learned("higher", " ".join(one.slug for one in lessons), 0.1, (0.05, 0.2))
    library = replace(LIBRARY, learned=(pooled,), lessons=lessons, split_tests=(ALL_OF_THEM,))
    page = LibraryPage(library, lang, Brand(ALL_OF_THEM))
    values = [many(*(value(text, 0.2, 0.01) for text in part), best=part[0]) for part in in_parts(TEXTS, 12)]
    earlier = [page.guesses(one, "caption") for one in values]
    return page_of([page.head(), page.learned(), page.lessons(), *earlier, page.method(), page.result()])


class _Checked(ChancePage):
    """The page of checks that are there already."""

    def __init__(self, metrics: Sequence[str], lang: str) -> None:
        named = [replace(column("plays"), labels={"en": name, "de": name}) for name in metrics]
        self.speaker = ChanceSpeaker.of([check(one) for one in named], lang)
        self._opening = OpeningText(*self.speaker.opening())
        page = self.speaker.language.page
        ReportPage.__init__(self, Frame(lang, page, self._opening, Brand(ALL_OF_THEM), None))


def chance(folder: Path, lang: str) -> str:
    """The chance check: names of columns."""
    del folder
    page = _Checked([" · ".join(part) for part in in_parts(TEXTS, 50)], lang)
    return page_of(
        [page.head(), page.first_screen(), page.other_metrics(), page.methods(), page.to_copy(), page.result()]
    )


def client(folder: Path, lang: str) -> str:
    """The page for a client: title and hypothesis."""
    del folder
    analysis = ALL["better"]()
    assert analysis.experiment
    told = replace(analysis, experiment=replace(analysis.experiment, title=ALL_OF_THEM, statement=ALL_OF_THEM))
    page = AnalysisPage(told, lang, Brand(ALL_OF_THEM))
    return page_of([page.head(), page.first_screen(), page.to_copy(), page.result()])


def experiment(folder: Path, lang: str) -> str:
    """The page of an experiment: its words, arms and topics, why it was decided, what the team says; each text once."""
    analysis = ALL["better"]()
    assert analysis.experiment
    title, statement, why, *arms, comment, need = (" · ".join(part) for part in in_parts(TEXTS[:420], 60))
    decision = {"who": "Mara", "when": "2026-05-06", "what": "ship", "why": why}
    facts = replace(analysis.experiment, title=title, statement=statement, decision=decision)
    posts = [
        replace(post, topic=text, link=None) for post, text in zip(cycle(analysis.posts), TEXTS[420:], strict=False)
    ]
    named = tuple(replace(arm, value=value) for arm, value in zip(analysis.arms, arms, strict=True))
    page = _Commented(replace(analysis, experiment=facts, posts=tuple(posts), arms=named), lang)
    page.file = folder / f"comment_{lang}.md"
    said = tuple(line.strip() for line in comment.splitlines() if line.strip())
    add_comment(page.file, Entry(date(2026, 5, 5), "Mara", said, (Need(date(2026, 5, 12), need),)), folder)
    own = [page.head(), page.first_screen(), page.to_copy(), page.comment(), page.metrics(), page.fairness()]
    rest = [page.over_time(), page.conclusions(), page.next_steps(), page.details(), page.provenance(), page.result()]
    return page_of([*own, *rest])


class _Commented(AnalysisPage):
    """A page with a comment beside it."""

    file: Path

    def _comment_file(self) -> Path:
        return self.file


def in_parts(texts: Sequence[str], size: int) -> list[Sequence[str]]:
    """So many at once."""
    return [texts[start : start + size] for start in range(0, len(texts), size)]


MADE: Mapping[str, Callable[[Path, str], str]] = {
    "index": index,
    "learnings": learnings,
    "chance": chance,
    "client": client,
    "experiment": experiment,
}
"""By kind: the page, made in a folder."""
