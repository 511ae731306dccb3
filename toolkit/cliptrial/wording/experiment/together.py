"""The other ideas on the posts of a combined test: which ones, and whether the effect differed between them."""

from __future__ import annotations

from cliptrial.analysis.results import OtherIdea
from cliptrial.wording.speaker import Speaker


def together(s: Speaker) -> list[str]:
    """One line an idea, and once how often so many questions find something where nothing is; never a headline."""
    facts, ideas = s.analysis.experiment, s.analysis.together
    if facts is None or not ideas:
        return []
    words, questions = s.w.page.together, len(ideas) + 1
    one_in = round(1 / (1 - (1 - facts.alpha) ** questions))
    lines = [_line(s, idea) for idea in ideas]
    return [*lines, words.held, words.questions(s.f.number(questions), s.f.number(one_in))]


def _line(s: Speaker, idea: OtherIdea) -> str:
    words, texts = s.w.page.together, idea.texts.get(s.w.lang)
    arms = texts.arms if texts else {}
    title = (texts and texts.title) or idea.title
    control, variant = (s.names.quote(arms.get(role, own)) for role, own in _arms(idea))
    if idea.relative is None or s.withheld:
        return words.idea(title, control, variant)
    effects = words.effects(title, control, s.f.signed(idea.relative[0]), variant, s.f.signed(idea.relative[1]))
    return f"{effects} {words.more if idea.differs else words.chance}"


def _arms(idea: OtherIdea) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("control", idea.control), ("variant", idea.variant)
