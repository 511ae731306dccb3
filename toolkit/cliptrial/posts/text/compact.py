"""Words for thousands and millions behind a number, by the Unicode names of compact numbers (CLDR, through Babel)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from cliptrial.posts.text.months import LANGUAGES

_USUAL = {
    **dict.fromkeys(("s", "sec", "secs", "sek", "sek.", "seconds", "sekunden"), 1),
    **dict.fromkeys(("k", "tsd", "tsd.", "th", "mil"), 1_000),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mio.", "mill", "mill.", "mln", "mln."), 1_000_000),
    **dict.fromkeys(("b", "bn", "mrd", "mrd.", "md", "mds", "mld", "mld."), 1_000_000_000),
}
"""What a suffix means where no language of the file says otherwise; lengths are in seconds everywhere."""
_OWN = {
    "tr": {"b": 1_000, "mn": 1_000_000, "mr": 1_000_000_000},
    "vi": {"n": 1_000, "tr": 1_000_000},
    "da": {"t": 1_000},
}
"""Letters that one language has for itself."""


def factor_of(suffix: str, languages: Collection[str] = ()) -> int | None:
    """What a number is to be multiplied by; None where no language knows the word, or they disagree.

    Example:
        >>> factor_of("Mio."), factor_of("тыс."), factor_of("B", ["tr"]), factor_of("views")
        (1000000, 1000, 1000, None)
    """
    word = re.sub(r"\s+", " ", suffix.casefold()).strip()
    own = {_OWN[language][word] for language in languages if word in _OWN.get(language, {})}
    if own or word in _USUAL:
        return next(iter(own)) if len(own) == 1 else _USUAL.get(word)
    known = _words().get(word) or _words().get(word.removesuffix(".")) or _words().get(f"{word}.") or {}
    factors = {factor for factor, spoken in known.items() if not languages or spoken & {*languages}} or known.keys()
    return next(iter(factors)) if len(factors) == 1 else None


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[int, set[str]]]:
    """By word: what it multiplies by, and in which languages."""
    table: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in LANGUAGES.split():
        try:
            for word, factor in _spoken(Locale.parse(language)):
                table[word][factor].add(language)
        except UnknownLocaleError:
            continue
    return table


def _spoken(locale: Locale) -> Iterator[tuple[str, int]]:
    for forms in locale.compact_decimal_formats.values():
        for patterns in forms.values():
            for power, pattern in patterns.items():
                text = str(getattr(pattern, "pattern", pattern)).split(";")[0].replace("'", "").replace("\u200f", "")
                zeros = text.count("0")
                word = re.sub(r"\s+", " ", text.replace("0", " ").casefold()).strip()
                # Without a zero the pattern has another number in words, and below a thousand there is no word.
                if zeros and word and not any(char.isdigit() for char in word):
                    yield word, int(power) // 10 ** (zeros - 1)
