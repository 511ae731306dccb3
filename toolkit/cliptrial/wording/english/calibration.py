"""The calibration in English."""

from __future__ import annotations

from cliptrial.wording.calibration_vocabulary import CalibrationWording

CALIBRATION = CalibrationWording(
    lang="en",
    title="How often is there a winner where nothing was to win?",
    axis="false winners",
    methods={
        "sums_as_trials": "Totals, every view a trial",
        "relative_delta": "Interval of the relative uplift",
        "welch_raw": "t-test on the numbers",
        "welch_logs": "t-test on logs",
        "ols_weekday": "Regression on logs + weekday",
        "cliptrial": "ClipTrial",
    },
    layouts={
        "rotated": "rotated by chance",
        "twins": "twins",
        "family": "three arms",
        "complete": "shuffled",
        "unequal": "unequal arms",
        "weekend_heavy": "variant mostly at weekends",
        "alternation": "strict alternation",
        "first_then": "control first, then variant",
    },
    fair="arms assigned by chance",
    unfair="arms not assigned by chance",
    band="4 to 6 %",
    withheld=lambda n: f"no causal verdict: {n}",
    caption=lambda cells, runs: (
        f"{cells} simulated situations, {runs} experiments each, none of them with an effect. A test at 5 % may find a "
        "winner in the shaded band."
    ),
    alt=lambda method, low, high: f"{method}: {low} to {high} false winners.",
    cell="Situation",
    false_positives="False winners",
    coverage="Intervals that hold the truth",
    power="Effects found",
)
