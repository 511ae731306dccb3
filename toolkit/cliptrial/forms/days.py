"""Days of the week to pick from, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as w
from traitlets import Tuple, Unicode

from cliptrial.forms.pieces import Change
from cliptrial.registry.model import WEEKDAYS


class Days(w.VBox):  # type: ignore[misc]
    """Any of seven buttons pressed; ``value`` has the days as files write them, in the order of the week."""

    value = Tuple(())
    description = Unicode("")

    def __init__(self, names: Sequence[str], value: Sequence[str] = ()) -> None:
        self._label = w.HTML()
        self._showing = False
        self._days = [w.ToggleButton(description=name) for name in names]
        super().__init__([self._label, w.HBox(self._days, layout={"flex_flow": "row wrap"})])
        self.add_class("ct-days")
        self.observe(lambda _: self._show(), names=["value", "description"])
        for day in self._days:
            day.observe(self._press, names="value")
        self.value = tuple(value)

    def _press(self, _: Change) -> None:
        if not self._showing:
            self.value = tuple(day for day, one in zip(WEEKDAYS, self._days, strict=True) if one.value)

    def _show(self) -> None:
        self._label.value = f'<div class="ct-title">{self.description}</div>'
        self._showing = True
        for day, one in zip(WEEKDAYS, self._days, strict=True):
            one.value = day in self.value
        self._showing = False
