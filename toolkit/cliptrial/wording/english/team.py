"""The pages of a team in English."""

from cliptrial.wording.declared import team
from cliptrial.wording.declared.words import say


class MondayWords(team.MondayWords):
    title = "This week"
    lead = say("{week}, all clients.")
    lists = {
        "film": "Film",
        "post": "Post",
        "read": "Read off",
        "decide": "Decide",
        "send": "Send to the client",
        "review": "Talk through with the client",
    }
    nothing = {
        "film": "Nothing to film this week.",
        "post": "Nothing to post this week.",
        "read": "No numbers to read off this week.",
        "decide": "Nothing to decide this week.",
        "send": "Nothing to send this week.",
        "review": "No review this week.",
    }
    late = "late"
    today = "today"
    in_forms = say("or start_here, step {step}: {name}")


class HandedWords(team.HandedWords):
    filming = "Filming list"
    lead = say("{title}: {posts}.")
    filming_day = "To be filmed by"
    filmed = "filmed"
    cut = "cut"
    posting = "Posting calendar"
    posts = say("{n} posts", one="1 post")
    posted = "posted"
    keep = say("Please do not change: {held}.")
    goes_out = say("goes out {day}, {slot}, {account}")
    by = say("by {person}")
    week = say("{period}")
    link = "Link"
    code = "Code"
    topic_missing = "No topic yet"
    done = "link handed in"


class ApprovalWords(team.ApprovalWords):
    title = "Plan for approval"
    stamp = say("Plan · {day}")
    states = {"waiting": "Waiting for approval", "changed": "Changed on request", "approved": "Approved"}
    next = {
        "waiting": "Please look through it and tell us: as it is, or what should be different.",
        "changed": "We work your wish in and show you the plan again.",
        "approved": "Thank you. We film and post as planned.",
    }
    reworked = "We have changed the plan as you wished. Please look through it again."
    question = "What we want to know"
    why = "Why"
    compared = "What is compared"
    today = "as today"
    new = "new"
    same = "What stays the same"
    when = "When"
    posts = say("{n} posts, {period}.")
    answer = say("What counts: {metric}, {days} after posting. We will have an answer by {day}.")
    chance = say("Chance decided which of the {n} posts gets which variant, so that the comparison is fair.")
    weeks = say("{periods}, {period}.")
    answer_of_weeks = say("What counts: {metric} of whole weeks. We will have an answer by {day}.")
    chance_of_weeks = "Chance decided which of two neighbouring weeks gets what, so that the comparison is fair."
    all_posts = "All posts"
    all_weeks = "Week by week"
    early_end = "From half of the posts on the test may end early, once a clear answer has become unlikely."
    history = "What was said"
    said = {"approved": "approved", "changed": "asked for a change"}
    approved_by = say("{who}, {day}")
    changed_by = say("{who}, {day}: {text}")
    told = say("{day}, {who}: {what}")
    code = say("Code of this plan: {code}. It changes with variants, days or times.")


class TeamWording(team.TeamWording):
    monday = MondayWords()
    handed = HandedWords()
    approval = ApprovalWords()
