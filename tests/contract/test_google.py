"""Our requests to Google Translate, and its stand-ins' answers, held to Google's discovery documents."""

from typing import Any

import pytest

from tests.contract.specs import Discovery, discovery
from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.google_v3 import GoogleV3StandIn
from voicebot.clients.google_translate_v2 import DEFAULT_BASE_URL, GoogleTranslateV2
from voicebot.clients.google_translate_v3 import GoogleTranslateV3

TEXTS = ["כן", "יש לי “שאלה”"]


@pytest.fixture
def v2() -> Discovery:
    return discovery("translate.v2.json")


@pytest.fixture
def v3() -> Discovery:
    return discovery("translate.v3.json")


def test_v2_requests(v2: Discovery, google_v2_standin: GoogleV2StandIn) -> None:
    GoogleTranslateV2("k", google_v2_standin.url).translate(TEXTS, "he", "en", 5)
    [asked] = google_v2_standin.asked
    method = v2.document["resources"]["translations"]["methods"]["translate"]
    assert (asked.method, asked.path) == (method["httpMethod"], f"/{v2.document['servicePath']}{method['path']}")
    assert v2.document["rootUrl"] == f"{DEFAULT_BASE_URL}/"
    assert v2.errors(method["request"]["$ref"], asked.json) == []


def test_v2_answers(v2: Discovery, google_v2_standin: GoogleV2StandIn) -> None:
    GoogleTranslateV2("k", google_v2_standin.url).translate(TEXTS, "he", "en", 5)
    answer = google_v2_standin.answer(google_v2_standin.asked[0])
    assert v2.document["features"] == ["dataWrapper"]
    assert v2.errors("TranslationsListResponse", answer.json()["data"]) == []


def test_v3_requests(v3: Discovery, google_v3_standin: GoogleV3StandIn) -> None:
    GoogleTranslateV3("alta-prod", google_v3_standin.url).translate(TEXTS, "he", "en", 5)
    [asked] = google_v3_standin.asked
    method = v3.document["resources"]["projects"]["resources"]["locations"]["methods"]["translateText"]
    path = method["path"].replace("{+parent}", "projects/alta-prod/locations/global")
    assert (asked.method, asked.path) == (method["httpMethod"], f"/{path}")
    # A leading $ marks a system parameter, that every method takes.
    assert {name.removeprefix("$") for name, _ in asked.query} <= set(v3.document["parameters"])
    assert v3.errors(method["request"]["$ref"], asked.json) == []


def test_v3_answers(v3: Discovery, google_v3_standin: GoogleV3StandIn) -> None:
    GoogleTranslateV3("alta-prod", google_v3_standin.url).translate(TEXTS, "he", "en", 5)
    answer = google_v3_standin.answer(google_v3_standin.asked[0])
    assert v3.errors("TranslateTextResponse", answer.json()) == []


@pytest.mark.parametrize("wrong", [{"q": "one"}, {"text": ["one"]}, {"q": ["one"], "format": 1}])
def test_the_check_can_fail(v2: Discovery, wrong: dict[str, Any]) -> None:
    assert v2.errors("TranslateTextRequest", wrong)
