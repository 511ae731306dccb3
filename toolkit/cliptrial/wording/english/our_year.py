"""The year and the goals, in English."""

from cliptrial.wording.declared import our_year
from cliptrial.wording.declared.words import say


class GoalWords(our_year.GoalWords):
    heading = "Our goals"
    reading = say("{metric} of a typical post, four weeks up to {day}: {now}.")
    weekly = say("{metric} in an ordinary week, four weeks up to {day}: {now}.")
    due = say("On the way from {start} to {target} by {by}, it would be {due} on that day.")
    over = say("Wanted by {by}: {target}.")
    stands = {
        "ahead": "on its way",
        "behind": "behind its line",
        "reached": "reached",
        "missed": "not reached",
        "unknown": "cannot be said",
    }
    hardly = "less than 1 in 20"
    nearly_certain = "more than 19 in 20"
    about = say("about {n} in 10")
    chance = say("Chance to arrive, if it varies as before: {odds}.")
    serves = say("for: {what}")
    bar = say("{name}: {now} of {target}")


class YearFigures(our_year.YearFigures):
    ideas = "Ideas tried, by month"
    adopted = "adopted for now"
    not_adopted = "not adopted, or still open"
    check = say("Old against new: {metric} a post")
    old = "old way"
    new = "new way"
    posts = say("{n} posts", one="1 post")
    unplanned = "not planned yet"
    caption = say("Each dot on the left is an idea in the month of its first post. {first} {last}")
    framed = "The frames on the right stay empty until both ways were measured side by side."
    measured = "On the right every post of the check is a dot; the line is the typical post."
    ideas_alt = say("Ideas tried, by month. {months}")
    month_alt = say("{month}: {tried}, of these {adopted} adopted for now.")
    planned_alt = say("Old way and new way: {posts} each, {period}; not measured yet.")
    measured_alt = say("{metric} of a typical post: old way {old}, new way {new}.")
    views = say("Actual views a month{unit}")
    thousands = ", in thousands"
    millions = ", in millions"
    by_days = "All views of a month, as the app counts them by day."
    by_posts = "Views that the month's posts have had so far."
    unfinished = "Pale: not a whole month."
    views_alt = say("Actual views a month. {months}")


class YearDetails(our_year.YearDetails):
    estimate = "Estimated, not measured: what the adopted changes may bring together"
    estimated = say(
        "Estimated, not measured: if an idea mostly moves things by up to {size} either way, the {n} adopted for now "
        "put "
        "us ahead in {odds} cases; the middle is {middle}, {span} is possible. If ideas move less, it is next to "
        "nothing.",
        one="Estimated, not measured: if an idea mostly moves things by up to {size} either way, the one adopted for "
        "now "
        "puts us ahead in {odds} cases; the middle is {middle}, {span} is possible. If ideas move less, it is next to "
        "nothing.",
    )
    estimate_columns = ("Ideas mostly move views by up to", "The middle", "Possible (80 %)", "Ahead in")
    size = say("{size} either way")
    a_week = say("{n} posts a week")
    other_metric = (
        "A change that was judged by another number than views is taken to move views half as far: an assumption."
    )
    nothing_adopted = "Nothing is adopted for now, so there is nothing to estimate."
    measured = "Measured: old against new"
    nothing_measured = (
        "Nothing is measured yet: only old against new, side by side, measures what changes bring together."
    )
    tests = "What the tests were"
    hits = say("{hits} of {questions} questions had a clear winner: {share} ({span} is possible).")
    hits_of_signs = say("Of these, {questions} came from what was worth a look; {hits} of them had a clear winner.")
    false_claims = say(
        "If nothing of it worked, about {n} of these {questions} questions would still show a difference in a year."
    )
    spent = say("{n} of {everything} posts were part of a test; all of them went out as ordinary posts.")
    no_answers = "No question is answered yet."
    plan = "The next months"
    month = say("{month}: {ideas}")
    later = say("Then: {ideas}.")
    ideas_behind = say("{n} more on the list", one="1 more on the list")
    check = say("at the end {posts} posts old against new, then a new year")
    no_ideas = "No idea is on the list. The monthly review begins with the list of ideas."
    review = "Once a month: what was answered is decided, and the list is looked through again."
    paces = "What posts a week can do in a year"
    pace_columns = (
        "Posts a week",
        "Ideas tried",
        "Growth in a year",
        "with some extra work",
        "Years below the start",
        "New way confirmed",
        "kept",
        "rolled back",
    )
    paces_note = (
        "Simulated, not promised: two ideas on the same 16 posts, the last 28 posts old against new, if ideas mostly "
        "move views by up to 17 % either way. Here effects last; on real accounts about half of one is left after a "
        "year, and then about two thirds of this growth remain. If ideas are three times smaller, every line is a "
        "small "
        "loss. Effects of so many ideas do not add up for ever: the last line is more than anybody should expect."
    )
    method = "How it was worked out"
    method_lines = (
        "What an adopted change brings is never the difference that its test showed: winners exaggerate. Each "
        "difference is drawn towards zero by how little its posts can tell, and these drawn values are added up.",
        "Measured is only what old against new showed: posts of both ways side by side, in an order drawn by lot.",
        "A goal's number is a typical post of four weeks, read at seven days. The chance to arrive takes the level of "
        "today, no trend, and how much this account varied; on 55 real accounts it was right to within twelve points.",
    )


class OurYearWording(our_year.OurYearWording):
    title = "Our year"
    on_index = "What was tried and adopted, and what old against new showed."
    back = "All experiments"
    stamp = say("As of {day}")
    ideas = say("{n} ideas", one="1 idea")
    nothing_tried = "No idea was tried yet."
    tried = say("{ideas} tried, {adopted} adopted for now.")
    to_measure = say("Whether it works together, we measure from {period}.")
    unmeasured = "Whether it works together is not measured yet."
    several = say(
        "{n} old-against-new checks: {confirmed} confirmed, {kept} kept without being confirmed, {rolled_back} "
        "rolled back."
    )
    labels = ("What is different", "What we do not know", "What comes next")
    different = say("{changes}.")
    more = say("{n} more", one="1 more")
    nothing_different = "Nothing yet: no change is adopted."
    rolled_back_now = "Nothing: everything is made the old way again."
    unhelpful = say("About {n} in 10 such changes do not help, and we do not know which.")
    nothing_unknown = "Which of our ideas help: that takes more tests."
    next_idea = say("{label}.")
    next_running = say("“{title}” is running.")
    next_check = say("Old against new, {period}.")
    nothing_next = "The next idea has to be written down."
    goals = GoalWords()
    figures = YearFigures()
    details = YearDetails()
