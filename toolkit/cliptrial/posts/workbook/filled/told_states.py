"""What became of one post, told without the workbook: kept as a row of the workbook would be, by the same rules."""

from __future__ import annotations

from datetime import date

from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.workbook.filled.by_message import hand_in_rows
from cliptrial.posts.workbook.layout import Filled
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.workspace import Workspace


def tell_state(
    workspace: Workspace, slug: str, position: int, state: PostState, link: str = "", boosted: date | None = None
) -> FileReport:
    """Keep what became of the post of one position, and its link.

    Args:
        workspace: Where the experiment lives.
        slug: The experiment.
        position: Of the post.
        state: What became of it; ``POSTED`` takes an earlier word back.
        link: Its link, if it is known.
        boosted: Since when it was boosted, if that is known.

    Returns:
        As of a workbook.

    Raises:
        PlanError: The experiment has no schedule yet.
    """
    row = Filled(link=link or None, promoted_on=boosted if state is PostState.BOOSTED else None, state=state)
    return hand_in_rows(workspace, slug, {position: row}).files[0]
