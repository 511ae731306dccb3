"""Every finding is told in both languages as a reader of each would say it, with its own numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.records import record
from tests.report.examples import ALL

from cliptrial.analysis.findings import RECORDS, Level
from cliptrial.wording.speaker import Speaker

ROWS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("findings.yaml"))


def test_every_code_has_a_row() -> None:
    assert {row["code"] for row in ROWS} == set(RECORDS)


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_finding_says_what_it_found(row: dict[str, Any], lang: str) -> None:
    s = Speaker.of(ALL["better"](), lang)
    found = record(row["code"], Level(row.get("level", "note")), row.get("values"))
    assert s.message(found).replace("\u00a0", " ") == row[lang]
    if f"refusal {lang}" in row:
        told = s.w.refusals.of(found, s.phrases)
        assert told.replace("\u00a0", " ") == row[f"refusal {lang}"]
