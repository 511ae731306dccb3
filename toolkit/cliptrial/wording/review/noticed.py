"""Rules of thumb and what is worth a look, in words: each with how sure it is, never as a proof."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.metrics import Metric, Whose, metrics_of, placed
from cliptrial.metrics.bands import Placed
from cliptrial.planning.noticed.proposals import PROPOSALS
from cliptrial.planning.noticed.signals import LONG, SHORT, Signal
from cliptrial.planning.noticed.watched import Observed
from cliptrial.planning.noticed.weeks import COMPLETION, Noticed
from cliptrial.planning.relevance.rating import Rating
from cliptrial.planning.relevance.relevance import Relevance
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language

MUCH = 0.3
"""Share of the reach outside the strategy from which on it is the headline."""


def band_note(metric: Metric, value: float | None, whose: Whose, lang: str) -> str | None:
    """Where a number stands beside the rule of thumb, with its source; None where there is none."""
    stands = None if value is None else placed(metric, value, whose)
    return None if stands is None else _placed(stands, lang)


def _placed(one: Placed, lang: str) -> str:
    words, f, scale = wording_for(lang).noticed.bands, wording_for(lang).formats, one.metric.scale
    low, high = one.good
    good = (
        words.good_from(f.value(low, scale)) if high is None else words.good(f.value(low, scale), f.value(high, scale))
    )
    grade = words.below if one.grade is None else words.grades[one.grade]
    label = one.metric.labels.get(lang, one.metric.name)
    whose = words.own(one.source) if one.source else words.thumb
    return words.placed(label, f.value(one.value, scale), grade, good, whose)


def sign_lines(signs: Sequence[Noticed], workspace: Workspace, lang: str) -> list[tuple[str, str, str, str]]:
    """Of each sign: the account, what is worth a look, how sure it is, and what could be tried."""
    words = wording_for(lang).noticed.signs
    return [
        (
            one.account,
            f"{words.seen[one.signal.sign]} ({_numbers(one.signal, workspace, lang)}): {words.try_[one.signal.sign]}",
            how_sure(one.signal, lang),
            "; ".join(in_language(idea.variant, lang) for idea in PROPOSALS[one.signal.sign]),
        )
        for one in signs
    ]


def how_sure(one: Signal, lang: str) -> str:
    """How sure a sign is, and in how many of ordinary weeks it is seen."""
    words, hundred = wording_for(lang).noticed.signs, round(100 * one.ordinary)
    share = words.per_hundred(wording_for(lang).formats.number(hundred)) if hundred else words.less_than_one()
    return words.firm(share) if one.firm else words.faint(share)


def _numbers(one: Signal, workspace: Workspace, lang: str) -> str:
    words, f = wording_for(lang).noticed.signs, wording_for(lang).formats
    known = metrics_of(workspace)
    metric = known.get(COMPLETION if one.metric in (SHORT, LONG) else one.metric)
    scale = "share" if metric is None else metric.scale
    name = words.numbers.get(one.metric) or (metric.labels.get(lang, metric.name) if metric else one.metric)
    say = words.by_band if one.by_band else words.by_range
    return say(name, f.value(one.value, scale), f.value(one.limit, scale))


def relevance_lines(one: Relevance, lang: str) -> list[str]:
    """Whom a reach reached and what it was about, in sentences; empty where nobody wrote down whom or what."""
    words, f = wording_for(lang).noticed.relevance, wording_for(lang).formats
    if one.reach is None:
        return []
    lines = []
    if one.off_strategy is not None:
        said = words.off_strategy if one.off_strategy >= MUCH else words.on_strategy
        lines.append(said(f.percent(one.off_strategy if one.off_strategy >= MUCH else _on_strategy(one))))
    if one.pillars and one.without_pillar:
        lines.append(words.unknown(f.percent(one.without_pillar)))
    if one.target is not None:
        (reach, least, most), span = one.target.of(one.reach), ""
        if f.number(least) != f.number(most):
            span = f", {words.possible(f.number(least), f.number(most))}"
        lines.append(words.relevant(f.number(reach), f.percent(one.target.share) + span))
        lines.append(words.typed if one.target.typed else words.of_followers)
    return [*lines, *([words.counted_by_views] if lines and one.by_views else [])]


def _on_strategy(one: Relevance) -> float:
    return sum(pillar.share for pillar in one.pillars if pillar.strategy)


def pillar_rows(one: Relevance, lang: str) -> list[tuple[str, ...]]:
    """A row a pillar: its name, posts, reach, share, and whether it is part of the strategy."""
    words, f = wording_for(lang).noticed.relevance, wording_for(lang).formats
    place = {None: "", True: words.inside, False: words.outside}
    return [
        (
            row.label or words.no_pillar,
            f.number(row.posts),
            f.number(row.reach),
            f.percent(row.share),
            place[row.strategy],
        )
        for row in one.pillars
    ]


def rating_lines(one: Relevance, workspace: Workspace, lang: str) -> list[str]:
    """The rating of a platform with its span and what it is made of, then the rule; empty where nothing is rated."""
    words, f = wording_for(lang).noticed.relevance, wording_for(lang).formats
    if one.rating is None:
        return []
    rated, parts = one.rating, []
    for part in one.rating.parts:
        name = words.parts[part.name]
        if part.name == "conversion" and one.conversion:
            name = f"{name} ({metrics_of(workspace)[one.conversion].labels[lang]})"
        value = f"{f.fixed(part.value, 2)}x" if part.name == "conversion" else f.percent(part.value)
        parts.append(words.part(name, value, f.number(part.points)))
    if rated.posts and not any(part.name == "engagement" for part in rated.parts):
        parts.append(words.no_band)
    if rated.letter is None:
        return [words.not_rated, *parts]
    platform = wording_for(lang).noticed.platforms[one.platform]
    letter = rated.letter if rated.best == rated.worst else f"{rated.letter} ({_could_be(rated, lang)})"
    return [words.rated(platform, letter), *parts, *words.rule]


def _could_be(rated: Rating, lang: str) -> str:
    return wording_for(lang).noticed.relevance.could_be(str(rated.best), str(rated.worst))


def watched_lines(every: Sequence[Observed], lang: str) -> list[str]:
    """What is seen of watched accounts; that it is only observed comes first."""
    words, f = wording_for(lang).noticed.watched, wording_for(lang).formats
    if not every:
        return [words.nobody]
    lines = [words.only_observed]
    for one in every:
        if one.best is None:
            lines.append(words.unknown(one.name))
            continue
        a_week = f.number(one.a_week, 1)
        lines.append(words.posts(f.number(one.posts), one.name, f.date(one.newest), a_week))
        lines.append(words.numbers(f.number(one.views), f.value(one.engagement, "share")))
        lines += [words.tags(" ".join(f"#{tag}" for tag in one.hashtags))] if one.hashtags else []
        lines.append(words.best(f.number(one.best[1]), one.best[0] or f.unknown))
    return lines
