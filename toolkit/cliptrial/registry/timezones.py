"""From what people call the place they live in to its time zone: ``Wien``, ``Vienna`` or ``Österreich``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from cliptrial.messages import nearest
from cliptrial.registry.languages import LANGUAGES

MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CY": "Asia/Nicosia",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""By country that has several: where its capital or largest cities are; elsewhere the first that is listed counts."""


def zones() -> tuple[str, ...]:
    """Names of time zones that are called after a place, in order."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


def is_zone(text: str) -> bool:
    """Whether this is the name of a time zone as computers have it."""
    try:
        ZoneInfo(text.strip())
    except (OSError, ValueError, LookupError):
        return False
    return True


def zone_near(text: str) -> str | None:
    """The time zone that was most likely meant; None where nothing is near.

    Understood are cities that give their name to a time zone, and countries, in English and in German; of a
    country with several time zones the one that its capital or largest cities are in comes first.
    """
    wanted = _plain(text.rpartition("/")[2])
    places = _places()
    if not wanted:
        return None
    if wanted in places:
        return places[wanted]
    near = nearest(wanted, places, 0.82)  # two letters swapped among six; "Land" is no Poland
    if near:
        return places[near[0]]
    whole = nearest(text, available_timezones(), 0.7)
    return whole[0] if whole else None


def _plain(text: str) -> str:
    """Without accents, case, and signs between words; umlauts as ``ue`` and as ``u`` are the same."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"(?<=[aou])e", "", bare))


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Zones by place; cities of the time-zone database first, then the names that languages have for them."""
    known = available_timezones()
    zones: dict[str, str] = {}
    for place, zone in (*_cities_in(known), *_translated(), *_countries()):
        if zone in known and "/" in zone:
            zones.setdefault(_plain(place), zone)
    return zones


def _cities_in(known: set[str]) -> Iterator[tuple[str, str]]:
    for zone in sorted(known, key=lambda name: (name.startswith("Etc/"), name)):
        yield zone.rpartition("/")[2], zone


def _translated() -> Iterator[tuple[str, str]]:
    from babel import Locale

    for language in LANGUAGES:
        for zone, names in Locale(language).time_zones.items():
            if "city" in names:
                yield names["city"], zone


def _countries() -> Iterator[tuple[str, str]]:
    from babel import Locale
    from babel.core import get_global

    zones = get_global("territory_zones")
    yield from {"USA": MAIN_ZONES["US"], "UK": "Europe/London"}.items()
    for language in LANGUAGES:
        for code, country in Locale(language).territories.items():
            if code in MAIN_ZONES or zones.get(code):
                yield country, MAIN_ZONES.get(code) or zones[code][0]


def country_of(text: str) -> str | None:
    """The two letters of a country, from them or from its name in English or German; None where it is none.

    Examples:
        >>> country_of("PL"), country_of("United States"), country_of("Others")
        ('PL', 'US', None)
    """
    return _country_codes().get(_plain(text))


def zone_of_country(code: str) -> str | None:
    """The time zone that a country's capital or largest cities are in."""
    from babel.core import get_global

    return MAIN_ZONES.get(code) or next(iter(get_global("territory_zones").get(code, ())), None)


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    from babel import Locale

    codes = {"uk": "GB", "usa": "US"}
    for language in LANGUAGES:
        for code, country in Locale(language).territories.items():
            if len(code) == 2 and zone_of_country(code):
                codes.setdefault(_plain(country), code)
                codes[code.lower()] = code
    return codes
