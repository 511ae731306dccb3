"""Numbers as people and exports write them; nothing is guessed.

``1.234`` is a thousand or a bit more than one, depending on the country. It is read only when a locale
was declared or another value of the same file proves which mark is the decimal one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from math import inf
from unicodedata import category, decimal

from babel import Locale

from cliptrial.messages import Message, says
from cliptrial.posts.text.compact import factor_of

_NONE = """
    undefined unknown nan null none nil n/a na n.a n/v nv n.v k.a k/a ka n/d nd n.d s/d sd s.d n/b nb n.b b/d b.d н/д нд
    #n/a #n/v #nv #na #nd #n/d #div/0! unbekannt keine nicht_verfügbar keine_angabe keine_daten entfällt
    not_available not_applicable no_data sin_datos sem_dados nessun_dato non_disponible non_disponibile brak_danych
    нет_данных yok なし 無 无
"""
MISSING = frozenset(_NONE.split())
"""What sources and people write where they have no number, in lower case, without full stops at the end."""

LONGEST = 40
"""Characters of a text that a message quotes."""
_DASHES = frozenset("-‐‑‒–—―−/.·…")
_MINUS = frozenset("-−–")
_SUFFIXED = re.compile(r"(.*\d)\s*([^\W\d_][^\d,]*)")
_SPACED = re.compile(r"^\d{1,3}(?:[ ']\d{3})+(?=[.,]|$)")
_FORM = re.compile(r"^\d+(?:[.,]\d+)*$|^[.,]\d+$")
_MONEY = re.compile(r"eur|usd|gbp|chf|cad|aud|brl|r\$|kr\.?|zł|kč|ft|lei|tl|руб\.?|грн\.?", re.IGNORECASE)
_ALIKE = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'") | {"٪": "%", "％": "%", "，": ",", "．": ".", "٬": None})
"""Marks that look alike are one; the Arabic one for thousands means nothing else."""


class NumberError(ValueError):
    """A text is no number, or could be two.

    Attributes:
        ambiguous: True where it could be two.
        message: Which of both it is, in words.
    """

    def __init__(self, text: str, *, ambiguous: bool) -> None:
        self.ambiguous = ambiguous
        self.message = two_numbers(text) if ambiguous else says("{text!r} is not a number", text=_cut(text))
        super().__init__(self.message)


def could_be_two(text: str) -> bool:
    """Whether a text is a number, and could be two."""
    try:
        read_number(text)
    except NumberError as error:
        return error.ambiguous
    return False


def two_numbers(text: str) -> Message:
    """That a text could be two numbers, and which; the one with decimals first."""
    first, second = sorted(read_number(text, mark) or 0.0 for mark in ".,")
    return says('"{text}" could be {first} or {second}', text=_cut(text), first=_short(first), second=_short(second))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _short(number: float) -> float:
    return int(number) if number.is_integer() else number


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no number.

    Example:
        >>> [is_missing(text) for text in ("--", " N/V ", "k. A.", "0")]
        [True, True, True, False]
    """
    bare = text.strip()
    if not bare or bare.isdecimal():
        return not bare
    if _DASHES.issuperset(bare):
        return True
    word = re.sub(r"(?<=\.)\s+", "", bare.casefold()).removeprefix("-").rstrip(".")
    return re.sub(r"\s+", "_", word) in MISSING


def decimal_mark(locale: str) -> str:
    """The decimal mark of a locale such as ``de`` or ``pt_BR``; ``.`` or ``,``.

    Raises:
        ValueError: No such locale is known.
    """
    mark = str(Locale.parse(locale.replace("-", "_")).number_symbols["latn"]["decimal"])
    return mark if mark in ".," else "."


def proven_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that the numbers of one file prove; None where none or both are."""
    marks = {mark for text in texts if (mark := _proof(_core(text)[1])) is not None}
    return marks.pop() if len(marks) == 1 else None


def read_number(text: str, mark: str | None = None, languages: Collection[str] = ()) -> float | None:
    """The number that ``text`` says; None where it says there is none.

    Args:
        text: A cell: ``1234``, ``1,234,567``, ``12 345``, ``7,9``, ``43.2K``, ``5,5 Mio.``, ``(12)``, ``undefined``.
        mark: The decimal mark, where known.
        languages: Of the file, where known: ``5 B`` are thousands in Turkish.

    Raises:
        NumberError: It is no number, or could be two and ``mark`` is unknown.

    Example:
        >>> read_number("1.234.567"), read_number("7,9"), read_number("43.2K"), read_number("--")
        (1234567.0, 7.9, 43200.0, None)
    """
    if is_missing(text):
        return None
    sign, digits, factor = _core(text, languages)
    if not _FORM.match(digits):
        raise NumberError(text, ambiguous=False)
    if mark is None and (mark := _proof(digits)) is None:
        if not digits.isdigit():
            raise NumberError(text, ambiguous=True)
        mark = "."
    other = "," if mark == "." else "."
    whole, _, fraction = digits.partition(mark)
    if mark in fraction or other in fraction or not _grouped(whole, other):
        raise NumberError(text, ambiguous=False)
    value = float(f"{whole.replace(other, '') or '0'}.{fraction or '0'}")
    if value == inf:
        raise NumberError(text, ambiguous=False)
    # As decimal numbers: 1.1 thousand is 1100 to the last digit.
    return sign * float(Decimal(repr(value)) * factor)


def read_share(text: str, mark: str | None = None) -> float | None:
    """A share from ``41 %``, ``41`` or ``0.41``: above 1 it is percent, up to 1 it is a share.

    Raises:
        NumberError: As :func:`read_number`.
    """
    plain = _plain(text)
    bare = plain.strip("%").strip()
    # "0.412 %" cannot be four hundred, and percentages have no thousands: one mark is the decimal one.
    if mark is None and re.fullmatch(r"[+-]?\d+[.,]\d+", bare):
        mark = "," if "," in bare else "."
    value = read_number(bare, mark)
    if value is None:
        return None
    return value / 100 if "%" in plain else share(value)


def share(value: float) -> float:
    """A number typed for a share: above 1 it is percent, up to 1 it is a share."""
    return value / 100 if value > 1 else value


def _plain(text: str) -> str:
    """With western digits, plain spaces, one kind of apostrophe, and nothing invisible."""
    if text.isascii():
        return text.strip()
    kinds = ((char, category(char)) for char in text.translate(_ALIKE))
    kept = (" " if kind == "Zs" else str(decimal(char, char)) for char, kind in kinds if kind != "Cf")
    return "".join(kept).strip()


def _core(text: str, languages: Collection[str] = ()) -> tuple[float, str, int]:
    """The sign, digits and marks without spaces used for thousands, and the factor of a suffix like K."""
    sign, bare = _signed(_plain(text))
    factor = 1
    suffix = _SUFFIXED.fullmatch(bare)
    if suffix and (known := factor_of(suffix[2], languages)) is not None:
        bare, factor = suffix[1], known
    spaced = _SPACED.match(bare)
    if spaced:
        bare = re.sub(r"[ ']", "", spaced[0]) + bare[spaced.end() :]
    # After thousands grouped by spaces the one mark left is the decimal one, as is the Arabic one; a leading zero
    # says so.
    if (spaced and re.fullmatch(r"\d+[.,]\d+", bare)) or bare.count("٫") == 1:
        bare = "0" + bare.replace("٫", ".")
    return sign, bare, factor


def _signed(text: str) -> tuple[float, str]:
    """Without sign and currency: ``(12)``, ``12-`` and ``-€12`` are minus twelve."""
    if text[:1] == "(" and text[-1:] == ")":
        return -1.0, _without_currency(text[1:-1])
    bare = _without_currency(text)
    if bare[:1] in _MINUS:
        return -1.0, _without_currency(bare[1:])
    if bare[-1:] in _MINUS:
        return -1.0, _without_currency(bare[:-1])
    return 1.0, _without_currency(bare.removeprefix("+"))


def _without_currency(text: str) -> str:
    """Without the sign or the letters of a currency at either end."""
    bare = text.strip()
    if bare.isdecimal() or not bare:
        return bare
    if category(bare[0]) == "Sc" or category(bare[-1]) == "Sc":
        return bare.strip("".join(char for char in bare if category(char) == "Sc") + " ")
    front = _MONEY.match(bare)
    if front:
        return bare[front.end() :].strip()
    end = re.fullmatch(rf"(.*\d.*?)\s*(?:{_MONEY.pattern})", bare, re.IGNORECASE)
    return end[1] if end else bare


def _proof(core: str) -> str | None:
    """Which mark must be the decimal one for this number to be well formed; None where either may."""
    marks = [char for char in core if char in ".,"]
    if not marks or not _FORM.match(core):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _, fraction = core.partition(marks[0])
    thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if thousands else marks[0]


def _grouped(whole: str, separator: str) -> bool:
    """Whether thousands are grouped in threes, if at all (``1,23,456`` as in India is allowed too)."""
    if separator not in whole:
        return True
    groups = whole.split(separator)
    return len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and all(len(g) in (2, 3) for g in groups[1:-1])
