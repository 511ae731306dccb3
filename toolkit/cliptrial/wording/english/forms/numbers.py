"""The forms for numbers, answers and comparisons, in English."""

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


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
    more_files = say("and {n} more files: {told}", one="and 1 more file: {told}")
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
