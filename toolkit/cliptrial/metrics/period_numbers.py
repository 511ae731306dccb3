"""Numbers of a whole period instead of a post: what money bought, and how an account grew.

Each has its formula and its definition beside it; :mod:`cliptrial.metrics.money` computes those of money.
"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.messages import Message, says
from cliptrial.metrics.catalogue import Scale


@dataclass(frozen=True, slots=True)
class PeriodNumber:
    """One of them.

    Attributes:
        label: What a reader sees.
        formula: How it is computed.
        definition: What it tells.
        scale: What a value is measured in.
        higher_is_better: The direction that is good.
    """

    label: Message
    formula: Message
    definition: Message
    scale: Scale = Scale.MONEY
    higher_is_better: bool = False


PERIOD_NUMBERS: dict[str, PeriodNumber] = {
    "cpm": PeriodNumber(
        says("Cost per 1,000 views (CPM)"),
        says("1,000 x spend / views"),
        says("What 1,000 views cost; on ads, 1,000 impressions"),
    ),
    "cpa": PeriodNumber(
        says("Cost per order (CPA)"),
        says("spend / orders"),
        says("What one order cost, whoever placed it"),
    ),
    "cac": PeriodNumber(
        says("Cost per new customer (CAC)"),
        says("spend / new customers"),
        says("What winning one customer cost; later orders of the same customer count for nothing here"),
    ),
    "cpl": PeriodNumber(
        says("Cost per lead"),
        says("spend / leads"),
        says("What one lead cost, of whom nobody knows yet whether it will buy"),
    ),
    "roas": PeriodNumber(
        says("Return on ad spend (ROAS)"),
        says("revenue / spend"),
        says("What came in for each unit of money spent; above 1 it paid for itself, before the costs of the goods"),
        Scale.RATIO,
        higher_is_better=True,
    ),
    "ltv_to_cac": PeriodNumber(
        says("Customer value to cost (LTV:CAC)"),
        says("lifetime value / CAC"),
        says("What a customer brings in all over what winning one costs; 3 is a rule of thumb, not a test"),
        Scale.RATIO,
        higher_is_better=True,
    ),
    "revenue_per_order": PeriodNumber(
        says("Revenue per order"),
        says("revenue / orders"),
        says("What an order brings on average"),
        higher_is_better=True,
    ),
    "growth": PeriodNumber(
        says("Follower growth"),
        says("followers at the end - followers at the beginning"),
        says("Followers won less those lost"),
        Scale.NUMBER,
        higher_is_better=True,
    ),
    "conversations": PeriodNumber(
        says("Comments and messages read"),
        says("comments and messages with a label"),
        says("How many comments and messages were labelled as positive, negative or neutral"),
        Scale.NUMBER,
        higher_is_better=True,
    ),
    "discovery": PeriodNumber(
        says("Views by discovery"),
        says("(views from For You + search + sounds + hashtags) / views"),
        says("The share of views of people who came across a post; the other side is the share by regulars"),
        Scale.SHARE,
        higher_is_better=True,
    ),
    "regulars": PeriodNumber(
        says("Views by regulars"),
        says("(views from Following + the profile) / views"),
        says("The share of views of people who looked for the account: loyalty"),
        Scale.SHARE,
        higher_is_better=True,
    ),
}
"""By name, as the key ``numbers`` in workspace.yaml has it."""

_BY_WEEK = says("what was typed of its weeks")
TYPED = {
    "spend": PeriodNumber(says("Spent"), _BY_WEEK, says("What the week cost")),
    "new_customers": PeriodNumber(says("New customers"), _BY_WEEK, says("Customers won"), Scale.NUMBER),
    "lifetime_value": PeriodNumber(says("Value of a customer"), _BY_WEEK, says("What a customer brings in all")),
}
"""Numbers of their own by which teams tell what money bought."""
