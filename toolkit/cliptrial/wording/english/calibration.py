"""The calibration in English."""

from cliptrial.wording.declared import calibration
from cliptrial.wording.declared.words import say
from cliptrial.wording.english.chance import METHODS


class CalibrationWording(calibration.CalibrationWording):
    title = "How often is there a winner where nothing was to win?"
    methods = {
        **{code: METHODS[code].name for code in ("sums_as_trials", "relative_delta", "welch_raw", "welch_logs")},
        "ols_weekday": "Regression with weekdays",
        "cliptrial": "ClipTrial",
    }
    layouts = {
        "rotated": "Rotated by chance",
        "twins": "Every topic in both arms",
        "family": "Three arms, rotated by chance",
        "family_of_four": "Five arms, rotated by chance",
        "complete": "Shuffled without a schedule",
        "unequal": "Three times as many controls",
        "fourfold": "Four times as many controls",
        "weekend_heavy": "Variant mostly at weekends",
        "alternation": "Arms taking turns",
        "first_then": "First control, then variant",
        "crossed": "Two questions on the same posts",
        "crossed_three": "Three questions on the same posts",
    }
    fair = "arms assigned by chance"
    unfair = "arms not assigned by chance"
    withheld = say("no verdict in {n}")
    caption = say(
        "Every dot is a simulated situation with {runs} experiments in which nothing was to win; there are {cells}. "
        "A test at 5 % belongs in the shaded band, from 4 to 6 %."
    )
    below = "With several variants, or rare events, ClipTrial may err less often."
    silent = say("In {n} of the situations the arms took turns or followed one another: there it gives no verdict.")
    alt = say("{method}: {low} to {high} false winners.")
    table = "By situation"
    columns = (
        "Situation",
        "Metric",
        "Posts an arm",
        "False winners",
        "Intervals that hold the truth",
        "True effect",
        "Effects found",
        "False winners of totals",
    )
    none = "no verdict"
