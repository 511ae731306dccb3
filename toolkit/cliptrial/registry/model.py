"""An experiment, written down: one hypothesis, one controlled variable, one plan.

The models are frozen and forbid unknown keys. They are filled from the text of a YAML file (see
:mod:`cliptrial.registry.yaml.file`), so every scalar arrives as a string and is converted here. The
descriptions go into the JSON Schema, where editors show them; what is :class:`Expected` of a value is said
where another one stands there.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cliptrial.messages import says
from cliptrial.registry.plan.pauses import Pauses
from cliptrial.registry.yaml.expected import Expected


class Variable(StrEnum):
    """What an experiment may change: one of these, and nothing else.

    A bundle is the new way of doing things against the old one: everything that was adopted, as one change. Cadence is
    how many posts a week or fortnight has, and with and without whatever runs in some of them and not in others, such
    as ads: whole stretches of time are compared, never posts.
    """

    HOOK = "hook"
    SOUND = "sound"
    HASHTAGS = "hashtags"
    SLOT = "slot"
    DURATION = "duration"
    CTA = "cta"
    COVER = "cover"
    BUNDLE = "bundle"
    CADENCE = "cadence"
    WITHOUT = "with_without"


OF_PERIODS = (Variable.CADENCE, Variable.WITHOUT)
"""What whole weeks have, and no post."""
TESTED = tuple(one for one in Variable if one not in (Variable.BUNDLE, *OF_PERIODS))
"""What a post may have."""
IDEAS = (*TESTED, *OF_PERIODS)
"""What a single idea may change."""
CHANGE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)@(\d{4}-\d{2}-\d{2})", re.ASCII)
"""A change of a bundle: the experiment that tried it, and the day from which it was adopted."""
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)
"""A country, or a state of it, by its code."""


class Expectation(StrEnum):
    """The direction the hypothesis names; it changes wording, never the test."""

    INCREASE = "increase"
    DECREASE = "decrease"
    ANY = "any"


class Unit(StrEnum):
    """What chance assigned to the arms: posts, viewers in a platform-run split test, or whole weeks."""

    POST = "post"
    VIEWER = "viewer"
    PERIOD = "period"


def _share(value: object) -> object:
    """``10%`` as 0.1; numbers stay what they are."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return str(float(value.strip()[:-1].replace(",", ".").replace("\u2212", "-")) / 100)
    return value


def _days(value: object) -> object:
    """``7d`` or ``48h`` as days."""
    if isinstance(value, str) and value.strip()[-1:] in {"d", "h"}:
        number = float(value.strip()[:-1])
        return str(number if value.strip().endswith("d") else number / 24)
    return value


def _iso_date(value: object) -> object:
    """Only ``2026-03-02``: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        raise ValueError(says("not written as year-month-day"))
    return value.strip() if isinstance(value, str) else value


def _whole(value: object) -> object:
    """Only plain digits: ``0123`` and ``1_000`` are too easily meant otherwise."""
    if isinstance(value, str) and not re.fullmatch(r"0|-?[1-9]\d*", value.strip(), re.ASCII):
        raise ValueError(says("not a whole number"))
    return value.strip() if isinstance(value, str) else value


_ShareText = Annotated[str, Field(pattern=r"^\s*[-\u2212]?\d+([.,]\d+)?\s*%\s*$")]
_DaysText = Annotated[str, Field(pattern=r"^\s*\d+(\.\d+)?\s*[dh]\s*$")]
Share = Annotated[float, BeforeValidator(_share, json_schema_input_type=float | _ShareText)]
Days = Annotated[float, BeforeValidator(_days, json_schema_input_type=float | _DaysText), Field(gt=0, le=90)]
Whole = Annotated[int, BeforeValidator(_whole)]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ArmId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=40),
    Expected(says("A short name of small letters, digits, _ and -, e.g. question")),
]
SlotText = Annotated[
    str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Expected(says("A time from 00:00 to 23:59, e.g. 18:00"))
]
TEXT = Expected(says("A text"))
WebLink = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\.[^\s]+$")]
LINK = Expected(says("A link, e.g. https://hotel-adler.de/rooms"))
MetricName = Annotated[str, Expected(says("The name of a metric, e.g. views or average_watch_time"))]
_NAME = says("Small letters, digits and single hyphens, e.g. question-hook")
_VARIABLES = says("One of hook, sound, hashtags, slot, duration, cta, cover")
VARIABLES = says("One of hook, sound, hashtags, slot, duration, cta, cover, cadence, with_without")


class Record(BaseModel):
    """Frozen, closed to unknown keys, without white space around texts."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Hypothesis(Record):
    """What we expect, why, and the smallest effect worth acting on (a ratio minus one)."""

    statement: Annotated[str, Expected(says("One sentence that can turn out to be wrong"))] = Field(
        min_length=1, description="One sentence that can turn out to be wrong."
    )
    because: Annotated[str | None, TEXT] = Field(default=None, description="Why it should be so.")
    expect: Annotated[Expectation, Expected(says("increase, decrease or any"))] = Field(
        default=Expectation.ANY, description="The direction you expect."
    )
    at_least: Annotated[Share, Field(gt=0, le=10), Expected(says("A share above 0%, e.g. 10%"))] = Field(
        default=0.1, description="The smallest effect worth acting on, e.g. 10%."
    )


class Arm(Record):
    """One way of making the post; ``value`` is a text, a slot, or a set of hashtags without ``#``."""

    id: ArmId = Field(description="Short name: small letters and digits, e.g. question.")
    value: Annotated[
        str | tuple[Annotated[str, Expected(says("A hashtag without #"))], ...],
        Expected(says("A text, a time like 18:00, or a list of hashtags without #")),
    ] = Field(description="What is done in this arm: a text, a time like 18:00, or a list of hashtags without #.")
    good_until: Annotated[IsoDate | None, Expected(says("A day of the calendar, written as 2026-03-02"))] = Field(
        default=None, description="Of a trend sound: the last day on which it is worth posting, e.g. 2026-03-22."
    )

    @property
    def label(self) -> str:
        """What people call it: its value, its set of hashtags, or the changes of a bundle."""
        if isinstance(self.value, str):
            return self.value
        changes = [CHANGE.fullmatch(one) for one in self.value]
        return " + ".join(c[1] for c in changes if c) if all(changes) else " ".join(f"#{tag}" for tag in self.value)


class Change(Record):
    """The one controlled variable, its control and its variants."""

    variable: Annotated[Variable, Expected(VARIABLES)] = Field(
        description="The one thing that differs between the arms."
    )
    control: Annotated[Arm, Expected(says("An arm, e.g. {id: statement, value: Statement in the first 3 s}"))] = Field(
        description="What you do today."
    )
    variants: Annotated[
        tuple[Annotated[Arm, Expected(says("An arm, e.g. {id: question, value: Question in the first 3 s}"))], ...],
        Field(min_length=1, max_length=5),
        Expected(says("A list of one to five arms, e.g. - {id: question, value: Question in the first 3 s}")),
    ] = Field(description="What you want to try instead: one to five.")

    @property
    def arms(self) -> tuple[Arm, ...]:
        """Control first, then the variants in the order written."""
        return (self.control, *self.variants)


class Guardrail(Record):
    """A metric that must not fall below ``worst_acceptable`` (a ratio minus one, e.g. -0.1)."""

    metric: MetricName = Field(description="Name of a metric.")
    worst_acceptable: Annotated[Share, Field(gt=-1, lt=0), Expected(says("A loss between -100% and 0%, e.g. -10%"))] = (
        Field(default=-0.1, description="The largest loss you would accept, e.g. -10%.")
    )


class Metrics(Record):
    """What decides, what else is told, and what must not suffer."""

    primary: MetricName = Field(description="The one metric that decides.")
    secondary: Annotated[tuple[MetricName, ...], Expected(says("A list of metrics, e.g. [views, completion_rate]"))] = (
        Field(default=(), description="Metrics told beside it.")
    )
    guardrails: Annotated[
        tuple[
            Annotated[Guardrail, Expected(says("A mapping, e.g. {metric: share_rate, worst_acceptable: -10%}"))], ...
        ],
        Expected(says("A list, e.g. [{metric: share_rate, worst_acceptable: -10%}]")),
    ] = Field(default=(), description="Metrics that must not suffer.")


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WeekdayText = Annotated[Weekday, Expected(says("mon, tue, wed, thu, fri, sat or sun"))]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def usual_weekdays(days: int) -> tuple[Weekday, ...]:
    """So many days of a week, spread over it; five are the working days.

    Examples:
        >>> usual_weekdays(3)
        ('mon', 'wed', 'fri')
    """
    return WEEKDAYS[:5] if days == 5 else tuple(WEEKDAYS[number * 7 // days] for number in range(days))


class Design(Record):
    """How the posts are laid out in time. ``measure_at`` is in days after posting."""

    unit: Annotated[Unit, Expected(says("post, viewer for a split test run by the platform, or period"))] = Field(
        default=Unit.POST, description="post, viewer in a split test run by the platform, or period: whole weeks."
    )
    posts_per_arm: Annotated[Whole, Field(ge=2, le=500), Expected(says("A whole number from 2 to 500"))] = Field(
        default=28, description="Posts of each arm."
    )
    start: Annotated[IsoDate | None, Expected(says("A day of the calendar, written as 2026-03-02"))] = Field(
        default=None, description="First day, e.g. 2026-03-02."
    )
    slots: Annotated[tuple[SlotText, ...], Field(min_length=1), Expected(says('A list of times, e.g. ["18:00"]'))] = (
        Field(default=("18:00",), description='Times of day in the account\'s time zone, e.g. ["18:00"].')
    )
    posts_per_day: Annotated[Whole, Field(ge=1, le=10), Expected(says("A whole number from 1 to 10"))] = Field(
        default=1, description="Posts of this experiment a day."
    )
    weekdays: Annotated[
        tuple[WeekdayText, ...],
        Field(min_length=1),
        Expected(says("A list of days, e.g. [mon, wed, fri]; every day where nothing is written")),
    ] = Field(default=WEEKDAYS, description="Days on which this experiment posts, e.g. [mon, wed, fri].")
    pauses: Pauses = Field(default=(), description="Days and stretches of days on which this experiment does not post.")
    holidays: Annotated[Literal["skip", "post"], Expected(says("skip or post"))] = Field(
        default="skip", description="post: also on the public holidays that workspace.yaml names."
    )
    twins: Annotated[bool, Expected(says("true or false"))] = Field(
        default=False, description="true: every topic is filmed once per arm, and chance decides the order."
    )
    seed: Annotated[Whole, Field(ge=0), Expected(says("A whole number from 0 up, without leading zeros"))] = Field(
        default=0, description="Number that makes the draw repeatable."
    )
    measure_at: Annotated[Days, Expected(says("An age of at most 90 days, e.g. 7d or 48h"))] = Field(
        default=7.0, description="Age at which posts are compared, e.g. 7d or 48h."
    )
    periods_per_arm: Annotated[Whole, Field(ge=2, le=104), Expected(says("A whole number from 2 to 104"))] = Field(
        default=6, description="With unit: period: weeks or fortnights of each arm, on each account."
    )
    period_weeks: Annotated[Whole, Field(ge=1, le=2), Expected(says("1 or 2"))] = Field(
        default=1, description="With unit: period: weeks of one period, 1 or 2."
    )
    washout_days: Annotated[Whole, Field(ge=0, le=6), Expected(says("A whole number from 0 to 6"))] = Field(
        default=2, description="With unit: period: first days after each change of period that do not count."
    )
    regions: Annotated[
        tuple[
            Annotated[
                str, Field(pattern=f"^{REGION.pattern}$"), Expected(says("A country or state, e.g. AT or US-CA"))
            ],
            ...,
        ],
        Expected(says("A list of countries or states, e.g. [DE, AT]")),
    ] = Field(default=(), description="With unit: period: regions, each with weeks of its own, e.g. [DE, AT].")
    round: Annotated[Slug | None, Expected(says("The name of a folder in rounds/, as `cliptrial plan` wrote it"))] = (
        Field(default=None, description="The combined test, a folder in rounds/, in which its posts are planned.")
    )


class AnalysisPlan(Record):
    """How sure we want to be, and how often we look."""

    alpha: Annotated[Share, Field(gt=0, lt=0.5), Expected(says("A share between 0 and 0.5, e.g. 0.05"))] = Field(
        default=0.05, description="Accepted share of false alarms: 0.05 is the custom."
    )
    looks: Annotated[Whole, Field(ge=1, le=10), Expected(says("A whole number from 1 to 10"))] = Field(
        default=1, description="How often results are looked at, the last time included."
    )
    futility: Annotated[bool, Expected(says("true or false"))] = Field(
        default=False,
        description="true: may be ended early, from half of its posts on, once a clear answer has become unlikely.",
    )


Holdable = Literal["hook", "sound", "hashtags", "slot", "duration", "cta", "cover", "caption"]


class Experiment(Record):
    """A hypothesis with exactly one controlled variable, and the plan to test it."""

    title: Annotated[str, Expected(says("A few words"))] = Field(
        min_length=1, description="What is tested, in a few words."
    )
    accounts: Annotated[
        tuple[Annotated[str, Expected(says("The name of an account in workspace.yaml"))], ...],
        Field(min_length=1),
        Expected(says("A list of accounts, e.g. [kitchen_demo]")),
    ] = Field(description="Accounts of workspace.yaml that post for this experiment.")
    goal: Annotated[str | None, Expected(says("One of the goals that workspace.yaml ranks"))] = Field(
        default=None, description="One of the goals that workspace.yaml ranks."
    )
    link: Annotated[WebLink | None, LINK] = Field(
        default=None, description="The page that its posts lead to; each post gets its own tracked link to it."
    )
    hypothesis: Annotated[Hypothesis, Expected(says("A mapping with statement, because, expect and at_least"))] = Field(
        description="What you expect, and why."
    )
    change: Annotated[Change, Expected(says("One mapping with variable, control and variants"))] = Field(
        description="The one thing that is changed: exactly one variable."
    )
    hold_constant: Annotated[
        tuple[Annotated[Holdable, Expected(says("{variables}, caption", variables=_VARIABLES))], ...],
        Expected(says("A list, e.g. [slot, sound]")),
    ] = Field(default=(), description="What stays the same; checked on the actual posts.")
    metrics: Annotated[Metrics, Expected(says("A mapping with primary, secondary and guardrails"))] = Field(
        description="What decides, what else is told, what must not suffer."
    )
    design: Annotated[Design, Expected(says("A mapping with posts_per_arm, start, slots and so on"))] = Field(
        default=Design(), description="How the posts are laid out in time."
    )
    analysis: Annotated[AnalysisPlan, Expected(says("A mapping with alpha and looks"))] = Field(
        default=AnalysisPlan(), description="How sure you want to be."
    )
    follow_up_of: Annotated[Slug | None, Expected(says("The folder name of an experiment. {form}", form=_NAME))] = (
        Field(default=None, description="The experiment that this one refines.")
    )
    idea: Annotated[Slug | None, Expected(says("The id of an idea in ideas.yaml. {form}", form=_NAME))] = Field(
        default=None, description="The idea that this one tries out."
    )

    @model_validator(mode="before")
    @classmethod
    def _a_post_for_each_slot(cls, data: object) -> object:
        """Several times of day are several posts a day, where nothing else is written and no slot is tested."""
        plain = data if isinstance(data, dict) else {}
        change, design = plain.get("change"), plain.get("design")
        if not isinstance(design, dict) or "posts_per_day" in design:
            return data
        tested, slots = isinstance(change, dict) and change.get("variable") == Variable.SLOT, design.get("slots")
        if tested or not isinstance(slots, list | tuple) or len(slots) < 2:
            return data
        return plain | {"design": design | {"posts_per_day": str(len(slots))}}

    @model_validator(mode="after")
    def _variable_is_not_held(self) -> Self:
        if self.change.variable.value in self.hold_constant:
            what = says("hold_constant may not name the variable itself ({variable})", variable=self.change.variable)
            raise ValueError(what)
        return self
