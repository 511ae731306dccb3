"""Names for folders and arms, made from what people type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, count

from cliptrial.registry.draft import DraftArm, Typed
from cliptrial.registry.model import Arm

_GERMAN = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def slugify(text: str, joint: str = "-") -> str:
    """A text as small letters, digits and single joints: ``Question hook?`` as ``question-hook``."""
    german = text.lower().translate(_GERMAN)
    ascii_only = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", joint, ascii_only).strip(joint)[:60].strip(joint)


def named_arms(values: Sequence[Typed], *, hashtags: bool = False, slots: bool = False) -> tuple[Arm, ...]:
    """Arms from what people type: a text, ``name=text``, or hashtags divided by spaces or commas.

    An arm without a name is called by the first word that no other arm has; a slot by its time.
    """
    split = [_split(value, hashtags) for value in values]
    words = [slugify(v if isinstance(v, str) else " ".join(v), "_").split("_") for _, v in split]
    arms: list[Arm] = []
    for i, (name, value) in enumerate(split):
        others = {word for j, listed in enumerate(words) if j != i for word in listed}
        own = [word for word in words[i] if word not in others] or words[i]
        called = name or ("_".join(words[i]) if slots else own[0])[:30].strip("_") or f"arm_{i + 1}"
        taken = {arm.id for arm in arms}
        numbered = chain([called], (f"{called}_{k}" for k in count(2)))
        free = called if name else next(one for one in numbered if one not in taken)
        arms.append(Arm(id=free, value=value, good_until=getattr(values[i], "good_until", None)))
    return tuple(arms)


def _split(value: Typed, hashtags: bool) -> tuple[str, str | tuple[str, ...]]:
    """An arm's name, empty where none is given, and its value."""
    if isinstance(value, DraftArm) and value.id is None and isinstance(value.value, str):
        return _split(value.value, hashtags)
    if isinstance(value, DraftArm):
        return value.id or "", _given(value.value or "")
    if not isinstance(value, str):
        return "", _given(value)
    named = re.match(r"([a-z0-9]+(?:[_-][a-z0-9]+)*)\s*=\s*(.*)", value, re.DOTALL)
    name, text = (named[1], named[2]) if named else ("", value)
    if hashtags:
        return name, tuple(tag.lstrip("#") for tag in re.split(r"[\s,]+", text) if tag.strip("#"))
    return name, text


def _given(value: str | Sequence[str | None]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(text for text in value if text is not None)
