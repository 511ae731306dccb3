"""The day on which a test takes place: what the product writes and says of today is known."""

from __future__ import annotations

from datetime import date

import pytest


class _AnyDate(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, date)


def on_day(monkeypatch: pytest.MonkeyPatch, module: str, day: date) -> None:
    """Let this day be today for one module of the package, such as ``cli.weekly.lock``."""

    class Calendar(date, metaclass=_AnyDate):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return day

    monkeypatch.setattr(f"cliptrial.{module}.date", Calendar)
