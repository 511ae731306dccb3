"""What every language must have for the chance check: a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Text1 = Callable[[str], str]
Text2 = Callable[[str, str], str]
Text3 = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class MethodWords:
    """One method: its name, what follows "in 100" to say when it is used, and what it does."""

    name: str
    when: str
    does: str


@dataclass(frozen=True, slots=True)
class ChanceWording:
    """Everything on the page of the chance check and in its notebook.

    ``methods`` is by the codes of :data:`cliptrial.planning.chance_check.SHOWN`; ``per`` joins two columns of a table
    that are divided, and ``on_index`` says on the index page what the page holds.
    """

    lang: str
    per: Text2
    on_index: str
    methods: Mapping[str, MethodWords]
    stamp: Text1
    kicker: str
    posts: Text1
    accounts: Text1
    title: str
    bold: str
    drawn: Text3
    word: str
    sentence: Text3
    honest: Text2
    agreed: str
    luck: Text2
    labels: str
    labels_small: str
    own_posts: str
    same_engine: str
    same_engine_small: str
    left_out: Text1
    refused: Text1
    no_times: str
    figure_caption: Text2
    figure_alt: Text2
    bar_alt: Text2
    five: str
    table: str
    method: str
    does: str
    per_hundred: Text1
    why: str
    why_lines: tuple[str, ...]
    can: tuple[Text1, ...]
    cannot: tuple[str, ...]
    steps: tuple[str, ...]
    how: tuple[Text2, ...]
    copy_then: str
    footer_seed: Text1
