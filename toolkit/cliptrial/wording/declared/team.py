"""What the pages of a team say: its week, what is filmed and posted, and the plan that a client approves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cliptrial.wording.declared.words import Words


class MondayWords(Words, Protocol):
    """The week over all clients; the lists by kind."""

    title: str
    lists: Mapping[str, str]
    nothing: Mapping[str, str]
    late: str
    today: str

    def lead(self, week: str) -> str: ...
    def in_forms(self, step: str, name: str) -> str: ...


class HandedWords(Words, Protocol):
    """The lists of those who film and post."""

    filming: str
    filming_day: str
    filmed: str
    cut: str
    posting: str
    posted: str
    link: str
    code: str
    topic_missing: str
    done: str

    def lead(self, title: str, posts: str) -> str: ...
    def posts(self, n: str) -> str: ...
    def keep(self, held: str) -> str: ...
    def goes_out(self, day: str, slot: str, account: str) -> str: ...
    def by(self, person: str) -> str: ...
    def week(self, period: str) -> str: ...


class ApprovalWords(Words, Protocol):
    """The plan for the client's approval; ``states`` and ``next`` by what the client said."""

    title: str
    states: Mapping[str, str]
    next: Mapping[str, str]
    reworked: str
    question: str
    why: str
    compared: str
    today: str
    new: str
    same: str
    when: str
    all_posts: str
    all_weeks: str
    chance_of_weeks: str
    early_end: str
    history: str
    said: Mapping[str, str]

    def stamp(self, day: str) -> str: ...
    def approved_by(self, who: str, day: str) -> str: ...
    def changed_by(self, who: str, day: str, text: str) -> str: ...
    def posts(self, n: str, period: str) -> str: ...
    def answer(self, metric: str, days: str, day: str) -> str: ...
    def chance(self, n: str) -> str: ...
    def weeks(self, periods: str, period: str) -> str: ...
    def answer_of_weeks(self, metric: str, day: str) -> str: ...
    def code(self, code: str) -> str: ...
    def told(self, who: str, day: str, what: str) -> str: ...


class TeamWording(Words, Protocol):
    """Everything that is handed to the team and to the client before the posts."""

    monday: MondayWords
    handed: HandedWords
    approval: ApprovalWords
