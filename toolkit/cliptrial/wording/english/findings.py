"""Every finding as an English sentence."""

from __future__ import annotations

from cliptrial.wording.values import Values
from cliptrial.wording.vocabulary.findings import Findings, Refusals, Remedies


def _schedule_deviations(v: Values) -> str:
    parts = [
        v.count("late", "post went out late", "posts went out late"),
        v.count("moved", "moved to another day", "moved to another day"),
        v.count("swapped", "carried another arm's value", "carried another arm's value"),
    ]
    keys = ("late", "moved", "swapped")
    told = [part for part, key in zip(parts, keys, strict=True) if v.number(key)]
    of = f"Of {v.count('posts', 'post', 'posts')}, " if v.number("posts") else ""
    return f"{of}{v.f.listing(told)}." if told else "Some posts did not go out as planned."


def _weekday_confounded(v: Values) -> str:
    if v.weekend:
        text = (
            f"{v.n('weekend_arm')} of {v.n('posts_arm')} posts with {v.arm()} went out from Friday to Sunday, "
            f"{v.n('weekend_control')} of {v.n('posts_control')} with {v.arm('control')}."
        )
    elif v.weekdays("absent_days") != v.f.unknown and v.items("absent_days"):
        text = f"{v.arm()} and {v.arm('control')} never met on {v.weekdays('absent_days')}."
    else:
        text = f"{v.arm()} and {v.arm('control')} ran on different weekdays."
    if v.number("tv_distance") is not None:
        text += f" The two spread over the week differently by {v.percent('tv_distance')}"
        chance = v.number("tv_by_chance")
        text += f"; a draw alone gives about {v.percent('tv_by_chance')}." if chance is not None else "."
    if v.number("effective_posts") is not None:
        text += f" {v.count('posts', 'post does', 'posts do')} the work of {v.n('effective_posts')}."
    return text


def _adjustment_moves(v: Values) -> str:
    terms = "account, month and weekday" if v.raw("by") == "calendar" else "weekdays"
    text = (
        f"{v.metric()}, {v.arm()}: {v.signed('unadjusted')} as the numbers stand, {v.signed('adjusted')} with {terms} "
        "taken into account."
    )
    return text + (" Even the sign changes." if v.raw("sign_changes") else "")


def _left_out(v: Values) -> str:
    return (
        f"{v.metric()}: {v.count('posts', 'post is', 'posts are')} left out, without a reading near the measuring age."
    )


def _rows(v: Values) -> str:
    return f": row{'' if len(v.items('rows')) == 1 else 's'} {v.listing('rows')}" if v.items("rows") else ""


def _with_values(v: Values) -> str:
    return f" with a value for {v.metric_within()}" if v.raw("metric") else ""


def _positions(v: Values) -> str:
    return f"position{'' if len(v.items('positions')) == 1 else 's'} {v.listing('positions')}"


def _common_export(v: Values) -> str:
    ages = (
        f"{v.n('youngest')} days old"
        if v.n("youngest") == v.n("oldest")
        else f"{v.n('youngest')} to {v.n('oldest')} days old"
    )
    return (
        f"{v.metric()}: read for all posts as of {v.date('as_of')}, when they were {ages}; the ages are "
        "spread evenly over the arms."
    )


def _weekday_table(v: Values) -> str:
    p = v.number("p_value")
    if p is None or p >= 0.05:
        return f"Arms and weekdays do not go together more than chance alone would have it ({v.p('p_value')})."
    return f"Arms and weekdays go together more than chance alone would have it ({v.p('p_value')})."


def _missing(v: Values) -> str:
    of = f" of {v.n('posts')}" if v.number("posts") else ""
    where = f" ({_positions(v)})" if v.items("positions") else ""
    return f"{v.n('missing')}{of} planned posts {'is' if v.one('missing') else 'are'} missing{where}."


def _no_events(v: Values) -> str:
    """One arm without any: there is no ratio, but often a bound."""
    limit = v.number("limit")
    if v.raw("arm") is None:
        return f"{v.metric()}: not one on any post."
    if limit is None:
        return f"{v.metric()}: not one with {v.arm()}. There are too few posts to say how large the difference is."
    if limit < 0:
        return f"{v.metric()}: not one with {v.arm()}, at least {v.f.percent(-limit)} fewer than with {v.arm('other')}."
    return f"{v.metric()}: not one with {v.arm()}; with {v.arm('other')} at least {v.f.times(limit)} times as many."


FINDINGS = Findings(
    locked=lambda v: f"The plan was locked on {v.date('locked_on')}, before the first post.",
    not_locked=lambda _: "The plan was not locked before the first post, so it could have changed on the way.",
    locked_late=lambda v: (
        f"The plan was locked on {v.date('locked_on')}, after the first post on {v.date('first_post')}."
    ),
    plan_changed=lambda v: f"The plan was changed after it was locked: {v.listing('fields')}.",
    no_schedule=lambda _: "There is no drawn schedule, so chance did not decide which post got which arm.",
    schedule_not_by_rule=lambda _: (
        "The schedule was not drawn by chance: it was changed by hand, or the arms simply take turns. Without a draw "
        "there is nothing to hold the result against."
    ),
    no_topics=lambda _: (
        "No topics were written down before chance assigned the arms; whoever picked the idea for a day knew its arm."
    ),
    not_randomised=lambda _: "Nobody assigned these posts by chance. What else differed between them is not known.",
    not_ready=lambda v: (
        f"{v.n('measured')} of {v.count('posts', 'post', 'posts')} are measured so far; {v.n('needed')} are needed."
    ),
    schedule_followed=lambda v: (
        "The post went out as planned."
        if v.one("posts")
        else f"All {v.count('posts', 'post', 'posts')} went out as planned."
    ),
    schedule_deviations=_schedule_deviations,
    as_posted=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.signed('as_posted')} ({v.signed('low')} to {v.signed('high')}) if the weekdays "
        "on "
        f"which the posts really went out are counted, instead of {v.signed('as_planned')} with those planned."
    ),
    wrong_arm=lambda v: (
        f"{v.n('swapped')} of {v.count('posts', 'post', 'posts')} carried another arm's value. "
        "That is more than a tenth, so this is no longer the experiment that was drawn."
    ),
    missing_posts=_missing,
    missing_posts_decide=lambda v: (
        f"The answer hangs on {v.count('missing', 'missing post', 'missing posts')}: "
        "had they done as badly as the worst, it would not hold."
    ),
    missing_posts_uneven=lambda v: (
        f"Numbers are missing for {v.n('missing')} of {v.n('posts')} posts with {v.arm()}, for "
        f"{v.n('missing_control')} of {v.n('posts_control')} with {v.arm('control')}. Chance rarely leaves such a gap "
        f"({v.p('p_value')}); what is missing may hang on how the posts did."
    ),
    unmatched_posts=lambda v: (
        f"{v.count('posts', 'post', 'posts')} of these accounts in the period "
        f"{'belongs' if v.one('posts') else 'belong'}"
        " to no planned position."
    ),
    unknown_links=lambda v: f"No export knows the {'link' if v.one('positions') else 'links'} at {_positions(v)}.",
    promoted_posts=lambda v: (
        f"{v.count('posts', 'post was', 'posts were')} promoted with money; only the numbers from before count."
    ),
    top_list_export=lambda v: (
        f"{v.percent('without_snapshot')} of the posts due have no reading, and an export looks like a list of the "
        "most viewed posts. Posts that did badly may be hidden."
    ),
    rotation_balanced=lambda v: (
        "All arms ran on every weekday equally often: the weekday explains none of the difference."
        if v.number("largest_difference") == 0
        else "All arms shared the weekdays: no weekday differs by more than "
        f"{v.count('largest_difference', 'post', 'posts')}."
    ),
    weekday_confounded=_weekday_confounded,
    weekday_table_test=_weekday_table,
    adjustment_moves=_adjustment_moves,
    arms_in_different_periods=lambda v: (
        f"{v.arm()} and {v.arm('control')} ran in different periods or long stretches (correlation with time "
        f"{v.n('correlation', 2)}, {v.p('p_value')}). Whatever else changed over time is mixed in."
    ),
    split_counts_off=lambda v: (
        f"The groups are not of the size that the plan gives ({v.p('p_value')}). Something other than chance "
        "decided who is counted."
    ),
    split_counts_ok=lambda v: f"The groups are as large as the plan gives ({v.p('p_value')}).",
    attributes_checked=lambda v: f"Checked on the posts and alike in all arms: {v.attributes('attributes')}.",
    attributes_as_planned=lambda v: (
        f"As planned, but not checked, as no export shows it: {v.attributes('attributes')}."
    ),
    attribute_differs=lambda v: (
        f"{v.attribute('attribute')}: {v.n('posts')} of {v.count('of', 'post', 'posts')} "
        f"{'differs' if v.one('posts') else 'differ'} from what was to stay the same."
    ),
    attribute_unbalanced=lambda v: (
        f"{v.attribute('attribute')} is not spread evenly over the arms (they are "
        f"{v.n('difference', 2)} standard deviations apart, {v.p('p_value')})."
    ),
    variable_checked=lambda v: (
        f"{v.attribute('variable')}: checked on the posts, every one carries the value of its arm."
    ),
    variable_as_planned=lambda v: f"{v.attribute('variable')}: as planned; no export shows it.",
    equal_age=lambda v: (
        f"All {v.count('posts', 'post was', 'posts were')} measured at the same age, "
        f"{v.count('days', 'day', 'days')} after posting."
    ),
    common_export=_common_export,
    left_out=_left_out,
    not_measured=lambda v: f"{v.metric()} was not delivered by any source.",
    impossible_numbers=lambda v: (
        f"{v.count('posts', 'post has', 'posts have')} numbers that cannot be true: {v.listing('rules')}."
    ),
    rows_without_arm=lambda v: (
        f"{v.count('rows', 'row names', 'rows name')} no arm and {'is' if v.one('rows') else 'are'} left out."
    ),
    arms_alike=lambda v: (
        f"{v.f.listing(map(v.names.quote, map(str, v.items('arms'))))} differ in spaces or capital letters only and "
        "count as different arms. If they are meant to be one, write them alike."
    ),
    duplicate_posts=lambda v: f"{v.count('posts', 'post stands', 'posts stand')} in the data more than once.",
    holds_without_best=lambda v: (
        f"Leaving out any one post, the difference stays between {v.signed('low')} and {v.signed('high')}."
        if v.number("low") != v.number("high")
        else "Leaving out any one post, the answer stays the same."
    ),
    turns_without_one=lambda v: (
        f"One post decides: leaving out single posts, the difference is anything from {v.signed('low')} to "
        f"{v.signed('high')}."
        if v.number("low") != v.number("high")
        else "One post decides: without it, the answer is open."
    ),
    ranks_agree=lambda v: (
        f"{v.metric()}, {v.arm()}: ranking the posts, which no single runaway hit can sway, gives the same answer."
    ),
    ranks_disagree=lambda v: (
        f"{v.metric()}, {v.arm()}: ranking the posts instead of averaging them does not give the same answer "
        f"({v.p('p_value')}). A few posts may carry the result."
    ),
    serial_correlation=lambda v: (
        f"{v.metric()}: good and weak posts come in runs (correlation with the post before {v.n('correlation', 2)}). "
        "As chance mixed the arms, this costs precision, not fairness."
    ),
    carry_over=lambda v: (
        f"{v.metric()}: a post that follows one with {v.arm()} does differently ({v.p('p_value')}). "
        "The effect may spill over to the next post."
    ),
    planned_look=lambda v: (
        f"This is planned look {v.n('look')} of {v.n('looks')}, after {v.n('posts')} of {v.n('of')} posts. "
        f"Before the end, only a p of {v.f.p_value(v.number('limit')) or v.f.unknown} or less counts, so that looking "
        "early gains nothing."
    ),
    best_post_share=lambda v: f"The best post of {v.arm()} holds {v.percent('share')} of that arm's total.",
    too_few_posts=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('posts', 'post', 'posts')}, at least {v.n('needed')} are needed."
    ),
    too_few_assignments=lambda v: (
        f"{v.metric()}: so few posts could have carried the other arm that even the clearest result could not be told "
        "from chance "
        f"(smallest possible p is {v.f.p_value(v.number('smallest_p')) or v.f.unknown})."
    ),
    too_few_views=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('views', 'view', 'views')}, at least {v.n('needed')} are needed."
    ),
    no_variation=lambda v: (
        f"{v.metric()}: posts of the same arm do not differ at all, so there is nothing to tell chance by."
    ),
    no_events=_no_events,
    impossible_values=lambda v: (
        f"{v.metric()}: {v.count('posts', 'post has a value', 'posts have values')} that cannot be (below zero, "
        f"infinite or divided by zero){_rows(v)}."
    ),
    times_unknown=lambda _: (
        "The posts have no times, so nobody can see whether the arms shared weekdays and weeks. Name the column with "
        "the time of posting."
    ),
    arms_take_turns=lambda _: (
        "The arms strictly take turns. That is an order, not chance, and whatever comes and goes with it looks like an "
        "effect."
    ),
    compared_by_average=lambda v: (
        f"{v.metric()}: {v.count('posts', 'post has', 'posts have')} none at all, so averages are compared instead of "
        "typical posts; single large posts then weigh more."
    ),
    missing_values=lambda v: f"{v.metric()}: no value for {v.count('posts', 'post', 'posts')}.",
    interval_unbounded=lambda v: (
        f"{v.metric()}, {v.arm()}: the data set no limit on one side; there are too few posts for that."
    ),
    arm_without_posts=lambda v: f"{v.arm()} has no posts{_with_values(v)}.",
)


def _weekdays(v: Values) -> str:
    if v.weekend and (v.number("weekend_arm") or 0) > (v.number("weekend_control") or 0):
        return f"{v.arm()} and the weekend came together. Nobody can tell which of them did it."
    return f"{v.arm()} and {v.arm('control')} ran on different weekdays. Nobody can tell which of the two did it."


REFUSALS = Refusals(
    not_ready=lambda v: (
        "It is too early for an answer: "
        + (
            f"{v.n('measured')} of {v.count('posts', 'post', 'posts')} are measured."
            if v.number("posts")
            else "not enough posts are measured yet."
        )
    ),
    no_schedule=lambda _: "There is no drawn schedule, so nothing tells chance from choice.",
    schedule_not_by_rule=lambda _: "The schedule was not drawn by chance, so nothing tells chance from choice.",
    wrong_arm=lambda _: (
        "Too many posts carried another arm's value to still call this the experiment that was planned."
    ),
    top_list_export=lambda _: (
        "The export hides posts, most likely the ones that did badly. That is no basis for an answer."
    ),
    weekday_confounded=_weekdays,
    arms_in_different_periods=lambda _: (
        "The arms ran one after the other, or in long stretches. Nobody can tell what they did from what the time did."
    ),
    arms_take_turns=lambda _: (
        "The arms strictly took turns. Nobody can tell what they did from what came and went with the turn."
    ),
    split_counts_off=lambda _: "The groups are not what the plan gives, so their numbers cannot be compared.",
    attribute_differs=lambda v: f"More than one thing changed: {v.the('attribute')} differed too.",
    too_few_posts=lambda _: "There are too few posts to answer this.",
    too_few_assignments=lambda _: "There are too few posts: not even the clearest result could be told from chance.",
    too_few_views=lambda _: "There are too few views to compare rates.",
    no_variation=lambda _: "Posts of the same arm do not differ at all, so there is nothing to tell chance by.",
    no_events=lambda v: f"{v.metric()}: not one on any post, so there is nothing to compare.",
    impossible_values=lambda _: "Some values cannot be true, so nothing was computed from them.",
    arm_without_posts=lambda v: f"{v.arm()} has no posts{_with_values(v)}, so there is nothing to compare.",
    not_measured=lambda v: f"{v.metric()} was not delivered by any source.",
    other=lambda _: "The posts do not allow an answer.",
)

REMEDIES = Remedies(
    wait=lambda v: (
        "Keep to the calendar and fill in the numbers. The answer appears here once "
        f"{v.count('needed', 'post is', 'posts are')} measured; until then, nobody should look at who leads."
    ),
    rerun=lambda _: "Run it again with a freshly drawn calendar, and keep to its days.",
    collect=lambda _: "Collect more posts for every arm, then run the analysis again.",
    export=lambda _: "Export the last 7 days twice a week until every post has its reading, then analyse again.",
    clean=lambda _: "Check the numbers of the posts named above against the app, correct them and analyse again.",
    nothing_learned="Nothing from this round counts as learned.",
)
