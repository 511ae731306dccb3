"""Signs on figures of their own: another font where the usual one lacks some, and no box where none has them."""

from __future__ import annotations

from functools import cache

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.text import Text

USUAL = "DejaVu Sans"
OTHERS = (
    *("Noto Sans CJK JP", "Noto Sans CJK SC", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Malgun Gothic"),
    *("Noto Sans Devanagari", "Nirmala UI", "Noto Sans Thai", "Leelawadee UI", "Arial Unicode MS"),
    *("Noto Emoji", "Segoe UI Symbol", "Segoe UI Emoji", "Apple Symbols", "Symbola"),
)
"""What systems bring for other letters and for emoji, as far as matplotlib can draw it."""
JOINERS = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f")


@cache
def _signs(font: str) -> frozenset[int]:
    """What a font can draw; nothing where it is not there."""
    if font not in fontManager.get_font_names():
        return frozenset()
    return frozenset(get_font(fontManager.findfont(FontProperties(family=[font]))).get_charmap())


def drawable(text: Text) -> None:
    """Give a text the fonts that it needs; a sign that none has is left out, and a text of such signs is dots."""
    written = text.get_text()
    if all(ord(sign) in _signs(USUAL) for sign in written if not sign.isspace()):
        return
    fonts = [USUAL, *(font for font in OTHERS if any(ord(sign) in _signs(font) - _signs(USUAL) for sign in written))]
    known = frozenset[int]().union(*map(_signs, fonts))
    kept = "".join(sign for sign in written if sign.isspace() or (ord(sign) in known and sign not in JOINERS))
    text.set_text(" ".join(kept.split()) or "…")
    text.set_fontfamily(fonts)
