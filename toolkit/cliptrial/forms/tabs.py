"""All steps of an experiment as tabs of one page; what was typed in one stays while another is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as w

from cliptrial.forms.pieces import card, html, said, with_classes
from cliptrial.forms.session import Session, titles
from cliptrial.forms.step import Step
from cliptrial.forms.steps.opening import OpeningStep, steps_done

Made = Callable[[Session], Step]


def _setup(session: Session) -> Step:
    from cliptrial.forms.steps.setup import SetupStep

    return SetupStep(session)


def _idea(session: Session) -> Step:
    from cliptrial.forms.steps.idea import IdeaStep

    return IdeaStep(session)


def _plan(session: Session) -> Step:
    from cliptrial.forms.steps.plan import PlanStep

    return PlanStep(session)


def _post(session: Session) -> Step:
    from cliptrial.forms.steps.post import PostStep

    return PostStep(session)


def _numbers(session: Session) -> Step:
    from cliptrial.forms.steps.numbers import NumbersStep

    return NumbersStep(session)


def _check(session: Session) -> Step:
    from cliptrial.forms.steps.check import CheckStep

    return CheckStep(session)


def _decide(session: Session) -> Step:
    from cliptrial.forms.steps.decide import DecideStep

    return DecideStep(session)


def _report(session: Session) -> Step:
    from cliptrial.forms.steps.report import ReportStep

    return ReportStep(session)


TABS: Sequence[tuple[str, Sequence[Made]]] = (
    ("setup", (_setup,)),
    ("idea", (_idea,)),
    ("plan", (_plan,)),
    ("post", (_post,)),
    ("numbers", (_numbers,)),
    ("decide", (_check, _decide)),
    ("page", (_report,)),
)
"""By name of its title: the steps of each tab."""


class Tabs:
    """The page: what is chosen at the top, then a tab a step, each drawn when it is first shown.

    Args:
        session: What the steps share.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.steps: dict[str, list[Step]] = {}
        self._kept, wait = html(""), session.words.common.working
        self._tabs = with_classes(w.Tab([w.VBox([card([html(escape(wait), "ct-soft")])]) for _ in TABS]), "ct-tabs")
        self._tabs.selected_index = self._first_open()
        self._show(self._tabs.selected_index)
        self._tabs.observe(lambda change: self._show(change["new"]), names="selected_index")
        self.box = with_classes(
            w.VBox([OpeningStep(session, trail=False).box, self._kept, self._tabs]), "ct-page-of-tabs"
        )
        self._told()

    def _first_open(self) -> int:
        """Where somebody goes on: the first step that is not done yet."""
        done = self._done()
        return next((place for place, (name, _) in enumerate(TABS) if not done.get(name, True)), 0)

    def _done(self) -> dict[str, bool]:
        idea, plan, numbers, _, page, decided = steps_done(self.session)
        done = {"setup": bool(self.session.workspace.accounts), "idea": idea, "plan": plan, "numbers": numbers}
        return done | {"decide": decided, "page": page}

    def _show(self, place: int | None) -> None:
        """Draw a tab when it is first looked at."""
        if place is None:
            return
        name, makers = TABS[place]
        if name not in self.steps:
            self.steps[name] = [make(self.session) for make in makers]
            self._tabs.children[place].children = [step.box for step in self.steps[name]]
            self.session.listen("tabs", self._told)  # what the steps keep is known once they were told

    def _told(self) -> None:
        """Name the tabs in the chosen language, tick what is done, and say what is kept unsaved elsewhere."""
        words = self.session.words.common
        done = self._done()
        for place, (name, _) in enumerate(TABS):
            self._tabs.set_title(place, f"{'✓ ' if done.get(name) else ''}{words.tabs[name]}")
        kept = {slug for steps in self.steps.values() for step in steps for slug in step.kept_elsewhere()}
        named = titles(self.session.workspace)
        elsewhere = sorted(named.get(slug, slug) if slug else words.new_experiment.lstrip("＋ ") for slug in kept)
        self._kept.value = said(escape(words.kept_typed(", ".join(elsewhere))), "warn") if elsewhere else ""
