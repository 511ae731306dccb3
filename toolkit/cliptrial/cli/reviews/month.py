"""``cliptrial month``."""

from cliptrial.cli.reviews.period import command_of

run = command_of(
    "month",
    """Write the page of a month for every client: the week's page, and what it cost, brought, and what comes next.""",
)
