"""Which variant goes out when: an experiment's plan, and a fair schedule for any list of topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cliptrial.analysis.table.asked import column_problems
from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.metrics import Metric, metrics_of
from cliptrial.notebook.compared import folder_of
from cliptrial.notebook.frames import position_frame
from cliptrial.notebook.given import table_of
from cliptrial.notebook.shown import Shown
from cliptrial.notebook.speaking import said, spoken
from cliptrial.planning.plan import Plan, preview
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.draft import Draft, DraftArm
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Experiment
from cliptrial.registry.naming import named_arms
from cliptrial.registry.plan.schedule_files import PlainRule, rule_plain
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document
from cliptrial.rotation import draw_schedule

if TYPE_CHECKING:
    from cliptrial.notebook.cards import Card


ANYTHING = Draft(title="rotation", accounts=["posts"], statement="any", variable="hook", primary="views")
"""What an experiment must say beside its design, and no schedule depends on."""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Planned(Shown, Plan):
    """An experiment's plan as ``cliptrial plan`` would draw it; nothing is written.

    Attributes:
        title: The experiment's.
        facts: Its primary metric.
        zones: By account: its time zone.
        folder: The workspace.
    """

    title: str
    facts: Metric
    zones: dict[str, str]
    folder: Path | None

    def to_frame(self) -> pd.DataFrame:
        """A row a position, as :func:`cliptrial.schedule_frame` has them."""
        return position_frame(self.schedule.positions, self.zones)

    def summary(self, lang: str | None = None) -> str:
        """What so many posts can find out, in sentences.

        Args:
            lang: Code of a language; otherwise the one chosen.
        """
        from cliptrial.wording.experiment.planned import plan_sentences

        return "\n".join(plan_sentences(self.feasibility, self.facts, lang or spoken(self.folder)))

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import ROWS, Card
        from cliptrial.wording.languages import wording_for

        w = wording_for(lang)
        c, days, places = w.page.columns, w.formats.weekdays(), self.schedule.positions
        first, *more = self.summary(lang).splitlines()
        rest = says("{count} further positions: .to_frame() has them all.", count=len(places) - ROWS)
        return Card(
            title=self.title,
            kicker=w.ahead.planned(w.page.opening.posts(w.formats.number(len(places)))),
            sentence=first,
            columns=(c.position, c.date, c.weekday, c.slot, c.account, c.arm, c.topic),
            rows=[
                (
                    str(p.position),
                    w.formats.date(p.date),
                    days[p.date.weekday()],
                    p.slot,
                    p.account,
                    p.arm,
                    p.topic or "",
                )
                for p in places
            ],
            lines=[*([said(rest, self.folder)] if len(places) > ROWS else []), *more],
        )


def plan(slug: str, workspace: Path | str | Workspace = ".", *, topics: Sequence[str] = ()) -> Planned:
    """Show the plan of an experiment: what ``cliptrial plan`` would draw and say. Nothing is written.

    Args:
        slug: Name of the experiment's folder.
        workspace: A folder in or under the workspace, or the workspace itself.
        topics: One idea for each position (with twins: for each pair), in any order; chance assigns them.

    Raises:
        InputError: The plan cannot be drawn, or would be refused; every problem at once.

    Examples:
        >>> plan("question-hook", "kitchen").to_frame()["arm"].value_counts().tolist()
        [28, 28]
    """
    opened = find_workspace(folder_of(workspace))
    loaded = load_experiment(slug, opened)
    drawn = preview(opened, loaded, topics=topics)
    return Planned(
        **{one.name: getattr(drawn, one.name) for one in fields(Plan)},
        title=loaded.experiment.title,
        facts=metrics_of(opened)[loaded.experiment.metrics.primary],
        zones={name: opened.accounts[name].timezone for name in loaded.experiment.accounts},
        folder=opened.root,
    )


def draw_rotation(
    topics: object = (),
    *,
    arms: Sequence[str],
    start: date | str,
    slots: Sequence[str] = ("18:00",),
    posts_per_arm: int | None = None,
    twins: bool = False,
    weekdays: Sequence[str] | None = None,
    seed: int = 0,
    timezone: str = "UTC",
) -> pd.DataFrame:
    """Draw a fair schedule: adjacent blocks hold each arm equally often, and the arms share the weekdays.

    It is the schedule that ``cliptrial plan`` draws for the same design and seed.

    Args:
        topics: One idea for each post (with twins: for each pair): texts, or a table with a column ``topic`` whose
            other columns come along. Chance gives each its arm and day. Empty where they are not known yet.
        arms: What is done in each arm, the control first.
        start: First day, e.g. ``"2026-03-02"``.
        slots: Times of day at which posts go out, every day.
        posts_per_arm: Posts of each arm; as many as the topics allow where nothing is said.
        twins: Whether every topic is filmed once per arm.
        weekdays: Days on which posts go out, e.g. ``["mon", "wed"]``; every day where nothing is said.
        seed: Same seed, same schedule.
        timezone: IANA name of the zone in which slots are told.

    Returns:
        A row a position: ``position``, ``block``, ``planned`` with its zone, ``weekday``, ``slot``, ``arm``, ``topic``;
        in ``attrs["rule"]`` what must be known to draw it again: posts of an arm in a block, the largest difference of
        weekday counts, and how many schedules that leaves.

    Raises:
        InputError: The design cannot be laid out, or the number of topics does not fit; every problem at once.

    Examples:
        >>> drawn = draw_rotation(arms=["Statement", "Question"], start="2026-03-02", posts_per_arm=14, seed=1)
        >>> drawn["arm"].value_counts().tolist()
        [14, 14]
    """
    ideas = _ideas(topics).sort_values("topic", kind="stable", key=lambda topic: topic.astype("str"), ignore_index=True)
    each = posts_per_arm if posts_per_arm is not None else _each(len(ideas), len(arms), twins=twins)
    named = {arm.id: arm.label for arm in named_arms(_texts(arms))}
    each_arm = [DraftArm(id=name, value=label) for name, label in named.items()]
    draft = ANYTHING.but(
        control=each_arm[0],
        variants=each_arm[1:],
        posts_per_arm=str(each),
        start=str(start),
        slots=[*slots],
        posts_per_day=str(len(slots)),
        weekdays=None if weekdays is None else [*weekdays],
        twins="true" if twins else "false",
        seed=str(seed),
    )
    schedule = draw_schedule(_experiment(draft), topics=[str(n) for n in range(len(ideas))])
    frame = position_frame(schedule.positions, {"posts": timezone}).drop(columns="account")
    frame["arm"] = frame["arm"].map(named)
    return _with_ideas(frame, ideas, rule_plain(schedule.rule))


def _texts(arms: object) -> list[str]:
    """The arms, if they are texts that can be told apart."""
    if isinstance(arms, str) or not isinstance(arms, Iterable) or not all(isinstance(one, str) for one in arms):
        what = says('"{arms}" is no list of arms', arms=str(arms))
        raise PlanError(Problem("arms", what, says("texts, the control first, such as ['Statement', 'Question']")))
    names = [" ".join(one.split()) for one in arms]
    if len(names) < 2 or not all(names) or len({*names}) < len(names):
        what = says("These arms cannot be told apart: {arms}", arms=names)
        raise PlanError(Problem("arms", what, says("two to six different texts, the control first")))
    return names


def _each(ideas: int, arms: int, *, twins: bool) -> int:
    if not ideas:
        what = says("Neither topics nor posts_per_arm say how many posts there are")
        raise PlanError(Problem("posts_per_arm", what, says("a list of topics, or posts_per_arm=14")))
    return ideas if twins else ideas // max(arms, 1)


def _ideas(topics: object) -> pd.DataFrame:
    """The topics as a table with a column of that name."""
    if isinstance(topics, pd.Series) or (isinstance(topics, Iterable) and not hasattr(topics, "columns")):
        listed = [topics] if isinstance(topics, str) else [*topics]
        return pd.DataFrame({"topic": pd.Series(listed, dtype="object").astype("str")})
    table = table_of(topics)
    if not isinstance(table, pd.DataFrame) or "topic" not in table.columns:
        what = says('The topics are no list, and no table with a column "topic"')
        raise PlanError(Problem("topics", what, says("texts, one for each post")))
    if problems := [*column_problems(table, ["topic"])]:
        raise PlanError(problems)
    return table.reset_index(drop=True)


def _experiment(draft: Draft) -> Experiment:
    plain = draft.as_file()
    experiment, problems = convert(Experiment, Document(plain, {}, (), "", ""))
    if experiment is None:
        raise PlanError(_without_place(problem) for problem in problems)
    return experiment


def _without_place(problem: Problem) -> Problem:
    """The same of an argument, which stands in no file."""
    name = (problem.field or "").split(".")[1:2]
    return replace(problem, path=None, line=None, column=None, field=name[0] if name else None)


def _with_ideas(frame: pd.DataFrame, ideas: pd.DataFrame, rule: PlainRule) -> pd.DataFrame:
    if len(ideas):
        rows = ideas.iloc[frame.pop("topic").astype(int)].reset_index(drop=True)
        others = [column for column in rows.columns if column not in frame.columns]
        frame = pd.concat([frame, rows[others]], axis=1)
    frame.attrs["rule"] = rule
    return frame
