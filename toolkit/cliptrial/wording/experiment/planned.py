"""What a plan can find out, said before anything is filmed."""

from __future__ import annotations

from cliptrial.metrics import Metric
from cliptrial.planning import Feasibility
from cliptrial.stats.futility import UNLIKELY
from cliptrial.wording.declared.terminal import Outlook
from cliptrial.wording.formats import Formats
from cliptrial.wording.languages import wording_for
from cliptrial.wording.names import label_of, noun_of

DOUBLING = 0.95


def plan_sentences(
    feasibility: Feasibility | None, metric: Metric, lang: str, *, early: bool = False
) -> tuple[str, ...]:
    """What so many posts can show, how likely the hoped-for effect is found, and where that comes from.

    Where nobody can know the spread beforehand (``feasibility`` is None), that alone is said.

    Args:
        feasibility: What the plan can find out.
        metric: The one that decides.
        lang: Code of a language.
        early: Whether it may be ended early, where ``feasibility`` does not say so.
    """
    wording = wording_for(lang)
    words, f = wording.terminal.outlook, wording.formats
    noun = noun_of(label_of(metric, lang, wording.terms), wording.terms).at
    if feasibility is None:
        return (words.unknown.format(metric=noun), *((words.early_end,) if early else ()))
    filled = {
        "posts": f.number(feasibility.posts_per_arm),
        "metric": noun,
        "at_least": f.signed(feasibility.at_least),
        "power": f.percent(round(feasibility.power, 2)),
        "needed": f.number(_rounded(feasibility.posts_needed)),
        "earlier": f.number(feasibility.earlier_posts or 0),
    }
    smallest = _smallest(feasibility, words, f)
    verdict = words.enough if feasibility.smallest <= feasibility.at_least else f"{words.chance} {words.needed}"
    origin = words.measured if feasibility.earlier_posts else words.experience
    sentences = tuple(sentence.format(**filled, **smallest[1]) for sentence in (smallest[0], verdict, origin))
    return (*sentences, *_early_end(feasibility, words, f))


def _early_end(feasibility: Feasibility, words: Outlook, f: Formats) -> tuple[str, ...]:
    """That it may be ended early; and where that is likely from the start, what would change it."""
    chance = feasibility.clear_at_all
    if chance is None:
        return ()
    if chance >= UNLIKELY:
        return (words.early_end,)
    return words.early_end, words.early_end_likely.format(chance=f.percent(round(chance, 2)))


def _smallest(feasibility: Feasibility, words: Outlook, f: Formats) -> tuple[str, dict[str, str]]:
    if feasibility.smallest < DOUBLING:
        return words.smallest, {"effect": f.signed(round(feasibility.smallest, 2))}
    return words.smallest_times, {"times": f.number(1 + feasibility.smallest, 1)}


def _rounded(posts: int) -> int:
    """Two telling digits: nobody plans 1,916 posts."""
    step: int = 10 ** max(len(str(posts)) - 2, 0)
    return -(-posts // step) * step
