"""What an analysis says, in plain words and numbers as cases write them: four digits of a number, days as ISO text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any

from cliptrial.analysis.results import Analysis

UNTOLD = {"version", "labels", "plan_hash", "data_hash", "experiment", "prior", "findings", "uplifts"}
"""Fields that have a place of their own, or that other tests hold: versions, translations, hashes."""


def findings(analysis: Analysis) -> list[list[Any]]:
    """Every finding in its place: code, level and values."""
    return [[f.code, f.level.value, plain(f.values)] for f in analysis.findings]


def uplifts(analysis: Analysis) -> list[dict[str, Any]]:
    """Every row, all of it, without what is empty."""
    return [full(row, all_of=True) for row in analysis.uplifts]


def answer(analysis: Analysis) -> dict[str, Any]:
    """All but findings, rows, posts, and how the effect grew."""
    return full(replace(analysis, posts=(), by_block=()))


def full(record: Any, *, all_of: bool = False) -> dict[str, Any]:
    """A record's fields; empty ones are left out."""
    named = fields(Analysis) if isinstance(record, Analysis) else fields(record)
    told = {f.name: plain(getattr(record, f.name)) for f in named if all_of or f.name not in UNTOLD}
    return {key: value for key, value in told.items() if value not in (None, "", [], {}, [None, None])}


def plain(value: Any) -> Any:
    """A value as a case writes it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return float(f"{value:.4g}") if isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return full(value)
