"""Findings as the tables of the tests write them: a code, a level and some values."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from cliptrial.analysis.findings import RECORDS, Finding, Level

FILLED: Mapping[Any, Any] = {str: "x", int: 2, float: 0.5, bool: False, date: date(2026, 3, 2)}


def record(code: str, level: Level = Level.NOTE, values: Mapping[str, Any] | None = None) -> Finding:
    """A finding with these values; lists become tuples, dates are ISO texts, and what is left out is made up."""
    kind, given = RECORDS[code], values or {}
    hints = typing.get_type_hints(kind)
    own = {field.name: field.default for field in fields(kind) if field.name != "level"}
    assert set(given) <= set(own), set(given) - set(own)
    usual = {name: _made_up(hints[name]) if default is MISSING else default for name, default in own.items()}
    return kind(level, **usual | {name: _frozen(value, hints[name]) for name, value in given.items()})


def _made_up(hint: Any) -> Any:
    parts = typing.get_args(hint)
    if hint in FILLED:
        return FILLED[hint]
    if typing.get_origin(hint) is typing.Literal:
        return parts[0]
    return () if typing.get_origin(hint) is tuple else None


def _frozen(value: Any, hint: Any) -> Any:
    if date in (hint, *typing.get_args(hint)) and isinstance(value, str):
        return date.fromisoformat(value[:10])
    return tuple(value) if isinstance(value, list) else value
