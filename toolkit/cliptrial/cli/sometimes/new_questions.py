"""The questions of ``cliptrial new``: each answer is checked as it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cliptrial.cli import answers
from cliptrial.cli.ask import UnusableAnswerError, ask, ask_choice, ask_for, ask_list
from cliptrial.cli.language import in_words, spoken
from cliptrial.cli.output import say
from cliptrial.messages import full_sentence, in_turn, says

if TYPE_CHECKING:
    from cliptrial.metrics import Metric
    from cliptrial.registry.draft import Draft
    from cliptrial.registry.workspace import Workspace

_VALUES = {
    "hashtags": says("hashtags, divided by spaces"),
    "slot": says("time of day, e.g. 18:00"),
    "duration": says("length, e.g. 15 s"),
    "cadence": says("posts a week, e.g. 4 posts a week"),
}
_OF_POSTS = ("posts_per_arm", "weekdays", "slots")
"""Asked of posts only; of whole weeks how many of them are to be compared."""


def asked(draft: Draft, workspace: Workspace) -> Draft:
    """The draft with an answer to each question about what was not given, in the order of thinking."""
    for name, question in _QUESTIONS.items():
        if not getattr(draft, name) and _is_asked(name, draft):
            draft = draft.but(**{name: question(draft, workspace)})
    return draft


def _is_asked(name: str, draft: Draft) -> bool:
    from cliptrial.registry.model import OF_PERIODS

    return name not in (_OF_POSTS if draft.variable in OF_PERIODS else ("periods_per_arm",))


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
            raise UnusableAnswerError(in_turn([problem.message for problem in error.problems])) from None

    return ask_for(says("Name of its folder"), read, proposal or None)


def _accounts(_: Draft, workspace: Workspace) -> list[str]:
    known = list(workspace.accounts)
    if len(known) == 1:
        return known
    return ask_for(says("Which accounts post? ({known})", known=known), answers.one_of_each(known), known[0])


def _expect(_draft: Draft, _workspace: Workspace) -> str:
    return ask_choice(says("Should the number go up or down?"), ["increase", "decrease", "any"], "increase")


def _variable(_draft: Draft, _workspace: Workspace) -> str:
    from cliptrial.registry.model import IDEAS

    return ask_choice(says("Which one thing changes?"), [variable.value for variable in IDEAS], "hook")


def _value(draft: Draft) -> Callable[[str], str]:
    return answers.slot if draft.variable == "slot" else str


def _control(draft: Draft, _: Workspace) -> str:
    form = _VALUES.get(str(draft.variable), says("a few words"))
    return ask_for(says("What do you do today? ({form})", form=form), _value(draft))


def _variants(draft: Draft, _: Workspace) -> list[str]:
    def read(answer: str, before: Sequence[str]) -> str:
        value = _value(draft)(answer)
        if value.casefold() in {other.casefold() for other in (str(draft.control), *before)}:
            raise UnusableAnswerError(says("That is there already; a variant must differ from what you do today"))
        if len(before) == 5:
            raise UnusableAnswerError(says("Five variants are the most; press Enter to go on"))
        return value

    return ask_list(says("What do you want to try instead?"), read)


def _primary(draft: Draft, workspace: Workspace) -> str:
    from cliptrial.analysis.cadence.outcomes import COLUMNS
    from cliptrial.metrics import metric_mend, metrics_of
    from cliptrial.registry.model import OF_PERIODS
    from cliptrial.registry.scaffold import usual_primary

    known = metrics_of(workspace, weeks=draft.variable in OF_PERIODS)
    weeks = draft.variable in OF_PERIODS
    delivered = [
        name
        for name, one in known.items()
        if ({*one.columns} <= COLUMNS if weeks else _is_delivered(one, _named(draft), workspace))
    ]
    width = max(map(len, delivered), default=0)
    if not weeks:
        say(says("Numbers that come with every post: {sources}", sources=_sources(_named(draft), workspace)))
    for name in delivered:
        say(f"  {name:<{width}}  {known[name].labels[spoken()]}")

    def read(answer: str) -> str:
        if answer not in known:
            told_so = says('"{name}" is not a metric that is known here', name=answer)
            raise UnusableAnswerError(in_turn([full_sentence(told_so), metric_mend(answer, known)]))
        if answer not in delivered:
            why = says(
                "No source of the account delivers {answer}; take one of the list, or change workspace.yaml",
                answer=answer,
            )
            raise UnusableAnswerError(why)
        return answer

    usual = usual_primary(draft.variable)
    return ask_for(says("Which one decides?"), read, usual if usual in delivered else next(iter(delivered), None))


def _named(draft: Draft) -> list[str]:
    return [name for name in draft.accounts or () if name is not None]


def _is_delivered(metric: Metric, accounts: Sequence[str], workspace: Workspace) -> bool:
    from cliptrial.posts.declared import missing_columns

    settings = [workspace.accounts[name] for name in accounts if name in workspace.accounts]
    return not any(missing_columns(metric, one.sources, followers_known=one.followers is not None) for one in settings)


def _sources(accounts: Sequence[str], workspace: Workspace) -> list[str]:
    return [f"{name} ({', '.join(workspace.accounts[name].sources)})" for name in accounts]


def _weekdays(_draft: Draft, _workspace: Workspace) -> list[str] | None:
    days = ask_for(says("Which days do you post? (e.g. mon, wed, fri)"), answers.weekdays, in_words(says("every day")))
    return days if len(days) < 7 else None


def _slots(draft: Draft, _: Workspace) -> list[str] | None:
    if draft.variable == "slot":
        return None  # the arms are the times of day
    return ask_for(says("At what time of day? (HH:MM)"), answers.slots, "18:00")


_QUESTIONS: Mapping[str, Callable[[Draft, Workspace], object]] = {
    "title": lambda _, __: ask(says("What do you want to test, in a few words?")),
    "accounts": _accounts,
    "statement": lambda _, __: ask(says("What do you expect, as one sentence?")),
    "expect": _expect,
    "variable": _variable,
    "control": _control,
    "variants": _variants,
    "primary": _primary,
    "at_least": lambda _, __: ask_for(says("Smallest effect worth acting on"), answers.share, "10%"),
    "posts_per_arm": lambda _, __: ask_for(says("How many posts of each arm?"), answers.whole(2, 500), "28"),
    "periods_per_arm": lambda _, __: ask_for(
        says("How many weeks of each, on each account?"), answers.whole(2, 104), "8"
    ),
    "start": lambda _, __: ask_for(says("First day"), answers.coming_day, next_monday(date.today()).isoformat()),
    "weekdays": _weekdays,
    "slots": _slots,
}
