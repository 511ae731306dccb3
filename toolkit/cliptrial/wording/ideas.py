"""The list of ideas in words: each with one reason, never with a score."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.metrics import metrics_of
from cliptrial.planning.growth.ranking import Because, Ranked, State
from cliptrial.planning.rounds.next_one import NextRound
from cliptrial.registry.beside.ideas import EXTRA_WORK
from cliptrial.registry.rounds.combined import AND
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import wording_for


def listed(ideas: Sequence[Ranked], workspace: Workspace, lang: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Headers and cells of the list."""
    words = wording_for(lang)
    rows = [
        [
            one.idea.id,
            words.terms.nouns[one.idea.variable.value].bare,
            metrics_of(workspace)[one.idea.metric].labels[lang],
            _work(one, lang),
            words.ideas.states[one.state.value] + (f": {one.slug}" if one.slug else ""),
            reason(one, workspace, lang) if one.state is State.OPEN else "",
        ]
        for one in ideas
    ]
    return words.ideas.columns, rows


def next_one(ideas: Sequence[Ranked], workspace: Workspace, lang: str) -> str | None:
    """The sentence about the idea that comes next; None where none is open."""
    first = next((one for one in ideas if one.state is State.OPEN), None)
    if first is None:
        return None
    words = wording_for(lang)
    label, posts, why = first.idea.label, words.formats.number(first.posts), reason(first, workspace, lang)
    if first.because in {Because.FREE, Because.ORDER}:
        return words.ideas.first(label, posts, why)
    return words.ideas.first_with_work(label, posts, why, _work(first, lang))


def on_the_same_posts(one: NextRound, lang: str) -> str:
    """The sentence about the two ideas that could be tried together next."""
    words, f = wording_for(lang), wording_for(lang).formats
    ideas = AND.join((one.first.idea.label, one.second.idea.label))
    why = words.ideas.why[one.why.value]
    return words.ideas.together(ideas, f.number(one.posts), one.account, f.date(one.start), why)


def reason(one: Ranked, workspace: Workspace, lang: str) -> str:
    """What speaks most for an idea, or against it."""
    words = wording_for(lang)
    if one.because is Because.QUIET:
        return words.ideas.quiet(metrics_of(workspace)[one.idea.metric].labels[lang])
    if one.because is Because.ELSEWHERE:
        return words.ideas.elsewhere(words.formats.signed(one.expected))
    if one.because is Because.SOON and one.idea.good_until is not None:
        return words.ideas.soon(words.formats.date(one.idea.good_until))
    return words.ideas.reasons[one.because.value]


def _work(one: Ranked, lang: str) -> str:
    words = wording_for(lang)
    named = next((name for name, value in EXTRA_WORK.items() if value == one.idea.extra_work), None)
    return words.ideas.work[named] if named else words.formats.percent(one.idea.extra_work)
