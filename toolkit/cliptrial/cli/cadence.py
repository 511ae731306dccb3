"""``cliptrial plan`` of a cadence: which week has how many posts, and how many weeks an answer takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.output import print_json, print_table, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace


def plan_cadence(workspace: Workspace, slug: str, lang: str, as_json: bool) -> None:
    """Draw the periods and say what they can find out."""
    from cliptrial.planning.periods import plan_periods
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.safety.turns import one_at_a_time
    from cliptrial.report.team.weeks_ahead import sentences
    from cliptrial.wording.languages import wording_for

    with one_at_a_time(workspace.root):
        loaded = load_experiment(slug, workspace)
        plan = plan_periods(workspace, loaded)
    f, positions = wording_for(lang).formats, plan.schedule.periods
    lines = [*sentences(plan.outlook, lang, workspace.currency)]
    if as_json:
        print_json({"experiment": slug, "unchanged": plan.unchanged, "periods": list(positions),
                    "rule": plan.schedule.rule, "outlook": plan.outlook, "sentences": lines,
                    "files": ["schedule.csv", "schedule.json"]})  # fmt: skip
        return
    headers = [says("Period"), says("First day"), says("Last day"), says("Account"), says("Arm"), says("Posts")]
    labels = {arm.id: arm.label for arm in loaded.experiment.change.arms}
    print_table(headers, ([p.position, p.date, p.last, p.place, labels[p.arm], p.topic or ""] for p in positions))
    show()
    for line in lines:
        show(line)
    first = min(p.date for p in positions)
    if first < date.today():
        say(says("note: {told}", told=says("The first period began on {day}.", day=f.date(first))))
    say(says("Next: `cliptrial lock {slug}` before {day}.", slug=slug, day=f.date(first)))
