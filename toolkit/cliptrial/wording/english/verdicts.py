"""The answer in English."""

from __future__ import annotations

from cliptrial.analysis.findings import followed
from cliptrial.analysis.findings.followed import ScheduleDeviations, ScheduleFollowed
from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.wording.declared import result
from cliptrial.wording.declared.terms import MetricNoun
from cliptrial.wording.declared.words import say
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences

SETTLES = Sentences()
SETTLES[followed.MissingPostsDecide] = lambda f, s: (
    f"The whole range lies on one side of zero, yet the answer is open: {s.count(f.missing, 'post has', 'posts have')} "
    "no numbers, which at worst would overturn it. Handing them in settles it; without them, only a repeat does."
)
SETTLES[followed.AsPosted] = (
    "The whole range lies on one side of zero, yet the answer is open: many posts went out on other days or at other "
    "hours than planned, and counted by those it does not hold. Only a repeat as planned settles it."
)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _other(metric: MetricNoun, by: str, up: bool) -> str:
    return f"{metric.the} {'were' if metric.plural else 'was'} {by} {'higher' if up else 'lower'}"


class Verdicts(result.Verdicts):
    def clause(self, c: Clause) -> str:
        return f"With {c.arm}, {c.subject} {c.verb} {c.rest}"

    def clause_observed(self, c: Clause) -> str:
        against = "as" if c.times else "than"
        other = {"posts": "those", "a typical post": "one"}.get(c.subject, "that")
        return _upper(f"{c.subject} with {c.arm} {c.verb} {c.rest} {against} {other} with {c.control}")

    def clause_other(self, arm: str, metric: MetricNoun, by: str, up: bool) -> str:
        return f"With {arm}, {_other(metric, by, up)}"

    def clause_other_observed(self, arm: str, metric: MetricNoun, by: str, up: bool) -> str:
        return f"For posts with {arm}, {_other(metric, by, up)}"

    settles = SETTLES
    clause_one_sided = say("{metric} came only with {some}, and not once with {none}")
    subjects = {
        "ratio_of_geometric_means": ("a typical post", False),
        "period": ("a typical period", False),
        "ratio_of_rates": ("posts", True),
        "ratio_of_means": ("the average post", False),
        "ratio_of_proportions": ("the video", False),
    }

    def better(self, a: Answer) -> str:
        yes = {True: "Yes. ", False: "Yes, though the other way round than expected. ", None: ""}[a.as_expected]
        return f"{yes}{a.clause}."

    def worse(self, a: Answer) -> str:
        no = {True: "", False: "No, rather the other way round. ", None: ""}[a.as_expected]
        return f"{no}{a.clause}."

    def equivalent(self, a: Answer) -> str:
        if a.doubling:
            return f"No large effect: with {a.arm}, {a.metric_the} neither doubled nor halved."
        if a.large:
            return f"No large effect: with {a.arm}, the change in {a.metric_at} lies within {a.margin}."
        return (
            f"No difference that matters: with {a.arm}, {a.metric_the} changed by less than the {a.at_least} worth "
            "acting on."
        )

    not_reached = say("{a.arm} does not bring the {a.at_least} hoped for.")

    ended_early = "Ended early, because a clear answer had become unlikely."

    def open(self, a: Answer) -> str:
        return (
            f"Still open. With {a.arm}, the change in {a.metric_at} could be anything from {a.span}."
            if a.has_interval
            else f"Still open. The {'weeks' if a.periods else 'posts'} do not tell {a.arm} from {a.control}."
        )

    observed_difference = say("{a.clause}; nobody assigned them by chance.")

    def observed_equivalent(self, a: Answer) -> str:
        return (
            f"Posts with {a.arm} and with {a.control} hardly differed in {a.metric_at}; nobody assigned them by chance."
            if not a.large
            else f"Posts with {a.arm} and with {a.control} showed no large difference in {a.metric_at}; nobody "
            f"assigned "
            "them by chance."
        )

    def observed_open(self, a: Answer) -> str:
        return (
            f"Still open. For posts with {a.arm}, the difference in {a.metric_at} could be anything from {a.span}; "
            "nobody assigned them by chance."
            if a.has_interval
            else f"These posts do not tell {a.arm} from {a.control}."
        )

    def broken(self, sentence: str, metric: MetricNoun, by: str) -> str:
        return f"{sentence.rstrip('.')}, but {metric.the} suffered more than allowed ({by})."

    def fits(self, a: Answer, size: str) -> str:
        tail = f"; {size}" if size else ""
        return f"The data fit anything from {a.span} ({a.confidence} interval){tail}."

    reached = say("even its lower end reaches the {a.at_least} you asked for")
    whether_reached = say("whether it reaches the {a.at_least} you asked for is open")
    below = say("that is less than the {a.at_least} you asked for")

    smaller_open = say(
        "A smaller effect, up or down, stays possible: the question was only about {a.at_least} or more."
    )

    def reckon(self, a: Answer) -> str:
        few = "viewers" if a.viewers else "weeks" if a.periods else "posts"
        luck = f"results this large from so few {few} are mostly luck"
        return f"About {a.reckon} is realistic: {luck if a.luck else 'first results tend to flatter'}."

    risk = say("Risk: in about {cases} of 10 such cases the one that is behind is in truth the better one.")
    more_posts = say("{posts} more than in as many weeks as before.")
    used = say("{posts} over {days}.")
    had = say("Nothing new: {posts} that were out already.")
    others = say("The other variants: {text}.")


class Trust(result.Trust):
    randomised = "Drawn by lot as planned"
    deviations = "Drawn by lot, with deviations"
    observed = "Only observed, not drawn by lot"
    observed_small = "nobody assigned these posts by chance"
    so_far = say("so far: {text}")

    def followed(self, f: ScheduleFollowed, s: Phrases) -> str:
        return f"all {s.count(f.posts, 'post', 'posts')} as drawn"

    def deviated(self, f: ScheduleDeviations, s: Phrases) -> str:
        return (
            s.f.listing(
                text
                for count, text in (
                    (f.late, f"{s.n(f.late)} late"),
                    (f.moved, f"{s.n(f.moved)} on another day"),
                    (f.swapped, f"{s.n(f.swapped)} with another arm's value"),
                )
                if count
            )
            + f", of {s.count(f.posts, 'post', 'posts')}"
        )

    locked = say("Plan locked on {day}")
    first_post = say("first post {day}")
    first_day = say("first day {day}")
    unchanged = "unchanged"
    changed = "Plan changed after it was locked"
    late = "Plan locked after the first post"
    late_weeks = "Plan locked after the first day"
    not_locked = "Plan not locked"
    weekdays_off = "Weekdays not shared equally"

    def effective(self, f: WeekdayConfounded, s: Phrases) -> str:
        return f"{s.count(f.posts, 'post does', 'posts do')} the work of {s.n(f.effective_posts)}"

    turns = "Turns with a single post"
    without_it = say("{change} without it")
    more_changed = "More than one thing changed"
    split_even = "Groups as large as planned"
    split_off = "Groups not as large as planned"
