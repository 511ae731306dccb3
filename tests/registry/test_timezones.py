"""Places that people name become time zones."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.new_workspace import init_workspace, settings_problems
from cliptrial.registry.timezones import is_zone, zone_near
from cliptrial.registry.workspace import load_workspace


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Wien", "Europe/Vienna"),
        ("vienna", "Europe/Vienna"),
        ("Europe/Wien", "Europe/Vienna"),
        ("Österreich", "Europe/Vienna"),
        ("Zürich", "Europe/Zurich"),
        ("Zuerich", "Europe/Zurich"),
        ("Germany", "Europe/Berlin"),
        ("Berlni", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("USA", "America/New_York"),
        ("UK", "Europe/London"),
        ("U.S.A.", "America/New_York"),
        ("Kanada", "America/Toronto"),
        ("Australien", "Australia/Sydney"),
        ("Brazil", "America/Sao_Paulo"),
        ("Brasilien", "America/Sao_Paulo"),
        ("Switzerland", "Europe/Zurich"),
        ("Schweiz", "Europe/Zurich"),
        ("Moskau", "Europe/Moscow"),
        ("Tokio", "Asia/Tokyo"),
        ("Asia/Calcuta", "Asia/Calcutta"),
        ("America/Argentina/Buenos", "America/Argentina/Buenos_Aires"),
        ("EST5EDTX", "EST5EDT"),
        ("GMT", "Etc/GMT"),
        ("Zürch", "Europe/Zurich"),
        ("Cuba", "America/Havana"),
        ("Japan", "Asia/Tokyo"),
        ("America/Argentina/日本", None),
        ("Chile", "America/Santiago"),
        ("Zypern", "Asia/Nicosia"),
        ("Ecuador", "America/Guayaquil"),
        ("Spanien", "Europe/Madrid"),
        ("Indonesia", "Asia/Jakarta"),
        ("Kasachstan", "Asia/Almaty"),
        ("Mexiko", "America/Mexico_City"),
        ("Malaysia", "Asia/Kuala_Lumpur"),
        ("Portugal", "Europe/Lisbon"),
        ("Russland", "Europe/Moscow"),
        ("Vereinigte Staaten", "America/New_York"),
        ("Uzbekistan", "Asia/Tashkent"),
        ("Australia", "Australia/Sydney"),
        ("Canada", "America/Toronto"),
        ("Wein", None),
        ("Nowhere/Land", None),
        ("Nowhere/Berlin", "Europe/Berlin"),
        ("Berlin, Germany", None),
        ("xqzw", None),
        ("", None),
    ],
)
def test_a_city_or_country_in_english_or_german_gives_its_zone(named: str, zone: str | None) -> None:
    assert zone_near(named) == zone


def test_every_city_of_the_database_is_understood() -> None:
    """By the last part of its zone's name; what is suggested is always a zone."""
    near = {zone: zone_near(zone.rpartition("/")[2]) for zone in available_timezones()}
    assert [zone for zone in near if zone.startswith("Europe/") and near[zone] is None] == []
    assert [name for name in near.values() if name is not None and not is_zone(name)] == []
    assert (near["Europe/Zagreb"], near["America/Argentina/Ushuaia"]) == ("Europe/Zagreb", "America/Argentina/Ushuaia")


def test_everything_wrong_with_a_new_workspace_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """Without lines, for there is no file."""
    bad = {"accounts": {"a": {"timezone": "Wien"}}, "language": "fr", "brand_colour": "red"}
    with pytest.raises(RegistryError) as caught:
        init_workspace(tmp_path / "new", **bad)
    assert [p.field for p in caught.value.problems] == ["accounts.a.timezone", "language", "brand.colour"]
    assert {p.line for p in caught.value.problems} == {None}
    assert "Europe/Vienna" in str(caught.value)
    assert not (tmp_path / "new").exists()
    assert settings_problems() == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Europe/Berlin", True),
        (" UTC ", True),
        ("GB", True),
        ("", False),
        ("Europe", False),
        ("../x", False),
        ("x\0", False),
    ],
)
def test_a_time_zone_is_one_that_computers_know(text: str, known: bool) -> None:
    assert is_zone(text) is known


def test_a_list_of_zones_is_told_as_one_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("accounts:\n  a: {timezone: [Europe/Berlin]}\n", encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_workspace(tmp_path)
    (told,) = caught.value.problems
    assert (told.line, told.column, str(told.what)) == (2, 17, '"timezone" holds a list')
