"""Other people's names, addresses and numbers in captions: masked before anything is stored.

The same handle always becomes the same mask within one store, so posts can still be grouped; the salt
that makes it so stays in the store.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from cliptrial.posts.columns.arrow import (
    Mask,
    Texts,
    joined,
    kept,
    list_of,
    match,
    taken,
    texts_of,
    with_sign,
    with_texts,
)
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

SALT_FILE = "salt"

_AT = "(?:[@\uff20\ufe6b]|%40)"
"""An at sign, as keyboards of East Asia and links write it, too."""
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_EMAIL = re.compile(rf"[\w.+-]+{_AT}[\w-]+(?:\.[\w-]+)+")
# Whatever stands before the sign: "w/@anna", "mit@hans" and a link to somebody's page name people, too.
_HANDLE = re.compile(rf"{_AT}[{_UNSEEN}]*(\w(?:[\w.\-{_UNSEEN}\u0300-\u036f]*\w)?)", re.IGNORECASE)
# At least nine digits beginning with + or 0: shorter runs are prices, dates and opening hours.
_PHONE = re.compile(r"(?<![\w.#])(?:\+|00?)\d(?:[ ()/.\-]{0,2}\d){7,13}(?!\w)")
_MASKED = re.compile(r"[uep]_[0-9a-f]{10}")
ORIGINAL = (
    *("original sound", "originalton", "original-sound", "son original", "sonido original", "suono originale"),
    *("audio originale", "som original", "áudio original", "origineel geluid", "oryginalny dźwięk"),
    *("оригинальный звук", "оригінальний звук", "orijinal ses", "suara asli", "bunyi asal", "nhạc nền"),
    *("オリジナル楽曲", "오리지널 사운드", "原聲", "原声", "originalljud", "originallyd", "original lyd"),
    *("alkuperäinen ääni", "původní zvuk", "originální zvuk", "sunet original", "sunetul original", "eredeti hang"),
    *("πρωτότυπος ήχος", "الصوت الأصلي", "เสียงต้นฉบับ", "tunog na orihinal"),
)
"""What the platform calls a sound that somebody made, before that person's name, in the languages of its apps."""
_BY_SOMEBODY = re.compile(rf"({'|'.join(map(re.escape, ORIGINAL))})(\s*[-\u2013\u2014:]\s*)(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Masker:
    """Hides handles, e-mail addresses and phone numbers of others.

    Attributes:
        store: The folder whose salt is used.
        own: Handles and names of the workspace's own accounts, lower case; they stay.
        makes_salt: Whether a salt is made where the store has none; without one nothing can have been masked.
    """

    store: Path
    own: frozenset[str] = frozenset()
    makes_salt: bool = True

    def __call__(self, text: str) -> str:
        """A free text, masked."""
        return text if self._salt is None else mask(text, salt=self._salt, own=self.own)

    def texts(self, texts: Texts) -> Texts:
        """A column of free texts, masked; those that cannot hold anything to hide are not looked at one by one."""
        salt = self._salt
        if salt is None:
            return texts
        rows = _matching(texts, _AT_SIGNS, _AT) | _matching(texts, _BEFORE_PHONES, _MAY_BE_PHONE)
        if not rows.any():
            return texts
        hidden = kept(texts, rows)
        for may, hide in _STEPS:
            some = match(hidden, may)
            if some.any():
                hidden = with_texts(hidden, some, _together(kept(hidden, some), hide, salt, self.own))
        return with_texts(texts, rows, hidden)

    def sound(self, title: str) -> str:
        """The title of a sound, without the name of whoever made it.

        A song keeps its title and its artist; "original sound - anna" says who was filmed.
        """
        made = _BY_SOMEBODY.fullmatch(title.strip())
        if made is None or self._salt is None:
            return self(title)
        name = _plain(made[3])
        if name in self.own or _MASKED.fullmatch(name):
            return title
        return f"{made[1]}{made[2]}u_{_hash(name, self._salt)}"

    def hashed(self, text: str) -> str:
        """What stands for a text that is not to be kept, such as the number of an order."""
        return _hash(text, self._salt or b"", 20)

    def marks_of(self, name: str) -> frozenset[str]:
        """Everything that may stand in the store for somebody: by handle or name, e-mail address or phone number."""
        salt, plain, digits = self._salt or b"", _plain(name), re.sub(r"[^0-9]", "", name)
        marks = {f"u_{_hash(plain, salt)}", f"e_{_hash(name.strip().lower(), salt)}"}
        marks |= {f"p_{_hash(digits, salt)}"} if digits else set()
        return frozenset(marks | {_hash(text, salt, 20) for text in (name, name.strip(), plain)})

    @cached_property
    def _salt(self) -> bytes | None:
        return _salt(self.store) if self.makes_salt or (self.store / SALT_FILE).exists() else None


def masker_of(workspace: Workspace, *, makes_salt: bool = True) -> Masker:
    """What masks the texts of a workspace, but for its own accounts."""
    handles = {account.handle for account in workspace.accounts.values() if account.handle}
    names = {workspace.brand.name, *(client.name for client in workspace.clients.values())}
    own = frozenset(map(_plain, {*handles, *filter(None, names)}))
    return Masker(workspace.store_dir, own, makes_salt)


def mask(text: str, *, salt: bytes, own: Collection[str] = ()) -> str:
    """``text`` with handles, e-mails and phone numbers replaced by salted hashes.

    Args:
        text: A caption, a title, the name of a file.
        salt: What makes equal names equal within one store only.
        own: Handles that stay, lower case, without ``@``.

    Example:
        >>> mask("w/@anna, call +49 30 123456 7", salt=b"s").startswith("w/@u_")
        True
    """
    for _, hide in _STEPS:
        text = hide(text, salt, own)
    return text


def _without_mails(text: str, salt: bytes, _own: Collection[str]) -> str:
    return _EMAIL.sub(lambda mail: f"e_{_hash(mail[0].lower(), salt)}", text)


def _without_handles(text: str, salt: bytes, own: Collection[str]) -> str:
    stay = frozenset(own)
    return _HANDLE.sub(lambda handle: _hidden_handle(handle[0], handle[1], salt, stay), text)


@lru_cache(maxsize=1 << 16)
def _hidden_handle(written: str, name: str, salt: bytes, own: frozenset[str]) -> str:
    name = _plain(name)
    return written if name in own or _MASKED.fullmatch(name) else f"@u_{_hash(name, salt)}"


def _without_phones(text: str, salt: bytes, _own: Collection[str]) -> str:
    return _PHONE.sub(lambda phone: f"p_{_hash(re.sub(r'[^0-9]', '', phone[0]), salt)}", text)


_Hide: TypeAlias = Callable[[str, bytes, Collection[str]], str]
_AT_SIGNS, _BEFORE_PHONES = "@\uff20\ufe6b%", "+0"
"""Signs of which one stands in every text that names or mails somebody, or holds the number of a phone."""
_MAY_BE_PHONE = r"[+0]\p{Nd}(?:[ ()/.\-]{0,2}\p{Nd}){7}"
_STEPS: tuple[tuple[str, _Hide], ...] = (
    (rf"[^ ]{_AT}[^ ]", _without_mails),
    (_AT, _without_handles),
    (_MAY_BE_PHONE, _without_phones),
)
"""What hides one kind of them, and what every text holds in which it finds something, as RE2 writes it."""
_BETWEEN = "\0"
"""Stands between texts that are read as one; no pattern reaches over it."""
_ROWS = 1 << 12
"""So many of them."""


def _matching(texts: Texts, signs: str, may: str) -> Mask:
    """By row: whether something that may be hidden stands there."""
    places = with_sign(texts, *signs)
    rows = np.zeros(len(texts), np.bool_)
    rows[places] = match(taken(texts, places), may)
    return rows


def _together(texts: Texts, hide: _Hide, salt: bytes, own: Collection[str]) -> Texts:
    """Texts masked many at a time; one by one where what stands between them stands in one."""
    hidden: list[str] = []
    for begin in range(0, len(texts), _ROWS):
        some = texts[begin : begin + _ROWS]
        parts = hide(joined(some, _BETWEEN), salt, own).split(_BETWEEN)
        hidden += parts if len(parts) == len(some) else [hide(text, salt, own) for text in list_of(some)]
    return texts_of(hidden)


def _plain(name: str) -> str:
    """A handle however it is written: small letters, nothing unseen, no sign before it."""
    seen = name if name.isascii() else re.sub(f"[{_UNSEEN}]", "", name)
    return seen.strip().lstrip("@").lower()


@lru_cache(maxsize=1 << 16)
def _hash(value: str, salt: bytes, length: int = 10) -> str:
    return hmac.digest(salt, value.encode(), "sha256").hex()[:length]


def _salt(store: Path) -> bytes:
    """The store's own salt; made once, and kept for as long as the store."""
    path = store / SALT_FILE
    if not path.exists():
        store.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(store):
            if not path.exists():
                write_atomically(path, secrets.token_hex(32), private=True)
    with suppress(OSError):  # somebody else's, on a shared disk
        path.chmod(0o600)
    return path.read_bytes()
