"""How a result was worked out, and the words used, in English."""

from cliptrial.wording.declared import page
from cliptrial.wording.declared.words import say


class Methods(page.Methods):
    redraw_log_ols = (
        "Chance assigned the arms, so it can assign them again. The labels of variant and control were re-drawn by "
        "the rule of the draw, and each time the relative difference was estimated with the weekdays taken into "
        "account. The p-value says how often chance alone gives a difference as large."
    )
    redraw_log_hc2 = (
        "Chance assigned the arms, so it can assign them again. The labels of variant and control were re-drawn by "
        "the rule of the draw; as the arms differ in size, each relative difference was measured against its own "
        "standard error (robust, HC2), with the weekdays taken into account."
    )
    redraw_rate_ratio = (
        "The rates were compared as a ratio, weekday by weekday, posts with more views weighing more but no post "
        "outweighing the rest. The labels were re-drawn by the rule of the draw; the p-value says how often chance "
        "alone gives a ratio as far from one."
    )
    redraw_rate_delta = (
        "The rates were compared as a ratio, weekday by weekday, posts with more views weighing more but no post "
        "outweighing the rest. The labels were re-drawn by the rule of the draw; as the arms differ much in size, the "
        "ratio is counted in standard errors that hold when one arm varies more, and the p-value says how often "
        "chance alone gives as many."
    )
    redraw_rate_linear = (
        "The rates were compared as a ratio, posts with more views weighing more but no post outweighing the rest. The "
        "arms met on too few weekdays to compare them day by day, so what the weekday explains was taken out of what "
        "each post adds to the ratio. The labels were re-drawn by the rule of the draw; the p-value says how often "
        "chance alone gives a ratio as far from one."
    )
    redraw_rate_combined = (
        "The rates were compared as a ratio, posts with more views weighing more but no post outweighing the rest. "
        "What the weekday and the other ideas on these posts explain was taken out of what each post adds to the "
        "ratio. The labels were re-drawn by the rule of the draw, those of the other ideas held; the p-value says how "
        "often chance alone gives a ratio as far from one."
    )
    redraw_empty_arm = (
        "One arm has not a single event, so there is no ratio to estimate. The labels of variant and control were "
        "re-drawn by the rule of the draw, to see how often an arm stays empty by chance; the limit is the smallest "
        "difference at which that still happens often enough."
    )
    permuted_residuals = (
        "Nobody assigned these posts by chance, so there is no schedule to re-draw. What account and month explain, "
        "and the weekday where it matters, was taken out as percentages; what was left was shuffled within account "
        "and month to see how large a difference arises by itself."
    )
    permuted_labels = (
        "Nobody assigned these posts by chance, so there is no schedule to re-draw. There are so few posts that "
        "every way of exchanging variant and control within account and month could be tried, to see how large a "
        "difference arises by itself."
    )
    permuted_residuals_rate = (
        "Nobody assigned these posts by chance, so there is no schedule to re-draw. The rates were compared as a "
        "weighted ratio within account and month, and within weekdays where they matter; variant and control were "
        "exchanged within the same groups to see how large a difference arises by itself."
    )
    permuted_rate_linear = (
        "Nobody assigned these posts by chance, so there is no schedule to re-draw. The rates were compared as a "
        "weighted ratio. Too few posts stand side by side to compare them weekday by weekday, so what account, month "
        "and weekday explain was taken out of what each post adds to the ratio; what was left was shuffled within "
        "account and month to see how large a difference arises by itself."
    )
    split_test_score = (
        "The platform assigned viewers by chance. The two shares were compared with a score test, exact where the "
        "numbers are small, and the interval belongs to the same test."
    )
    other = "The difference was estimated and tested by one procedure that gives both the p-value and the interval."
    draws = say("{n} assignments were drawn.")
    family = say(
        "{m} comparisons are read side by side ({names}), which gives chance {m} tries. So that it does not win more "
        "often for that, their p-values are multiplied by {m} (1 at the most) and their intervals widened to "
        "{confidence}."
    )
    cramers_v = say("How closely arm and weekday go together, from 0 to 1 (Cramér's V): {v}.")
    one_procedure = (
        "Interval and p-value come from the same test: the interval leaves out zero exactly when the test is clear."
    )
    weeks = say(
        "Of two neighbouring weeks chance decided which of both gets what, so it can decide that again: the pairs were "
        "re-drawn, and each time the difference within the pairs was estimated. The p-value says how often chance "
        "alone gives a difference as large. Weeks count with what chance gave them; their first days are left out "
        "({days})."
    )
    as_planned = "Posts are counted with the arm and weekday that were planned for them."
    verdict_rule = say(
        "The verdict follows from the interval and from the {at_least} named before the start as the least worth "
        "acting on. Nobody can change it afterwards."
    )
    reckon = (
        "What is called realistic is the expected effect. First winners exaggerate, so the estimate is pulled towards "
        "what such changes bring: two of three change a number by less than a sixth, up or down (a normal prior with "
        "SD 0.17 on the log, set beforehand). Of a small experiment with a clear result it often lies outside the "
        "interval, which does not know how rare large effects are. The risk that is told comes from the same prior. "
        "Neither is a verdict."
    )
    guardrails = (
        "Guardrails are metrics that must not suffer: held if a one-sided 95 % bound stays above the limit, broken "
        "if they fell for sure and by more than the limit, open otherwise."
    )
    age = say("Posts are compared at equal age, {days} after posting.")
    only_shows = say("For {metric}, {posts} can only show a change of {size} or more at this spread.")


DEFINITIONS = (
    ("Arm", "One way of making the post. The control is what you did so far, a variant is what you try."),
    ("Typical post", "The geometric mean: unlike the average, it does not jump when one post goes through the roof."),
    ("Uplift", "How much more, or less, the variant has than the control, as a share of the control's value."),
    (
        "Interval",
        "All uplifts that the data do not speak against. A 95 % interval misses the truth in at most one of 20 "
        "experiments.",
    ),
    (
        "p, adjusted",
        "How often chance alone would give a difference as large, with all comparisons of its kind counted.",
    ),
    ("Primary, secondary", "The primary metric decides. Secondary ones tell more, and decide nothing."),
    ("Guardrail", "A metric that must not suffer while another one improves."),
    ("Randomised", "Chance decided which post got which arm, by a schedule drawn before the first post."),
    ("Locked", "The plan was sealed with a fingerprint (hash), so that later changes show."),
    ("Open", "The posts allow both an effect and none. It is not the same as “no effect”."),
)

DEFINITIONS_OF_WEEKS = tuple(
    {
        "Arm": ("Arm", "What a week has. The control is what you did so far, the variant is what you try."),
        "Typical post": (
            "Typical period",
            "The geometric mean: unlike the average, it does not jump with one good week.",
        ),
        "Randomised": (
            "Randomised",
            "Chance decided which of two neighbouring weeks got which arm, before the first day.",
        ),
        "Open": ("Open", "The weeks allow both an effect and none. It is not the same as “no effect”."),
    }.get(name, (name, text))
    for name, text in DEFINITIONS
)

DEFINITIONS_OBSERVED = (
    ("Control", "The value that all others are compared with."),
    ("Typical post", "The geometric mean: unlike the average, it does not jump when one post goes through the roof."),
    (
        "Difference",
        "How much more, or less, posts with a value had than the control's, as a share of the control's value.",
    ),
    (
        "Interval",
        "All differences that chance leaves open. It knows nothing of other things in which the posts differ.",
    ),
    (
        "p, adjusted",
        "How often chance alone would give a difference as large, with all comparisons of its kind counted.",
    ),
    (
        "Observed",
        "Nobody assigned the values by chance, so a difference may come from anything that went along with them.",
    ),
    ("Open", "The posts allow both a difference and none. It is not the same as “no difference”."),
)
