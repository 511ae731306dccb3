"""What every language must have for a page: headings, columns, captions, method, definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Text1 = Callable[[str], str]
Text2 = Callable[[str, str], str]
Text3 = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Opening:
    """The lines above the verdict."""

    experiment_report: Text1
    comparison_report: Text1
    experiment: Text1
    comparison: str
    measured: Text2
    posts: Text1
    viewers: Text1
    one_thing: Text1
    one_thing_now: Text1
    meant_to_change: Text1
    compared: Text1
    arms: Text1
    arm_posts: Text2
    arms_now: Text1
    of_planned: Text2
    days: Text1
    held: Text1
    expected: Text1
    versus: Text2
    many_versus: Text2
    values: Text1
    nobody_assigned: str


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings, and the labels of regions that scroll."""

    verdict: str
    metrics: str
    time: str
    fair: str
    fair_now: str
    differed: str
    influence: str
    conclusions: str
    can: str
    cannot: str
    next: str
    copy: str
    details: str
    method: str
    words: str
    posts: Text1
    effect: str
    forest: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Headers of tables."""

    metric: str
    uplift: str
    difference: str
    interval: Text1
    interval_plain: str
    p: str
    p_note: str
    result: str
    variant: str
    position: str
    date: str
    weekday: str
    slot: str
    arm: str
    topic: str
    post: str
    account: str
    late: Text1
    early: Text1
    missing: str
    open_post: str
    value: str
    posts: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Captions, words within figures, and their alternative texts.

    ``*_alt`` texts take the sentences that hold the numbers.
    """

    typical: Text2
    average: Text2
    no_effect: str
    effect_caption: Text1
    rate_caption: Text1
    effect_caption_plain: str
    effect_alt: Text2
    arm_alt: Text2
    change_alt: Text3
    time_caption: str
    time_alt: Text3
    time_arm_alt: Text3
    influence_caption: str
    influence_alt: Text3
    influence_all: str
    influence_range: str
    unadjusted: str
    unadjusted_observed: str
    share_of_best: Text2
    totals: Text2
    per_point: Text1
    first_posts: Text2
    heat_caption: str
    forest_caption: Text1
    forest_alt: Text2


@dataclass(frozen=True, slots=True)
class Methods:
    """How it was worked out; the first fields are the method codes."""

    redraw_log_ols: str
    redraw_log_hc2: str
    redraw_rate_ratio: str
    redraw_empty_arm: str
    permuted_residuals: str
    permuted_labels: str
    permuted_residuals_rate: str
    split_test_score: str
    other: str
    draws: Text1
    family: Text3
    cramers_v: Text1
    one_procedure: str
    as_planned: str
    verdict_rule: Text1
    reckon: str
    guardrails: str
    age: Text1


@dataclass(frozen=True, slots=True)
class Copy:
    """Three sentences to pass on."""

    tested: Text3
    testing: Text3
    compared: Text2
    sure: Text3
    then: Text1


@dataclass(frozen=True, slots=True)
class Footer:
    """Where the page comes from."""

    plan: Text1
    data: Text1
    seed: Text1
    template: Text1


@dataclass(frozen=True, slots=True)
class Site:
    """The index page over all experiments."""

    title: str
    lead: Text2
    experiments: Text1
    answered: Text1
    none: str
    experiment: str
    variable: str
    answer: str
    started: Text1
    no_page: str
    invalid: str
    as_of: Text1
    all: str
    running: str
    languages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a page that is not the answer itself."""

    opening: Opening
    headings: Headings
    columns: Columns
    figures: Figures
    methods: Methods
    definitions: tuple[tuple[str, str], ...]
    definitions_observed: tuple[tuple[str, str], ...]
    copy: Copy
    footer: Footer
    site: Site
