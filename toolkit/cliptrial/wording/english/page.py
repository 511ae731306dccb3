"""Everything on an English page that is not the answer itself."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.wording.declared import page
from cliptrial.wording.declared.words import say
from cliptrial.wording.english.method import DEFINITIONS, DEFINITIONS_OBSERVED, DEFINITIONS_OF_WEEKS, Methods


class Opening(page.Opening):
    experiment_report = say("Experiment report · {day}")
    comparison_report = say("Comparison · {day}")
    experiment = say("{noun} experiment")
    comparison = "Comparison of posts"
    measured = say("{posts}, measured {days} after posting")
    posts = say("{n} posts", one="1 post")
    viewers = say("{n} viewers", one="1 viewer")
    periods = say("{n} periods", one="1 period")
    days = say("{n} days", one="1 day")
    one_thing = say("One thing changed: {noun}.")
    one_thing_now = say("One thing changes: {noun}.")
    meant_to_change = say("One thing was meant to change: {noun}.")
    compared = say("Posts are compared by one thing: {noun}.")
    arms = say("{listing}.")
    arms_now = say("So far: {listing}.")
    of_planned = say("{n} of {posts} so far")
    arm_posts = say("{posts} with {arm}")
    held = say("Meant to stay the same: {listing}.")
    expected = say("The hypothesis: {statement}")
    versus = say("{arm} against {control}")
    many_versus = say("{n} against {control}")
    values = say("{n} values")


class Headings(page.Headings):
    verdict = "Verdict"
    know = "What we know"
    do = "What we do"
    cost = "What it costs"
    plan = "What was planned"
    compared = "What was compared"
    tests = "How far chance explains it"
    numbers = "The numbers, which are no answer here"
    metrics = "All metrics"
    time = "Over time"
    weeks = "Week by week"
    fair = "Was it fair?"
    fair_now = "Is it fair so far?"
    differed = "What else differed?"
    influence = "Does it hold without its best post?"
    conclusions = "What this says, and what it does not"
    can = "We can say"
    cannot = "We cannot say"
    next = "What to do next"
    copy = "To pass on"
    details = "Details"
    method = "How this is worked out"
    words = "Words used here"
    posts = say("All {n} posts", one="The one post")

    def checks(self, passed: str, notes: str) -> str:
        parts = [f"{passed} {'check' if passed == '1' else 'checks'} passed"] if passed != "0" else []
        parts += [f"{notes} {'note' if notes == '1' else 'notes'}"] if notes != "0" else []
        return ", ".join(parts)

    effect = "Every post and the effect"
    forest = "All values side by side"


class Columns(page.Columns):
    role = "Role"
    p_plain = "p"
    metric = "Metric"
    uplift = "Uplift"
    difference = "Difference"
    interval = say("{confidence} interval")
    interval_plain = "Interval"
    p_note = (
        "p, adjusted: how often chance alone would give a difference as large as this one. Near 0, chance hardly "
        "explains it; near 1, chance explains it easily, whatever the uplift looks like."
    )
    result = "Result"
    variant = "Variant"
    position = "No."
    date = "Date"
    weekday = "Day"
    slot = "Slot"
    arm = "Arm"
    topic = "Topic"
    post = "Post"
    account = "Account"
    late = say("{hours} h late")
    early = say("{hours} h early")
    missing = "missing"
    open_post = "Open"
    value = "Value"
    posts = "Posts"
    best = "best"
    typical = "typical"
    weakest = "weakest"
    month = say("In a month of {posts} such posts: about {change} {metric}.")

    def more(self, by: str, scale: str) -> str:
        return (
            f"{by} longer" if scale == "seconds" else f"about {by} more a post" if scale == "number" else f"{by} more"
        )

    def less(self, by: str, scale: str) -> str:
        if scale == "seconds":
            return f"{by} shorter"
        return f"about {by} fewer a post" if scale == "number" else f"{by} less"

    points = say("{n} points", one="1 point")


class Figures(page.Figures):
    typical = say("typical {value}")
    units: Mapping[str, str] = {"seconds": "seconds", "share": "share", "ratio": "ratio", "money": "amount"}
    effect_caption = "Every point is a post, every line a typical post."
    rate_caption = "Every point is a post, every line the average over all posts."
    density = "Where posts are too many for points, the wider shape has more of them."
    missing = "missing"
    calendar_caption = "Every post on its day, from Monday to Sunday; a week is a column."
    calendar_alt = say("The posts on their days. {arms}")
    band_caption = say(
        "Right: the effect with its {confidence} interval; within the band ({margin}) it is too small to act on."
    )

    def axis(self, metric: str, unit: str, log: bool) -> str:
        return ", ".join(part for part in (f"{metric} of every post", unit, "logarithmic scale" if log else "") if part)

    effect_caption_plain = "Every point is a post."
    effect_alt = say("{metric} of every post. {arms}")
    arm_alt = say("{arm}: {typical}.")
    change_alt = say("Effect of {arm}: {change}, interval {span}.")
    weeks_caption = "Every week or fortnight with its numbers, in order. Shape and colour show the arm."
    weeks_planned = "What chance gave each week or fortnight; a dot is one that is over. Numbers come at the end."
    weeks_several = "Each as a multiple of what its account or region usually has."
    weeks_left_out = "first days, not counted"
    weeks_alt = say("{metric}, week by week, {period}. {arms}")
    time_caption = "Every post at the day it went out. Shape and colour show the arm."
    time_alt = say("{metric} of every post over time, {period}. {arms}")
    time_arm_alt = say("{arm}: {posts}, from {span}.")
    blocks_caption = (
        "The effect with its interval after so many posts, looked at once everything was in. The last one is the "
        "answer; whoever stops at an earlier one that leaves zero aside finds winners by luck."
    )
    blocks_alt = say("How the effect of {arm} grew. {steps}")
    block_alt = say("After {posts}: {change}, interval {span}.")
    influence_caption = "The bar shows how far the estimate moves when any one post is left out."
    influence_alt = say("All posts: {change}. Leaving out one post at a time: between {low} and {high}.")
    influence_all = "all posts"
    influence_range = "without one post"
    unadjusted = "weekdays ignored"
    unadjusted_observed = "numbers as they stand"
    share_of_best = say("The best post with {arm} makes up {share} of that arm's total.")
    totals = say("{metric}, added up over all posts: {change}. Totals hang on the best posts.")
    first_posts = say("The first {shown} of {all_posts}; result.json beside this page holds them all.")
    heat_caption = "Posts by weekday and arm"
    forest_caption = say("Each value against {control}, with its interval.")
    forest_alt = say("{metric}. {rows}")


class Copy(page.Copy):
    tested = say("We tested “{title}” with {posts} ({period}).")
    testing = say("We are testing “{title}”: {posts} ({period}).")
    compared = say("We looked at {posts}: {title}.")

    def sure(self, span: str, confidence: str, evidence: str) -> str:
        return f"{confidence} interval{span and f' {span}'}; {evidence}"

    def then(self, advice: str) -> str:
        return f"Next: {advice[:1].lower()}{advice[1:]}"


class Comments(page.Comments):
    heading = "Our comment"
    needs = "What we need from you"
    by = say("by {day}")


class Together(page.Together):
    heading = "The other ideas on these posts"
    held = "Each question was drawn by itself. When one is compared, the others' planned arms are held equal."
    chance = "Such a difference can be chance."
    more = "That is more than chance explains: how the one idea works seems to depend on the other."
    idea = say("{title}: {control} or {variant}.")
    effects = say("{title}: the difference was {with_control} with {control} and {with_variant} with {variant}.")
    questions = say(
        "{n} questions: if nothing works, about 1 in {one_in} such combined tests still shows a difference."
    )


class Footer(page.Footer):
    plan = say("Plan {text}")
    data = say("data {text}")
    seed = say("seed {text}")
    template = say("template {text}")


class Site(page.Site):
    title = "What we test and have tested"
    lead = say("{n}, {decided}.")
    experiments = say("{n} experiments", one="1 experiment")
    answered = say("{n} with a clear answer")
    accounts = say("{n} accounts")
    show_all = say("Show all {n}")
    none = "No experiments yet."
    dated = say("{what}: {day}")
    started = say("from {day}")
    no_page = "No report has been written yet."
    invalid = "This experiment's file has mistakes."
    as_of = say("All experiments · {day}")
    all = "All experiments"
    team = "For the team alone: this page names every client."
    to_pass_on = "To pass on to a client:"
    jump = "On this page"
    columns = {
        "client": "Client",
        "title": "Experiment",
        "variable": "Variable",
        "effect": "Effect",
        "word": "Result",
        "starts": "Dates",
        "step": "Next step",
    }
    groups = {
        "waiting": "Waiting for a decision",
        "running": "Running",
        "planned": "Planned",
        "answered": "Answered",
        "invalid": "Mistakes in the file",
    }
    steps = {"planned": "Lock the plan before the first post", "locked": "First post", "running": "All numbers in"}
    draft = "Draw the schedule"
    to_decide = {
        "better": "Decide: adopt it for now?",
        "worse": "Decide: keep the old way?",
        "equivalent": "Decide: take what is less work?",
        "inconclusive": "Decide: leave it open or test again?",
        "unanswerable": "Decide: test again?",
    }
    decided = {
        "ship": "Adopted for now",
        "drop": "Kept the old way",
        "repeat": "To be tested again",
        "inconclusive": "Left open",
    }
    find = "Search"
    every = "all"
    order = "Sort by"
    due = "what is due first"
    nothing_fits = "No experiment fits."


class Page(page.Page):
    opening = Opening()
    headings = Headings()
    columns = Columns()
    figures = Figures()
    methods = Methods()
    definitions = DEFINITIONS
    definitions_observed = DEFINITIONS_OBSERVED
    definitions_of_weeks = DEFINITIONS_OF_WEEKS
    copy = Copy()
    comments = Comments()
    together = Together()
    footer = Footer()
    site = Site()
