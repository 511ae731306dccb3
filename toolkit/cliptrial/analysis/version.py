"""The version of this package, for the provenance of results."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def package_version() -> str:
    """The installed version; 0 where the package was never installed."""
    try:
        return version("cliptrial")
    except PackageNotFoundError:
        return "0"
