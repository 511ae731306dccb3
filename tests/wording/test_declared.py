"""What a language leaves out is found before anybody reads it: by the type check, and when the language is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from cliptrial.wording.declared.words import Words, declared, say
from cliptrial.wording.languages import LANGUAGES

TOOLKIT = Path(__file__).parents[2] / "toolkit"
PART = """
from typing import Protocol
from cliptrial.wording.declared.words import Words, say
class Declared(Words, Protocol):
    title: str
    def posts(self, n: str) -> str: ...
class Said(Declared):
    {body}
Said()
"""


class Part(Words, Protocol):
    """A part with a text and two sentences."""

    title: str

    def posts(self, n: str) -> str: ...
    def versus(self, arm: str, control: str) -> str: ...


class Whole(Part):
    """All of it."""

    title = "Titel"
    posts = say("{n} Posts", one="ein Post")
    versus = say("{control} gegen {arm}")


def test_a_template_fills_in_what_its_declaration_names() -> None:
    said = Whole()
    assert (said.posts("1"), said.posts("3"), said.versus("A", "B")) == ("ein Post", "3 Posts", "B gegen A")
    assert declared(Whole) == ["title", "posts", "versus"]


def test_what_is_missing_is_named_and_no_such_part_can_be_made() -> None:
    class Half(Part):
        posts = say("{n} Posts")

    with pytest.raises(TypeError, match=r"Half does not say title, versus"):
        Half()  # type: ignore[abstract]


def test_a_template_with_a_name_that_its_declaration_does_not_give_is_refused() -> None:
    with pytest.raises(RuntimeError) as caught:

        class Wrong(Part):
            posts = say("{m} Posts")

    assert "Wrong.posts is not given m" in str(caught.value.__cause__)


def test_every_language_is_registered_under_its_own_code() -> None:
    assert {code: language.lang for code, language in LANGUAGES.items()} == {code: code for code in LANGUAGES}


BODIES = {
    'title = "Titel"; posts = say("{n}")': "",
    'title = "Titel"': 'abstract attribute "posts"',
    'posts = say("{n}")': 'abstract attribute "title"',
    'title = 1; posts = say("{n}")': "Incompatible types",
}
"""What a language says of the part above, and what the type check tells of it."""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one run tells of each body; of the package it reads that one module."""
    folder = tmp_path_factory.mktemp("parts")
    files = {body: f"part_{number}.py" for number, body in enumerate(BODIES)}
    for body, name in files.items():
        (folder / name).write_text(PART.replace("{body}", body), encoding="utf-8")
    options = ["--strict", "--config-file=", f"--cache-dir={folder}", "--follow-imports=skip"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files.values(), str(TOOLKIT / "cliptrial/wording/declared/words.py")],
        env={**os.environ, "MYPYPATH": str(TOOLKIT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"(checked {len(BODIES) + 1} source files)" in done.stdout, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    return {body: "\n".join(line for line in lines if line.startswith(name)) for body, name in files.items()}


@pytest.mark.parametrize("body", BODIES)
def test_the_type_check_finds_what_is_missing_or_does_not_fit(body: str, checked: dict[str, str]) -> None:
    assert BODIES[body] in checked[body]
    assert bool(BODIES[body]) == bool(checked[body])
