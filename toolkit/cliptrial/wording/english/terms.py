"""Single English words, and how each metric's change is said."""

from __future__ import annotations

from cliptrial.analysis.results import Evidence, Role
from cliptrial.metrics import CATALOGUE
from cliptrial.wording.declared import terms
from cliptrial.wording.declared.terms import MetricNoun, Noun
from cliptrial.wording.experiment.clause import Predicate


def _often(verb: str, verbs: str, done: str, per: str = "") -> Predicate:
    tail = f" {per}" if per else ""
    return Predicate(
        verb,
        verbs,
        f"{done} {{by}} more often{tail}",
        f"{done} {{by}} less often{tail}",
        f"{done} {{times}} times as often{tail}",
    )


def _count(verb: str, things: str) -> Predicate:
    return Predicate(verb, verb, f"{{by}} more {things}", f"{{by}} fewer {things}", f"{{times}} times as many {things}")


PREDICATES = {
    "average_watch_time": Predicate(
        "was", "were", "watched {by} longer", "watched for {by} less time", "watched {times} times as long"
    ),
    "views": _count("got", "views"),
    "reach": _count("reached", "people"),
    "likes": _count("got", "likes"),
    "comments": _count("got", "comments"),
    "shares": _count("got", "shares"),
    "saves": _count("got", "saves"),
    "new_followers": _count("won", "new followers"),
    "link_clicks": _count("got", "link clicks"),
    "orders": _count("brought", "orders"),
    "revenue": Predicate(
        "brought", "brought", "{by} more revenue", "{by} less revenue", "{times} times as much revenue"
    ),
    "conversion_rate": _count("brought", "orders per view"),
    "profile_views": _count("got", "profile visits"),
    "sessions": _count("brought", "website sessions"),
    "key_events": _count("brought", "key events"),
    "short_link_clicks": _count("got", "short link clicks"),
    "leads": _count("brought", "leads"),
    "dm_leads": _count("brought", "leads by message"),
    "completions": _count("got", "full views"),
    "completion_rate": _often("was", "were", "watched to the end"),
    **{f"hold_{second}s": _often("was", "were", f"still watched at {second} s") for second in (2, 3, 6)},
    "like_rate": _often("was", "were", "liked", "per view"),
    "comment_rate": _often("was", "were", "commented on", "per view"),
    "share_rate": _often("was", "were", "shared", "per view"),
    "save_rate": _often("was", "were", "saved", "per view"),
    "follower_conversion": Predicate(
        "won",
        "won",
        "{by} more followers per view",
        "{by} fewer followers per view",
        "{times} times as many followers per view",
    ),
}


PLURALS = (
    "Views",
    "Likes",
    "Comments",
    "Shares",
    "Saves",
    "New followers",
    "Link clicks",
    "Orders",
    "Orders per 1,000 views",
    "Profile visits",
    "Website sessions",
    "Key events",
    "Short link clicks",
    "Leads",
    "Leads by message",
    "Full views",
    "Views per follower",
    "New followers per 1,000 views",
)


METRICS = {label: MetricNoun(label[:1].lower() + label[1:], label[:1].lower() + label[1:], True) for label in PLURALS}
_HELD = (f"till watching at {second} s" for second in (2, 3, 6))
METRICS |= {f"S{held}": MetricNoun(f"the share s{held}", f"the share s{held}") for held in _HELD}


class Chips(terms.Chips):
    better = "Better"
    worse = "Worse"
    equivalent = "No difference"
    not_large = "No large effect"
    open = "Open"
    not_reached = "Goal not reached"
    unanswerable = "Cannot be answered"
    not_ready = "Not ready yet"
    higher = "Higher"
    lower = "Lower"
    held = "Held"
    broken = "Broken"


class Terms(terms.Terms):
    quotes = ("“", "”")
    inner_quotes = ("“”", "‘’")
    ways = ("the old way", "the new way")
    nouns = {
        "hook": Noun("Hook", "the hook"),
        "sound": Noun("Sound", "the sound"),
        "hashtags": Noun("Hashtags", "the hashtags"),
        "slot": Noun("Posting slot", "the posting slot"),
        "day": Noun("Posting day", "the posting day"),
        "duration": Noun("Length", "the length"),
        "cta": Noun("Call to action", "the call to action"),
        "cover": Noun("Cover", "the cover"),
        "bundle": Noun("Old-against-new", "the way of making posts"),
        "cadence": Noun("Cadence", "how often we post"),
        "with_without": Noun("With and without", "what runs in some weeks only"),
        "caption": Noun("Caption", "the caption"),
        "weekday": Noun("Weekday", "the weekday"),
        "account": Noun("Account", "the account"),
        "topic": Noun("Topic", "the topic"),
    }
    metrics = METRICS
    labels = {name: metric.labels["en"] for name, metric in CATALOGUE.items()}
    roles = {Role.PRIMARY: "primary", Role.SECONDARY: "secondary", Role.GUARDRAIL: "guardrail"}
    evidence = {
        Evidence.RANDOMISED: "drawn by lot",
        Evidence.DEVIATIONS: "drawn by lot, with deviations",
        Evidence.OBSERVED: "only observed",
    }
    states = {
        "draft": "Draft",
        "planned": "Planned",
        "locked": "Locked",
        "running": "Running",
        "ready": "Waiting for a decision",
        "decided": "Decided",
        "invalid": "Mistakes in the file",
    }
    decisions = {
        "ship": "adopt for now",
        "drop": "keep the old way",
        "repeat": "test again",
        "inconclusive": "leave open",
    }
    rules = {
        "likes_above_views": "more likes than views",
        "below_zero": "less than none",
        "reactions_without_views": "likes, comments or shares without a view",
        "falling_counter": "a counter that falls",
        "id_time_mismatch": "a video id that does not fit the time of posting",
    }
    predicates = PREDICATES
    chips = Chips()

    def within(self, label: str) -> str:
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def metric_noun(self, label: str) -> MetricNoun:
        return MetricNoun(self.within(label), self.within(label))
