"""Why a question cannot be answered and what to do then, in German."""

from __future__ import annotations

from cliptrial.analysis.findings import (
    by_platform,
    followed,
    measured,
    one_variable,
    periods,
    planned,
    refused,
    weekdays,
)
from cliptrial.analysis.findings.planned import NotReady
from cliptrial.wording.declared import result
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _weekdays(f: weekdays.WeekdayConfounded, s: Phrases) -> str:
    if f.weekend and f.weekend_arm > f.weekend_control:
        return f"{s.arm(f.arm)} und das Wochenende fielen zusammen. Niemand kann sagen, was von beidem es war."
    return (
        f"{s.arm(f.arm)} und {s.arm(f.control)} liefen an verschiedenen Wochentagen. Niemand kann sagen, was von "
        "beidem es war."
    )


REFUSALS = Sentences(other="Diese Posts lassen keine Antwort zu.")
REFUSALS[planned.NotReady] = lambda f, s: (
    f"Für eine Antwort ist es zu früh: {s.n(f.measured)} von {s.count(f.posts, 'Post', 'Posts')} sind gemessen."
)
REFUSALS[periods.PeriodsRunning] = lambda f, s: (
    f"Für eine Antwort ist es zu früh: {s.n(f.due)} von {s.n(f.posts)} Phasen sind vorbei und eingelesen."
)
REFUSALS[planned.NoSchedule] = "Es gibt keinen ausgelosten Kalender. So lässt sich Zufall nicht von Auswahl trennen."
REFUSALS[planned.ScheduleNotByRule] = (
    "Der Kalender wurde nicht ausgelost. So lässt sich Zufall nicht von Auswahl trennen."
)
REFUSALS[followed.WrongArm] = (
    "Zu viele Posts hatten die falsche Variante. Das ist nicht mehr das Experiment, das geplant war."
)
REFUSALS[followed.ExtraPosts] = (
    "Zu viele Termine haben mehr als einen Post, der für sie stehen könnte. Die Wahl zwischen ihnen entscheidet alles."
)
REFUSALS[followed.SharedPosts] = lambda f, s: (
    f"Diese Posts dienen auch {s.listing(f.experiments)}. Niemand kann sagen, welche der Änderungen es war."
)
REFUSALS[followed.TopListExport] = (
    "Im Export fehlen Posts, wohl gerade die schwachen. Darauf lässt sich keine Antwort bauen."
)
REFUSALS[weekdays.WeekdayConfounded] = _weekdays
REFUSALS[weekdays.ArmsInDifferentPeriods] = (
    "Die Varianten liefen nacheinander oder in langen Strecken. Niemand kann sagen, ob der Unterschied von ihnen "
    "kommt oder von der Zeit."
)
REFUSALS[weekdays.ArmsTakeTurns] = (
    "Die Varianten wechselten sich streng ab. Niemand kann sagen, ob es an ihnen lag oder am Wechsel."
)
REFUSALS[by_platform.OnlyRecorded] = (
    "Die Plattform zeigt Anteile und keine Anzahlen, ihr Ergebnis lässt sich nur festhalten."
)
REFUSALS[weekdays.SplitCountsOff] = (
    "Die Gruppen sind nicht so groß wie geplant; ihre Zahlen lassen sich nicht vergleichen."
)
REFUSALS[one_variable.AttributeDiffers] = lambda f, s: (
    f"Es hat sich mehr als eine Sache geändert: auch {s.the(f.attribute)}."
)
REFUSALS[refused.TooFewPosts] = lambda _, s: f"Für eine Antwort sind es zu wenige {s.units('Posts', 'Wochen')}."
REFUSALS[refused.TooFewAssignments] = lambda _, s: (
    f"Es sind zu wenige {s.units('Posts', 'Wochen')}: Selbst das klarste Ergebnis ließe sich nicht vom Zufall "
    "unterscheiden."
)
REFUSALS[refused.TooFewViews] = "Für einen Vergleich der Raten sind es zu wenige Aufrufe."
REFUSALS[refused.UnequalSpread] = (
    "Die Beträge schwanken je nach Variante zu verschieden, um ihre Durchschnitte zu vergleichen."
)
REFUSALS[refused.NoVariation] = lambda _, s: (
    f"{s.units('Posts', 'Wochen')} derselben Variante unterscheiden sich gar nicht, so lässt sich nichts am "
    "Zufall messen."
)
REFUSALS[refused.NoEvents] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.units('bei keinem Post', 'in keiner Woche')} auch nur einmal, es gibt nichts zu "
    "vergleichen."
)
REFUSALS[refused.ImpossibleValues] = "Manche Werte können nicht stimmen, deshalb wurde damit nicht gerechnet."
REFUSALS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} hat keine {s.units('Posts', 'Wochen')} mit einem Wert für {s.metric_within(f.metric)}, es "
    "gibt nichts zu vergleichen."
)
REFUSALS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)}: Keine Quelle hat diese Zahl geliefert."


class Remedies(result.Remedies):
    def wait(self, f: NotReady, s: Phrases) -> str:
        return (
            f"Nach dem Kalender weiterposten und die Zahlen {s.units('eintragen', 'einlesen')}. Die Antwort erscheint "
            f"hier, sobald {s.count(f.needed, 'Post gemessen ist', s.units('Posts', 'Phasen') + ' gemessen sind')}; "
            "bis dahin sollte niemand nachsehen, wer vorn liegt."
        )

    rerun = "Das Experiment mit neu ausgelostem Kalender wiederholen und die Tage einhalten."
    collect = "Für jede Variante mehr Posts sammeln und dann neu auswerten."
    export = (
        "Zweimal pro Woche die letzten 7 Tage exportieren, bis jeder Post seine Zahlen hat, und dann neu auswerten."
    )
    clean = "Die Zahlen der genannten Posts mit der App abgleichen, berichtigen und neu auswerten."
    nothing_learned = "Aus diesem Experiment gilt nichts als gelernt."
