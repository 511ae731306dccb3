"""A week, a month, a quarter, in English."""

from cliptrial.wording.declared import review
from cliptrial.wording.declared.words import say


class ReviewWording(review.ReviewWording):
    title = "How it went"
    on_index = "The week, the month, the quarter: numbers, and what is usual."
    week = say("Week {number}, {period}")
    quarter = say("Quarter {number} of {year}")
    stamp = say("As of {day}")
    ordinary = {"week": "An ordinary week.", "month": "An ordinary month.", "quarter": "An ordinary quarter."}
    nothing = {
        "week": "No numbers of this week are known.",
        "month": "No numbers of this month are known.",
        "quarter": "No numbers of this quarter are known.",
    }
    this = {"week": "This week", "month": "This month", "quarter": "This quarter"}
    before = {"week": "Week before", "month": "Month before", "quarter": "Quarter before"}
    ago = "A year ago"
    outside = say("Out of the ordinary: {numbers}.")
    more_than_usual = say("{number} far above usual")
    less_than_usual = say("{number} far below usual")
    quiet = {"month": "A month of ordinary weeks.", "quarter": "A quarter of ordinary weeks."}
    stood_out = say(
        "{n} of {weeks} weeks stood out: those from {days}.", one="1 of {weeks} weeks stood out: the one from {days}."
    )
    by_weeks = say(
        "Judged by {n} whole weeks, as its past is short.", one="Judged by 1 whole week, as its past is short."
    )
    usual_unknown = "Too early to say what is usual."
    ordinary_but = say(
        "{n} numbers lie a little outside, as one in five does.",
        one="One number lies a little outside, as one in five does.",
    )
    so_far = say("Up to {day}, beside the same days before.")
    gaps = say("{known} of {days} days are known; the same days are compared.")
    of_some = say("{numbers}: {note}")
    counted_since = say("Counted in another way since {day}, so no earlier time is compared.")
    usual = say("usual: {low} to {high}")
    sides = ("below usual", "as usual", "above usual")
    rank_above = say("above {n} of {periods}")
    rank_below = say("below {n} of {periods}")
    weeks = say("{n} weeks before", one="1 week before")
    months = say("{n} months before", one="1 month before")
    quarters = say("{n} quarters before", one="1 quarter before")
    too_short = say("No usual range yet: {known} of {needed} are known.")
    missing = {
        "no_source": "No export has this number.",
        "no_days": "No numbers of these days were handed in.",
        "of_nothing": "There was nothing to take a share of.",
        "no_posts": "No post turned seven days old.",
        "changed": "Within this time the platform began to count something else.",
        "not_read": "No export shows the posts at seven days.",
    }
    needs = say("{formula}: something of it is not known.")
    to_type = say(
        "Not known: {names}. Orders that are handed in and numbers typed by the week (cliptrial numbers add: spend, "
        "new_customers, lifetime_value) tell them."
    )
    not_known = say("Not known: {names}.")
    net = say("{metric}, net")
    renamed = say(
        "Of {account} nothing is known, but the store holds numbers of {names}: if the account was renamed, give it "
        "its old name in workspace.yaml."
    )
    labels = ("Posted", "Best post", "Weakest post", "Running", "To decide", "Decided", "Next")
    planned = say("{posted} of {planned} as planned")
    unplanned = say("{posts} posts, none planned", one="1 post, not planned")
    no_posts = "nothing was planned, and no post is known"
    post = say("“{name}” ({day}): {views} views")
    post_of_day = say("{day}: {views} views")
    runs = say("{title} (answer from {day})")
    none_runs = "no experiment"
    none_decided = "nothing"
    more = say("{n} more")
    decided = say("{title}: {what}")
    why = say("{title}: {what}. {why}")
    read = say("Posts of {period}, at seven days.")
    all_numbers = "All numbers"
    columns = ("Number", "Usual")
    absent = say("No export of the account has: {metrics}.")
    goals = "Goals"
    money = "Money"
    money_columns = ("Experiment", "Spent", "Orders", "Cost per order", "Revenue", "Revenue per cost")
    no_money = "No costs and no orders are known."
    to_decide = say("Decide: {title}")
    to_try = say("Try next: {label}")
    steps = "What we suggest next"
    learned = "What was decided, and why"
    watched = "Where views come from, how long people watch, and who they are"
    places = {
        "from_for_you": "For You",
        "from_search": "search",
        "from_sound": "sounds",
        "from_hashtag": "hashtags and other places",
        "from_following": "Following",
        "from_profile": "the profile",
        "from_messages": "messages",
    }
    came_from = say("Views came from: {places}.")
    still = say("Still watching: {points}.")
    second = say("{share} at {second} s")
    curve = say("Line: {now}. Dashed: {before}.")
    of_followers = say("{kind} of the followers: {shares}")
    of_views = say("{kind} of the views: {shares}")
    exported = say("{line} (export of {day})")
    not_handed_in = say("No export was handed in that tells: {kinds}.")
    kinds = {"traffic": "Sources", "territory": "Countries", "age": "Ages", "gender": "Gender"}
    genders = {"female": "female", "male": "male", "other": "other"}
    unknown = {
        "traffic": "Where views come from is not known: of what can be handed in, TikTok's Business API and YouTube "
        "Studio's table by traffic source tell it.",
        "curve": "How many are still watching at each second is not known: TikTok's Business API tells it.",
    }
    method = "How usual ranges are worked out"
    method_lines = (
        "A usual range holds about 8 of 10 ordinary weeks of this account, by its own past: recent weeks count more, "
        "and where few are known, its ends lean on how the numbers of most accounts scatter. On 58 real accounts such "
        "ranges held 78 to 79 % of the next weeks. One number in five lies outside without any reason.",
        "The first sentence speaks up only when a number lies far outside: that happens in about one ordinary week "
        "of ten, however many accounts and numbers stand here. There are no arrows, as most differences between two "
        "weeks are chance.",
        "Numbers of the account's days are used where the app's export has them; all others are read on posts when "
        "they are seven days old, so that every post had the same time. So are the views of the best and weakest post.",
    )
