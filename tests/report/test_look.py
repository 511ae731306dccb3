"""A brand's colour can be read on light and on dark paper, and stays itself where it can."""

from __future__ import annotations

import colorsys
from pathlib import Path

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


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ff0000", "#ffffff", 3.998),
        ("#00ff00", "#ffffff", 1.372),
        ("#0000ff", "#ffffff", 8.592),
        ("#767676", "#ffffff", 4.542),
        ("#030303", "#000000", 1.018),
        ("#0b0b0b", "#000000", 1.067),
        ("#0f0f0f", "#000000", 1.0955),
    ],
)
def test_contrast_is_known_and_the_same_either_way_round(one: str, other: str, ratio: float) -> None:
    """Pure colours and the lightest grey for text, as published; dark greys by hand, on both sides of the bend."""
    assert contrast(one, other) == pytest.approx(ratio, abs=6e-4)
    assert contrast(other, one) == contrast(one, other)


def hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


@pytest.mark.parametrize("scheme", sorted(PAPER))
@pytest.mark.parametrize("colour", ["#FFD700", "#7CFC00", "#0B6E6E", "#483D8B", "#CD5C5C", "#808080"])
def test_a_colour_is_changed_no_further_than_it_must_be(colour: str, scheme: str) -> None:
    """In steps of a hundredth of its lightness, and its hue stays."""
    shade = accent(colour, scheme)
    assert shade == shade.lower()
    (hue, light, _), (own, before, strong) = hls(shade), hls(colour)
    steps = round(abs(light - before) * 100)
    assert light == pytest.approx(before + steps * (-0.01 if scheme == "light" else 0.01), abs=0.003)
    assert hue == pytest.approx(own, abs=0.01)
    if steps:
        nearer = colorsys.hls_to_rgb(own, before + (steps - 1) * (-0.01 if scheme == "light" else 0.01), strong)
        assert contrast("#" + "".join(f"{round(255 * part):02x}" for part in nearer), PAPER[scheme]) < 4.6
    assert contrast(shade, PAPER[scheme]) >= 4.6


def test_without_a_colour_the_accent_is_our_own() -> None:
    assert [accent(None, scheme) for scheme in ("light", "dark")] == ["#0072b2", "#56b4e9"]
    sheet = style(Brand())
    assert sheet.startswith(
        ".ct{--accent:#0072b2}@media screen and (prefers-color-scheme:dark){.ct{--accent:#56b4e9}}\n"
    )
    assert sheet == sheet.strip()


def test_a_workspaces_own_sheet_cannot_end_the_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cliptrial.report.templates.refuse_untrusted", lambda *_: None)
    (tmp_path / "templates/html").mkdir(parents=True)
    (tmp_path / "templates/html/page.css").write_text("\n.ct{color:red}</style>\n", encoding="utf-8")
    assert style(Brand(), tmp_path).endswith("}}\n.ct{color:red}<\\/style>")
