"""Does every post carry its arm's value of the variable?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.one_variable import VariableAsPlanned, VariableChecked
from cliptrial.analysis.material import Material, Outcome
from cliptrial.registry.alike import alike
from cliptrial.registry.beside.adopted import Adopted
from cliptrial.registry.model import Arm, Change, Variable
from cliptrial.registry.plan.post_states import PostState

MOSTLY = 0.5
"""Share of an arm's posts that bear its sound by name, from which one that bears another does not carry it."""


def variable_findings(material: Material) -> Iterator[Finding]:
    """Whether the variable was seen on the posts, or nobody can see it."""
    name = material.experiment.change.variable.value
    seen = [shows for outcome, shows in zip(material.outcomes, carried(material), strict=True) if outcome.post]
    if False in seen:
        return
    if None in seen:
        yield VariableAsPlanned(Level.NOTE, variable=name)
    else:
        yield VariableChecked(Level.OK, variable=name)


def wrong_arm(material: Material) -> list[Outcome]:
    """Outcomes whose post visibly does not carry its arm's value."""
    return [o for o, shows in zip(material.outcomes, carried(material), strict=True) if shows is False]


def carried(material: Material) -> list[bool | None]:
    """Of every position: whether its post shows its arm's value; None without a post, or where no source tells.

    Where people say that the other variant was posted, it was. In a combined test that does not say which question's
    it was: it is not the one whose arm the post shows.
    """
    change, outcomes = material.experiment.change, material.outcomes
    if material.frozen is not None:
        shown = _carried_together(outcomes, change, material.frozen.changes)
    else:
        shown = _carried_one(outcomes, change.arms, change.variable)
    other = {number for number, state in material.states.items() if state is PostState.OTHER}
    doubtful = (None,) if material.crossed else (None, True)
    return [
        False if o.post and o.position.position in other and seen in doubtful else seen
        for o, seen in zip(outcomes, shown, strict=True)
    ]


def _carried_one(outcomes: Sequence[Outcome], arms: Sequence[Arm], variable: Variable) -> list[bool | None]:
    if variable is Variable.SOUND:
        return _carried_sounds(outcomes, arms)
    return [_carries(outcome, arms, variable) for outcome in outcomes]


def _carried_together(outcomes: Sequence[Outcome], way: Change, changes: Sequence[Adopted]) -> list[bool | None]:
    """Each change of a bundle by itself: one that a post does not show makes it another way."""
    shown: list[bool | None] = [True if outcome.post and changes else None for outcome in outcomes]
    for one in changes:
        values = (one.old, one.value if one.value is not None else one.label)
        arms = [arm.model_copy(update={"value": value}) for arm, value in zip(way.arms, values, strict=True)]
        each = _carried_one(outcomes, arms, one.variable)
        shown = [False if False in pair else None if None in pair else True for pair in zip(shown, each, strict=True)]
    return shown


def _carries(outcome: Outcome, arms: Sequence[Arm], variable: Variable) -> bool | None:
    own = next(arm for arm in arms if arm.id == outcome.position.arm)
    if outcome.post is None:
        return None
    if variable is Variable.SLOT and outcome.posted is not None:
        hours = outcome.posted.hour + outcome.posted.minute / 60
        nearest = min(arms, key=lambda arm: _clock_distance(hours, str(arm.value)))
        return nearest.id == own.id
    if variable is Variable.HASHTAGS and outcome.post.hashtags is not None:
        return _carries_tags(set(outcome.post.hashtags), own, arms)
    return None


def _clock_distance(hours: float, slot: str) -> float:
    planned = int(slot[:2]) + int(slot[3:]) / 60
    gap = abs(hours - planned)
    return min(gap, 24 - gap)


def _carries_tags(tags: set[str], own: Arm, arms: Sequence[Arm]) -> bool:
    """An arm is a fixed set: wholly present, and none of the others' own tags."""
    wanted = wanted_tags(own)
    foreign = set[str]().union(*(wanted_tags(arm) for arm in arms)) - wanted
    return wanted <= tags and not foreign & tags


def wanted_tags(arm: Arm) -> set[str]:
    """The hashtags of an arm, as they are compared."""
    values = (arm.value,) if isinstance(arm.value, str) else arm.value
    return {alike(tag).lstrip("#") for value in values for tag in value.split()}


def _carried_sounds(outcomes: Sequence[Outcome], arms: Sequence[Arm]) -> list[bool | None]:
    """By name; a sound under another name belongs to the arm that uses it most, and is then not seen to be its own.

    Teams write "calm piano" where the app shows a title, so another name alone says nothing. But a sound that two
    arms share differs between them no more, and where an arm's posts bear its name, another name is another sound.
    """
    named = {arm.id: alike(str(arm.value)) for arm in arms}
    heard = {arm.id: [s for o in outcomes if o.position.arm == arm.id and (s := _sound(o))] for arm in arms}
    by_name = {arm for arm, sounds in heard.items() if sounds.count(named[arm]) > MOSTLY * len(sounds)}

    def carries(arm: str, sound: str) -> bool | None:
        if sound == named[arm]:
            return True
        if sound in named.values() or arm in by_name:
            return False
        return None if _owner(sound, heard) == arm else False

    return [carries(o.position.arm, sound) if (sound := _sound(o)) else None for o in outcomes]


def _owner(sound: str, heard: Mapping[str, Sequence[str]]) -> str:
    """The arm that uses a sound in the largest share of its posts; of several, the one that is named first."""
    return max(heard, key=lambda arm: heard[arm].count(sound) / max(len(heard[arm]), 1))


def _sound(outcome: Outcome) -> str | None:
    return alike(outcome.post.sound) if outcome.post and outcome.post.sound else None
