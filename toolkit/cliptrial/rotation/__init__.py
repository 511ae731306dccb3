"""Schedules: laying out a calendar, drawing arms by a rule, and re-drawing them by the same rule."""

from cliptrial.rotation.draw import draw_schedule
from cliptrial.rotation.groups import broken_rule
from cliptrial.rotation.redraw import Redraws, redraw
from cliptrial.rotation.together import draw_together

__all__ = ["Redraws", "broken_rule", "draw_schedule", "draw_together", "redraw"]
