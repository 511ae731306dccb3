"""How a result was worked out, the words used, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.analysis.findings.weekdays import WeekdayTableTest
from cliptrial.analysis.results import Role, Uplift
from cliptrial.wording.experiment.outlook import smallest_visible
from cliptrial.wording.experiment.trust import short_hash
from cliptrial.wording.formats import known
from cliptrial.wording.learned import prior_sentence
from cliptrial.wording.speaker import Speaker

MOST_NAMED = 4
SUMMED = {"count", "rare"}
"""Kinds of metrics whose posts can be added up; averages and rates cannot."""


def method(s: Speaker) -> list[str]:
    """A few paragraphs, the procedure first."""
    words, rows = s.w.page.methods, s.analysis.uplifts
    sentences = [getattr(words, code, words.other) for code in dict.fromkeys(row.method for row in rows)]
    if s.periods and rows:
        sentences = [words.weeks(s.f.number(max((one.counted_from - one.first).days for one in s.analysis.periods)))]
    draws = max((row.draws for row in rows), default=0)
    if draws:
        sentences.append(words.draws(s.f.number(draws)))
    sentences.append(words.one_procedure)
    sentences += families(s)
    experiment = s.analysis.experiment
    if experiment is not None and s.periods:
        sentences.append(words.verdict_rule(s.f.percent(s.analysis.at_least)))
    elif experiment is not None and not s.observed:
        sentences.append(words.age(s.w.page.opening.days(s.f.number(experiment.measure_at, 1))))
        sentences.append(words.as_planned)
        sentences.append(words.verdict_rule(s.f.percent(s.analysis.at_least)))
    if any(known(row.reckon_with) for row in rows) and not s.observed:
        sentences.append(words.reckon)
        if s.analysis.provenance.prior.experiments:
            sentences.append(prior_sentence(s.analysis.provenance.prior, s.w.lang))
    if any(row.role is Role.GUARDRAIL for row in rows):
        sentences.append(words.guardrails)
    arms = {s.analysis.verdict.arm} if s.analysis.verdict.arm else {row.arm for row in rows}
    is_open = [row for row in rows if row.arm in arms and s.chip(row)[1] == "open"]
    sentences += [line for row in is_open for line in _only_shows(s, row)]
    if table := s.finding(WeekdayTableTest):
        sentences.append(words.cramers_v(s.f.number(table.cramers_v, 2)))
    return sentences


def _only_shows(s: Speaker, row: Uplift) -> Iterator[str]:
    """The smallest change that so many posts show of what is open."""
    visible = smallest_visible(row)
    if visible is not None and visible > s.analysis.at_least and not s.viewers:
        posts = s.counted(sum(row.posts))
        yield s.w.page.methods.only_shows(s.names.metric_noun(row.metric).at, posts, s.f.signed(visible))


def families(s: Speaker) -> list[str]:
    """A sentence for each family of more than one comparison: which ones, and what they cost."""
    sentences, several = [], len({row.arm for row in s.analysis.uplifts}) > 1
    for role in (Role.PRIMARY, Role.SECONDARY):
        rows = [row for row in s.analysis.uplifts if row.role is role]
        if len(rows) > 1:
            by_arm = len({row.metric for row in rows}) == 1
            names = [s.names.quoted(row.arm) if by_arm else s.names.metric(row.metric) for row in rows]
            listed = (
                s.f.listing(names) if len(rows) <= MOST_NAMED and (by_arm or not several) else s.w.terms.roles[role]
            )
            sentences.append(s.w.page.methods.family(listed, s.f.number(len(rows)), s.f.confidence(rows[0].confidence)))
    return list(dict.fromkeys(sentences))


def definitions(s: Speaker) -> tuple[tuple[str, str], ...]:
    """The words a reader may not know; those of an experiment are left out where there was none."""
    page = s.w.page
    return page.definitions_observed if s.observed else page.definitions_of_weeks if s.periods else page.definitions


def provenance(s: Speaker, template: str) -> str:
    """One line: hashes of plan and data, version, seed, template."""
    words, p = s.w.page.footer, s.analysis.provenance
    parts = [words.plan(short_hash(p.plan_hash)) if p.plan_hash else "", words.data(short_hash(p.data_hash))]
    return " · ".join(
        [part for part in parts if part] + [f"ClipTrial {p.version}", words.seed(str(p.seed)), words.template(template)]
    )


def remarks(s: Speaker) -> list[str]:
    """What stands below the influence figure: the best posts' share and the change of the totals."""
    analysis, figures = s.analysis, s.w.page.figures
    facts = next((m for m in analysis.metrics if m.name == analysis.verdict.metric), None)
    if facts is None or facts.kind not in SUMMED or facts.scale != "number":
        return []
    sentences = [
        figures.share_of_best(s.names.quoted(arm.id), s.f.percent(analysis.total_share_of_best[arm.id]))
        for arm in analysis.arms
        if known(analysis.total_share_of_best.get(arm.id))
    ]
    if known(analysis.total_relative) and not s.not_ready:
        metric = s.names.metric(analysis.verdict.metric)
        sentences.append(figures.totals(metric, s.f.signed(analysis.total_relative)))
    return sentences
