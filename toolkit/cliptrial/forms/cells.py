"""What the cells of the notebooks call: one function a step."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from IPython.display import display

from cliptrial.errors import InputError
from cliptrial.forms.lab import NOTEBOOKS
from cliptrial.forms.pieces import Widget, card, html, said
from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.setup import unwritten
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.messages import in_language


def start(workspace: Path | str = ".", *, lang: str | None = None) -> Session | None:
    """Open the workspace that this notebook lies in, and show the choice of language and experiment.

    Args:
        workspace: A folder in or under a workspace.
        lang: Code of a language; the workspace's language where not given.

    Returns:
        What every step needs; None where there is no workspace, which is then said.
    """
    from cliptrial.forms.steps.opening import OpeningStep
    from cliptrial.forms.steps.setup import SetupStep

    session = _opened(workspace, lang)
    if session is not None:
        display(OpeningStep(session).box)
        if not session.workspace.accounts:
            display(SetupStep(session).box)
    return session


def open_forms(workspace: Path | str = ".", *, lang: str | None = None) -> None:
    """Show all steps of an experiment as tabs of one page, from an idea to a decision.

    Args:
        workspace: A folder in or under a workspace; one that is none is set up.
        lang: Code of a language; the workspace's language where empty.

    Examples:
        >>> open_forms("kitchen")  # doctest: +ELLIPSIS
        VBox(...
    """
    from cliptrial.forms.tabs import Tabs

    session = _opened(workspace, lang)
    if session is not None:
        display(Tabs(session).box)


def _opened(workspace: Path | str, lang: str | None) -> Session | None:
    try:
        session = Session(_found(Path(workspace)))
    except InputError as error:
        display(_broken(error))
        return None
    if lang in LANGUAGES:
        session.lang = str(lang)
    return session


def setup(here: Session | None) -> Widget:
    """Before step 1: clients and accounts."""
    from cliptrial.forms.steps.setup import SetupStep

    return _show(SetupStep, here if here is not None and here.workspace.accounts else None)


def idea(here: Session | None) -> Widget:
    """Step 1: the idea."""
    from cliptrial.forms.steps.idea import IdeaStep

    return _show(IdeaStep, here)


def plan(here: Session | None) -> Widget:
    """Step 2: the plan."""
    from cliptrial.forms.steps.plan import PlanStep

    return _show(PlanStep, here)


def post(here: Session | None) -> Widget:
    """The tab of posting: what goes out next, and what became of each post."""
    from cliptrial.forms.steps.post import PostStep

    return _show(PostStep, here)


def numbers(here: Session | None) -> Widget:
    """Step 3: the numbers."""
    from cliptrial.forms.steps.numbers import NumbersStep

    return _show(NumbersStep, here)


def check(here: Session | None) -> Widget:
    """Step 4: was it fair?"""
    from cliptrial.forms.steps.check import CheckStep

    return _show(CheckStep, here)


def report(here: Session | None) -> Widget:
    """Step 5: the report."""
    from cliptrial.forms.steps.report import ReportStep

    return _show(ReportStep, here)


def decide(here: Session | None) -> Widget:
    """Step 6: the decision, and the next experiment."""
    from cliptrial.forms.steps.decide import DecideStep

    return _show(DecideStep, here)


page = open_forms
"""As notebooks of before call it."""


def compare_form(
    workspace: Path | str = ".",
    *,
    lang: str | None = None,
    account: str = "",
    dimension: str = "hashtags",
    values: Sequence[str] = (),
    control: str = "",
    metric: str = "views",
    start: str = "",
    end: str = "",
    leave_out: str = "",
) -> Widget:
    """Show a form that compares earlier posts, beginning with what the notebook's parameters say.

    Args:
        workspace: A folder in or under a workspace.
        lang: Code of a language; the workspace's language where empty.
        account: Empty for all.
        dimension: ``hashtags``, ``sound``, ``slot`` or ``duration``.
        values: What to compare; empty for the most used.
        control: What to compare with; empty for the most used.
        metric: Name of a metric.
        start: First day, ``2026-01-31``; empty for no limit.
        end: Last day.
        leave_out: ``impossible`` leaves out posts whose numbers cannot be true.

    Examples:
        >>> compare_form("kitchen", dimension="slot")  # doctest: +ELLIPSIS
        VBox(...
    """
    from cliptrial.forms.steps.compare import CompareStep, Wish

    try:
        session = Session(find_workspace(Path(workspace)))
    except InputError as error:
        return _broken(error)
    if lang in LANGUAGES:
        session.lang = str(lang)
    wish = Wish(account, dimension, tuple(values), control, metric, start, end, leave_out)
    return CompareStep(session, wish).box


compare = compare_form
"""As notebooks of before call it."""


def _found(start: Path) -> Workspace:
    """The workspace that a notebook lies in; the folder of a notebook that lies in none, to be set up."""
    try:
        return find_workspace(start)
    except InputError as error:
        if [problem.code for problem in error.problems] != ["no_workspace"]:
            raise
        here = start.resolve()
        return unwritten(here.parent if here.name == NOTEBOOKS else here)


def _show(step: type[Step], here: Session | None) -> Widget:
    if here is None:
        return card([html(escape("↑"))])
    return step(here).box


def _broken(error: InputError) -> Widget:
    """No workspace, or one with mistakes; said in both languages, as none is known yet."""
    codes = {problem.code for problem in error.problems}
    if codes <= {"no_workspace"}:
        lines = [language.forms.problems["no_workspace"] for language in LANGUAGES.values()]
    else:
        lines = [in_language(problem.message, lang) for lang in LANGUAGES for problem in error.problems]
    return card([html(said("".join(f"<p>{escape(text)}</p>" for text in lines), "bad"))])
