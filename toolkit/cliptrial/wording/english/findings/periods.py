"""English sentences of findings: periods: weeks as units."""

from cliptrial.analysis.findings import periods
from cliptrial.wording.sentences import Sentences

FINDINGS = Sentences()
FINDINGS[periods.PeriodsRunning] = lambda f, s: (
    f"{s.n(f.due)} of {s.count(f.posts, 'period', 'periods')} are over and handed in; the last one ends on "
    f"{s.date(f.ends)}."
)
FINDINGS[periods.PeriodsUnknown] = lambda f, s: (
    f"Not all days are known, period {s.listing(f.periods)} ({s.count(f.days, 'day', 'days')} missing): it counts as "
    "unknown, not as nothing. Hand in the days of the account."
)
FINDINGS[periods.RunUnseen] = "No export tells what really ran in which period: each counts as it was drawn."
FINDINGS[periods.CadenceKept] = lambda f, s: (
    f"All {s.count(f.periods, 'period', 'periods')} had as many posts as planned."
)
FINDINGS[periods.CadenceNotKept] = lambda f, s: (
    f"More or fewer posts than planned, period {s.listing(f.periods)}: each counts with what chance gave it."
)
