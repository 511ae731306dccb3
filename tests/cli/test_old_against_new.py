"""Old against new, from the decisions to its own decision: as a season in which everything happened as planned."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.clock import on_day
from tests.fairness.season import SLUG, Plan, Season, Workshop, season

import cliptrial
from cliptrial.analysis.learning.library import learn
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.beside.adopted import adopted
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.report.experiment_page import AnalysisPage

AFTER = "2026-04-20"
HEADLINES = {
    "confirmed": ("That is confirmed. Measured", "Das ist bestätigt. Gemessen"),
    "kept": ("The gain is not confirmed yet.", "Bestätigt ist der Zuwachs noch nicht."),
    "rolled_back": ("This does not say that the changes did harm.", "Dass die Änderungen geschadet haben, ist damit"),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("checks"))


def checked(workshop: Workshop, effect: float, spread: float) -> Season:
    """A check whose posts are all in."""
    made = season(workshop, Plan(variable="bundle", hold=("slot", "sound", "duration")), effect, spread, seed=3)
    made.handed_in()
    return made


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\xa0", " ")))


@pytest.mark.parametrize(
    ("effect", "spread", "outcome", "what"),
    [(0.8, 0.4, "confirmed", "ship"), (0.9, 0.8, "kept", "ship"), (0.2, 0.8, "rolled_back", "drop")],
)
def test_the_first_screen_and_the_proposal_say_what_came_out(
    workshop: Workshop, command: Command, effect: float, spread: float, outcome: str, what: str
) -> None:
    folder = checked(workshop, effect, spread).folder
    analysis = cliptrial.analyze(SLUG, workspace=folder)
    assert analysis.experiment is not None
    one = analysis.experiment.old_new
    assert one is not None
    assert (one.outcome, one.posts, one.new, one.old) == (
        outcome, (14, 14), ("Question", "#food #quick"), ("Statement", "#food #dinner"),
    )  # fmt: skip
    assert one.realistic is not None
    assert abs(one.realistic.value) < abs(one.measured)
    months = dict(one.months)
    assert sum(months.values()) == pytest.approx(sum(post.metrics["views"] or 0 for post in analysis.posts))
    for lang, said in zip(("en", "de"), HEADLINES[outcome], strict=True):
        screen = text(str(AnalysisPage(analysis, lang).first_screen().html))
        assert said in screen
        assert ("Actual views" if lang == "en" else "Tatsächliche Aufrufe") in screen
    told = command(
        "decide", SLUG, what, "--why", "so", "--who", "Ana", "--when", AFTER, "--workspace", folder, "--json"
    )
    assert told.json["proposal"]["what"] == what
    assert told.json["proposal"]["know"].startswith(told.json["analysis"][:40])
    assert ("14 more posts of each way" in told.json["proposal"]["do"]) is (outcome == "rolled_back")


def test_what_is_rolled_back_is_adopted_no_more_and_stays_published(workshop: Workshop, command: Command) -> None:
    folder = checked(workshop, 0.2, 0.8).folder
    workspace = find_workspace(folder)
    before = [one.slug for one in adopted(workspace, date(2026, 4, 1))]
    given = ("--why", "so", "--who", "Ana", "--workspace", folder)
    assert command("decide", SLUG, "drop", "--when", AFTER, *given).code == 0
    after = adopted(workspace, date.fromisoformat(AFTER))
    assert (sorted(before), after) == (["hook-a", "tags-a"], ())
    listed = command("learn", "--workspace", folder).out
    assert re.search(r"A trial: rolled back \(.\d+ % measured\)", listed.replace("\xa0", " "))
    assert learn(workspace).averages == ()
    command("decide", SLUG, "ship", "--when", AFTER, *given)
    assert [one.slug for one in adopted(workspace, date.fromisoformat(AFTER))] == sorted(before)


def test_its_lists_say_all_that_is_done(workshop: Workshop) -> None:
    workspace = find_workspace(checked(workshop, 0.2, 0.8).folder)
    labels = arm_labels(workspace, load_experiment(SLUG, workspace))
    assert labels == {"a": "Statement + #food #dinner", "b": "Question + #food #quick"}


def test_an_adoption_begins_once_what_runs_there_is_over(
    workshop: Workshop, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The running check waits for nobody: it does not hold the cover."""
    on_day(monkeypatch, "cli.weekly.plan", date(2025, 12, 20))
    made = season(workshop, Plan(variable="bundle", hold=("slot", "sound", "duration")), 0.2, 0.8, seed=3)
    given = ("--why", "so", "--who", "Ana", "--workspace", made.folder)
    last = max(made.posts["day"])
    assert command("plan", "cover-a", "--workspace", made.folder).code == 0
    told = command("decide", "cover-a", "ship", "--when", "2026-03-10", *given)
    assert f"begins on {last + timedelta(days=1)}" in told.err
    (decision,) = read_decisions(made.folder / "experiments" / "cover-a")
    assert decision.starts == last + timedelta(days=1)
    early = command("decide", "cover-a", "ship", "--when", "2026-03-10", "--from", "2026-03-11", *given, "--json")
    assert early.json["decisions"][-1]["from"] == "2026-03-11"
    assert "run there until then" in early.json["notes"][0]
    free = command("decide", "cover-a", "ship", "--when", AFTER, *given, "--json")
    assert ("from" in free.json["decisions"][-1], free.json["notes"]) == (False, [])


def test_rolling_back_what_another_change_replaced_is_told(workshop: Workshop, command: Command) -> None:
    folder = Path(checked(workshop, 0.2, 0.8).folder)
    joke = folder / "experiments" / "joke-a"
    joke.mkdir()
    text_ = (folder / "experiments/hook-a/experiment.yaml").read_text(encoding="utf-8").replace("Question", "A joke")
    (joke / "experiment.yaml").write_text(text_, encoding="utf-8")
    (joke / "decision.yaml").write_text("- {who: Ana, when: 2026-04-10, what: ship, why: so}\n", encoding="utf-8")
    given = ("--why", "so", "--who", "Ana", "--when", AFTER, "--workspace", folder)
    told = command("decide", SLUG, "drop", *given)
    assert "hook-a@2026-02-01 was replaced by joke-a@2026-04-10 since; that one stays" in told.err
    assert [one.slug for one in adopted(find_workspace(folder), date.fromisoformat(AFTER))] == ["joke-a"]
    assert "replaced" not in command("decide", "tags-a", "drop", *given).err


def test_a_check_is_written_from_the_decisions_and_told_what_it_costs(
    workshop: Workshop, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, "cli.growth.proof", date(2026, 6, 1))
    folder = checked(workshop, 0.2, 0.8).folder
    own = ("--workspace", folder, "--weekday", "mon", "--weekday", "thu")
    late = command("proof", "plan", "next", "--start", "2027-10-25", *own)
    assert late.code == 0, late.err
    assert "for 14 weeks nothing else is tested on kitchen" in late.err
    assert "Black Friday (2027-11-26)" in late.err
    assert "Advent and Christmas" in late.err
    plan = load_experiment("next", find_workspace(folder)).experiment
    assert plan.change.variants[0].value == ("hook-a@2026-02-01", "tags-a@2026-02-01")
    assert plan.change.control.value == "Statement + #food #dinner"
    assert "hashtags" not in plan.hold_constant
    assert set(plan.hold_constant) == {"slot", "sound", "duration"}
    assert (plan.design.posts_per_arm, plan.metrics.primary) == (14, "views")
    calm = command("proof", "plan", "calm", "--start", "2029-01-08", *own, "--json").json
    assert (calm["weeks"], calm["first"], calm["seasons"]) == (14, "2029-01-08", [])
    longer = command("proof", "more", SLUG, "--start", "2026-06-08", *own, "--json")
    assert (longer.code, longer.json["follow_up_of"]) == (0, SLUG)
    more = load_experiment(f"{SLUG}-more", find_workspace(folder)).experiment
    assert (more.design.posts_per_arm, more.follow_up_of) == (14, SLUG)
