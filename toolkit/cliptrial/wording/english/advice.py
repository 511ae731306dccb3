"""What may be concluded and what to do next, in English."""

from __future__ import annotations

from cliptrial.wording.declared import result
from cliptrial.wording.declared.words import say
from cliptrial.wording.experiment.answer import Answer


class Conclusions(result.Conclusions):
    can_caused = say(
        "{a.clause}, on these accounts, in these weeks. Chance decided which post got which arm, so the difference "
        "comes from {a.arm_short} and not from the day."
    )

    def can_equivalent(self, a: Answer) -> str:
        return (
            f"If {a.arm_short} changes {a.metric_at} at all, then by less than the {a.at_least} worth acting on, up or "
            "down."
            if not a.large
            else f"{a.arm_short} neither doubles nor halves {a.metric_at}, on these accounts and in these weeks."
            if a.doubling
            else f"The change in {a.metric_at} lies within {a.margin}, on these accounts and in these weeks."
        )

    def can_open(self, a: Answer) -> str:
        return (
            f"The change in {a.metric_at} may be anything from {a.span}; the data speak against anything outside "
            f"({a.confidence} interval)."
            if a.has_interval
            else f"Nothing about {a.metric_at} yet."
        )

    def can_observed(self, a: Answer) -> str:
        return (
            f"{a.metric} among these posts: {a.change} with {a.arm_short}. Chance alone leaves anything from "
            f"{a.span} open."
            if a.has_interval
            else "Only what the posts look like one by one."
        )

    can_nothing = "How the posts did one by one. The numbers in the table are arithmetic, not an answer."
    can_not_ready = "Whether the experiment runs fairly so far. That is all that should be looked at now."
    cannot_size = say("How large the effect is exactly: anything from {a.span} fits.")
    cannot_better = say("Whether {a.arm_short} or {a.control} is the right choice for {a.metric_at}.")
    cannot_smaller = say("Whether there is a smaller effect: anything from {a.span} fits.")
    cannot_elsewhere = "Whether it holds on other accounts, for other topics or next year."
    cannot_single = "What any single post or viewer would have done."
    cannot_other_metrics = say("Whether {metrics} changed: still open.")
    cannot_cause = "What made the difference. Posts that share one thing tend to share others: idea, day, effort."
    cannot_topics = "Whether the ideas were equally good: no topics were written down before chance assigned the arms."
    cannot_direction = "Which arm is ahead, and whether one is."


class Advice(result.Advice):
    def better(self, a: Answer) -> str:
        return (
            f"Use {a.arm} from now on, and reckon with about {a.reckon or a.change}."
            if a.has_change
            else f"Use {a.arm} from now on."
        )

    below = say("Use {a.arm} where it costs nothing extra: it helps, but by less than the {a.at_least} you asked for.")
    broken = say(
        "Do not roll out {a.arm} yet. Find out first why {metrics} suffered, and test a version that does not."
    )
    worse = say("Stay with {a.control}.")

    def equivalent(self, a: Answer) -> str:
        return (
            f"Choose between {a.arm_short} and {a.control} by effort and taste; for {a.metric_at} it makes no "
            f"difference "
            "that "
            "matters."
            if not a.large
            else f"Do not count on a large effect on {a.metric_at}. Which of {a.arm_short} and {a.control} is a little "
            "better "
            "stays open, so choose by effort and taste."
        )

    not_reached = say(
        "Do not put more effort into {a.arm_short} for the sake of {a.metric_at}: it does not bring the {a.at_least}."
    )

    def open(self, a: Answer) -> str:
        return (
            f"Neither {a.arm_short} nor {a.control} has proved better. "
            + (
                f"If you must choose today, lean towards {a.lean[0]}; otherwise take the one that is less work. "
                if a.lean
                else "Take the one that is less work. "
            )
            + "Repeat the experiment only if the answer is worth the posts."
        )

    observed = say(
        "Test it: assign {a.arm_short} and {a.control} to posts by chance. Only then will it show what each of them "
        "does."
    )
    more_posts = say(
        "To see {size} in four of five experiments, it takes about {posts} posts in each arm if posts differ as much "
        "as here."
    )
    only_shows = say("For {metric}, {posts} can only show a change of {size} or more at this spread.")
    refine = {
        "hook": "Test next what the hook should be about: the same kind of opening, two contents.",
        "sound": "Test next when the sound should come in, or a second sound of the same kind.",
        "hashtags": "Test next a shorter set with only the two most specific tags.",
        "slot": "Test next a slot two hours earlier or later, with at least 48 hours between posts.",
        "duration": "Test next the next step in the same direction, again with one length against one other.",
        "cta": "Test next where the call to action stands: at the start, or at the end.",
        "cover": "Test next one element of the cover: face, text or product.",
    }
    elsewhere = {
        "hook": "Test next another lever on watch time: the length.",
        "sound": "Test next what tends to move more than sounds do: the hook.",
        "hashtags": "Test next what tends to move more than hashtags do: the hook.",
        "slot": "Test next what is posted rather than when: the hook.",
        "duration": "Test next another lever on watch time: the hook.",
        "cta": "Test next what comes before the call to action: the hook.",
        "cover": "Test next what comes after the cover: the hook.",
    }

    def decided(self, what: str, who: str, when: str, why: str) -> str:
        by = f" by {who}" if who else ""
        on = f" on {when}" if when else ""
        return f"Decided{by}{on}: {what}." + (f" {why}" if why else "")

    not_decided = "No decision has been recorded yet."
