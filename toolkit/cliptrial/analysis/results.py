"""The result of an analysis: codes and values, no sentences.

Everything a reader sees (sentence, colour, chart, table) is derived from :class:`Analysis`; the words
are added by :mod:`cliptrial.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from cliptrial.analysis.findings import Finding
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior


class Evidence(StrEnum):
    """How far chance assigned the arms."""

    RANDOMISED = "randomised"
    DEVIATIONS = "deviations"
    OBSERVED = "observed"


class Role(StrEnum):
    """What a metric is there for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"


class VerdictCode(StrEnum):
    """The answer."""

    BETTER = "better"
    WORSE = "worse"
    EQUIVALENT = "equivalent"
    INCONCLUSIVE = "inconclusive"
    UNANSWERABLE = "unanswerable"


class Size(StrEnum):
    """How the answer stands to the smallest effect worth acting on."""

    REACHED = "reached"
    OPEN = "open"
    BELOW = "below"
    NOT_REACHED = "not_reached"


class GuardrailVerdict(StrEnum):
    """Whether a metric that must not suffer did."""

    HELD = "held"
    BROKEN = "broken"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Uplift:
    """One variant against the control on one metric.

    Attributes:
        metric: Name of the metric.
        role: Primary, secondary or guardrail.
        arm: Id of the variant.
        control: Id of the control.
        posts: Posts compared, (control, variant).
        estimand: ``ratio_of_geometric_means``, ``ratio_of_rates``, ``ratio_of_means`` or ``ratio_of_proportions``.
        control_value: The control's typical value, in the metric's unit.
        arm_value: ``control_value * (1 + relative)``.
        relative: Ratio minus one: 0.1 is +10 %.
        relative_interval: Its interval at ``confidence``; an infinite end is unbounded.
        absolute: ``arm_value - control_value``.
        absolute_interval: Its interval, from the relative one.
        p_value: From the test that the interval inverts; unadjusted.
        p_adjusted: ``min(1, m * p_value)`` for a family of m comparisons; None for guardrails.
        confidence: ``1 - alpha / m``.
        method: Code of the procedure.
        draws: Re-drawn assignments behind p and interval.
        unadjusted_relative: The same estimate without weekday or other terms.
        leave_one_out: Smallest and largest ``relative`` when each post is left out in turn.
        reckon_with: The expected effect, as a ratio minus one: the estimate drawn towards ``provenance.prior``. Of a
            decided result it has the same sign, but it may lie outside the interval.
        lean: Chance, by the same prior, that the variant is the better choice, 0 to 1.
        verdict: A :class:`VerdictCode`, or a :class:`GuardrailVerdict` in a guardrail row.
        size: See :class:`Size`; None where it says nothing.
        reason: Code of the finding that explains an unanswerable row.
        standard_error: Of the log ratio, for pooling; never for the decision.
    """

    metric: str
    role: Role
    arm: str
    control: str
    posts: tuple[int, int]
    estimand: str
    control_value: float | None
    arm_value: float | None
    relative: float | None
    relative_interval: tuple[float | None, float | None]
    absolute: float | None
    absolute_interval: tuple[float | None, float | None]
    p_value: float | None
    p_adjusted: float | None
    confidence: float
    method: str
    draws: int
    unadjusted_relative: float | None
    leave_one_out: tuple[float | None, float | None]
    reckon_with: float | None
    lean: float | None
    verdict: VerdictCode | GuardrailVerdict
    size: Size | None = None
    reason: str | None = None
    standard_error: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one variant on the primary metric; ``reason`` says why it is unanswerable."""

    code: VerdictCode
    size: Size | None
    arm: str | None
    metric: str
    reason: str | None = None
    broken_guardrails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterBlock:
    """The headline's effect as it stood after a block: what it was, not what might have been decided by it.

    Attributes:
        block: Its number; the last one's effect is the headline's.
        posts: Posts compared so far, (control, variant).
        relative: Ratio minus one.
        interval: Its interval at the headline's confidence, of one look; an infinite end is unbounded.
    """

    block: int
    posts: tuple[int, int]
    relative: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ArmSummary:
    """An arm, the value that made it, and how many posts it has (for viewers: how many viewers)."""

    id: str
    posts: int
    value: str | tuple[str, ...] = ""
    control: bool = False


@dataclass(frozen=True, slots=True)
class PostResult:
    """One post as analysed, for the pictures and the table of posts.

    ``metrics`` has the per-post value of every metric read (numerator over denominator).
    ``late`` is in hours against the plan; ``weekday`` is 0 (Monday) to 6, as actually posted.
    """

    position: int | None
    post_id: str | None
    account: str | None
    arm: str
    planned: date | None
    posted_on: date | None
    weekday: int | None
    slot: str | None
    topic: str | None
    link: str | None
    caption: str | None
    late: float | None
    metrics: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class OtherTexts:
    """An experiment's texts in another language, and short names of its arms by their ids."""

    title: str | None = None
    hypothesis: str | None = None
    arms: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """What becomes of the new way."""

    CONFIRMED = "confirmed"
    KEPT = "kept"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class Realistic:
    """What the new way is likely to bring, and its 80 % interval: ratios minus one."""

    value: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class OldNew:
    """The answer of a check.

    Attributes:
        outcome: Confirmed, kept or rolled back.
        metric: What was compared.
        posts: Posts of the old way and of the new way.
        measured: The difference, a ratio minus one in the metric's own direction.
        interval: Its interval; an infinite end is unbounded.
        p_value: Of the test behind it.
        extra_work: What the new way costs for ever, as a share of a post's worth.
        ahead: Whether the new way was ahead at all, whatever it costs.
        worse: Whether the test says that it is worse.
        harmed: Whether something that must not suffer did.
        realistic: What it is likely to bring.
        longer: Whether the check was made longer: two lots of posts together, by which nothing is confirmed.
        new: What the new way does, a change each.
        old: What was done instead, in the same order.
        months: Actual views of the posts of each month up to the check, by its first day.
    """

    outcome: Outcome
    metric: str
    posts: tuple[int, int]
    measured: float
    interval: tuple[float | None, float | None]
    p_value: float | None
    extra_work: float
    ahead: bool
    worse: bool
    harmed: bool
    realistic: Realistic | None
    longer: bool = False
    new: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    months: tuple[tuple[date, float], ...] = ()

    @property
    def may_be_longer(self) -> bool:
        """Whether more posts are offered before the new way is rolled back."""
        return self.outcome is Outcome.ROLLED_BACK and not (self.longer or self.worse or self.harmed)


@dataclass(frozen=True, slots=True)
class OtherIdea:
    """Another question that the same posts answer, and whether this experiment's effect differed by its arms.

    Attributes:
        slug: Its experiment.
        title: What that is called.
        control: What its control is called.
        variant: What its variant is called.
        texts: By language: its title, and its arms as ``control`` and ``variant``, where the team wrote them.
        relative: This experiment's effect on the primary metric, a ratio minus one, among the posts with its control
            and among those with its variant; None before the end, or where a half tells too little.
        difference: Ratio of the second effect to the first, minus one.
        interval: The 99 % interval of that; beside the answer, and never a part of it.
    """

    slug: str
    title: str
    control: str
    variant: str
    texts: Mapping[str, OtherTexts] = field(default_factory=dict)
    relative: tuple[float, float] | None = None
    difference: float | None = None
    interval: tuple[float, float] | None = None

    @property
    def differs(self) -> bool:
        """Whether the effects differ by more than chance explains."""
        return self.interval is not None and not self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class ExperimentFacts:
    """What was tested, for the first screen.

    ``locked_on`` is None where no plan was locked; ``old_new`` where this is no check of old against new, or it is
    not over.
    """

    slug: str
    title: str
    statement: str
    because: str | None
    variable: str
    hold_constant: tuple[str, ...]
    accounts: tuple[str, ...]
    at_least: float
    expect: str
    alpha: float
    measure_at: float
    state: str
    start: date | None
    first_post: date | None
    last_post: date | None
    locked_on: date | None
    plan_hash: str | None
    plan_unchanged: bool | None
    posts_planned: int
    posts_matched: int
    follow_up_of: str | None = None
    decision: Mapping[str, str] | None = None
    texts: Mapping[str, OtherTexts] = field(default_factory=dict)
    old_new: OldNew | None = None


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """What a reader must know of a metric that appears in a result."""

    name: str
    kind: str
    scale: str
    labels: Mapping[str, str]
    higher_is_better: bool = True


@cache
def package_version() -> str:
    """The installed version of this package; 0 where it was never installed."""
    try:
        return version("cliptrial")
    except PackageNotFoundError:
        return "0"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a result comes from.

    ``data_as_of`` is the newest snapshot used, UTC epoch seconds; ``prior`` is what the primary metric's
    "reckon with" and "lean" were drawn towards.
    """

    version: str
    plan_hash: str | None
    data_hash: str
    data_as_of: int | None
    seed: int
    draws: int
    prior: Prior = EXPERIENCE


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """A planned week or fortnight and what came of it.

    Attributes:
        number: Of the plan.
        place: The account, with its region behind ``@`` where regions count by themselves.
        first: Its first day.
        counted_from: The first day that counts.
        last: Its last day.
        arm: What chance gave it.
        over: Whether what decides is known up to its last day.
        value: The primary metric; None where not all of its days are known, and of all until the last one is over.
        posts: Posts that went out in it; None where nobody knows.
    """

    number: int
    place: str
    first: date
    counted_from: date
    last: date
    arm: str
    over: bool
    value: float | None
    posts: int | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything an experiment, or a comparison of posts, has to say.

    ``weekdays`` holds, by arm, the number of posts from Monday to Sunday as actually posted; empty
    where no posting time is known. ``total_share_of_best`` is, by arm, the share of the arm's total of
    the primary metric that its best post holds. ``by_block`` is how the headline's effect grew, once all posts are in.
    ``together`` are the other questions of a combined test, ``periods`` the weeks that are compared instead of posts.
    """

    experiment: ExperimentFacts | None
    variable: str | None
    at_least: float
    evidence: Evidence
    arms: tuple[ArmSummary, ...]
    metrics: tuple[MetricFacts, ...]
    findings: tuple[Finding, ...]
    uplifts: tuple[Uplift, ...]
    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    provenance: Provenance
    posts: tuple[PostResult, ...] = ()
    weekdays: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    total_relative: float | None = None
    total_share_of_best: Mapping[str, float] = field(default_factory=dict)
    by_block: tuple[AfterBlock, ...] = ()
    together: tuple[OtherIdea, ...] = ()
    periods: tuple[PeriodResult, ...] = ()

    @property
    def control(self) -> ArmSummary:
        """The arm everything is compared with."""
        return next(arm for arm in self.arms if arm.control)

    @property
    def headline(self) -> Uplift | None:
        """The primary row of the arm that the verdict speaks of."""
        rows = [row for row in self.uplifts if row.role is Role.PRIMARY]
        return next((row for row in rows if row.arm == self.verdict.arm), rows[0] if rows else None)
