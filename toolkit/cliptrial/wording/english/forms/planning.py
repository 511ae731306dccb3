"""The forms for ideas, plans and posts, in English."""

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


class IdeaWords(forms.IdeaWords):
    own_idea = "my own idea"
    fields = {
        "play": FieldWords(
            "Start from", "A ready experiment of the playbook fills in the fields; change whatever you like."
        ),
        "account": FieldWords(
            "Account",
            "Who posts? Several accounts of one client may share an experiment.",
            needs="Choose at least one.",
        ),
        "title": FieldWords(
            "Title",
            "The question in a few words; it becomes the headline of the report.",
            "Does a question as the first line keep people watching?",
            "Write a few words.",
        ),
        "statement": FieldWords(
            "What do you expect?",
            "One sentence that could turn out to be wrong.",
            "Opening with a question keeps people watching longer.",
            "Write one sentence.",
        ),
        "because": FieldWords(
            "Why?", "Optional, but it helps to learn from the answer.", "Viewers wait for the answer."
        ),
        "variable": FieldWords("The one thing that changes", "Everything else stays as it is."),
        "metric": FieldWords(
            "The number that decides", "Only numbers that this account can deliver are offered.", needs="Choose one."
        ),
        "good_until": FieldWords("The trend lasts until", "The last day on which the new sound is worth posting."),
        "expect": FieldWords("It should"),
        "at_least": FieldWords(
            "Smallest effect worth acting on, in %",
            "Below this you would not change anything.",
            needs="Write a number above 0, e.g. 10.",
        ),
        "guardrail": FieldWords("What must not suffer?", "Optional: a number that may not fall meanwhile."),
        "worst_acceptable": FieldWords(
            "… by more than, in %", "The largest loss you would accept.", needs="Write a number from 1 to 99."
        ),
        "extra_work": FieldWords("Extra work a post", "For the idea list: with much extra work few ideas pay."),
    }
    variables = {
        "hook": "Hook",
        "sound": "Sound",
        "hashtags": "Hashtags",
        "slot": "Posting time",
        "duration": "Length",
        "cta": "Call to action",
        "cover": "Cover",
        "bundle": "Old against new",
        "cadence": "How often we post",
        "with_without": "What runs in some weeks only",
    }
    arm_values = {
        "control": FieldWords("What you do today", "", "A statement in the first 3 seconds", "Say what you do today."),
        "variants": FieldWords(
            "What you want to try instead",
            "One is best. For several, write one per line.",
            "A question in the first 3 seconds",
            "Say what you want to try; it must differ from today.",
        ),
        "control.hashtags": FieldWords(
            "The hashtags you use today", "Divided by spaces.", "#food #recipe #fyp", "Write at least one hashtag."
        ),
        "variants.hashtags": FieldWords(
            "The hashtags you want to try",
            "Divided by spaces; each further set on its own line.",
            "#onepotdinner #weeknightcooking",
            "Write at least one hashtag; the sets must differ.",
        ),
        "control.slot": FieldWords(
            "When you post today", "In the time zone of the account.", "18:00", "Write a time such as 18:00."
        ),
        "variants.slot": FieldWords(
            "When you want to try it",
            "One time per line.",
            "12:00",
            "Write a time such as 12:00, not the one you use today.",
        ),
    }
    expect = {"increase": "go up", "decrease": "go down", "any": "either way"}
    groups = ("What do you want to know?", "One thing changes", "How will you tell?")
    save = "Save the idea"
    for_later = "Only keep it on the idea list"
    on_the_list = say("On the idea list: {idea}. `cliptrial idea` says which idea is next.")
    work = {"none": "none", "some": "some", "much": "much"}
    saved = say("Saved: {title} Go on under “Test/Plan”.")
    demo = "You can also choose a ready-made experiment at the top and look around."


class PlanWords(forms.PlanWords):
    fields = {
        "start": FieldWords("First day", "A Monday is easiest to keep.", needs="Choose the day of the first post."),
        "slots": FieldWords(
            "Posting time",
            "One post a day at this time; for two posts a day write two times.",
            "18:00",
            "Write a time such as 18:00; two times with a comma between.",
        ),
        "weekdays": FieldWords("Days of the week", needs="Choose at least one day."),
        "posts_a_week": FieldWords("Posts a week", "Another number chooses the days; the days give the number."),
        "pauses": FieldWords("Pauses", "Days without posts, one or a stretch per line.", "2026-12-24 to 2027-01-06"),
        "holidays": FieldWords("Public holidays"),
        "together": FieldWords(
            "Combined test",
            "Another experiment on the same posts, laid out like this one: each post answers both questions.",
        ),
        "posts_per_arm": FieldWords(
            "Posts for each way",
            "As many of what you do today as of each thing you try.",
            needs="A whole number from 2 to 500; even numbers share the days best.",
        ),
        "topics": FieldWords(
            "Topics, one per line",
            "What the videos are about. Chance decides which topic gets which way, so nobody can favour one. "
            "Those for the first weeks are enough; the others can follow after the lock.",
            "Leek soup in ten minutes\nThe one-pan breakfast\n…",
        ),
    }
    fields |= {
        "periods_per_arm": FieldWords(
            "Weeks of each", "As many as today, and as many of what you try.", needs="A whole number from 2 to 104."
        ),
        "period_weeks": FieldWords("Change every so many weeks", "1 or 2.", needs="1 or 2."),
        "washout_days": FieldWords(
            "First days that do not count", "They still answer to the week before.", needs="A whole number from 0 to 6."
        ),
        "regions": FieldWords(
            "Regions",
            "Each has weeks of its own; empty: the whole account.",
            "DE, AT",
            "Countries or states by their code.",
        ),
    }
    weeks_columns = ("No.", "When", "Account", "What it has")
    weeks_drawn = say("The plan is drawn: {weeks} weeks or fortnights. Chance has decided what each of them has.")
    weeks_over = say("{over} of {of} weeks or fortnights are over and handed in.")
    alone = "only this experiment"
    slot_is_variable = "The posting time is what this experiment changes; one post a day."
    topics_count = say("{n} of {of} topics")
    no_topics = (
        "Without topics the plan can be drawn, but not everybody will trust the result: whoever picks the idea for "
        "each post could favour one side without meaning to."
    )
    holidays = {"skip": "no posts", "post": "posts as usual"}
    runs = say("{posts} posts from {first} to {last}.")
    draw = "Draw the plan"
    add_topics = "Add the topics"
    topics_added = say("Noted with today’s date: every post until {day} has its topic now.")
    drawn = say("The plan is drawn: {posts} posts. Chance has decided the order; every weekday is shared fairly.")
    unchanged = "The plan is the same as before."
    calendar = "Calendar"
    lock = "Lock the plan"
    lock_means = (
        "Locking writes down the plan with today’s date, before the first post. From then on nobody can change the "
        "question after seeing the answer, and the report can prove it. You can still post late or skip a post; the "
        "report will simply say so."
    )
    lock_first_draw = "Something here changed since the plan was drawn. Draw it again, then lock it."
    lock_now = say("Locked on {day}. Code of the plan: {code}. Next: post as planned, then “Numbers”.")
    locked_late = "The first post was planned before today; the report will say that the lock came late."
    control = "today’s way"
    variant = "to try"


class PostWords(forms.PostWords):
    fields = {
        "post": FieldWords("Post", "Its number in the plan."),
        "state": FieldWords("What became of it?"),
        "link": FieldWords(
            "Link of the post",
            "Not needed where the account and the time tell which post it is.",
            "https://www.tiktok.com/@name/video/…",
            "Copy the link of the post again; one link.",
        ),
        "boosted": FieldWords("Boosted on", "Empty if nobody knows: then since it went out."),
    }
    coming = "What goes out next"
    columns = ("No.", "When", "Variant", "Topic")
    nothing_coming = "Nothing is planned from today on."
    became = "Not as planned?"
    became_text = (
        "Say only where a post went out later, was skipped or deleted, or was another one than planned. The plan "
        "stays; the report says it."
    )
    save = "Save the post"
    saved = say("No. {number} is saved.")
