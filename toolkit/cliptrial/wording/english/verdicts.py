"""The answer in English."""

from __future__ import annotations

from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.names import MetricNoun
from cliptrial.wording.vocabulary.findings import Trust, Verdicts


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clause(c: Clause) -> str:
    return f"With {c.arm}, {c.subject} {c.verb} {c.rest}"


def _clause_observed(c: Clause) -> str:
    against = "as" if c.times else "than"
    other = {"posts": "those", "a typical post": "one"}.get(c.subject, "that")
    return _upper(f"{c.subject} with {c.arm} {c.verb} {c.rest} {against} {other} with {c.control}")


def _better(a: Answer) -> str:
    yes = {True: "Yes. ", False: "Yes, though the other way round than expected. ", None: ""}[a.as_expected]
    return f"{yes}{a.clause}."


def _worse(a: Answer) -> str:
    no = {True: "", False: "No, rather the other way round. ", None: ""}[a.as_expected]
    return f"{no}{a.clause}."


def _fits(a: Answer, size: str) -> str:
    tail = f"; {size}" if size else ""
    return f"The data fit anything from {a.span} ({a.confidence} interval){tail}."


def _withheld(a: Answer) -> str:
    if a.unadjusted is None:
        return f"The numbers alone say {a.change}, anything from {a.span}."
    terms = "account, month and weekday" if a.observed else "weekdays"
    return (
        f"As they stand, the numbers say {a.unadjusted}; with {terms} taken into account {a.change}, anything "
        f"from {a.span}."
    )


def _equivalent(a: Answer) -> str:
    if a.doubling:
        return f"No large effect: with {a.arm}, {a.metric_the} neither doubled nor halved."
    if a.large:
        return f"No large effect: with {a.arm}, the change in {a.metric_at} lies within {a.margin}."
    return (
        f"No difference that matters: with {a.arm}, {a.metric_the} changed by less than the {a.at_least} worth "
        "acting on."
    )


def _other(metric: MetricNoun, by: str, up: bool) -> str:
    return f"{metric.the} {'were' if metric.plural else 'was'} {by} {'higher' if up else 'lower'}"


VERDICTS = Verdicts(
    clause=_clause,
    clause_observed=_clause_observed,
    clause_other=lambda arm, metric, by, up: f"With {arm}, {_other(metric, by, up)}",
    clause_other_observed=lambda arm, metric, by, up: f"For posts with {arm}, {_other(metric, by, up)}",
    clause_one_sided=lambda metric, some, none: f"{metric} came only with {some}, and not once with {none}",
    subjects={
        "ratio_of_geometric_means": ("a typical post", False),
        "ratio_of_rates": ("posts", True),
        "ratio_of_means": ("the average post", False),
        "ratio_of_proportions": ("the video", False),
    },
    better=_better,
    worse=_worse,
    equivalent=_equivalent,
    not_reached=lambda a: f"{a.arm} does not bring the {a.at_least} hoped for.",
    open=lambda a: (
        f"Still open. With {a.arm}, the change in {a.metric_at} could be anything from {a.span}."
        if a.has_interval
        else f"Still open. The posts do not tell {a.arm} from {a.control}."
    ),
    observed_difference=lambda a: f"{a.clause}; nobody assigned them by chance.",
    observed_equivalent=lambda a: (
        f"Posts with {a.arm} and with {a.control} hardly differed in {a.metric_at}; nobody assigned them by chance."
        if not a.large
        else f"Posts with {a.arm} and with {a.control} showed no large difference in {a.metric_at}; nobody assigned "
        "them by chance."
    ),
    observed_open=lambda a: (
        f"Still open. For posts with {a.arm}, the difference in {a.metric_at} could be anything from {a.span}; "
        "nobody assigned them by chance."
        if a.has_interval
        else f"These posts do not tell {a.arm} from {a.control}."
    ),
    broken=lambda sentence, metric, by: f"{sentence.rstrip('.')}, but {metric.the} suffered more than allowed ({by}).",
    fits=_fits,
    both=lambda a: f"That is the {a.confidence} interval: the posts allow all of it.",
    reached=lambda a: f"even its lower end reaches the {a.at_least} you asked for",
    whether_reached=lambda a: f"whether it reaches the {a.at_least} you asked for is open",
    below=lambda a: f"that is less than the {a.at_least} you asked for",
    numbers_withheld=_withheld,
    reckon=lambda a: f"Reckon with about {a.reckon}: first results tend to flatter.",
    smaller_open=lambda a: (
        f"A smaller effect, up or down, stays possible: the question was only about {a.at_least} or more."
    ),
    lean=lambda a: (
        f"If you must choose today, lean towards {a.lean[0]} ({a.lean[1]}). That is a lean, not a result."
        if a.lean
        else ""
    ),
    others=lambda text: f"The other variants: {text}.",
)

TRUST = Trust(
    randomised="Randomised as planned",
    deviations="Randomised, with deviations",
    observed="Not randomised",
    observed_small="nobody assigned these posts by chance",
    so_far=lambda text: f"so far: {text}",
    followed=lambda f, s: f"all {s.count(f.posts, 'post', 'posts')} as drawn",
    deviated=lambda f, s: (
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
    ),
    locked=lambda day: f"Plan locked on {day}",
    first_post=lambda day: f"first post {day}",
    unchanged="unchanged",
    changed="Plan changed after it was locked",
    late="Plan locked after the first post",
    not_locked="Plan not locked",
    weekdays_shared="Weekdays shared equally",
    weekdays_off="Weekdays not shared equally",
    effective=lambda f, s: f"{s.count(f.posts, 'post does', 'posts do')} the work of {s.n(f.effective_posts)}",
    holds="Holds without any one post",
    at_least=lambda change: f"{change} at the least",
    turns="Turns with a single post",
    without_it=lambda change: f"{change} without it",
    more_changed="More than one thing changed",
    split_even="Groups as large as planned",
    split_off="Groups not as large as planned",
)
