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
    """Something else than the variable was changed, too, in so many of the posts seen; in one variant, or in all."""

    attribute: str
    arm: str | None = None
    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUnbalanced(Finding):
    """An attribute is not spread evenly over the arms; the difference is the standardised one."""

    attribute: str
    arm: str
    difference: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableChecked(Finding):
    """Every post was seen to carry its arm's value of the variable."""

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableAsPlanned(Finding):
    """No source shows the arm's value of the variable on the posts."""

    variable: str
