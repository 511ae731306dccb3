"""Rules of thumb, what is worth a look, and whom a reach reaches, in English."""

from cliptrial.wording.declared import noticed
from cliptrial.wording.declared.words import say


class BandWords(noticed.BandWords):
    heading = "Where numbers stand by rule of thumb"
    grades = {
        "good": "good",
        "great": "very good",
        "followers_only": "hardly beyond the followers",
        "normal": "usual",
        "beyond_audience": "far beyond the followers",
    }
    below = "below what is called good"
    good = say("{low} to {high}")
    good_from = say("from {low}")
    placed = say("{metric} {value}: {grade} ({good}; {whose}).")
    thumb = "a rule of thumb of the trade, not a test"
    own = say("your own band, not a test; source: {source}")


class SignWords(noticed.SignWords):
    heading = "Worth a look"
    nothing = "Nothing stands out."
    seen = {
        "low_completion": "Fewer watch to the end",
        "slow": "People stay longer, and yet fewer finish long videos",
        "too_long": "Short videos are watched to the end, long ones are not",
        "beyond": "Far more views than followers",
        "unseen": "Those who see it like it, but few see it",
        "comments": "Half as many comments again, or more",
        "sentiment": "Comments are less friendly",
    }
    try_ = {
        "low_completion": "try a shorter cut or another opening",
        "slow": "try a faster pace",
        "too_long": "try a tighter cut of long videos",
        "beyond": "repeat it",
        "unseen": "try another sound or other hashtags",
        "comments": "read them, and take one up",
        "sentiment": "read them, and answer",
    }
    numbers = {
        "completion_of_short": "Completion rate of short videos",
        "completion_of_long": "Completion rate of long videos",
        "positive_comments": "Share of positive comments",
    }
    no_proof = "A sign is no proof: it says what to test next."
    by_band = say("{metric} {value}; the rule of thumb, no test, is {limit}")
    by_range = say("{metric} {value}; usual here ends at {limit}")
    firm = say("clear: far from what is usual; {share}")
    faint = say("faint: may well be chance; {share}")
    per_hundred = say("so in about {n} of 100 ordinary weeks")
    less_than_one = say("so in less than 1 of 100 ordinary weeks")


class RelevanceWords(noticed.RelevanceWords):
    heading = "Whom the reach reached"
    pillars = "Reach by content pillar"
    pillar_columns = ("Pillar", "Posts", "Reach", "Share", "Strategy")
    inside = "part of it"
    outside = "not part of it"
    no_pillar = "no pillar"
    typed = "The share of the target group was typed in, not measured."
    of_followers = (
        "The share of the target group is that of the followers; those who watch may differ. How country, gender and "
        "age go together no export says: hence the span."
    )
    counted_by_views = "Views are counted, as no export has the reach of these posts."
    off_strategy = say("{share} of your reach came from posts that have nothing to do with what you sell.")
    on_strategy = say("{share} of your reach came from posts of your strategy.")
    unknown = say("{share} came from posts without a pillar.")
    relevant = say("About {reach} of it is your target group ({share}).")
    possible = say("{low} to {high} is possible")
    rating = "Rating of the platform"
    parts = {"engagement": "Engagement", "conversion": "Conversion", "target": "Target group"}
    not_rated = "No rating: at least two of engagement, conversion and target group must be known."
    no_band = "Engagement: nobody said what is good there for an account of this size; your own bands would."
    rated = say("{platform}: {letter}")
    could_be = say("{best} to {worst} is possible")
    part = say("{name} {value}: {points} of 4 points")
    rule = (
        "Engagement: 4 points where very good begins, 3 in the upper half of good, 2 in the lower half, 1 from half of "
        "that on, else 0; the rule of thumb for accounts of this size.",
        "Conversion per view (orders, else leads, link clicks or new followers), beside this account's year before: 4 "
        "points from 1.5 times on, 3 from 1.1, 2 from 0.9, 1 from 0.5, else 0.",
        "Target group, as a share of the reach: 4 points from 80 % on, 3 from 60 %, 2 from 40 %, 1 from 20 %, else 0.",
        "The mean of what is known: A from 3.5 on, B from 2.5, C from 1.5, D from 0.5, else E. The span is that of 8 "
        "of 10 quarters of posts and weeks like these.",
    )


class WatchedWords(noticed.WatchedWords):
    nobody = "Nobody is watched. Write accounts of others into workspace.yaml, under `watched`."
    only_observed = (
        "Only observed: public numbers, read whenever somebody did, for ideas. They never stand beside your own."
    )
    posts = say(
        "{name}: {n} posts in eight weeks up to {day}, {a_week} a week.",
        one="{name}: 1 post in eight weeks up to {day}.",
    )
    numbers = say("A middle post has {views} views; engagement per view {engagement}.")
    tags = say("Most frequent: {tags}.")
    best = say("Most views: {views}, {link}")
    unknown = say("{name}: no numbers yet. Hand them in with `cliptrial watch --file FILE --account {name}`.")


class NoticedWording(noticed.NoticedWording):
    bands = BandWords()
    signs = SignWords()
    relevance = RelevanceWords()
    watched = WatchedWords()
    platforms = {"tiktok": "TikTok", "instagram": "Instagram", "youtube": "YouTube"}
