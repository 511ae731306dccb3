"""Die Eichung auf Deutsch."""

from cliptrial.wording.declared import calibration
from cliptrial.wording.declared.words import say
from cliptrial.wording.german.chance import METHODS


class CalibrationWording(calibration.CalibrationWording):
    title = "Wie oft gibt es einen Sieger, wo nichts zu gewinnen war?"
    methods = {
        **{code: METHODS[code].name for code in ("sums_as_trials", "relative_delta", "welch_raw", "welch_logs")},
        "ols_weekday": "Regression mit Wochentagen",
        "cliptrial": "ClipTrial",
    }
    layouts = {
        "rotated": "Nach ausgelostem Kalender",
        "twins": "Jedes Thema in beiden Varianten",
        "family": "Kontrolle und zwei Varianten",
        "family_of_four": "Kontrolle und vier Varianten",
        "complete": "Ausgelost ohne Kalender",
        "unequal": "Dreimal so viele Posts in der Kontrolle",
        "fourfold": "Viermal so viele Posts in der Kontrolle",
        "weekend_heavy": "Variante meist am Wochenende",
        "alternation": "Streng abwechselnd",
        "first_then": "Erst Kontrolle, dann Variante",
        "crossed": "Zwei Fragen auf denselben Posts",
        "crossed_three": "Drei Fragen auf denselben Posts",
    }
    fair = "Varianten ausgelost"
    unfair = "Varianten nicht ausgelost"
    withheld = say("kein Urteil in {n}")
    caption = say(
        "Jeder Punkt ist eine simulierte Situation mit {runs} Experimenten, in denen nichts zu gewinnen war; es sind "
        "{cells}. Ein Test auf dem 5-%-Niveau gehört in das schattierte Band von 4 bis 6 %."
    )
    below = "Bei mehreren Varianten oder seltenen Ereignissen darf sich ClipTrial seltener irren."
    silent = say(
        "In {n} der Situationen wechselten sich die Varianten streng ab oder folgten aufeinander: Dort gibt es kein "
        "Urteil."
    )
    alt = say("{method}: {low} bis {high} falsche Sieger.")
    table = "Nach Situation"
    columns = (
        "Situation",
        "Metrik",
        "Posts je Variante",
        "Falsche Sieger",
        "Spannen mit der Wahrheit darin",
        "Wahrer Effekt",
        "Gefundene Effekte",
        "Falsche Sieger aus Summen",
    )
    none = "kein Urteil"
