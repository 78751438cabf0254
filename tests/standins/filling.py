"""A value that fits a JSON schema, as a model that fills in a form would give one."""

from collections.abc import Mapping
from typing import Any


def filled(schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """The plainest value that `schema` allows: of several the first, a null only where nothing else may be."""
    root = root or schema
    if "$ref" in schema:
        return filled(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "object":
            return {name: filled(each, root) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [filled(schema["items"], root)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return "2026-11-24" if schema.get("format") == "date" else "Something that was said."
    return None
