"""What may be concluded and what to do next, in German."""

from __future__ import annotations

from cliptrial.wording.german.verdicts import spanne
from cliptrial.wording.vocabulary import Advice, Conclusions

CONCLUSIONS = Conclusions(
    can_caused=lambda a: (
        f"{a.clause}, auf diesen Accounts und in diesen Wochen. Welcher Post welche Variante bekam, hat der Zufall "
        f"entschieden; der Unterschied kommt also von {a.arm_short} und nicht vom Tag."
    ),
    can_equivalent=lambda a: (
        f"Was immer {a.arm_short} bei der Metrik {a.metric_within} bewirkt: Es ist weniger als die {a.at_least}, "
        "die zählen würden, "
        "nach oben wie nach unten."
    ),
    can_open=lambda a: (
        f"Der Unterschied bei der Metrik {a.metric_within} liegt irgendwo im Bereich von {a.span}; "
        f"gegen alles außerhalb sprechen die Daten ({spanne(a.confidence)})."
        if a.has_interval
        else f"Über die Metrik {a.metric_within} noch nichts."
    ),
    can_observed=lambda a: (
        f"Bei diesen Posts ergibt sich für die Metrik {a.metric_within} mit {a.arm_short} {a.change}; der Zufall "
        f"allein lässt alles von {a.span} offen."
        if a.has_interval
        else "Nur, wie die einzelnen Posts aussehen."
    ),
    can_nothing="Wie die Posts im Einzelnen liefen. Die Zahlen in der Tabelle sind Arithmetik, keine Antwort.",
    can_not_ready="Ob das Experiment bisher fair läuft. Mehr sollte jetzt noch niemand ansehen.",
    cannot_size=lambda a: f"Wie groß der Unterschied genau ist: Alles von {a.span} passt.",
    cannot_better=lambda a: (
        f"Ob bei der Metrik {a.metric_within} {a.arm_short} oder {a.control} die richtige Wahl ist."
    ),
    cannot_elsewhere="Ob es auch auf anderen Accounts, bei anderen Themen oder im nächsten Jahr gilt.",
    cannot_single="Was ein einzelner Post oder Mensch getan hätte.",
    cannot_other_metrics=lambda metrics: f"Etwas über diese Metriken: {metrics}. Noch offen.",
    cannot_cause=(
        "Was den Unterschied macht. Posts, die eines gemeinsam haben, haben oft mehr gemeinsam: Idee, Tag, Aufwand."
    ),
    cannot_topics="Ob die Ideen gleich gut waren: Vor dem Auslosen standen keine Themen fest.",
    cannot_direction="Welche Variante vorn liegt, und ob überhaupt eine.",
)


def _decided(what: str, who: str, when: str, why: str) -> str:
    by = f" von {who}" if who else ""
    on = f" am {when}" if when else ""
    return f"Entschieden{by}{on}: {what}." + (f" {why}" if why else "")


ADVICE = Advice(
    better=lambda a: f"Ab jetzt mit {a.arm} arbeiten und mit etwa {a.reckon or a.change} rechnen.",
    below=lambda a: (
        f"{a.arm} einsetzen, wo es nichts extra kostet: Es hilft, aber weniger als die gewünschten {a.at_least}."
    ),
    broken=lambda a, metrics: (
        f"Mit {a.arm} noch nicht breit arbeiten. Erst klären, was die Metrik {metrics} gedrückt hat, und eine "
        "Fassung testen, bei der das nicht passiert."
    ),
    worse=lambda a: f"Bei {a.control} bleiben.",
    equivalent=lambda a: (
        f"Zwischen {a.arm_short} und {a.control} nach Aufwand und Geschmack wählen; den Zahlen ist es gleich."
    ),
    not_reached=lambda a: (
        f"Für die Metrik {a.metric_within} keinen Aufwand mehr in {a.arm_short} stecken: Die erhofften "
        f"{a.at_least} sind nicht da."
    ),
    open=lambda a: (
        f"Gegen {a.control} spricht bisher nichts. Das Experiment nur wiederholen, wenn die Antwort die Posts wert ist."
    ),
    observed=lambda a: (
        f"Testen: {a.arm_short} und {a.control} per Zufall auf Posts verteilen. Erst dann zeigt sich, was beide "
        "bewirken."
    ),
    more_posts=lambda posts, size: (
        f"Um {size} in vier von fünf Experimenten zu sehen, braucht es bei dieser Streuung etwa {posts} Posts je "
        "Variante."
    ),
    only_shows=lambda metric, posts, size: (
        f"Bei dieser Streuung zeigen {posts} bei der Metrik {metric} erst einen Unterschied ab {size}."
    ),
    refine={
        "hook": "Als Nächstes testen, wovon der Hook handeln soll: gleicher Einstieg, zwei Inhalte.",
        "sound": "Als Nächstes testen, wann der Sound einsetzt, oder einen zweiten Sound derselben Art.",
        "hashtags": "Als Nächstes ein kürzeres Set testen, nur mit den zwei spezifischsten Hashtags.",
        "slot": "Als Nächstes zwei Stunden früher oder später testen, mit mindestens 48 Stunden zwischen den Posts.",
        "duration": "Als Nächstes den nächsten Schritt in dieselbe Richtung testen, wieder eine Länge gegen eine "
        "andere.",
        "cta": "Als Nächstes testen, wo der Call-to-Action steht: am Anfang oder am Ende.",
        "cover": "Als Nächstes ein einzelnes Element des Covers testen: Gesicht, Text oder Produkt.",
    },
    elsewhere={
        "hook": "Als Nächstes einen anderen Hebel für die Watchtime testen: die Länge.",
        "sound": "Als Nächstes testen, was meist mehr bewegt als Sounds: den Hook.",
        "hashtags": "Als Nächstes testen, was meist mehr bewegt als Hashtags: den Hook.",
        "slot": "Als Nächstes testen, was gepostet wird statt wann: den Hook.",
        "duration": "Als Nächstes einen anderen Hebel für die Watchtime testen: den Hook.",
        "cta": "Als Nächstes testen, was vor dem Call-to-Action kommt: den Hook.",
        "cover": "Als Nächstes testen, was nach dem Cover kommt: den Hook.",
    },
    decided=_decided,
    not_decided="Eine Entscheidung ist noch nicht festgehalten.",
)
