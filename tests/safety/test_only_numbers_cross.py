"""Clients learn from one another's numbers where both want it, and never a name."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished
from tests.report.in_process import InProcess

from cliptrial.analysis import analyze
from cliptrial.analysis.learning.changes import Expected
from cliptrial.analysis.learning.library import learn
from cliptrial.cli.entry import run
from cliptrial.errors import InputError
from cliptrial.posts.week.briefing import Briefing
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.comments import FOLDER, add_comment, said_now
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.report.export import export
from cliptrial.report.site import write_site
from cliptrial.report.team.handed_pages import write_handed
from cliptrial.report.templates import find_template
from cliptrial.wording.describe import describe
from cliptrial.wording.languages import LANGUAGES

CLIENTS = """\
brand: {{name: Studio Nord}}
clients:
  canary: {{name: Canary Hotel{a}}}
  kino: {{name: Kino{b}}}
  bistro: {{name: Bistro}}
accounts:
  canary_acct: {{timezone: Europe/Berlin, client: canary, handle: canary.handle}}
  film: {{timezone: Europe/Berlin, client: kino}}
  table: {{timezone: Europe/Berlin, client: bistro}}
"""
QUIET = {"primary": "average_watch_time", "title": "Our own question", "per_arm": 6}
CANARY = {"account": "canary_acct", "topic": "Canary topic", "because": "Canary reason"}


def agency(folder: Path, a: str = "", b: str = "") -> Workspace:
    """The hotel's five tests before one of the cinema, all with names that must not cross; the first tried the same."""
    folder.mkdir()
    (folder / "workspace.yaml").write_text(CLIENTS.format(a=a, b=b), encoding="utf-8")
    workspace = load_workspace(folder)
    for number, effect in enumerate((0.5, 0.4, 0.6, 0.3, 0.5)):
        hooks = {} if number == 0 else {"control": f"Canary old {number}", "variants": [f"Canary new {number}"]}
        told = QUIET | CANARY | {"title": f"Canary title {number}", "statement": "Canary statement."}
        finished(workspace, f"canary-{number}", effect, number, **told, **hooks)  # type: ignore[arg-type]
    finished(workspace, "film-question", 0.1, 5, account="film", follow_up_of="canary-0", **QUIET)  # type: ignore[arg-type]
    add_comment(folder / FOLDER / "learnings.md", said_now(date(2026, 1, 5), "Canary Anna", "Canary words."), folder)
    (folder / "ideas.yaml").write_text(
        "- {id: canary-idea, client: canary, variable: hook, variant: Canary hook, control: x}\n"
        "- {id: ask, client: kino, variable: hook, control: Statement, variant: Question}\n",
        encoding="utf-8",
    )
    return load_workspace(folder)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return agency(tmp_path_factory.mktemp("agency") / "ws")


def pages(workspace: Workspace, out: Path, lang: str) -> dict[str, str]:
    """Everything that goes to the cinema, by name."""
    loaded = load_experiment("film-question", workspace)
    write_site(workspace.root, out, lang)
    briefing = Briefing.of(workspace, loaded)
    handed = write_handed(workspace, briefing, out, lang=lang, since=date(2025, 1, 1))
    told = {path.name: path.read_text(encoding="utf-8") for path in handed if path.suffix != ".xlsx"}
    root = str(workspace.root)
    for name, chosen in (
        ("experiment", {"slug": "film-question"}),
        ("client", {"slug": "film-question"}),
        ("learnings", {"client": "kino", "reports": str(out)}),
    ):
        made = export(InProcess().run(find_template(f"{name}.ipynb"), {"workspace": root, "lang": lang, **chosen}))
        told |= {name: made.html, f"{name}.json": json.dumps(made.result)}
    told["analysis.json"] = json.dumps(describe(analyze("film-question", workspace), lang))
    told["index"] = (out / "index_kino.html").read_text(encoding="utf-8")
    return told


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_no_name_of_a_client_is_on_anything_that_another_one_sees(
    workspace: Workspace, tmp_path: Path, lang: str
) -> None:
    told = pages(workspace, tmp_path, lang)
    assert len(told) >= 11
    assert {name for name, text in told.items() if "canary" in text.lower()} == set()
    assert "Our own question" in told["experiment"]
    assert LANGUAGES[lang].learned.tried.others(1) in told["learnings"], "a number crosses"


def test_what_is_expected_rests_on_the_numbers_of_others(workspace: Workspace) -> None:
    assert analyze("film-question", workspace, draws=99).provenance.prior.experiments == 5
    library = learn(workspace, client="kino", draws=99)
    (ours,) = library.tried
    assert [one.prior.experiments for one in library.learned] == [6], "its own beside those five"
    assert (list(ours.accounts), ours.others, ours.experiments) == (["film"], 1, ("film-question",))
    alone = next(one for one in learn(workspace, draws=99).tried if "film-question" in one.experiments)
    assert alone.accounts["film"] == ours.accounts["film"], "the agency's page says the same of it"
    assert set(alone.accounts) == {"canary_acct", "film"}


@pytest.mark.parametrize(("a", "b"), [(", teaches: false", ""), ("", ", learns: false")])
def test_either_of_two_clients_can_refuse(tmp_path: Path, a: str, b: str) -> None:
    """Then it is as if the other one did not exist; who learns still learns from a third one."""
    refused = agency(tmp_path / "ws", a, b)
    assert analyze("film-question", refused, draws=99).provenance.prior.experiments == 0
    library = learn(refused, client="kino", draws=99)
    (ours,) = library.tried
    assert ours.others == 0
    assert [one.prior.experiments for one in library.learned] == [0], "one test of its own says too little of the next"
    (whole,) = (one for one in learn(refused, draws=99).tried if "film-question" in one.experiments)
    assert whole.accounts["film"] == ours.accounts["film"]
    finished(refused, "table-question", 0.5, 7, account="table", **QUIET)  # type: ignore[arg-type]
    (ours,) = learn(refused, client="kino", draws=99).tried
    assert ours.others == (1 if a else 0)


def test_a_repeat_on_another_clients_account_is_no_repeat_and_is_not_named(workspace: Workspace) -> None:
    told = analyze("film-question", workspace, draws=99)
    assert "repeated_test" not in {one.code for one in told.findings}
    assert told.experiment is not None
    assert told.experiment.follow_up_of is None


def test_a_client_that_is_not_there_is_told_with_those_that_are(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError) as refused:
        learn(workspace, client="kin")
    assert [one.code for one in refused.value.problems] == ["unknown_client"]
    assert run(["learn", "--client", "kin", "--workspace", str(workspace.root)]) == 1
    capsys.readouterr()
    assert run(["learn", "--client", "kino", "--workspace", str(workspace.root)]) == 0
    shown = capsys.readouterr().out
    assert "canary" not in shown.lower()
    _, _, by_account, known = shown.split("\n\n")
    (one,) = learn(workspace, client="kino").tried
    film, other = (_changes(found) for found in (one.accounts["film"], one.elsewhere) if found)
    heading, lead, head, row = by_account.splitlines()
    assert (heading, lead[:24]) == ("The same change, account by account", "Estimated, not measured:")
    assert [re.split(r"\s{2,}", line) for line in (head, row)] == [
        ["Change", "Metric", "Where it was tested", "On an account that has not tested it"],
        [
            *("Question instead of Statement", "Average watch time"),
            *(f"film: {film}; and one account of other clients", other),
        ],
    ]
    assert known.splitlines()[1:] == ["Hook · Average watch time: 1 of about 17"]


def _changes(found: Expected) -> str:
    low, high = found.interval
    return f"{100 * found.relative:+.0f} % ({100 * low:+.0f} to {100 * high:+.0f} %)".replace("-", "−").replace(
        " %", "\u00a0%"
    )
