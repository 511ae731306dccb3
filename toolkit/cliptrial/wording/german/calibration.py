"""Die Eichung auf Deutsch."""

from __future__ import annotations

from cliptrial.wording.calibration_vocabulary import CalibrationWording

CALIBRATION = CalibrationWording(
    lang="de",
    title="Wie oft gibt es einen Sieger, wo nichts zu gewinnen war?",
    axis="falsche Sieger",
    methods={
        "sums_as_trials": "Summen, jeder Aufruf ein Versuch",
        "relative_delta": "Spanne der relativen Steigerung",
        "welch_raw": "t-Test auf den Zahlen",
        "welch_logs": "t-Test auf Logarithmen",
        "ols_weekday": "Regression mit Wochentag",
        "cliptrial": "ClipTrial",
    },
    layouts={
        "rotated": "ausgelost rotiert",
        "twins": "Zwillinge",
        "family": "drei Varianten",
        "complete": "gemischt",
        "unequal": "ungleich viele Posts",
        "weekend_heavy": "Variante meist am Wochenende",
        "alternation": "streng abwechselnd",
        "first_then": "erst Kontrolle, dann Variante",
    },
    fair="Varianten ausgelost",
    unfair="Varianten nicht ausgelost",
    band="4 bis 6 %",
    withheld=lambda n: f"kein Urteil über Ursachen: {n}",
    caption=lambda cells, runs: (
        f"{cells} simulierte Lagen mit je {runs} Experimenten, alle ohne Effekt. Ein Test auf dem 5-%-Niveau darf im "
        "schattierten Band Sieger finden."
    ),
    alt=lambda method, low, high: f"{method}: {low} bis {high} falsche Sieger.",
    cell="Lage",
    false_positives="Falsche Sieger",
    coverage="Spannen, die die Wahrheit enthalten",
    power="Gefundene Effekte",
)
