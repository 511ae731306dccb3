"""WooCommerce, Analytics > Orders: a row an order, in the shop's own time, without a link's marks."""

from __future__ import annotations

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of
from cliptrial.posts.sources.request import Request, SheetContents
from cliptrial.posts.sources.shops import orders
from cliptrial.posts.sources.shops.orders import OrderColumns, State, read_orders

ORIGIN = Origin("woocommerce", says("{tool}: orders", tool="WooCommerce"), orders.DELIVERS, is_after=True)

STATES = {
    **dict.fromkeys(("completed", "processing", "abgeschlossen", "in bearbeitung"), State.COUNTS),
    **dict.fromkeys(("refunded", "rückerstattet", "erstattet"), State.RETURNED),
    **dict.fromkeys(("on hold", "pending payment", "in wartestellung", "zahlung ausstehend", "draft"), State.OPEN),
    **dict.fromkeys(("cancelled", "failed", "storniert", "fehlgeschlagen"), State.VOID),
}
_MONEY = ("N. Revenue", "Net Sales")


def recognises(sheet: Sheet) -> bool:
    """Whether the headers are those of the analytics of orders."""
    there = headers_of(sheet)
    return {"date", "order #", "status", "coupon(s)"} <= there and bool(there & {"n. revenue", "net sales"})


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The orders; any of their coupons may be that of a post."""
    amount = next(one for one in _MONEY if one.casefold() in headers_of(sheet))
    columns = OrderColumns(order="Order #", ordered_at="Date", amount=amount, state="Status", code="Coupon(s)")
    return read_orders(sheet, request, columns, STATES, ORIGIN.name)
