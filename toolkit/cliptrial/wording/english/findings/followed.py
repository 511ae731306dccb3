"""English sentences of findings: whether the plan was followed."""

from __future__ import annotations

from cliptrial.analysis.findings import Level, followed
from cliptrial.wording.english.findings.places import named_positions
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _schedule_deviations(f: followed.ScheduleDeviations, s: Phrases) -> str:
    parts = [
        s.count(f.late, "post went out late", "posts went out late"),
        s.count(f.moved, "moved to another day", "moved to another day"),
        s.count(f.swapped, "did not carry its arm's value", "did not carry their arm's value"),
    ]
    counts = (f.late, f.moved, f.swapped)
    deviations = [part for part, count in zip(parts, counts, strict=True) if count]
    wrong = f" ({named_positions(f.wrong, s)})" if f.wrong else ""
    return f"Of {s.count(f.posts, 'post', 'posts')}, {s.f.listing(deviations)}{wrong}."


def _missing(f: followed.MissingPosts, s: Phrases) -> str:
    return (
        f"{s.n(f.missing)} of {s.n(f.posts)} planned posts {'is' if f.missing == 1 else 'are'} missing "
        f"({named_positions(f.positions, s)})."
    )


_STATES = {
    "skipped": "skipped",
    "deleted": "deleted",
    "later": "posted later",
    "other": "the other variant posted",
    "collab": "a collab",
    "waiting": "waiting",
}


def _not_as_planned(f: followed.NotAsPlanned, s: Phrases) -> str:
    """``skipped (positions 3 and 7); deleted (position 9)``."""
    parts = [f"{_STATES[key]} ({named_positions(getattr(f, key), s)})" for key in _STATES if getattr(f, key)]
    return f"By the team's own word not as planned: {'; '.join(parts)}."


def _extra(f: followed.ExtraPosts, s: Phrases) -> str:
    text = (
        f"{s.count(f.posts, 'more post', 'more posts')} could have stood for a planned one "
        f"({named_positions(f.positions, s)}): a second take, the same topic or another post in its slot."
    )
    if f.relinked:
        text += (
            f" {s.count(f.relinked, 'post was', 'posts were')} replaced after "
            f"{'its' if f.relinked == 1 else 'their'} "
            "numbers were known."
        )
    return text + " Whoever posts twice and counts the better one wins by luck."


FINDINGS = Sentences()
FINDINGS[followed.ScheduleFollowed] = lambda f, s: (
    "The post went out as planned." if f.posts == 1 else f"All {s.count(f.posts, 'post', 'posts')} went out as planned."
)
FINDINGS[followed.ScheduleDeviations] = _schedule_deviations
FINDINGS[followed.AsPosted] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.as_posted)} ({s.signed(f.low)} to {s.signed(f.high)}) by the days and "
    f"hours at which the posts really went out, instead of {s.signed(f.as_planned)} by those planned."
    + (" The answer hangs on which of them count." if f.level is Level.WARNING else "")
)
FINDINGS[followed.WrongArm] = lambda f, s: (
    f"{s.n(f.swapped)} of {s.count(f.posts, 'post', 'posts')} did not carry their arm's value "
    f"({named_positions(f.positions, s)}). That is more than a tenth, so this is no longer the experiment that was "
    "drawn."
)
FINDINGS[followed.ExtraPosts] = _extra
FINDINGS[followed.FirstTakes] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.first_takes)} ({s.signed(f.low)} to {s.signed(f.high)}) if the first of "
    f"these posts counts each time, instead of {s.signed(f.as_planned)}."
)
FINDINGS[followed.SharedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post belongs', 'posts belong')} to {s.listing(f.experiments)} as well. A post "
    "that serves two "
    "experiments changes two things at once."
)
FINDINGS[followed.MissingPosts] = _missing
FINDINGS[followed.MissingPostsDecide] = lambda f, s: (
    f"The answer hangs on {s.n(f.missing)} missing {s.units('post', 'week')}{'s' * (f.missing != 1)}: had they done as "
    "badly as the worst, it would not hold."
)
FINDINGS[followed.MissingPostsUneven] = lambda f, s: (
    f"Numbers are missing for {s.n(f.missing)} of {s.n(f.posts)} posts with {s.arm(f.arm)}, for "
    f"{s.n(f.missing_control)} of {s.n(f.posts_control)} with {s.arm(f.control)}. Chance rarely leaves such a gap "
    f"({s.p(f.p_value)}); what is missing may hang on how the posts did."
)
FINDINGS[followed.UnmatchedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post', 'posts')} of these accounts in the period "
    f"{'belongs' if f.posts == 1 else 'belong'} to no planned position."
)
FINDINGS[followed.UnknownLinks] = lambda f, s: (
    f"No export knows the {'link' if len(f.positions) == 1 else 'links'} at {named_positions(f.positions, s)}."
)
FINDINGS[followed.NotAsPlanned] = _not_as_planned
FINDINGS[followed.PromotedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'post was', 'posts were')} promoted with money; only the numbers from before count."
)
FINDINGS[followed.TopListExport] = lambda f, s: (
    f"{s.percent(f.without_snapshot)} of the posts due have no reading, and an export looks like a list of the "
    "most viewed posts. Posts that did badly may be hidden."
)
