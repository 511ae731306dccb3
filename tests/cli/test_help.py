"""What ``--help`` says is said in every language, whole."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from tests.cli.conftest import Command
from tests.german import english_in
from typer.main import get_command

from cliptrial.cli.app import COMMANDS, GROUPS, _load, app
from cliptrial.cli.help import FRAME
from cliptrial.registry.languages import LANGUAGES, SOURCE, catalogue
from cliptrial.registry.workspace import Workspace

NAMES = ("2026-12-24 to 2027-01-06", "--map FIELD=COLUMN")


def said() -> Iterator[str]:
    """Everything that help tells, in English."""
    yield from FRAME.values()
    for heading, commands in GROUPS.values():
        yield from (heading, *commands.values())
    for command in (get_command(app), *map(_load, COMMANDS)):
        yield command.help or ""
        yield from (getattr(one, "help", None) or "" for one in command.params)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != SOURCE])
def test_every_text_of_help_is_there_in_every_language_and_none_is_left_over(language: str) -> None:
    wanted = {text for one in said() if (text := inspect.cleandoc(one))}
    assert sorted(wanted ^ set(catalogue(language, "help.po"))) == []


def test_no_german_help_is_english() -> None:
    told = {english: german.replace(NAMES[0], "") for english, german in catalogue("de", "help.po").items()}
    assert {text: words for text in told.values() if (words := english_in(text))} == {}
    alike = [english for english, german in told.items() if english == german]
    assert [one for one in alike if len(one.split()) > 1] == []


def test_help_speaks_the_language_of_the_workspace_or_the_one_that_is_asked_for(
    workspace: Workspace, command: Command
) -> None:
    english = command("plan", "--help").out
    assert english.startswith("Usage: cliptrial plan")
    assert "[required]" in english
    german = command("plan", "--lang", "de", "--help").out
    assert german.startswith("Aufruf: cliptrial plan")
    assert "Angaben:\n  SLUG... " in german
    assert "[nötig]" in german
    assert german.rstrip().endswith("-h, --help       Diese Hilfe zeigen.")
    assert english_in(german) == []
    settings = workspace.root / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("language: en", "language: de"), encoding="utf-8")
    every = command("--help").out
    assert "Jede Woche:\n  plan       Den Zeitplan auslosen" in every
    assert command("plan", "--help", "--lang", "en").out == english


def test_a_shell_is_offered_every_command_in_the_order_of_the_work() -> None:
    group = get_command(app)
    assert [one.value for one in group.shell_complete(group.make_context("cliptrial", [], resilient_parsing=True), "")][
        : len(COMMANDS)
    ] == list(COMMANDS)
