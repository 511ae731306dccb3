"""Every kind of report: its template, its page, its parameters, and what the index says of it.

A new kind is an entry here, ``templates/<name>.ipynb``, a subclass of :class:`~cliptrial.report.page.ReportPage` and
its sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cliptrial.wording.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report.

    Attributes:
        name: Its template ``<name>.ipynb``, and the folder it is written to where nobody names another.
        parameters: What the template takes beside ``workspace`` and ``lang``; ``reports``, the folder of all reports,
            is filled in.
        on_index: Title and line on the index page, by language; None where it is not listed there.
        makes_index: Whether the index page is written with it even where there is none yet.
    """

    name: str
    parameters: tuple[str, ...]
    on_index: Callable[[str], tuple[str, str]] | None = None
    makes_index: bool = False

    @property
    def template(self) -> str:
        """The notebook that is run."""
        return f"{self.name}.ipynb"


def learnings_of(client: str | None) -> str:
    """The name of the page of what was learned, over all clients or by one; their names never have two hyphens."""
    return "learnings" if client is None else f"learnings-{client.replace('_', '--')}"


def _learnings_on_index(lang: str) -> tuple[str, str]:
    words = LANGUAGES[lang].learned.page
    return words.title, words.on_index


def _chance_on_index(lang: str) -> tuple[str, str]:
    words = LANGUAGES[lang].chance
    return words.kicker, words.on_index


def _year_on_index(lang: str) -> tuple[str, str]:
    words = LANGUAGES[lang].our_year
    return words.title, words.on_index


def _review_on_index(lang: str) -> tuple[str, str]:
    words = LANGUAGES[lang].review
    return words.title, words.on_index


def _windows_on_index(lang: str) -> tuple[str, str]:
    words = LANGUAGES[lang].windows
    return words.title, words.on_index


_ALL = (
    Report("experiment", ("slug",)),
    Report("client", ("slug",)),
    Report("comparison", ("account", "dimension", "control", "values", "metric", "start", "end", "file", "leave_out")),
    Report("programme", ("account", "client", "since", "reports"), _year_on_index, makes_index=True),
    Report("performance", ("period", "day", "accounts", "audience", "name"), _review_on_index),
    Report("learnings", ("dimension", "metric", "reports", "client"), _learnings_on_index, makes_index=True),
    Report("windows", ("account",), _windows_on_index),
    Report(
        "chance",
        (
            "metrics",
            "account",
            "file",
            "posted_at",
            "timezone",
            "locale",
            "leave_out",
            "posts_per_arm",
            "draws",
            "seed",
        ),
        _chance_on_index,
    ),
)
REPORTS: Mapping[str, Report] = {report.name: report for report in _ALL}
"""By name, in the order of the index page."""
