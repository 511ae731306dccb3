"""Whatever is adopted, kept or rolled back: nothing says that a change is proven, or that it works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.wording.answers import ANSWERS, answer
from tests.wording.gathered import LIBRARY
from tests.wording.telling import LANGUAGES, SAID, told

from cliptrial.analysis.proposal import propose
from cliptrial.wording.experiment.headline import sentence
from cliptrial.wording.experiment.proposal import proposed
from cliptrial.wording.learned import LearnedSpeaker
from cliptrial.wording.messages import catalogue
from cliptrial.wording.speaker import Speaker

CLAIMS = {
    "en": re.compile(r"\b(proven|proves?|proved|works|working|effective\w*|guarantee\w*|success\w*)\b", re.IGNORECASE),
    "de": re.compile(
        r"\b(bewiesen\w*|beweis\w*|bewähr\w*|wirkt|wirken|wirksam\w*|funktionier\w*|nachgewiesen\w*|garant\w*|Erfolg\w*)\b",
        re.IGNORECASE,
    ),
}
PARTS = ("proposals", "old_new", "ideas")
"""Parts of a language that speak of changes that are adopted, or may be."""
CHECKS = [name for name in ANSWERS if name.startswith("old against new")]
ADOPTING = re.compile(r"adopt|new way|old way|check", re.IGNORECASE)


def texts(lang: str) -> Iterator[str]:
    """Everything that is said of changes once they are tested."""
    section = ""
    for line in (SAID / f"words.{lang}.txt").read_text(encoding="utf-8").splitlines():
        section = line[2:] if line.startswith("# ") else section
        if section in PARTS or "decisions." in line:
            yield line
    for name in ANSWERS:
        s = Speaker.of(answer(name), lang)
        if name in CHECKS:
            yield from (line for line in told(s) if line.split(":")[0] in {"headline", "know", "do", "next", "chip"})
        elif s.analysis.experiment is not None:
            yield proposed(s, propose(answer(name)))["do"]
    yield from LearnedSpeaker.of(LIBRARY, lang).checks()
    messages = {english: english for english in catalogue("de")} if lang == "en" else catalogue(lang)
    yield from (said for english, said in messages.items() if ADOPTING.search(english) and "decide" in english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_adopted_change_is_called_proven_or_said_to_work(lang: str) -> None:
    every = list(texts(lang))
    assert [line for line in every if CLAIMS[lang].search(line)] == []
    assert len(every) > 150


@pytest.mark.parametrize(("lang", "word", "denied"), [("en", "confirm", "not"), ("de", "bestätigt", "nicht")])
def test_only_a_confirmed_new_way_is_called_confirmed(lang: str, word: str, denied: str) -> None:
    for name in CHECKS:
        one = answer(name).experiment
        assert one is not None
        assert one.old_new is not None
        said = sentence(Speaker.of(answer(name), lang), answer(name).verdict)
        about = [part for part in re.split(r"(?<=[.:])\s", said) if word in part]
        if one.old_new.outcome == "confirmed":
            assert any(denied not in part for part in about)
        elif not one.old_new.worse:
            assert all(denied in part or "nichts" in part or "nothing" in part for part in about)
