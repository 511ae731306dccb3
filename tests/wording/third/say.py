"""Run where a third language is registered: writes pages, index, forms and what commands print, by language."""

from __future__ import annotations

import ast
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
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
from cliptrial.report.reports import REPORTS
from cliptrial.report.site import write_site
from cliptrial.report.templates import find_template

STEPS = (IdeaStep, PlanStep, NumbersStep, CheckStep, ReportStep, DecideStep)
COMMANDS = ("plan", "check", "analyze")
MORE = ("list", "validate", "learn", "idea", "money", "clients", "accounts", "watch")
"""Commands that are told no experiment."""
ASKED: dict[str, dict[str, object]] = {
    "client": {"slug": "question-hook"},
    "comparison": {"dimension": "hashtags"},
    "learnings": {"dimension": "hashtags"},
    "performance": {"period": "month"},
    "chance": {"draws": 60},
}
"""What each kind of report is told beside the workspace and the language."""
ENOUGH = ("programme", "performance", "learnings", "chance")
"""Those that are compared between languages as well."""


def labels(box: Any) -> list[str]:
    """Every text that a box shows."""
    own = [getattr(box, name, "") for name in ("description", "placeholder", "tooltip")]
    own += [box.value] if isinstance(box, w.HTML) and box.layout.display != "none" else []
    own += list(getattr(box, "_options_labels", ()))
    own += list(getattr(box, "titles", ()))
    return [text for text in own if text] + [t for child in getattr(box, "children", ()) for t in labels(child)]


def told(*arguments: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
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


def page(name: str, workspace: Path, lang: str) -> str:
    """What the cells of a report's template show, one after the other, without a kernel."""
    names: dict[str, Any] = {}
    shown = []
    for cell in json.loads(find_template(REPORTS[name].template).read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names |= {"workspace": workspace, "lang": lang, **ASKED.get(name, {})}
        if isinstance(last, ast.Expr):
            section = eval(compile(ast.Expression(last.value), name, "eval"), names)
            shown.append(section.head() if section is names["page"] else section)
    return "\n".join(section.html for section in shown)


def main(workspace: Path, out: Path, lang: str, slugs: list[str]) -> None:
    """Write everything in one language; on the terminal the first experiment is asked for."""
    list(render_all(slugs, workspace, langs=[lang], out=out))
    write_site(workspace, out, lang)
    (out / "forms.json").write_text(json.dumps(shown(workspace, lang, slugs)), encoding="utf-8")
    asked = (slugs[0], "--lang", lang, "--workspace", str(workspace))
    said = {command: told(command, *asked) for command in COMMANDS}
    said |= {command: told(command, *asked[1:]) for command in MORE}
    others = [name for name in REPORTS if name != "experiment" and (len(slugs) > 1 or name in ENOUGH)]
    (out / "pages.json").write_text(json.dumps({name: page(name, workspace, lang) for name in others}))
    (out / "terminal.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    for lang, slugs in json.loads(sys.argv[3]).items():
        main(Path(sys.argv[1]), Path(sys.argv[2]) / lang, lang, slugs)
