"""How a result was worked out, and the words used, in German."""

from __future__ import annotations

from cliptrial.wording.page_vocabulary import Methods

METHODS = Methods(
    redraw_log_ols=(
        "Der Kalender wurde ausgelost, also lässt er sich noch einmal auslosen. Variante und Kontrolle wurden nach "
        "derselben Regel immer wieder neu verteilt, und jedes Mal wurde der Unterschied der Logarithmen "
        "geschätzt, unter "
        "Berücksichtigung der Wochentage. Der p-Wert sagt, wie oft allein der Zufall einen so großen Unterschied "
        "liefert."
    ),
    redraw_log_hc2=(
        "Der Kalender wurde ausgelost, also lässt er sich noch einmal auslosen. Variante und Kontrolle wurden nach "
        "derselben Regel immer wieder neu verteilt; da sie unterschiedlich viele Posts haben, wurde jeder "
        "Unterschied der "
        "Logarithmen an seinem eigenen robusten Standardfehler (HC2) gemessen, unter Berücksichtigung der Wochentage."
    ),
    redraw_rate_ratio=(
        "Die Raten wurden als Verhältnis verglichen, Wochentag für Wochentag; Posts mit mehr Aufrufen zählen "
        "mehr, aber "
        "keiner erdrückt die anderen. Die Varianten wurden nach derselben Regel immer wieder neu verteilt; der p-Wert "
        "sagt, wie oft allein der Zufall ein Verhältnis liefert, das so weit von eins liegt."
    ),
    permuted_residuals=(
        "Diese Posts hat niemand ausgelost, also gibt es keinen Kalender, der sich neu ziehen ließe. Die Logarithmen "
        "wurden um Account und Monat bereinigt, wo nötig auch um den Wochentag; der Rest wurde innerhalb von "
        "Account und "
        "Monat gemischt, um zu sehen, wie groß ein Unterschied von allein wird."
    ),
    permuted_residuals_rate=(
        "Diese Posts hat niemand ausgelost, also gibt es keinen Kalender, der sich neu ziehen ließe. Die Raten "
        "wurden als "
        "gewichtetes Verhältnis innerhalb von Account und Monat verglichen; der Rest wurde dort gemischt, um zu sehen, "
        "wie groß ein Unterschied von allein wird."
    ),
    split_test_score=(
        "Die Plattform hat Menschen per Zufall verteilt. Die beiden Anteile wurden mit einem Score-Test "
        "verglichen, bei "
        "kleinen Zahlen exakt; die Spanne gehört zu demselben Test."
    ),
    other="Der Unterschied wurde mit einem einzigen Verfahren geschätzt und geprüft, aus dem p-Wert und Spanne kommen.",
    draws=lambda n: f"Ausgelost wurde {n}-mal.",
    family=lambda m, confidence: (
        f"Es stehen {m} Vergleiche nebeneinander; deshalb sind ihre p-Werte mit {m} malgenommen und ihre Spannen auf "
        f"{confidence} geweitet."
    ),
    one_procedure=(
        "Spanne und p-Wert stammen aus demselben Test: Die Null liegt genau dann außerhalb der Spanne, wenn der "
        "Test klar ausfällt."
    ),
    as_planned="Posts zählen mit der Variante und dem Wochentag, die für sie geplant waren.",
    verdict_rule=lambda at_least: (
        f"Das Ergebnis folgt aus der Spanne und aus den {at_least}, die vor dem Start als kleinster lohnender "
        "Unterschied "
        "genannt wurden. Nachträglich kann es niemand ändern."
    ),
    reckon=(
        "Der realistische Wert zieht die Schätzung zu dem hin, was solche Änderungen üblicherweise bringen, denn erste "
        "Sieger übertreiben. Aus derselben Rechnung kommt die Tendenz für heute. Beides ist kein Ergebnis."
    ),
    guardrails=(
        "Leitplanken sind Metriken, die nicht leiden dürfen: gehalten, wenn eine einseitige 95-%-Grenze über dem Limit "
        "bleibt; verletzt, wenn sie sicher und stärker als erlaubt gefallen sind; sonst noch offen."
    ),
    age=lambda days: f"Verglichen wird im gleichen Alter, {days} nach dem Posten.",
)

DEFINITIONS = (
    ("Kontrolle und Variante", "Die Kontrolle ist, was bisher üblich war; eine Variante ist, was ausprobiert wird."),
    (
        "Typischer Post",
        "Das geometrische Mittel: Anders als der Durchschnitt springt es nicht, wenn ein Post durch die Decke geht.",
    ),
    ("Unterschied", "Wie viel mehr oder weniger die Variante hat, gemessen am Wert der Kontrolle."),
    (
        "Spanne",
        "Alle Unterschiede, gegen die die Daten nicht sprechen. Eine 95-%-Spanne verfehlt die Wahrheit in "
        "höchstens einem von 20 Experimenten.",
    ),
    (
        "p, angepasst",
        "Wie oft allein der Zufall einen so großen Unterschied liefern würde, alle gleichartigen Vergleiche "
        "mitgezählt.",
    ),
    ("Hauptmetrik, Nebenmetrik", "Die Hauptmetrik entscheidet. Nebenmetriken erzählen mehr und entscheiden nichts."),
    ("Leitplanke", "Eine Metrik, die nicht leiden darf, während eine andere zulegt."),
    (
        "Ausgelost",
        "Der Zufall hat entschieden, welcher Post welche Variante bekam, nach einem Kalender von vor dem ersten Post.",
    ),
    ("Festgeschrieben", "Der Plan wurde mit einem Fingerabdruck (Hash) versiegelt; spätere Änderungen fallen auf."),
    (
        "Noch offen",
        "Die Posts lassen beides zu, einen Unterschied und keinen. Das ist nicht dasselbe wie „kein Unterschied“.",
    ),
)

DEFINITIONS_OBSERVED = (
    ("Kontrolle", "Der Wert, mit dem alle anderen verglichen werden."),
    (
        "Typischer Post",
        "Das geometrische Mittel: Anders als der Durchschnitt springt es nicht, wenn ein Post durch die Decke geht.",
    ),
    ("Unterschied", "Wie viel mehr oder weniger Posts mit einem Wert hatten, gemessen an der Kontrolle."),
    (
        "Spanne",
        "Alle Unterschiede, die der Zufall offen lässt. Von anderem, worin sich die Posts unterscheiden, weiß "
        "sie nichts.",
    ),
    (
        "p, angepasst",
        "Wie oft allein der Zufall einen so großen Unterschied liefern würde, alle gleichartigen Vergleiche "
        "mitgezählt.",
    ),
    (
        "Beobachtet",
        "Niemand hat die Werte per Zufall verteilt; ein Unterschied kann von allem kommen, was mit ihnen einherging.",
    ),
    (
        "Noch offen",
        "Die Posts lassen beides zu, einen Unterschied und keinen. Das ist nicht dasselbe wie „kein Unterschied“.",
    ),
)
