"""The answer in German."""

from __future__ import annotations

from cliptrial.wording.answer import Answer
from cliptrial.wording.clause import Clause
from cliptrial.wording.formats import NBSP
from cliptrial.wording.vocabulary import Trust, Verdicts


def spanne(confidence: str) -> str:
    """The interval's name at a confidence: ``95-%-Spanne``."""
    return f"{confidence.replace(NBSP, '-')}-Spanne"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clause(c: Clause) -> str:
    return f"Mit {c.arm} {c.verb} {c.subject} {c.rest}"


def _clause_observed(c: Clause) -> str:
    against = "wie" if c.times else "als"
    other = {"Posts": "solche", "ein typischer Post": "einer"}.get(c.subject, "der")
    return _upper(f"{c.subject} mit {c.arm} {c.verb} {c.rest} {against} {other} mit {c.control}")


def _better(a: Answer) -> str:
    yes = {True: "Ja. ", False: "Ja, wenn auch anders herum als erwartet. ", None: ""}[a.as_expected]
    return f"{yes}{a.clause}."


def _worse(a: Answer) -> str:
    no = {True: "", False: "Nein, eher umgekehrt. ", None: ""}[a.as_expected]
    return f"{no}{a.clause}."


def _fits(a: Answer, size: str) -> str:
    tail = f"; {size}" if size else ""
    return f"Mit den Daten verträgt sich alles von {a.span} ({spanne(a.confidence)}){tail}."


def _withheld(a: Answer) -> str:
    if a.unadjusted is None:
        return f"Die Zahlen allein sagen {a.change}, möglich ist alles von {a.span}."
    return f"Roh: {a.unadjusted}. Unter Berücksichtigung der Wochentage: {a.change}, möglich ist alles von {a.span}."


VERDICTS = Verdicts(
    clause=_clause,
    clause_observed=_clause_observed,
    clause_other=lambda arm, metric, by, up: (
        f"Mit {arm} lag die Metrik {metric} um {by} {'höher' if up else 'niedriger'}"
    ),
    clause_other_observed=lambda arm, metric, by, up: (
        f"Bei Posts mit {arm} lag die Metrik {metric} um {by} {'höher' if up else 'niedriger'}"
    ),
    subjects={
        "ratio_of_geometric_means": ("ein typischer Post", False),
        "ratio_of_rates": ("Posts", True),
        "ratio_of_means": ("ein Post im Schnitt", False),
        "ratio_of_proportions": ("das Video", False),
    },
    better=_better,
    worse=_worse,
    equivalent=lambda a: (
        f"Kein Unterschied, der zählt: Mit {a.arm} ändert sich die Metrik {a.metric_within} um weniger als die "
        f"{a.at_least}, auf die es ankäme."
    ),
    not_reached=lambda a: f"Die erhofften {a.at_least} bringt {a.arm} nicht.",
    open=lambda a: (
        f"Noch offen. Mit {a.arm} ist für die Metrik {a.metric_within} alles von {a.span} möglich."
        if a.has_interval
        else f"Noch offen. Die Posts zeigen keinen Unterschied zwischen {a.arm} und {a.control}."
    ),
    observed_difference=lambda a: f"{a.clause}; verteilt hat sie niemand per Zufall.",
    observed_equivalent=lambda a: (
        f"Posts mit {a.arm} und mit {a.control} lagen bei der Metrik {a.metric_within} fast gleichauf; "
        "verteilt hat sie niemand per Zufall."
    ),
    observed_open=lambda a: (
        f"Noch offen. Bei Posts mit {a.arm} ist für die Metrik {a.metric_within} alles von {a.span} möglich; "
        "verteilt hat sie niemand per Zufall."
        if a.has_interval
        else f"Diese Posts zeigen keinen Unterschied zwischen {a.arm} und {a.control}."
    ),
    broken=lambda sentence, metric, by: (
        f"{sentence.rstrip('.')}, aber die Metrik {metric} litt stärker als erlaubt ({by})."
    ),
    fits=_fits,
    both=lambda a: f"Das ist die {spanne(a.confidence)}: Die Posts lassen all das zu.",
    reached=lambda a: f"selbst am unteren Ende sind es die gewünschten {a.at_least}",
    whether_reached=lambda a: f"ob es die gewünschten {a.at_least} sind, ist offen",
    below=lambda a: f"das ist weniger als die gewünschten {a.at_least}",
    numbers_withheld=_withheld,
    reckon=lambda a: f"Realistisch sind etwa {a.reckon}: Erste Ergebnisse schmeicheln meist.",
    lean=lambda a: (
        f"Wenn heute entschieden werden muss: {a.lean[0]}, {a.lean[1]}. Das ist eine Tendenz, kein Ergebnis."
        if a.lean
        else ""
    ),
    others=lambda text: f"Die übrigen Varianten: {text}.",
)

TRUST = Trust(
    randomised="Ausgelost wie geplant",
    deviations="Ausgelost, mit Abweichungen",
    observed="Nicht ausgelost",
    observed_small="niemand hat diese Posts per Zufall verteilt",
    followed=lambda v: f"alle {v.count('posts', 'Post', 'Posts')} wie ausgelost",
    deviated=lambda v: (
        (f"von {v.n('posts')} Posts: " if v.number("posts") else "")
        + v.f.listing(
            text
            for key, text in (
                ("late", f"{v.n('late')} zu spät"),
                ("moved", f"{v.n('moved')} an anderem Tag"),
                ("swapped", f"{v.n('swapped')} mit falscher Variante"),
            )
            if v.number(key)
        )
    ),
    locked=lambda day: f"Plan festgeschrieben am {day}",
    first_post=lambda day: f"erster Post {day}",
    unchanged="unverändert",
    changed="Plan nach dem Festschreiben geändert",
    late="Plan erst nach dem ersten Post festgeschrieben",
    not_locked="Plan nicht festgeschrieben",
    weekdays_shared="Wochentage fair verteilt",
    weekdays_off="Wochentage ungleich verteilt",
    effective=lambda v: f"{v.count('posts', 'Post zählt', 'Posts zählen')} nur wie {v.n('effective_posts')}",
    holds="Hält auch ohne einzelne Posts",
    at_least=lambda change: f"mindestens {change}",
    turns="Kippt mit einem einzigen Post",
    without_it=lambda change: f"{change} ohne ihn",
    more_changed="Mehr als eine Sache geändert",
    split_even="Gruppen so groß wie geplant",
    split_off="Gruppen nicht so groß wie geplant",
)
