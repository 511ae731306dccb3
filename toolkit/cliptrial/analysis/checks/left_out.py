"""Which posts do not count, and why: the same for the form, ``status`` and the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from cliptrial.analysis.material import Material, Outcome
from cliptrial.messages import Message, says
from cliptrial.registry.plan.post_states import STATES, PostState


class Why(StrEnum):
    """Why a post that was planned for a day that is past has no number."""

    SKIPPED = "skipped"
    DELETED = "deleted"
    WAITING = "waiting"
    NOT_FOUND = "not_found"
    TOO_YOUNG = "too_young"
    BOOSTED = "boosted"
    NOT_READ = "not_read"
    REDEFINED = "redefined"


REASONS: Mapping[Why, Message] = {
    Why.SKIPPED: STATES[PostState.SKIPPED],
    Why.DELETED: STATES[PostState.DELETED],
    Why.WAITING: STATES[PostState.WAITING],
    Why.NOT_FOUND: says("not found"),
    Why.TOO_YOUNG: says("too young"),
    Why.BOOSTED: says("boosted before it was read"),
    Why.NOT_READ: says("no number at its age"),
    Why.REDEFINED: says("counted by another rule of the platform"),
}


def left_out(material: Material) -> dict[Why, tuple[int, ...]]:
    """By reason: the positions without the number that decides; those whose time has not come have no reason."""
    read = material.values(material.experiment.metrics.primary).read
    without: dict[Why, list[int]] = defaultdict(list)
    for outcome, has_number in zip(material.outcomes, read, strict=True):
        why = None if has_number else _why(outcome, material)
        if why is not None:
            without[why].append(outcome.position.position)
    return {why: tuple(without[why]) for why in Why if why in without}


def _why(outcome: Outcome, material: Material) -> Why | None:
    number = outcome.position.position
    said = material.states.get(number)
    if said in (PostState.SKIPPED, PostState.DELETED, PostState.WAITING):
        return Why(said.value)
    if outcome.post is None:
        return Why.NOT_FOUND if number in material.coverage.due else None
    readings = material.readings[material.experiment.metrics.primary]
    if readings.across is not None and outcome.post.post_id in readings.across.posts:
        return Why.REDEFINED
    if outcome.post.post_id in readings.too_young:
        return Why.TOO_YOUNG
    return Why.BOOSTED if outcome.post.promoted_at is not None else Why.NOT_READ
