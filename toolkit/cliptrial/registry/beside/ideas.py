"""``ideas.yaml`` in the workspace: what a team could try. No state is stored: experiments name their idea.

Entries are added at the end, by hand or by ``cliptrial idea``; whoever edits the file keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, RootModel, WithJsonSchema

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, nothing, says
from cliptrial.registry.model import IDEAS, TEXT, VARIABLES, IsoDate, MetricName, Record, Slug, Variable, Whole
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.entries import Entries
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document
from cliptrial.registry.yaml.text import yaml_text

FILE = "ideas.yaml"
_HEAD = "# What could be tried. Add ideas with `cliptrial idea add`; `cliptrial idea` says which one is next.\n"
EXTRA_WORK: Mapping[str, float] = {"none": 0.0, "some": 0.02, "much": 0.1}
"""What extra work for every post costs, as a share of what a post is worth."""
_MOST = 1.0
_WORK = says("none, some, much, or a share such as 5%")


def work_share(value: object) -> float:
    """``none``, ``some``, ``much`` or ``5%`` as a share.

    Raises:
        ValueError: It is none of these, or outside of 0 % to 100 %.

    Examples:
        >>> work_share("some"), work_share("5 %")
        (0.02, 0.05)
    """
    text = str(value).strip().lower()
    if text in EXTRA_WORK:
        return EXTRA_WORK[text]
    number = text.removesuffix("%").strip().replace(",", ".")
    try:
        share = float(number) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ValueError(says("not an amount of extra work")) from None
    if not 0 <= share <= _MOST:
        raise ValueError(says("not an amount of extra work"))
    return share


def _single(variable: Variable) -> Variable:
    if variable not in IDEAS:
        raise ValueError(says("not one thing"))
    return variable


_Way = Annotated[str | tuple[Annotated[str, Expected(says("A hashtag without #"))], ...], Expected(says("A text"))]


class Idea(Record):
    """A change worth trying that is no experiment yet."""

    id: Annotated[Slug, Expected(says("Small letters, digits and single hyphens, e.g. question-hook"))]
    client: Annotated[str | None, Expected(says("The name of a client under `clients`"))] = None
    variable: Annotated[Variable, AfterValidator(_single), Expected(VARIABLES)]
    control: Annotated[_Way | None, TEXT] = None
    variant: Annotated[_Way, TEXT]
    metric: MetricName = "views"
    extra_work: Annotated[
        float,
        BeforeValidator(work_share),
        WithJsonSchema({"anyOf": [{"enum": list(EXTRA_WORK)}, {"type": "string"}, {"type": "number"}]}),
        Expected(_WORK),
    ] = 0.0
    once: Annotated[Whole, Field(ge=0, le=500), Expected(says("A whole number of posts from 0 to 500"))] = 0
    not_with: Annotated[tuple[Slug, ...], Expected(says("A list of ideas, e.g. [trend-sound]"))] = ()
    who: Annotated[str | None, Expected(says("A name"))] = None
    good_until: Annotated[IsoDate | None, Expected(says("A day of the calendar, written as 2026-03-02"))] = None
    goal: Annotated[str | None, Expected(says("One of the goals that workspace.yaml ranks"))] = None
    note: Annotated[str | None, TEXT] = None
    origin: Annotated[Literal["team", "signal"] | None, Expected(says("team or signal"))] = None

    @property
    def label(self) -> str:
        """What is tried, as people say it."""
        return self.variant if isinstance(self.variant, str) else " ".join(f"#{tag}" for tag in self.variant)


_Entry = Annotated[Idea, Expected(says("An entry with id, variable and variant"))]


class _Ideas(RootModel[tuple[_Entry, ...]]):
    pass


_ENTRIES = Entries(FILE, "ideas", _Ideas, _HEAD, first="id", at_root=True)


def read_ideas(workspace: Workspace) -> tuple[Idea, ...]:
    """All ideas, in the order written; empty where there is no file.

    Raises:
        RegistryError: The file has mistakes; every one is listed.
    """
    ideas = _ENTRIES.read(workspace.root)
    problems = [*_empty(ideas), *_repeated(ideas), *_unknown(ideas, workspace)]
    if problems:
        raise RegistryError(problems)
    return ideas


def find_idea(workspace: Workspace, name: str) -> Idea:
    """One by its id.

    Raises:
        RegistryError: There is none of this name, or the file has mistakes.
    """
    ideas = {one.id: one for one in read_ideas(workspace)}
    if name not in ideas:
        what = says('There is no idea "{name}"', name=name)
        expected = says("One of {names}", names=list(ideas)) if ideas else nothing
        mend = did_you_mean(name, ideas, says("`cliptrial idea` lists them."))
        raise RegistryError(Problem("unknown_idea", what, expected, mend, path=FILE))
    return ideas[name]


def work_of(workspace: Workspace, name: str | None) -> float:
    """The extra work that an experiment's idea says; none where it has no idea, or one that is gone.

    Raises:
        RegistryError: The list has mistakes; every one is listed.
    """
    ideas = read_ideas(workspace) if name else ()
    return next((one.extra_work for one in ideas if one.id == name), EXTRA_WORK["none"])


def add_idea(workspace: Workspace, idea: Idea) -> tuple[Idea, ...]:
    """Add one; what the file says already is kept to the letter.

    Returns:
        All ideas, the new one last.

    Raises:
        RegistryError: There is one of this name, it names what is not there, or the file has mistakes.
    """
    with one_at_a_time(workspace.root):
        every = (*read_ideas(workspace), idea)
        problems = [*_empty(every), *_repeated(every), *_unknown(every, workspace)]
        if problems:
            raise RegistryError(problems)
        lines = [f"{name}: {_written(value)}" for name, value in idea if value not in (None, (), 0)]
        _ENTRIES.add(workspace.root, "- " + "\n  ".join(lines) + "\n")
        return every


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(yaml_text(one) for one in value) + "]"
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, date) else yaml_text(str(value))


def _empty(ideas: tuple[Idea, ...]) -> list[Problem]:
    """Ideas that change nothing."""
    return [
        Problem(
            "idea_changes_nothing",
            says('Idea "{idea}" tries what is done already', idea=one.id),
            says("Another variant than the control"),
            says("Correct it in {file}.", file=FILE),
            path=FILE,
        )
        for one in ideas
        if one.control == one.variant
    ]


def _repeated(ideas: tuple[Idea, ...]) -> list[Problem]:
    """An id that stands twice, and an idea that is another one under a new name."""
    twice = [name for name, count in Counter(one.id for one in ideas).items() if count > 1]
    problems = [
        Problem(
            "idea_twice",
            says('Two ideas are called "{name}"', name=name),
            mend=says("Give one of them another id."),
            path=FILE,
        )
        for name in twice
    ]
    seen: dict[tuple[object, ...], str] = {}
    for one in ideas:
        same = (one.client, one.variable, one.variant)
        first = seen.setdefault(same, one.id)
        if first != one.id:
            what = says('"{one}" and "{other}" are the same idea', one=first, other=one.id)
            problems.append(Problem("idea_twice", what, mend=says("Keep one of them."), path=FILE))
    return problems


def _unknown(ideas: tuple[Idea, ...], workspace: Workspace) -> list[Problem]:
    """Clients, goals and ideas that are named and are not there."""
    known: Mapping[str, tuple[str, ...]] = {
        "client": tuple(workspace.clients),
        "goal": workspace.goal_names,
        "not_with": tuple(dict.fromkeys(one.id for one in ideas)),
    }
    return [
        Problem(
            "idea_names_unknown",
            says('Idea "{idea}": {key} names "{name}", which is not there', idea=one.id, key=key, name=name),
            says("One of {names}", names=list(known[key])) if known[key] else nothing,
            did_you_mean(name, known[key], says("Correct it in {file}.", file=FILE)),
            path=FILE,
        )
        for one in ideas
        for key in known
        for name in _named(getattr(one, key))
        if name not in known[key]
    ]


def _named(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def new_idea(given: Mapping[str, object]) -> Idea:
    """An idea as somebody typed it.

    Args:
        given: Its keys, as the file has them.

    Raises:
        RegistryError: With everything that is wrong with it, each problem naming its key.
    """
    idea, misfits = convert(Idea, Document(dict(given), {}, (), FILE, ""))
    if idea is None:
        raise RegistryError([replace(problem, path=None, line=None, column=None) for problem in misfits])
    return idea
