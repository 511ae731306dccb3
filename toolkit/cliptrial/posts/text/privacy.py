"""Other people's names, addresses and numbers in captions: masked before anything is stored.

The same handle always becomes the same mask within one store, so posts can still be grouped; the salt
that makes it so stays in the store.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.turns import one_at_a_time

SALT_FILE = "salt"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@/])@(\w(?:[\w.]*\w)?)")
# At least nine digits beginning with + or 0: shorter runs are prices, dates and opening hours.
_PHONE = re.compile(r"(?<![\w.#])(?:\+|00?)\d(?:[ ()/.\-]{0,2}\d){7,13}(?!\w)")


def masker(store: Path) -> Callable[[str], str]:
    """A function that masks handles, e-mail addresses and phone numbers in a text.

    The store's salt is made on first use.
    """
    salt: list[bytes] = []

    def masked(text: str) -> str:
        if not salt:
            salt.append(_salt(store))
        return mask(text, salt=salt[0])

    return masked


def mask(text: str, *, salt: bytes) -> str:
    """``text`` with handles, e-mails and phone numbers replaced by salted hashes.

    Example:
        >>> mask("with @anna, call +49 30 123456 7", salt=b"s").startswith("with @u_")
        True
    """
    text = _EMAIL.sub(lambda match: f"e_{_hash(match[0].lower(), salt)}", text)
    text = _HANDLE.sub(lambda match: f"@u_{_hash(match[1].lower(), salt)}", text)
    return _PHONE.sub(lambda match: f"p_{_hash(re.sub(r'[^0-9]', '', match[0]), salt)}", text)


def _hash(value: str, salt: bytes) -> str:
    return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()[:10]


def _salt(store: Path) -> bytes:
    """The store's own salt; made once, and kept for as long as the store."""
    path = store / SALT_FILE
    if not path.exists():
        store.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(store):
            if not path.exists():
                write_atomically(path, secrets.token_hex(32), private=True)
    return path.read_bytes()
