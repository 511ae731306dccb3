"""English sentences of findings: what is too good to be true."""

from __future__ import annotations

from cliptrial.analysis.findings import improbable
from cliptrial.wording.english.findings.places import named_places
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _improbable(f: improbable.ImprobablePosts, s: Phrases) -> str:
    places = named_places(f.positions, f.rows, s)
    posts = f"{s.count(f.posts, 'post', 'posts')} with {s.arm(f.arm)}{f' ({places})' if places else ''}"
    seen = {
        "no_likes": f"{posts} have views without the likes that belong to them.",
        "far_above": f"{posts} stand far above all others, and none with another arm does.",
        "top_only": f"Much of the lead sits in {posts}; the others lead by far less.",
    }[f.sign]
    return f"{seen} Check these posts for promotion, reposts and wrong rows. {_BOUGHT if f.positions else _BOUGHT_ROWS}"


_BOUGHT = (
    "If one was promoted, say since when: in the form under Numbers, with `cliptrial ingest --boosted`, or under "
    "“Boosted on” in numbers.xlsx."
)

_BOUGHT_ROWS = "If one was promoted, put the numbers from before into the table, or leave it out."

FINDINGS = Sentences()
FINDINGS[improbable.ImprobablePosts] = _improbable
FINDINGS[improbable.ImprobableEffect] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: even {s.signed(f.at_least)}, the end of the range nearest to none, is more than any "
    f"effect of such a change that is known ({s.signed(f.known)}). Check these posts for promotion, reposts and wrong "
    "rows before you believe it. If some were promoted, say since when: in the form under Numbers, or with "
    "`cliptrial ingest --boosted`."
)
