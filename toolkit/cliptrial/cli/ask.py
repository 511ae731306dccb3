"""Questions on a terminal; elsewhere nothing is ever asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from cliptrial.cli.output import seen
from cliptrial.messages import Message, in_turn, says

if TYPE_CHECKING:
    from cliptrial.errors import Problem

T = TypeVar("T")


class UnusableAnswerError(ValueError):
    """An answer that cannot be used: why, and what to offer instead, if anything."""

    def __init__(self, why: Message, instead: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.instead = instead


def can_ask(as_json: bool) -> bool:
    """Whether a person sits in front of the screen and expects questions."""
    return not as_json and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str | None = None) -> str:
    """Ask until there is an answer; Enter takes the default."""
    while True:
        answer = str(typer.prompt(seen(question), default=default, prompt_suffix=_suffix(question), err=True)).strip()
        if answer:
            return answer


def ask_for(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """Ask until the answer can be used; each time it cannot, say why and keep everything told before.

    Args:
        question: What is asked.
        read: Turns the answer into a value, or raises :class:`UnusableAnswerError`.
        default: What Enter stands for; an answer that cannot be used may suggest another one.
    """
    while True:
        try:
            return read(ask(question, default))
        except UnusableAnswerError as error:
            typer.echo(f"  {seen(error.why)}", err=True)
            default = error.instead or default


def ask_if_any(question: str, read: Callable[[str], T]) -> T | None:
    """Like :func:`ask_for`; Enter leaves it out."""
    while True:
        answer = _optional(says("{question} (Enter: leave out)", question=question))
        try:
            return read(answer) if answer else None
        except UnusableAnswerError as error:
            typer.echo(f"  {seen(error.why)}", err=True)


def ask_choice(question: str, choices: Sequence[str], default: str | None = None) -> str:
    """Ask until one of the choices is named."""

    def read(answer: str) -> str:
        if answer.lower() in choices:
            return answer.lower()
        raise UnusableAnswerError(says("Please answer one of: {choices}", choices=list(choices)))

    return ask_for(says("{question} ({choices})", question=question, choices=" | ".join(choices)), read, default)


def ask_list(question: str, read: Callable[[str, Sequence[str]], str]) -> list[str]:
    """Ask for one item after the other, until an empty answer; at least one.

    Args:
        question: What is asked.
        read: Turns an answer and those before it into an item, or raises :class:`UnusableAnswerError`.
    """
    answers: list[str] = []
    while True:
        answer = _optional(question if not answers else says("  another one (Enter: no more)"))
        if not answer and answers:
            return answers
        try:
            if answer:
                answers.append(read(answer, answers))
        except UnusableAnswerError as error:
            typer.echo(f"  {seen(error.why)}", err=True)


def _optional(question: str) -> str:
    return str(
        typer.prompt(seen(question), default="", show_default=False, prompt_suffix=_suffix(question), err=True)
    ).strip()


def _suffix(question: str) -> str:
    return " " if question.endswith("?") else ": "


def need(*arguments: str, problems: Sequence[Problem] = (), **given: object) -> None:
    """Complain about everything that was not given where nothing can be asked.

    Args:
        arguments: Arguments without a name of their own that were not given, in words.
        problems: What is wrong with those that were given; told in the same breath.
        given: Options by name.

    Raises:
        typer.BadParameter: Names everything that is missing.
    """
    missing: list[str] = [*arguments, *(f"--{name.replace('_', '-')}" for name, value in given.items() if not value)]
    if missing:
        what = says("please give {missing} (on a terminal they are asked for)", missing=missing)
        also = [says("also: {problem}", problem=problem.message) for problem in problems]
        raise typer.BadParameter(in_turn([what, *also], "\n  "))
