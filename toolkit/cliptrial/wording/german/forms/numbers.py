"""The forms for numbers, answers and comparisons, in German."""

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


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
    more_files = say("und {n} weitere Dateien: {told}", one="und 1 weitere Datei: {told}")
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
