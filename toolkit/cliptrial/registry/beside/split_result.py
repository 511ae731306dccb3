"""``split.yaml`` beside an experiment: what a platform counted in a split test that it ran, and what it says of it.

YouTube's Test & Compare shows shares of watch time and a label, and no count of anybody; TikTok's and Instagram's show
counts. What was typed once stays: ``cliptrial split`` writes the file anew as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import shown_path, write_atomically
from cliptrial.registry.model import Record, Share, Whole
from cliptrial.registry.platforms import PlatformName
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document, expect_mapping, read_document
from cliptrial.registry.yaml.text import yaml_text

FILE = "split.yaml"
ROUNDING = 0.02
"""By how much shares that were rounded may miss 1 together."""
_COUNT = Expected(says("A whole number from 0 up"))
_PART = Expected(says("A share such as 41%"))
_Count = Annotated[Annotated[Whole, Field(ge=0)] | None, _COUNT]
_Part = Annotated[Annotated[Share, Field(ge=0, le=1)] | None, _PART]
Claim = Literal["winner", "preferred", "same", "nothing"]


class SplitArm(Record):
    """One arm as the platform shows it."""

    viewers: _Count = None
    events: _Count = None
    share: _Part = None


class SplitResult(Record):
    """What a platform shows of a split test.

    Attributes:
        counted: What an event is, e.g. clicks.
        of: What the viewers are: people, or impressions, of which one person can have several.
    """

    platform: Annotated[PlatformName, Expected(says("tiktok, instagram or youtube"))]
    arms: Annotated[
        Mapping[str, Annotated[SplitArm, Expected(says("viewers and events, or share"))]],
        Expected(says("By id of the arm: viewers and events, or share")),
    ]
    counted: Annotated[str, Expected(says("A word such as clicks"))] = "events"
    of: Annotated[Literal["viewers", "impressions"], Expected(says("viewers or impressions"))] = "viewers"
    claim: Annotated[Claim, Expected(says("winner, preferred, same or nothing"))] = "nothing"
    winner: str | None = None
    confidence: _Part = None

    @property
    def has_counts(self) -> bool:
        """Whether it can be analysed, rather than only recorded."""
        return all(one.viewers is not None and one.events is not None for one in self.arms.values())


def read_split(loaded: Loaded) -> SplitResult | None:
    """What the platform showed; None where nobody wrote it down.

    Raises:
        RegistryError: The file has mistakes; every one is listed.
    """
    path = loaded.folder / FILE
    if not path.is_file():
        return None
    document = read_document(path, shown_path(loaded.folder, FILE))
    expect_mapping(document, says("What the platform shows"), "cliptrial split")
    return _result(document, loaded)


def write_split(loaded: Loaded, given: Mapping[str, object]) -> SplitResult:
    """Write it down, in place of what was written before.

    Raises:
        RegistryError: Something does not fit; everything is told, and nothing is written.
    """
    try:
        result = _result(Document(dict(given), {}, (), FILE, ""), loaded)
    except RegistryError as error:  # what was typed stands in no file
        raise RegistryError(replace(one, path=None, line=None, column=None) for one in error.problems) from None
    lines = ["# What the platform shows of this split test; written by `cliptrial split`."]
    for key, value in result.model_dump(exclude={"arms"}, exclude_none=True).items():
        lines.append(f"{key}: {yaml_text(str(value))}")
    lines.append("arms:")
    for name, arm in result.arms.items():
        inner = ", ".join(f"{key}: {value}" for key, value in arm.model_dump(exclude_none=True).items())
        lines.append(f"  {name}: {{{inner}}}")
    write_atomically(loaded.folder / FILE, "\n".join(lines) + "\n")
    return result


def _result(document: Document, loaded: Loaded) -> SplitResult:
    result, misfits = convert(SplitResult, document, document.problems)
    problems = [*document.problems, *misfits]
    if result is None or problems:
        raise RegistryError(problems)
    if wrong := [*_misfits(document, result, [arm.id for arm in loaded.experiment.change.arms])]:
        raise RegistryError(wrong)
    return result


def _misfits(document: Document, result: SplitResult, arms: list[str]) -> Iterator[Problem]:
    def wrong(key: str, what: Message, expected: Message, mend: Message = nothing) -> Problem:
        return document.problem(key, "split_result", what, expected, mend)

    every = says("Each of {names}", names=arms)
    for name in [name for name in result.arms if name not in arms]:
        yield wrong(
            f"arms.{name}", says('The experiment has no arm "{arm}"', arm=name), every, did_you_mean(name, arms)
        )
    for name in [name for name in arms if name not in result.arms]:
        yield wrong("arms", says('Nothing is said of the arm "{arm}"', arm=name), every)
    shown = [*result.arms.values()]
    shares = [one.share for one in shown if one.share is not None]
    if not result.has_counts and len(shares) < len(shown):
        what = says("Some arms have neither viewers and events nor a share")
        yield wrong("arms", what, says("Viewers and events of every arm, or the share of every arm"))
    elif len(shares) == len(shown) and abs(sum(shares) - 1) > ROUNDING:
        what = says("The shares add up to {total:.0%}", total=sum(shares))
        yield wrong("arms", what, says("Shares of all arms that add up to 100 %"))
    if result.has_counts:
        for name, one in result.arms.items():
            if not 0 < (one.viewers or 0) >= (one.events or 0):
                what = says("{events} events of {viewers} viewers", events=one.events, viewers=one.viewers)
                yield wrong(f"arms.{name}", what, says("no more events than viewers, and at least one of these"))
    named = result.claim in ("winner", "preferred")
    if named != (result.winner is not None) or (named and result.winner not in arms):
        what = says("What the platform says does not fit the arm that it names")
        mend = says("Name the arm that it calls so, and none where it calls none so.")
        yield wrong("winner", what, says("One of {names}", names=arms), mend)
