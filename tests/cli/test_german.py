"""Commands speak German where the workspace does, or ``--lang`` says so: what they print, ask, note and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import NEW, Command
from tests.cli.test_questions import typed
from tests.german import english_in

from cliptrial.cli.language import language_of
from cliptrial.registry.workspace import Workspace

EXPORT = """\
Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Mood
2026-03-25,Soup,https://www.tiktok.com/@kitchen.demo/video/7612545815780805904,2026-03-02,1,2,3,400,good
"""
PRINTING = (
    "schema",
    "list",
    "status",
    "validate",
    "plan question-hook --topics topics.txt",
    "lock question-hook",
    "lock question-hook --restore",
    "list",
    "status",
    "ingest Content.csv --captured-at 2026-03-25",
    "ingest Content.csv nothere.csv empty --captured-at 2026-03-25 --verbose",
    "decide question-hook repeat --who Mara --why Unklar.",
    "list",
    "learn",
    "simulate --out posts.csv --posts-per-arm 4",
    "new zweites --title Zwei --statement Mehr. --variable hook --control Alt --variant Neu",
)


@pytest.fixture
def german(workspace: Workspace) -> Workspace:
    """The workspace, in German, with files to hand in."""
    settings = workspace.root / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("language: en", "language: de"), encoding="utf-8")
    (workspace.root / "Content.csv").write_text(EXPORT, encoding="utf-8")
    (workspace.root / "empty").mkdir()
    (workspace.root / "topics.txt").write_text("\n".join(f"Thema {n}" for n in range(56)), encoding="utf-8")
    return workspace


def test_every_command_of_the_week_prints_german(german: Workspace, command: Command) -> None:
    assert german.language == "en"  # as it was read; the file says German now
    assert command(*NEW).code == 0
    for line in PRINTING:
        done = command(*line.split())
        assert done.code == ("nothere" in line), (line, done.err)
        for told in (done.out + done.err).splitlines():
            assert english_in(told) == [], (line, told)


def test_a_language_that_is_asked_for_goes_before_the_workspaces(german: Workspace, command: Command) -> None:
    assert command("list").err == "Noch keine Experimente. `cliptrial new` schreibt das erste.\n"
    assert command("list", "--lang", "en").err == "No experiments yet. `cliptrial new` writes the first one.\n"
    assert command("status", "--lang=de", "--json").json["experiments"] == []


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("list", "de"),
        ("list --lang en", "en"),
        ("list --lang=en", "en"),
        ("list --lang fr", "de"),
        ("list --workspace elsewhere", "en"),
        ("list --workspace .", "de"),
        ("report --lang de --lang en", "de"),
    ],
)
def test_the_language_is_known_before_anything_else_is(german: Workspace, line: str, language: str) -> None:
    assert (german.root / "workspace.yaml").exists()
    assert language_of(line.split()) == language


def test_what_typer_and_pydantic_refuse_is_told_in_german(german: Workspace, command: Command) -> None:
    told = {
        "valdate": "Den Befehl 'valdate' gibt es nicht. Ist 'validate', 'calibrate' gemeint?",
        "check": "Es fehlt: Angabe 'SLUG'.",
        "list --all": "Die Option --all gibt es nicht",
        "list more": "Zu viele Angaben (more)",
        "list --json=yes": "Die Option '--json' nimmt keinen Wert.",
        "compare --arm": "Die Option '--arm' braucht einen Wert.",
        "simulate --posts-per-arm many": "Unbrauchbarer Wert für '--posts-per-arm': „many“ ist keine ganze Zahl",
        "simulate --posts-per-arm 0": "Unbrauchbarer Wert für '--posts-per-arm': 0 geht nicht, nötig: mindestens 2",
        "chance --posts-per-arm 999": "Unbrauchbarer Wert für '--posts-per-arm': 999 geht nicht, nötig: höchstens 500",
        "compare a --arm a --control b --metric c --alpha x": "Unbrauchbarer Wert für '--alpha': „x“ ist keine Zahl",
        "status --on 31.2.2026": (
            "Unbrauchbarer Wert für '--on': 31.2.2026 ist ein Tag, den der Kalender nicht hat; "
            "bitte Jahr-Monat-Tag schreiben, z. B. 2026-12-31, oder 31.12.2026"
        ),
    }
    for line, german_words in told.items():
        done = command(*line.split())
        assert (done.code, done.err.splitlines()[-1]) == (2, f"Fehler: {german_words}"), line


def test_the_ingest_report_is_told_in_german(german: Workspace, command: Command) -> None:
    done = command("ingest", "Content.csv", "nothere.csv", "--captured-at", "2026-03-25")
    assert done.err.splitlines() == [
        "Content.csv: TikTok Studio: Posts, kitchen_demo: 1 Zeile, 1 Post, 1 Ablesung, 2. März 2026: neu",
        "    Spalten, die nicht behalten werden: Mood.",
        "nothere.csv: nicht eingelesen",
        "Fehler: nothere.csv: Die Datei lässt sich nicht lesen: Eine solche Datei oder einen solchen Ordner gibt es "
        "nicht.",
        "1 eingelesen, 1 nicht eingelesen.",
    ]
    (file, _) = command("ingest", "Content.csv", "nothere.csv", "--captured-at", "2026-03-25", "--json").json["files"]
    assert (file["recognised"], file["notes"]) == (
        "TikTok Studio: Posts",
        ["Spalten, die nicht behalten werden: Mood."],
    )


def test_questions_and_what_is_wrong_with_an_answer_are_german(german: Workspace) -> None:
    lines = ["Frage als Einstieg", "Fragen halten Leute.", "rauf", "", "hook", "Aussage", "aussage", "Frage", ""]
    lines += ["vews", "views", "10", "", "1", "6", "31.12.2020", "2099-01-05", "", "7 Uhr", "", ""]
    code, shown = typed(german.root, lines, "new")
    assert code == 0, shown
    asked = [line for line in shown.splitlines() if line.strip() not in lines]
    assert [line for line in asked if english_in(line)] == []
    for told in ("Welche entscheidet?", "Das steht schon da", "ist vorbei", "Kommentarrate", "[jeden Tag]"):
        assert told in shown
    written = german.experiments_dir / "frage-als-einstieg" / "experiment.yaml"
    assert "start: 2099-01-05" in written.read_text("utf-8")


def test_the_language_of_init_is_asked_in_the_language_of_the_command(tmp_path: Path) -> None:
    code, shown = typed(tmp_path, ["Küche", "Wien", "", "", "", "", "", "", "", "de"], "init", "mine", "--lang", "de")
    assert code == 0, shown
    assert "Kurzer Name des ersten Accounts" in shown
    assert "mine ist jetzt ein Arbeitsordner." in shown
