"""What every language must have for the chance check: a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cliptrial.wording.declared.words import Words


@dataclass(frozen=True, slots=True)
class MethodWords:
    """One method: its name, what follows "in 100" to say when it is used, and what it does."""

    name: str
    when: str
    does: str


class ChanceWording(Words, Protocol):
    """Everything on the page of the chance check and in its notebook.

    ``methods`` is by the codes of :data:`cliptrial.planning.chance_check.SHOWN`; ``per`` joins two columns of a table
    that are divided, and ``on_index`` says on the index page what the page holds.
    """

    on_index: str
    methods: Mapping[str, MethodWords]
    kicker: str
    title: str
    bold: str
    word: str
    agreed: str
    labels: str
    labels_small: str
    own_posts: str
    same_engine: str
    same_engine_small: str
    no_times: str
    year: str
    five: str
    band: str
    table: str
    method: str
    does: str
    why: str
    why_lines: tuple[str, ...]
    can_totals: str
    cannot: tuple[str, ...]
    steps: tuple[str, ...]
    how_alike: str
    copy_then: str

    def per(self, top: str, bottom: str) -> str: ...
    def stamp(self, day: str) -> str: ...
    def posts(self, n: str) -> str: ...
    def accounts(self, n: str) -> str: ...
    def drawn(self, posts: str, arm: str, draws: str) -> str: ...
    def sentence(self, usual: str, when: str, ours: str) -> str: ...
    def honest(self, usual: str, ours: str) -> str: ...
    def luck(self, draws: str, points: str) -> str: ...
    def left_out(self, n: str) -> str: ...
    def refused(self, n: str) -> str: ...
    def fewer(self, posts: str, arm: str, usual: str) -> str: ...
    def figure_caption(self, metric: str, draws: str) -> str: ...
    def figure_alt(self, metric: str, bars: str) -> str: ...
    def bar_alt(self, name: str, share: str) -> str: ...
    def per_hundred(self, metric: str) -> str: ...
    def can_false_alarms(self, ours: str) -> str: ...
    def how_compared(self, posts: str) -> str: ...
    def how_drawn(self, redraws: str) -> str: ...
    def footer_seed(self, seed: str) -> str: ...
