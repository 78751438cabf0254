"""Our requests to Google Translate, and its stand-ins' answers, held to Google's discovery documents."""

import re
from typing import Any

import pytest

from language.glossary import Entry, Glossary
from language.terms import EMPTY
from tests.contract.specs import Discovery, discovery
from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.google_v3 import GoogleV3StandIn
from voicebot.clients.google_glossary import GoogleGlossary
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


def test_v3_marked_requests(v3: Discovery, google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.glossaries["projects/alta-prod/locations/us-central1/glossaries/voicebot-1"] = {}
    google = GoogleTranslateV3("alta-prod", google_v3_standin.url, "us-central1", glossary="voicebot-1")
    google.translate_marked([EMPTY.mark("It is 5 o'clock.", "en")], "en", "he", 5)
    [asked] = google_v3_standin.asked
    assert asked.json["mimeType"] == "text/html"
    assert v3.errors("TranslateTextRequest", asked.json) == []
    assert v3.errors("TranslateTextResponse", google_v3_standin.answer(asked).json()) == []


def test_v2_marked_requests(v2: Discovery, google_v2_standin: GoogleV2StandIn) -> None:
    google = GoogleTranslateV2("k", google_v2_standin.url)
    google.translate_marked([EMPTY.mark("It is 5 o'clock.", "en")], "en", "he", 5)
    assert google_v2_standin.asked[0].json["format"] == "html"
    assert v2.errors("TranslateTextRequest", google_v2_standin.asked[0].json) == []


def test_glossary_requests(v3: Discovery, google_v3_standin: GoogleV3StandIn) -> None:
    """Every request of a sync that makes, fills, trims and replaces: its path, method, body, query and answer."""
    google_v3_standin.glossaries["projects/p/locations/us-central1/glossaries/voicebot-old"] = {}
    google_v3_standin.seed = [{"termsSet": {"terms": [{"languageCode": "en", "text": "x"}]}}]
    words = Glossary((Entry("lead", "ליד"),))
    GoogleGlossary("p", "gs://b/g.csv", google_v3_standin.url, sleep=lambda _: None).sync(words)
    used = set()
    for asked in google_v3_standin.asked:
        name, method = _method(v3, asked.method, asked.path)
        used.add(name)
        own = set(method["parameters"]) | set(v3.document["parameters"])
        assert {each.removeprefix("$") for each, _ in asked.query} <= own, name
        if "request" in method:
            assert v3.errors(method["request"]["$ref"], asked.json) == [], name
    assert used == {
        *("glossaries.create", "glossaries.get", "glossaries.list", "glossaries.delete"),
        *("glossaryEntries.create", "glossaryEntries.list", "glossaryEntries.delete"),
    }


def test_glossary_answers(v3: Discovery, google_v3_standin: GoogleV3StandIn) -> None:
    words = Glossary((Entry("lead", "ליד"),))
    for _ in range(2):
        GoogleGlossary("p", "gs://b/g.csv", google_v3_standin.url, sleep=lambda _: None).sync(words)
    for asked in google_v3_standin.asked:
        answer = google_v3_standin.answer(asked)
        if answer.status == 200:
            _, method = _method(v3, asked.method, asked.path)
            assert v3.errors(method["response"]["$ref"], answer.json()) == []


def _method(v3: Discovery, verb: str, path: str) -> tuple[str, Any]:
    """The glossary method that this request is, with its name."""
    glossaries = v3.document["resources"]["projects"]["resources"]["locations"]["resources"]["glossaries"]
    entries = glossaries["resources"]["glossaryEntries"]
    for resource, described in (("glossaryEntries", entries), ("glossaries", glossaries)):
        for name, method in described["methods"].items():
            variable = method["path"].replace("{+parent}", "").replace("{+name}", "")
            [parameter] = [each for each in method["parameters"].values() if each["location"] == "path"]
            where = parameter["pattern"].strip("^$")
            head, _, tail = method["path"].partition("{+parent}" if "{+parent}" in method["path"] else "{+name}")
            if variable and verb == method["httpMethod"] and re.fullmatch(f"/{head}{where}{tail}", path):
                return f"{resource}.{name}", method
    raise AssertionError(f"no such method: {verb} {path}")
