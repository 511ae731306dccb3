"""What a plan can find out, said before anything is filmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cliptrial.metrics import Metric
from cliptrial.planning import Feasibility
from cliptrial.wording.formats import Formats
from cliptrial.wording.speaker import wording_for

_DOUBLING = 0.95


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of one language; ``{...}`` are filled with written numbers."""

    smallest: str
    smallest_times: str
    chance: str
    enough: str
    needed: str
    measured: str
    experience: str


_ENGLISH = _Sentences(
    smallest="With {posts} posts an arm you can detect {effect} on {metric} (4 times in 5).",
    smallest_times="With {posts} posts an arm you can detect {metric} becoming {times} times as large (4 times in 5).",
    chance="The {at_least} you ask for would be found in {power} of such experiments.",
    enough="That is enough for the {at_least} you ask for.",
    needed="To find {at_least} reliably would take about {needed} posts an arm; ask a bolder question, choose a "
    "steadier metric, or read the answer as a range.",
    measured="Worked out from the spread of {earlier} earlier posts.",
    experience="Worked out from experience values; with 20 earlier posts in the store it would be your own spread.",
)
_GERMAN = _Sentences(
    smallest="Mit {posts} Posts je Variante lassen sich {effect} bei {metric} nachweisen (in 4 von 5 Fällen).",
    smallest_times="Mit {posts} Posts je Variante lässt sich nachweisen, dass {metric} auf das {times}-Fache steigt "
    "(in 4 von 5 Fällen).",
    chance="Die gewünschten {at_least} würden in {power} solcher Experimente gefunden.",
    enough="Das reicht für die gewünschten {at_least}.",
    needed="Um {at_least} verlässlich zu finden, bräuchte es etwa {needed} Posts je Variante: besser mutiger fragen, "
    "eine ruhigere Kennzahl wählen oder die Antwort als Spanne lesen.",
    measured="Berechnet aus der Streuung von {earlier} früheren Posts.",
    experience="Berechnet aus Erfahrungswerten; ab 20 früheren Posts im Speicher zählt die eigene Streuung.",
)
_LANGUAGES: Mapping[str, _Sentences] = {"en": _ENGLISH, "de": _GERMAN}


def plan_sentences(found: Feasibility, metric: Metric, lang: str) -> tuple[str, ...]:
    """What so many posts can show, how likely the hoped-for effect is found, and where that comes from."""
    words, f = _LANGUAGES[lang], wording_for(lang).formats
    filled = {
        "posts": f.number(found.posts_per_arm),
        "metric": metric.labels[lang],
        "at_least": f.signed(found.at_least),
        "power": f.percent(round(found.power, 2)),
        "needed": f.number(_rounded(found.posts_needed)),
        "earlier": f.number(found.earlier_posts or 0),
    }
    smallest = _smallest(found, words, f)
    verdict = words.enough if found.smallest <= found.at_least else f"{words.chance} {words.needed}"
    origin = words.measured if found.earlier_posts else words.experience
    return tuple(sentence.format(**filled, **smallest[1]) for sentence in (smallest[0], verdict, origin))


def _smallest(found: Feasibility, words: _Sentences, f: Formats) -> tuple[str, dict[str, str]]:
    if found.smallest < _DOUBLING:
        return words.smallest, {"effect": f.signed(round(found.smallest, 2))}
    return words.smallest_times, {"times": f.number(1 + found.smallest, 1)}


def _rounded(posts: int) -> int:
    """Two telling digits: nobody plans 1,916 posts."""
    step = 10 ** max(len(str(posts)) - 2, 0)
    return -(-posts // step) * step
