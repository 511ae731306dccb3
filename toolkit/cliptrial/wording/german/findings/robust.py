"""German sentences of findings: how well the answer holds."""

from __future__ import annotations

from cliptrial.analysis.findings import Level, robust
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _turns(f: robust.TurnsWithoutOne, s: Phrases) -> str:
    if f.low == f.high:
        return "Ein einziger Post entscheidet: Ohne ihn ist die Antwort offen."
    if f.level is Level.NOTE:
        return (
            "Es war knapp: Ohne den Post, der am stärksten dafür spricht, wäre die Antwort offen. Der Unterschied läge "
            f"weiter zwischen {s.signed(f.low)} und {s.signed(f.high)}, welchen Post man auch weglässt."
        )
    return (
        "Ein einziger Post entscheidet: Je nachdem, welchen man weglässt, liegt der Unterschied zwischen "
        f"{s.signed(f.low)} und {s.signed(f.high)}."
    )


FINDINGS = Sentences()
FINDINGS[robust.HoldsWithoutBest] = lambda f, s: (
    f"Welchen Post man auch weglässt: Der Unterschied bleibt zwischen {s.signed(f.low)} und {s.signed(f.high)}."
    if f.low != f.high
    else "Welchen Post man auch weglässt: Die Antwort bleibt dieselbe."
)
FINDINGS[robust.TurnsWithoutOne] = _turns
FINDINGS[robust.RanksAgree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Auch eine Rangliste der Posts, die kein einzelner Ausreißer kippt, führt zu "
    "derselben Antwort."
)
FINDINGS[robust.RanksDisagree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Eine Rangliste der Posts führt nicht zu derselben Antwort ({s.p(f.p_value)}). "
    "Womöglich hängt das Ergebnis an wenigen Posts."
)
FINDINGS[robust.OnPlatform] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.relative)} ({s.signed(f.low)} bis {s.signed(f.high)}) auf "
    f"{PLATFORMS[f.platform].label} allein, bei {s.count(f.posts, 'Post', 'Posts')}. Die Antwort fasst zusammen, was "
    "jede Plattform zeigt; wie viele Aufrufe es dort gibt, zählt nicht."
)
FINDINGS[robust.SerialCorrelation] = lambda f, s: (
    f"{s.metric(f.metric)}: Starke und schwache Posts treten in Serien auf (Korrelation mit dem Post davor "
    f"{s.n(f.correlation, 2)}). Weil der Zufall die Varianten gemischt hat, kostet das Genauigkeit, nicht "
    "Fairness."
)
FINDINGS[robust.CarryOver] = lambda f, s: (
    f"{s.metric(f.metric)}: Nach einem Post mit {s.arm(f.arm)} läuft der nächste anders ({s.p(f.p_value)}). "
    "Womöglich wirkt die Variante noch auf den nächsten Post."
)
FINDINGS[robust.BestPostShare] = lambda f, s: (
    f"Der beste Post mit {s.arm(f.arm)} macht {s.percent(f.share)} der Summe dieser Variante aus."
)
