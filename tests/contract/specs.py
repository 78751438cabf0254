"""The vendors' own descriptions of their APIs, as JSON schemas that requests and answers are held to."""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator


def directory(variable: str) -> Path:
    """The directory `variable` names. Skips the test when it is unset; under CI that is a failure."""
    value = os.environ.get(variable)
    if value:
        return Path(value)
    reason = f"{variable} is not set: it names the directory with the vendors' descriptions"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def vectors(name: str) -> Any:
    """Test data out of VECTORS_DIR."""
    return _read(directory("VECTORS_DIR") / name)


def discovery(name: str) -> "Discovery":
    """A Google discovery document out of SPECS_DIR."""
    return Discovery(_read(directory("SPECS_DIR") / name))


def openapi(name: str) -> "OpenApi":
    """An OpenAPI description out of SPECS_DIR."""
    return _openapi(directory("SPECS_DIR") / name)


@cache
def _openapi(path: Path) -> "OpenApi":
    return OpenApi(_read(path))


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class OpenApi:
    """An OpenAPI description. Schemas are its own, as they stand in it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.paths: Mapping[str, Any] = document["paths"]
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._components = {"schemas": _as_json_schema(self._schemas)}

    def schema(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._schemas[name]
        return found

    def errors(self, schema: Mapping[str, Any], instance: object) -> list[str]:
        """What of `instance` does not fit."""
        return _errors({**_as_json_schema(schema), "components": self._components}, instance)

    def known_names(self, schema: Mapping[str, Any]) -> set[str]:
        """The names of all properties that `schema` describes, through its references."""
        names = set(schema.get("properties", ()))
        if "$ref" in schema:
            names |= self.known_names(self.schema(schema["$ref"].rsplit("/", 1)[1]))
        for part in schema.get("allOf", ()):
            names |= self.known_names(part)
        return names


class Discovery:
    """A Google discovery document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._schemas = {name: _closed(schema) for name, schema in document["schemas"].items()}

    def errors(self, name: str, instance: object) -> list[str]:
        """What of `instance` does not fit the schema `name`, unknown names included."""
        return _errors({"$ref": f"#/schemas/{name}", "schemas": self._schemas}, instance)


def _errors(root: dict[str, Any], instance: object) -> list[str]:
    found = Draft202012Validator(root).iter_errors(instance)
    return [f"{each.json_path}: {each.message[:300]}" for each in found]


def _as_json_schema(schema: Any) -> Any:
    """OpenAPI's `nullable`, and the yes-or-no bounds of its 3.0, as JSON Schema has them."""
    if isinstance(schema, list):
        return [_as_json_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    done = {
        key: _as_json_schema(value)
        for key, value in schema.items()
        if not (key in {"exclusiveMinimum", "exclusiveMaximum"} and isinstance(value, bool)) and key != "nullable"
    }
    return {"anyOf": [done, {"type": "null"}]} if schema.get("nullable") is True else done


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A discovery schema as JSON Schema: references written out, unknown names refused."""
    if "$ref" in schema:
        return {"$ref": f"#/schemas/{schema['$ref']}"}
    done: dict[str, Any] = {} if schema.get("type") == "any" else {"type": schema["type"]}
    if "enum" in schema:
        done["enum"] = schema["enum"]
    if "items" in schema:
        done["items"] = _closed(schema["items"])
    if schema.get("type") == "object":
        more = schema.get("additionalProperties")
        done["additionalProperties"] = _closed(more) if more else False
        done["properties"] = {name: _closed(inner) for name, inner in schema.get("properties", {}).items()}
    return done
