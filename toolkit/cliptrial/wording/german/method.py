"""How a result was worked out, and the words used, in German."""

from cliptrial.wording.declared import page
from cliptrial.wording.declared.words import say


class Methods(page.Methods):
    redraw_log_ols = (
        "Das Los hat die Varianten verteilt, also kann es das noch einmal. Variante und Kontrolle wurden nach "
        "derselben Regel immer wieder neu verteilt, und jedes Mal wurde der prozentuale Unterschied geschätzt, die "
        "Wochentage herausgerechnet. Der p-Wert sagt, wie oft allein der Zufall einen so großen Unterschied ergibt."
    )
    redraw_log_hc2 = (
        "Das Los hat die Varianten verteilt, also kann es das noch einmal. Variante und Kontrolle wurden nach "
        "derselben Regel immer wieder neu verteilt; da sie unterschiedlich viele Posts haben, wurde jeder "
        "prozentuale Unterschied an seinem eigenen (robusten, HC2) Standardfehler gemessen, die Wochentage "
        "herausgerechnet."
    )
    redraw_rate_ratio = (
        "Die Raten wurden als Verhältnis verglichen, Wochentag für Wochentag; Posts mit mehr Aufrufen zählen mehr, "
        "aber keiner erdrückt die anderen. Die Varianten wurden nach derselben Regel immer wieder neu verteilt; der "
        "p-Wert sagt, wie oft allein der Zufall ein Verhältnis ergibt, das so weit von eins liegt."
    )
    redraw_rate_delta = (
        "Die Raten wurden als Verhältnis verglichen, Wochentag für Wochentag; Posts mit mehr Aufrufen zählen mehr, "
        "aber keiner erdrückt die anderen. Die Varianten wurden nach derselben Regel immer wieder neu verteilt. Weil "
        "sie sehr verschieden viele Posts haben, wird das Verhältnis in Standardfehlern gemessen, die auch gelten, "
        "wenn eine Variante stärker schwankt; der p-Wert sagt, wie oft allein der Zufall so viele ergibt."
    )
    redraw_rate_linear = (
        "Die Raten wurden als Verhältnis verglichen; Posts mit mehr Aufrufen zählen mehr, aber keiner erdrückt die "
        "anderen. Für einen Vergleich Wochentag für Wochentag trafen die Varianten zu selten aufeinander; darum wurde "
        "aus dem, was jeder Post zum Verhältnis beiträgt, herausgerechnet, was der Wochentag erklärt. Die Varianten "
        "wurden nach derselben Regel immer wieder neu verteilt; der p-Wert sagt, wie oft allein der Zufall ein "
        "Verhältnis ergibt, das so weit von eins liegt."
    )
    redraw_rate_combined = (
        "Die Raten wurden als Verhältnis verglichen; Posts mit mehr Aufrufen zählen mehr, aber keiner erdrückt die "
        "anderen. Was der Wochentag und die anderen Ideen auf diesen Posts erklären, wurde aus dem herausgerechnet, "
        "was jeder Post zum Verhältnis beiträgt. Die Varianten wurden nach der Regel der Auslosung neu ausgelost, die "
        "der anderen Ideen blieben stehen; der p-Wert sagt, wie oft allein der Zufall ein Verhältnis so weit von eins "
        "liefert."
    )
    redraw_empty_arm = (
        "Eine Variante hat kein einziges Ereignis, ein Verhältnis lässt sich also nicht schätzen. Die Zuordnung von "
        "Variante und Kontrolle wurde nach der Regel der Auslosung neu gezogen, um zu sehen, wie oft eine Seite "
        "durch Zufall leer bleibt; die Grenze ist der kleinste Unterschied, bei dem das noch oft genug geschieht."
    )
    permuted_residuals = (
        "Diese Posts wurden nicht ausgelost, also gibt es keinen Kalender, der sich neu auslosen ließe. Was Account "
        "und Monat erklären, wo nötig auch der Wochentag, wurde prozentual herausgerechnet; der Rest wurde innerhalb "
        "von Account und Monat gemischt, um zu sehen, wie groß ein Unterschied von allein wird."
    )
    permuted_labels = (
        "Diese Posts wurden nicht ausgelost, also gibt es keinen Kalender, der sich neu auslosen ließe. Es sind so "
        "wenige Posts, dass sich jede Art, Variante und Kontrolle innerhalb von Account und Monat zu vertauschen, "
        "durchprobieren ließ, um zu sehen, wie groß ein Unterschied von allein wird."
    )
    permuted_residuals_rate = (
        "Diese Posts wurden nicht ausgelost, also gibt es keinen Kalender, der sich neu auslosen ließe. Die Raten "
        "wurden als gewichtetes Verhältnis innerhalb von Account und Monat verglichen, wo nötig auch innerhalb der "
        "Wochentage; in denselben Gruppen wurden Variante und Kontrolle vertauscht, um zu sehen, wie groß ein "
        "Unterschied von allein wird."
    )
    permuted_rate_linear = (
        "Diese Posts wurden nicht ausgelost, also gibt es keinen Kalender, der sich neu auslosen ließe. Die Raten "
        "wurden als gewichtetes Verhältnis verglichen. Für einen Vergleich Wochentag für Wochentag stehen zu wenige "
        "Posts nebeneinander; darum wurde aus dem, was jeder Post zum Verhältnis beiträgt, herausgerechnet, was "
        "Account, Monat und Wochentag erklären. Der Rest wurde innerhalb von Account und Monat gemischt, um zu sehen, "
        "wie groß ein Unterschied von allein wird."
    )
    split_test_score = (
        "Die Plattform hat Menschen per Zufall verteilt. Die beiden Anteile wurden mit einem Score-Test verglichen, "
        "bei kleinen Zahlen exakt; die Spanne gehört zu demselben Test."
    )
    other = (
        "Der Unterschied wurde mit einem einzigen Verfahren geschätzt und geprüft, aus dem p-Wert und Spanne kommen."
    )
    draws = say("Neu ausgelost wurde {n}-mal.")
    family = say(
        "Hier werden {m} Vergleiche zugleich gelesen ({names}); der Zufall hat also {m} Versuche. Damit er nicht "
        "öfter gewinnt, sind ihre p-Werte mit {m} multipliziert (höchstens 1) und ihre Spannen auf {confidence} "
        "erweitert."
    )
    cramers_v = say("Wie eng Variante und Wochentag zusammenhängen, von 0 bis 1 (Cramérs V): {v}.")
    one_procedure = (
        "Spanne und p-Wert stammen aus demselben Test: Die Null liegt genau dann außerhalb der Spanne, wenn der Test "
        "eindeutig ausfällt."
    )
    weeks = say(
        "Von zwei benachbarten Wochen hat das Los entschieden, welche was bekommt, also kann es das noch einmal: Die "
        "Paare wurden immer wieder neu ausgelost, und jedes Mal wurde der Unterschied innerhalb der Paare geschätzt. "
        "Der p-Wert sagt, wie oft allein der Zufall einen so großen Unterschied ergibt. Wochen zählen mit dem, was das "
        "Los ihnen gab; ihre ersten Tage bleiben außen vor ({days})."
    )
    as_planned = "Posts zählen mit der Variante und dem Wochentag, die für sie geplant waren."
    verdict_rule = say(
        "Das Ergebnis folgt aus der Spanne und aus den {at_least}, die vor dem Start als kleinster lohnender "
        "Unterschied festgelegt wurden. Nachträglich kann das niemand ändern."
    )
    reckon = (
        "„Realistisch“ ist der erwartete Effekt. Erste Ergebnisse übertreiben, also ist die Schätzung zu dem hin "
        "verschoben, was solche Änderungen bringen: Zwei von dreien verändern eine Zahl um weniger als ein Sechstel, "
        "nach oben oder unten (vorher festgelegt: Normalverteilung, Streuung 0,17 auf dem Logarithmus). Bei kleinen "
        "Experimenten mit klarem Ergebnis liegt er oft außerhalb der Spanne, denn die weiß nicht, wie selten große "
        "Effekte sind. Aus derselben Annahme kommt das genannte Risiko. Beides ist kein Ergebnis."
    )
    guardrails = (
        "Leitplanken sind Metriken, die nicht leiden dürfen: eingehalten, wenn eine einseitige 95-%-Grenze über dem "
        "Limit bleibt; verletzt, wenn sie sicher und stärker als erlaubt gefallen sind; sonst noch offen."
    )
    age = say("Posts werden im gleichen Alter verglichen, {days} nach dem Posten.")
    only_shows = say("Bei {metric} lässt sich mit {posts} erst ein Unterschied ab {size} erkennen.")


DEFINITIONS = (
    ("Kontrolle und Variante", "Die Kontrolle ist, was bisher üblich war; eine Variante ist, was ausprobiert wird."),
    (
        "Typischer Post",
        "Das geometrische Mittel: Anders als der Durchschnitt springt es nicht, wenn ein Post durch die Decke geht.",
    ),
    ("Unterschied", "Wie viel mehr oder weniger die Variante hat, gemessen am Wert der Kontrolle."),
    (
        "Spanne",
        "Alle Unterschiede, gegen die die Daten nicht sprechen. Eine 95-%-Spanne verfehlt die Wahrheit in höchstens "
        "einem von 20 Experimenten.",
    ),
    (
        "Korrigierter p-Wert",
        "Wie oft allein der Zufall einen so großen Unterschied liefern würde, alle gleichartigen Vergleiche "
        "mitgezählt.",
    ),
    ("Hauptmetrik, Nebenmetrik", "Die Hauptmetrik entscheidet. Nebenmetriken erzählen mehr und entscheiden nichts."),
    ("Leitplanke", "Eine Metrik, die nicht leiden darf, während eine andere zulegt."),
    (
        "Ausgelost",
        "Der Zufall hat entschieden, welcher Post welche Variante bekam, nach einem Kalender, der vor dem ersten "
        "Post ausgelost wurde.",
    ),
    ("Festgeschrieben", "Der Plan wurde mit einem Fingerabdruck (Hash) versiegelt; spätere Änderungen fallen auf."),
    (
        "Noch offen",
        "Die Posts lassen beides zu, einen Unterschied und keinen. Das ist nicht dasselbe wie „kein Unterschied“.",
    ),
)

_TYPICAL = (
    "Das geometrische Mittel: Anders als der Durchschnitt springt es nicht, wenn eine Woche durch die Decke geht."
)
_LOT = "Der Zufall hat vor dem ersten Tag entschieden, welche von zwei benachbarten Wochen welche Variante bekommt."
_OPEN = "Die Wochen lassen beides zu, einen Unterschied und keinen. Das ist nicht dasselbe wie „kein Unterschied“."
DEFINITIONS_OF_WEEKS = tuple(
    {"Typischer Post": ("Typische Phase", _TYPICAL), "Ausgelost": (name, _LOT), "Noch offen": (name, _OPEN)}.get(
        name, (name, text)
    )
    for name, text in DEFINITIONS
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
        "Alle Unterschiede, die der Zufall offen lässt. Von anderem, worin sich die Posts unterscheiden, weiß sie "
        "nichts.",
    ),
    (
        "Korrigierter p-Wert",
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
