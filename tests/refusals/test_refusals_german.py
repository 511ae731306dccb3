"""Every refusal of ``doors/*.yaml`` is told in German where the command or the workspace speaks German."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.clock import on_day
from tests.german import english_in, without_quotes
from tests.refusals.bases import CHECKED_ON, PLANNED_ON, Bases, inside
from tests.refusals.calls import called
from tests.refusals.cases import Case, Try, all_cases, change

from cliptrial.cli.entry import run
from cliptrial.wording.messages import in_language

Told = tuple[int, list[dict[str, Any]]]
ALL = [case for case in all_cases() if "--lang" not in case.tried.run]
WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """The stages, each made once."""
    return Bases(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def told(
    bases: Bases, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Try, str], Told]:
    """Tries something in a language, and gives the exit code and every problem that was told."""
    on_day(monkeypatch, "cli.weekly.plan", PLANNED_ON)
    on_day(monkeypatch, "cli.growth.proof", CHECKED_ON)

    def tried(one: Try, lang: str) -> Told:
        root = bases.copy(one.stage, tmp_path / lang)
        change(root, one.files)
        with inside(root):
            if one.call is not None:
                code, problems = called(one.call, one.arguments, root)
                return code, [{key: _said(value, lang) for key, value in problem.items()} for problem in problems]
            capsys.readouterr()
            code = run([*one.run, "--json", "--lang", lang])
            printed = json.loads(capsys.readouterr().out)
        notes = [note for note in printed.get("notes", ()) if isinstance(note, dict)]
        return code, [*printed.get("errors", ()), *notes]

    return tried


def _said(value: object, lang: str) -> object:
    return in_language(value, lang) if isinstance(value, str) else value


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_refusal_holds_no_english_in_german(case: Case, told: Callable[[Try, str], Told]) -> None:
    """The same problems at the same places, and a sentence of its own for each that English has."""
    code, german = told(case.tried, "de")
    assert code in (0, 1, 2)
    assert german
    assert [one["code"] for one in german] == [one["code"] for one in case.problems]
    for one, english in zip(german, case.problems, strict=True):
        for key in ("what", "expected", "mend"):
            assert bool(one[key]) == bool(english.get(key)), (key, one[key])
            assert english_in(one[key]) == [], one[key]
            assert one[key] != english.get(key) or not WORDS.search(without_quotes(one[key])), one[key]
        assert english_in(one["where"]) == [], one["where"]


def test_the_command_line_speaks_the_workspaces_language(
    bases: Bases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--lang`` overrides it, and wrong usage is told in it, too."""
    root = bases.copy("written", tmp_path / "ws")
    settings = root / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8") + "language: de\n", encoding="utf-8")
    with inside(root):
        assert run(["validate", "question-hok"]) == 1
        assert capsys.readouterr().err == (
            "Fehler: Das Experiment „question-hok“ gibt es nicht. Erwartet: der Name eines Ordners in experiments/. "
            "Ist question-hook gemeint?\n1 Experiment geprüft, 1 Problem.\n"
        )
        assert run(["validate", "question-hok", "--lang", "en"]) == 1
        assert capsys.readouterr().err.startswith('error: There is no experiment "question-hok". Expected: ')
        assert run(["plan"]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == "Fehler: Es fehlt: Angabe 'SLUG...'."
        assert run(["list", "--nothing"]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == "Fehler: Die Option --nothing gibt es nicht"
        assert run(["list", "--lang", "fr"]) == 2
        assert "keine Sprache der Berichte" in capsys.readouterr().err


def test_the_language_holds_where_the_workspace_itself_is_wrong(
    bases: Bases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = bases.copy("written", tmp_path / "ws")
    (root / "workspace.yaml").write_text("language: de\naccounts: [demo]\n", encoding="utf-8")
    assert run(["list", "--workspace", str(root)]) == 1
    assert "Fehler: workspace.yaml:2:11: „accounts“ enthält eine Liste. Erwartet: " in capsys.readouterr().err
