"""Was one variable changed?"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesChecked(Finding):
    """These attributes were seen on the posts, and are alike in all arms."""

    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesAsPlanned(Finding):
    """These attributes were to be held constant, but no source shows them."""

    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDiffers(Finding):
    """Something else than the variable was changed, too, in so many of the posts seen; in one variant, or in all.

    Attributes:
        control: The arm that the variant is compared with, where the attribute and the variant are one, or nearly.
        arm_value: What the variant's posts have then: a median (hours off the slot, seconds, characters), a sound,
            or the hashtag that differs; None where they lack it.
        control_value: The same of the control.
    """

    attribute: str
    arm: str | None = None
    posts: int
    of: int
    control: str | None = None
    arm_value: float | str | None = None
    control_value: float | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUnbalanced(Finding):
    """An attribute is not spread evenly over the arms; changes are ratios minus one.

    Attributes:
        difference: In pooled standard deviations; of a label, the difference of the arms' shares.
        label: The sound or hashtag that differs most.
        as_planned: The primary estimate by the plan.
        adjusted: The same with the attribute held equal.
        low: Lower end of its interval.
        high: Upper end of its interval.
    """

    attribute: str
    arm: str
    difference: float
    p_value: float
    label: str | None = None
    as_planned: float | None = None
    adjusted: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableChecked(Finding):
    """Every post was seen to carry its arm's value of the variable."""

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableAsPlanned(Finding):
    """No source shows the arm's value of the variable on the posts."""

    variable: str
