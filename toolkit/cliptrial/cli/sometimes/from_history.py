"""``cliptrial init --from-history``: begin with last year's posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.cli.language import spoken
from cliptrial.cli.output import print_json, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.first_look import FirstLook, Table
    from cliptrial.registry.accounts import Account
    from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Posts:
    """Tables of last year's posts, and what they tell of the account by themselves."""

    tables: Sequence[Table]
    locale: str | None
    handle: str | None

    @classmethod
    def of(cls, files: Sequence[Path], declared: Sequence[str], locale: str | None) -> Posts:
        """Read their headers and links; what cannot be read is refused before anything is written."""
        from cliptrial.planning.first_look import handle_of, tables_in
        from cliptrial.posts.mapping import read_mapping

        return cls(tables_in(files, read_mapping(declared), locale), locale, handle_of(files, locale))

    def look(self, account: Account) -> FirstLook:
        """What they tell of an account; nothing is written."""
        from cliptrial.planning.first_look import first_look

        return first_look(self.tables, account, locale=self.locale)

    def tell(self, workspace: Workspace, account: str, look: FirstLook, as_json: bool) -> None:
        """Remember the columns, and print: a sentence a line, or one object."""
        from cliptrial.forms.first_look import first_look_lines
        from cliptrial.posts.mapping import remember
        from cliptrial.posts.opened_table import open_table
        from cliptrial.wording.languages import wording_for

        lines = first_look_lines(look, wording_for(spoken()))
        for table in self.tables:
            sheet, owner = open_table(table.file, self.locale), workspace.owner_of(account)
            if table.columns and (kept := remember(workspace, owner, table.columns, [sheet], table.file.name)):
                say(kept)
        if as_json:
            print_json({"account": account, "lines": lines, **_plain(look)})
            return
        for line in lines:
            show(line)
        say(says("Next: `cliptrial new --from-playbook NAME`; `cliptrial ingest` keeps these posts in the store."))


def _plain(look: FirstLook) -> dict[str, object]:
    wins = {share.method: share.share for share in look.chance.shares}
    plays = [
        {"name": one.play.name, "metric": one.metric.name, "smallest": one.smallest, "chance": one.chance}
        for one in look.plays
    ]
    pace = {"posts_a_week": look.a_week, "within": look.within}
    return {"columns": look.columns, "false_winners": wins, **pace, "plays": plays}
