"""German sentences of findings: what cannot be answered, and why."""

from __future__ import annotations

from cliptrial.analysis.findings import refused
from cliptrial.wording.formats import known
from cliptrial.wording.german.findings.places import named_rows
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _no_events(f: refused.NoEvents, s: Phrases) -> str:
    """One arm without any: there is no ratio, but often a bound."""
    if f.arm is None:
        return f"{s.metric(f.metric)}: {s.units('bei keinem Post', 'in keiner Woche')} auch nur einmal."
    if not known(f.limit):
        return (
            f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal. Wie groß der Unterschied ist, bleibt offen."
        )
    if f.limit < 0:
        less = f"mindestens {s.f.percent(-f.limit)} weniger als mit {s.arm(f.other)}"
        return f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal, {less}."
    more = f"mit {s.arm(f.other)} mindestens {s.f.times(f.limit)}-mal so viele"
    return f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal, {more}."


FINDINGS = Sentences()
FINDINGS[refused.TooFewPosts] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: "
    f"{s.count(f.posts, s.units('Post', 'Woche'), s.units('Posts', 'Wochen'))}, nötig sind mindestens {s.n(f.needed)}."
)
FINDINGS[refused.TooFewAssignments] = lambda f, s: (
    f"{s.metric(f.metric)}: So wenige {s.units('Posts', 'Wochen')} hätten auch die andere Variante "
    "tragen können, dass sich selbst das "
    f"klarste Ergebnis nicht vom Zufall unterscheiden ließe (kleinstes mögliches p: {s.f.p_value(f.smallest_p)})."
)
FINDINGS[refused.TooFewViews] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.count(f.views, 'Aufruf', 'Aufrufe')}, nötig sind mindestens {s.n(f.needed)}."
)
FINDINGS[refused.UnequalSpread] = lambda f, s: (
    f"{s.metric(f.metric)}: Die Beträge mit {s.arm(f.arm)} und mit {s.arm(f.control)} schwanken so verschieden "
    f"({s.p(f.p_value)}), dass sich ihre Durchschnitte nicht vergleichen lassen. Wo sie stärker schwanken, fehlen "
    "die größten Beträge wahrscheinlich noch."
)
FINDINGS[refused.NoVariation] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.units('Posts', 'Wochen')} derselben Variante unterscheiden sich gar "
    "nicht, so lässt sich nichts am Zufall "
    "messen."
)
FINDINGS[refused.NoEvents] = _no_events
FINDINGS[refused.ImpossibleValues] = lambda f, s: (
    (
        (
            f"{s.metric(f.metric)}: {s.count(f.posts, 'Post hat einen Wert', 'Posts haben Werte')}, die es nicht "
            f"geben kann (unter null, unendlich oder durch null geteilt){named_rows(f, s)}."
        )
        if f.posts != 1
        else (
            f"{s.metric(f.metric)}: 1 Post hat einen Wert, den es nicht geben kann (unter null, unendlich oder durch "
            f"null geteilt){named_rows(f, s)}."
        )
    )
    + (" Berichtigen oder die anderen Posts vergleichen: --leave-out impossible." if f.rows else "")
)
FINDINGS[refused.IntervalUnbounded] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Die Spanne ist nach einer Seite offen; für eine Grenze sind es zu "
    f"wenige {s.units('Posts', 'Wochen')}."
)
FINDINGS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} hat keine {s.units('Posts', 'Wochen')} mit einem Wert für {s.metric_within(f.metric)}."
)
