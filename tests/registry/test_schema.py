"""The JSON Schema and the loader agree on what is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cliptrial.posts.declared import NAMES
from cliptrial.registry.yaml.schema import experiment_schema, schema_text, workspace_schema

HERE = Path(__file__).parent


def as_an_editor_reads_it(text: str) -> Any:
    """YAML 1.2 with its types, dates as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def errors(schema: dict[str, Any], value: Any) -> list[str]:
    """Where a validator complains."""
    found = Draft202012Validator(schema).iter_errors(value)
    return [".".join(map(str, error.absolute_path)) for error in found]


def test_the_schemas_are_schemas() -> None:
    """Draft 2020-12, with words for editors on every key."""
    for schema in (experiment_schema(), workspace_schema(NAMES)):
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert all("description" in one for one in schema["properties"].values())
        assert not set(schema_text(schema).split('"')) & {"gt", "ge", "lt", "le"}


def test_the_example_of_the_design_passes(good_text: str) -> None:
    """With 10%, 7d, dates and times as an editor reads them."""
    assert errors(experiment_schema(), as_an_editor_reads_it(good_text)) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("10%", "ten", "hypothesis.at_least"),
        ("7d", "7 weeks", "design.measure_at"),
        ("variable: hook", "variable: mood", "change.variable"),
        ("posts_per_arm: 28", "posts_per_arm: 1", "design.posts_per_arm"),
        ("alpha: 0.05", "alpha: 0.7", "analysis.alpha"),
        ("goal:", "gaol:", ""),
        ('"18:00"', '"25:00"', "design.slots.0"),
    ],
)
def test_editors_mark_what_the_loader_would_refuse(good_text: str, old: str, new: str, place: str) -> None:
    """At the same place."""
    assert place in errors(experiment_schema(), as_an_editor_reads_it(good_text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"), [("10%", "0.1"), ("7d", "7"), ("7d", "48h"), ('"Question in the first 3 s"', "15")]
)
def test_editors_accept_what_the_loader_accepts(good_text: str, old: str, new: str) -> None:
    """Numbers as well as texts."""
    assert errors(experiment_schema(), as_an_editor_reads_it(good_text.replace(old, new, 1))) == []
