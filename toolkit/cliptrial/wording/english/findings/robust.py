"""English sentences of findings: how well the answer holds."""

from __future__ import annotations

from cliptrial.analysis.findings import Level, robust
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _turns(f: robust.TurnsWithoutOne, s: Phrases) -> str:
    if f.low == f.high:
        return "One post decides: without it, the answer is open."
    if f.level is Level.NOTE:
        return (
            "It was close: without the post that speaks loudest, the answer would be open. The difference would still "
            f"be between {s.signed(f.low)} and {s.signed(f.high)}, whichever post is left out."
        )
    return (
        f"One post decides: leaving out single posts, the difference is anything from {s.signed(f.low)} to "
        f"{s.signed(f.high)}."
    )


FINDINGS = Sentences()
FINDINGS[robust.HoldsWithoutBest] = lambda f, s: (
    f"Leaving out any one post, the difference stays between {s.signed(f.low)} and {s.signed(f.high)}."
    if f.low != f.high
    else "Leaving out any one post, the answer stays the same."
)
FINDINGS[robust.TurnsWithoutOne] = _turns
FINDINGS[robust.RanksAgree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: ranking the posts, which no single runaway hit can sway, gives the same answer."
)
FINDINGS[robust.RanksDisagree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: ranking the posts instead of averaging them does not give the same answer "
    f"({s.p(f.p_value)}). A few posts may carry the result."
)
FINDINGS[robust.OnPlatform] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.relative)} ({s.signed(f.low)} to {s.signed(f.high)}) on "
    f"{PLATFORMS[f.platform].label} alone, from {s.count(f.posts, 'post', 'posts')}. The answer pools what each "
    "platform shows; how many views it has there does not count."
)
FINDINGS[robust.SerialCorrelation] = lambda f, s: (
    f"{s.metric(f.metric)}: good and weak posts come in runs (correlation with the post before "
    f"{s.n(f.correlation, 2)}). As chance mixed the arms, this costs precision, not fairness."
)
FINDINGS[robust.CarryOver] = lambda f, s: (
    f"{s.metric(f.metric)}: a post that follows one with {s.arm(f.arm)} does differently ({s.p(f.p_value)}). The "
    "effect may spill over to the next post."
)
FINDINGS[robust.BestPostShare] = lambda f, s: (
    f"The best post of {s.arm(f.arm)} holds {s.percent(f.share)} of that arm's total."
)
