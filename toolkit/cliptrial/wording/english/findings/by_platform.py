"""English sentences of findings: what the platform itself says."""

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
        return f"{name} itself names no winner."
    sure = f", {s.percent(f.confidence)} sure" if f.confidence is not None else ""
    claim = {"winner": "calls {arm} the winner", "preferred": "prefers {arm}", "same": "says they performed the same"}
    said = f"{name} itself {claim[f.says].format(arm=s.arm(f.arm) if f.arm else '')}{sure}."
    if f.agrees is None:
        return said
    return f"{said} {'So do its own counts.' if f.agrees else 'Its own counts do not show that.'}"


FINDINGS = Sentences()
FINDINGS[by_platform.PlatformSays] = _platform_says
FINDINGS[by_platform.OnlyRecorded] = lambda f, s: (
    f"{PLATFORMS[f.platform].label} shows shares ({_shares(f, s)}) and counts nobody: they are recorded "
    "as they stand, "
    "and nothing can be reckoned again."
)
FINDINGS[by_platform.CountedOften] = (
    "What was split are impressions, of which one person can have several: the true range is wider than this one."
)
