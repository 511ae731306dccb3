"""``cliptrial compact``."""

from __future__ import annotations

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says


def run(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Put the store's many small files into a few large ones, so that everything is read faster.

    No number changes, no page is rendered anew, and every hand-in can still be taken back. The small files
    go with the next run, when nobody reads them any more.
    """
    from cliptrial.cli.weekly.ingest_shown import TABLE_NAMES
    from cliptrial.posts.lake.compaction import compact
    from cliptrial.posts.lake.lake import Lake
    from cliptrial.registry.safety.turns import one_at_a_time

    opened = open_workspace(workspace)
    with one_at_a_time(opened.root):
        tables = compact(Lake(opened.store_dir))
    if as_json:
        print_json({"tables": tables})
        return
    done = [one for one in tables if one.before != one.after or one.removed]
    for one in done:
        say(
            says(
                "{table}: read from {before} files before and {after} now; {removed} removed that nobody reads",
                table=TABLE_NAMES[one.table],
                before=one.before,
                after=one.after,
                removed=one.removed,
            )
        )
    if not done:
        say(says("There is nothing to put together."))
