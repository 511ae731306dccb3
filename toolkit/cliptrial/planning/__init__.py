"""Before anything is filmed: the plan, and what it can find out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cliptrial.planning.feasibility import Feasibility
    from cliptrial.planning.plan import Plan, plan_experiment

_HOMES = {"Feasibility": "feasibility", "Plan": "plan", "plan_experiment": "plan"}
__all__ = ["Feasibility", "Plan", "plan_experiment"]


def __getattr__(name: str) -> object:
    """Load a part only when it is asked for: who draws a calendar plans nothing.

    No name here may be that of a module below: once loaded, the module would stand in its place.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cliptrial.planning.{_HOMES[name]}"), name)
