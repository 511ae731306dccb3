"""Posting windows, in English."""

from cliptrial.wording.declared.posting import windows
from cliptrial.wording.declared.words import say


class WindowsWording(windows.WindowsWording):
    title = "When to post"
    on_index = "Whether the hour makes a difference, and when followers are in the app."
    word = "Only observed"
    related = "Views and hours go together on this account, more than chance explains."
    too_alike = (
        "Whether the hour makes a difference cannot be said: within four weeks nearly all posts went out at the same "
        "hour."
    )
    observed = (
        "Only observed: nobody drew these hours by lot, so what was posted at an hour may be the reason, not the hour."
    )
    no_activity = (
        "No export says yet when followers are in the app: in TikTok Studio it is Followers, “Follower activity”."
    )
    same_rhythm = (
        "No source counts active followers by country: everybody is taken to live by the same rhythm on their own "
        "clock."
    )
    no_idea = "Nothing speaks for another slot than the usual one."
    because = {"posts": "earlier posts did better there", "followers": "followers' activity rises there"}
    labels = ("What we know", "What we do", "What it costs")
    nothing_costs = "Nothing."
    parts = "Views by part of the day, against a typical post"
    parts_note = (
        "“Realistic” is pulled towards the typical post as far as so few posts leave it uncertain. Where the range "
        "holds 0 %, more and fewer views are both possible. The highest row is often the luckiest one."
    )
    columns = ("Part of the day", "Posts", "Realistic", "Possible (19 in 20)")
    by_weekday = "By weekday"
    weekday_column = "Weekday"
    method = "How this was worked out"
    method_lines = (
        "Each account by itself: logs of the views at the age of a week, of the posts of two years. Hours are "
        "exchanged "
        "among posts of the same four weeks, working days and weekends apart, so that neither growth nor weekends look "
        "like an effect of the hour.",
        "One number says how much pattern there is over all hours at once; no hour is picked. Where shuffled hours "
        "show as much in more than 5 of 100 cases, the page says that none was found.",
        "What an hour and a weekday bring is drawn towards nothing with the sizes that similar accounts show: 14 % "
        "between hours, 5 % between weekdays.",
    )
    followers_title = "Followers in the app, on an average day"
    parts_title = "Views against a typical post of this account"
    parts_caption = (
        "Each box is a part of the day: the line is what is realistic, the box what is possible, 19 times in 20."
    )
    stamp = say("as of {day}")
    kicker = say("{account} · {posts} posts · {period}")
    odds = say("{n} of 100 cases")
    hardly = "fewer than 1 of 100 cases"
    strong = say("Shuffled hours show as much pattern in {odds}.")
    not_found = say(
        "No pattern beyond chance was found: shuffled hours show as much in {odds}. Post when it suits you, or test it."
    )
    too_few = say("Whether the hour makes a difference cannot be said: {posts} posts with a number are too few.")
    would_find = say(
        "From {posts} posts, a third of the day would have to bring {size} more views for us to see it four times "
        "in five."
    )
    would_find_none = say("From {posts} posts, not even ten times the views would be seen four times in five.")
    left_out = say(
        "{posts} posts have no number at the age of a week and are left out.",
        one="1 post has no number at the age of a week and is left out.",
    )
    activity = say("Followers' activity rises at about {rise} and is highest at about {top} ({period}).")
    region = say("{country} ({share} of followers): rises at about {there} there, {here} here.")
    idea = say("Worth a test: {variant} instead of {control}, because {because}. It is an idea, not a result.")
    cost = say("About {posts} posts at hours drawn by lot; no extra work.")
    note = say("Only observed: {because}.")
    hours = say("{first}:00 to {until}:00")
    of_posts = say("{expected} ({posts})")
    followers_caption = say("Followers active by hour, average of {period}, clock of {timezone}.")
    followers_alt = say("Followers in the app by hour: fewest, {low}, at {low_at}; most, {top}, at {top_at}.")
    part_alt = say("{hours}, {posts} posts: {expected}, {span} is possible.")
    parts_alt = say("Views by part of the day against a typical post. {parts}")
