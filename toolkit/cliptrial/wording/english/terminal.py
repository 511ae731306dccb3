"""What the command line says, in English."""

from cliptrial.wording.declared import terminal
from cliptrial.wording.declared.words import say


class Outlook(terminal.Outlook):
    smallest = "With {posts} posts an arm you can detect a change of {effect} in {metric} (in 4 of 5 experiments)."
    smallest_times = (
        "With {posts} posts an arm you can only detect a change that multiplies {metric} by {times} or more (in 4 of "
        "5 experiments)."
    )
    chance = "The {at_least} you ask for would be found in {power} of such experiments."
    enough = "That is enough for the {at_least} you ask for."
    needed = (
        "To find {at_least} reliably would take about {needed} posts an arm. Otherwise test a bolder change, choose "
        "a metric that varies less from post to post, or read the answer as a range."
    )
    measured = "Worked out from how much {earlier} earlier posts differ."
    experience = "Worked out from experience; from 20 earlier posts on, your own posts' spread counts."
    unknown = (
        "What can be found out about {metric} is not known beforehand: it depends on how often it happens on your "
        "posts. With 20 earlier posts in the store the plan can say."
    )
    early_end = (
        "From half of its posts on, this test may be ended early once a clear answer has become unlikely (less than 1 "
        "chance in 10). You will be told, without which way the numbers point; going on is just as right."
    )
    early_end_likely = (
        "By general experience a clear answer is unlikely from the start ({chance}), so it will mostly come to that. "
        "More posts or a metric that varies less from post to post would change it."
    )


class Terminal(terminal.Terminal):
    outlook = Outlook()
    topics_next = say(
        "Next: write {posts} topics, one a line, and hand them in with `cliptrial plan {slug} --topics FILE`, so "
        "that chance decides which idea gets which variant."
    )
    lock_next = say("Next: `cliptrial lock {slug}` before the first post on {day}. Numbers go into {workbook}.")
    index = say("All experiments: {path}")
