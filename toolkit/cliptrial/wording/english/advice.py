"""What may be concluded and what to do next, in English."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.wording.declared import result
from cliptrial.wording.declared.words import say
from cliptrial.wording.experiment.answer import Answer


class Conclusions(result.Conclusions):
    def can_caused(self, a: Answer) -> str:
        chance = "who saw which arm" if a.viewers else f"which {'week' if a.periods else 'post'} got which arm"
        where = "on these accounts and in these weeks"
        return f"That the difference comes from {a.arm_short}, {where}: chance decided {chance}."

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
            f"A larger change than that, up or down, does not fit the {'weeks' if a.periods else 'posts'} "
            f"({a.confidence} interval)."
            if a.has_interval
            else f"Nothing about {a.metric_at} yet."
        )

    def can_observed(self, a: Answer) -> str:
        return (
            f"What went together among these posts; chance alone leaves anything from {a.span} open."
            if a.has_interval
            else "Only what the posts look like one by one."
        )

    can_nothing = "Only how the posts did one by one; the numbers in Details are arithmetic, not an answer."
    can_not_ready = "Whether the experiment runs fairly so far. That is all that should be looked at now."
    cannot_size = "How large the effect is exactly."
    cannot_better = say("Whether {a.arm_short} or {a.control} is the right choice for {a.metric_at}.")
    cannot_smaller = say("Whether there is a smaller effect: anything from {a.span} fits.")
    cannot_elsewhere = "Whether it holds on other accounts, for other topics or next year."
    cannot_other_metrics = say("Whether {metrics} changed: still open.")
    cannot_cause = "What made the difference. Posts that share one thing tend to share others: idea, day, effort."
    cannot_topics = "Whether the ideas were equally good: no topics were written down before chance assigned the arms."
    cannot_direction = "Which arm is ahead, and whether one is."


class Proposals(result.Proposals):
    know = "What we know"
    do = "What we do"
    cost = "What it costs"
    work: Mapping[str, str] = {"none": "no extra work", "some": "some extra work", "much": "much extra work"}
    reasons: Mapping[str, str] = {
        "guardrail": "It is ahead, but something that must not suffer did.",
        "underway": "Not all posts are out and old enough; whoever decides now decides by chance.",
        "unanswerable": "These posts cannot tell, so nothing is learned until it is run again.",
        "observed": "Nobody drew these posts by lot: test it, then decide.",
    }
    proposed = say("Proposed: {what}.")
    decided = say("Decided: {what}.")
    ahead = say("{arm} is ahead and takes {work}.")
    too_much_work = say(
        "{arm} is ahead, but about {expected} is realistic, and that is less than {work} for every post is worth."
    )
    not_ahead = say("{arm} is not ahead. This does not say that it does harm.")
    realistic = say("Estimated, not measured: about {expected} is realistic.")
    may_be_wrong = say(
        "This may be wrong: in about {cases} of 10 such cases the other way is in truth the better one. That is why "
        "it says “for now”."
    )
    costs = say("{posts}, {work}.")
    share = say("extra work worth {share} of a post")


class OldNewWording(result.OldNewWording):
    chips: Mapping[str, str] = {"confirmed": "Confirmed", "kept": "Kept, not confirmed", "rolled_back": "Rolled back"}
    stays = "We keep it."
    goes = "We go back to the old way and try other ideas."
    too_little = "That is less than its extra work is worth."
    harmed = "But something that must not suffer did."
    behind = "That it is behind is confirmed."
    no_harm = "This does not say that the changes did harm."
    confirmed = "That is confirmed."
    not_confirmed = "The gain is not confirmed yet."
    never_confirmed = "The gain is not confirmed: a check that was made longer confirms nothing."
    check = say("Old-against-new check, {posts} posts each:")
    longer_check = say("Old-against-new check, made longer, {posts} posts each in all:")
    more = say("the new way brought more {metric}.")
    less = say("the new way brought less {metric}.")
    ahead = say("the new way was ahead ({measured}; {span} is possible).")
    not_ahead = say("the new way was not ahead ({measured}; {span} is possible).")
    ahead_bare = say("the new way was ahead ({measured}).")
    not_ahead_bare = say("the new way was not ahead ({measured}).")
    measured = say("Measured {measured} ({span} is possible).")
    measured_realistic = say("Measured {measured} ({span} is possible), about {realistic} is realistic.")
    realistic = say("About {realistic} is realistic (in 8 of 10 cases {span}).")
    different = say("New: {new}. Before: {old}.")
    months = say("Actual views of the posts of each month: {months}.")
    longer = say(
        "Or ask {posts} more posts of each way before you go back: of 10 new ways that are rolled back, about 4 are in "
        "truth the better ones; with these posts about 3."
    )


class IdeaList(result.IdeaList):
    columns = ("Idea", "Changes", "Decides", "Extra work", "State", "Why here")
    states: Mapping[str, str] = {"open": "open", "tested": "being tested", "decided": "decided", "past": "too late"}
    work: Mapping[str, str] = {"none": "none", "some": "some", "much": "much"}
    reasons: Mapping[str, str] = {
        "free": "it takes no extra work",
        "work": "its work must pay off first",
        "order": "it takes some extra work",
    }
    quiet = say("{metric} tells something after only a few posts")
    elsewhere = say("tested on other accounts, about {change} is realistic here")
    soon = say("it is worth trying only until {day}")
    first = say("Next: {idea}. Of all ideas it is likely to bring the most for {posts} posts: {reason}.")
    first_with_work = say(
        "Next: {idea}. Of all ideas it is likely to bring the most for {posts} posts: {reason}, extra work: {work}."
    )
    why = {
        "best": "no two others are likely to bring as much",
        "fit": "of those that go together on the same posts they are likely to bring the most",
    }
    together = say(
        "Two at once, as a combined test: {ideas}, on {posts} posts of {account} from {day}: {why}, and the "
        "second idea takes no posts more."
    )


class Advice(result.Advice):
    better = say("Use {a.arm} from now on.")
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
            f"Neither {a.arm_short} nor {a.control} has proved better: take the one that is less work, and repeat the "
            f"experiment only if the answer is worth the {'weeks' if a.periods else 'posts'}."
        )

    observed = say(
        "Test it: assign {a.arm_short} and {a.control} to posts by chance. Only then will it show what each of them "
        "does."
    )
    more_weeks = say("To see {size} in four of five experiments, it takes about {posts} such weeks of each.")
    more_posts = say(
        "To see {size} in four of five experiments, it takes about {posts} posts in each arm if posts differ as much "
        "as here."
    )
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

    draft = say("This command drafts the experiment: {command}")
    because = say("Why it was decided so: {why}")

    def decided(self, what: str, who: str, when: str) -> str:
        by, on = f" by {who}" if who else "", f" on {when}" if when else ""
        return f"{what[:1].upper()}{what[1:]}; decided{by}{on}."

    not_decided = "Not decided yet."
