"""What somebody typed becomes a draft: what is no arm, no text and no list counts as not written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cliptrial.registry.draft import Draft, DraftArm, DraftGuardrail

EMPTY = DraftArm()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"control": "statement=A statement"}, "statement=A statement"),
        ({"control": ["food", 5, "fun"]}, ("food", None, "fun")),
        ({"control": {"id": "a", "value": "A", "good_until": "2026-05-01"}},
         DraftArm(id="a", value="A", good_until="2026-05-01")),
        ({"control": 5}, None),
        ({"control": True}, None),
        ({"variants": "question"}, None),
        ({"variants": ["question", 5, ["food"], None]}, ("question", EMPTY, ("food",), EMPTY)),
        ({"hold_constant": "slot"}, None),
        ({"hold_constant": ["slot", 5]}, ("slot", None)),
        ({"guardrails": {"share_rate": "-10%"}}, (DraftGuardrail(metric="share_rate", worst_acceptable="-10%"),)),
        ({"guardrails": ["share_rate"]}, (DraftGuardrail(),)),
        ({"guardrails": "share_rate"}, None),
        ({"title": ["Hooks"]}, None),
        ({"title": 5}, 5),
    ],
)  # fmt: skip
def test_what_was_typed_is_kept_or_counts_as_not_written(typed: Mapping[str, Any], kept: object) -> None:
    (key,) = typed
    assert getattr(Draft(**typed), key) == kept
