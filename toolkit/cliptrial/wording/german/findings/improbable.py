"""German sentences of findings: what is too good to be true."""

from __future__ import annotations

from cliptrial.analysis.findings import improbable
from cliptrial.wording.german.findings.places import named_places
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _improbable(f: improbable.ImprobablePosts, s: Phrases) -> str:
    places = named_places(f.positions, f.rows, s)
    posts = f"{s.count(f.posts, 'Post', 'Posts')} mit {s.arm(f.arm)}{f' ({places})' if places else ''}"
    seen = {
        "no_likes": f"{posts} haben Aufrufe ohne die Likes, die dazugehören.",
        "far_above": f"{posts} liegen weit über allen anderen, und von einer anderen Variante keiner.",
        "top_only": f"Ein großer Teil des Vorsprungs steckt in {posts}; die übrigen liegen viel weniger vorn.",
    }[f.sign]
    return (
        f"{seen} Diese Posts auf Werbung, Wiederholungen und falsche Zeilen prüfen. "
        f"{_BOUGHT if f.positions else _BOUGHT_ROWS}"
    )


_BOUGHT = (
    "Wurde einer beworben, bitte angeben, ab wann: im Formular unter Zahlen, mit `cliptrial ingest --boosted` oder in "
    "numbers.xlsx unter „Beworben ab“."
)

_BOUGHT_ROWS = "Wurde einer beworben, die Zahlen von vorher in die Tabelle eintragen oder ihn weglassen."

FINDINGS = Sentences()
FINDINGS[improbable.ImprobablePosts] = _improbable
FINDINGS[improbable.ImprobableEffect] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Selbst {s.signed(f.at_least)}, das Ende der Spanne, das null am nächsten liegt, ist "
    f"mehr als jeder bekannte Effekt einer solchen Änderung ({s.signed(f.known)}). Vor dem Glauben diese Posts auf "
    "Werbung, Wiederholungen und falsche Zeilen prüfen. Wurden welche beworben, bitte angeben, ab wann: im Formular "
    "unter Zahlen oder mit `cliptrial ingest --boosted`."
)
