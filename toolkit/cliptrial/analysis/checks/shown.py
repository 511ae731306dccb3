"""What posts show of everything that is to stay the same, whatever the experiment changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.analysis.checks.plan import moved_day
from cliptrial.analysis.material import Outcome
from cliptrial.registry.alike import alike
from cliptrial.registry.model import Experiment, Variable
from cliptrial.stats.inversion import Bools, Floats

SHOWN_ON = 0.9
"""Share of posts on which an attribute must be seen before anything is said of it."""
ALWAYS = ("slot", "day", "sound", "hashtags", "duration")
"""What no experiment may change beside its variable, whether its plan names it or not: posts show all of it."""
MOVES: Mapping[Variable, frozenset[str]] = {
    Variable.HOOK: frozenset(),
    Variable.SOUND: frozenset({"sound"}),
    Variable.HASHTAGS: frozenset({"hashtags", "caption"}),
    Variable.SLOT: frozenset({"slot"}),
    Variable.DURATION: frozenset({"duration"}),
    Variable.CTA: frozenset(),
    Variable.COVER: frozenset(),
    Variable.BUNDLE: frozenset(),
    Variable.CADENCE: frozenset(),
    Variable.WITHOUT: frozenset(),
}
"""What a variable moves by itself: hashtags stand in the caption and make it longer."""


def held(experiment: Experiment) -> tuple[str, ...]:
    """What must be alike in all arms: what the plan names and what always is, but not what the variable moves.

    What a bundle moves follows from its changes, so its plan names all that it does not.
    """
    always = ("day",) if experiment.change.variable is Variable.BUNDLE else ALWAYS
    names = dict.fromkeys((*experiment.hold_constant, *always))
    return tuple(name for name in names if name not in MOVES[experiment.change.variable])


@dataclass(frozen=True)
class Shown:
    """One attribute of every post.

    Attributes:
        name: Of the attribute.
        columns: Shape (posts, columns): one number a post, or for every label whether a post bears it.
        known: Shape (posts,): the posts that show it; elsewhere the columns are zero.
        labels: One for each column; none where the attribute is a number.
        least: Difference of means, of numbers, from which it can matter.
        relative: Whether ``least`` is a share of the mean.
        one_each: Whether a post bears one label only.
    """

    name: str
    columns: Floats
    known: Bools
    labels: tuple[str, ...] = ()
    least: float = 0.0
    relative: bool = False
    one_each: bool = False


def shown(name: str, outcomes: Sequence[Outcome]) -> Shown | None:
    """The attribute as posts show it; None where no source shows it on nearly all of them."""
    if name in _LABELS:
        attribute = _labelled(name, outcomes)
    elif name in _NUMBERS:
        attribute = _numbered(name, outcomes)
    else:
        return None
    posted = np.array([o.post is not None for o in outcomes])
    return attribute if posted.any() and attribute.known[posted].mean() >= SHOWN_ON else None


def _numbered(name: str, outcomes: Sequence[Outcome]) -> Shown:
    number = _NUMBERS[name]
    each = [number.of(outcome) for outcome in outcomes]
    column = np.array([0.0 if one is None else one for one in each])
    known = np.array([one is not None for one in each])
    return Shown(name, column[:, None], known, least=number.least, relative=number.relative)


def _labelled(name: str, outcomes: Sequence[Outcome]) -> Shown:
    each = [_LABELS[name](outcome) for outcome in outcomes]
    written = {alike(label): label for own in each for label in own or ()}
    keys = sorted(written)
    borne = [{alike(label) for label in own or ()} for own in each]
    columns = np.array([[float(key in own) for key in keys] for own in borne]).reshape(len(each), -1)
    labels = tuple(written[key] for key in keys)
    return Shown(name, columns, np.array([own is not None for own in each]), labels, one_each=name == "sound")


@dataclass(frozen=True)
class _Number:
    of: Callable[[Outcome], float | None]
    least: float
    relative: bool = False


def hours_off(outcome: Outcome) -> float | None:
    """Hours off the planned slot, not more than half a day."""
    return None if outcome.late is None else (outcome.late + 12) % 24 - 12


def _moved(outcome: Outcome) -> float | None:
    return None if outcome.posted is None else float(moved_day(outcome))


def _duration(outcome: Outcome) -> float | None:
    return outcome.post.duration if outcome.post else None


def _caption(outcome: Outcome) -> float | None:
    return float(len(outcome.post.caption)) if outcome.post and outcome.post.caption else None


_NUMBERS: Mapping[str, _Number] = {
    "slot": _Number(hours_off, 0.25),
    "day": _Number(_moved, 0.0),
    "duration": _Number(_duration, 0.05, relative=True),
    "caption": _Number(_caption, 0.05, relative=True),
}
"""A few minutes, or a second of twenty, do not make one arm another kind of post."""


def _sounds(outcome: Outcome) -> tuple[str, ...] | None:
    return (outcome.post.sound,) if outcome.post and outcome.post.sound else None


def _tags(outcome: Outcome) -> tuple[str, ...] | None:
    return outcome.post.hashtags if outcome.post else None


_LABELS: Mapping[str, Callable[[Outcome], tuple[str, ...] | None]] = {"sound": _sounds, "hashtags": _tags}
