"""Drawing numbers.xlsx: one row a position, filled in where the plan knows, coloured where people write."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from datetime import date, datetime
from textwrap import wrap

import xlsxwriter
from babel.dates import get_day_names
from babel.localedata import exists
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cliptrial.posts.lake.promotion import NO, YES
from cliptrial.posts.workbook.layout import (
    INPUTS,
    INSTRUCTIONS,
    NUMBERS,
    SHEET,
    Column,
    Filled,
    Input,
    Layout,
    language_of,
)
from cliptrial.posts.workbook.typed_cells import DAY, PROMOTION, STATE
from cliptrial.registry.languages import SOURCE, translated
from cliptrial.registry.model import WEEKDAYS, Weekday
from cliptrial.registry.plan.post_states import STATES, PostState
from cliptrial.registry.plan.reading_days import reading_day
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.safety.signs import neutral

HEADERS = 2
"""Index of the row of headers; above it stand the instructions."""

FIRST_ROW = HEADERS + 1
"""Index of the first position's row."""

# A fixed date, because the same plan must give the same bytes.
_CREATED = datetime(2020, 1, 1)
_INK, _GREY, _LINE = "#1F2937", "#F3F4F6", "#D1D5DB"
_DAYS = {"en": "d mmm yyyy", "de": "dd.mm.yyyy"}
_ISO = "yyyy-mm-dd"
_INPUT, _INPUT_HEAD, _LATE = "#FFF9E5", "#92600A", "#FDE2B8"


def draw(
    schedule: Schedule,
    *,
    labels: Mapping[str, str],
    language: str,
    measure_at: float,
    filled: Mapping[int, Filled],
    reading_days: Collection[Weekday] = WEEKDAYS,
    alone: bool = False,
    beside: Mapping[int, Mapping[str, str]] | None = None,
    needs: Collection[str] | None = None,
) -> bytes:
    """The workbook as bytes; the same arguments give the same bytes.

    Args:
        schedule: One row for each of its positions.
        labels: By arm id: what people call it.
        language: The code of the language that it is written in.
        measure_at: The measuring age in days, for the "read from" day.
        filled: By position: what is filled in already.
        reading_days: The days of the week on which numbers are read off.
        alone: Whether the workbook is the only source of an account, which then holds what exports do otherwise.
        beside: By position, what else it has, by key of the column: its tracked link, its discount code.
        needs: Columns of the lake that the plan's metrics need; None where no plan says it.
    """
    beside = beside or {}
    layout = Layout.of(alone=alone, beside=beside.values(), filled=filled.values(), needs=needs)
    buffer = io.BytesIO()
    code = language_of(language)
    book = Workbook(buffer, {"in_memory": True, "default_date_format": _DAYS.get(code, _ISO)})
    book.set_properties({"created": _CREATED, "title": translated(SHEET, code)})
    formats = _formats(book, code)
    sheet = book.add_worksheet(translated(SHEET, code))
    _frame(sheet, formats, code, layout, len(schedule.positions))
    for row, position in enumerate(schedule.positions, start=FIRST_ROW):
        due, number = reading_day(position.date, measure_at, reading_days), position.position
        planned = {**_planned(position, labels, code, due), **beside.get(number, {})}
        _plan_row(sheet, formats, row, layout, planned)
        _input_row(sheet, formats, row, layout, filled.get(number, Filled()), code)
    _validate(sheet, code, layout, len(schedule.positions))
    book.close()
    return buffer.getvalue()


def _formats(book: Workbook, code: str) -> dict[str, Format]:
    """Every cell format by its role; those of an input by its column's key, for values known already behind a +."""
    day = _DAYS.get(code, _ISO)
    base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "bottom": 1, "bottom_color": _LINE}
    head = {**base, "bold": True, "text_wrap": True, "font_color": "#FFFFFF"}
    plan = {**base, "bg_color": _GREY, "font_color": _INK}
    entry = {**base, "bg_color": _INPUT, "font_color": "#000000", "left": 1, "left_color": _LINE}
    styles: dict[str, dict[str, object]] = {
        "note": {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "bold": True},
        "plan_head": {**head, "bg_color": _INK},
        "position": {**plan, "align": "center"},
        "input_head": {**head, "bg_color": _INPUT_HEAD},
        "plan": {**plan, "text_wrap": True},
        "plan_line": plan,
        "plan_date": {**plan, "num_format": day, "align": "left"},
        "moment": {**entry, "num_format": f"{day} hh:mm:ss", "align": "left"},
        "late": {"bg_color": _LATE, "font_color": "#7C2D12", "bold": True},
    }
    for column in INPUTS:
        kind = column.kind
        written = day if kind in (DAY, PROMOTION) else kind.written
        shown = {"num_format": written} if written else {}
        filled = {"num_format": kind.written_filled} if kind.written_filled else shown
        styles[column.key] = {**entry, **kind.look, **shown}
        styles[f"+{column.key}"] = {**entry, **kind.look, **filled}
    return {name: book.add_format(style) for name, style in styles.items()}


def _frame(sheet: Worksheet, formats: dict[str, Format], code: str, layout: Layout, rows: int) -> None:
    """Instructions, headers, widths, what stays in sight and how it prints."""
    # Not merged and not wrapped: they run over the empty cells, and frozen columns stay usable on a phone.
    for index, line in enumerate(INSTRUCTIONS):
        sheet.write_string(index, 0, translated(line, code), formats["note"])
        sheet.set_row(index, 18)
    sheet.set_row(HEADERS, 34)
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, column.width)
        style = formats["plan_head" if column in layout.plan else "input_head"]
        sheet.write_string(HEADERS, index, translated(column.header, code), style)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADERS)
    _highlight(sheet, formats, layout, rows)


def _highlight(sheet: Worksheet, formats: dict[str, Format], layout: Layout, rows: int) -> None:
    """Days on which numbers can be read and are missing, and numbers that miss their day."""
    first, last = FIRST_ROW + 1, FIRST_ROW + max(rows, 1)
    numbers = [column.key for column in layout.inputs if column.key in NUMBERS]
    due, views, read_on, last_number = (
        xlsxwriter.utility.xl_col_to_name(layout.index(key)) for key in ("due", "views", "read_on", numbers[-1])
    )
    overdue = f'=AND(${due}{first}<=TODAY(),${views}{first}="")'
    undated = f'=AND(COUNTA(${views}{first}:${last_number}{first})>0,${read_on}{first}="")'
    for column, criteria in ((due, overdue), (read_on, undated)):
        sheet.conditional_format(
            f"{column}{first}:{column}{last}", {"type": "formula", "criteria": criteria, "format": formats["late"]}
        )


def _planned(position: Position, labels: Mapping[str, str], code: str, due: date) -> dict[str, object]:
    days = get_day_names("abbreviated", locale=code if exists(code) else SOURCE)
    return {
        "position": position.position,
        "date": position.date,
        "weekday": days[position.date.weekday()].rstrip("."),
        "slot": position.slot,
        "account": position.account,
        "arm": labels.get(position.arm, position.arm),
        "topic": position.topic,
        "due": due,
    }


def _plan_row(
    sheet: Worksheet, formats: dict[str, Format], row: int, layout: Layout, planned: Mapping[str, object]
) -> None:
    # Not every spreadsheet program makes room for wrapped text by itself.
    wrapped = [column for column in layout.plan if not column.if_any]
    lines = max(len(wrap(str(planned[column.key]), round(column.width * 1.1))) for column in wrapped)
    sheet.set_row(row, 15 * max(lines, 1) + 5)
    for index, column in enumerate(layout.plan):
        value, style = planned.get(column.key), _plan_style(column)
        if isinstance(value, date):
            sheet.write_datetime(row, index, value, formats["plan_date"])
        elif isinstance(value, int):
            sheet.write_number(row, index, value, formats["position"])
        elif value:
            sheet.write_string(row, index, neutral(str(value)), formats[style])
        else:
            sheet.write_blank(row, index, None, formats[style])


def _plan_style(column: Column) -> str:
    """A link stays on its line: wrapped, it would make every row four lines high."""
    return "plan_line" if column.if_any else "plan"


def _input_row(
    sheet: Worksheet, formats: dict[str, Format], row: int, layout: Layout, filled: Filled, code: str
) -> None:
    for index, column in enumerate(layout.inputs, start=len(layout.plan)):
        value = getattr(filled, column.key)
        style = formats[f"+{column.key}"]
        if value is None:
            sheet.write_blank(row, index, None, formats[column.key])
        elif isinstance(value, bool):
            sheet.write_string(row, index, translated(YES if value else NO, code), style)
        elif isinstance(value, PostState):
            sheet.write_string(row, index, translated(STATES[value], code), style)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, index, value, formats["moment"])
        elif isinstance(value, date):
            sheet.write_datetime(row, index, value, style)
        elif isinstance(value, str):
            sheet.write_string(row, index, neutral(value), style)
        else:
            sheet.write_number(row, index, value, style)


def _validate(sheet: Worksheet, code: str, layout: Layout, rows: int) -> None:
    """What a cell may hold, told when it is chosen; a warning only, because people may know better."""
    for index, column in enumerate(layout.inputs, start=len(layout.plan)):
        message = _message(column, code)
        words = {"source": [translated(one, code) for one in STATES.values()]} if column.kind is STATE else {}
        sheet.data_validation(
            FIRST_ROW, index, FIRST_ROW + max(rows, 1) - 1, index,
            {**column.kind.rule, **words, **message, "error_type": "warning"},
        )  # fmt: skip


def _message(column: Input, code: str) -> dict[str, str]:
    hint = translated(column.hint, code)
    title = translated(column.header, code).partition(" (")[0]
    return {"input_title": title, "input_message": hint, "error_title": title, "error_message": hint}
