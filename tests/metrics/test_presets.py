"""The three numbers of a client's page: chosen, preset, or refused with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.metrics import CATALOGUE
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
from cliptrial.metrics.presets import PRESETS, preset_of, three_numbers
from cliptrial.posts.workspaces import load_workspace

ACCOUNTS = "accounts: {demo: {timezone: Europe/Berlin}}\n"
TYPED = "week,number,account,value\n2026-03-02,brand_searches,demo,12\n"


def opened(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "workspace.yaml").write_text(ACCOUNTS + text, encoding="utf-8")
    workspace = load_workspace(folder)
    return three_numbers(workspace, "adler" if "adler" in workspace.clients else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", PRESETS["creator"].three),
        ("numbers: brand", ("reach", "orders", "roas")),
        ("numbers: [views, growth, cpm]", ("views", "growth", "cpm")),
        ("numbers: brand\nclients: {adler: {name: Adler}}", ("reach", "orders", "roas")),
        ("numbers: brand\nclients: {adler: {name: Adler, numbers: creator}}", PRESETS["creator"].three),
        ("clients: {adler: {name: Adler, numbers: [saves, roas, dm_leads]}}", ("saves", "roas", "dm_leads")),
        (
            "clients: {adler: {name: Adler, numbers: [brand_searches, roas, reach]}}",
            ("brand_searches", "roas", "reach"),
        ),
    ],
)
def test_a_client_has_its_own_three_or_those_of_its_kind(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    """Its own win over the workspace's, which win over the creator's; numbers that the team types are some, too."""
    (tmp_path / "own_numbers.csv").write_text(TYPED, encoding="utf-8")
    assert opened(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "code", "at", "mend"),
    [
        ("numbers: [reech, orders, roas]", "unknown_number", "numbers", 'Did you mean "reach"?'),
        ("numbers: brands", "unknown_number", "numbers", 'Did you mean "brand"?'),
        ("numbers: [brand_searches, orders, roas]", "unknown_number", "numbers", "`cliptrial numbers` lists them."),
        ("numbers: [reach, orders]", "three_numbers", "numbers", "For example [reach, orders, roas]."),
        ("numbers: [reach, reach, roas]", "three_numbers", "numbers", "For example [reach, orders, roas]."),
        (
            "clients: {adler: {name: Adler, numbers: [reach]}}",
            *("three_numbers", "clients.adler.numbers", "For example [reach, orders, roas]."),
        ),
    ],
)
def test_what_is_no_three_numbers_is_refused_where_it_stands(
    tmp_path: Path, text: str, code: str, at: str, mend: str
) -> None:
    with pytest.raises(RegistryError) as refused:
        opened(tmp_path, text)
    assert [(one.code, one.field, one.mend) for one in refused.value.problems] == [(code, at, mend)]


def test_presets_name_numbers_that_there_are_and_what_the_seeds_ask_for(tmp_path: Path) -> None:
    known = {*CATALOGUE, *PERIOD_NUMBERS}
    assert all({*preset.numbers} <= known and {*preset.three} <= {*preset.numbers} for preset in PRESETS.values())
    assert {"reach", "cpm", "orders", "roas", "ltv_to_cac"} <= {*PRESETS["brand"].numbers}
    assert {"engagement_by_views", "view_to_follower", "average_watch_time", "hold_3s", "growth"} <= {
        *PRESETS["creator"].numbers
    }
    (tmp_path / "workspace.yaml").write_text(ACCOUNTS + "numbers: [reach, orders, roas]", encoding="utf-8")
    assert preset_of(load_workspace(tmp_path), None) == PRESETS["creator"]
