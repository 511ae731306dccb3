"""Run where a third language is registered: writes its page and index, and tells its forms and terminal words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import ipywidgets as w

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
from cliptrial.report.rendering import render
from cliptrial.report.site import write_site

STEPS = (IdeaStep, PlanStep, NumbersStep, CheckStep, ReportStep, DecideStep)


def labels(box: Any) -> list[str]:
    """Every text that a box shows."""
    own = [getattr(box, name, "") for name in ("description", "placeholder", "tooltip")]
    own += [box.value] if isinstance(box, w.HTML) and box.layout.display != "none" else []
    own += list(getattr(box, "_options_labels", ()))
    own += list(getattr(box, "titles", ()))
    return [text for text in own if text] + [t for child in getattr(box, "children", ()) for t in labels(child)]


def main(workspace: Path, out: Path, lang: str, slugs: list[str]) -> None:
    """Write everything."""
    for slug in slugs:
        render(slug, workspace, lang=lang, out=out)
    write_site(workspace, out, lang)
    session = Session(find_workspace(workspace))
    session.lang = lang
    boxes = [OpeningStep(session).box, CompareStep(session, Wish("", "hashtags", (), "", "views", "", "")).box]
    for slug in (*slugs, None):
        session.choose(slug)
        boxes += [step(session).box for step in STEPS]
    told = [text for box in boxes for text in labels(box)]
    (out / "forms.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
