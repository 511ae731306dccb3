"""The page of a chance check, section by section, and how it is written."""

from __future__ import annotations

from pathlib import Path

from cliptrial.analysis.results import package_version
from cliptrial.planning.chance_check import chance_check, posts_for
from cliptrial.planning.chance_history import file_histories, store_histories
from cliptrial.plots.chance_bars import chance_bars
from cliptrial.posts.workspaces import find_workspace
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage
from cliptrial.report.section import Section
from cliptrial.report.source import brand_of
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.experiment.opening import OpeningText


class ChancePage(ReportPage):
    """How often made-up labels win on a team's own posts; every method is one section that shows itself.

    Args:
        workspace: The workspace's folder, or one inside it; only its brand is used with ``file``.
        lang: Code of a language, ``en``.
        metrics: Names of metrics; with ``file`` columns, or ``NUMERATOR/DENOMINATOR``.
        account: One account; with ``file`` the column that names each post's account.
        file: A table of posts instead of the store.
        posted_at: With ``file``: the column with the time of posting.
        timezone: With ``file``: in which weekdays are read.
        locale: With ``file``: where it comes from, e.g. ``de``, for 1.234 and 03/04/2026.
        leave_out: With ``file``: ``impossible`` leaves out posts whose numbers cannot be true.
        posts_per_arm: Posts in each made-up arm; 0 for the usual 14, or half of what there is.
        draws: Made-up comparisons.
        seed: Same seed, same page.

    Raises:
        InputError: Nothing can be compared; every problem at once.
    """

    comments = "chance"

    def __init__(
        self,
        workspace: str | Path = ".",
        lang: str = "en",
        *,
        metrics: list[str] | tuple[str, ...] = ("views",),
        account: str = "",
        file: str | Path = "",
        posted_at: str = "",
        timezone: str = "UTC",
        locale: str = "",
        leave_out: str = "",
        posts_per_arm: int = 0,
        draws: int = 2000,
        seed: int = 0,
    ) -> None:
        root, brand = None, Brand()
        if file:
            columns = {"account": account, "posted_at": posted_at, "timezone": timezone, "locale": locale}
            histories = file_histories(Path(file), list(metrics), **columns, leave_out=leave_out)
        else:
            opened = find_workspace(workspace)
            root, brand = opened.root, brand_of(opened)
            histories = store_histories(opened, list(metrics), account or None)
        posts = posts_for(histories, posts_per_arm)
        checks = [chance_check(one, posts_per_arm=posts, draws=draws, seed=seed) for one in histories]
        self.speaker = ChanceSpeaker.of(checks, lang)
        self._opening = OpeningText(*self.speaker.opening())
        language = self.speaker.language
        super().__init__(Frame(language.lang, language.page, self._opening, brand, root))

    def first_screen(self) -> Section:
        """What was done, the sentence to remember, and the picture."""
        s = self.speaker
        return self._section(
            "first_screen",
            opening=self._opening,
            what=self._opening.lines,
            tone="open",
            word=s.w.word,
            sentence=s.sentence(),
            support=s.support(),
            trust=s.trust(),
            pictures=[chance_bars(s, s.striking, "chance")],
            lines=[],
        )

    def other_metrics(self) -> Section:
        """The same picture for every further metric."""
        s = self.speaker
        others = [check for check in s.checks if check is not s.striking]
        pictures = [chance_bars(s, check, f"chance{n}") for n, check in enumerate(others)]
        drawn = [
            self._section("chance_figure", heading=s.metric(check), told=s.sentence(check), picture=picture).html
            for check, picture in zip(others, pictures, strict=True)
        ]
        return Section("\n".join(drawn))

    def methods(self) -> Section:
        """Every method in a table: what it does, and how often it was wrong."""
        s = self.speaker
        headers = [s.metric(check) for check in s.checks]
        return self._section("chance_methods", words=s.w, headers=headers, rows=s.rows(), tones=s.tones())

    def why(self) -> Section:
        """Why views are no independent trials."""
        return self._section("chance_why", heading=self.speaker.w.why, lines=self.speaker.w.why_lines)

    def conclusions(self) -> Section:
        """What can be said, and what cannot."""
        return self._section("conclusions", can=self.speaker.can(), cannot=self.speaker.w.cannot)

    def next_steps(self) -> Section:
        """What to do now."""
        return self._section("next_steps", steps=self.speaker.w.steps)

    def to_copy(self) -> Section:
        """Three sentences for an e-mail or a chat."""
        return self._section("to_copy", lines=self.speaker.to_copy())

    def details(self) -> Section:
        """How it was done, behind a line to open."""
        return self._section("chance_details", lines=self.speaker.method())

    def provenance(self) -> Section:
        """Version, hash of the posts and seed."""
        return self._section("provenance", line=self.speaker.footer(package_version()))

    def _numbers(self) -> object:
        return self.speaker.describe()
