"""Questions on a terminal; elsewhere nothing is ever asked."""

from __future__ import annotations

import sys

import typer


def can_ask(as_json: bool) -> bool:
    """Whether a person sits in front of the screen and expects questions."""
    return not as_json and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str | None = None) -> str:
    """Ask until there is an answer; Enter takes the default."""
    return str(typer.prompt(question, default=default, prompt_suffix=_suffix(question), err=True)).strip()


def _suffix(question: str) -> str:
    return " " if question.endswith("?") else ": "


def ask_choice(question: str, choices: list[str], default: str | None = None) -> str:
    """Ask until one of the choices is named."""
    while True:
        answer = ask(f"{question} ({' | '.join(choices)})", default)
        if answer in choices:
            return answer
        typer.echo(f"  Please answer one of: {', '.join(choices)}", err=True)


def ask_list(question: str) -> list[str]:
    """Ask for one item after the other, until an empty answer; at least one."""
    answers: list[str] = []
    while True:
        told = question if not answers else "  another one (Enter: no more)"
        answer = str(typer.prompt(told, default="", show_default=False, prompt_suffix=_suffix(told), err=True)).strip()
        if answer:
            answers.append(answer)
        elif answers:
            return answers


def need(**given: object) -> None:
    """Complain about everything that was not given where nothing can be asked.

    Raises:
        typer.BadParameter: Names every missing option.
    """
    missing = [f"--{name.replace('_', '-')}" for name, value in given.items() if not value]
    if missing:
        raise typer.BadParameter(f"please give {', '.join(missing)} (on a terminal they are asked for)")
