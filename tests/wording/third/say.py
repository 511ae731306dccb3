"""Run where a third language is registered: writes pages, index, forms and what commands print, by language."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import ipywidgets as w

from cliptrial.cli.entry import run
from cliptrial.forms.session import Session
from cliptrial.forms.steps.check import CheckStep
from cliptrial.forms.steps.compare import CompareStep, Wish
from cliptrial.forms.steps.decide import DecideStep
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.opening import OpeningStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.forms.steps.report import ReportStep
from cliptrial.posts.workspaces import find_workspace
from cliptrial.report.rendering import render_all
from cliptrial.report.site import write_site

STEPS = (IdeaStep, PlanStep, NumbersStep, CheckStep, ReportStep, DecideStep)
COMMANDS = ("plan", "check", "analyze")


def labels(box: Any) -> list[str]:
    """Every text that a box shows."""
    own = [getattr(box, name, "") for name in ("description", "placeholder", "tooltip")]
    own += [box.value] if isinstance(box, w.HTML) and box.layout.display != "none" else []
    own += list(getattr(box, "_options_labels", ()))
    own += list(getattr(box, "titles", ()))
    return [text for text in own if text] + [t for child in getattr(box, "children", ()) for t in labels(child)]


def told(*arguments: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as out:
        assert run(list(arguments)) == 0
    return out.getvalue()


def shown(workspace: Path, lang: str, slugs: list[str]) -> list[str]:
    """Every text of the forms."""
    session = Session(find_workspace(workspace))
    session.lang = lang
    boxes = [OpeningStep(session).box, CompareStep(session, Wish("", "hashtags", (), "", "views", "", "")).box]
    for slug in (*slugs, None):
        session.choose(slug)
        boxes += [step(session).box for step in STEPS]
    return [text for box in boxes for text in labels(box)]


def main(workspace: Path, out: Path, lang: str, slugs: list[str]) -> None:
    """Write everything in one language; on the terminal the first experiment is asked for."""
    list(render_all(slugs, workspace, langs=[lang], out=out))
    write_site(workspace, out, lang)
    (out / "forms.json").write_text(json.dumps(shown(workspace, lang, slugs)), encoding="utf-8")
    asked = (slugs[0], "--lang", lang, "--workspace", str(workspace))
    said = {command: told(command, *asked) for command in COMMANDS}
    (out / "terminal.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    for lang, slugs in json.loads(sys.argv[3]).items():
        main(Path(sys.argv[1]), Path(sys.argv[2]) / lang, lang, slugs)
