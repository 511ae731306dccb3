"""What all forms share, and those that set a folder up, in English."""

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
        "clients.review": FieldWords("Numbers are talked through", "Then it stands in the calendar and on Mondays."),
        "clients.review_day": FieldWords("On which day", "Of a month in its second week."),
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
    rhythms = {"": "not agreed", "weekly": "every week", "monthly": "every month", "quarterly": "every quarter"}
    day_of_calls = "the first day of calls"
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
