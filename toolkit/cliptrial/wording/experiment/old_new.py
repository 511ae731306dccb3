"""Old against new in words: confirmed, kept or rolled back, what is different, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.analysis.results import OldNew, Outcome
from cliptrial.wording.speaker import Speaker

MORE = 14
"""Posts of each way that are offered before the new one is rolled back."""


def old_new_sentence(s: Speaker, one: OldNew) -> str:
    """The answer of a check and what is done about it."""
    words, posts = s.w.old_new, s.f.number(max(one.posts))
    head = words.longer_check(posts) if one.longer else words.check(posts)
    return " ".join([head, *_came_out(s, one), *_done(s, one)])


def _came_out(s: Speaker, one: OldNew) -> Iterator[str]:
    words, measured, metric = s.w.old_new, s.f.signed(one.measured), s.names.metric_within(one.metric)
    span = "" if None in one.interval or one.longer else s.f.span(one.interval)
    if one.outcome is Outcome.CONFIRMED:
        yield (words.more if one.measured > 0 else words.less)(metric)
        yield words.confirmed
        if one.realistic is None:
            yield words.measured(measured, span)
        else:
            yield words.measured_realistic(measured, span, s.f.signed(one.realistic.value))
    elif one.ahead:
        yield words.ahead(measured, span) if span else words.ahead_bare(measured)
    else:
        yield words.not_ahead(measured, span) if span else words.not_ahead_bare(measured)


def _done(s: Speaker, one: OldNew) -> Iterator[str]:
    words = s.w.old_new
    if one.outcome is not Outcome.ROLLED_BACK:
        yield words.stays
        if one.outcome is Outcome.KEPT:
            yield words.never_confirmed if one.longer else words.not_confirmed
        return
    if one.worse:
        yield words.behind
    elif one.harmed:
        yield words.harmed
    elif one.ahead:
        yield words.too_little
    yield words.goes
    if not (one.worse or one.harmed):
        yield words.no_harm


def old_new_support(s: Speaker, one: OldNew) -> list[str]:
    """What is realistic, what is different, and the actual views of the months around it."""
    words, lines = s.w.old_new, []
    if one.realistic is not None:
        lines.append(words.realistic(s.f.signed(one.realistic.value), s.f.span(one.realistic.interval)))
    lines += [words.different(new, old) for new, old in zip(one.new, one.old, strict=True)]
    if one.months:
        each = [f"{s.f.month(day)} {s.f.number(views)}" for day, views in one.months]
        lines.append(words.months("; ".join(each)))
    return lines


def old_new_steps(s: Speaker, one: OldNew) -> list[str]:
    """What to do now; before a new way is rolled back, more posts are offered."""
    words = s.w.old_new
    if one.outcome is not Outcome.ROLLED_BACK:
        return [words.stays]
    return [words.goes, *([words.longer(s.f.number(MORE))] if one.may_be_longer else [])]
