"""Every finding as an English sentence."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.analysis.findings import (
    Level,
    by_platform,
    followed,
    improbable,
    measured,
    one_variable,
    periods,
    planned,
    refused,
    robust,
    weekdays,
)
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.wording.formats import known
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _schedule_deviations(f: followed.ScheduleDeviations, s: Phrases) -> str:
    parts = [
        s.count(f.late, "post went out late", "posts went out late"),
        s.count(f.moved, "moved to another day", "moved to another day"),
        s.count(f.swapped, "did not carry its arm's value", "did not carry their arm's value"),
    ]
    counts = (f.late, f.moved, f.swapped)
    deviations = [part for part, count in zip(parts, counts, strict=True) if count]
    wrong = f" ({_positions(f.wrong, s)})" if f.wrong else ""
    return f"Of {s.count(f.posts, 'post', 'posts')}, {s.f.listing(deviations)}{wrong}."


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


def _left_out(f: measured.LeftOut, s: Phrases) -> str:
    return (
        f"{s.metric(f.metric)}: {s.count(f.posts, 'post is', 'posts are')} left out, without a reading near the "
        "measuring age."
    )


_WithRows = refused.ImpossibleValues | measured.ImpossibleLeftOut | measured.LinesAside


def _rows(f: _WithRows, s: Phrases) -> str:
    return f": {_places((), f.rows, s)}" if f.rows else ""


def _places(positions: Sequence[int], rows: Sequence[int], s: Phrases) -> str:
    """Where posts stand: in the plan, or in a table."""
    if positions:
        return _positions(positions, s)
    return f"row{'' if len(rows) == 1 else 's'} {s.listing(rows)}" if rows else ""


def _positions(positions: Sequence[int], s: Phrases) -> str:
    return f"position{'' if len(positions) == 1 else 's'} {s.listing(positions)}"


def _orders_attributed(f: measured.OrdersAttributed, s: Phrases) -> str:
    rest = _lost(f, s)
    once = f" {s.n(f.twice)} stand in two sources (same amount, at most five minutes apart): counted once." * bool(
        f.twice
    )
    alike = f" {s.n(f.alike)} look like one of another source; too few to be sure, so each counts." * bool(f.alike)
    return (
        f"{s.count(f.orders, 'order belongs', 'orders belong')} to posts of this experiment: by the last "
        "tracked link "
        f"or code, within {s.count(f.days, 'day', 'days')} of the post.{rest}{once}{alike}"
    )


def _lost(f: measured.OrdersAttributed | measured.OutcomesAttributed, s: Phrases) -> str:
    lost = [
        (f.unmarked, "carry neither a tracked link nor a code"),
        (f.unknown, "carry a link or code of no post here"),
        (f.before, "are older than the post"),
        (f.late, "came after the window"),
    ]
    others = [f"{s.n(count)} {why}" for count, why in lost if count]
    return f" Not counted: {s.f.listing(others)}." if others else " None was left over."


_WHAT = {
    "sessions": "sessions of the website",
    "key_events": "key events of the website",
    "short_link_clicks": "clicks on short links (bots and previews are among them)",
    "dm_leads": "leads by message",
    "leads": "leads",
    "comments_labelled": "labelled comments",
    "comments_positive": "positive comments",
    "comments_negative": "negative comments",
}


def _outcomes_attributed(f: measured.OutcomesAttributed, s: Phrases) -> str:
    within = (
        "the files have no days, so the whole time up to the export counts"
        if f.whole
        else f"within {s.count(f.days, 'day', 'days')} of the post"
    )
    return (
        f"Of this experiment's posts: {s.n(f.count)} {_WHAT.get(f.what, f.what)}, by the last tracked link or code; "
        f"{within}.{_lost(f, s)}"
    )


def _common_export(f: measured.CommonExport, s: Phrases) -> str:
    ages = (
        f"{s.n(f.youngest)} days old"
        if s.n(f.youngest) == s.n(f.oldest)
        else f"{s.n(f.youngest)} to {s.n(f.oldest)} days old"
    )
    return (
        f"{s.metric(f.metric)}: read for all posts as of {s.date(f.as_of)}, when they were {ages}; the ages are "
        "spread evenly over the arms."
    )


def _weekday_table(f: weekdays.WeekdayTableTest, s: Phrases) -> str:
    if f.p_value >= 0.05:
        return f"Arms and weekdays do not go together more than chance alone would have it ({s.p(f.p_value)})."
    return f"Arms and weekdays go together more than chance alone would have it ({s.p(f.p_value)})."


def _missing(f: followed.MissingPosts, s: Phrases) -> str:
    return (
        f"{s.n(f.missing)} of {s.n(f.posts)} planned posts {'is' if f.missing == 1 else 'are'} missing "
        f"({_positions(f.positions, s)})."
    )


_STATES = {
    "skipped": "skipped",
    "deleted": "deleted",
    "later": "posted later",
    "other": "the other variant posted",
    "collab": "a collab",
    "waiting": "waiting",
}


def _not_as_planned(f: followed.NotAsPlanned, s: Phrases) -> str:
    """``skipped (positions 3 and 7); deleted (position 9)``."""
    parts = [f"{_STATES[key]} ({_positions(getattr(f, key), s)})" for key in _STATES if getattr(f, key)]
    return f"By the team's own word not as planned: {'; '.join(parts)}."


def _shares(f: by_platform.OnlyRecorded, s: Phrases) -> str:
    return ", ".join(f"{s.arm(arm)} {s.percent(share)}" for arm, share in zip(f.arms, f.shares, strict=True))


def _platform_says(f: by_platform.PlatformSays, s: Phrases) -> str:
    name = PLATFORMS[f.platform].label
    if f.says == "nothing":
        return f"{name} itself names no winner."
    sure = f", {s.percent(f.confidence)} sure" if f.confidence is not None else ""
    claim = {"winner": "calls {arm} the winner", "preferred": "prefers {arm}", "same": "says they performed the same"}
    said = f"{name} itself {claim[f.says].format(arm=s.arm(f.arm) if f.arm else '')}{sure}."
    if f.agrees is None:
        return said
    return f"{said} {'So do its own counts.' if f.agrees else 'Its own counts do not show that.'}"


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


def _differs(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    if f.control is None:
        differ = "differs" if f.posts == 1 else "differ"
        return (
            f"{s.attribute(f.attribute)}: {s.n(f.posts)} of {s.count(f.of, 'post', 'posts')} {differ} from what "
            "was to "
            "stay the same."
        )
    return f"{s.arm(f.arm)} {_also(f, s)} ({s.n(f.posts)} of {s.count(f.of, 'post', 'posts')})."


def _also(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    """What came together with the variant: ``also went out 2 hours later than “Statement”``."""
    one, other, control = f.arm_value, f.control_value, s.arm(f.control)
    if f.attribute == "sound":
        return f"also used another sound: {s.names.quote(str(one))} instead of {s.names.quote(str(other))}"
    if f.attribute == "hashtags":
        return f"also carried #{one}, {control} did not" if one else f"also did not carry #{other}, {control} did"
    if f.attribute == "day":
        return (
            f"also went out on other days than planned, {control} did not"
            if one
            else f"kept its days, {control} did not"
        )
    if not isinstance(one, float) or not isinstance(other, float):
        return f"also differed from {control} in this: {s.attributes([f.attribute])}"
    if f.attribute == "slot":
        gap = abs(one - other)
        hours = s.count(round(gap), "hour", "hours") if gap >= 1 else s.count(round(60 * gap), "minute", "minutes")
        return f"also went out {hours} {'later' if one > other else 'earlier'} than {control}"
    longer = "longer" if one > other else "shorter"
    if f.attribute == "caption":
        return f"also had a {longer} caption than {control}: {s.n(one)} characters instead of {s.n(other)}"
    return f"was also {longer} than {control}: {s.n(one)} s instead of {s.n(other)} s"


def _unbalanced(f: one_variable.AttributeUnbalanced, s: Phrases) -> str:
    apart = f"they are {s.n(f.difference, 2)} standard deviations apart"
    if f.label:
        often = "more often" if f.difference > 0 else "less often"
        apart = f"{s.names.quote(f.label)} came {often} with {s.arm(f.arm)}"
    text = f"{s.attribute(f.attribute)} is not spread evenly over the arms ({apart}, {s.p(f.p_value)})."
    if f.adjusted is None:
        return text
    return text + (
        f" With that held equal: {s.signed(f.adjusted)} ({s.signed(f.low)} to {s.signed(f.high)}) instead of "
        f"{s.signed(f.as_planned)}."
    )


def _extra(f: followed.ExtraPosts, s: Phrases) -> str:
    text = (
        f"{s.count(f.posts, 'more post', 'more posts')} could have stood for a planned one "
        f"({_positions(f.positions, s)}): a second take, the same topic or another post in its slot."
    )
    if f.relinked:
        text += (
            f" {s.count(f.relinked, 'post was', 'posts were')} replaced after "
            f"{'its' if f.relinked == 1 else 'their'} "
            "numbers were known."
        )
    return text + " Whoever posts twice and counts the better one wins by luck."


def _improbable(f: improbable.ImprobablePosts, s: Phrases) -> str:
    places = _places(f.positions, f.rows, s)
    posts = f"{s.count(f.posts, 'post', 'posts')} with {s.arm(f.arm)}{f' ({places})' if places else ''}"
    seen = {
        "no_likes": f"{posts} have views without the likes that belong to them.",
        "far_above": f"{posts} stand far above all others, and none with another arm does.",
        "top_only": f"Much of the lead sits in {posts}; the others lead by far less.",
    }[f.sign]
    return f"{seen} Check these posts for promotion, reposts and wrong rows. {_BOUGHT if f.positions else _BOUGHT_ROWS}"


_BOUGHT = (
    "If one was promoted, say since when: in the form under Numbers, with `cliptrial ingest --boosted`, or under "
    "“Boosted on” in numbers.xlsx."
)
_BOUGHT_ROWS = "If one was promoted, put the numbers from before into the table, or leave it out."


def _turns(f: robust.TurnsWithoutOne, s: Phrases) -> str:
    if f.low == f.high:
        return "One post decides: without it, the answer is open."
    if f.level is Level.NOTE:
        return (
            "It was close: without the post that speaks loudest, the answer would be open. The difference would still "
            f"be between {s.signed(f.low)} and {s.signed(f.high)}, whichever post is left out."
        )
    return (
        f"One post decides: leaving out single posts, the difference is anything from {s.signed(f.low)} to "
        f"{s.signed(f.high)}."
    )


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
FINDINGS[periods.PeriodsRunning] = lambda f, s: (
    f"{s.n(f.due)} of {s.count(f.posts, 'period', 'periods')} are over and handed in; the last one ends on "
    f"{s.date(f.ends)}."
)
FINDINGS[periods.PeriodsUnknown] = lambda f, s: (
    f"Not all days are known, period {s.listing(f.periods)} ({s.count(f.days, 'day', 'days')} missing): it counts as "
    "unknown, not as nothing. Hand in the days of the account."
)
FINDINGS[periods.RunUnseen] = "No export tells what really ran in which period: each counts as it was drawn."
FINDINGS[periods.CadenceKept] = lambda f, s: (
    f"All {s.count(f.periods, 'period', 'periods')} had as many posts as planned."
)
FINDINGS[periods.CadenceNotKept] = lambda f, s: (
    f"More or fewer posts than planned, period {s.listing(f.periods)}: each counts with what chance gave it."
)
FINDINGS[followed.ScheduleFollowed] = lambda f, s: (
    "The post went out as planned." if f.posts == 1 else f"All {s.count(f.posts, 'post', 'posts')} went out as planned."
)
FINDINGS[followed.ScheduleDeviations] = _schedule_deviations
FINDINGS[followed.AsPosted] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.as_posted)} ({s.signed(f.low)} to {s.signed(f.high)}) by the days and "
    f"hours at which the posts really went out, instead of {s.signed(f.as_planned)} by those planned."
    + (" The answer hangs on which of them count." if f.level is Level.WARNING else "")
)
FINDINGS[followed.WrongArm] = lambda f, s: (
    f"{s.n(f.swapped)} of {s.count(f.posts, 'post', 'posts')} did not carry their arm's value "
    f"({_positions(f.positions, s)}). That is more than a tenth, so this is no longer the experiment that was drawn."
)
FINDINGS[followed.ExtraPosts] = _extra
FINDINGS[followed.FirstTakes] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.first_takes)} ({s.signed(f.low)} to {s.signed(f.high)}) if the first of "
    f"these posts counts each time, instead of {s.signed(f.as_planned)}."
)
FINDINGS[followed.SharedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post belongs', 'posts belong')} to {s.listing(f.experiments)} as well. A post "
    "that serves two "
    "experiments changes two things at once."
)
FINDINGS[followed.MissingPosts] = _missing
FINDINGS[followed.MissingPostsDecide] = lambda f, s: (
    f"The answer hangs on {s.n(f.missing)} missing {s.units('post', 'week')}{'s' * (f.missing != 1)}: had they done as "
    "badly as the worst, it would not hold."
)
FINDINGS[followed.MissingPostsUneven] = lambda f, s: (
    f"Numbers are missing for {s.n(f.missing)} of {s.n(f.posts)} posts with {s.arm(f.arm)}, for "
    f"{s.n(f.missing_control)} of {s.n(f.posts_control)} with {s.arm(f.control)}. Chance rarely leaves such a gap "
    f"({s.p(f.p_value)}); what is missing may hang on how the posts did."
)
FINDINGS[followed.UnmatchedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post', 'posts')} of these accounts in the period "
    f"{'belongs' if f.posts == 1 else 'belong'} to no planned position."
)
FINDINGS[followed.UnknownLinks] = lambda f, s: (
    f"No export knows the {'link' if len(f.positions) == 1 else 'links'} at {_positions(f.positions, s)}."
)
FINDINGS[followed.NotAsPlanned] = _not_as_planned
FINDINGS[followed.PromotedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post was', 'posts were')} promoted with money; only the numbers from before count."
)
FINDINGS[followed.TopListExport] = lambda f, s: (
    f"{s.percent(f.without_snapshot)} of the posts due have no reading, and an export looks like a list of the "
    "most viewed posts. Posts that did badly may be hidden."
)
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
FINDINGS[by_platform.PlatformSays] = _platform_says
FINDINGS[by_platform.OnlyRecorded] = lambda f, s: (
    f"{PLATFORMS[f.platform].label} shows shares ({_shares(f, s)}) and counts nobody: they are recorded "
    "as they stand, "
    "and nothing can be reckoned again."
)
FINDINGS[by_platform.CountedOften] = (
    "What was split are impressions, of which one person can have several: the true range is wider than this one."
)
FINDINGS[one_variable.AttributesChecked] = lambda f, s: (
    f"Checked on the posts and alike in all arms: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributesAsPlanned] = lambda f, s: (
    f"As planned, but not checked, as no export shows it: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributeDiffers] = _differs
FINDINGS[one_variable.AttributeUnbalanced] = _unbalanced
FINDINGS[one_variable.VariableChecked] = lambda f, s: (
    f"{s.attribute(f.variable)}: checked on the posts, every one carries the value of its arm."
)
FINDINGS[one_variable.VariableAsPlanned] = lambda f, s: f"{s.attribute(f.variable)}: as planned; no export shows it."
FINDINGS[measured.EqualAge] = lambda f, s: (
    f"The post was measured {s.count(f.days, 'day', 'days')} after posting."
    if f.posts == 1
    else f"All {s.count(f.posts, 'post', 'posts')} were measured at the same age, {s.count(f.days, 'day', 'days')} "
    "after posting."
)
FINDINGS[measured.CommonExport] = _common_export
FINDINGS[measured.LeftOut] = _left_out
FINDINGS[measured.DefinitionChanged] = lambda f, s: (
    f"{s.metric(f.metric)}: since {s.listing([s.date(day) for day in f.days])} the platform counts something else "
    "under this name. "
    f"{s.count(f.posts, 'post from the other side is', 'posts from the other side are')} left out, for "
    "the two cannot "
    "be compared. YouTube's engaged views are counted as before."
)
FINDINGS[measured.OrdersAttributed] = _orders_attributed
FINDINGS[measured.OutcomesAttributed] = _outcomes_attributed
FINDINGS[measured.SeveralCurrencies] = lambda f, s: (
    f"{s.metric(f.metric)}: the orders are in {s.f.listing(f.currencies)}, which cannot be added up."
)
FINDINGS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)} was not delivered by any source."
FINDINGS[measured.ImpossibleNumbers] = lambda f, s: (
    f"{s.count(f.posts, 'post has', 'posts have')} numbers that cannot be true: {s.rules(f.rules)}"
    f"{f' ({places})' if (places := _places(f.positions, f.rows, s)) else ''}."
)
FINDINGS[measured.ImpossibleLeftOut] = lambda f, s: (
    f"{s.count(f.posts, 'post', 'posts')} with numbers that cannot be true "
    f"{'is' if f.posts == 1 else 'are'} left out "
    f"by choice{_rows(f, s)}."
)
FINDINGS[measured.RowsWithoutArm] = lambda f, s: (
    f"{s.count(f.rows, 'row names', 'rows name')} no arm and {'is' if f.rows == 1 else 'are'} left out."
)
FINDINGS[measured.ColumnsTwice] = lambda f, s: (
    f"{s.arms(f.columns)}: there are several columns of this name; they say the same and were taken once."
)
FINDINGS[measured.PostsMerged] = lambda f, s: (
    f"{s.count(f.posts, 'post stood', 'posts stood')} in several rows; the newest reading counts, once."
)
FINDINGS[measured.ValuesLeftOut] = lambda f, s: (
    f"The {s.n(f.most)} most used values are compared; {s.count(f.values_left, 'other value', 'other values')} on "
    f"{s.count(f.posts, 'post', 'posts')} {'is' if f.values_left == 1 else 'are'} left out."
)
FINDINGS[measured.LinesAside] = lambda f, s: (
    f"{s.count(len(f.rows), 'line of the file is no post', 'lines of the file are no posts')}, such as a total or a "
    f"note, and {'is' if len(f.rows) == 1 else 'are'} left out{_rows(f, s)}."
)
FINDINGS[measured.ArmsAlike] = lambda f, s: (
    f"{s.arms(f.arms)} differ in spaces or capital letters only and count as different arms. If they are meant to "
    "be one, write them alike."
)
FINDINGS[measured.DuplicatePosts] = lambda f, s: (
    f"{s.count(f.posts, 'post stands', 'posts stand')} in the data more than once."
)
FINDINGS[robust.HoldsWithoutBest] = lambda f, s: (
    f"Leaving out any one post, the difference stays between {s.signed(f.low)} and {s.signed(f.high)}."
    if f.low != f.high
    else "Leaving out any one post, the answer stays the same."
)
FINDINGS[robust.TurnsWithoutOne] = _turns
FINDINGS[robust.RanksAgree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: ranking the posts, which no single runaway hit can sway, gives the same answer."
)
FINDINGS[robust.RanksDisagree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: ranking the posts instead of averaging them does not give the same answer "
    f"({s.p(f.p_value)}). A few posts may carry the result."
)
FINDINGS[robust.OnPlatform] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.relative)} ({s.signed(f.low)} to {s.signed(f.high)}) on "
    f"{PLATFORMS[f.platform].label} alone, from {s.count(f.posts, 'post', 'posts')}. The answer pools what each "
    "platform shows; how many views it has there does not count."
)
FINDINGS[robust.SerialCorrelation] = lambda f, s: (
    f"{s.metric(f.metric)}: good and weak posts come in runs (correlation with the post before "
    f"{s.n(f.correlation, 2)}). As chance mixed the arms, this costs precision, not fairness."
)
FINDINGS[robust.CarryOver] = lambda f, s: (
    f"{s.metric(f.metric)}: a post that follows one with {s.arm(f.arm)} does differently ({s.p(f.p_value)}). The "
    "effect may spill over to the next post."
)
FINDINGS[planned.PlannedLook] = lambda f, s: (
    f"This is planned look {s.n(f.look)} of {s.n(f.looks)}, after {s.n(f.posts)} of {s.n(f.of)} posts. Before the "
    f"end, only a p of {s.f.p_value(f.limit)} or less counts, so that looking early gains nothing."
)
FINDINGS[robust.BestPostShare] = lambda f, s: (
    f"The best post of {s.arm(f.arm)} holds {s.percent(f.share)} of that arm's total."
)
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
    f"zero, infinite or divided by zero){_rows(f, s)}."
    + (" Correct this, or compare the other posts with --leave-out impossible." if f.rows else "")
)
FINDINGS[weekdays.TimesUnknown] = (
    "The posts have no times, so nobody can see whether the arms shared weekdays and weeks. Name the column with "
    "the time of posting."
)
FINDINGS[weekdays.ArmsTakeTurns] = (
    "The arms strictly take turns. That is an order, not chance, and whatever comes and goes with it looks like "
    "an effect."
)
FINDINGS[measured.ComparedByAverage] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.count(f.posts, 'post has', 'posts have')} none at all, so averages are compared "
    "instead of typical posts; single large posts then weigh more."
)
FINDINGS[measured.MissingValues] = lambda f, s: (
    f"{s.metric(f.metric)}: no value for {s.count(f.posts, 'post', 'posts')}."
)
FINDINGS[refused.IntervalUnbounded] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: the data set no limit on one side; there are too few "
    f"{s.units('posts', 'weeks')} for that."
)
FINDINGS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} has no {s.units('posts', 'weeks')} with a value for {s.metric_within(f.metric)}."
)
FINDINGS[improbable.ImprobablePosts] = _improbable
FINDINGS[improbable.ImprobableEffect] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: even {s.signed(f.at_least)}, the end of the range nearest to none, is more than any "
    f"effect of such a change that is known ({s.signed(f.known)}). Check these posts for promotion, "
    "reposts and wrong "
    "rows before you believe it. If some were promoted, say since when: in the form under Numbers, or with "
    "`cliptrial ingest --boosted`."
)


def _repeated(f: planned.RepeatedTest, s: Phrases) -> str:
    text = (
        f"This is test no. {s.n(f.tests)} of the same comparison ({s.attribute(f.variable).lower()}; before: "
        f"{s.listing(f.experiments)}). By luck alone, at least one of {s.n(f.tests)} comes out better in "
        f"{s.percent(f.chance)} of such series."
    )
    if f.pooled is None or f.low is None or f.high is None:
        return text
    return f"{text} All together say {s.signed(f.pooled)} ({s.signed(f.low)} to {s.signed(f.high)})."


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
