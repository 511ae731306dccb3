"""Numbers as people and exports write them; nothing is guessed.

``1.234`` is a thousand or a bit more than one, depending on the country. It is read only when a locale
was declared or another value of the same file proves which mark is the decimal one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel import Locale

from cliptrial.messages import says

MISSING = frozenset({"", "-", "--", "—", "–", "undefined", "nan", "null", "none", "n/a", "na"})
"""What sources write where they have no number, in lower case."""

_FACTORS = {"k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6, "mln": 1e6, "b": 1e9, "mrd": 1e9}
_SUFFIX = re.compile(r"^(.*?\d)\s*(k|m|b|tsd|mio|mln|mrd)\.?$", re.IGNORECASE)
_SPACED = re.compile(r"^\d{1,3}(?:[ '’]\d{3})+(?=[.,]|$)")
_FORM = re.compile(r"^\d+(?:[.,]\d+)*$|^[.,]\d+$")


class NumberError(ValueError):
    """A text is no number, or could be two.

    Attributes:
        ambiguous: True where it could be two.
        message: Which of both it is, in words.
    """

    def __init__(self, text: str, *, ambiguous: bool) -> None:
        self.ambiguous = ambiguous
        self.message = (
            says("{text!r} could be two numbers", text=text)
            if ambiguous
            else says("{text!r} is not a number", text=text)
        )
        super().__init__(self.message)


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no number."""
    return text.strip().lower() in MISSING


def decimal_mark(locale: str) -> str:
    """The decimal mark of a locale such as ``de`` or ``pt_BR``; ``.`` or ``,``.

    Raises:
        ValueError: No such locale is known.
    """
    mark = str(Locale.parse(locale.replace("-", "_")).number_symbols["latn"]["decimal"])
    return mark if mark in ".," else "."


def proven_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that the numbers of one file prove; None where none or both are."""
    marks = {mark for text in texts if (mark := _proof(_core(text)[0])) is not None}
    return marks.pop() if len(marks) == 1 else None


def read_number(text: str, mark: str | None = None) -> float | None:
    """The number that ``text`` says; None where it says there is none.

    Args:
        text: A cell: ``1234``, ``1,234,567``, ``12 345``, ``7,9``, ``43.2K``, ``undefined``.
        mark: The decimal mark, where known.

    Raises:
        NumberError: It is no number, or could be two and ``mark`` is unknown.

    Example:
        >>> read_number("1.234.567"), read_number("7,9"), read_number("43.2K"), read_number("--")
        (1234567.0, 7.9, 43200.0, None)
    """
    if is_missing(text):
        return None
    core, factor = _core(text)
    sign = -1.0 if core[:1] in "-−" and core else 1.0
    digits = core[1:] if core[:1] in "+-−" else core
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
    return sign * float(f"{whole.replace(other, '') or '0'}.{fraction or '0'}") * factor


def read_share(text: str, mark: str | None = None) -> float | None:
    """A share from ``41 %``, ``41`` or ``0.41``: above 1 it is percent, up to 1 it is a share.

    Raises:
        NumberError: As :func:`read_number`.
    """
    bare = text.strip().removesuffix("%").strip()
    # "0.412 %" cannot be four hundred, and percentages have no thousands: one mark is the decimal one.
    if mark is None and re.fullmatch(r"\d+[.,]\d+", bare):
        mark = "," if "," in bare else "."
    value = read_number(bare, mark)
    if value is None:
        return None
    return value / 100 if "%" in text else share(value)


def share(value: float) -> float:
    """A number typed for a share: above 1 it is percent, up to 1 it is a share."""
    return value / 100 if value > 1 else value


def _core(text: str) -> tuple[str, float]:
    """Digits and marks without spaces used for thousands, and the factor of a suffix like K."""
    bare = re.sub(r"[\u00a0\u2009\u202f]", " ", text).strip()
    suffix = _SUFFIX.match(bare)
    factor = _FACTORS[suffix[2].lower()] if suffix else 1.0
    bare = suffix[1] if suffix else bare
    sign, bare = (bare[0], bare[1:]) if bare[:1] in tuple("+-−") else ("", bare)
    spaced = _SPACED.match(bare)
    if spaced:
        bare = re.sub(r"[ '’]", "", spaced[0]) + bare[spaced.end() :]
    # After thousands grouped by spaces the one mark left is the decimal one; a leading zero says so.
    if spaced and re.fullmatch(r"\d+[.,]\d+", bare):
        bare = f"0{bare}"
    return sign + bare, factor


def _proof(core: str) -> str | None:
    """Which mark must be the decimal one for this number to be well formed; None where either may."""
    digits = core.lstrip("+-−")
    marks = [char for char in digits if char in ".,"]
    if not marks or not _FORM.match(digits):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _, fraction = digits.partition(marks[0])
    thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if thousands else marks[0]


def _grouped(whole: str, separator: str) -> bool:
    """Whether thousands are grouped in threes, if at all (``1,23,456`` as in India is allowed too)."""
    if separator not in whole:
        return True
    groups = whole.split(separator)
    return len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and all(len(g) in (2, 3) for g in groups[1:-1])
