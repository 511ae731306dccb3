"""Which experiments can be drawn together on the same posts, and what to change where they cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.registry.model import Experiment, Variable

FEWEST, MOST = 2, 3
"""Experiments that can be drawn together: with four, some posts would have to answer more than they can tell."""
ENOUGH_POSTS = 12
"""Posts of a combined test; below, an arm of one question can hardly be told from an arm of another."""

_SAME: Mapping[str, Callable[[Experiment], object]] = {
    "accounts": lambda plan: sorted(plan.accounts),
    "design.start": lambda plan: plan.design.start,
    "design.posts_per_arm": lambda plan: plan.design.posts_per_arm,
    "design.posts_per_day": lambda plan: plan.design.posts_per_day,
    "design.slots": lambda plan: sorted(plan.design.slots),
    "design.weekdays": lambda plan: sorted(plan.design.weekdays),
    "design.pauses": lambda plan: [str(pause) for pause in plan.design.pauses],
    "design.holidays": lambda plan: plan.design.holidays,
    "design.measure_at": lambda plan: plan.design.measure_at,
}
"""What all experiments of a combined test say alike, by the key that says it."""


def together_problems(experiments: Mapping[str, Experiment]) -> list[Problem]:
    """Why these experiments, by slug, cannot be drawn together: everything that stands in the way."""
    return [
        *_number(experiments),
        *(problem for slug, plan in experiments.items() for problem in _own(slug, plan)),
        *_slots(experiments),
        *_unequal(experiments),
        *_too_few(experiments),
    ]


def _number(experiments: Mapping[str, Experiment]) -> Iterator[Problem]:
    if not FEWEST <= len(experiments) <= MOST:
        more = says("Name one more, or plan it alone.")
        several = says("{count} experiments together", count=len(experiments))
        fewer = says("Leave {count} for the next combined test.", count=len(experiments) - MOST)
        yield Problem(
            "together_number",
            says("one experiment alone") if len(experiments) < FEWEST else several,
            says("two or three on the same posts"),
            more if len(experiments) < FEWEST else fewer,
        )


def _own(slug: str, plan: Experiment) -> Iterator[Problem]:
    """What one experiment must be, whichever the others are."""
    variants = plan.change.variants
    if len(variants) > 1:
        yield Problem(
            "together_arms",
            says("{slug} has {count} variants", slug=slug, count=len(variants)),
            says("one variant beside the control in every experiment of a combined test"),
            says("Keep one of {names}, or plan {slug} alone.", names=[arm.id for arm in variants], slug=slug),
            field="change.variants",
        )
    if plan.design.twins:
        yield Problem(
            "together_twins",
            says("{slug} films every topic twice", slug=slug),
            says("one post a topic, as each post answers several questions"),
            says("Set design.twins to false in {slug}, or plan it alone.", slug=slug),
            field="design.twins",
        )


def _slots(experiments: Mapping[str, Experiment]) -> Iterator[Problem]:
    """A post goes out at one time of day, so it answers one question about it."""
    first, *others = [s for s, plan in experiments.items() if plan.change.variable is Variable.SLOT] or [""]
    for other in others:
        yield Problem(
            "together_slots",
            says("{first} and {other} both decide the time of day", first=first, other=other),
            says("one test of the slot among the experiments of a combined test"),
            says("Leave {other} for the next one.", other=other),
            field="change.variable",
        )


def _unequal(experiments: Mapping[str, Experiment]) -> Iterator[Problem]:
    """The same posts on the same days; where a slot is tested, it decides the times."""
    tests_slot = any(plan.change.variable is Variable.SLOT for plan in experiments.values())
    first, *others = experiments or [""]
    for key, said in _SAME.items():
        for other in others if key != "design.slots" or not tests_slot else ():
            wanted, own = _shown(said(experiments[first])), _shown(said(experiments[other]))
            if wanted != own:
                what = says(
                    "{other} says {found}, {first} says {wanted}", other=other, found=own, first=first, wanted=wanted
                )
                yield Problem(
                    "together_unequal",
                    what,
                    says("the same {key} in every experiment of a combined test", key=key),
                    says("Write it the same way in both, or plan them one after the other."),
                    field=key,
                )


def _shown(value: object) -> Message:
    """What a key says, or that it says nothing."""
    return says("{value}", value=value) if value or value == 0 else says("nothing")


def _too_few(experiments: Mapping[str, Experiment]) -> Iterator[Problem]:
    for plan in list(experiments.values())[:1]:
        posts = 2 * plan.design.posts_per_arm * len(plan.accounts)
        if posts < ENOUGH_POSTS:
            yield Problem(
                "together_too_few",
                says("{posts} posts for a combined test", posts=posts),
                says("{enough} posts at least", enough=ENOUGH_POSTS),
                says("Plan {enough} posts of each arm.", enough=-(-ENOUGH_POSTS // (2 * len(plan.accounts)))),
                field="design.posts_per_arm",
            )
