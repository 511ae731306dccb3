"""The rows of the index page: one an experiment, in the group of what is to be done about it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cliptrial.plots.spark import Spark, sparks
from cliptrial.registry.jsonfile import Json
from cliptrial.registry.plan.standing import Standing
from cliptrial.registry.workspace import Workspace
from cliptrial.report.board.listed import INVALID, Listed, PageLink, pages_of
from cliptrial.wording.formats import known
from cliptrial.wording.language import Language
from cliptrial.wording.names import human

GROUPS: Mapping[str, tuple[str, ...]] = {
    "waiting": ("ready",),
    "running": ("running",),
    "planned": ("locked", "planned", "draft"),
    "answered": ("decided",),
    INVALID: (INVALID,),
}
"""Groups of the page in their order, and the states in each."""
CLEAR = {"better", "worse", "equivalent"}
SHOWN = {*CLEAR, "inconclusive"}
"""Verdicts whose effect is shown."""
REACH = math.log(2)
"""A doubling, as a log: most changes are smaller, and larger ones end in arrows."""
NAMED = 3
"""So many accounts are named; of more, only how many there are."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the decisive metric did: as ratios minus one, in words, and drawn on the scale of the whole page."""

    relative: float | None
    relative_interval: tuple[float | None, float | None]
    change: str
    span: str
    metric: str
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One experiment; ``link`` is empty where no page has been written, ``pages`` has it in every language.

    Attributes:
        due: What the row is sorted by within its group, the most urgent first.
        starts: The first day as ``2026-03-02``, for sorting; empty where it is open.
    """

    slug: str
    title: str
    state: str
    client: str = ""
    accounts: str = ""
    variable: str = ""
    effect: Effect | None = None
    word: str = ""
    tone: str = "plain"
    said: str = ""
    dates: str = ""
    starts: str = ""
    step: str = ""
    due: tuple[int, str] = (0, "")
    clear: bool = False
    pages: tuple[PageLink, ...] = ()

    @property
    def link(self) -> str:
        """The page in the reader's language, or in another."""
        return self.pages[0].link if self.pages else ""


def rows_of(listed: Sequence[Listed], workspace: Workspace, reports: Path, words: Language) -> list[Row]:
    """Every experiment as a row; all effects are drawn on one scale."""
    rows = [_row(one, workspace, reports, words) for one in listed]
    drawn = iter(sparks([row.effect for row in rows if row.effect], REACH))
    return [replace(row, effect=replace(row.effect, spark=next(drawn))) if row.effect else row for row in rows]


def grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The groups that have any rows, each in order."""
    own = [(name, [row for row in rows if row.state in states]) for name, states in GROUPS.items()]
    return [(name, sorted(members, key=lambda row: row.due)) for name, members in own if members]


def _row(one: Listed, workspace: Workspace, reports: Path, words: Language) -> Row:
    site, plan, state = words.page.site, one.standing, one.state
    if plan is None or state == INVALID:
        return Row(one.slug, human(one.slug), INVALID, said=site.invalid, due=(0, one.slug))
    noun = words.terms.nouns.get(plan.variable)
    client = workspace.client_of(plan.accounts)
    row = Row(
        one.slug,
        plan.title,
        state,
        client=workspace.clients[client].name if client else "",
        accounts=_handles(plan.accounts, workspace, words),
        variable=noun.bare if noun else "",
        said=site.no_page,
        dates=_dates(plan, words),
        starts=plan.first.isoformat() if plan.first else "",
        step=_step(one, plan, words),
        due=(_urgency(plan, state), one.slug),
    )
    return _answered(row, one.result, words, pages_of(one.slug, reports, words.lang)) if one.result else row


def _answered(row: Row, result: Json, words: Language, pages: tuple[PageLink, ...]) -> Row:
    """The row with what its page says."""
    verdict = result["verdict"]
    tone = verdict.get("tone", "plain")
    return replace(
        row,
        word=verdict.get("words", {}).get(words.lang, words.terms.chips.open),
        tone="open" if tone == "blocked" else tone,
        said=verdict.get("sentences", {}).get(words.lang, ""),
        effect=_effect(result, words),
        clear=verdict.get("code") in CLEAR,
        pages=pages,
    )


def _effect(result: Json, words: Language) -> Effect | None:
    """The headline's change; None where there is none, or where it is withheld."""
    verdict, f = result["verdict"], words.formats
    if verdict.get("code") not in SHOWN:
        return None
    same = (verdict.get("metric"), verdict.get("arm"))
    row = next((one for one in result.get("uplifts", ()) if (one["metric"], one["arm"]) == same), None)
    if row is None or not known(row["relative"]):
        return None
    low, high = row["relative_interval"]
    return Effect(
        row["relative"], (low, high), f.signed(row["relative"]), f.interval((low, high)), _metric(result, words)
    )


def _metric(result: Json, words: Language) -> str:
    name = result["verdict"]["metric"]
    facts: Json = next((one for one in result.get("metrics", ()) if one.get("name") == name), {})
    return (facts.get("labels") or {}).get(words.lang) or words.terms.labels.get(name) or human(name)


def _handles(accounts: Sequence[str], workspace: Workspace, words: Language) -> str:
    """Who posts, by the handles that readers know; an account without one by its name."""
    if len(accounts) > NAMED:
        return words.page.site.accounts(words.formats.number(len(accounts)))
    known_by = [(workspace.accounts[name].handle or "", name) for name in accounts if name in workspace.accounts]
    return ", ".join(f"@{handle.lstrip('@')}" if handle else name for handle, name in known_by)


def _dates(plan: Standing, words: Language) -> str:
    if plan.first is None:
        return ""
    return (
        words.formats.period(plan.first, plan.last)
        if plan.last
        else words.page.site.started(words.formats.date(plan.first))
    )


def _step(one: Listed, plan: Standing, words: Language) -> str:
    """What comes next, or what was decided."""
    site, f = words.page.site, words.formats
    if plan.decision is not None:
        return site.dated(site.decided[plan.decision.what.value], f.date(plan.decision.when))
    if one.state == "ready":
        verdict = (one.result or {}).get("verdict", {})
        return site.to_decide.get(str(verdict.get("code")), site.to_decide["inconclusive"])
    days = {"running": plan.measured_by, "locked": plan.first, "planned": plan.first}
    day = days.get(one.state)
    return site.dated(site.steps[one.state], f.date(day)) if day else site.draft


def _urgency(plan: Standing, state: str) -> int:
    """What is due first comes first; of what is answered, the newest."""
    if plan.decision is not None:
        return -plan.decision.when.toordinal()
    day = plan.measured_by if state in ("ready", "running") else plan.first
    return (day or dt.date.max).toordinal()
