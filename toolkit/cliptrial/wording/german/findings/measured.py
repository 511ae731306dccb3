"""German sentences of findings: what was measured, and what was left out."""

from __future__ import annotations

from cliptrial.analysis.findings import measured
from cliptrial.wording.german.findings.places import named_places, named_rows
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _orders_attributed(f: measured.OrdersAttributed, s: Phrases) -> str:
    once = (
        f" {s.n(f.twice)} stehen in zwei Quellen (gleicher Betrag, höchstens fünf Minuten auseinander): "
        "einmal gezählt." * bool(f.twice)
    )
    alike = (
        f" {s.n(f.alike)} gleichen einer aus einer anderen Quelle; zu wenige, um sicher zu sein, daher zählt jede."
        * bool(f.alike)
    )
    return (
        f"{s.count(f.orders, 'Bestellung gehört', 'Bestellungen gehören')} zu Posts dieses Experiments: nach dem "
        f"letzten Tracking-Link oder Code, innerhalb von {s.count(f.days, 'Tag', 'Tagen')} nach dem Post."
        f"{_lost(f, s)}{once}{alike}"
    )


def _lost(f: measured.OrdersAttributed | measured.OutcomesAttributed, s: Phrases) -> str:
    lost = [
        (f.unmarked, "ohne Tracking-Link und Code"),
        (f.unknown, "mit Link oder Code, zu dem es hier keinen Post gibt"),
        (f.before, "älter als der Post"),
        (f.late, "nach dem Zeitfenster"),
    ]
    others = [f"{s.n(count)} {why}" for count, why in lost if count]
    return f" Nicht gezählt: {s.f.listing(others)}." if others else " Sonst war nichts."


_WHAT = {
    "sessions": "Sitzungen auf der Website",
    "key_events": "Schlüsselereignisse auf der Website",
    "short_link_clicks": "Klicks auf Kurzlinks (Bots und Vorschauen sind dabei)",
    "dm_leads": "Leads per Nachricht",
    "leads": "Leads",
    "comments_labelled": "bewertete Kommentare",
    "comments_positive": "positive Kommentare",
    "comments_negative": "negative Kommentare",
}


def _outcomes_attributed(f: measured.OutcomesAttributed, s: Phrases) -> str:
    within = (
        "die Dateien haben keine Tage, darum zählt die ganze Zeit bis zum Export"
        if f.whole
        else f"innerhalb von {s.count(f.days, 'Tag', 'Tagen')} nach dem Post"
    )
    return (
        f"Von Posts dieses Experiments: {s.n(f.count)} {_WHAT.get(f.what, f.what)}, nach dem letzten Tracking-Link "
        f"oder Code; {within}.{_lost(f, s)}"
    )


def _common_export(f: measured.CommonExport, s: Phrases) -> str:
    ages = s.n(f.youngest) if s.n(f.youngest) == s.n(f.oldest) else f"{s.n(f.youngest)} bis {s.n(f.oldest)}"
    return (
        f"{s.metric(f.metric)}: für alle Posts mit Stand vom {s.date(f.as_of)} abgelesen, als sie {ages} Tage alt "
        "waren; das Alter ist gleichmäßig auf die Varianten verteilt."
    )


FINDINGS = Sentences()
FINDINGS[measured.EqualAge] = lambda f, s: (
    f"Der Post wurde {s.count(f.days, 'Tag', 'Tage')} nach dem Posten gemessen."
    if f.posts == 1
    else f"Alle {s.count(f.posts, 'Post', 'Posts')} wurden im gleichen Alter gemessen, "
    f"{s.count(f.days, 'Tag', 'Tage')} nach dem Posten."
)
FINDINGS[measured.CommonExport] = _common_export
FINDINGS[measured.LeftOut] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.count(f.posts, 'Post bleibt', 'Posts bleiben')} außen vor, denn zum Messzeitpunkt "
    "fehlt eine Zahl."
)
FINDINGS[measured.DefinitionChanged] = lambda f, s: (
    f"{s.metric(f.metric)}: Seit dem {s.listing([s.date(day) for day in f.days])} zählt die Plattform unter diesem "
    "Namen etwas anderes. "
    f"{s.count(f.posts, 'Post von der anderen Seite bleibt', 'Posts von der anderen Seite bleiben')} außen vor, denn "
    "beides lässt sich nicht vergleichen. YouTubes „Engaged views“ werden gezählt wie zuvor."
)
FINDINGS[measured.OrdersAttributed] = _orders_attributed
FINDINGS[measured.OutcomesAttributed] = _outcomes_attributed
FINDINGS[measured.SeveralCurrencies] = lambda f, s: (
    f"{s.metric(f.metric)}: Die Bestellungen sind in {s.f.listing(f.currencies)}; das lässt sich nicht zusammenzählen."
)
FINDINGS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)}: Keine Quelle hat diese Zahl geliefert."
FINDINGS[measured.ImpossibleNumbers] = lambda f, s: (
    f"{s.count(f.posts, 'Post hat', 'Posts haben')} Zahlen, die nicht stimmen können: {s.rules(f.rules)}"
    f"{f' ({places})' if (places := named_places(f.positions, f.rows, s)) else ''}."
)
FINDINGS[measured.ImpossibleLeftOut] = lambda f, s: (
    f"{s.count(f.posts, 'Post', 'Posts')} mit Zahlen, die nicht stimmen können, "
    f"{'bleibt' if f.posts == 1 else 'bleiben'} wie gewünscht außen vor{named_rows(f, s)}."
)
FINDINGS[measured.RowsWithoutArm] = lambda f, s: (
    f"{s.count(f.rows, 'Zeile nennt', 'Zeilen nennen')} keine Variante und "
    f"{'bleibt' if f.rows == 1 else 'bleiben'} außen vor."
)
FINDINGS[measured.ColumnsTwice] = lambda f, s: (
    f"{s.arms(f.columns)}: Mehrere Spalten heißen so; sie sagen dasselbe und zählen einmal."
)
FINDINGS[measured.PostsMerged] = lambda f, s: (
    f"{s.count(f.posts, 'Post stand', 'Posts standen')} in mehreren Zeilen; es zählt der neueste Stand, einmal."
)
FINDINGS[measured.ValuesLeftOut] = lambda f, s: (
    f"Verglichen werden die {s.n(f.most)} meistgenutzten Werte; "
    f"{s.count(f.values_left, 'weiterer Wert', 'weitere Werte')} auf {s.count(f.posts, 'Post', 'Posts')} "
    f"{'bleibt' if f.values_left == 1 else 'bleiben'} außen vor."
)
FINDINGS[measured.LinesAside] = lambda f, s: (
    f"{s.count(len(f.rows), 'Zeile der Datei ist kein Post', 'Zeilen der Datei sind keine Posts')}, etwa eine Summe "
    f"oder ein Hinweis, und {'bleibt' if len(f.rows) == 1 else 'bleiben'} außen vor{named_rows(f, s)}."
)
FINDINGS[measured.ArmsAlike] = lambda f, s: (
    f"{s.arms(f.arms)} unterscheiden sich nur in Leerzeichen oder Großschreibung und zählen als verschiedene "
    "Varianten. Ist dieselbe gemeint, schreibt sie gleich."
)
FINDINGS[measured.DuplicatePosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post steht', 'Posts stehen')} doppelt in den Daten."
)
FINDINGS[measured.ComparedByAverage] = lambda f, s: (
    f"{s.metric(f.metric)}: bei {s.count(f.posts, 'Post', 'Posts')} kein einziges Mal, deshalb werden "
    "Durchschnitte verglichen statt typischer Posts; einzelne große Posts wiegen dann mehr."
)
FINDINGS[measured.MissingValues] = lambda f, s: (
    f"{s.metric(f.metric)}: kein Wert bei {s.count(f.posts, 'Post', 'Posts')}."
)
