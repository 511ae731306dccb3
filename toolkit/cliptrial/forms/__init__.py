"""Forms for the notebooks: from an idea to a decision without writing a file by hand.

In a notebook: ``cliptrial.open_forms()`` for all steps as tabs; or ``here = forms.start()``, then one step a cell:
``forms.setup(here)``, ``forms.idea(here)``, ``forms.plan(here)``,
``forms.numbers(here)``, ``forms.check(here)``, ``forms.report(here)``, ``forms.decide(here)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cliptrial.forms.cells import (
        check,
        compare,
        compare_form,
        decide,
        idea,
        numbers,
        open_forms,
        page,
        plan,
        post,
        report,
        setup,
        start,
    )

__all__ = [
    "check",
    "compare",
    "compare_form",
    "decide",
    "idea",
    "numbers",
    "open_forms",
    "page",
    "plan",
    "post",
    "report",
    "setup",
    "start",
]


def __getattr__(name: str) -> object:
    """Load widgets only when a form is asked for."""
    if name in __all__:
        from cliptrial.forms import cells

        return getattr(cells, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
