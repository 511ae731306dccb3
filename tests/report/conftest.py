"""Pages are rendered once for all tests."""

from __future__ import annotations

import itertools

import pytest
from tests.report.examples import ALL
from tests.report.made import example_pages

from cliptrial.report.export import Exported


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Exported]:
    """Every example in both languages."""
    return example_pages(tmp_path_factory.mktemp("pages"), itertools.product(ALL, ("en", "de")))
