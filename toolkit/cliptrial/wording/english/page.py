"""Everything on an English page that is not the answer itself."""

from __future__ import annotations

from cliptrial.wording.english.method import DEFINITIONS, DEFINITIONS_OBSERVED, METHODS
from cliptrial.wording.vocabulary.page import (
    Columns,
    Copy,
    Figures,
    Footer,
    Headings,
    Opening,
    Page,
    Site,
)

OPENING = Opening(
    experiment_report=lambda day: f"Experiment report · {day}",
    comparison_report=lambda day: f"Comparison · {day}",
    experiment=lambda noun: f"{noun} experiment",
    comparison="Comparison of posts",
    measured=lambda posts, days: f"{posts}, measured {days} after posting",
    posts=lambda n: "1 post" if n == "1" else f"{n} posts",
    viewers=lambda n: "1 viewer" if n == "1" else f"{n} viewers",
    days=lambda n: "1 day" if n == "1" else f"{n} days",
    one_thing=lambda noun: f"One thing changed: {noun}.",
    one_thing_now=lambda noun: f"One thing changes: {noun}.",
    meant_to_change=lambda noun: f"One thing was meant to change: {noun}.",
    compared=lambda noun: f"Posts are compared by one thing: {noun}.",
    arms=lambda listing: f"{listing}.",
    arms_now=lambda listing: f"So far: {listing}.",
    of_planned=lambda n, posts: f"{n} of {posts} so far",
    arm_posts=lambda posts, arm: f"{posts} with {arm}",
    held=lambda listing: f"Meant to stay the same: {listing}.",
    expected=lambda statement: f"The hypothesis: {statement}",
    versus=lambda arm, control: f"{arm} against {control}",
    many_versus=lambda n, control: f"{n} against {control}",
    values=lambda n: f"{n} values",
    nobody_assigned="Nobody assigned these posts by chance, so this shows what went together, not what caused what.",
)

HEADINGS = Headings(
    verdict="Verdict",
    metrics="All metrics",
    time="Over time",
    fair="Was it fair?",
    fair_now="Is it fair so far?",
    differed="What else differed?",
    influence="Does it hold without its best post?",
    conclusions="What this says, and what it does not",
    can="We can say",
    cannot="We cannot say",
    next="What to do next",
    copy="To pass on",
    details="Details",
    method="How this is worked out",
    words="Words used here",
    posts=lambda n: "The one post" if n == "1" else f"All {n} posts",
    effect="Every post and the effect",
    forest="All values side by side",
)

COLUMNS = Columns(
    metric="Metric",
    uplift="Uplift",
    difference="Difference",
    interval=lambda confidence: f"{confidence} interval",
    interval_plain="Interval",
    p="p, adjusted",
    p_note=(
        "p, adjusted: how often chance alone would give a difference as large as this one. Near 0, chance hardly "
        "explains "
        "it; near 1, chance explains it easily, whatever the uplift looks like."
    ),
    result="Result",
    variant="Variant",
    position="No.",
    date="Date",
    weekday="Day",
    slot="Slot",
    arm="Arm",
    topic="Topic",
    post="Post",
    account="Account",
    late=lambda hours: f"{hours} h late",
    early=lambda hours: f"{hours} h early",
    missing="missing",
    open_post="Open",
    value="Value",
    posts="Posts",
)

FIGURES = Figures(
    typical=lambda posts, value: f"{posts} · typical {value}",
    average=lambda posts, value: f"{posts} · {value}",
    no_effect="no effect",
    effect_caption=lambda confidence: (
        "Every point is a post. The lines mark the typical post of each arm; the bar with the large dot is the effect "
        f"with its {confidence} interval."
    ),
    rate_caption=lambda confidence: (
        "Every point is a post. The lines mark each arm's average over all its posts; the bar with the large dot is "
        f"the effect with its {confidence} interval."
    ),
    effect_caption_plain="Every point is a post.",
    effect_alt=lambda metric, arms: f"{metric} of every post. {arms}",
    arm_alt=lambda arm, typical: f"{arm}: {typical}.",
    change_alt=lambda arm, change, span: f"Effect of {arm}: {change}, interval {span}.",
    time_caption="Every post at the day it went out. Shape and colour show the arm.",
    time_alt=lambda metric, period, arms: f"{metric} of every post over time, {period}. {arms}",
    time_arm_alt=lambda arm, posts, span: f"{arm}: {posts}, from {span}.",
    influence_caption="The bar shows how far the estimate moves when any one post is left out.",
    influence_alt=lambda change, low, high: (
        f"All posts: {change}. Leaving out one post at a time: between {low} and {high}."
    ),
    influence_all="all posts",
    influence_range="without one post",
    unadjusted="weekdays ignored",
    unadjusted_observed="numbers as they stand",
    share_of_best=lambda arm, share: f"The best post with {arm} makes up {share} of that arm's total.",
    totals=lambda metric, change: f"{metric}, added up over all posts: {change}. Totals hang on the best posts.",
    per_point=lambda n: f"Every point stands for {n} posts.",
    first_posts=lambda shown, all_posts: (
        f"The first {shown} of {all_posts}; result.json beside this page holds them all."
    ),
    heat_caption="Posts by weekday and arm",
    forest_caption=lambda control: f"Each value against {control}, with its interval.",
    forest_alt=lambda metric, rows: f"{metric}. {rows}",
)

COPY = Copy(
    tested=lambda title, posts, period: f"We tested “{title}” with {posts} ({period}).",
    testing=lambda title, posts, period: f"We are testing “{title}”: {posts} ({period}).",
    compared=lambda title, posts: f"We looked at {posts}: {title}.",
    sure=lambda span, confidence, evidence: f"{confidence} interval{span and f' {span}'}; {evidence}",
    then=lambda advice: f"Next: {advice[:1].lower()}{advice[1:]}",
)

FOOTER = Footer(
    plan=lambda text: f"Plan {text}",
    data=lambda text: f"data {text}",
    seed=lambda text: f"seed {text}",
    template=lambda text: f"template {text}",
)

SITE = Site(
    title="What we test and have tested",
    lead=lambda n, decided: f"{n}, {decided}.",
    experiments=lambda n: "1 experiment" if n == "1" else f"{n} experiments",
    answered=lambda n: f"{n} with a clear answer",
    none="No experiments yet.",
    experiment="Experiment",
    variable="Variable",
    answer="What came out",
    started=lambda day: f"from {day}",
    no_page="No report has been written yet.",
    invalid="This experiment's file has mistakes.",
    as_of=lambda day: f"All experiments · {day}",
    all="All experiments",
    running="Not answered yet",
    languages={"en": "English", "de": "Deutsch"},
)

PAGE = Page(
    opening=OPENING,
    headings=HEADINGS,
    columns=COLUMNS,
    figures=FIGURES,
    methods=METHODS,
    definitions=DEFINITIONS,
    definitions_observed=DEFINITIONS_OBSERVED,
    copy=COPY,
    footer=FOOTER,
    site=SITE,
)
