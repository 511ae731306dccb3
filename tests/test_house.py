"""The house holds its own measures (``python -m tests.house`` prints them)."""

from __future__ import annotations

from tests.house import figures, worst


def test_there_is_no_more_of_it_than_a_reader_can_follow() -> None:
    """A limit that is in the way says that something hides two ideas."""
    beyond = [str(figure) for figure in figures() if not figure.holds]
    assert beyond == [], "\n".join([*beyond, *worst()])
