"""Stripe's export of payments, its unified one and the default columns: amounts in the currency of the charge."""

from __future__ import annotations

from datetime import UTC

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Row, header_key, headers_of
from cliptrial.posts.sources.request import Request, SheetContents
from cliptrial.posts.sources.shops import orders
from cliptrial.posts.sources.shops.orders import OrderColumns, State, read_orders

ORIGIN = Origin("stripe", says("{tool}: payments", tool="Stripe"), orders.DELIVERS, is_after=True, tells_regions=True)

STATES = {
    "paid": State.COUNTS,
    "succeeded": State.COUNTS,
    "refunded": State.RETURNED,
    "failed": State.VOID,
    "canceled": State.VOID,
    "uncaptured": State.OPEN,
    "requires payment method": State.OPEN,
    "incomplete": State.OPEN,
}


def recognises(sheet: Sheet) -> bool:
    """Whether the headers are those of an export of payments."""
    return {"id", "created date (utc)", "amount", "amount refunded", "status"} <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The payments; the reference that a payment link carries is taken for the post's code."""
    there = headers_of(sheet)
    optional = {key: header for key, header in _OPTIONAL.items() if header_key(header) in there}
    columns = OrderColumns(
        order="id",
        ordered_at="Created date (UTC)",
        amount="Amount",
        state="Status",
        currency="Currency",
        refunded="Amount Refunded",
        code=optional.get("code"),
        campaign=optional.get("campaign"),
        content=optional.get("content"),
        zone=UTC,
        test=_is_test,
        region=("Shipping Address Country", "Shipping Address State"),
    )
    return read_orders(sheet, request, columns, STATES, ORIGIN.name)


_OPTIONAL = {"code": "Client Reference ID", "campaign": "UTM Campaign", "content": "UTM Content"}


def _is_test(row: Row) -> bool:
    return row.text("Mode").casefold() == "test"
