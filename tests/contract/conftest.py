"""Fixtures of the contract tests: the stand-ins that record what our adapters really send."""

from tests.standins.fixtures import (
    google_v2_standin,
    google_v3_standin,
    openai_standin,
    twilio_standin,
)

__all__ = ["google_v2_standin", "google_v3_standin", "openai_standin", "twilio_standin"]
