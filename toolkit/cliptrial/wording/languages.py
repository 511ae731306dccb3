"""Every language there is, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from importlib import import_module

from cliptrial.registry.languages import LANGUAGES as FOLDERS
from cliptrial.wording.language import Language

LANGUAGES: Mapping[str, Language] = {
    code: import_module(f"cliptrial.wording.{folder}").LANGUAGE for code, folder in FOLDERS.items()
}


def wording_for(lang: str, currency: str | None = None) -> Language:
    """One language, which writes money in ``currency``.

    Raises:
        KeyError: If there is no such language; see :data:`LANGUAGES`.
    """
    language = LANGUAGES[lang]
    if currency is None:
        return language
    paid = copy(language)
    paid.formats = replace(language.formats, currency=currency)
    return paid
