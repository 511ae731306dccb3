"""A first look at last year's posts in words, the same on the command line and in the form."""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.messages import Message, says
from cliptrial.planning.first_look import Answerable, FirstLook, Within
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.language import Language
from cliptrial.wording.messages import in_language
from cliptrial.wording.names import label_of

LIKELY = 0.5
"""Chance to find what is asked for from which an answer is likely."""


def first_look_lines(look: FirstLook, wording: Language) -> list[str]:
    """One sentence a line."""
    return [in_language(line, wording.lang) for line in _lines(look, wording)]


def _lines(look: FirstLook, wording: Language) -> Iterator[str]:
    f = wording.formats
    for table in look.tables:
        pairs = [f"{key} = {column}" for key, column in table.columns.items()]
        if pairs:
            yield says("Columns of {file}: {pairs}. Another one is said with --map.", file=table.file.name, pairs=pairs)
    yield from look.notes
    yield ChanceSpeaker.of([look.chance], wording.lang).sentence()
    yield says("You post about {pace} times a week.", pace=f.number(look.a_week, 1))
    yield from (_within(one, wording) for one in look.within)
    if look.plays:
        yield says("Of the playbook, this account could answer best, in {weeks} weeks:", weeks=look.within[-1].weeks)
    yield from (_play(one, wording) for one in look.plays)
    if look.plays and look.plays[0].chance < LIKELY:
        yield says("Most answers will stay open at this pace: post more often, or try what makes a large difference.")


def _within(one: Within, wording: Language) -> Message:
    f = wording.formats
    if one.smallest is None:
        return says("In {weeks} weeks: {posts} posts, too few for an answer.", weeks=one.weeks, posts=one.posts)
    return says(
        "In {weeks} weeks: {posts} posts, which show a difference in views from about {smallest} on.",
        weeks=one.weeks,
        posts=one.posts,
        smallest=f.signed(one.smallest),
    )


def _play(one: Answerable, wording: Language) -> Message:
    f, draft = wording.formats, one.play.draft(wording.lang)
    metric = label_of(one.metric, wording.lang, wording.terms)
    title, name = str(draft.title), one.play.name
    smallest, wanted, chance = f.signed(one.smallest), f.signed(one.wanted), f.percent(one.chance)
    if one.own:
        return says(
            "{title} ({name}): {metric} from about {smallest} on; chance to see {wanted}: {chance}.",
            title=title,
            name=name,
            metric=metric,
            smallest=smallest,
            wanted=wanted,
            chance=chance,
        )
    return says(
        "{title} ({name}): {metric} from about {smallest} on, by experience of other accounts; chance to see {wanted}: "
        "{chance}.",
        title=title,
        name=name,
        metric=metric,
        smallest=smallest,
        wanted=wanted,
        chance=chance,
    )
