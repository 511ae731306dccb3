"""Before anything is filmed: the plan, and what it can find out."""

from cliptrial.planning.feasibility import Feasibility, feasibility
from cliptrial.planning.plan import Plan, plan_experiment

__all__ = ["Feasibility", "Plan", "feasibility", "plan_experiment"]
