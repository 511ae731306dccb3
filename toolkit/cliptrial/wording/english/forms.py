"""The forms in English."""

from __future__ import annotations

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


class CommonWords(forms.CommonWords):
    language = "Language"
    experiment = "Experiment"
    new_experiment = "＋ New experiment"
    steps = ("Idea", "Plan", "Numbers", "Check", "Report", "Decide")
    tabs = {
        "setup": "Set up",
        "idea": "Idea",
        "plan": "Test/Plan",
        "post": "Post",
        "numbers": "Numbers",
        "decide": "Decide",
        "page": "Page for the client",
    }
    save_idea_first = "Save the idea under “Idea” first, or choose an experiment at the top."
    plan_first = "Draw the plan under “Test/Plan” first."
    kept_typed = say("Typed but not saved, and kept until you go back: {titles}.")
    time_left = say("{done} of {of} done, about {seconds} s left.")
    locked = say(
        "This plan was locked on {day}, so it stays as it is. For another idea start the next experiment under "
        "“Decide”, or choose “New experiment” at the top."
    )
    saved = "Saved."
    working = "One moment …"
    mend_fields = say(
        "Please look at the {n} marked fields; nothing that was typed is lost.",
        one="Please look at the marked field; nothing that was typed is lost.",
    )
    unexpected = (
        "This should not have happened. What you saved is safe; try again, and if it comes back, send this line to "
        "whoever looks after ClipTrial:"
    )
    yes = "yes"
    no = "no"
    none = "none"
    impossible = FieldWords("Numbers that cannot be true", "Such as more likes than views.")
    keep_all = "keep and name them"
    leave_out = "leave these posts out"


class SetupWords(forms.SetupWords):
    fields = {
        "clients.which": FieldWords("Client", "Choose one to change it."),
        "clients.name": FieldWords(
            "Name",
            "As on the client's pages; empty where you post for yourselves.",
            "Hotel Adler",
            "Write the client's name.",
        ),
        "clients.colour": FieldWords(
            "Colour", "Of headings on the client's pages.", "#0b6e6e", "Write # and six digits, e.g. #0b6e6e."
        ),
        "clients.logo": FieldWords("Logo", "PNG, JPEG or SVG of at most 200 kB."),
        "clients.language": FieldWords("Language of the pages"),
        "clients.calls": FieldWords("Days of calls with the client"),
        "clients.first": FieldWords("First number of the page", "Choose three, or all of a kind at once."),
        "clients.second": FieldWords("Second number of the page"),
        "clients.third": FieldWords("Third number of the page"),
        "clients.archived": FieldWords("Archived", "Nothing new is planned; what there is stays."),
        "accounts.which": FieldWords("Account", "Choose one to change it."),
        "accounts.client": FieldWords("Client"),
        "accounts.platform": FieldWords("Platform"),
        "accounts.handle": FieldWords("Handle", "As in the app, with or without @.", "hotel.adler"),
        "accounts.timezone": FieldWords("Time zone", "Times of posting are meant in it.", "Europe/Berlin"),
        "accounts.followers": FieldWords("Followers today", "Optional.", "12000", "Write a whole number, e.g. 12000."),
        "accounts.sources": FieldWords(
            "Where do its numbers come from?", "What only the app shows is filled into a workbook."
        ),
        "accounts.films": FieldWords("Who films?", "Optional."),
        "accounts.posts": FieldWords("Who posts?", "Optional."),
        "accounts.reads": FieldWords("Who reads the numbers off?", "Optional."),
        "tables.file": FieldWords("Exports of the tool", "One or several; only their column names are looked at."),
        "tables.owner": FieldWords("Whose"),
        "tables.link": FieldWords("Link of the post", needs="Choose the column with links or video ids."),
        "tables.post_id": FieldWords("Video id"),
        "tables.posted_at": FieldWords("Time of posting"),
        "tables.captured_at": FieldWords("Day of the export"),
    }
    first = "First set up a client and an account at the top."
    clients = "Clients"
    accounts = "Accounts"
    tables = "Exports of another tool"
    tables_text = (
        "Metricool, Fanpage Karma, Later or any other: say once which column is what. From then on it is enough to "
        "hand in the file."
    )
    new_client = "＋ New client"
    new_account = "＋ New account"
    no_client = "no client, our own"
    own_language = "as everywhere here"
    presets = {"brand": "for a brand: reach, orders, return", "creator": "for a creator: engagement, views, watch time"}
    sources = {"exports": "exports of the platform", "app": "the app only", "tool": "spreadsheet of a tool"}
    set_up = "Set up this folder"
    save_client = "Save the client"
    save_account = "Save the account"
    choose_file = "Choose a file"
    not_there = "not in it"
    remember = "Remember the columns"
    look = "What do these posts tell?"
    columns = ("Account", "Client", "Numbers from")
    archived = "archived"
    where = say("Everything is kept in the folder “{folder}”.")
    saved = say("Saved: {name}.")
    as_in_file = say("as in workspace.yaml: {sources}")
    remembered = say("Remembered for {owner}. From now on it is enough to hand in the file.")


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


class NumbersWords(forms.NumbersWords):
    fields = {
        "files": FieldWords(
            "Files from this computer", "Exports from TikTok Studio (CSV, Excel, ZIP) or a filled numbers.xlsx."
        ),
        "folder": FieldWords("Files in this workspace", "Folders of exports, and the workbook of this experiment."),
        "account": FieldWords(
            "Account", "Which account the files belong to.", needs="Choose the account that these files belong to."
        ),
        "captured_on": FieldWords(
            "Day of the export", "Only if the file does not say it.", needs="Choose the day on which this was exported."
        ),
        "locale": FieldWords("Numbers and dates are written", "Only if 1.234 or 03/04 could mean two things."),
        "message": FieldWords(
            "Or paste numbers from a chat",
            "One post a line, first its number in the plan: views, seconds, percent; what else there is with its name.",
            "14: 12.3k / 8.2 s / 41 % / 12 saves",
            "Paste a message first.",
        ),
        "read_on": FieldWords("Read on", needs="Choose the day on which the numbers were read."),
        "boosted": FieldWords("Post"),
        "boosted_on": FieldWords("Boosted since", needs="Choose the day on which the boost began."),
    }
    by_hand = "1 · Numbers that no export holds"
    by_hand_text = (
        "Watch time, completion, saves and new followers stand only in the app. This workbook has one row per post, "
        "already filled with date, variant and topic: about 20 seconds a post. Fill it in, then hand it in below."
    )
    download = "Download numbers.xlsx"
    exports = "2 · Hand in files"
    upload = "Choose files"
    read = "Read the files"
    nothing_chosen = "Choose files first."
    the_file_tells = "the file says it"
    more = "If a file does not say it itself"
    workbook = "numbers.xlsx of this experiment"
    exports_of = say("exports of {name}")
    file_new = "new"
    file_known = "known already"
    file_empty = "nothing to keep"
    file_refused = "not read"
    rows_left_out = "The other rows are read. These are left out until they are mended:"
    top_list = "These look like the most viewed posts only. Export the last 7 days instead, twice a week."
    more_files = say("and {n} more files: {told}")
    posts = say("{n} posts", one="1 post")
    where = "3 · Where things stand"
    posts_found = say("{n} of {of} planned posts are found.")
    how = say("{links} by their link, {fits} by account and time.")
    columns = ("Number", "Read", "Still too young", "Without a number")
    missing = (
        "These posts are due, and no file shows them yet. Paste their links, or leave them if they were not posted."
    )
    nothing_missing = "Every post that is due has been found."
    nothing_due = say("Nothing is due yet; the first post is planned for {day}.")
    link_rows = say("The first {n} are shown; the others follow when these are done.")
    link = "Link of the post"
    fits = say("Could be: {told}")
    save_links = "Save the links"
    links_saved = say("{n} links saved.", one="1 link saved.")
    show_understood = "Show what is understood"
    save_numbers = "Save the numbers"
    unread_lines = say("Not read: {lines}")
    last_read = "Read last"
    undo = "Take it back"
    undo_sure = (
        "Take it back? What it brought is not counted any more; read the files again to have it back. Press again."
    )
    handed_in = say("{files}, {when}")
    undone = say("Taken back: {files}. Links that are as they were before: {links}.")
    left_out = say("Not counted: {told}.")
    boosts = "4 · Boosted with money"
    boosts_text = (
        "Views that were bought are not the post's own. Say here which post was boosted and since when: only its "
        "numbers from before that day count. The same can be written under “Boosted on” in numbers.xlsx."
    )
    boosted_since = say("boosted since {day}")
    was_boosted = "It was boosted"
    not_boosted = "It never was"
    kept_yours = "The workbook in this workspace holds entries that the uploaded one does not, so both were kept."


class AnswerWords(forms.AnswerWords):
    evidence = "Evidence"
    weekday_table = "Posts by weekday"
    findings = "What was checked"
    blocked = "Not fair enough for a verdict: see the points marked ✗."
    fair = "Nothing stands in the way of an answer."
    refresh = "Check again"
    write = "Write the report"
    written = "The report is written, in English and German."
    written_at = say("Written {when}")
    open_page = say("Open the page ({lang})")
    download_page = "Save a copy"
    page_title = "The report"
    no_report_yet = "There is no report yet."
    for_team = "Lists for filming and posting, plan for approval"
    for_team_written = "Written for the team and the client:"
    write_client = "One sheet for the client"
    client_written = say("The client's sheet is written: {name}.")
    draw = "Pictures for slides and chat"
    drawn = say("The pictures are there: {names}.")
    comment = "Your own words on the page"
    comment_fields = {
        "comment": FieldWords("What do you want to say?", "It stands on the page with today's date and your name."),
        "comment_who": FieldWords("Who says it?", "", "Mara, content lead", "Write a name."),
        "need": FieldWords(
            "What do you need from the client?", "", "The new photos", "Say what, or leave the day out."
        ),
        "need_by": FieldWords("By when?", needs="Choose a day."),
    }
    save_comment = "Save the comment"
    comment_saved = "Saved. The next page that is written shows it."
    decision = {
        "work": FieldWords("How much extra work does the new way take for every post?"),
        "what": FieldWords("What do you do?", needs="Choose one."),
        "who": FieldWords("Who decided?", "", "Mara, content lead", "Write a name."),
        "why": FieldWords(
            "Why?",
            "One sentence that will still make sense in a year.",
            "People stay longer, nothing else suffers.",
            "Write one sentence.",
        ),
    }
    record = "Record the decision"
    recorded = "Recorded."
    so_far = "Decided so far"
    no_decision_yet = "Nothing has been decided yet."
    next_experiment = "Next experiment"
    next_experiment_text = "A new experiment with everything filled in as here; change what you want to find out next."
    next_title = FieldWords(
        "Title of the next experiment", "", "Should the question name the dish?", "Write a few words."
    )
    begin = "Start the next experiment"
    begun = say("“{title}” is ready. Go on under “Idea”.")
    too_early = "It is too early for an answer."


class CompareWords(forms.CompareWords):
    fields = {
        "account": FieldWords("Account"),
        "dimension": FieldWords("Compare by"),
        "values": FieldWords(
            "What to compare",
            "One per line: hashtags like #food #recipe, the name of a sound, or times like 18:00-21:00. Empty: the "
            "most used ones.",
            "#onepotdinner\n#foodtok",
        ),
        "control": FieldWords("Compared with", "One of the lines above. Empty: the most used one."),
        "metric": FieldWords("Number"),
        "start": FieldWords("Posted from"),
        "end": FieldWords("Posted until"),
    }
    dimensions = {"hashtags": "Hashtags", "sound": "Sound", "slot": "Posting time", "duration": "Length"}
    any_account = "all accounts"
    observed = (
        "Nobody left these posts to chance. So this shows what came together, not what caused what: good for picking "
        "the next experiment, not for a decision."
    )
    compare = "Compare"
    columns = ("", "Posts", "Difference", "Range")
    write = "Write the page"


_PROBLEMS = {
    "missing": "Please fill this in.",
    "empty": "Please fill this in.",
    "overlapping_arms": "Two of these are the same; each must differ from the others.",
    "repeated": "Something is named twice here.",
    "hashtags": "Write hashtags divided by spaces, such as #food #recipe.",
    "slot": "Write a time such as 18:00.",
    "exists": "There is already an experiment of this name; choose another title.",
    "too_long": "Five things to try are the most.",
    "unknown_account": "This account is not in the workspace.",
    "locked": "The plan is locked, and this would change it.",
    "plan_changed": "The plan was changed since it was locked.",
    "posts_have_places": "Posts already have their places in this plan, so it stays. Start the next experiment "
    "under “Decide”.",
    "filled_row_without_place": "numbers.xlsx is filled in for days that the new plan does not have. Keep the days "
    "that were already posted.",
    "primary_not_delivered": "No source of this account delivers this number per post. Choose another number.",
    "which_account": "Nothing in the file tells which account it belongs to. Choose the account, then read it again.",
    "no_capture_time": "Nothing in the file tells when it was exported. Choose the day of the export, then read it "
    "again.",
    "no_year": "The dates have no year. Choose the day of the export, then read it again.",
    "capture_time_differs": "The file says another day of export than you chose. Leave the day empty; the file’s own "
    "holds.",
    "not_recognised": "This is none of the exports that can be read. TikTok Studio: Analytics, then Download data.",
    "needs_mapping": "This table comes from another tool; someone must say once which column is which (see `cliptrial "
    "ingest --help`).",
    "not_the_workbook": "This is another Excel file than the one downloaded here.",
    "empty_file": "The file is empty.",
    "empty_folder": "There is no export in this folder.",
    "short_link": "This link only forwards to a video. Open it and copy the long link.",
    "other_link": "Another link was handed in for this post before.",
    "link_twice": "The same link stands on two posts.",
    "links": "This is not one link, or another post has it already. Copy the link of the post again.",
    "no_read_on": "Numbers were filled in without the day they were read on.",
    "promoted_before_posted": "Under “Boosted on” stands a day before the post went out.",
    "promoted_in_future": "Under “Boosted on” stands a day that is yet to come. Fill it in once it has begun.",
    "unknown_post": "This post is not known yet. Hand in its export, or its link, first.",
    "no_sound": "No post in the store has a sound, because TikTok Studio exports do not show it.",
    "no_duration": "No post in the store has a length, because TikTok Studio exports do not show it.",
    "no_posts": "There are no posts in this period. Hand in exports in start_here under “Numbers”.",
    "nothing_to_compare": "Fewer than two of these have enough posts to compare.",
    "unknown_value": "No post in this period has this.",
    "not_measured": "This number was not read on enough of these posts.",
    "no_workspace": "This notebook does not lie in a workspace. Make one with `cliptrial init`, or an example with "
    "`cliptrial demo`, and open it with `cliptrial lab`.",
}


class FormsWording(forms.FormsWording):
    common = CommonWords()
    setup = SetupWords()
    idea = IdeaWords()
    plan = PlanWords()
    post = PostWords()
    numbers = NumbersWords()
    answer = AnswerWords()
    compare = CompareWords()
    problems = _PROBLEMS
