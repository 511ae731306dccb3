"""What all forms share, and those that set a folder up, in German."""

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


class CommonWords(forms.CommonWords):
    language = "Sprache"
    experiment = "Experiment"
    new_experiment = "＋ Neues Experiment"
    steps = ("Idee", "Plan", "Zahlen", "Fairness-Check", "Bericht", "Entscheidung")
    tabs = {
        "setup": "Einrichten",
        "idea": "Idee",
        "plan": "Test/Plan",
        "post": "Posten",
        "numbers": "Zahlen",
        "decide": "Entscheiden",
        "page": "Seite an den Kunden",
    }
    save_idea_first = "Zuerst unter „Idee“ die Idee speichern oder oben ein Experiment wählen."
    plan_first = "Zuerst unter „Test/Plan“ den Plan auslosen."
    kept_typed = say("Getippt, aber nicht gespeichert; es bleibt bis zur Rückkehr erhalten: {titles}.")
    time_left = say("{done} von {of} erledigt, noch etwa {seconds} s.")
    locked = say(
        "Dieser Plan wurde am {day} festgeschrieben und bleibt, wie er ist. Für eine andere Idee unter „Entscheiden“ "
        "das nächste Experiment beginnen oder oben „Neues Experiment“ wählen."
    )
    saved = "Gespeichert."
    working = "Einen Moment …"
    mend_fields = say(
        "Bitte die {n} markierten Felder ansehen; nichts Getipptes geht verloren.",
        one="Bitte das markierte Feld ansehen; nichts Getipptes geht verloren.",
    )
    unexpected = (
        "Das hätte nicht passieren dürfen. Gespeichertes ist sicher; bitte noch einmal versuchen. Kommt es wieder, "
        "hilft diese Zeile denen, die ClipTrial betreuen:"
    )
    yes = "ja"
    no = "nein"
    none = "nichts"
    impossible = FieldWords("Zahlen, die nicht stimmen können", "Etwa mehr Likes als Aufrufe.")
    keep_all = "behalten und nennen"
    leave_out = "diese Posts weglassen"


class SetupWords(forms.SetupWords):
    fields = {
        "clients.which": FieldWords("Kunde", "Zum Ändern einen wählen."),
        "clients.name": FieldWords(
            "Name",
            "Wie auf den Seiten des Kunden; leer, wo ihr für euch selbst postet.",
            "Hotel Adler",
            "Bitte den Namen schreiben.",
        ),
        "clients.colour": FieldWords(
            "Farbe",
            "Für Überschriften auf den Seiten des Kunden.",
            "#0b6e6e",
            "Bitte # und sechs Zeichen, z. B. #0b6e6e.",
        ),
        "clients.logo": FieldWords("Logo", "PNG, JPEG oder SVG, höchstens 200 kB."),
        "clients.language": FieldWords("Sprache der Seiten"),
        "clients.calls": FieldWords("Tage mit Kundengespräch"),
        "clients.first": FieldWords("Erste Zahl der Seite", "Drei wählen oder alle einer Art auf einmal."),
        "clients.second": FieldWords("Zweite Zahl der Seite"),
        "clients.third": FieldWords("Dritte Zahl der Seite"),
        "clients.review": FieldWords(
            "Zahlen werden besprochen", "Dann steht es im Kalender und montags auf der Seite."
        ),
        "clients.review_day": FieldWords("An welchem Tag", "Eines Monats in seiner zweiten Woche."),
        "clients.archived": FieldWords("Archiviert", "Neues wird nicht mehr geplant; was da ist, bleibt."),
        "accounts.which": FieldWords("Account", "Zum Ändern einen wählen."),
        "accounts.client": FieldWords("Kunde"),
        "accounts.platform": FieldWords("Plattform"),
        "accounts.handle": FieldWords("Handle", "Wie in der App, mit oder ohne @.", "hotel.adler"),
        "accounts.timezone": FieldWords("Zeitzone", "In ihr sind die Uhrzeiten der Posts gemeint.", "Europe/Berlin"),
        "accounts.followers": FieldWords(
            "Follower heute", "Kann leer bleiben.", "12000", "Bitte eine ganze Zahl, z. B. 12000."
        ),
        "accounts.sources": FieldWords(
            "Woher kommen die Zahlen?", "Was nur die App zeigt, kommt in eine Tabelle zum Ausfüllen."
        ),
        "accounts.films": FieldWords("Wer filmt?", "Kann leer bleiben."),
        "accounts.posts": FieldWords("Wer postet?", "Kann leer bleiben."),
        "accounts.reads": FieldWords("Wer liest die Zahlen ab?", "Kann leer bleiben."),
        "tables.file": FieldWords(
            "Exporte des Werkzeugs", "Einer oder mehrere; angesehen werden nur die Namen der Spalten."
        ),
        "tables.owner": FieldWords("Für wen"),
        "tables.link": FieldWords("Link des Posts", needs="Bitte die Spalte mit den Links oder Video-IDs wählen."),
        "tables.post_id": FieldWords("Video-ID"),
        "tables.posted_at": FieldWords("Zeitpunkt des Posts"),
        "tables.captured_at": FieldWords("Tag des Exports"),
    }
    first = "Zuerst oben einen Kunden und einen Account einrichten."
    clients = "Kunden"
    accounts = "Accounts"
    tables = "Exporte eines anderen Werkzeugs"
    tables_text = (
        "Metricool, Fanpage Karma, Later oder ein anderes: einmal sagen, welche Spalte was ist. Von da an genügt es, "
        "die Datei einzulesen."
    )
    new_client = "＋ Neuer Kunde"
    new_account = "＋ Neuer Account"
    no_client = "kein Kunde, unser eigener"
    own_language = "wie überall hier"
    presets = {
        "brand": "für eine Marke: Reichweite, Bestellungen, Ertrag",
        "creator": "für Creator: Engagement, Aufrufe, Wiedergabezeit",
    }
    rhythms = {"": "nicht vereinbart", "weekly": "jede Woche", "monthly": "jeden Monat", "quarterly": "jedes Quartal"}
    day_of_calls = "der erste Tag mit Kundengespräch"
    sources = {"exports": "Exporte der Plattform", "app": "nur aus der App", "tool": "Tabelle eines Werkzeugs"}
    set_up = "Diesen Ordner einrichten"
    save_client = "Kunden speichern"
    save_account = "Account speichern"
    choose_file = "Datei wählen"
    not_there = "nicht darin"
    remember = "Spalten merken"
    look = "Was verraten diese Posts?"
    columns = ("Account", "Kunde", "Zahlen aus")
    archived = "archiviert"
    where = say("Alles liegt im Ordner „{folder}“.")
    saved = say("Gespeichert: {name}.")
    as_in_file = say("wie in workspace.yaml: {sources}")
    remembered = say("Gemerkt für {owner}. Von jetzt an genügt es, die Datei einzulesen.")
