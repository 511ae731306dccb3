"""Sentences with places for numbers, as the data files beside the tests have them, and what stands in the places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.report.reading import NUMBER, read_number

SAID: Mapping[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("pages.yaml"))
"""By example, language and part of the page: what is said."""
PLACE = re.compile(r"\{(\+?)([^{}]+)\}")


def values_of(result: Mapping[str, Any]) -> dict[str, float]:
    """The numbers of ``result.json`` that a sentence may tell, by the names that the data files use.

    Shares are percent. The verdict's own row has short names; other rows are ``metric.arm.relative``, findings
    ``code.key`` (``code.arm.key`` where it speaks of an arm), and of a share ``code.key %`` is the percentage.
    """
    found: dict[str, float] = {"at_least": 100 * result["at_least"], "posts": sum(a["posts"] for a in result["arms"])}
    for arm in result["arms"]:
        found[f"posts.{arm['id']}"] = arm["posts"]
    own = (result["verdict"]["metric"], result["verdict"]["arm"], "primary")
    for row in result["uplifts"]:
        told = _row(row)
        mine = (row["metric"], row["arm"], row["role"]) == own
        found |= {name if mine else f"{row['metric']}.{row['arm']}.{name}": value for name, value in told.items()}
    for finding in result["findings"]:
        values = finding["values"]
        for key, value in values.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                name = f"{finding['code']}.{key}"
                found |= {name: value, f"{name} %": 100 * value}
    if result["experiment"]:
        facts = result["experiment"]
        found |= {"planned": facts["posts_planned"], "age": facts["measure_at"], "matched": facts["posts_matched"]}
    return found


def _row(row: Mapping[str, Any]) -> dict[str, float]:
    low, high = row["relative_interval"]
    least, most = row["leave_one_out"]
    relative, lean = row["relative"], row["lean"]
    told = {
        "relative": relative and 100 * relative,
        "by": relative and 100 * abs(relative),
        "times": relative and 1 + relative,
        "low": low and 100 * low,
        "high": high and 100 * high,
        "least": least and 100 * least,
        "most": most and 100 * most,
        "unadjusted": row["unadjusted_relative"] and 100 * row["unadjusted_relative"],
        "confidence": 100 * row["confidence"],
        "p": row["p_adjusted"],
        "draws": row["draws"],
        "reckon": row["reckon_with"] and 100 * row["reckon_with"],
        "risk": lean and max(1, round(10 * min(lean, 1 - lean))),
    }
    return {name: float(value) for name, value in told.items() if value is not None}


def differs(template: str, shown: str, values: Mapping[str, float], lang: str) -> str | None:
    """What is wrong with a shown sentence; None where it is the template with these numbers in its places.

    A place ``{+name}`` shows its sign even where it is positive.
    """
    parts = PLACE.split(template)
    texts, places = parts[::3], list(zip(parts[1::3], parts[2::3], strict=True))
    pattern = f"({NUMBER})".join(map(re.escape, texts))
    found = re.fullmatch(pattern, shown)
    if found is None:
        return f"{shown!r} is not {template!r}"
    for (sign, name), text in zip(places, found.groups(), strict=True):
        value, half = read_number(text, lang)
        signed = text[0] in "+−" if values[name] else True
        if abs(value - values[name]) > half * 1.000001 or (sign and not signed) or (not sign and text[0] == "+"):
            return f"{text} is not {name} = {values[name]} in {shown!r}"
    return None


def fingerprint(result: Mapping[str, Any]) -> str:
    """The plan's code as readers see it."""
    text = (result["experiment"] or {}).get("plan_hash") or ""
    return f"{text[:4]}…{text[-4:]}"
