"""The house holds its own measures (``python -m tests.house`` prints them)."""

from __future__ import annotations

import pytest
from tests.house import Figure, figures, worst


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.name)
def test_there_is_no_more_of_it_than_a_reader_can_follow(figure: Figure) -> None:
    """A limit that is in the way says that something hides two ideas."""
    assert figure.holds, "\n".join([str(figure), *worst()])
