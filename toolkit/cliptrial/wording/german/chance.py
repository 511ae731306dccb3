"""Der Zufalls-Check auf Deutsch."""

from __future__ import annotations

from cliptrial.wording.declared import chance
from cliptrial.wording.declared.chance import MethodWords
from cliptrial.wording.declared.words import say

METHODS = {
    "sums_as_trials": MethodWords(
        "Summen, jeder Aufruf ein Versuch",
        ", wenn jeder Aufruf als eigener Versuch zählt",
        (
            "Zählt alle Aufrufe einer Variante zusammen und hält jeden einzelnen für einen unabhängigen Versuch, wie "
            "bei einem Website-Test."
        ),
    ),
    "first_against_second_half": MethodWords(
        "Vorher gegen nachher",
        ", wenn die erste Hälfte gegen die zweite antritt",
        "Vergleicht die erste Hälfte der Posts mit der zweiten, mit einem t-Test auf Logarithmen.",
    ),
    "relative_delta": MethodWords(
        "Durchschnitt gegen Durchschnitt",
        ", wenn ein Durchschnitt durch den anderen geteilt wird",
        "Teilt einen Durchschnitt durch den anderen und nimmt die Spanne aus dem Lehrbuch.",
    ),
    "welch_raw": MethodWords(
        "t-Test mit den Zahlen",
        " bei einem t-Test mit den Zahlen",
        "Welchs t-Test mit den Zahlen selbst: vorsichtig, aber fast blind, sobald einzelne Posts viral gehen.",
    ),
    "welch_logs": MethodWords(
        "t-Test mit Logarithmen",
        " bei einem t-Test mit Logarithmen",
        "Welchs t-Test mit Logarithmen: brauchbar, wo das Los die Wochentage verteilt hat, und nur dort.",
    ),
    "cliptrial": MethodWords(
        "ClipTrial",
        " mit ClipTrial",
        "Lost A und B immer wieder neu aus und prüft, wie oft allein der Zufall einen so großen Unterschied ergibt.",
    ),
}


class ChanceWording(chance.ChanceWording):
    per = say("{top} je {bottom}")
    on_index = "Wie oft erfundene A/B-Gruppen in unseren eigenen Posts „gewinnen“, nach jeder üblichen Methode."
    methods = METHODS
    stamp = say("Zufalls-Check · {day}")
    kicker = "Zufalls-Check"
    posts = say("{n} Posts")
    accounts = say("{n} Accounts", one="1 Account")
    title = "Nichts war anders. Wer findet trotzdem einen Sieger?"
    bold = "Jeder Sieger auf dieser Seite ist ein Fehlalarm."
    drawn = say(
        "{draws}-mal haben wir {posts} Posts in Folge genommen, per Los {arm} davon A und {arm} B genannt und jede "
        "Methode nach einem Sieger gefragt; jedes Mal an irgendeiner Stelle im Verlauf eines Accounts."
    )
    word = "Falsche Sieger"
    sentence = say(
        "Erfundene A/B-Gruppen in euren eigenen Posts „gewinnen“ in {usual} von 100 Fällen{when}; mit ClipTrial in "
        "{ours}."
    )
    honest = say(
        "In diesen Posts „gewinnen“ erfundene A/B-Gruppen mit jeder üblichen Methode höchstens in {usual} von 100 "
        "Fällen; mit ClipTrial in {ours}."
    )
    agreed = (
        "Fünf von 100 sind bei einem Test auf dem 5-%-Niveau erlaubt. Jedem weiteren Sieger wäre euer Team umsonst "
        "gefolgt."
    )
    luck = say(
        "Nach {draws} Durchgängen kann der Zufall diese Anteile noch um bis zu {points} Prozentpunkte verschieben."
    )
    labels = "Gruppen per Los gebildet"
    labels_small = "zwischen A und B war nichts verschieden"
    own_posts = "Echte Posts, eure eigenen"
    same_engine = "Gerechnet wie in jedem Bericht"
    same_engine_small = "für diese Seite wurde nichts angepasst"

    def left_out(self, n: str) -> str:
        return f"Weggelassen, weil eine brauchbare Zahl fehlt: {n} {'Post' if n == '1' else 'Posts'}."

    refused = say("Vergleiche, für die ClipTrial die Daten nicht reichten: {n}. Sie zählen als „kein Sieger“.")
    fewer = say("Es gibt nur {posts} Posts, deshalb stehen in jeder Variante {arm} statt der üblichen {usual}.")
    year = (
        "Ein Jahr an Posts liefert die Business Suite, die jeden Post der gewählten Tage schreibt, oder TikTok Studio, "
        "das 15 je Datei schreibt: Woche für Woche exportieren und alles mit `cliptrial ingest` übergeben."
    )
    no_times = "Die Zeiten der Posts fehlen: Die Zeilen gelten als zeitlich geordnet, Wochentage bleiben außen vor."
    figure_caption = say(
        "{metric}: Anteil der {draws} erfundenen Vergleiche, in denen eine Methode einen Sieger ausrief. Die "
        "gestrichelte Linie steht bei den erlaubten 5 %."
    )
    figure_alt = say("Falsche Sieger bei {metric}, nach Methode. {bars}")
    bar_alt = say("{name}: {share}.")
    five = "5 % erlaubt"
    band = (
        "Das graue Band ist, was nach so vielen Durchgängen allein der Zufall dazugibt oder wegnimmt; Balken, die "
        "darüber hinausreichen, sind rot."
    )
    table = "Falsche Sieger je Methode"
    method = "Methode"
    does = "Was sie tut"
    per_hundred = say("{metric}: falsche Sieger")
    why = "Woran das liegt"
    why_lines = (
        (
            "Die Aufrufe eines Posts sind nicht unabhängig: Läuft ein Post gut, kommen alle seine Aufrufe zusammen. "
            "Was schwankt, ist der Post; also muss man Posts zählen, nicht Aufrufe."
        ),
        (
            "Zwei Posts je Variante mit je einer Million Aufrufen sind noch immer zwei Posts. Wer die Aufrufe zählt, "
            "glaubt an Millionen Zeugen und hält das Glück eines Posts für einen Beweis."
        ),
        (
            "Vorher gegen nachher geht aus einem anderen Grund schief: Accounts verändern sich ständig. Monate, "
            "Trends und Jahreszeiten unterscheiden sich, was auch immer das Team geändert hat."
        ),
    )
    can_false_alarms = say(
        "In euren eigenen Posts löst ClipTrial in {ours} von 100 Fällen Fehlalarm aus; 5 sind erlaubt."
    )
    can_totals = "Ein „signifikantes“ Ergebnis aus Summen von Aufrufen sagt so gut wie nichts."
    cannot = (
        "Dass frühere Sieger falsch waren: Einige können echt gewesen sein. An Summen sieht man es nicht.",
        "Wie oft ein echter Effekt gefunden wird; das sagt der Plan jedes Experiments vor dem ersten Post.",
    )
    steps = (
        "Sieger aus Summen von Aufrufen oder Likes als noch offen behandeln.",
        "Den wichtigsten davon mit einem ausgelosten Plan testen.",
        "Diese Seite neu erstellen, wenn doppelt so viele Posts da sind.",
    )
    how_compared = say(
        "Jeder Vergleich nimmt {posts} Posts in Folge von einem Account; jede Stelle im Verlauf ist gleich "
        "wahrscheinlich. Das Los macht die eine Hälfte zu A, die andere zu B."
    )
    how_alike = (
        "Alle Methoden sehen dieselben Vergleiche. Wo ein Post keine Likes hat, wird vor dem Logarithmieren ein "
        "halbes addiert, wie es üblich ist."
    )
    how_drawn = say(
        "ClipTrial lost A und B {redraws}-mal neu aus (bei wenigen Posts: auf jede mögliche Art), rechnet "
        "Wochentage heraus und ruft einen Sieger aus, wenn p höchstens 0,05 ist."
    )
    copy_then = "Wir entscheiden künftig nach Experimenten mit ausgelosten Varianten und zählen Posts statt Aufrufe."
    footer_seed = say("Seed {seed}")
