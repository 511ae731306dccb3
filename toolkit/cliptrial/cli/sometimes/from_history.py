"""``cliptrial init --from-history``: begin with last year's posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cliptrial.cli.language import spoken
from cliptrial.cli.output import print_json, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.first_look import FirstLook
    from cliptrial.registry.accounts import Account
    from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Posts:
    """A table of last year's posts, and what it tells of the account by itself."""

    file: Path
    columns: Mapping[str, str]
    locale: str | None
    handle: str | None

    @classmethod
    def of(cls, file: Path, declared: Sequence[str], locale: str | None) -> Posts:
        """Read its header and its links; what cannot be read is refused before anything is written."""
        from cliptrial.planning.first_look import columns_in, handle_of
        from cliptrial.posts.mapping import read_mapping

        columns = columns_in(file, read_mapping(declared), locale)
        return cls(file, columns, locale, handle_of(file, locale))

    def look(self, account: Account) -> FirstLook:
        """What they tell of an account; nothing is written."""
        from cliptrial.planning.first_look import first_look

        return first_look(self.file, account, columns=self.columns, locale=self.locale)

    def tell(self, workspace: Workspace, account: str, look: FirstLook, as_json: bool) -> None:
        """Remember the columns, and print: a sentence a line, or one object."""
        from cliptrial.forms.first_look import first_look_lines
        from cliptrial.posts.mapping import remember
        from cliptrial.posts.opened_table import open_table
        from cliptrial.wording.languages import wording_for

        lines = first_look_lines(look, wording_for(spoken()))
        if self.columns:
            sheet = open_table(self.file, self.locale)
            say(remember(workspace, workspace.owner_of(account), self.columns, [sheet], self.file.name) or "")
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
