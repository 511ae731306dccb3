"""What all experiments of a workspace say together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.learning.library import Library
from cliptrial.analysis.learning.library import learn as learn_all
from cliptrial.analysis.learning.pooling import Learned
from cliptrial.messages import says
from cliptrial.notebook.compared import folder_of
from cliptrial.notebook.shown import Shown, chosen
from cliptrial.notebook.speaking import spoken
from cliptrial.registry.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cliptrial.notebook.cards import Card, Cell
    from cliptrial.plots.canvas import Picture
    from cliptrial.wording.learned import LearnedSpeaker


@dataclass(frozen=True, slots=True, repr=False)
class Learnings(Shown, Library):
    """What a team has learned: a :class:`~cliptrial.analysis.learning.library.Library` that shows itself.

    Attributes:
        folder: The workspace.
    """

    folder: Path | None = None

    def to_frame(self, what: Literal["learned", "experiments", "tried"] = "learned") -> pd.DataFrame:
        """One of its tables; columns and types stay where there is no row.

        Args:
            what: ``learned`` (a row a variable and metric: what all experiments with it say together),
                ``experiments`` (a row an experiment: its effect, and in ``left_out`` why it does not count) or
                ``tried`` (a row a change and account: what is realistic there; the account is missing in that for
                one that never tested it).

        Raises:
            InputError: There is no such table.
        """
        return chosen(TABLES, what, says("a table"))(self)

    def plot(self, variable: str | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Figure:
        """The experiments with one variable side by side, and what they come to, as a matplotlib figure.

        Args:
            variable: What was changed; the one with most experiments where none is named.
            ax: Drawn in the place of these axes; without, in a figure of its own.
            lang: Code of a language; otherwise the one chosen.

        Raises:
            InputError: There is no such variable, or only one experiment with it.
        """
        from cliptrial.notebook.pictures import drawn
        from cliptrial.plots.learned_forest import learned_forest

        s = self._speaker(lang or spoken(self.folder))
        by_name = {one.variable: one for one in reversed(self.learned)}
        first = self.learned[0].variable if self.learned else ""
        one = chosen(by_name, variable or first, says("a variable"))
        return drawn(lambda: learned_forest(s, one, "learned"), ax)

    def summary(self, lang: str | None = None) -> str:
        """A sentence for every variable.

        Args:
            lang: Code of a language; otherwise the one chosen.
        """
        s = self._speaker(lang or spoken(self.folder))
        return "\n".join(map(s.sentence, self.learned)) or s.w.sentences.nothing

    def _speaker(self, lang: str) -> LearnedSpeaker:
        from cliptrial.wording.learned import LearnedSpeaker

        return LearnedSpeaker.of(self, lang)

    def _card(self, lang: str) -> Card:
        from cliptrial.notebook.cards import Card
        from cliptrial.wording.learned import TONES

        s = self._speaker(lang)
        first = self.learned[0] if self.learned else None
        return Card(
            title=s.w.page.title,
            kicker=s.lead(),
            sentence=s.sentence(first) if first else s.w.sentences.nothing,
            word=s.w.page.chips[s.code(first)] if first else "",
            tone=TONES[s.code(first)] if first else "plain",
            columns=s.w.page.columns if self.lessons else (),
            rows=[_row(s, lesson) for lesson in self.lessons],
            lines=[*map(s.sentence, self.learned[1:])],
            warnings=s.remarks(),
            picture=lambda: _picture(s, first),
        )


def _row(s: LearnedSpeaker, lesson: Lesson) -> tuple[Cell, ...]:
    *cells, answer, counts = s.lesson_row(lesson)
    return (*cells, (answer, "plain"), counts)


def _picture(s: LearnedSpeaker, one: Learned | None) -> Picture | None:
    from cliptrial.plots.learned_forest import learned_forest

    mark = sha256(repr((one, s.library.data_hash)).encode()).hexdigest()[:8]
    return None if one is None else learned_forest(s, one, f"c{mark}-learned")


def learn(workspace: Path | str | Workspace = ".", *, client: str | None = None, draws: int = 4999) -> Learnings:
    """Pool every locked experiment that became ready, decided or not, by variable and primary metric.

    Args:
        workspace: A folder in or under a workspace, or the workspace itself.
        client: Whose experiments; those of others enter as numbers, where they may. None for all clients.
        draws: Monte-Carlo re-draws of each experiment's own answer.

    Examples:
        >>> learn("kitchen").to_frame()[["variable", "metric", "code"]].shape[1]
        3
    """
    library = learn_all(workspace, client=client, draws=draws)
    return Learnings(**{one.name: getattr(library, one.name) for one in fields(library)}, folder=folder_of(workspace))


def _learned(library: Library) -> pd.DataFrame:
    import pandas as pd

    names = ["variable", "metric", "experiments", "code", "relative", "relative_low", "relative_high"]
    names += ["next_low", "next_high", "p_value", "tau"]
    rows = [
        {"variable": one.variable, "metric": one.metric, "experiments": len(one.experiments), "code": one.code}
        | {"relative": one.relative, "p_value": one.p_value, "tau": one.tau}
        | dict(zip(names[5:9], (*one.relative_interval, *one.next_interval), strict=True))
        for one in library.learned
    ]
    kinds = {"variable": "str", "metric": "str", "experiments": "int64", "code": "str"}
    return pd.DataFrame(rows, columns=names).astype(kinds | dict.fromkeys(names[4:], "float64"))


def _experiments(library: Library) -> pd.DataFrame:
    import pandas as pd

    kinds = {"slug": "str", "title": "str", "variable": "str", "metric": "str", "accounts": "object"}
    kinds |= {"start": "datetime64[us]", "variants": "object", "effect": "float64", "standard_error": "float64"}
    kinds |= {"relative": "float64", "posts": "int64", "evidence": "str", "verdict": "str", "decision": "str"}
    kinds |= {"left_out": "str"}
    rows = [{name: _value(getattr(lesson, name)) for name in kinds} for lesson in library.lessons]
    return pd.DataFrame(rows, columns=[*kinds]).astype(kinds)


def _tried(library: Library) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"variable": one.variable, "metric": one.metric, "change": one.experiments[0], "account": account}
        | {"relative": known.relative, "low": known.interval[0], "high": known.interval[1]}
        for one in library.tried
        for account, known in [*one.accounts.items(), *([(None, one.elsewhere)] if one.elsewhere else [])]
    ]
    kinds = dict.fromkeys(("variable", "metric", "change", "account"), "str")
    kinds |= dict.fromkeys(("relative", "low", "high"), "float64")
    return pd.DataFrame(rows, columns=[*kinds]).astype(kinds)


def _value(value: object) -> object:
    return getattr(value, "value", value)


TABLES: Mapping[str, Callable[[Library], pd.DataFrame]] = {
    "learned": _learned,
    "experiments": _experiments,
    "tried": _tried,
}
