"""The stand-ins as fixtures; import them in a conftest."""

from collections.abc import Iterator

import pytest

from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.google_v3 import GoogleV3StandIn
from tests.standins.openai import OpenAIStandIn
from tests.standins.twilio import TwilioStandIn

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "not-a-secret"


@pytest.fixture
def openai_standin() -> Iterator[OpenAIStandIn]:
    with OpenAIStandIn() as standin:
        yield standin


@pytest.fixture
def google_v2_standin() -> Iterator[GoogleV2StandIn]:
    with GoogleV2StandIn() as standin:
        yield standin


@pytest.fixture
def google_v3_standin() -> Iterator[GoogleV3StandIn]:
    with GoogleV3StandIn() as standin:
        yield standin


@pytest.fixture
def twilio_standin() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(ACCOUNT_SID, AUTH_TOKEN) as standin:
        yield standin
