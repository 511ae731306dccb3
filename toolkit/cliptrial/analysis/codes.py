"""Every finding there is: its code, when it appears, and the values that its sentence may use.

``wording`` has one sentence per code and language; a code without one fails the type check or the tests.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Codes of findings, grouped by the question they answer. Values are named in each comment."""

    # Was it planned, and is the plan what it was?
    LOCKED = "locked"  # ok: locked_on, first_post (ISO dates or None)
    NOT_LOCKED = "not_locked"  # note
    LOCKED_LATE = "locked_late"  # warning: locked_on, first_post
    PLAN_CHANGED = "plan_changed"  # warning: fields (tuple of dotted keys or file names)
    NO_SCHEDULE = "no_schedule"  # blocker
    SCHEDULE_NOT_BY_RULE = "schedule_not_by_rule"  # blocker: rule (blocks, weekdays, alternation or missing)
    NO_TOPICS = "no_topics"  # note
    NOT_RANDOMISED = "not_randomised"  # note
    NOT_READY = "not_ready"  # blocker: measured, needed, due, posts (all counts)

    # Did it happen as planned?
    SCHEDULE_FOLLOWED = "schedule_followed"  # ok: posts
    SCHEDULE_DEVIATIONS = "schedule_deviations"  # note/warning: posts, late, moved, swapped
    AS_POSTED = "as_posted"  # note: metric, arm, as_planned, as_posted, low, high (relative)
    WRONG_ARM = "wrong_arm"  # blocker: posts, swapped (more than 10 % carry another arm's value)
    MISSING_POSTS = "missing_posts"  # note/warning: missing, positions (tuple of int), posts
    MISSING_POSTS_DECIDE = "missing_posts_decide"  # warning: missing; "better" does not survive them
    MISSING_POSTS_UNEVEN = "missing_posts_uneven"  # note/warning: arm, control, missing, posts, missing_control,
    #   posts_control, p_value; one arm lacks numbers more often than chance has it
    UNMATCHED_POSTS = "unmatched_posts"  # note: posts
    UNKNOWN_LINKS = "unknown_links"  # warning: positions, links
    PROMOTED_POSTS = "promoted_posts"  # note: posts
    TOP_LIST_EXPORT = "top_list_export"  # warning/blocker: without_snapshot (share), files (tuple)

    # Did the arms share the weekdays?
    ROTATION_BALANCED = "rotation_balanced"  # ok: largest_difference (posts on one weekday)
    WEEKDAY_CONFOUNDED = "weekday_confounded"  # warning/blocker: arm, control, posts, effective_posts,
    #   effective_share, absent_days (tuple of weekday numbers), tv_distance, tv_by_chance, weekend_arm,
    #   weekend_control (posts from Friday to Sunday), posts_arm, posts_control
    WEEKDAY_TABLE_TEST = "weekday_table_test"  # ok/note: p_value, cramers_v
    ADJUSTMENT_MOVES = "adjustment_moves"  # warning: metric, arm, unadjusted, adjusted (relative), sign_changes, by
    #   (weekdays, or calendar: account, month and weekday)
    ARMS_IN_DIFFERENT_PERIODS = "arms_in_different_periods"  # blocker: arm, control, correlation, p_value
    SPLIT_COUNTS_OFF = "split_counts_off"  # warning/blocker: p_value, counts (tuple), expected (tuple)
    SPLIT_COUNTS_OK = "split_counts_ok"  # ok: p_value

    # Was one variable changed?
    ATTRIBUTES_CHECKED = "attributes_checked"  # ok: attributes (tuple of attribute names)
    ATTRIBUTES_AS_PLANNED = "attributes_as_planned"  # note: attributes (no source shows them)
    ATTRIBUTE_DIFFERS = "attribute_differs"  # warning/blocker: attribute, posts (that differ), of
    ATTRIBUTE_UNBALANCED = "attribute_unbalanced"  # note/warning: attribute, difference (standardised), p_value
    VARIABLE_CHECKED = "variable_checked"  # ok: variable; the arm's value was seen on the posts
    VARIABLE_AS_PLANNED = "variable_as_planned"  # note: variable; no source shows it

    # Were the posts measured alike, and can the numbers be true?
    EQUAL_AGE = "equal_age"  # ok: posts, days
    COMMON_EXPORT = "common_export"  # note: metric, as_of (ISO date), youngest, oldest (days)
    LEFT_OUT = "left_out"  # note/warning: metric, posts (without a snapshot near the age)
    NOT_MEASURED = "not_measured"  # warning: metric; no source delivered it
    IMPOSSIBLE_NUMBERS = "impossible_numbers"  # warning: posts, rules (tuple of rule codes)
    ROWS_WITHOUT_ARM = "rows_without_arm"  # note: rows (count); left out of a table
    ARMS_ALIKE = "arms_alike"  # warning: arms (names that differ in capital letters or spaces only)
    DUPLICATE_POSTS = "duplicate_posts"  # warning: posts

    # How much does one post decide?
    HOLDS_WITHOUT_BEST = "holds_without_best"  # ok: low, high (relative)
    TURNS_WITHOUT_ONE = "turns_without_one"  # warning: low, high (relative); sign or verdict turns
    RANKS_AGREE = "ranks_agree"  # ok: metric, arm, p_value
    RANKS_DISAGREE = "ranks_disagree"  # note: metric, arm, p_value
    SERIAL_CORRELATION = "serial_correlation"  # note: metric, correlation
    CARRY_OVER = "carry_over"  # note: metric, arm, p_value
    PLANNED_LOOK = "planned_look"  # note: look, looks, posts, of, limit (p that counts)
    BEST_POST_SHARE = "best_post_share"  # note: arm, share

    # Why something could not be computed
    TOO_FEW_POSTS = "too_few_posts"  # note/blocker: metric, arm, posts, needed
    TOO_FEW_ASSIGNMENTS = "too_few_assignments"  # blocker: metric, smallest_p, alpha
    TOO_FEW_VIEWS = "too_few_views"  # blocker: metric, arm, views, needed
    NO_VARIATION = "no_variation"  # blocker: metric
    NO_EVENTS = "no_events"  # note/blocker: metric, arm (without any; None: both), other, limit (relative; None: none)
    IMPOSSIBLE_VALUES = "impossible_values"  # blocker: metric, posts (negative, infinite, over zero), rows (of a table)
    TIMES_UNKNOWN = "times_unknown"  # warning: nobody can see whether the arms shared weekdays and time
    ARMS_TAKE_TURNS = (
        "arms_take_turns"  # blocker: arms that chance is said to have assigned follow one another strictly
    )
    COMPARED_BY_AVERAGE = "compared_by_average"  # note: metric, posts (without any, so that averages are compared)
    MISSING_VALUES = "missing_values"  # note: metric, posts
    INTERVAL_UNBOUNDED = "interval_unbounded"  # note: metric, arm
    ARM_WITHOUT_POSTS = "arm_without_posts"  # note/blocker: arm, metric (that none of its posts has a value for)
