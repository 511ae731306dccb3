"""A draft of an experiment: whatever is known of it so far, whoever wrote it down.

The command line and the forms fill it by name, a file by its keys. Nothing has to be given and nothing has to fit:
what must hold between the parts is checked on a draft (:mod:`cliptrial.registry.checks`), and one that is complete
becomes an :class:`~cliptrial.registry.model.Experiment`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Annotated, Any, Self

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field

from cliptrial.registry.model import Arm, Experiment
from cliptrial.registry.yaml.text import percent


def _key(dotted: str) -> Any:
    """A key of the file: where it stands there, and the words that describe it."""
    above, _, key = dotted.rpartition(".")
    model: Any = Experiment.model_fields[above].annotation if above else Experiment
    return Field(
        default=None, validation_alias=AliasPath(*dotted.split(".")), description=model.model_fields[key].description
    )


def _scalar(value: object) -> object:
    return value if isinstance(value, str | bool | int | float | date) else None


def _texts(value: object) -> object:
    """The items of a list; None in the place of one that is no text, so that the others keep their number."""
    if not isinstance(value, list | tuple):
        return None
    return tuple(item if isinstance(item, str) else None for item in value)


def _text_or_texts(value: object) -> object:
    return _texts(value) if isinstance(value, list | tuple) else value if isinstance(value, str) else None


def _arm(value: object) -> object:
    """An arm with its parts, or as it was typed; anything else counts as not written."""
    if isinstance(value, Arm):
        return value.model_dump()
    return value if isinstance(value, Mapping | DraftArm) else _text_or_texts(value)


def _arms(value: object) -> object:
    """Whatever is no arm keeps its place, so that the others keep their number."""
    if not isinstance(value, list | tuple):
        return None
    return tuple({} if (arm := _arm(item)) is None else arm for item in value)


def _guardrails(value: object) -> object:
    """A list as a file has it, or what would still be acceptable by metric."""
    if isinstance(value, Mapping):
        return tuple({"metric": metric, "worst_acceptable": worst} for metric, worst in value.items())
    if not isinstance(value, list | tuple):
        return None
    return tuple(item if isinstance(item, Mapping | DraftGuardrail) else {} for item in value)


Scalar = Annotated[str | bool | int | float | date | None, BeforeValidator(_scalar)]
Texts = Annotated[Sequence[str | None] | None, BeforeValidator(_texts)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


class DraftArm(_Part):
    """An arm of which a part may be missing."""

    id: Annotated[str | None, BeforeValidator(_text_or_texts)] = None
    value: Annotated[str | Sequence[str | None] | None, BeforeValidator(_text_or_texts)] = None
    good_until: Scalar = None


class DraftGuardrail(_Part):
    """A guardrail of which a part may be missing."""

    metric: Scalar = None
    worst_acceptable: Scalar = None


Typed = DraftArm | str | Sequence[str | None]
"""An arm: its parts, or what somebody typed for it (see :func:`~cliptrial.registry.naming.named_arms`)."""


class Draft(_Part):
    """What is known of an experiment; None where nothing is.

    Every key is described where an experiment's file has it (:mod:`cliptrial.registry.model`). An arm may be given as
    a text (``name=what is done``) or, where hashtags are compared, as a list; guardrails also as what would still be
    acceptable by metric: ``{"share_rate": "-10%"}``.
    """

    title: Scalar = _key("title")
    accounts: Texts = _key("accounts")
    goal: Scalar = _key("goal")
    link: Scalar = _key("link")
    statement: Scalar = _key("hypothesis.statement")
    because: Scalar = _key("hypothesis.because")
    expect: Scalar = _key("hypothesis.expect")
    at_least: Scalar = _key("hypothesis.at_least")
    variable: Scalar = _key("change.variable")
    control: Annotated[Typed | None, BeforeValidator(_arm)] = _key("change.control")
    variants: Annotated[Sequence[Typed] | None, BeforeValidator(_arms)] = _key("change.variants")
    hold_constant: Texts = _key("hold_constant")
    primary: Scalar = _key("metrics.primary")
    secondary: Texts = _key("metrics.secondary")
    guardrails: Annotated[Sequence[DraftGuardrail] | None, BeforeValidator(_guardrails)] = _key("metrics.guardrails")
    unit: Scalar = _key("design.unit")
    posts_per_arm: Scalar = _key("design.posts_per_arm")
    start: Scalar = _key("design.start")
    slots: Texts = _key("design.slots")
    posts_per_day: Scalar = _key("design.posts_per_day")
    weekdays: Texts = _key("design.weekdays")
    pauses: Texts = _key("design.pauses")
    holidays: Scalar = _key("design.holidays")
    twins: Scalar = _key("design.twins")
    seed: Scalar = _key("design.seed")
    measure_at: Scalar = _key("design.measure_at")
    periods_per_arm: Scalar = _key("design.periods_per_arm")
    period_weeks: Scalar = _key("design.period_weeks")
    washout_days: Scalar = _key("design.washout_days")
    regions: Texts = _key("design.regions")
    alpha: Scalar = _key("analysis.alpha")
    looks: Scalar = _key("analysis.looks")
    futility: Scalar = _key("analysis.futility")
    follow_up_of: Scalar = _key("follow_up_of")
    idea: Scalar = _key("idea")

    @classmethod
    def of_file(cls, plain: Mapping[str, object]) -> Self:
        """What a file says, as far as it has the shape it should have; the rest counts as not written."""
        return cls.model_validate(plain, extra="ignore", by_alias=True, by_name=False)

    @classmethod
    def of(cls, experiment: Experiment) -> Self:
        """A draft that says everything this experiment says."""
        draft = cls.of_file(experiment.model_dump(mode="json"))
        return draft.but(at_least=percent(experiment.hypothesis.at_least))

    @property
    def arms(self) -> tuple[DraftArm, ...]:
        """Control first, then the variants; one that is not divided into its parts has none."""
        listed = (self.control, *(self.variants or ()))
        return tuple(arm if isinstance(arm, DraftArm) else DraftArm() for arm in listed)

    def but(self, **values: object) -> Self:
        """The same with other values, each read as if it had been given from the beginning; None takes one away."""
        return type(self)(**{**dict(self), **values})

    def over(self, other: Self) -> Self:
        """Everything that is given here; the rest from another draft."""
        return other.but(**{name: value for name, value in self if value is not None})

    def as_file(self) -> dict[str, object]:
        """Everything that is given, as plain values under the keys of a file."""
        plain: dict[str, Any] = {"hypothesis": {}, "change": {}, "metrics": {}, "design": {}}
        for name, value in self.model_dump(mode="json", exclude_none=True).items():
            *above, key = _path(name)
            reduce(lambda inner, part: inner.setdefault(part, {}), above, plain)[key] = value
        return plain


def _path(name: str) -> tuple[str, ...]:
    alias = Draft.model_fields[name].validation_alias
    assert isinstance(alias, AliasPath)
    return tuple(map(str, alias.path))
