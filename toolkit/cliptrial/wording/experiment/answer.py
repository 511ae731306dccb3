"""One variant's answer with every number and name already written, for the sentences about it."""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.by_platform import OnlyRecorded
from cliptrial.analysis.results import Analysis, Evidence, Uplift, Verdict
from cliptrial.wording.formats import Formats, known
from cliptrial.wording.names import Names

LEAN_MATTERS = 0.55
LARGE = 0.5
"""From here on, what was asked for is a large effect, and missing it leaves smaller ones open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, its row of numbers, and how both are written.

    Attributes:
        verdict: The verdict.
        row: The uplift behind it; None where there is none.
        clause: What changed, as a sentence that starts with the variant.
        at_least: The smallest effect worth acting on, ``10 %``.
        effect: The same as a share.
        f: How numbers are written.
        names: What things are called.
        expect: The direction the hypothesis named.
        observed: Whether nobody assigned the arms by chance.
        viewers: Whether viewers, not posts, were assigned.
        periods: Whether whole weeks or fortnights were.
        higher_is_better: The metric's direction.
    """

    verdict: Verdict
    row: Uplift | None
    clause: str
    at_least: str
    effect: float
    f: Formats
    names: Names
    expect: str
    observed: bool
    viewers: bool
    periods: bool
    higher_is_better: bool

    @property
    def arm(self) -> str:
        """The variant in the team's own words, quoted."""
        return self.names.said(self.verdict.arm)

    @property
    def arm_short(self) -> str:
        """The variant's short label, quoted."""
        return self.names.quoted(self.verdict.arm)

    @property
    def control(self) -> str:
        """The control's short label, quoted."""
        return self.names.quoted(self.row.control if self.row else None)

    @property
    def metric(self) -> str:
        """The metric's label at the start of a sentence."""
        return self.names.metric(self.verdict.metric)

    @property
    def metric_the(self) -> str:
        """The metric as the subject of a sentence."""
        return self.names.metric_noun(self.verdict.metric).the

    @property
    def metric_at(self) -> str:
        """The metric after a preposition."""
        return self.names.metric_noun(self.verdict.metric).at

    @property
    def metric_plural(self) -> bool:
        """Whether the metric's name takes a plural verb."""
        return self.names.metric_noun(self.verdict.metric).plural

    @property
    def large(self) -> bool:
        """Whether only a large effect was asked for, so that "no difference" would say too much."""
        return self.effect >= LARGE

    @property
    def doubling(self) -> bool:
        """Whether a doubling was asked for."""
        return abs(self.effect - 1) < 0.005

    @property
    def margin(self) -> str:
        """What counts as no such effect, as a factor both ways: ``−33 % to +50 %``."""
        return self.f.span((1 / (1 + self.effect) - 1, self.effect))

    @property
    def change(self) -> str:
        """``+17 %``."""
        return self.f.signed(self.row.relative if self.row else None)

    @property
    def span(self) -> str:
        """``+5 % to +30 %``."""
        ends = self.row.relative_interval if self.row else (None, None)
        return self.f.span(ends, (0.0, self.effect))

    @property
    def has_interval(self) -> bool:
        """Whether there is an estimate, or one arm without any event, with at least one known end."""
        row = self.row
        return row is not None and row.relative is not None and any(map(known, row.relative_interval))

    @property
    def confidence(self) -> str:
        """``95 %``."""
        return self.f.confidence(self.row.confidence if self.row else None)

    @property
    def unadjusted(self) -> str | None:
        """The estimate without terms, where it says something else than the estimate."""
        if self.row is None or not known(self.row.unadjusted_relative):
            return None
        text = self.f.signed(self.row.unadjusted_relative)
        return None if text == self.change else text

    @property
    def reckon(self) -> str | None:
        """``+12 %``: the expected effect."""
        if self.row is None or not known(self.row.reckon_with):
            return None
        return self.f.signed(self.row.reckon_with)

    @property
    def one_side(self) -> bool:
        """Whether the whole range lies above zero, or below."""
        low, high = self.row.relative_interval if self.row else (None, None)
        return (known(low) and low > 0) or (known(high) and high < 0)

    @property
    def luck(self) -> bool:
        """Whether the expected effect lies outside the interval: the result is then mostly luck."""
        row = self.row
        if row is None or not known(row.reckon_with):
            return False
        low, high = row.relative_interval
        return (known(low) and row.reckon_with < low) or (known(high) and row.reckon_with > high)

    @property
    def risk(self) -> str:
        """Of ten such cases, those in which what is behind is in truth the better one; empty where neither leads."""
        chance = self.row.lean if self.row else None
        if not known(chance) or max(chance, 1 - chance) < LEAN_MATTERS:
            return ""
        return self.f.number(max(1, round(10 * min(chance, 1 - chance))))

    @property
    def rose(self) -> bool:
        """Whether the metric itself went up, whatever is good."""
        return self.row is not None and self.row.relative is not None and self.row.relative > 0

    @property
    def as_expected(self) -> bool | None:
        """Whether the metric moved as the hypothesis said; None where it named no direction."""
        if self.expect not in {"increase", "decrease"} or self.observed:
            return None
        return self.rose == (self.expect == "increase")

    @property
    def p(self) -> str:
        """The adjusted p-value, or nothing."""
        return self.f.p_value(self.row.p_adjusted if self.row else None)


def is_observed(analysis: Analysis) -> bool:
    """Whether the words "better" and "because" must not be used."""
    return analysis.evidence is Evidence.OBSERVED


def is_ahead(analysis: Analysis) -> bool:
    """Whether this is an experiment of which no post is out yet."""
    facts = analysis.experiment
    shown = any(isinstance(one, OnlyRecorded) for one in analysis.findings)
    return facts is not None and facts.first_post is None and not any(arm.posts for arm in analysis.arms) and not shown


def is_viewers(analysis: Analysis) -> bool:
    """Whether the arms hold viewers instead of posts."""
    return any(row.estimand == "ratio_of_proportions" for row in analysis.uplifts)


def find_row(analysis: Analysis, verdict: Verdict) -> Uplift | None:
    """The row a verdict speaks of."""
    rows = [row for row in analysis.uplifts if row.metric == verdict.metric and row.role == "primary"]
    named = next((row for row in rows if row.arm == verdict.arm), None)
    return named or (rows[0] if rows and verdict.arm is None else None)
