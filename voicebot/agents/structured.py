"""What is asked of a model that answers in a strict JSON schema, not in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class StructuredRequest:
    """One question. `instructions` are ours; `data` is everything that others said, and reaches the model as data.

    `schema` is a closed JSON schema with every name required, `name` what it is called. Bounds: seconds and tokens.
    """

    name: str
    instructions: str
    data: str
    schema: Mapping[str, Any]
    timeout_s: float = 30.0
    max_tokens: int = 1_200


@dataclass(frozen=True)
class StructuredAnswer:
    """The JSON that was answered, not yet validated, and the tokens it took."""

    value: Any
    input_tokens: int = 0
    output_tokens: int = 0


class StructuredModel(Protocol):
    """A model that answers in a schema. Raises VendorError."""

    @property
    def name(self) -> str: ...

    def ask(self, request: StructuredRequest) -> StructuredAnswer: ...
