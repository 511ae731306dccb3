"""The share of mutants that tests notice, by folder, and the survivors."""

from __future__ import annotations

from collections.abc import Sequence

from tests.mutation.project import SHARES, Project
from tests.mutation.running import Outcome


def shares(project: Project, outcomes: Sequence[Outcome]) -> list[str]:
    """A Markdown table, one row a folder."""
    by_folder: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_folder.setdefault(project.folder(outcome.mutant.source.path), []).append(outcome)
    rows = [(name, by_folder[name]) for name in (*SHARES, *sorted(set(by_folder) - set(SHARES))) if name in by_folder]
    heads = ("folder", "mutants", "noticed", "share", "survived", "of these capped", "unreached", "excused")
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    for name, found in [*rows, ("all", list(outcomes))]:
        count = {
            state: sum(o.state == state for o in found) for state in ("noticed", "survived", "unreached", "excused")
        }
        of = len(found) - count["excused"]
        share = f"{count['noticed'] / of:.0%}" if of else ""
        capped = sum(o.capped for o in found if o.state == "survived")
        cells = (name, of, count["noticed"], share, count["survived"], capped, count["unreached"], count["excused"])
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return lines


def survivors(outcomes: Sequence[Outcome]) -> list[str]:
    """Every mutant that no test noticed: where, what it was, and what it became."""
    lines = []
    for outcome in outcomes:
        if outcome.state in ("noticed", "excused"):
            continue
        mutant = outcome.mutant
        note = "unreached" if outcome.state == "unreached" else f"{outcome.tests} tests"
        capped = " (capped)" if outcome.capped else ""
        lines += [f"{mutant.source.path}:{mutant.line}  {mutant.function}  [{mutant.operator}, {note}]{capped}"]
        lines += [f"  - {line}" for line in mutant.before.splitlines()]
        lines += [f"  + {line}" for line in mutant.after.splitlines() or [""]]
    return lines


def page(project: Project, outcomes: Sequence[Outcome], *, told: str) -> str:
    """All of it as Markdown."""
    lines = ["# Changes that the tests notice", "", told, "", *shares(project, outcomes), ""]
    if found := survivors(outcomes):
        lines += ["## Not noticed", "", "```", *found, "```", ""]
    return "\n".join(lines)
