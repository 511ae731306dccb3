"""The forms in German."""

from __future__ import annotations

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


class IdeaWords(forms.IdeaWords):
    own_idea = "eigene Idee"
    fields = {
        "play": FieldWords(
            "Ausgehen von", "Ein fertiges Experiment aus der Sammlung füllt die Felder aus; alles lässt sich ändern."
        ),
        "account": FieldWords(
            "Account",
            "Wer postet? Mehrere Accounts eines Kunden können sich ein Experiment teilen.",
            needs="Bitte mindestens einen wählen.",
        ),
        "title": FieldWords(
            "Titel",
            "Die Frage in wenigen Worten; sie wird die Überschrift des Berichts.",
            "Hält eine Frage als erster Satz die Leute länger?",
            "Bitte ein paar Worte schreiben.",
        ),
        "statement": FieldWords(
            "Was wird erwartet?",
            "Ein Satz, der sich als falsch herausstellen kann.",
            "Mit einer Frage am Anfang wird länger zugesehen.",
            "Bitte einen Satz schreiben.",
        ),
        "because": FieldWords(
            "Warum?", "Kann leer bleiben, hilft aber, aus der Antwort zu lernen.", "Wer eine Antwort erwartet, bleibt."
        ),
        "variable": FieldWords("Das Eine, das sich ändert", "Alles andere bleibt, wie es ist."),
        "metric": FieldWords(
            "Die Zahl, die entscheidet",
            "Zur Wahl stehen nur Zahlen, die dieser Account liefern kann.",
            needs="Bitte eine wählen.",
        ),
        "good_until": FieldWords("Der Trend hält bis", "Der letzte Tag, an dem sich der neue Sound noch lohnt."),
        "expect": FieldWords("Sie soll"),
        "at_least": FieldWords(
            "Kleinster Unterschied, der zählt, in %",
            "Darunter würde sich nichts ändern.",
            needs="Bitte eine Zahl über 0, z. B. 10.",
        ),
        "guardrail": FieldWords("Was darf nicht leiden?", "Kann leer bleiben: eine Zahl, die dabei nicht fallen darf."),
        "worst_acceptable": FieldWords(
            "… um mehr als, in %",
            "Der größte Verlust, der noch hinnehmbar wäre.",
            needs="Bitte eine Zahl von 1 bis 99.",
        ),
        "extra_work": FieldWords(
            "Mehraufwand je Post", "Für die Ideenliste: Mit viel Mehraufwand lohnen sich nur wenige Ideen."
        ),
    }
    variables = {
        "hook": "Hook",
        "sound": "Sound",
        "hashtags": "Hashtags",
        "slot": "Uhrzeit",
        "duration": "Länge",
        "cta": "Call-to-Action",
        "cover": "Cover",
        "bundle": "Alt gegen neu",
        "cadence": "Wie oft wir posten",
        "with_without": "Was nur in manchen Wochen läuft",
    }
    arm_values = {
        "control": FieldWords(
            "So wie bisher", "", "Eine Aussage in den ersten 3 Sekunden", "Bitte schreiben, wie es bisher gemacht wird."
        ),
        "variants": FieldWords(
            "Das soll ausprobiert werden",
            "Am besten nur eines. Mehrere: je eine Zeile.",
            "Eine Frage in den ersten 3 Sekunden",
            "Bitte schreiben, was ausprobiert wird; es muss sich von bisher unterscheiden.",
        ),
        "control.hashtags": FieldWords(
            "Die bisherigen Hashtags", "Durch Leerzeichen getrennt.", "#essen #rezept #fyp", "Bitte mindestens einen."
        ),
        "variants.hashtags": FieldWords(
            "Die neuen Hashtags",
            "Durch Leerzeichen getrennt; jede weitere Gruppe in einer eigenen Zeile.",
            "#onepotrezepte #feierabendküche",
            "Bitte mindestens einen; die Gruppen müssen sich unterscheiden.",
        ),
        "control.slot": FieldWords(
            "Bisherige Uhrzeit", "In der Zeitzone des Accounts.", "18:00", "Bitte eine Uhrzeit wie 18:00."
        ),
        "variants.slot": FieldWords(
            "Neue Uhrzeit", "Eine Uhrzeit je Zeile.", "12:00", "Bitte eine Uhrzeit wie 12:00, nicht die bisherige."
        ),
    }
    expect = {"increase": "steigen", "decrease": "fallen", "any": "egal wohin"}
    groups = ("Was soll beantwortet werden?", "Nur eines ändert sich", "Woran ist es zu erkennen?")
    save = "Idee speichern"
    for_later = "Nur auf die Ideenliste"
    on_the_list = say("Auf der Ideenliste: {idea}. `cliptrial idea` sagt, welche Idee als Nächstes dran ist.")
    work = {"none": "keiner", "some": "etwas", "much": "viel"}
    saved = say("Gespeichert: {title} Weiter unter „Test/Plan“.")
    demo = "Oben lässt sich auch ein fertiges Experiment wählen, um sich umzusehen."


class PlanWords(forms.PlanWords):
    fields = {
        "start": FieldWords(
            "Erster Tag", "Ein Montag ist am einfachsten.", needs="Bitte den Tag des ersten Posts wählen."
        ),
        "slots": FieldWords(
            "Uhrzeit",
            "Ein Post am Tag zu dieser Zeit; für zwei Posts am Tag zwei Zeiten.",
            "18:00",
            "Bitte eine Uhrzeit wie 18:00; zwei Zeiten mit Komma dazwischen.",
        ),
        "weekdays": FieldWords("Wochentage", needs="Bitte mindestens einen Tag wählen."),
        "posts_a_week": FieldWords("Posts je Woche", "Eine andere Zahl wählt die Tage; die Tage ergeben die Zahl."),
        "pauses": FieldWords(
            "Pausen", "Tage ohne Posts, je Zeile ein Tag oder ein Zeitraum.", "24.12.2026 bis 6.1.2027"
        ),
        "holidays": FieldWords("Feiertage"),
        "together": FieldWords(
            "Kombi-Test",
            "Ein weiteres Experiment auf denselben Posts, eingeteilt wie dieses: Jeder Post beantwortet beide Fragen.",
        ),
        "posts_per_arm": FieldWords(
            "Posts je Variante",
            "Gleich viele wie bisher und von jedem, was ausprobiert wird.",
            needs="Eine ganze Zahl von 2 bis 500; gerade Zahlen verteilen die Tage am besten.",
        ),
        "topics": FieldWords(
            "Themen, eines je Zeile",
            "Worum es in den Videos geht. Das Los entscheidet, welches Thema welche Variante bekommt; so kann "
            "niemand eine bevorzugen. Die Themen der ersten Wochen genügen; die übrigen können nach dem Festschreiben "
            "folgen.",
            "Lauchsuppe in zehn Minuten\nFrühstück aus einer Pfanne\n…",
        ),
    }
    fields |= {
        "periods_per_arm": FieldWords(
            "Wochen von beidem", "Gleich viele wie bisher und mit dem Neuen.", needs="Eine ganze Zahl von 2 bis 104."
        ),
        "period_weeks": FieldWords("Wechsel nach so vielen Wochen", "1 oder 2.", needs="1 oder 2."),
        "washout_days": FieldWords(
            "Erste Tage, die nicht zählen", "Sie hängen noch an der Woche davor.", needs="Eine ganze Zahl von 0 bis 6."
        ),
        "regions": FieldWords(
            "Regionen",
            "Jede hat eigene Wochen; leer: der ganze Account.",
            "DE, AT",
            "Länder oder Bundesländer als Kürzel.",
        ),
    }
    weeks_columns = ("Nr.", "Wann", "Account", "Was sie hat")
    weeks_drawn = say(
        "Der Plan ist ausgelost: {weeks} Wochen oder Doppelwochen. Das Los hat entschieden, was jede hat."
    )
    weeks_over = say("{over} von {of} Wochen oder Doppelwochen sind vorbei und eingelesen.")
    alone = "nur dieses Experiment"
    slot_is_variable = "Die Uhrzeit ist das, was dieses Experiment ändert; ein Post am Tag."
    topics_count = say("{n} von {of} Themen")
    no_topics = (
        "Auch ohne Themen lässt sich der Plan auslosen, aber nicht alle werden dem Ergebnis trauen: Wer für jeden "
        "Post die Idee aussucht, kann unabsichtlich eine Seite bevorzugen."
    )
    holidays = {"skip": "keine Posts", "post": "Posts wie sonst"}
    runs = say("{posts} Posts vom {first} bis {last}.")
    draw = "Plan auslosen"
    add_topics = "Themen ergänzen"
    topics_added = say("Mit dem heutigen Datum festgehalten: Alle Posts bis {day} haben jetzt ihr Thema.")
    drawn = say(
        "Der Plan ist ausgelost: {posts} Posts. Das Los hat die Reihenfolge bestimmt; alle Wochentage sind fair "
        "verteilt."
    )
    unchanged = "Der Plan ist derselbe wie vorher."
    calendar = "Kalender"
    lock = "Plan festschreiben"
    lock_means = (
        "Festschreiben hält den Plan mit dem heutigen Datum fest, vor dem ersten Post. Danach kann niemand mehr die "
        "Frage ändern, wenn die Antwort schon zu sehen ist, und der Bericht kann das belegen. Ein Post darf trotzdem "
        "später kommen oder ausfallen; der Bericht sagt es dann."
    )
    lock_first_draw = "Hier hat sich seit dem Auslosen etwas geändert. Erst noch einmal auslosen, dann festschreiben."
    lock_now = say("Festgeschrieben am {day}. Code des Plans: {code}. Weiter: posten wie geplant, dann „Zahlen“.")
    locked_late = "Der erste Post war vor heute geplant; der Bericht wird sagen, dass zu spät festgeschrieben wurde."
    control = "wie bisher"
    variant = "neu"


class PostWords(forms.PostWords):
    fields = {
        "post": FieldWords("Post", "Seine Nummer im Plan."),
        "state": FieldWords("Was wurde daraus?"),
        "link": FieldWords(
            "Link des Posts",
            "Nicht nötig, wenn Account und Uhrzeit sagen, welcher Post es ist.",
            "https://www.tiktok.com/@name/video/…",
            "Den Link des Posts noch einmal kopieren; nur einen.",
        ),
        "boosted": FieldWords("Beworben ab", "Leer, wenn es niemand weiß: dann seit er online ist."),
    }
    coming = "Was als Nächstes online geht"
    columns = ("Nr.", "Wann", "Variante", "Thema")
    nothing_coming = "Ab heute ist nichts mehr geplant."
    became = "Nicht wie geplant?"
    became_text = (
        "Nur angeben, wenn ein Post später kam, ausfiel, gelöscht wurde oder ein anderer war als geplant. Der Plan "
        "bleibt; der Bericht sagt es."
    )
    save = "Post speichern"
    saved = say("Nr. {number} ist gespeichert.")


class NumbersWords(forms.NumbersWords):
    fields = {
        "files": FieldWords(
            "Dateien von diesem Computer",
            "Exporte aus TikTok Studio (CSV, Excel, ZIP) oder eine ausgefüllte numbers.xlsx.",
        ),
        "folder": FieldWords(
            "Dateien in diesem Arbeitsordner", "Ordner mit Exporten und die Zahlentabelle dieses Experiments."
        ),
        "account": FieldWords(
            "Account", "Zu welchem Account die Dateien gehören.", needs="Bitte den Account dieser Dateien wählen."
        ),
        "captured_on": FieldWords(
            "Tag des Exports",
            "Nur wenn die Datei ihn nicht nennt.",
            needs="Bitte den Tag wählen, an dem exportiert wurde.",
        ),
        "locale": FieldWords("Schreibweise von Zahlen und Daten", "Nur wenn 1.234 oder 03/04 zweierlei heißen könnte."),
        "message": FieldWords(
            "Oder Zahlen aus einem Chat einfügen",
            "Ein Post je Zeile, zuerst seine Nummer im Plan: Aufrufe, Sekunden, Prozent; alles andere mit Namen.",
            "14: 12,3k / 8,2 s / 41 % / 12 gespeichert",
            "Bitte zuerst eine Nachricht einfügen.",
        ),
        "read_on": FieldWords("Abgelesen am", needs="Bitte den Tag wählen, an dem die Zahlen abgelesen wurden."),
        "boosted": FieldWords("Post"),
        "boosted_on": FieldWords("Beworben ab", needs="Bitte den Tag wählen, an dem die Werbung begann."),
    }
    by_hand = "1 · Zahlen, die kein Export enthält"
    by_hand_text = (
        "Wiedergabezeit, Abschlussrate, Gespeichert und neue Follower stehen nur in der App. Diese Tabelle hat eine "
        "Zeile je Post, Datum, Variante und Thema stehen schon darin: rund 20 Sekunden je Post. Ausfüllen und unten "
        "einlesen."
    )
    download = "numbers.xlsx herunterladen"
    exports = "2 · Dateien einlesen"
    upload = "Dateien wählen"
    read = "Dateien einlesen"
    nothing_chosen = "Zuerst Dateien wählen."
    the_file_tells = "steht in der Datei"
    more = "Falls eine Datei es nicht selbst sagt"
    workbook = "numbers.xlsx dieses Experiments"
    exports_of = say("Exporte von {name}")
    file_new = "neu"
    file_known = "schon bekannt"
    file_empty = "nichts zu behalten"
    file_refused = "nicht eingelesen"
    rows_left_out = "Die anderen Zeilen sind eingelesen. Diese bleiben außen vor, bis sie stimmen:"
    top_list = (
        "Das sind offenbar nur die meistgesehenen Posts. Besser: die letzten 7 Tage exportieren, zweimal pro Woche."
    )
    more_files = say("und {n} weitere Dateien: {told}")
    posts = say("{n} Posts", one="1 Post")
    where = "3 · Der Stand"
    posts_found = say("{n} von {of} geplanten Posts sind gefunden.")
    how = say("{links} über den Link, {fits} über Account und Uhrzeit.")
    columns = ("Zahl", "Gelesen", "Noch zu jung", "Ohne Zahl")
    missing = (
        "Diese Posts sind fällig, aber noch in keiner Datei zu sehen. Links einfügen, oder leer lassen, wenn sie "
        "nicht gepostet wurden."
    )
    nothing_missing = "Alle fälligen Posts sind gefunden."
    nothing_due = say("Noch ist nichts fällig; der erste Post ist für den {day} geplant.")
    link_rows = say("Gezeigt werden die ersten {n}; die übrigen folgen, wenn diese erledigt sind.")
    link = "Link des Posts"
    fits = say("Vielleicht: {told}")
    save_links = "Links speichern"
    links_saved = say("{n} Links gespeichert.", one="1 Link gespeichert.")
    show_understood = "Zeigen, was verstanden wird"
    save_numbers = "Zahlen speichern"
    unread_lines = say("Nicht gelesen: {lines}")
    last_read = "Zuletzt eingelesen"
    undo = "Zurücknehmen"
    undo_sure = (
        "Zurücknehmen? Was damit kam, zählt dann nicht mehr; die Dateien noch einmal einlesen holt es zurück. Zum "
        "Bestätigen noch einmal drücken."
    )
    handed_in = say("{files}, {when}")
    undone = say("Zurückgenommen: {files}. Links, die wieder sind wie vorher: {links}.")
    left_out = say("Nicht gezählt: {told}.")
    boosts = "4 · Mit Geld beworben"
    boosts_text = (
        "Gekaufte Aufrufe sind nicht die eigenen des Posts. Hier angeben, welcher Post beworben wurde und ab wann: "
        "Dann zählen nur seine Zahlen von vorher. Dasselbe lässt sich in numbers.xlsx unter „Beworben ab“ eintragen."
    )
    boosted_since = say("beworben ab {day}")
    was_boosted = "Wurde beworben"
    not_boosted = "Wurde nie beworben"
    kept_yours = (
        "Die Tabelle im Arbeitsordner enthält Einträge, die in der hochgeladenen fehlen; beide wurden behalten."
    )


class AnswerWords(forms.AnswerWords):
    evidence = "Aussagekraft"
    weekday_table = "Posts nach Wochentag"
    findings = "Was geprüft wurde"
    blocked = "Für ein Urteil nicht fair genug: siehe die Punkte mit ✗."
    fair = "Einer Antwort steht nichts im Weg."
    refresh = "Noch einmal prüfen"
    write = "Bericht schreiben"
    written = "Der Bericht ist geschrieben, auf Englisch und Deutsch."
    written_at = say("Geschrieben {when}")
    open_page = say("Seite öffnen ({lang})")
    download_page = "Kopie speichern"
    page_title = "Der Bericht"
    no_report_yet = "Es gibt noch keinen Bericht."
    for_team = "Dreh- und Postingliste, Plan zur Freigabe"
    for_team_written = "Für Team und Kunden geschrieben:"
    write_client = "Ein Blatt für den Kunden"
    client_written = say("Das Blatt für den Kunden ist geschrieben: {name}.")
    draw = "Bilder für Folien und Chat"
    drawn = say("Die Bilder sind da: {names}.")
    comment = "Eigene Worte auf der Seite"
    comment_fields = {
        "comment": FieldWords("Was ist dazu zu sagen?", "Es steht mit dem heutigen Datum und Namen auf der Seite."),
        "comment_who": FieldWords("Wer sagt es?", "", "Mara, Content-Leitung", "Bitte einen Namen schreiben."),
        "need": FieldWords(
            "Was wird vom Kunden gebraucht?", "", "Die neuen Fotos", "Bitte sagen, was, oder den Tag weglassen."
        ),
        "need_by": FieldWords("Bis wann?", needs="Bitte einen Tag wählen."),
    }
    save_comment = "Kommentar speichern"
    comment_saved = "Gespeichert. Die nächste Seite, die geschrieben wird, zeigt ihn."
    decision = {
        "work": FieldWords("Wie viel Mehraufwand macht die neue Art bei jedem Post?"),
        "what": FieldWords("Was geschieht?", needs="Bitte eines wählen."),
        "who": FieldWords("Wer hat entschieden?", "", "Mara, Content-Leitung", "Bitte einen Namen schreiben."),
        "why": FieldWords(
            "Warum?",
            "Ein Satz, der in einem Jahr noch verständlich ist.",
            "Es wird länger zugesehen, und nichts anderes leidet.",
            "Bitte einen Satz schreiben.",
        ),
    }
    record = "Entscheidung festhalten"
    recorded = "Festgehalten."
    so_far = "Bisher entschieden"
    no_decision_yet = "Noch ist nichts entschieden."
    next_experiment = "Nächstes Experiment"
    next_experiment_text = (
        "Ein neues Experiment, ausgefüllt wie dieses; ändern, was als Nächstes beantwortet werden soll."
    )
    next_title = FieldWords(
        "Titel des nächsten Experiments", "", "Soll die Frage das Gericht nennen?", "Bitte ein paar Worte schreiben."
    )
    begin = "Nächstes Experiment beginnen"
    begun = say("„{title}“ ist bereit. Weiter unter „Idee“.")
    too_early = "Für eine Antwort ist es noch zu früh."


class CompareWords(forms.CompareWords):
    fields = {
        "account": FieldWords("Account"),
        "dimension": FieldWords("Vergleichen nach"),
        "values": FieldWords(
            "Was verglichen wird",
            "Je Zeile eines: Hashtags wie #essen #rezept, der Name eines Sounds oder Uhrzeiten wie 18:00-21:00. "
            "Leer: die am häufigsten verwendeten.",
            "#onepotrezepte\n#foodtok",
        ),
        "control": FieldWords("Verglichen mit", "Eine der Zeilen oben. Leer: die am häufigsten verwendete."),
        "metric": FieldWords("Zahl"),
        "start": FieldWords("Gepostet ab"),
        "end": FieldWords("Gepostet bis"),
    }
    dimensions = {"hashtags": "Hashtags", "sound": "Sound", "slot": "Uhrzeit", "duration": "Länge"}
    any_account = "alle Accounts"
    observed = (
        "Bei diesen Posts hat niemand gelost. Zu sehen ist also, was zusammen auftrat, nicht, was was bewirkt hat: "
        "gut, um das nächste Experiment auszusuchen, nicht für eine Entscheidung."
    )
    compare = "Vergleichen"
    columns = ("", "Posts", "Unterschied", "Spanne")
    write = "Seite schreiben"


_PROBLEMS = {
    "missing": "Bitte ausfüllen.",
    "empty": "Bitte ausfüllen.",
    "overlapping_arms": "Zwei davon sind gleich; jedes muss sich von den anderen unterscheiden.",
    "repeated": "Hier steht etwas doppelt.",
    "hashtags": "Hashtags bitte durch Leerzeichen trennen, etwa #essen #rezept.",
    "slot": "Bitte eine Uhrzeit wie 18:00.",
    "exists": "Ein Experiment dieses Namens gibt es schon; bitte einen anderen Titel wählen.",
    "too_long": "Mehr als fünf Varianten gehen nicht.",
    "unknown_account": "Diesen Account gibt es im Arbeitsordner nicht.",
    "locked": "Der Plan ist festgeschrieben, und das würde ihn ändern.",
    "plan_changed": "Der Plan wurde nach dem Festschreiben geändert.",
    "posts_have_places": "Posts haben in diesem Plan schon ihren Platz, darum bleibt er, wie er ist. Unter "
    "„Entscheiden“ das nächste Experiment beginnen.",
    "filled_row_without_place": "In numbers.xlsx sind Tage ausgefüllt, die der neue Plan nicht hat. Bitte die Tage "
    "behalten, an denen schon gepostet wurde.",
    "primary_not_delivered": "Keine Quelle dieses Accounts liefert diese Zahl je Post. Bitte eine andere wählen.",
    "which_account": "Die Datei sagt nicht, zu welchem Account sie gehört. Bitte den Account wählen und noch einmal "
    "einlesen.",
    "no_capture_time": "Die Datei sagt nicht, wann sie exportiert wurde. Bitte den Tag des Exports wählen und noch "
    "einmal einlesen.",
    "no_year": "Die Daten haben kein Jahr. Bitte den Tag des Exports wählen und noch einmal einlesen.",
    "capture_time_differs": "Die Datei nennt einen anderen Tag. Den Tag des Exports bitte leer lassen; der in der "
    "Datei gilt.",
    "not_recognised": "Das ist keiner der Exporte, die gelesen werden können. In TikTok Studio: Analytics, dann "
    "„Daten herunterladen“.",
    "needs_mapping": "Diese Tabelle kommt aus einem anderen Werkzeug; jemand muss einmal sagen, welche Spalte welche "
    "ist (siehe `cliptrial ingest --help`).",
    "not_the_workbook": "Das ist eine andere Excel-Datei als die hier heruntergeladene.",
    "empty_file": "Die Datei ist leer.",
    "empty_folder": "In diesem Ordner liegt kein Export.",
    "short_link": "Dieser Link leitet nur weiter. Bitte öffnen und den langen Link kopieren.",
    "other_link": "Für diesen Post gibt es schon einen anderen Link.",
    "link_twice": "Derselbe Link steht bei zwei Posts.",
    "links": "Das ist nicht genau ein Link, oder ein anderer Post hat ihn schon. Bitte den Link des Posts neu "
    "kopieren.",
    "no_read_on": "Es stehen Zahlen ohne den Tag da, an dem sie abgelesen wurden.",
    "promoted_before_posted": "Unter „Beworben ab“ steht ein Tag, an dem der Post noch gar nicht online war.",
    "promoted_in_future": "Unter „Beworben ab“ steht ein Tag, der noch kommt. Bitte erst eintragen, wenn der Post "
    "beworben wird.",
    "unknown_post": "Dieser Post ist noch nicht bekannt. Bitte zuerst seinen Export oder seinen Link eingeben.",
    "no_sound": "Kein Post im Speicher hat einen Sound, weil Exporte aus TikTok Studio ihn nicht zeigen.",
    "no_duration": "Kein Post im Speicher hat eine Länge, weil Exporte aus TikTok Studio sie nicht zeigen.",
    "no_posts": "In diesem Zeitraum gibt es keine Posts. In start_here unter „Zahlen“ Exporte einlesen.",
    "nothing_to_compare": "Weniger als zwei davon haben genug Posts für einen Vergleich.",
    "unknown_value": "Kein Post in diesem Zeitraum hat das.",
    "not_measured": "Diese Zahl wurde bei zu wenigen dieser Posts abgelesen.",
    "no_workspace": "Dieses Notebook liegt in keinem Arbeitsordner. Einen anlegen mit `cliptrial init`, ein Beispiel "
    "mit `cliptrial demo`, und öffnen mit `cliptrial lab`.",
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
