"""Redeemed codes, where a shop exports no orders: our own small table of code, date and amount (docs/howto.md).

A coupon report that only counts orders by code is refused: no time can be cut from it.
"""

from __future__ import annotations

from datetime import time

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of, rows_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.shops import orders
from cliptrial.posts.sources.shops.orders import OrderColumns, read_orders

ORIGIN = Origin("codes", says("Redeemed codes"), orders.DELIVERS, is_after=True, tells_regions=True)
_CODE = ("code", "coupon code", "discount code", "gutscheincode", "rabattcode")
_DATE = ("date", "redeemed at", "redeemed on", "datum", "eingelöst am")
_AMOUNT = ("amount", "total", "betrag", "summe")
_CURRENCY = ("currency", "währung")
_ORDER = ("order", "order id", "order number", "bestellung", "bestellnummer")
_REGION = ("region", "country", "land")
_REPORT = frozenset({"orders", "amount discounted"})
_END_OF_DAY = time(23, 59, 59)
"""Nobody redeems a code before the post that names it, so a day alone is taken at its end."""


def recognises(sheet: Sheet) -> bool:
    """A code, a day and an amount, or WooCommerce's report of coupons."""
    there = headers_of(sheet)
    return all(_one_of(names, there) for names in (_CODE, _DATE, _AMOUNT)) or _is_report(there)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Orders, each with its code."""
    there, findings = headers_of(sheet), Findings(sheet)
    if _is_report(there):
        what = says("This report counts the orders of each code and says of none when it was")
        mend = says(
            "Hand in Analytics > Orders, which has the coupons of each order, or a table of code, date, amount."
        )
        findings.add("coupon_report", what, says("a row for each time that a code was used"), mend)
    amount = _one_of(_AMOUNT, there) or ""
    for row in rows_of(sheet, Findings(sheet)):
        if "%" in row.text(amount):
            what = says('"{text}" is a discount, not an amount', text=row.text(amount))
            mend = says("Write what was paid, such as 24.90.")
            findings.add("order_amount", what, says("an amount of money"), mend, row=row.number, field=amount)
    findings.raise_any()
    columns = OrderColumns(
        order=_one_of(_ORDER, there),
        ordered_at=_one_of(_DATE, there) or "",
        amount=amount,
        state=None,
        currency=_one_of(_CURRENCY, there),
        code=_one_of(_CODE, there),
        clock=_END_OF_DAY,
        region=tuple(filter(None, [_one_of(_REGION, there)])),
    )
    return read_orders(sheet, request, columns, {}, ORIGIN.name)


def _is_report(there: set[str]) -> bool:
    return there >= _REPORT and _one_of(_CODE, there) is not None


def _one_of(names: tuple[str, ...], there: set[str]) -> str | None:
    return next((one for one in names if one in there), None)
