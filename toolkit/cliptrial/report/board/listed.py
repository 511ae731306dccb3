"""One experiment as its files have it, and what lies among the reports of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cliptrial.analysis.findings.periods import PeriodsRunning
from cliptrial.analysis.findings.planned import NoSchedule, NotReady
from cliptrial.errors import InputError
from cliptrial.registry.jsonfile import Json
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.state import State
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES

INVALID = "invalid"
UNSTARTED = (NotReady.code, NoSchedule.code, PeriodsRunning.code)
"""Why there is no answer yet."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in one language: the language's name, the link from the folder of all reports, and its code."""

    label: str
    link: str
    lang: str


def pages_of(name: str, folder: Path, lang: str) -> tuple[PageLink, ...]:
    """The pages ``folder/<name>/<name>_<lang>.html`` that are there, the one in ``lang`` first.

    Links are relative, so that the folder can be moved.
    """
    links = ((code, f"{name}/{name}_{code}.html") for code in dict.fromkeys((lang, *LANGUAGES)))
    return tuple(PageLink(LANGUAGES[code].name, link, code) for code, link in links if (folder / link).is_file())


@dataclass(frozen=True, slots=True)
class Listed:
    """An experiment of the index.

    Attributes:
        slug: Its folder's name.
        standing: What its files say; None where they have mistakes.
        result: The result beside its page; None where no page is.
    """

    slug: str
    standing: Standing | None
    result: Json | None

    @classmethod
    def of(cls, slug: str, workspace: Workspace, reports: Path) -> Listed:
        """As it lies in a workspace and in the folder of all reports."""
        result = _result(reports / slug)
        try:
            own, _ = standing(slug, workspace)
        except InputError:
            return cls(slug, None, result)
        return cls(slug, own if own.readable else None, result)

    @property
    def accounts(self) -> Sequence[str]:
        """Who posts; nobody where nobody can know."""
        return self.standing.accounts if self.standing else ()

    @property
    def state(self) -> str:
        """Where it stands by what is there, whatever day it is: it runs from its first link on."""
        if self.standing is None:
            return INVALID
        if self.standing.decision is None and self._answered:
            return State.READY.value
        # Nobody links a week: it has begun where its days were handed in.
        weeks, at = self.standing.periods, self.data_as_of
        where = self.standing.state(dt.datetime.fromtimestamp(at, dt.UTC).date() if weeks and at else dt.date.min)
        return where.value if where else INVALID

    @property
    def _answered(self) -> bool:
        return self.result is not None and self.result["verdict"].get("reason") not in UNSTARTED

    @property
    def data_as_of(self) -> int | None:
        """The moment of the newest numbers behind its page, in UTC epoch seconds."""
        at = (self.result or {}).get("provenance", {}).get("data_as_of")
        return at if isinstance(at, int) else None


def _result(folder: Path) -> Json | None:
    """The result that lies beside a page; None where there is none that can be read."""
    try:
        result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and isinstance(result.get("verdict"), dict) else None
