"""One workshop for all tests of fairness: every plan is drawn once."""

from __future__ import annotations

import pytest
from tests.fairness.season import Workshop


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Makes planned workspaces."""
    return Workshop(tmp_path_factory.mktemp("seasons"))
