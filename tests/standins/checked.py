"""Holding what we send to the types of the vendor's own SDK."""

from pydantic import BaseModel


def unknown_fields(model: object) -> list[str]:
    """Names that the SDK's types do not know."""
    if isinstance(model, BaseModel):
        found = list(model.model_extra or ())
        for name in type(model).model_fields:
            found += unknown_fields(getattr(model, name, None))
        return found
    if isinstance(model, list):
        return [name for each in model for name in unknown_fields(each)]
    return []
