"""``cliptrial week``."""

from cliptrial.cli.reviews.period import command_of

run = command_of(
    "week",
    """Write the page of a week for every client: was it an ordinary one, and what came of what was posted?

    Each page is one file that needs no network: three numbers on what is usual for this very account, goals, posts as
    planned, what runs and what was decided. Your own words stand on it with `cliptrial comment PAGE`, PAGE being the
    name of its folder.
    """,
)
