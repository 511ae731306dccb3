"""Why a question cannot be answered and what to do then, in English."""

from __future__ import annotations

from cliptrial.analysis.findings import (
    by_platform,
    followed,
    measured,
    one_variable,
    periods,
    planned,
    refused,
    weekdays,
)
from cliptrial.analysis.findings.planned import NotReady
from cliptrial.wording.declared import result
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _weekdays(f: weekdays.WeekdayConfounded, s: Phrases) -> str:
    if f.weekend and f.weekend_arm > f.weekend_control:
        return f"{s.arm(f.arm)} and the weekend came together. Nobody can tell which of them did it."
    return f"{s.arm(f.arm)} and {s.arm(f.control)} ran on different weekdays. Nobody can tell which of the two did it."


REFUSALS = Sentences(other="The posts do not allow an answer.")
REFUSALS[planned.NotReady] = lambda f, s: (
    f"It is too early for an answer: {s.n(f.measured)} of {s.count(f.posts, 'post', 'posts')} are measured."
)
REFUSALS[periods.PeriodsRunning] = lambda f, s: (
    f"It is too early for an answer: {s.n(f.due)} of {s.count(f.posts, 'period', 'periods')} are over and handed in."
)
REFUSALS[planned.NoSchedule] = "There is no drawn schedule, so nothing tells chance from choice."
REFUSALS[planned.ScheduleNotByRule] = "The schedule was not drawn by chance, so nothing tells chance from choice."
REFUSALS[followed.WrongArm] = (
    "Too many posts did not carry their arm's value to still call this the experiment that was planned."
)
REFUSALS[followed.ExtraPosts] = (
    "Too many positions have more than one post that could stand for them. Choosing between them decides the answer."
)
REFUSALS[followed.SharedPosts] = lambda f, s: (
    f"These posts serve {s.listing(f.experiments)} as well. Nobody can tell which of the changes did it."
)
REFUSALS[followed.TopListExport] = (
    "The export hides posts, most likely the ones that did badly. That is no basis for an answer."
)
REFUSALS[weekdays.WeekdayConfounded] = _weekdays
REFUSALS[weekdays.ArmsInDifferentPeriods] = (
    "The arms ran one after the other, or in long stretches. Nobody can tell what they did from what the time did."
)
REFUSALS[weekdays.ArmsTakeTurns] = (
    "The arms strictly took turns. Nobody can tell what they did from what came and went with the turn."
)
REFUSALS[weekdays.SplitCountsOff] = "The groups are not what the plan gives, so their numbers cannot be compared."
REFUSALS[by_platform.OnlyRecorded] = "The platform shows shares and no counts, so its result can only be recorded."
REFUSALS[one_variable.AttributeDiffers] = lambda f, s: (
    f"More than one thing changed: {s.the(f.attribute)} differed too."
)
REFUSALS[refused.TooFewPosts] = lambda _, s: f"There are too few {s.units('posts', 'weeks')} to answer this."
REFUSALS[refused.TooFewAssignments] = lambda _, s: (
    f"There are too few {s.units('posts', 'weeks')}: not even the clearest result could be told from chance."
)
REFUSALS[refused.TooFewViews] = "There are too few views to compare rates."
REFUSALS[refused.UnequalSpread] = "Amounts vary too differently between the arms to compare their averages."
REFUSALS[refused.NoVariation] = lambda _, s: (
    f"{s.units('Posts', 'Weeks')} of the same arm do not differ at all, so there is nothing to tell chance by."
)
REFUSALS[refused.NoEvents] = lambda f, s: (
    f"{s.metric(f.metric)}: not one {s.units('on any post', 'in any week')}, so there is nothing to compare."
)
REFUSALS[refused.ImpossibleValues] = "Some values cannot be true, so nothing was computed from them."
REFUSALS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} has no {s.units('posts', 'weeks')} with a value for {s.metric_within(f.metric)}, so there is "
    "nothing to compare."
)
REFUSALS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)} was not delivered by any source."


class Remedies(result.Remedies):
    def wait(self, f: NotReady, s: Phrases) -> str:
        return (
            f"Keep to the calendar and {s.units('fill', 'hand')} in the numbers. The answer appears here once "
            f"{s.count(f.needed, 'post is', s.units('posts are', 'periods are'))} measured; until then, nobody should "
            "look at who leads."
        )

    rerun = "Run it again with a freshly drawn calendar, and keep to its days."
    collect = "Collect more posts for every arm, then run the analysis again."
    export = "Export the last 7 days twice a week until every post has its reading, then analyse again."
    clean = "Check the numbers of the posts named above against the app, correct them and analyse again."
    nothing_learned = "Nothing from this round counts as learned."
