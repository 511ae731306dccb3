"""JSON Schemas of the files people write, generated from the models, so that editors complete and check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue

from cliptrial.registry.files import write_atomically
from cliptrial.registry.model import Experiment
from cliptrial.registry.workspace import Workspace, WorkspaceSettings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "experiment.schema.json"
_LIMITS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}


def experiment_schema() -> JsonSchemaValue:
    """The schema of ``experiment.yaml``."""
    return _schema(Experiment, "A ClipTrial experiment: one hypothesis, one controlled variable, one plan.")


def workspace_schema(sources: Sequence[str]) -> JsonSchemaValue:
    """The schema of ``workspace.yaml``, with the names that an account's sources may have."""
    schema = _schema(WorkspaceSettings, "A ClipTrial workspace: accounts, goals, brand and own metrics.")
    schema["$defs"]["Account"]["properties"]["sources"]["items"]["enum"] = list(sources)
    return schema


def schema_text(schema: JsonSchemaValue) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schema(workspace: Workspace) -> Path:
    """Write the schema that lets editors complete and check experiments; unchanged files stay."""
    workspace.experiments_dir.mkdir(parents=True, exist_ok=True)
    path = workspace.experiments_dir / FILE
    text = schema_text(experiment_schema())
    if not path.exists() or path.read_bytes() != text.encode("utf-8"):
        write_atomically(path, text)
    return path


def _schema(model: type[BaseModel], description: str) -> JsonSchemaValue:
    plain: JsonSchemaValue = _mended(model.model_json_schema())
    return {"$schema": DIALECT, **plain, "description": description}


def _mended(node: Any, name: str = "") -> Any:
    """The schema with limits under their standard names, and with the texts that the loader accepts."""
    if isinstance(node, list):
        return [_mended(item) for item in node]
    if not isinstance(node, dict):
        return node
    if name in {"properties", "$defs"}:
        return {key: _mended(value, f"{name}.{key}") for key, value in node.items()}
    limits = {_LIMITS[key]: value for key, value in node.items() if key in _LIMITS}
    kept = {key: _mended(value, key) for key, value in node.items() if key not in _LIMITS}
    types = [branch.get("type") for branch in kept.get("anyOf", [])]
    if types == ["number", "string"]:
        kept["anyOf"][0] |= limits
        return kept
    if name == "properties.value" and types[:1] == ["string"]:
        kept["anyOf"].insert(1, {"type": "number"})
    return {**kept, **limits}
