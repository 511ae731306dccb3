"""What forms say of problems, in German."""

PROBLEMS = {
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
