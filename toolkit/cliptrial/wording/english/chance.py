"""The chance check in English."""

from __future__ import annotations

from cliptrial.wording.declared import chance
from cliptrial.wording.declared.chance import MethodWords
from cliptrial.wording.declared.words import say

METHODS = {
    "sums_as_trials": MethodWords(
        "Totals, every view a trial",
        " when every view counts as a trial",
        "Adds up the views of each arm and treats every single one as an independent trial, as in a website test.",
    ),
    "first_against_second_half": MethodWords(
        "Before against after",
        " when the first half is held against the second",
        "Compares the first half of the posts with the second half, by a t-test on logs.",
    ),
    "relative_delta": MethodWords(
        "Average against average",
        " when one average is divided by the other",
        "Divides one average by the other and takes the textbook interval of the ratio.",
    ),
    "welch_raw": MethodWords(
        "t-test on the numbers",
        " by a t-test on the numbers",
        "Welch’s t-test on the posts’ own numbers: careful, but nearly blind where a few posts went viral.",
    ),
    "welch_logs": MethodWords(
        "t-test on logs",
        " by a t-test on logs",
        "Welch’s t-test on logs: sound where chance shared out the weekdays, and only there.",
    ),
    "cliptrial": MethodWords(
        "ClipTrial",
        " under ClipTrial",
        "Draws A and B again and again and asks how often chance alone makes a difference as large.",
    ),
}


class ChanceWording(chance.ChanceWording):
    def per(self, top: str, bottom: str) -> str:
        return f"{top} per {bottom[:1].lower()}{bottom[1:]}"

    on_index = "How often made-up A/B labels “win” on our own posts, by every usual method."
    methods = METHODS
    stamp = say("Chance check · {day}")
    kicker = "Chance check"
    posts = say("{n} posts")
    accounts = say("{n} accounts", one="1 account")
    title = "Nothing was different. Who found a winner?"
    bold = "Every winner on this page is a false alarm."
    drawn = say(
        "{draws} times we took {posts} posts in a row, labelled {arm} of them A and {arm} B by chance, and asked "
        "every method for a winner; each time at some place in an account’s history."
    )
    word = "False winners"
    sentence = say(
        "Made-up A/B labels on your own posts “win” {usual} times in 100{when}; {ours} in 100 under ClipTrial."
    )
    honest = say(
        "On these posts made-up A/B labels “win” at most {usual} times in 100 by any usual method; {ours} in 100 "
        "under ClipTrial."
    )
    agreed = (
        "Five in 100 is what a test at 5 % is allowed. Every winner beyond that is one that your team would have "
        "acted on for nothing."
    )
    luck = say("After {draws} rounds, luck alone can still move these shares by up to {points} percentage points.")
    labels = "Labels by chance"
    labels_small = "nothing differed between A and B"
    own_posts = "Real posts, your own"
    same_engine = "Worked out as in every report"
    same_engine_small = "nothing was tuned for this page"

    def left_out(self, n: str) -> str:
        return f"Left out for want of a usable number: {n} {'post' if n == '1' else 'posts'}."

    refused = say("Comparisons for which ClipTrial had too little data: {n}. They count as no winner.")
    fewer = say("There are {posts} posts only, so {arm} stand in each arm instead of the usual {usual}.")
    year = (
        "A year of posts comes from Business Suite, which writes every post of the days that you choose, or from "
        "TikTok Studio, which writes 15 a file: one week after the other, all handed in with `cliptrial ingest`."
    )
    no_times = (
        "No times of posting were given: rows count as being in order of time, and weekdays are not adjusted for."
    )
    figure_caption = say(
        "{metric}: share of {draws} made-up comparisons in which a method declared a winner. The dashed line is the "
        "5 % that a test is allowed."
    )
    figure_alt = say("False winners in {metric}, by method. {bars}")
    bar_alt = say("{name}: {share}.")
    five = "5 % allowed"
    band = "The grey band is what luck alone may add or take after so many rounds; bars that end beyond it are red."
    table = "False winners by method"
    method = "Method"
    does = "What it does"
    per_hundred = say("{metric}: false winners")
    why = "Why this happens"
    why_lines = (
        (
            "Views of one post are not independent: when a post does well, all its views come together. What varies "
            "is the post, so posts must be counted, not views."
        ),
        (
            "Two posts an arm with a million views each are still two posts. A method that counts the views believes "
            "it has a million witnesses, and takes the luck of one post for proof."
        ),
        (
            "Before against after goes wrong for another reason: accounts change all the time. Months, trends and "
            "seasons differ, whatever the team changed."
        ),
    )
    can_false_alarms = say("On your own posts ClipTrial raises {ours} false alarms in 100, where 5 are allowed.")
    can_totals = "A “significant” result that rests on totals of views says next to nothing."
    cannot = (
        "That earlier winners were false: some of them may have been real. Nobody can tell from totals.",
        "How often a true effect is found; every experiment’s plan answers that before the first post.",
    )
    steps = (
        "Treat winners that rest on totals of views or likes as undecided.",
        "Choose the one that matters most, and test it with a schedule that chance draws.",
        "Make this page again when you have twice as many posts.",
    )
    how_compared = say(
        "Each comparison takes {posts} posts in a row of one account; every place in the history "
        "is equally likely. Half of them, by chance, make one arm."
    )
    how_alike = (
        "All methods see the same comparisons. Where a post has no likes, half a like is added before logs are "
        "taken, as people do."
    )
    how_drawn = say(
        "ClipTrial draws the labels {redraws} times anew (where there are few posts: every possible way), takes "
        "weekdays into account, and calls a winner at p of .05 or below."
    )
    copy_then = "We will decide by experiments whose labels chance assigns, and count posts instead of views."
    footer_seed = say("seed {seed}")
