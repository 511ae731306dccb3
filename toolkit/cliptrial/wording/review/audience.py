"""Who watched, how long, and what led there, in words; what nobody tells is said where it would stand."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from cliptrial.analysis.periods.audience import KINDS, MOST, Audience, Shares
from cliptrial.wording.languages import wording_for

LEAST = 0.005
"""A smaller share would be written as nothing."""
SPOKEN = (1, 3, 5, 10, 20, 30, 60)
"""Seconds of the curve that are told in words, too."""


def audience_lines(one: Audience, lang: str) -> list[str]:
    """Where views came from, the curve, then countries, ages and gender: each as a line."""
    return [_traffic(one, lang), _curve(one, lang), *_who(one, lang)]


def _traffic(one: Audience, lang: str) -> str:
    language = wording_for(lang)
    w, f, export = language.review, language.formats, one.of("traffic")
    if one.places:
        return w.came_from(
            f.listing(f"{w.places[name]} {f.percent(share)}" for name, share in one.places if share >= LEAST)
        )
    return w.unknown["traffic"] if export is None else _export(export, lang)


def _curve(one: Audience, lang: str) -> str:
    language = wording_for(lang)
    w, f = language.review, language.formats
    points = [w.second(f.number(second), f.percent(share)) for second, share in one.curve if second in SPOKEN]
    return w.still(f.listing(points)) if points else w.unknown["curve"]


def _who(one: Audience, lang: str) -> Iterator[str]:
    language = wording_for(lang)
    w, exports = language.review, {kind: one.of(kind) for kind in KINDS[1:]}
    yield from (_export(export, lang) for export in exports.values() if export is not None)
    if lacking := [w.kinds[kind] for kind, export in exports.items() if export is None]:
        yield w.not_handed_in(language.formats.listing(lacking))


def _export(one: Shares, lang: str) -> str:
    language = wording_for(lang)
    w, f = language.review, language.formats
    shown = [pair for pair in one.shares if pair[1] >= LEAST][:MOST]
    named = f.listing(f"{_called(one.kind, value, lang)} {f.percent(share)}" for value, share in shown)
    line = (w.of_views if one.of_views else w.of_followers)(w.kinds[one.kind], named)
    return f"{line if one.on is None else w.exported(line, f.date(one.on))}."


def _called(kind: str, value: str, lang: str) -> str:
    language = wording_for(lang)
    if kind == "gender":
        return language.review.genders.get(value.casefold(), value)
    names = Locale.parse(language.formats.locale).territories
    return str(names.get(value, value)) if kind == "territory" else value
