"""Shopify's export of orders: a row a thing bought; what is the order's own stands in its first row."""

from __future__ import annotations

import re

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Row, header_key, headers_of
from cliptrial.posts.sources.request import Request, SheetContents
from cliptrial.posts.sources.shops import orders
from cliptrial.posts.sources.shops.orders import OrderColumns, State, read_orders

ORIGIN = Origin("shopify", says("{tool}: orders", tool="Shopify"), orders.DELIVERS, is_after=True, tells_regions=True)

STATES = {
    "paid": State.COUNTS,
    "partially_refunded": State.COUNTS,
    "refunded": State.RETURNED,
    "pending": State.OPEN,
    "authorized": State.OPEN,
    "partially_paid": State.OPEN,
    "unpaid": State.OPEN,
    "voided": State.VOID,
    "expired": State.VOID,
}
"""Pending is cash on delivery, too: nobody knows whether it will be paid."""
_MARK = re.compile(r"^\s*UTM (campaign|content):[ \t]*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)


def recognises(sheet: Sheet) -> bool:
    """Whether the headers are those of an export of orders."""
    return {"name", "financial status", "lineitem quantity", "total"} <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The orders; of the notes that apps write beside them only the link's marks are looked at."""
    refunded = "Refunded Amount" if header_key("Refunded Amount") in headers_of(sheet) else None
    columns = OrderColumns(
        order="Name",
        ordered_at="Created at",
        amount="Total",
        state="Financial Status",
        currency="Currency",
        refunded=refunded,
        code="Discount Code",
        several=True,
        marks=_marks,
        region=("Shipping Country", "Shipping Province"),
    )
    return read_orders(sheet, request, columns, STATES, ORIGIN.name)


def _marks(row: Row) -> tuple[str, str]:
    """utm_campaign and utm_content, where an app wrote them down; one a line, in any order."""
    said = {key.lower(): value for key, value in _MARK.findall(row.text("Note Attributes"))}
    return said.get("campaign", ""), said.get("content", "")
