"""A date is read as it is seen, whatever signs it is made of."""

from __future__ import annotations

import pytest

from cliptrial.posts.text.plain_dates import seen


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" 2026-03-09 ", "2026-03-09"),
        ("２０２６/０３/０９", "2026/03/09"),
        ("٢٠٢٦-٠٣-٠٩", "2026-03-09"),
        ("9\u00a0März\u200e 2026", "9 März 2026"),
    ],
)
def test_digits_spaces_and_invisible_signs_become_plain(text: str, plain: str) -> None:
    assert seen(text) == plain
