"""Das Gelernte auf Deutsch."""

from __future__ import annotations

from cliptrial.analysis.learning.lessons import LeftOut
from cliptrial.wording.declared import learned
from cliptrial.wording.declared.words import say


def _average(metric: str, count: str, change: str) -> str:
    return f"Über {count} Experimente hinweg waren es im Schnitt {change} bei {metric}"


class LearnedSentences(learned.LearnedSentences):
    one = say(
        "{variable}: bisher ein Experiment, {change} bei {metric}. Erst ab drei lässt sich etwas Allgemeines sagen."
    )
    two = say(
        "{variable}: bisher zwei Experimente, {changes} bei {metric}. Zwei können sich zufällig einig sein; ein "
        "drittes fehlt."
    )

    def better(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return f"{variable}: Das Neue war besser. {_average(metric, count, change)} (95-%-Spanne: {span})."

    def worse(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return f"{variable}: Das Neue war schlechter. {_average(metric, count, change)} (95-%-Spanne: {span})."

    def open(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return f"{variable}: noch offen. {_average(metric, count, change)}; möglich ist alles von {span}."

    ahead = say("Beim nächsten Mal ist alles von {span} drin.")
    repeats = "Wiederholungen desselben Tests auf denselben Accounts zählen einmal."
    known = say("{variable} · {metric}: {count} von etwa {needed}")
    known_well = say("{variable} · {metric}: {count}, das reicht")
    prior_learned = say(
        "Was realistisch ist, stützt sich auf {count} frühere Experimente mit demselben Merkmal und derselben "
        "Metrik: Zusammen mit allgemeiner Erfahrung lassen sie beim nächsten {mean} erwarten. Wo ein klares Ergebnis "
        "das Gegenteil sagt, zählt nur die allgemeine Erfahrung."
    )
    prior_general = (
        "Was realistisch ist, stützt sich auf allgemeine Erfahrung mit solchen Änderungen. Eigene Experimente treten "
        "an ihre Stelle, wo sich Posts wenig unterscheiden, wie bei der Wiedergabezeit, und zwar ab fünf; nie bei "
        "Aufrufen, die zu stark streuen."
    )
    nothing = (
        "Noch zählt kein Experiment: Dafür muss der Plan festgeschrieben sein und die Posts müssen das Messalter "
        "erreicht haben."
    )


class LearnedPage(learned.LearnedPage):
    title = "Was wir gelernt haben"
    back = "Alle Experimente"
    on_index = "Was alle Experimente zusammen sagen, je Merkmal ein Satz."
    stamp = say("Erkenntnisse · {day}")
    lead = say("{all_of_them}, davon hier gezählt: {counted}.")

    def experiments(self, count: int) -> str:
        return "1 Experiment" if count == 1 else f"{count} Experimente"

    side_by_side = "Alle Experimente nebeneinander"
    few = "Noch zu wenige"
    few_needed = (
        "Ein Experiment sagt nichts Allgemeines, und zwei können sich zufällig einig sein; ab drei steht hier ein Satz."
    )
    lessons = "Alle Experimente"
    method = "Wie das berechnet wurde"
    method_lines = (
        "Es zählt jedes Experiment, dessen Plan festgeschrieben war und das fertig wurde, ob entschieden oder nicht. "
        "Wer nur die entschiedenen oder die erfolgreichen nimmt, macht aus Glück Wissen.",
        "Experimente mit demselben Merkmal und derselben Hauptmetrik werden zusammengefasst: Jedes zählt so viel, "
        "wie es genau ist und wie weit die Experimente auseinanderliegen (zufällige Effekte auf der Log-Skala, "
        "Varianz nach Paule-Mandel, Spanne nach Knapp-Hartung). Bei mehreren Varianten zählt ihr Mittel, nie die "
        "beste allein.",
        "Unter drei Experimenten steht hier nichts Allgemeines, unter fünf nichts über das nächste. Wiederholungen "
        "desselben Tests auf denselben Accounts zählen als einer.",
    )
    known = (
        "Erst aus so vielen Tests dieser Genauigkeit wüsste man, wie groß solche Effekte meist sind. Bis dahin stützt "
        "sich, was realistisch ist, auf allgemeine Erfahrung: Zwei von drei solchen Änderungen bewegen eine Zahl um "
        "weniger als ein Sechstel, nach oben oder unten."
    )
    forest = say(
        "Unterschied bei {metric} in jedem Experiment, jeweils mit seiner ungefähren 95-%-Spanne, und der "
        "Durchschnitt. Die genaue Spanne steht auf der Seite des Experiments."
    )
    forest_alt = say("Unterschiede bei {metric}, eine Zeile je Experiment. {told}")
    mean = "Im Schnitt"
    next = "Das nächste"
    columns = ("Experiment", "Merkmal", "Metrik", "Unterschied", "Ergebnis", "Zählt")
    counted = "ja"
    chips = {"better": "Besser", "worse": "Schlechter", "open": "Offen", "too_few": "Noch zu wenige"}
    outcomes = {"confirmed": "bestätigt", "kept": "behalten, nicht bestätigt", "rolled_back": "zurückgenommen"}
    checks = say(
        "Alt gegen neu, {count} Gegenproben, Account für Account: Mit den neuen Arten haben sich {metric} im Mittel um "
        "{change} verändert (möglich {span})."
    )
    check = say("{title}: {outcome} (gemessen {change}).")
    checks_confirmed = "Dass sie zusammen vorn liegen, ist bestätigt; über eine einzelne sagt es nichts."
    checks_open = "Bestätigt ist das noch nicht."
    split_test = "Ein Split-Test der Plattform hat keine Posts, die man zusammenfassen könnte."
    problems = say("Nicht lesbar: {count}; `cliptrial validate` sagt, warum.")


_LEFT_OUT = {
    LeftOut.NOT_LOCKED: "nein: Plan nicht festgeschrieben",
    LeftOut.NOT_READY: "noch nicht: zu früh",
    LeftOut.OBSERVED: "nein: nicht ausgelost",
    LeftOut.BLOCKED: "nein: Vergleich war nicht fair",
    LeftOut.NO_NUMBER: "nein: keine Zahl",
    LeftOut.REDEFINED: "nein: Plattform zählt seither anders",
}


class ManyArmsWords(learned.ManyArmsWords):
    heading = say("Frühere Posts: {noun}")

    def looked_at(self, posts: str, accounts: int, metric: str) -> str:
        return (
            f"{posts} Posts {'eines Accounts' if accounts == 1 else f'von {accounts} Accounts'}, verglichen bei "
            f"{metric} "
            "innerhalb von Account und Monat."
        )

    def above(self, names: str, count: int) -> str:
        return f"{names} {'liegt' if count == 1 else 'liegen'} so weit über den anderen, dass Zufall kaum reicht."

    def below(self, names: str, count: int) -> str:
        return f"{names} {'liegt' if count == 1 else 'liegen'} so weit unter den anderen, dass Zufall kaum reicht."

    redefined = say(
        "Seit dem {days} zählt die Plattform unter diesem Namen etwas anderes: Betrachtet werden nur Posts von einer "
        "Seite davon."
    )
    none_found = say("Von {values} Werten in {posts} Posts fällt keiner stärker auf, als es der Zufall erwarten lässt.")
    observed = "Niemand hat sie per Zufall verteilt: Das zeigt, was zu testen ist, nicht, was wirkt."
    best = say(
        "Am aussichtsreichsten ist {value}: Realistisch sind {change} gegenüber einem typischen Wert. Zu testen "
        "gegen {usual}, den häufigsten Wert."
    )
    nothing_better = say("Nichts verspricht mehr als der häufigste Wert, {usual}.")
    columns = ("Wert", "Posts", "Gesehen", "Realistisch", "Nur Zufall?")
    hardly = say("kaum ({q})")
    perhaps = say("vielleicht ({q})")
    shown = say("Die {shown} aussichtsreichsten von {every} Werten.")
    note = (
        "„Gesehen“ ist, was die Posts mit diesem Wert für sich allein sagen. „Realistisch“ rückt das zu einem "
        "typischen Wert hin, umso mehr, je weniger Posts es sind; die Spanne dahinter gilt für einen Wert allein. "
        "„Nur Zufall?“ berücksichtigt, wie viele Werte angesehen wurden; die Zahl ist der Anteil falscher Funde, mit "
        "dem unter allen Werten mit höchstens dieser Zahl zu rechnen ist."
    )
    test = "Was als Nächstes zu testen ist"
    title = say("Bringt {value} mehr als {usual}?")
    statement = say("Posts mit {value} schneiden bei {metric} besser ab.")
    because = say("Sah in {posts} früheren Posts am besten aus, die niemand per Zufall verteilt hat.")


class TriedWords(learned.TriedWords):
    heading = "Dieselbe Änderung, Account für Account"
    lead = (
        "Geschätzt, nicht gemessen: was auf jedem Account realistisch ist; in etwa 8 von 10 Fällen liegt die "
        "Wahrheit in der Spanne. Tests auf einem Account sagen auch etwas über die anderen: Wir nehmen an, dass etwa "
        "ein Viertel von dem, was eine Änderung bringt, überall gleich ist."
    )
    columns = ("Änderung", "Metrik", "Wo sie getestet wurde", "Auf einem Account, der sie nicht getestet hat")
    nobody = "unbekannt"
    change = say("{variants} statt {control}")
    on = say("{account}: {change} ({span})")
    realistic = say("{change} ({span})")

    def others(self, count: int) -> str:
        return f"dazu {'ein Account' if count == 1 else f'{count} Accounts'} anderer Kunden"

    def more(self, count: int) -> str:
        return "Eine weitere Änderung" if count == 1 else f"{count} weitere Änderungen"


class LearnedWording(learned.LearnedWording):
    sentences = LearnedSentences()
    page = LearnedPage()
    left_out = _LEFT_OUT
    many_arms = ManyArmsWords()
    tried = TriedWords()
