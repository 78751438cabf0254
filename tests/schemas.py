"""The API's description, worked out once a process: an app describes each of its models some 250 times."""

import json
from functools import cache
from typing import Any

import pytest
from flask_openapi3 import utils
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

_describe = utils.get_model_schema


@cache
def _text(model: type[BaseModel], mode: JsonSchemaMode) -> str:
    return json.dumps(_describe(model, mode))


def _described(model: type[BaseModel], mode: JsonSchemaMode = "validation") -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_text(model, mode))
    return schema


def remember_schemas(patch: pytest.MonkeyPatch) -> None:
    """Let flask-openapi3 take each model's schema from its first description; models do not change."""
    patch.setattr(utils, "get_model_schema", _described)
