"""Numbers and dates are read when they can mean one thing, and refused when they can mean two."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from cliptrial.posts.text.compact import factor_of
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.numbers import NumberError, decimal_mark, proven_mark, read_number

LANGUAGES = [
    "ar", "bn", "cs", "de", "el", "en", "es", "fi", "fil", "fr", "he", "hi", "hu", "id", "it", "ja",
    "km", "ko", "ms", "my", "nl", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh", "zh_Hant",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_of_days_is_read_in_every_language_of_the_app(language):
    """All 366 days as the app writes them, without and with a year, come back as the same day."""
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    for skeleton, year in (("MMMMd", None), ("yMMMMd", 2024)):
        texts = [str(format_skeleton(skeleton, day, locale=language)) for day in days]
        reader = DateReader(texts)
        for day, text in zip(days, texts, strict=True):
            when = reader.read(text)
            assert (when.year, when.month, when.day) == (year, day.month, day.day), text


def test_the_same_word_may_be_two_months():
    """One word is November in Polish and October in Croatian: refused until a neighbour or a locale settles it."""
    with pytest.raises(DateError) as caught:
        DateReader(["30 listopada"]).read("30 listopada")
    assert caught.value.ambiguous
    assert DateReader(["30 listopada", "1 stycznia"]).read("30 listopada").month == 11
    assert DateReader(["30 listopada"], "hr").read("30 listopada").month == 10
    assert DateReader(["30 listopada"], "pl_PL").read("30 listopada").month == 11


def test_slashed_dates_need_proof():
    """03/04/2026 is refused until another date or the locale settles the order."""
    with pytest.raises(DateError) as caught:
        DateReader(["03/04/2026"]).read("03/04/2026")
    assert caught.value.ambiguous
    assert DateReader(["03/04/2026", "25/04/2026"]).read("03/04/2026").date == date(2026, 4, 3)
    assert DateReader(["03/04/2026", "04/25/2026"]).read("03/04/2026").date == date(2026, 3, 4)
    assert DateReader(["03/04/2026"], "en_US").read("03/04/2026").date == date(2026, 3, 4)
    assert DateReader(["03/04/2026"], "de").read("03/04/2026").date == date(2026, 4, 3)
    assert DateReader(["04/04/2026"]).read("04/04/2026").date == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *[(f"{before}9 March 2026{behind}", date(2026, 3, 9)) for before, behind in (("Mon ", ""), ("Monday, ", ""))],
        *[(f"9 March 2026{behind}", date(2026, 3, 9)) for behind in (", Monday", " (Mon)", " Montag")],
        *[(f"{before}9 mars 2026", date(2026, 3, 9)) for before in ("lundi ", "(lundi) ")],
        *[(text, date(2026, 3, 9)) for text in ("Mon 2026-03-09", "2026年3月9日月曜日", "2026년 3월 9일 월요일")],
        *[("Mon, 9 Mar 2026 18:30", date(2026, 3, 9)), ("Mon 03/09/2026", date(2026, 3, 9))],
        *[("Mon 04/05/2026", date(2026, 5, 4)), ("Sun 04/05/2026", date(2026, 4, 5)), ("Tue 04/05/2026", None)],
        *[(text, None) for text in ("Tuesday, 9 March 2026", "9 March 2026 (Tue)", "2026年3月9日火曜日", "Monday")],
    ],
)
def test_a_weekday_beside_a_date_is_no_part_of_it_and_must_be_its_own(text: str, day: date | None) -> None:
    """9 March 2026 is a Monday. Of the orders of 4 and 5 it tells the one that is meant."""
    if day is None:
        with pytest.raises(DateError):
            DateReader([text]).read(text)
    else:
        assert DateReader([text]).read(text).date == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("05.04.09", None), ("05.04.10", 2010), ("05.04.39", 2039), ("05.04.40", None), ("05.04.026", None),
        ("09.14.05", None), ("10.12.32", 2032), ("39.04.05", 2039), ("40.04.05", None),
        ("25.04.1899", None), ("25.04.1900", 1900), ("25.04.2200", 2200), ("25.04.2201", None),
        ("1899-12-31", None), ("1900-01-01", 1900), ("2200-12-31", 2200), ("2201-01-01", None),
        ("25 April 1899", None), ("25 April 1900", 1900), ("25 April 2099", 2099), ("25 April 2100", None),
        ("25 April 2499", None), ("25 April 2500", 1957), ("25 April 2599", 2056), ("25 April 2600", None),
    ],
)  # fmt: skip
def test_a_year_is_one_of_which_anybody_speaks_and_two_digits_are_one_of_short_videos(
    text: str, year: int | None
) -> None:
    """Two digits from 10 to 39, four from 1900 to 2200; beside words to 2099, or 543 more, as Thailand counts."""
    if year is not None:
        assert DateReader([text], "de").read(text).year == year
        return
    with pytest.raises(DateError) as caught:
        DateReader([text], "de").read(text)
    assert not caught.value.ambiguous


@pytest.mark.parametrize("text", ["", "soon", "32 June", "2026-02-30", "30 February", "2026-13-01", "June", "12:30"])
def test_what_is_no_date_is_refused(text):
    """No day is invented for a text that has none."""
    with pytest.raises(DateError) as caught:
        DateReader([text]).read(text)
    assert not caught.value.ambiguous


@settings(max_examples=150)
@given(
    value=st.integers(0, 10**10) | st.decimals(0, 10**7, places=2),
    locale=st.sampled_from(["de", "en", "fr", "pl", "pt_BR", "hi"]),
)
def test_a_number_formatted_in_its_locale_is_read_in_its_locale(value, locale):
    """Whatever a locale writes, the declared locale reads back exactly."""
    text = format_decimal(value, format=None if locale == "hi" else "#,##0.##", locale=locale)
    expected = float(value) if locale != "hi" else pytest.approx(float(value), abs=0.01)
    assert read_number(text, decimal_mark(locale)) == expected


@settings(max_examples=150)
@given(st.integers(0, 10**9).map(lambda n: n / 1000))
def test_an_undeclared_number_is_never_read_wrongly(value):
    """Of a number with one mark and three digits behind it, nothing is read without proof."""
    for text, mark in ((f"{value:.3f}", "."), (f"{value:.3f}".replace(".", ","), ",")):
        assert read_number(text, mark) == pytest.approx(value)
        if value < 1 or value >= 1000:  # no thousand begins with a nought, and none has four digits before its mark
            assert read_number(text) == pytest.approx(value)
        else:
            with pytest.raises(NumberError) as caught:
                read_number(text)
            assert caught.value.ambiguous


def test_one_number_proves_the_mark_for_the_file():
    """1.234 is settled by 5,5 or by 1,234.5, and not by two numbers that contradict each other."""
    assert proven_mark(["1.234", "5,5"]) == ","
    assert proven_mark(["1.234", "1,234.5"]) == "."
    assert proven_mark(["5,5", "5.5"]) is None
    assert proven_mark(["1.234", "17"]) is None


@pytest.mark.parametrize("text", ["1.2.3", "12 34", "abc", "1,2,3.4.5", "1e5", "--5", "0x10"])
def test_what_is_no_number_is_refused(text):
    """No number is invented."""
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert not caught.value.ambiguous


@pytest.mark.parametrize(
    ("suffix", "languages", "factor"),
    [
        ("Mio.", ["de"], 1_000_000),
        ("B", ["en"], 1_000_000_000),
        ("B", ["tr"], 1_000),
        ("t", ["da", "en"], 1_000),
        ("tr", ["vi"], 1_000_000),
        ("N", ["vi"], 1_000),
        ("views", ["en", "tr"], None),
    ],
)
def test_a_word_behind_a_number_means_what_its_own_language_says(
    suffix: str, languages: list[str], factor: int | None
) -> None:
    assert factor_of(suffix, languages) == factor


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("18 Uhr", time(18)),
        ("18.05 Uhr", time(18, 5)),
        ("18:05:30 Uhr", time(18, 5, 30)),
        ("18:05:30h", time(18, 5, 30)),
    ],
)
def test_an_hour_with_its_word_keeps_its_minutes_and_seconds(text: str, told: time) -> None:
    (day,) = days = [f"9. März 2026, {text}"]
    assert DateReader(days).read(day).time == told
