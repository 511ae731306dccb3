"""Orders, read the same way from every shop: what was paid, when, and what leads to a post; nothing personal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

import numpy as np

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import Places, list_of
from cliptrial.posts.lake.tables import build
from cliptrial.posts.outcomes.attribution import code_mark, link_mark
from cliptrial.posts.outcomes.twice import PENNY
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import (
    Row,
    Rows,
    check_repeated,
    day_texts,
    numbers,
    refuse_date,
    rows_of,
)
from cliptrial.posts.sources.clock import at, declared_second
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.registry.model import REGION

DELIVERS = frozenset({"orders", "revenue"})
NO_CODE = frozenset({"automatic discounts", "custom discount", "upsell discount"})
"""What shops write in place of a code where a discount came without one."""

PERSONAL = says(
    "Nothing of whoever ordered is read but the country and the state: no name, no address, no e-mail; the number of "
    "an order only as a hash."
)


class State(StrEnum):
    """What became of an order."""

    COUNTS = "counts"
    OPEN = "open"
    VOID = "void"
    GIFT = "gift"
    RETURNED = "returned"
    TEST = "test"


_SAID: Mapping[State, Message] = {
    State.OPEN: says("not paid yet"),
    State.VOID: says("cancelled or failed"),
    State.GIFT: says("paid with nothing"),
    State.RETURNED: says("refunded in full"),
    State.TEST: says("made to test the shop"),
}


@dataclass(frozen=True, slots=True)
class OrderColumns:
    """The headers of a table of orders.

    Attributes:
        order: Number or id of the order; it is never kept, only a salted hash of it. None where rows have no number:
            then all of them are, and equal ones are told apart by their count.
        ordered_at: When it was placed.
        amount: What it came to.
        state: Its state; see ``states``. None where every row counts.
        currency: Its currency.
        refunded: What was paid back of it.
        code: The discount codes, with commas between them.
        campaign: utm_campaign.
        content: utm_content.
        several: Whether an order has a row for each thing that was bought, and its own values in the first one only.
        zone: The time zone of times that do not say theirs; the account's where there is none.
        marks: Reads campaign and content from a row, where no column of its own has them.
        test: Whether a row was made to test the shop.
        clock: Taken where only the day is known.
        region: The country to which an order went, and the state where the shop codes it.
    """

    order: str | None
    ordered_at: str
    amount: str
    state: str | None
    currency: str | None = None
    refunded: str | None = None
    code: str | None = None
    campaign: str | None = None
    content: str | None = None
    several: bool = False
    zone: tzinfo | None = None
    marks: Callable[[Row], tuple[str, str]] | None = None
    test: Callable[[Row], bool] | None = None
    clock: time | None = None
    region: tuple[str, ...] = ()

    @property
    def read(self) -> list[str]:
        """The headers that are read."""
        every = (self.order, self.ordered_at, self.amount, self.state, self.currency, self.refunded)
        return [one for one in (*every, self.code, self.campaign, self.content) if one]


def read_orders(
    sheet: Sheet, request: Request, columns: OrderColumns, states: Mapping[str, State], name: str
) -> SheetContents:
    """The orders of a sheet.

    Args:
        sheet: The sheet.
        request: The account, its zone, and what hides what is personal.
        columns: The headers.
        states: By the shop's word, in small letters: the state.
        name: Of the source.

    Raises:
        SourceError: With every problem of the sheet.
    """
    findings = Findings(sheet)
    check_repeated(sheet, columns.read, findings)
    rows = rows_of(sheet, findings)
    back = np.array([_is_refund(row, columns, states) for row in rows], np.bool_)
    alone, rows = rows.at(np.flatnonzero(back)), rows.at(np.flatnonzero(~back))
    rows = rows.at(_first_of_each(rows, columns, findings)) if columns.order else rows
    amounts, refunds = _amounts(rows, columns, findings, request)
    later = _refunded_later(alone, columns, findings, request)
    known = _numbers_of(rows, columns)
    refunds = [own + later.pop(number, 0.0) for own, number in zip(refunds, known, strict=True)]
    moments = _moments(rows, columns, request, findings)
    every = [_state(row, columns, states, a, r, findings) for row, a, r in zip(rows, amounts, refunds, strict=True)]
    for row, amount, refunded in zip(rows, amounts, refunds, strict=True):
        _check_money(row, columns, amount, refunded, findings)
    findings.raise_any()
    captured = _captured(moments, request, findings)
    told_by = {"account": request.account, "captured_at": captured, "source": name}
    keys = [request.hashed(f"{name} {number}") for number in (*known, *later)]
    own = [
        {
            "ordered_at": moment,
            "counts": state is State.COUNTS,
            "amount": amount,
            "refunded": refunded,
            "currency": row.text(columns.currency).upper() if columns.currency else None,
            "region": _region(row, columns),
            "marks": _marks(row, columns, request),
        }
        for row, moment, state, amount, refunded in zip(rows, moments, every, amounts, refunds, strict=True)
    ]
    own += [{"ordered_at": captured, "counts": False, "refunded": refunded} for refunded in later.values()]
    findings.raise_any()
    days = [datetime.fromtimestamp(moment, request.zone()).date() for moment in moments]
    currencies = {str(one["currency"]) for one in own if one.get("currency")}
    records = [{"key": key, **told_by, **one} for key, one in zip(keys, own, strict=True)]
    return SheetContents(
        tables={"conversions": build("conversions", records)},
        notes=(*findings.notes, PERSONAL, *_notes(every, currencies, len(later))),
        period=(min(days), max(days)) if days else None,
    )


def _is_refund(row: Row, columns: OrderColumns, states: Mapping[str, State]) -> bool:
    """Whether a row is money that went back, told apart from its order: below zero, and called a refund."""
    if columns.state is None or columns.several or row.text(columns.amount).strip()[:1] not in ("-", "−"):
        return False
    return states.get(" ".join(row.text(columns.state).casefold().split())) is State.RETURNED


def _amounts(
    rows: Rows, columns: OrderColumns, findings: Findings, request: Request
) -> tuple[list[float], list[float]]:
    """What each order came to, and what was paid back of it."""
    money = {"amount": columns.amount} | ({"refunded": columns.refunded} if columns.refunded else {})
    paid = numbers(rows, money, findings, request.locale)
    back = paid["refunded"].tolist() if columns.refunded else []
    return paid["amount"].tolist(), [0.0 if one != one else one for one in back] or [0.0] * len(rows)


def _refunded_later(rows: Rows, columns: OrderColumns, findings: Findings, request: Request) -> dict[str, float]:
    """By number of an order: what rows of their own say was paid back."""
    refunded: dict[str, float] = {}
    amounts, _ = _amounts(rows, columns, findings, request)
    for number, amount in zip(_numbers_of(rows, columns), amounts, strict=True):
        refunded[number] = refunded.get(number, 0.0) - amount
    return refunded


def _first_of_each(rows: Rows, columns: OrderColumns, findings: Findings) -> Places:
    """The places of the rows that are an order; further rows of one only say what else was bought."""
    assert columns.order is not None
    names = [text.strip() for text in list_of(rows.texts(columns.order))]
    for place, name in enumerate(names):
        if not name:
            what = says("The row names no order")
            findings.add("no_order", what, says("the number of an order"), row=rows[place].number, field=columns.order)
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name and first.setdefault(name, place) != place and not columns.several:
            what = says("This order is already in row {row}", row=rows[first[name]].number)
            mend = says("Use the file as it was exported.")
            findings.add(
                "order_repeated", what, says("a row an order"), mend, row=rows[place].number, field=columns.order
            )
    return np.array(sorted(first.values()), np.intp)


def _numbers_of(rows: Rows, columns: OrderColumns) -> list[str]:
    """What each order is known by: its number, else all that is read of it and which of several such rows it is."""
    if columns.order:
        return list_of(rows.texts(columns.order))
    seen: Counter[str] = Counter()
    names = []
    for row in rows:
        own = " ".join(row.text(one) for one in columns.read)
        seen[own] += 1
        names.append(f"{own} {seen[own]}")
    return names


def _moments(rows: Rows, columns: OrderColumns, request: Request, findings: Findings) -> list[int]:
    """By row: when it was ordered, in UTC epoch seconds; 0 beside a problem."""
    texts = list_of(day_texts(rows, [columns.ordered_at])[columns.ordered_at])
    reader, zone = DateReader(texts, request.locale), columns.zone or request.zone()
    moments = []
    for row, text in zip(rows, texts, strict=True):
        try:
            when = reader.read(text)
        except DateError as error:
            refuse_date(row, columns.ordered_at, error, findings)
            moments.append(0)
            continue
        if when.date is None:
            what = says("The order has no year")
            findings.add("bad_date", what, says("a date"), row=row.number, field=columns.ordered_at)
        moments.append(at(when.date or date(1970, 1, 1), when.time or columns.clock, when.zone or zone))
    return moments


def _state(
    row: Row,
    columns: OrderColumns,
    states: Mapping[str, State],
    amount: float,
    refunded: float,
    findings: Findings,
) -> State:
    if columns.state is None:
        return State.GIFT if abs(amount) < PENNY else State.COUNTS
    written = row.text(columns.state)
    state = states.get(" ".join(written.casefold().split()))
    if state is None:
        what = says('"{state}" is no state of an order that is known here', state=written)
        mend = says("Export in English or German.")
        findings.add(
            "order_state", what, says("One of {names}", names=sorted(states)), mend, row=row.number, field=columns.state
        )
        return State.OPEN
    if columns.test is not None and columns.test(row):
        return State.TEST
    if state is State.COUNTS and abs(amount) < PENNY:
        return State.GIFT
    return State.RETURNED if state is State.COUNTS and refunded > amount - PENNY else state


def _check_money(row: Row, columns: OrderColumns, amount: float, refunded: float, findings: Findings) -> None:
    """Note amounts that cannot be."""
    if amount < 0 or (amount != amount and not row.text(columns.amount)):  # one that cannot be read is told already
        what = says("The order has no amount") if amount != amount else says("The amount is below zero")
        findings.add("order_amount", what, says("an amount of money"), row=row.number, field=columns.amount)
    elif refunded < 0 or refunded > amount + PENNY:
        what = says("{refunded:.2f} were refunded of an order of {amount:.2f}", refunded=refunded, amount=amount)
        findings.add("order_refund", what, says("at most what was paid"), row=row.number, field=columns.refunded)


def _marks(row: Row, columns: OrderColumns, request: Request) -> str | None:
    """What leads from an order to a post, as hashes: people write names into codes and links."""
    campaign, content = (row.text(one).strip() if one else "" for one in (columns.campaign, columns.content))
    if columns.marks is not None:
        campaign, content = columns.marks(row)
    codes = [one.strip() for one in (row.text(columns.code) if columns.code else "").split(",")]
    marks = [code_mark(one) for one in codes if one and one.casefold() not in NO_CODE]
    marks += [link_mark(campaign, content)] if campaign or content else []
    return " ".join(map(request.hashed, marks)) or None


def _region(row: Row, columns: OrderColumns) -> str | None:
    """``AT`` or ``US-CA``: codes only, as whatever is typed freely may be an address."""
    country, state = ([row.text(one).strip().upper() for one in columns.region] + ["", ""])[:2]
    if not REGION.fullmatch(country):
        return None
    return f"{country}-{state}" if REGION.fullmatch(f"{country}-{state}") else country


def _captured(moments: Collection[int], request: Request, findings: Findings) -> int:
    """When the file was exported: as declared, else with its newest order, up to which it is complete for certain."""
    newest = max(moments, default=0)
    if request.captured_at is None:
        return newest
    declared = declared_second(request.captured_at, request.zone())
    if not isinstance(request.captured_at, datetime):
        declared = max(declared, newest) if newest - declared < 86_400 else declared
    if declared < newest:
        what = says("The file holds orders of {day} UTC", day=f"{datetime.fromtimestamp(newest, UTC):%Y-%m-%d %H:%M}")
        findings.add(
            "captured_before_posted", what, says("an export after its newest order"), says("Check --captured-at.")
        )
    return declared


def _notes(states: Collection[State], currencies: Collection[str], alone: int) -> list[Message]:
    others = Counter(state for state in states if state is not State.COUNTS)
    notes = []
    if others:
        uncounted = [says("{what} {count}", what=_SAID[state], count=count) for state, count in sorted(others.items())]
        notes.append(
            says(
                "{count} of {all} orders count. The others: {told}.",
                count=len(states) - others.total(),
                all=len(states),
                told=uncounted,
            )
        )
    if len(currencies) > 1:
        notes.append(
            says(
                "The orders are in several currencies: {names}. They are counted, but their amounts are not added up; "
                "hand in a file for each market under its own account to see revenue.",
                names=sorted(currencies),
            )
        )
    if alone:
        notes.append(
            says(
                "Refunds of orders that are not in this file: {count}. They are kept, and taken off as soon as the "
                "orders are handed in.",
                count=alone,
            )
        )
    return notes
