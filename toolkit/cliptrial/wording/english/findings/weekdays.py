"""English sentences of findings: weekdays, weeks and the sizes of groups."""

from __future__ import annotations

from cliptrial.analysis.findings import weekdays
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _weekday_confounded(f: weekdays.WeekdayConfounded, s: Phrases) -> str:
    if f.weekend:
        text = (
            f"{s.n(f.weekend_arm)} of {s.n(f.posts_arm)} posts with {s.arm(f.arm)} went out from Friday to "
            f"Sunday, {s.n(f.weekend_control)} of {s.n(f.posts_control)} with {s.arm(f.control)}."
        )
    elif f.absent_days:
        text = f"{s.arm(f.arm)} and {s.arm(f.control)} never met on {s.weekdays(f.absent_days)}."
    else:
        text = f"{s.arm(f.arm)} and {s.arm(f.control)} ran on different weekdays."
    return text + (
        f" The two spread over the week differently by {s.percent(f.tv_distance)}; a draw alone gives about "
        f"{s.percent(f.tv_by_chance)}. {s.count(f.posts, 'post does', 'posts do')} the work of "
        f"{s.n(f.effective_posts)}."
    )


def _adjustment_moves(f: weekdays.AdjustmentMoves, s: Phrases) -> str:
    terms = "account, month and weekday" if f.by == "calendar" else "weekdays"
    text = (
        f"{s.row(f.metric, f.arm)}: {s.signed(f.unadjusted)} as the numbers stand, {s.signed(f.adjusted)} with "
        f"{terms} taken into account."
    )
    return text + (" Even the sign changes." if f.sign_changes else "")


def _weekday_table(f: weekdays.WeekdayTableTest, s: Phrases) -> str:
    if f.p_value >= 0.05:
        return f"Arms and weekdays do not go together more than chance alone would have it ({s.p(f.p_value)})."
    return f"Arms and weekdays go together more than chance alone would have it ({s.p(f.p_value)})."


FINDINGS = Sentences()
FINDINGS[weekdays.RotationBalanced] = lambda f, s: (
    "All arms ran on every weekday equally often: the weekday explains none of the difference."
    if f.largest_difference == 0
    else (
        "All arms shared the weekdays: no weekday differs by more than "
        f"{s.count(f.largest_difference, 'post', 'posts')}."
    )
)
FINDINGS[weekdays.WeekdayConfounded] = _weekday_confounded
FINDINGS[weekdays.WeekdayTableTest] = _weekday_table
FINDINGS[weekdays.AdjustmentMoves] = _adjustment_moves
FINDINGS[weekdays.ArmsInDifferentPeriods] = lambda f, s: (
    f"{s.arm(f.arm)} and {s.arm(f.control)} ran in different periods or long stretches (correlation with time "
    f"{s.n(f.correlation, 2)}, {s.p(f.p_value)}). Whatever else changed over time is mixed in."
)
FINDINGS[weekdays.SplitCountsOff] = lambda f, s: (
    f"The groups are not of the size that the plan gives ({s.p(f.p_value)}). Something other than chance decided "
    "who is counted."
)
FINDINGS[weekdays.SplitCountsOk] = lambda f, s: f"The groups are as large as the plan gives ({s.p(f.p_value)})."
FINDINGS[weekdays.TimesUnknown] = (
    "The posts have no times, so nobody can see whether the arms shared weekdays and weeks. Name the column with "
    "the time of posting."
)
FINDINGS[weekdays.ArmsTakeTurns] = (
    "The arms strictly take turns. That is an order, not chance, and whatever comes and goes with it looks like "
    "an effect."
)
