"""Was one variable changed?"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesChecked(Finding):
    """Seen on the posts, and alike in all arms.

    Attributes:
        attributes: Names of attributes.
    """

    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesAsPlanned(Finding):
    """To be held constant, but no source shows it.

    Attributes:
        attributes: Names of attributes.
    """

    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDiffers(Finding):
    """Something else than the variable was changed, too.

    Attributes:
        attribute: What.
        arm: The variant that differs, where it is one.
        posts: How many differ.
        of: Posts seen.
    """

    attribute: str
    arm: str | None = None
    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUnbalanced(Finding):
    """An attribute is not spread evenly over the arms.

    Attributes:
        attribute: What.
        difference: Standardised difference from the control.
    """

    attribute: str
    arm: str
    difference: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableChecked(Finding):
    """Every post was seen to carry its arm's value.

    Attributes:
        variable: Name of the attribute that the arms differ in.
    """

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableAsPlanned(Finding):
    """No source shows the arm's value on the posts.

    Attributes:
        variable: Name of the attribute that the arms differ in.
    """

    variable: str
