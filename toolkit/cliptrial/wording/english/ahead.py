"""A plan before its first post, in English."""

from __future__ import annotations

from cliptrial.analysis.findings import planned
from cliptrial.wording.declared import result
from cliptrial.wording.declared.words import say
from cliptrial.wording.sentences import Sentences

FINDINGS = Sentences()
FINDINGS[planned.NoSchedule] = "No schedule has been drawn yet."
FINDINGS[planned.Locked] = lambda f, s: f"The plan was locked on {s.date(f.locked_on)}."
FINDINGS[planned.NotLocked] = "The plan is not locked yet. Lock it before the first post, so that nobody can change it."
FINDINGS[planned.NoTopics] = "No topics are written down yet. They should be before chance gives each its arm and day."
FINDINGS[planned.NotReady] = lambda f, s: f"Not one of the {s.count(f.posts, 'post', 'posts')} is out yet."


class Ahead(result.Ahead):
    report = "Experiment plan"
    one_thing = say("One thing will change: {noun}.")
    arms = say("Planned: {listing}.")
    held = say("These stay the same: {listing}.")
    planned = say("{posts} planned")

    def runs(self, posts: str, period: str, one_day: bool) -> str:
        return f"Not started yet: {posts} {'on' if one_day else 'are planned from'} {period}."

    draft = "Written down, not planned yet: no posts have been drawn."
    answer_from = say("Each post is measured {days} after it goes out, so the answer is due on {day}.")
    missing = say("Still missing before the first post: {listing}.")
    missing_schedule = "the schedule"
    missing_topics = "the topics"
    missing_lock = "locking the plan"
    drawn = "Schedule drawn by chance"
    topics = "Topics written down before the draw"
    no_topics = "Topics not written down yet"
    not_locked = "Plan not locked yet"
    fair = "Is everything set?"
    posts = say("The {n} planned posts", one="The planned post")
    prepare = "Complete what is missing, and lock the plan before the first post goes out."
    start = say(
        "Post by the calendar from {day} on, and export the last 7 days twice a week. Nobody should look at who "
        "leads until every post is measured."
    )
    draft_of = say("We want to test “{title}”.")
    tested = say("We are going to test “{title}” with {posts} ({period}).")
    findings = FINDINGS
