"""English sentences of findings: the plan: its lock, its draw, its looks and its end."""

from __future__ import annotations

from cliptrial.analysis.findings import planned
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _repeated(f: planned.RepeatedTest, s: Phrases) -> str:
    text = (
        f"This is test no. {s.n(f.tests)} of the same comparison ({s.attribute(f.variable).lower()}; before: "
        f"{s.listing(f.experiments)}). By luck alone, at least one of {s.n(f.tests)} comes out better in "
        f"{s.percent(f.chance)} of such series."
    )
    if f.pooled is None or f.low is None or f.high is None:
        return text
    return f"{text} All together say {s.signed(f.pooled)} ({s.signed(f.low)} to {s.signed(f.high)})."


FINDINGS = Sentences()

FINDINGS[planned.Locked] = lambda f, s: (
    f"The plan was locked on {s.date(f.locked_on)}, before the first {s.units('post', 'day')}."
)
FINDINGS[planned.NotLocked] = lambda _, s: (
    f"The plan was not locked before the first {s.units('post', 'day')}, so it could have changed on the way."
)
FINDINGS[planned.LockedLate] = lambda f, s: (
    f"The plan was locked on {s.date(f.locked_on)}, after the first {s.units('post', 'day')} on {s.date(f.first_post)}."
)
FINDINGS[planned.WayChanged] = lambda f, s: (
    "Decisions changed the new way while it was held against the old one: "
    + s.listing([*(f"{one} was taken back" for one in f.gone), *(f"{one} was adopted" for one in f.added)])
    + ". Decide after a check."
)
FINDINGS[planned.PlanChanged] = lambda f, s: f"The plan was changed after it was locked: {s.listing(f.fields)}."
FINDINGS[planned.NoSchedule] = "There is no drawn schedule, so chance did not decide which post got which arm."
FINDINGS[planned.ScheduleNotByRule] = lambda f, _: (
    "The schedule was changed by hand: its arms go along with those of another idea on the same posts more than a "
    "draw leaves them. The two cannot be told apart well."
    if f.rule == "limit"
    else "The schedule was not drawn by chance: it was changed by hand, or the arms simply take turns. Without a draw "
    "there is nothing to hold the result against."
)
FINDINGS[planned.NoTopics] = (
    "No topics were written down before chance assigned the arms; whoever picked the idea for a day knew its arm."
)
FINDINGS[planned.TopicsLate] = lambda f, s: (
    f"{s.count(f.posts, 'post', 'posts')} got {'its topic' if f.posts == 1 else 'their topics'} only after going out "
    f"(handed in on {s.date(f.given_on)})."
)
FINDINGS[planned.NotRandomised] = "Nobody assigned these posts by chance. What else differed between them is not known."
FINDINGS[planned.NotReady] = lambda f, s: (
    f"{s.n(f.measured)} of {s.count(f.posts, 'post', 'posts')} are measured so far; {s.n(f.needed)} are needed."
)
FINDINGS[planned.PlannedLook] = lambda f, s: (
    f"This is planned look {s.n(f.look)} of {s.n(f.looks)}, after {s.n(f.posts)} of {s.n(f.of)} posts. Before the "
    f"end, only a p of {s.f.p_value(f.limit)} or less counts, so that looking early gains nothing."
)
FINDINGS[planned.EarlyEndPlanned] = lambda f, s: (
    f"As planned, this test may be ended early, from {s.n(f.posts)} of its {s.n(f.of)} posts on, should "
    "a clear answer "
    "become unlikely. Whether it has is told then, never in which direction the numbers point."
)
FINDINGS[planned.MayEndEarly] = lambda f, s: (
    f"After {s.n(f.posts)} of {s.n(f.of)} posts, a clear answer at the end has become unlikely: less "
    "than 1 chance in "
    "10. As planned, this test may be ended now; going on is just as right. This does not say in which direction the "
    "numbers point. To end it, decide to keep the old way or to leave it open."
)
FINDINGS[planned.EndedEarly] = lambda f, s: (
    f"Ended early on {s.date(f.ended_on)}, as planned, after {s.n(f.posts)} of {s.n(f.of)} posts: a clear answer had "
    "become unlikely. Only complete blocks count, and the other posts are not missing. This does not say that the "
    "change does nothing."
)
FINDINGS[planned.RepeatedTest] = _repeated
