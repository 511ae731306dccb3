"""German sentences of findings: what the platform itself says."""

from __future__ import annotations

from cliptrial.analysis.findings import by_platform
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _shares(f: by_platform.OnlyRecorded, s: Phrases) -> str:
    return ", ".join(f"{s.arm(arm)} {s.percent(share)}" for arm, share in zip(f.arms, f.shares, strict=True))


def _platform_says(f: by_platform.PlatformSays, s: Phrases) -> str:
    name = PLATFORMS[f.platform].label
    if f.says == "nothing":
        return f"{name} selbst nennt keinen Gewinner."
    sure = f", zu {s.percent(f.confidence)} sicher" if f.confidence is not None else ""
    claim = {"winner": "nennt {arm} den Gewinner", "preferred": "bevorzugt {arm}", "same": "sieht keinen Unterschied"}
    said = f"{name} selbst {claim[f.says].format(arm=s.arm(f.arm) if f.arm else '')}{sure}."
    if f.agrees is None:
        return said
    return f"{said} {'Seine eigenen Zahlen zeigen das auch.' if f.agrees else 'Seine eigenen Zahlen zeigen das nicht.'}"


FINDINGS = Sentences()
FINDINGS[by_platform.PlatformSays] = _platform_says
FINDINGS[by_platform.OnlyRecorded] = lambda f, s: (
    f"{PLATFORMS[f.platform].label} zeigt Anteile ({_shares(f, s)}) und zählt niemanden: Sie sind festgehalten, wie "
    "sie dastehen; nachrechnen lässt sich nichts."
)
FINDINGS[by_platform.CountedOften] = (
    "Aufgeteilt wurden Einblendungen, von denen eine Person mehrere haben kann: Die wahre Spanne ist breiter als diese."
)
