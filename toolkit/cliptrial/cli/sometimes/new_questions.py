"""The questions of ``cliptrial new``: each answer is checked as it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cliptrial.cli import answers
from cliptrial.cli.ask import UnusableAnswerError, ask, ask_choice, ask_for, ask_list
from cliptrial.cli.output import say

if TYPE_CHECKING:
    from cliptrial.metrics import Metric
    from cliptrial.registry.draft import Draft
    from cliptrial.registry.workspace import Workspace

_VALUES = {
    "hashtags": "hashtags, divided by spaces",
    "slot": "time of day, e.g. 18:00",
    "duration": "length, e.g. 15 s",
}


def asked(draft: Draft, workspace: Workspace) -> Draft:
    """The draft with an answer to each question about what was not given, in the order of thinking."""
    for name, question in _QUESTIONS.items():
        if not getattr(draft, name):
            draft = draft.but(**{name: question(draft, workspace)})
    return draft


def next_monday(today: date) -> date:
    """The first Monday after today: weeks are easiest to keep from their beginning."""
    return today + timedelta(days=7 - today.weekday())


def ask_slug(workspace: Workspace, proposal: str) -> str:
    """A name for the folder that is not taken."""
    from cliptrial.errors import RegistryError
    from cliptrial.registry.scaffold import fresh_folder

    def read(answer: str) -> str:
        try:
            return fresh_folder(workspace, answer).name
        except RegistryError as error:
            raise UnusableAnswerError(str(error)) from None

    return ask_for("Name of its folder", read, proposal or None)


def _accounts(_: Draft, workspace: Workspace) -> list[str]:
    known = list(workspace.accounts)
    if len(known) == 1:
        return known
    return ask_for(f"Which accounts post? ({', '.join(known)})", answers.one_of_each(known), known[0])


def _variable(_draft: Draft, _workspace: Workspace) -> str:
    from cliptrial.registry.model import Variable

    return ask_choice("Which one thing changes?", [variable.value for variable in Variable], "hook")


def _value(draft: Draft) -> Callable[[str], str]:
    return answers.slot if draft.variable == "slot" else str


def _control(draft: Draft, _: Workspace) -> str:
    return ask_for(f"What do you do today? ({_VALUES.get(str(draft.variable), 'a few words')})", _value(draft))


def _variants(draft: Draft, _: Workspace) -> list[str]:
    def read(answer: str, before: Sequence[str]) -> str:
        value = _value(draft)(answer)
        if value.casefold() in {other.casefold() for other in (str(draft.control), *before)}:
            raise UnusableAnswerError("That is there already; a variant must differ from what you do today")
        if len(before) == 5:
            raise UnusableAnswerError("Five variants are the most; press Enter to go on")
        return value

    return ask_list("What do you want to try instead?", read)


def _primary(draft: Draft, workspace: Workspace) -> str:
    from cliptrial.metrics import metric_mend, metrics_of
    from cliptrial.registry.scaffold import usual_primary

    known = metrics_of(workspace)
    delivered = [name for name, metric in known.items() if _is_delivered(metric, _named(draft), workspace)]
    width = max(map(len, delivered), default=0)
    say(f"Numbers that {_sources(_named(draft), workspace)} deliver for every post:")
    for name in delivered:
        say(f"  {name:<{width}}  {known[name].labels['en']}")

    def read(answer: str) -> str:
        if answer not in known:
            raise UnusableAnswerError(f'"{answer}" is not a metric that is known here. {metric_mend(answer, known)}')
        if answer not in delivered:
            raise UnusableAnswerError(
                f"No source of the account delivers {answer}; take one of the list, or change workspace.yaml"
            )
        return answer

    usual = usual_primary(draft.variable)
    return ask_for("Which one decides?", read, usual if usual in delivered else next(iter(delivered), None))


def _named(draft: Draft) -> list[str]:
    return [name for name in draft.accounts or () if name is not None]


def _is_delivered(metric: Metric, accounts: Sequence[str], workspace: Workspace) -> bool:
    from cliptrial.posts.declared import missing_columns

    settings = [workspace.accounts[name] for name in accounts if name in workspace.accounts]
    return not any(missing_columns(metric, one.sources, followers_known=one.followers is not None) for one in settings)


def _sources(accounts: Sequence[str], workspace: Workspace) -> str:
    parts = [f"the sources of {name} ({', '.join(workspace.accounts[name].sources)})" for name in accounts]
    return " and ".join(parts)


def _weekdays(_draft: Draft, _workspace: Workspace) -> list[str] | None:
    days = ask_for("Which days do you post? (e.g. mon, wed, fri)", answers.weekdays, "every day")
    return days if len(days) < 7 else None


def _slots(draft: Draft, _: Workspace) -> list[str] | None:
    if draft.variable == "slot":
        return None  # the arms are the times of day
    return [ask_for("At what time of day? (HH:MM)", answers.slot, "18:00")]


_QUESTIONS: Mapping[str, Callable[[Draft, Workspace], Any]] = {
    "title": lambda _, __: ask("What do you want to test, in a few words?"),
    "accounts": _accounts,
    "statement": lambda _, __: ask("What do you expect, as one sentence?"),
    "expect": lambda _, __: ask_choice("Should the number go up or down?", ["increase", "decrease", "any"], "increase"),
    "variable": _variable,
    "control": _control,
    "variants": _variants,
    "primary": _primary,
    "at_least": lambda _, __: ask_for("Smallest effect worth acting on", answers.share, "10%"),
    "posts_per_arm": lambda _, __: ask_for("How many posts of each arm?", answers.whole(2, 500), "28"),
    "start": lambda _, __: ask_for("First day", answers.coming_day, next_monday(date.today()).isoformat()),
    "weekdays": _weekdays,
    "slots": _slots,
}
