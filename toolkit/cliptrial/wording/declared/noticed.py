"""What every language must be able to say of rules of thumb, of what is worth a look, and of whom a reach reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cliptrial.wording.declared.words import Words


class BandWords(Words, Protocol):
    """Where a number stands beside what is usually said; ``grades`` by band, ``below`` none of them."""

    heading: str
    grades: Mapping[str, str]
    below: str
    thumb: str

    def good(self, low: str, high: str) -> str: ...
    def good_from(self, low: str) -> str: ...
    def placed(self, metric: str, value: str, grade: str, good: str, whose: str) -> str: ...
    def own(self, source: str) -> str: ...


class SignWords(Words, Protocol):
    """What is worth a look; ``seen`` and ``try_`` by sign."""

    heading: str
    nothing: str
    seen: Mapping[str, str]
    try_: Mapping[str, str]
    numbers: Mapping[str, str]
    no_proof: str

    def by_band(self, metric: str, value: str, limit: str) -> str: ...
    def by_range(self, metric: str, value: str, limit: str) -> str: ...
    def firm(self, share: str) -> str: ...
    def faint(self, share: str) -> str: ...
    def per_hundred(self, n: str) -> str: ...
    def less_than_one(self) -> str: ...


class RelevanceWords(Words, Protocol):
    """Whom a reach reaches, which posts it came from, and the rating of a platform."""

    heading: str
    pillars: str
    pillar_columns: tuple[str, ...]
    inside: str
    outside: str
    no_pillar: str
    typed: str
    of_followers: str
    counted_by_views: str
    rating: str
    parts: Mapping[str, str]
    not_rated: str
    no_band: str
    rule: tuple[str, ...]

    def off_strategy(self, share: str) -> str: ...
    def on_strategy(self, share: str) -> str: ...
    def unknown(self, share: str) -> str: ...
    def relevant(self, reach: str, share: str) -> str: ...
    def possible(self, low: str, high: str) -> str: ...
    def rated(self, platform: str, letter: str) -> str: ...
    def could_be(self, best: str, worst: str) -> str: ...
    def part(self, name: str, value: str, points: str) -> str: ...


class WatchedWords(Words, Protocol):
    """Public numbers of accounts that are watched: observed, and nothing else."""

    nobody: str
    only_observed: str

    def posts(self, n: str, name: str, day: str, a_week: str) -> str: ...
    def numbers(self, views: str, engagement: str) -> str: ...
    def tags(self, tags: str) -> str: ...
    def best(self, views: str, link: str) -> str: ...
    def unknown(self, name: str) -> str: ...


class NoticedWording(Words, Protocol):
    """All of it."""

    bands: BandWords
    signs: SignWords
    relevance: RelevanceWords
    watched: WatchedWords
    platforms: Mapping[str, str]
