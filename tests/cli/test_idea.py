"""``idea``, ``new --from-idea`` and what ``decide`` proposes, as they are typed."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Command
from tests.report.examples import SLUG
from tests.report.examples import workspace as example

from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.workspace import Workspace

ADD = ("idea", "add", "question", "--variable", "hook", "--variant", "a question", "--control", "a statement")


def test_from_an_idea_to_its_experiment(command: Command, workspace: Workspace) -> None:
    assert "No ideas yet" in command("idea").out
    assert "cliptrial new --from-idea question" in command(*ADD).out + command("idea").out
    command("idea", "add", "dear", "--variable", "cover", "--variant", "drawn", "--extra-work", "much", "--once", "4")
    told = command("idea", "--json").json["ideas"]
    assert [(one["id"], one["state"], one["because"], one["posts"]) for one in told] == [
        ("question", "open", "free", 16),
        ("dear", "open", "work", 16),
    ]
    assert command("new", "--from-idea", "question").code == 0
    assert command("idea", "--json").json["ideas"][-1]["experiment"] == "question"
    german = command("idea", "--lang", "de").out
    assert "im Test: question" in german
    assert "Als Nächstes: drawn" in german
    assert "Mehraufwand: viel" in german
    assert workspace.root.joinpath("ideas.yaml").is_file()


def test_wrong_usage_says_what_is_meant(command: Command, workspace: Workspace) -> None:
    del workspace
    assert command("idea", "drop", "x").code == 2
    assert command("idea", "add").code == 2
    assert command("new", "--from-idea", "x", "--from", "y").code == 2
    assert command(*ADD).code == 0
    assert command("decide", "x", "ship", "--extra-work", "lots").code in {1, 2}


@pytest.mark.parametrize(
    ("asked", "what", "why"), [((), "ship", "ahead"), (("--extra-work", "100%"), "drop", "too_much_work")]
)
def test_decide_proposes_by_what_is_expected_less_the_extra_work(
    command: Command, asked: tuple[str, ...], what: str, why: str
) -> None:
    home = example("better")
    folder = home / "experiments" / SLUG
    try:
        given = ("--why", "so", "--who", "Ana", "--workspace", home)
        told = command("decide", SLUG, "drop", *given, *asked, "--json").json
        proposal = told["proposal"]
        assert (proposal["what"], proposal["why"]) == (what, why)
        assert told["analysis"] == proposal["know"]
        (kept,) = read_decisions(folder)
        assert kept.proposal == what
        assert kept.expected == pytest.approx(proposal["expected"], rel=1e-3)
        shown = command("decide", SLUG, "drop", *given, *asked, "--lang", "de").err
        assert (
            f"Was wir tun: {'Vorschlag: vorläufig übernehmen' if what == 'ship' else 'Vorschlag: beim Alten bleiben'}"
            in shown
        )
        assert ("etwa" in shown and "Geschätzt, nicht gemessen" in shown) is (what == "ship")
    finally:
        (folder / "decision.yaml").unlink()
