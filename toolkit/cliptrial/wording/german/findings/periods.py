"""German sentences of findings: periods: weeks as units."""

from cliptrial.analysis.findings import periods
from cliptrial.wording.sentences import Sentences

FINDINGS = Sentences()
FINDINGS[periods.PeriodsRunning] = lambda f, s: (
    f"{s.n(f.due)} von {s.n(f.posts)} Phasen sind vorbei und eingelesen; die letzte endet am {s.date(f.ends)}."
)
FINDINGS[periods.PeriodsUnknown] = lambda f, s: (
    f"Nicht alle Tage bekannt, Phase {s.listing(f.periods)} (es fehlen {s.n(f.days)}): Das zählt als unbekannt, "
    "nicht als nichts. Die Tage des Accounts einlesen."
)
FINDINGS[periods.RunUnseen] = (
    "Kein Export sagt, was in welcher Phase wirklich lief: Jede zählt so, wie sie ausgelost wurde."
)
FINDINGS[periods.CadenceKept] = lambda f, s: f"Alle {s.n(f.periods)} Phasen hatten so viele Posts wie geplant."
FINDINGS[periods.CadenceNotKept] = lambda f, s: (
    f"Mehr oder weniger Posts als geplant, Phase {s.listing(f.periods)}: Jede zählt mit dem, was ausgelost war."
)
