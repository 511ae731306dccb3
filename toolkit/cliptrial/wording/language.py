"""One language: everything that ClipTrial says to a reader, in parts that are declared in :mod:`.declared`.

English and German are a folder each, with a class for every part and one, at the end, that is put together from them.
A third language is such a folder and one line in :mod:`cliptrial.registry.languages`. Texts are attributes, sentences
methods; a sentence that only fills in what its declaration names is written as ``say("{posts} with {arm}")``. What is
missing or does not fit its declaration fails the type check, and no such language can be made.
"""

from __future__ import annotations

from typing import Protocol

from cliptrial.wording.declared.calibration import CalibrationWording
from cliptrial.wording.declared.chance import ChanceWording
from cliptrial.wording.declared.forms import FormsWording
from cliptrial.wording.declared.learned import LearnedWording
from cliptrial.wording.declared.noticed import NoticedWording
from cliptrial.wording.declared.our_year import OurYearWording
from cliptrial.wording.declared.page import Page
from cliptrial.wording.declared.posting.windows import WindowsWording
from cliptrial.wording.declared.result import (
    Advice,
    Ahead,
    Conclusions,
    IdeaList,
    OldNewWording,
    Proposals,
    Remedies,
    Trust,
    Verdicts,
)
from cliptrial.wording.declared.review import ReviewWording
from cliptrial.wording.declared.team import TeamWording
from cliptrial.wording.declared.terminal import Terminal
from cliptrial.wording.declared.terms import Terms
from cliptrial.wording.declared.words import Words
from cliptrial.wording.formats import Formats
from cliptrial.wording.sentences import Sentences


class Language(Words, Protocol):
    """One language.

    Attributes:
        lang: Its code, ``en``.
        name: What those who speak it call it.
        formats: How numbers, dates and money are written.
        findings: A sentence for every finding.
        refusals: Why a question cannot be answered, by the finding that makes it so.
        remedies: What to do then.
        verdicts: The answer.
        terms: Single words.
        trust: The short list beside the verdict.
        conclusions: What may be concluded and what may not.
        advice: What to do next.
        proposals: What is proposed after a result.
        old_new: What becomes of the new way after it was held against the old one.
        ideas: The list of ideas.
        ahead: A page before the first post.
        terminal: What only the command line says.
        page: Everything else on a page.
        learned: What a team has learned.
        chance: The chance check.
        calibration: How well ClipTrial keeps what it promises.
        forms: The notebooks' forms.
        team: The pages of a team: its week, its lists, and the plan that a client approves.
        our_year: The page of the year, and the goals.
        review: The page of a week, a month or a quarter.
        noticed: Rules of thumb, what is worth a look, and whom a reach reaches.
        windows: When to post.
    """

    lang: str
    name: str
    formats: Formats
    findings: Sentences
    refusals: Sentences
    remedies: Remedies
    verdicts: Verdicts
    terms: Terms
    trust: Trust
    conclusions: Conclusions
    advice: Advice
    proposals: Proposals
    old_new: OldNewWording
    ideas: IdeaList
    ahead: Ahead
    terminal: Terminal
    page: Page
    learned: LearnedWording
    chance: ChanceWording
    calibration: CalibrationWording
    forms: FormsWording
    team: TeamWording
    our_year: OurYearWording
    review: ReviewWording
    noticed: NoticedWording
    windows: WindowsWording


class Speaking:
    """Who tells something in one language."""

    __slots__ = ()
    language: Language

    @property
    def f(self) -> Formats:
        """How numbers and days are written."""
        return self.language.formats
