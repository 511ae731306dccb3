"""Goals with a number in words: where each stands against its line, and the chance to arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cliptrial.errors import Problem
from cliptrial.planning.growth.goals import LATER, Progress
from cliptrial.registry.beside.goals import Goal
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language

TONES = {"ahead": "better", "behind": "open", "reached": "better", "missed": "plain", "unknown": "plain"}
RARE = 0.05


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal as a page shows it.

    Attributes:
        name: What it is called.
        who: Who answers for it, and the business goal that it serves.
        word: Where it stands, in one word.
        tone: The colour of that word.
        lines: Where it stands, in sentences, or why that cannot be said.
        share: Of the way from beginning to end: what is done, from 0 to 1; None where nobody knows.
        due: Of the same way: where the line is.
        alt: The bar in words.
    """

    name: str
    who: str
    word: str
    tone: str
    lines: tuple[str, ...]
    share: float | None = None
    due: float | None = None
    alt: str = ""


def goal_texts(workspace: Workspace, goals: Sequence[Progress | Problem], lang: str) -> list[GoalText]:
    """Every goal in a language."""
    return [
        _unknown(workspace, one, lang) if isinstance(one, Problem) else _known(one, workspace, lang) for one in goals
    ]


def goal_numbers(one: Progress | Problem) -> dict[str, object]:
    """A goal for JSON, or the problem in the place of its number."""
    if isinstance(one, Problem):
        return one.as_dict()
    numbers = {"name": one.goal.name, "metric": one.metric.name, "now": one.now, "as_of": one.as_of, "due": one.due}
    numbers |= {"target": one.line.target, "by": one.line.by, "stand": one.stand, "chance": one.chance}
    return numbers | {"periods": one.periods}


def chance_in_words(chance: float, lang: str) -> str:
    """A chance in tenths, never as if it were certain."""
    words = wording_for(lang)
    if chance < RARE:
        return words.our_year.goals.hardly
    if chance > 1 - RARE:
        return words.our_year.goals.nearly_certain
    return words.our_year.goals.about(words.formats.number(min(9, max(1, round(chance * 10)))))


def _known(one: Progress, workspace: Workspace, lang: str) -> GoalText:
    words = wording_for(lang, workspace.currency)
    w, f, line = words.our_year.goals, words.formats, one.line
    now, start, target, due = (
        f.value(value, one.metric.scale) for value in (one.now, line.start, line.target, one.due)
    )
    metric, by = one.metric.labels.get(lang, one.metric.name), f.date(line.by)
    lines = [(w.weekly if one.weekly else w.reading)(metric, f.date(one.as_of), now)]
    lines.append(w.over(target, by) if one.chance is None else w.due(start, target, by, due))
    if one.chance is not None:
        lines.append(w.chance(chance_in_words(one.chance, lang)))
    return GoalText(
        name=one.goal.name,
        who=_who(one.goal, lang),
        word=w.stands[one.stand.value],
        tone=TONES[one.stand.value],
        lines=tuple(lines),
        share=_share(one.now, line.start, line.target),
        due=_share(one.due, line.start, line.target),
        alt=w.bar(one.goal.name, now, target),
    )


def _who(goal: Goal, lang: str) -> str:
    serves = goal.serves and wording_for(lang).our_year.goals.serves(goal.serves)
    return " · ".join(part for part in (goal.owner, serves) if part)


def _share(value: float, start: float, target: float) -> float:
    return round(min(1.0, max(0.0, (value - start) / (target - start))), 3)


def _unknown(workspace: Workspace, problem: Problem, lang: str) -> GoalText:
    """The reason stands where the number would; how to hand in numbers is no matter of whoever reads a page."""
    w = wording_for(lang).our_year.goals
    number = int((problem.field or "goals.0").split(".")[1])
    more = problem.expected if problem.code in LATER else problem.mend
    said = [in_language(part, lang) for part in (problem.what, more) if part]
    lines = tuple(f"{text[:1].upper()}{text[1:].rstrip('.')}" for text in said)
    lines = tuple(text if text.endswith("?") else f"{text}." for text in lines)
    goal = workspace.goals[number]
    return GoalText(goal.name, _who(goal, lang), w.stands["unknown"], TONES["unknown"], lines)
