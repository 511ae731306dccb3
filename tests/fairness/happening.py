"""From a row of a file of cases to a workspace in which it happened."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fairness.faults import FAULTS
from tests.fairness.season import Plan, Season, Workshop, season


def happened(case: Mapping[str, Any], workshop: Workshop) -> Path:
    """The workspace after the case's faults, handed in."""
    plan = planned(case)
    return lived(case, workshop).handed_in() if plan.drawn else workshop.planned(plan)


def planned(case: Mapping[str, Any]) -> Plan:
    """The case's plan."""
    return Plan(**{key: tuple(v) if isinstance(v, list) else v for key, v in case.get("plan", {}).items()})


def lived(case: Mapping[str, Any], workshop: Workshop) -> Season:
    """The season after the case's faults, before anything was handed in."""
    made = season(workshop, planned(case), **{"effect": 0.8, **case.get("season", {})})
    faults = case.get("faults", {})
    for several in faults if isinstance(faults, list) else [faults]:
        for name, arguments in several.items():
            FAULTS[name](made, **arguments)
    return made
