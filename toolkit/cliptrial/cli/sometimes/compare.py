"""``cliptrial compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.answer_shown import show_answer, show_findings
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, LeaveOutOption, LocaleOption, print_json, say
from cliptrial.messages import says

if TYPE_CHECKING:
    import pandas as pd

    from cliptrial.analysis import Analysis


class _Asked(TypedDict):
    """What is compared, whatever chance assigned."""

    arm: str
    control: str
    metrics: list[str]
    alpha: float
    at_least: float


class _Columns(TypedDict):
    """Columns that a table of posts may have."""

    block: str | None
    account: str | None
    posted_at: str | None


class _ByPost(_Columns):
    """How posts are compared."""

    timezone: str
    randomised: bool
    seed: int
    leave_out: str | None


class _Rows(TypedDict):
    """Which rows are read, and how."""

    where: list[tuple[str, str]]
    only: dict[str, list[str]]
    locale: str | None
    timezone: str


def run(
    file: Annotated[Path, typer.Argument(help="Table with one row a post: CSV (also .gz), XLSX or Parquet.")],
    arm: Annotated[str, typer.Option(help="Column that names each post's arm.")],
    control: Annotated[str, typer.Option(help="Value of that column to compare with.")],
    metric: Annotated[
        list[str], typer.Option(help="Column, or NUM/DEN for a rate; repeatable, the first one decides.")
    ],
    variant: Annotated[
        list[str] | None, typer.Option(help="Only these arms against the control; repeatable. Default: all.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only rows with this value; repeatable.")
    ] = None,
    block: Annotated[str | None, typer.Option(help="Column within which chance assigned the arms.")] = None,
    account: Annotated[str | None, typer.Option(help="Column with the account; posts are compared within it.")] = None,
    posted_at: Annotated[str | None, typer.Option(help="Column with the time of posting.")] = None,
    timezone: Annotated[str, typer.Option(help="Time zone in which weekdays are read, e.g. Europe/Berlin.")] = "UTC",
    locale: LocaleOption = None,
    randomised: Annotated[bool, typer.Option("--randomised", help="Chance assigned the arms.")] = False,
    unit: Annotated[str, typer.Option(metavar="post|viewer", help="What chance assigned: posts, or viewers.")] = "post",
    at_least: Annotated[str, typer.Option(help="Smallest effect worth acting on.")] = "10%",
    alpha: Annotated[float, typer.Option(help="Error of the decision.")] = 0.05,
    seed: Annotated[int, typer.Option(help="Seed of the re-draws.")] = 0,
    leave_out: LeaveOutOption = None,
    out: Annotated[Path | None, typer.Option(help="Write the answer as a page to this HTML file.")] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare variants in any table of posts: is there a difference that is more than luck?

    Without --randomised the answer is only "observed". With --unit viewer each row holds an arm's viewers
    and events (a platform-run split test), and the metric is EVENTS/VIEWERS.
    """
    from cliptrial.wording.describe import describe

    if unit not in ("post", "viewer"):
        raise typer.BadParameter(says('"{unit}" is neither post nor viewer', unit=unit), param_hint="--unit")
    if out is not None and out.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(says('"{out}" is no HTML file', out=out.name), param_hint="--out")
    only = {arm: [control, *variant]} if variant else {}
    rows = _Rows(where=[_pair(one) for one in where or []], only=only, locale=locale, timezone=timezone)
    asked = _Asked(arm=arm, control=control, metrics=metric, alpha=alpha, at_least=_share(at_least))
    columns = _Columns(block=block, account=account, posted_at=posted_at)
    by_post = _ByPost(**columns, timezone=timezone, randomised=randomised, seed=seed, leave_out=leave_out)
    analysis = _analysis(_table(file, asked, columns, rows), asked, by_post if unit == "post" else None)
    language = chosen_language(lang)
    if out is not None:
        _write(analysis, out, language, timezone)
    if as_json:
        print_json(describe(analysis, language) | ({"page": str(out)} if out else {}))
        return
    show_answer(analysis, language)
    show_findings(analysis, language)


def _write(analysis: Analysis, out: Path, language: str, timezone: str) -> None:
    from cliptrial.report.look import Brand
    from cliptrial.report.one_page import write_page

    say(says("{text}", text=write_page(analysis, out, language, Brand("", None, timezone))))


def _table(file: Path, asked: _Asked, columns: _Columns, rows: _Rows) -> pd.DataFrame:
    """The rows that are compared, with each column read as what it is asked for."""
    from cliptrial.posts.any_table import read_any_table

    return read_any_table(
        file,
        names=[column for column in (asked["arm"], columns["block"], columns["account"]) if column],
        numbers=[part for one in asked["metrics"] for part in one.split("/")],
        times=[columns["posted_at"]] if columns["posted_at"] else [],
        **rows,
    )


def _analysis(frame: pd.DataFrame, asked: _Asked, by_post: _ByPost | None) -> Analysis:
    from cliptrial.analysis import compare, compare_split

    return compare_split(frame, **asked) if by_post is None else compare(frame, **asked, **by_post)


def _pair(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(says('"{text}" is not COLUMN=VALUE', text=text), param_hint="--where")
    return column, value


def _share(text: str) -> float:
    try:
        value = float(text.rstrip("% ").replace(",", ".")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not 0 < value <= 10:
        raise typer.BadParameter(says('"{text}" is not an effect such as 10%', text=text), param_hint="--at-least")
    return value
