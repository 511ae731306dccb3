"""How a change of one metric is said: "a typical post was watched 17 % longer"."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predicate:
    """How a change of one metric is said.

    Attributes:
        verb: The verb after one subject ("was").
        verbs: The verb after several ("were").
        more: The rest with an increase; ``{by}`` is the share ("watched {by} longer").
        less: The rest with a decrease.
        times: The rest from a doubling on ("watched {times} times as long").
    """

    verb: str
    verbs: str
    more: str
    less: str
    times: str


@dataclass(frozen=True, slots=True)
class Clause:
    """The parts of such a sentence; each language puts them in its own order.

    Attributes:
        arm: The variant, quoted.
        control: The control, quoted.
        subject: What changed: "a typical post", "posts".
        plural: Whether the subject is a plural.
        predicate: The metric's verbs.
        rest: What follows the verb, numbers included.
        times: Whether the change is said as "... times as ...".
    """

    arm: str
    control: str
    subject: str
    plural: bool
    predicate: Predicate
    rest: str
    times: bool

    @property
    def verb(self) -> str:
        """The verb that goes with the subject."""
        return self.predicate.verbs if self.plural else self.predicate.verb
