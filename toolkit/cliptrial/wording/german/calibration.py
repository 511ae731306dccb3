"""Die Eichung auf Deutsch."""

from __future__ import annotations

from cliptrial.wording.german.chance import METHODS
from cliptrial.wording.vocabulary.calibration import CalibrationWording

CALIBRATION = CalibrationWording(
    lang="de",
    title="Wie oft gibt es einen Sieger, wo nichts zu gewinnen war?",
    methods={
        **{code: METHODS[code].name for code in ("sums_as_trials", "relative_delta", "welch_raw", "welch_logs")},
        "ols_weekday": "Regression mit Wochentagen",
        "cliptrial": "ClipTrial",
    },
    layouts={
        "rotated": "Nach ausgelostem Kalender",
        "twins": "Jedes Thema in beiden Varianten",
        "family": "Kontrolle und zwei Varianten",
        "family_of_four": "Kontrolle und vier Varianten",
        "complete": "Ausgelost ohne Kalender",
        "unequal": "Dreimal so viele Posts in der Kontrolle",
        "weekend_heavy": "Variante meist am Wochenende",
        "alternation": "Streng abwechselnd",
        "first_then": "Erst Kontrolle, dann Variante",
    },
    fair="Varianten ausgelost",
    unfair="Varianten nicht ausgelost",
    withheld=lambda n: f"kein Urteil in {n}",
    caption=lambda cells, runs: (
        f"Jeder Punkt ist eine simulierte Situation mit {runs} Experimenten, in denen nichts zu gewinnen war; es sind "
        f"{cells}. Ein Test auf dem 5-%-Niveau gehört in das schattierte Band von 4 bis 6 %."
    ),
    below="Bei mehreren Varianten oder seltenen Ereignissen darf sich ClipTrial seltener irren.",
    silent=lambda n: (
        f"In {n} der Situationen wechselten sich die Varianten streng ab oder folgten aufeinander: Dort gibt es kein "
        "Urteil."
    ),
    alt=lambda method, low, high: f"{method}: {low} bis {high} falsche Sieger.",
    table="Nach Situation",
    columns=(
        "Situation",
        "Metrik",
        "Posts je Variante",
        "Falsche Sieger",
        "Spannen mit der Wahrheit darin",
        "Wahrer Effekt",
        "Gefundene Effekte",
        "Falsche Sieger aus Summen",
    ),
    none="kein Urteil",
)
