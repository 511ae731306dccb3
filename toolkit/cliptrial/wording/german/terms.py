"""Single German words, and how each metric's change is said."""

from __future__ import annotations

from cliptrial.analysis.results import Evidence, Role
from cliptrial.metrics import CATALOGUE
from cliptrial.wording.declared import terms
from cliptrial.wording.declared.terms import MetricNoun, Noun
from cliptrial.wording.experiment.clause import Predicate


def _often(done: str, per: str = "") -> Predicate:
    head = f"{per} " if per else ""
    return Predicate(
        "wurde",
        "wurden",
        f"{head}{{by}} öfter {done}",
        f"{head}{{by}} seltener {done}",
        f"{head}{{times}}-mal so oft {done}",
    )


def _count(things: str, verb: str = "bekam", verbs: str = "bekamen") -> Predicate:
    return Predicate(
        verb, verbs, f"{{by}} mehr {things}", f"{{by}} weniger {things}", f"{{times}}-mal so viele {things}"
    )


PREDICATES = {
    "average_watch_time": Predicate(
        "wurde", "wurden", "{by} länger angesehen", "{by} kürzer angesehen", "{times}-mal so lange angesehen"
    ),
    "views": _count("Aufrufe"),
    "reach": _count("Menschen", "erreichte", "erreichten"),
    "likes": _count("Likes"),
    "comments": _count("Kommentare"),
    "shares": _count("Shares"),
    "saves": _count("Saves"),
    "new_followers": _count("neue Follower", "gewann", "gewannen"),
    "link_clicks": _count("Link-Klicks"),
    "orders": _count("Bestellungen", "brachte", "brachten"),
    "revenue": Predicate(
        "brachte", "brachten", "{by} mehr Umsatz", "{by} weniger Umsatz", "{times}-mal so viel Umsatz"
    ),
    "conversion_rate": _count("Bestellungen je Aufruf", "brachte", "brachten"),
    "profile_views": _count("Profilbesuche"),
    "sessions": _count("Website-Sitzungen", "brachte", "brachten"),
    "key_events": _count("Schlüsselereignisse", "brachte", "brachten"),
    "short_link_clicks": _count("Klicks auf Kurzlinks"),
    "leads": _count("Leads", "brachte", "brachten"),
    "dm_leads": _count("Leads per Nachricht", "brachte", "brachten"),
    "completions": _count("vollständige Ansichten"),
    "completion_rate": _often("bis zum Ende angesehen"),
    **{f"hold_{second}s": _often(f"nach {second} s noch angesehen") for second in (2, 3, 6)},
    "like_rate": _often("gelikt", "je Aufruf"),
    "comment_rate": _often("kommentiert", "je Aufruf"),
    "share_rate": _often("geteilt", "je Aufruf"),
    "save_rate": _often("gespeichert", "je Aufruf"),
    "follower_conversion": Predicate(
        "gewann",
        "gewannen",
        "je Aufruf {by} mehr Follower",
        "je Aufruf {by} weniger Follower",
        "je Aufruf {times}-mal so viele Follower",
    ),
}


METRICS = {
    "Aufrufe": MetricNoun("die Aufrufe", "den Aufrufen", True),
    "Reichweite": MetricNoun("die Reichweite", "der Reichweite"),
    "Likes": MetricNoun("die Likes", "den Likes", True),
    "Kommentare": MetricNoun("die Kommentare", "den Kommentaren", True),
    "Shares": MetricNoun("die Shares", "den Shares", True),
    "Saves": MetricNoun("die Saves", "den Saves", True),
    "Neue Follower": MetricNoun("die neuen Follower", "den neuen Followern", True),
    "Link-Klicks": MetricNoun("die Link-Klicks", "den Link-Klicks", True),
    "Bestellungen": MetricNoun("die Bestellungen", "den Bestellungen", True),
    "Umsatz": MetricNoun("der Umsatz", "dem Umsatz"),
    "Bestellungen je 1.000 Aufrufe": MetricNoun(
        "die Bestellungen je 1.000 Aufrufe", "den Bestellungen je 1.000 Aufrufe", True
    ),
    "Profilbesuche": MetricNoun("die Profilbesuche", "den Profilbesuchen", True),
    "Website-Sitzungen": MetricNoun("die Website-Sitzungen", "den Website-Sitzungen", True),
    "Schlüsselereignisse": MetricNoun("die Schlüsselereignisse", "den Schlüsselereignissen", True),
    "Klicks auf Kurzlinks": MetricNoun("die Klicks auf Kurzlinks", "den Klicks auf Kurzlinks", True),
    "Leads": MetricNoun("die Leads", "den Leads", True),
    "Leads per Nachricht": MetricNoun("die Leads per Nachricht", "den Leads per Nachricht", True),
    "Vollständige Ansichten": MetricNoun("die vollständigen Ansichten", "den vollständigen Ansichten", True),
    "Wiedergabezeit je Aufruf": MetricNoun("die Wiedergabezeit je Aufruf", "der Wiedergabezeit je Aufruf"),
    "Gesamte Wiedergabezeit": MetricNoun("die gesamte Wiedergabezeit", "der gesamten Wiedergabezeit"),
    "Anteil positiver Kommentare": MetricNoun("der Anteil positiver Kommentare", "dem Anteil positiver Kommentare"),
    "Anteil negativer Kommentare": MetricNoun("der Anteil negativer Kommentare", "dem Anteil negativer Kommentare"),
    "Watchtime": MetricNoun("die Watchtime", "der Watchtime"),
    "Durchschnittliche Wiedergabezeit": MetricNoun(
        "die durchschnittliche Wiedergabezeit", "der durchschnittlichen Wiedergabezeit"
    ),
    "Angesehener Anteil des Videos": MetricNoun(
        "der angesehene Anteil des Videos", "dem angesehenen Anteil des Videos"
    ),
    "Abschlussrate": MetricNoun("die Abschlussrate", "der Abschlussrate"),
    "Engagement je Aufruf": MetricNoun("das Engagement je Aufruf", "dem Engagement je Aufruf"),
    "Engagement je erreichter Person": MetricNoun(
        "das Engagement je erreichter Person", "dem Engagement je erreichter Person"
    ),
    "Engagement je Follower": MetricNoun("das Engagement je Follower", "dem Engagement je Follower"),
    "Like-Rate": MetricNoun("die Like-Rate", "der Like-Rate"),
    "Kommentarrate": MetricNoun("die Kommentarrate", "der Kommentarrate"),
    "Share-Rate": MetricNoun("die Share-Rate", "der Share-Rate"),
    "Save-Rate": MetricNoun("die Save-Rate", "der Save-Rate"),
    "Neue Follower je 1.000 Aufrufe": MetricNoun(
        "die neuen Follower je 1.000 Aufrufe", "den neuen Followern je 1.000 Aufrufe", True
    ),
    **{
        f"Nach {second} s noch dabei": MetricNoun(
            f"der Anteil, der nach {second} s noch dabei ist", f"dem Anteil, der nach {second} s noch dabei ist"
        )
        for second in (2, 3, 6)
    },
    "Aufrufe je Follower": MetricNoun("die Aufrufe je Follower", "den Aufrufen je Follower", True),
}


class Chips(terms.Chips):
    better = "Besser"
    worse = "Schlechter"
    equivalent = "Kein Unterschied"
    not_large = "Kein großer Effekt"
    open = "Noch offen"
    not_reached = "Ziel nicht erreicht"
    unanswerable = "Nicht zu beantworten"
    not_ready = "Noch nicht so weit"
    higher = "Höher"
    lower = "Niedriger"
    held = "Eingehalten"
    broken = "Verletzt"


class Terms(terms.Terms):
    quotes = ("„", "“")
    inner_quotes = ("„“”", "‚‘’")
    ways = ("die alte Art", "die neue Art")
    nouns = {
        "hook": Noun("Hook", "der Hook"),
        "sound": Noun("Sound", "der Sound"),
        "hashtags": Noun("Hashtags", "die Hashtags"),
        "slot": Noun("Uhrzeit", "die Uhrzeit"),
        "day": Noun("Posttag", "der Posttag"),
        "duration": Noun("Länge", "die Länge"),
        "cta": Noun("Call-to-Action", "der Call-to-Action"),
        "cover": Noun("Cover", "das Cover"),
        "bundle": Noun("Alt-gegen-neu", "die Art, Posts zu machen"),
        "cadence": Noun("Frequenz", "wie oft wir posten"),
        "with_without": Noun("Mit und ohne", "was nur in manchen Wochen läuft"),
        "caption": Noun("Caption", "die Caption"),
        "weekday": Noun("Wochentag", "der Wochentag"),
        "account": Noun("Account", "der Account"),
        "topic": Noun("Thema", "das Thema"),
    }
    metrics = METRICS
    labels = {name: metric.labels["de"] for name, metric in CATALOGUE.items()}
    roles = {Role.PRIMARY: "Hauptmetrik", Role.SECONDARY: "Nebenmetrik", Role.GUARDRAIL: "Leitplanke"}
    evidence = {
        Evidence.RANDOMISED: "ausgelost",
        Evidence.DEVIATIONS: "ausgelost, mit Abweichungen",
        Evidence.OBSERVED: "nur beobachtet",
    }
    states = {
        "draft": "Entwurf",
        "planned": "Geplant",
        "locked": "Festgeschrieben",
        "running": "Läuft",
        "ready": "Wartet auf eine Entscheidung",
        "decided": "Entschieden",
        "invalid": "Fehler in der Datei",
    }
    decisions = {
        "ship": "vorläufig übernehmen",
        "drop": "beim Alten bleiben",
        "repeat": "noch einmal testen",
        "inconclusive": "offen lassen",
    }
    rules = {
        "likes_above_views": "mehr Likes als Aufrufe",
        "below_zero": "weniger als null",
        "reactions_without_views": "Likes, Kommentare oder Shares ohne einen Aufruf",
        "falling_counter": "ein Zähler, der wieder sinkt",
        "id_time_mismatch": "eine Video-ID, die nicht zur Uhrzeit des Posts passt",
    }
    predicates = PREDICATES
    chips = Chips()

    def within(self, label: str) -> str:
        return label

    def metric_noun(self, label: str) -> MetricNoun:
        return MetricNoun(f"die Metrik {label}", f"der Metrik {label}")
