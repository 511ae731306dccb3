"""What the command line says, in German."""

from cliptrial.wording.declared import terminal
from cliptrial.wording.declared.words import say


class Outlook(terminal.Outlook):
    smallest = (
        "Mit {posts} Posts je Variante lässt sich bei {metric} ein Unterschied ab {effect} nachweisen (in 4 von 5 "
        "Experimenten)."
    )
    smallest_times = (
        "Mit {posts} Posts je Variante lässt sich bei {metric} nur ein Anstieg auf mindestens das {times}-Fache "
        "nachweisen (in 4 von 5 Experimenten)."
    )
    chance = "Die gewünschten {at_least} würden nur in {power} solcher Experimente erkannt."
    enough = "Das reicht für die gewünschten {at_least}."
    needed = (
        "Um {at_least} zuverlässig zu erkennen, bräuchte es etwa {needed} Posts je Variante. Sonst hilft es, eine "
        "größere Änderung zu testen, eine Metrik zu wählen, die von Post zu Post weniger schwankt, oder die Antwort "
        "als Spanne zu lesen."
    )
    measured = "Berechnet aus der Streuung von {earlier} früheren Posts."
    experience = "Berechnet aus Erfahrungswerten; ab 20 früheren Posts zählt die Streuung der eigenen Posts."
    unknown = (
        "Was sich bei {metric} herausfinden lässt, ist vorab nicht bekannt: Es hängt davon ab, wie oft das bei euren "
        "Posts vorkommt. Mit 20 früheren Posts kann der Plan es sagen."
    )
    early_end = (
        "Ab der Hälfte seiner Posts darf dieser Test vorzeitig enden, sobald eine klare Antwort unwahrscheinlich "
        "geworden ist (weniger als 1 von 10 Fällen). Das wird dann gesagt, ohne die Richtung der Zahlen zu verraten; "
        "weitermachen ist genauso richtig."
    )
    early_end_likely = (
        "Nach allgemeiner Erfahrung ist eine klare Antwort von Anfang an unwahrscheinlich ({chance}), meist wird es "
        "also dazu kommen. Mehr Posts oder eine Metrik, die von Post zu Post weniger schwankt, würden das ändern."
    )


class Terminal(terminal.Terminal):
    outlook = Outlook()
    topics_next = say(
        "Als Nächstes: {posts} Themen aufschreiben, eines je Zeile, und mit `cliptrial plan {slug} --topics DATEI` "
        "übergeben. Dann entscheidet der Zufall, welche Idee welche Variante bekommt."
    )
    lock_next = say(
        "Als Nächstes: `cliptrial lock {slug}`, und zwar vor dem ersten Post am {day}. Die Zahlen kommen in {workbook}."
    )
    index = say("Alle Experimente: {path}")
