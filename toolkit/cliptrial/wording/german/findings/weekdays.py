"""German sentences of findings: weekdays, weeks and the sizes of groups."""

from __future__ import annotations

from cliptrial.analysis.findings import weekdays
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _weekday_confounded(f: weekdays.WeekdayConfounded, s: Phrases) -> str:
    if f.weekend:
        text = (
            (
                f"Von den {s.n(f.posts_arm)} Posts mit {s.arm(f.arm)} liefen {s.n(f.weekend_arm)} zwischen "
                f"Freitag und Sonntag, von den {s.n(f.posts_control)} mit {s.arm(f.control)} nur "
                f"{s.n(f.weekend_control)}."
            )
            if f.weekend_arm > f.weekend_control
            else (
                f"Von den {s.n(f.posts_arm)} Posts mit {s.arm(f.arm)} liefen nur {s.n(f.weekend_arm)} zwischen "
                f"Freitag und Sonntag, von den {s.n(f.posts_control)} mit {s.arm(f.control)} dagegen "
                f"{s.n(f.weekend_control)}."
            )
        )
    elif f.absent_days:
        text = f"Am {s.weekdays(f.absent_days)} liefen {s.arm(f.arm)} und {s.arm(f.control)} nie beide."
    else:
        text = f"{s.arm(f.arm)} und {s.arm(f.control)} liefen an unterschiedlichen Wochentagen."
    return text + (
        f" In der Verteilung über die Woche unterscheiden sie sich um {s.percent(f.tv_distance)}; beim Auslosen "
        f"wären etwa {s.percent(f.tv_by_chance)} normal. So zählen {s.count(f.posts, 'Post', 'Posts')} nur so "
        f"viel wie {s.n(f.effective_posts)}."
    )


def _adjustment_moves(f: weekdays.AdjustmentMoves, s: Phrases) -> str:
    terms = "Account, Monat und Wochentag" if f.by == "calendar" else "die Wochentage"
    text = (
        f"{s.row(f.metric, f.arm)}: {s.signed(f.unadjusted)} nach den bloßen Zahlen, {s.signed(f.adjusted)}, wenn "
        f"man {terms} herausrechnet."
    )
    return text + (" Sogar das Vorzeichen kehrt sich um." if f.sign_changes else "")


def _weekday_table(f: weekdays.WeekdayTableTest, s: Phrases) -> str:
    if f.p_value >= 0.05:
        return f"Varianten und Wochentage hängen nicht stärker zusammen, als der Zufall es erklärt ({s.p(f.p_value)})."
    return f"Varianten und Wochentage hängen stärker zusammen, als der Zufall es erklärt ({s.p(f.p_value)})."


FINDINGS = Sentences()
FINDINGS[weekdays.RotationBalanced] = lambda f, s: (
    "Alle Varianten liefen an jedem Wochentag gleich oft: Der Wochentag erklärt nichts vom Unterschied."
    if f.largest_difference == 0
    else (
        "Die Wochentage sind fair verteilt: An keinem weichen die Varianten um mehr als "
        f"{s.count(f.largest_difference, 'Post', 'Posts')} voneinander ab."
    )
)
FINDINGS[weekdays.WeekdayConfounded] = _weekday_confounded
FINDINGS[weekdays.WeekdayTableTest] = _weekday_table
FINDINGS[weekdays.AdjustmentMoves] = _adjustment_moves
FINDINGS[weekdays.ArmsInDifferentPeriods] = lambda f, s: (
    f"{s.arm(f.arm)} und {s.arm(f.control)} liefen in verschiedenen Zeiträumen oder langen Strecken (Korrelation "
    f"mit der Zeit {s.n(f.correlation, 2)}, {s.p(f.p_value)}). Was sich in der Zeit sonst geändert hat, steckt "
    "mit im Ergebnis."
)
FINDINGS[weekdays.SplitCountsOff] = lambda f, s: (
    f"Die Gruppen sind nicht so groß wie geplant ({s.p(f.p_value)}). Nicht allein der Zufall hat entschieden, wer "
    "gezählt wird."
)
FINDINGS[weekdays.SplitCountsOk] = lambda f, s: f"Die Gruppen sind so groß wie geplant ({s.p(f.p_value)})."
FINDINGS[weekdays.TimesUnknown] = (
    "Die Posts haben keine Zeiten. So lässt sich nicht sehen, ob sich die Varianten Wochentage und Wochen "
    "geteilt haben. Bitte die Spalte mit der Zeit des Postings angeben."
)
FINDINGS[weekdays.ArmsTakeTurns] = (
    "Die Varianten wechseln sich streng ab. Das ist eine Reihenfolge, kein Zufall, und was mit ihr kommt und "
    "geht, sieht wie ein Effekt aus."
)
