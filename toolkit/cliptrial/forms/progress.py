"""How far something is that takes more than a moment."""

from __future__ import annotations

from html import escape
from math import ceil
from time import monotonic

from cliptrial.forms.step import Step

QUICK = 2.0
"""Seconds of which nobody needs to be told."""


class Progress:
    """Tells in a step's message how much is done, and about how long the rest will take.

    Args:
        step: Where it is told.
    """

    def __init__(self, step: Step) -> None:
        self._step, self._began = step, monotonic()

    def __call__(self, done: int, of: int) -> None:
        """So much is done; told only once it has taken longer than :data:`QUICK` seconds."""
        taken = monotonic() - self._began
        if taken > QUICK and 0 < done < of:
            left = ceil(taken / done * (of - done))
            words, f = self._step.words.common, self._step.session.f
            self._step.say(escape(words.time_left(f.number(done), f.number(of), f.number(left))))
