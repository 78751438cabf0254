"""Fixtures of the vendor adapters' tests: the stand-ins."""

from tests.standins.fixtures import (
    google_v2_standin,
    google_v3_standin,
    openai_standin,
    twilio_standin,
)

__all__ = ["google_v2_standin", "google_v3_standin", "openai_standin", "twilio_standin"]
