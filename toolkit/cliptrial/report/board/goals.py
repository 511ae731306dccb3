"""The goals of a page for a team or a client: those with a number, where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cliptrial.registry.workspace import Workspace

if TYPE_CHECKING:
    from cliptrial.wording.goals import GoalText


def goals_of(workspace: Workspace, lang: str, accounts: Sequence[str] | None = None) -> list[GoalText]:
    """Where the goals stand, of these accounts or of all."""
    if not any(goal.line for goal in workspace.goals):
        return []
    from cliptrial.planning.growth.goals import progress_of  # inside: most pages need no history
    from cliptrial.wording.goals import goal_texts

    return goal_texts(workspace, progress_of(workspace, accounts), lang)
