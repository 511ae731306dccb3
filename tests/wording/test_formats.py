"""Numbers, shares and dates are written as a reader of the language writes them."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliptrial.wording.formats import MINUS, NBSP
from cliptrial.wording.languages import LANGUAGES

EN, DE = LANGUAGES["en"].formats, LANGUAGES["de"].formats


@pytest.mark.parametrize(
    ("share", "english", "german"),
    [
        (0.17, "+17 %", "+17 %"),
        (-0.034, "−3 %", "−3 %"),
        (0.0, "0 %", "0 %"),
        (-1e-9, "0 %", "0 %"),
        (0.004, "+0.4 %", "+0,4 %"),
        (10.03, "+1,003 %", "+1.003 %"),
        (None, "unknown", "unbekannt"),
        (math.nan, "unknown", "unbekannt"),
    ],
)
def test_a_change_has_its_sign_a_real_minus_and_a_space_that_does_not_break(
    share: float | None, english: str, german: str
) -> None:
    assert EN.signed(share) == english.replace(" %", f"{NBSP}%")
    assert DE.signed(share) == german.replace(" %", f"{NBSP}%")


def test_an_end_of_an_interval_never_looks_like_zero_or_the_goal_when_it_is_not() -> None:
    assert EN.signed(0.0996, (0.1,)) == f"+9.96{NBSP}%"
    assert EN.signed(0.1, (0.1,)) == f"+10{NBSP}%"


def test_an_unbounded_end_is_said_in_words() -> None:
    assert EN.span((-0.2, math.inf)) == f"{MINUS}20{NBSP}% upwards"
    assert DE.interval((-0.2, math.inf)) == f"{MINUS}20{NBSP}% aufwärts"
    assert EN.interval((-math.inf, 0.3)) == f"{MINUS}100 to +30{NBSP}%"


@pytest.mark.parametrize(
    ("p", "english", "german"),
    [(0.003, ".003", "0,003"), (0.0304, ".03", "0,03"), (0.74, ".74", "0,74"), (1.0, "1", "1"), (None, "", "")],
)
def test_p_values(p: float | None, english: str, german: str) -> None:
    assert (EN.p_value(p), DE.p_value(p)) == (english, german)


def test_tiny_p_values_are_a_limit() -> None:
    assert EN.p_value(0.0002) == f"<{NBSP}.001"


@given(st.floats(0, 1))
def test_odds_add_up_to_a_hundred_and_are_never_certain(chance: float) -> None:
    sides = [int(side) for side in EN.odds(chance).split(" to ")]
    assert sum(sides) == 100
    assert min(sides) >= 1


def test_periods_say_month_and_year_once() -> None:
    assert EN.period(date(2026, 3, 2), date(2026, 3, 29)) == "2 to 29 March 2026"
    assert DE.period(date(2026, 3, 2), date(2026, 4, 5)) == "2. März bis 5. April 2026"
    assert EN.period(date(2025, 12, 30), date(2026, 1, 2)) == "30 December 2025 to 2 January 2026"
    assert EN.period(None, date(2026, 1, 2)) == "2 January 2026"


READ_BEFORE = """
from datetime import date
from cliptrial.posts.text.dates import DateReader
from cliptrial.posts.text.months import is_month
assert is_month("{d} listopada")
DateReader(["Sonntag, 3 kwietnia 2026"])
from cliptrial.wording.languages import LANGUAGES
german = LANGUAGES["de"].formats
print(german.month(date(2026, 1, 5)), *german.weekdays(), german.weekday(6))
"""


def test_names_stay_german_whatever_languages_dates_were_read_in_before() -> None:
    """Babel hands names that stand alone to other languages, once those of several were asked for."""
    told = subprocess.run([sys.executable, "-c", READ_BEFORE], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["Januar", "2026", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So", "Sonntag"]


def test_values_carry_their_unit() -> None:
    assert EN.value(7.94, "seconds") == f"7.9{NBSP}s"
    assert DE.value(0.0031, "share") == f"0,31{NBSP}%"
    assert EN.value(8420.4, "number") == "8,420"


def test_weeks_begin_on_monday() -> None:
    assert (EN.weekdays()[0], DE.weekdays()[0], EN.weekday(6)) == ("Mon", "Mo", "Sunday")
