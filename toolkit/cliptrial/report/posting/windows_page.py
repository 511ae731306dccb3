"""The page of when to post, and the section that a review shows of it."""

from __future__ import annotations

from pathlib import Path

from cliptrial.analysis.history.posting_windows import PostingWindows, posting_windows
from cliptrial.plots.posting.windows import followers_line, parts_of_day
from cliptrial.posts.workspaces import find_workspace
from cliptrial.report.page import Frame, ReportPage, Titles
from cliptrial.report.section import Section
from cliptrial.report.source import brand_of
from cliptrial.report.templates import sections_environment
from cliptrial.wording.languages import wording_for
from cliptrial.wording.posting.windows import WindowsSpeaker


def windows_section(
    windows: PostingWindows, lang: str, workspace: Path | None = None, name: str = "windows", heading: str = ""
) -> Section:
    """The posting windows of one account: the answer, the pictures, and the tables behind lines to open.

    Args:
        windows: What is shown.
        lang: Code of a language.
        workspace: Folder whose ``templates/`` win over the packaged ones.
        name: What its figures are called, different for each on one page.
        heading: What stands above it; empty for nothing.
    """
    s = WindowsSpeaker.of(windows, lang)
    template = sections_environment(workspace).get_template("sections/windows.html")
    pictures = [picture for draw in (followers_line, parts_of_day) if (picture := draw(s, f"{name}-{draw.__name__}"))]
    rows, by_weekday = ([("", row) for row in table] for table in (s.rows(), s.weekday_rows()))
    html = template.render(
        s=s, w=s.language.page, words=s.w, heading=heading, pictures=pictures, rows=rows, by_weekday=by_weekday
    )
    return Section(html.strip())


class WindowsPage(ReportPage):
    """The page of when to post: of one account, or of each one by itself.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language; empty for that of whoever reads it.
        account: One account; empty for all.

    Raises:
        InputError: There is no such account.
    """

    comments = "windows"

    def __init__(self, workspace: str | Path = ".", lang: str = "", *, account: str = "") -> None:
        opened = find_workspace(workspace)
        accounts = (account,) if account else tuple(opened.accounts)
        every = [posting_windows(opened, name) for name in accounts]
        language = wording_for(lang or opened.language)
        days = [one.days[1] for one in every if one.days] + [one.activity.last for one in every if one.activity]
        words = language.windows
        stamp = words.stamp(language.formats.date(max(days))) if days else ""
        self.every, self._language = every, language
        super().__init__(
            Frame(language.lang, language.page, Titles(words.title, stamp), brand_of(opened, accounts), opened.root)
        )

    def windows(self) -> Section:
        """Every account: the answer, the pictures, and the tables behind lines to open."""
        several, title = len(self.every) > 1, self._language.windows.title
        parts = [f"<h1>{title}</h1>"]
        for number, one in enumerate(self.every):
            name, heading = f"windows{number}", one.account if several else ""
            parts.append(windows_section(one, self._frame.lang, self._frame.workspace, name, heading).html)
        return Section("\n".join(parts))

    def _numbers(self) -> object:
        return {"accounts": [WindowsSpeaker.of(one, self._frame.lang).describe() for one in self.every]}
