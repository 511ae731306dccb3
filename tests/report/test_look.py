"""A brand's colour can be read on light and on dark paper, and stays itself where it can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliptrial.report.look import PAPER, Brand, accent, contrast, style


@given(st.integers(0, 0xFFFFFF), st.sampled_from(sorted(PAPER)))
def test_any_colour_becomes_readable(number: int, scheme: str) -> None:
    assert contrast(accent(f"#{number:06x}", scheme), PAPER[scheme]) >= 4.5


def test_a_readable_colour_stays_as_it_is() -> None:
    assert accent("#0b6e6e", "light") == "#0b6e6e"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_sheet_names_both_accents() -> None:
    sheet = style(Brand(colour="#ffd700"))
    assert f"--accent:{accent('#ffd700', 'light')}" in sheet
    assert f"--accent:{accent('#ffd700', 'dark')}" in sheet
    assert "</" not in sheet
