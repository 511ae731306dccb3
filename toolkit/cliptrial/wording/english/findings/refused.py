"""English sentences of findings: what cannot be answered, and why."""

from __future__ import annotations

from cliptrial.analysis.findings import refused
from cliptrial.wording.english.findings.places import named_rows
from cliptrial.wording.formats import known
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _no_events(f: refused.NoEvents, s: Phrases) -> str:
    """One arm without any: there is no ratio, but often a bound."""
    if f.arm is None:
        return f"{s.metric(f.metric)}: not one {s.units('on any post', 'in any week')}."
    if not known(f.limit):
        return (
            f"{s.metric(f.metric)}: not one with {s.arm(f.arm)}. There are too few {s.units('posts', 'weeks')} "
            "to say how large "
            "the difference is."
        )
    if f.limit < 0:
        return (
            f"{s.metric(f.metric)}: not one with {s.arm(f.arm)}, at least {s.f.percent(-f.limit)} fewer than with "
            f"{s.arm(f.other)}."
        )
    return (
        f"{s.metric(f.metric)}: not one with {s.arm(f.arm)}; with {s.arm(f.other)} at least {s.f.times(f.limit)} "
        "times as many."
    )


FINDINGS = Sentences()
FINDINGS[refused.TooFewPosts] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.count(f.posts, s.units('post', 'week'), s.units('posts', 'weeks'))}, "
    f"at least {s.n(f.needed)} are needed."
)
FINDINGS[refused.TooFewAssignments] = lambda f, s: (
    f"{s.metric(f.metric)}: so few {s.units('posts', 'weeks')} could have carried the other arm that "
    "even the clearest result could not "
    f"be told from chance (smallest possible p is {s.f.p_value(f.smallest_p)})."
)
FINDINGS[refused.TooFewViews] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.count(f.views, 'view', 'views')}, at least {s.n(f.needed)} are needed."
)
FINDINGS[refused.UnequalSpread] = lambda f, s: (
    f"{s.metric(f.metric)}: amounts with {s.arm(f.arm)} and with {s.arm(f.control)} vary so differently "
    f"({s.p(f.p_value)}) that their averages cannot be compared. The arm that varies more has most likely not shown "
    "its largest amounts yet."
)
FINDINGS[refused.NoVariation] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.units('posts', 'weeks')} of the same arm do not differ at all, so there "
    "is nothing to tell chance by."
)
FINDINGS[refused.NoEvents] = _no_events
FINDINGS[refused.ImpossibleValues] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.count(f.posts, 'post has a value', 'posts have values')} that cannot be (below "
    f"zero, infinite or divided by zero){named_rows(f, s)}."
    + (" Correct this, or compare the other posts with --leave-out impossible." if f.rows else "")
)
FINDINGS[refused.IntervalUnbounded] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: the data set no limit on one side; there are too few "
    f"{s.units('posts', 'weeks')} for that."
)
FINDINGS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} has no {s.units('posts', 'weeks')} with a value for {s.metric_within(f.metric)}."
)
