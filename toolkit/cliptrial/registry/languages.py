"""The languages that readers are told in: by code, the folder of :mod:`cliptrial.wording` that speaks it.

This stands below the sentences because a workspace must know which languages it may name without loading them.
"""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.messages import one_of

LANGUAGES: Mapping[str, str] = {
    "en": "english",
    "de": "german",
}
CODES = one_of(list(LANGUAGES))
"""As a sentence names them: ``en or de``."""
