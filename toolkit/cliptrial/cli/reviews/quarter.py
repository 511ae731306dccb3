"""``cliptrial quarter``."""

from cliptrial.cli.reviews.period import command_of

run = command_of(
    "quarter",
    """Write the page of a quarter for every client: the month's page, and what was decided and why.""",
)
