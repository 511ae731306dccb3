"""``approval.yaml``: what the client said of the plan. Entries are only ever added; the lock does not cover them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import nothing, says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import IsoDate, Record
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.yaml.entries import Entries
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.text import yaml_text

FILE = "approval.yaml"
_HEAD = "# What the client said of the plan. Add entries with `cliptrial approve`; earlier ones stay as they are.\n"


class Said(StrEnum):
    """What a client can say."""

    APPROVED = "approved"
    CHANGED = "changed"


class PlanState(StrEnum):
    """Where a plan stands with the client."""

    WAITING = "waiting"
    CHANGED = "changed"
    APPROVED = "approved"


class Approval(Record):
    """One thing the client said: of which plan, and in ``text`` what is to be changed or was."""

    who: Annotated[str, Field(min_length=1), Expected(says("A name"))]
    when: Annotated[IsoDate, Expected(says("A day of the calendar, written as 2026-04-12"))]
    what: Annotated[Said, Expected(says("approved or changed"))]
    plan: Annotated[
        str, Field(pattern=r"^[0-9a-f]{12}$"), Expected(says("The code of the plan, as `cliptrial approve` wrote it"))
    ]
    text: Annotated[str | None, Expected(says("A sentence"))] = None


_Entry = Annotated[Approval, Expected(says("An entry with who, when, what and plan"))]


class _Approvals(RootModel[tuple[_Entry, ...]]):
    pass


_ENTRIES = Entries(FILE, "approvals", _Approvals, _HEAD)


def plan_code(loaded: Loaded, schedule: Schedule) -> str:
    """Twelve signs that differ once what the client saw differs: the variants, and who posts which of them when.

    Topics are left out: they may still be filled in.
    """
    arms = [(arm.id, arm.label) for arm in loaded.experiment.change.arms]
    rows = [(p.position, p.account, p.date.isoformat(), p.slot, p.arm) for p in schedule.positions]
    return hashlib.sha256(json.dumps([arms, rows], ensure_ascii=False).encode()).hexdigest()[:12]


def state_of(approvals: tuple[Approval, ...], code: str) -> PlanState:
    """What the client's last word means for the plan with this code; of an earlier plan it means nothing any more."""
    if not approvals:
        return PlanState.WAITING
    last = approvals[-1]
    if last.what is Said.CHANGED:
        return PlanState.CHANGED
    return PlanState.APPROVED if last.plan == code else PlanState.WAITING


def read_approvals(folder: Path) -> tuple[Approval, ...]:
    """All that was said, the oldest first; empty where nothing was.

    Raises:
        RegistryError: The file has mistakes; every one is listed.
    """
    return _ENTRIES.read(folder)


def approve(
    loaded: Loaded, schedule: Schedule | None, *, by: str, when: date, changed: str | None = None
) -> tuple[Approval, ...]:
    """Add what the client said; what the file says already is kept to the letter.

    Args:
        loaded: The experiment.
        schedule: Its plan.
        by: Who said it.
        when: On which day.
        changed: What is to be changed; None approves the plan as it is.

    Returns:
        All entries, the new one last.

    Raises:
        PlanError: There is no plan to approve.
        RegistryError: The file has mistakes.
    """
    if schedule is None:
        mend = says("Draw it first: `cliptrial plan {slug}`.", slug=loaded.slug)
        raise PlanError(Problem("nothing_to_approve", says("There is no plan to approve"), nothing, mend))
    what = Said.APPROVED if changed is None else Said.CHANGED
    entry = (
        f"- who: {yaml_text(by)}\n  when: {when.isoformat()}\n  what: {what.value}\n"
        f"  plan: {yaml_text(plan_code(loaded, schedule))}\n"
    )
    entry += f"  text: {yaml_text(changed)}\n" if changed else ""
    return _ENTRIES.add(loaded.folder, entry)
