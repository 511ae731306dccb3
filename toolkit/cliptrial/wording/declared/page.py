"""What every language must have for a page: headings, columns, captions, method, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cliptrial.wording.declared.words import Words


class Opening(Words, Protocol):
    """The lines above the verdict."""

    comparison: str

    def experiment_report(self, day: str) -> str: ...
    def comparison_report(self, day: str) -> str: ...
    def experiment(self, noun: str) -> str: ...
    def measured(self, posts: str, days: str) -> str: ...
    def posts(self, n: str) -> str: ...
    def viewers(self, n: str) -> str: ...
    def periods(self, n: str) -> str: ...
    def one_thing(self, noun: str) -> str: ...
    def one_thing_now(self, noun: str) -> str: ...
    def meant_to_change(self, noun: str) -> str: ...
    def compared(self, noun: str) -> str: ...
    def arms(self, listing: str) -> str: ...
    def arm_posts(self, posts: str, arm: str) -> str: ...
    def arms_now(self, listing: str) -> str: ...
    def of_planned(self, n: str, posts: str) -> str: ...
    def days(self, n: str) -> str: ...
    def held(self, listing: str) -> str: ...
    def expected(self, statement: str) -> str: ...
    def versus(self, arm: str, control: str) -> str: ...
    def many_versus(self, n: str, control: str) -> str: ...
    def values(self, n: str) -> str: ...


class Headings(Words, Protocol):
    """Headings, and the labels of regions that scroll."""

    verdict: str
    know: str
    do: str
    cost: str
    plan: str
    compared: str
    tests: str
    numbers: str
    metrics: str
    time: str
    weeks: str
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
    effect: str
    forest: str

    def posts(self, n: str) -> str: ...
    def checks(self, passed: str, notes: str) -> str: ...


class Columns(Words, Protocol):
    """Headers of tables."""

    role: str
    p_plain: str
    metric: str
    uplift: str
    difference: str
    interval_plain: str
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
    missing: str
    open_post: str
    value: str
    posts: str

    best: str
    typical: str
    weakest: str

    def interval(self, confidence: str) -> str: ...
    def more(self, by: str, scale: str) -> str: ...
    def less(self, by: str, scale: str) -> str: ...
    def month(self, posts: str, change: str, metric: str) -> str: ...
    def points(self, n: str) -> str: ...
    def late(self, hours: str) -> str: ...
    def early(self, hours: str) -> str: ...


class Figures(Words, Protocol):
    """Captions, words within figures, and their alternative texts.

    ``*_alt`` texts take the sentences that hold the numbers.
    """

    units: Mapping[str, str]
    effect_caption: str
    rate_caption: str
    effect_caption_plain: str
    density: str
    missing: str
    calendar_caption: str
    weeks_caption: str
    weeks_several: str
    weeks_planned: str
    weeks_left_out: str
    time_caption: str
    blocks_caption: str
    influence_caption: str
    influence_all: str
    influence_range: str
    unadjusted: str
    unadjusted_observed: str
    heat_caption: str

    def typical(self, value: str) -> str: ...
    def axis(self, metric: str, unit: str, log: bool) -> str: ...
    def band_caption(self, confidence: str, margin: str) -> str: ...
    def calendar_alt(self, arms: str) -> str: ...
    def effect_alt(self, metric: str, arms: str) -> str: ...
    def arm_alt(self, arm: str, typical: str) -> str: ...
    def change_alt(self, arm: str, change: str, span: str) -> str: ...
    def weeks_alt(self, metric: str, period: str, arms: str) -> str: ...
    def time_alt(self, metric: str, period: str, arms: str) -> str: ...
    def time_arm_alt(self, arm: str, posts: str, span: str) -> str: ...
    def blocks_alt(self, arm: str, steps: str) -> str: ...
    def block_alt(self, posts: str, change: str, span: str) -> str: ...
    def influence_alt(self, change: str, low: str, high: str) -> str: ...
    def share_of_best(self, arm: str, share: str) -> str: ...
    def totals(self, metric: str, change: str) -> str: ...
    def first_posts(self, shown: str, all_posts: str) -> str: ...
    def forest_caption(self, control: str) -> str: ...
    def forest_alt(self, metric: str, rows: str) -> str: ...


class Methods(Words, Protocol):
    """How it was worked out; the first fields are the method codes."""

    redraw_log_ols: str
    redraw_log_hc2: str
    redraw_rate_ratio: str
    redraw_rate_delta: str
    redraw_rate_linear: str
    redraw_rate_combined: str
    redraw_empty_arm: str
    permuted_residuals: str
    permuted_labels: str
    permuted_residuals_rate: str
    permuted_rate_linear: str
    split_test_score: str
    other: str
    one_procedure: str
    as_planned: str
    reckon: str
    guardrails: str

    def draws(self, n: str) -> str: ...
    def family(self, names: str, m: str, confidence: str) -> str: ...
    def cramers_v(self, v: str) -> str: ...
    def verdict_rule(self, at_least: str) -> str: ...
    def age(self, days: str) -> str: ...
    def weeks(self, days: str) -> str: ...
    def only_shows(self, metric: str, posts: str, size: str) -> str: ...


class Copy(Words, Protocol):
    """Three sentences to pass on."""

    def tested(self, title: str, posts: str, period: str) -> str: ...
    def testing(self, title: str, posts: str, period: str) -> str: ...
    def compared(self, title: str, posts: str) -> str: ...
    def sure(self, span: str, confidence: str, evidence: str) -> str: ...
    def then(self, advice: str) -> str: ...


class Comments(Words, Protocol):
    """A team's own words on its page."""

    heading: str
    needs: str

    def by(self, day: str) -> str: ...


class Together(Words, Protocol):
    """The other ideas on the posts of a combined test, and whether the effect differed between them."""

    heading: str
    held: str
    chance: str
    more: str

    def idea(self, title: str, control: str, variant: str) -> str: ...
    def effects(self, title: str, control: str, with_control: str, variant: str, with_variant: str) -> str: ...
    def questions(self, n: str, one_in: str) -> str: ...


class Footer(Words, Protocol):
    """Where the page comes from."""

    def plan(self, text: str) -> str: ...
    def data(self, text: str) -> str: ...
    def seed(self, text: str) -> str: ...
    def template(self, text: str) -> str: ...


class Site(Words, Protocol):
    """The index page over all experiments.

    Attributes:
        columns: Headers of the table, by part of a row.
        groups: Headings: what waits for a decision, runs, is planned, is answered, has mistakes.
        steps: What comes next in a state; the day follows.
        draft: What comes next where nothing is planned yet.
        to_decide: What to decide, by verdict.
        decided: What was decided; the day follows.
        team: Said of the page that names every client.
    """

    title: str
    none: str
    no_page: str
    invalid: str
    all: str
    team: str
    to_pass_on: str
    jump: str
    columns: Mapping[str, str]
    groups: Mapping[str, str]
    steps: Mapping[str, str]
    draft: str
    to_decide: Mapping[str, str]
    decided: Mapping[str, str]
    find: str
    every: str
    order: str
    due: str
    nothing_fits: str

    def lead(self, n: str, decided: str) -> str: ...
    def experiments(self, n: str) -> str: ...
    def answered(self, n: str) -> str: ...
    def accounts(self, n: str) -> str: ...
    def show_all(self, n: str) -> str: ...
    def started(self, day: str) -> str: ...
    def dated(self, what: str, day: str) -> str: ...
    def as_of(self, day: str) -> str: ...


class Page(Words, Protocol):
    """Everything on a page that is not the answer itself."""

    opening: Opening
    headings: Headings
    columns: Columns
    figures: Figures
    methods: Methods
    definitions: tuple[tuple[str, str], ...]
    definitions_observed: tuple[tuple[str, str], ...]
    definitions_of_weeks: tuple[tuple[str, str], ...]
    copy: Copy
    comments: Comments
    together: Together
    footer: Footer
    site: Site
