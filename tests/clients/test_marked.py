"""Marked sentences at the wire: spans for Google, tokens for a model, and the glossary of both."""

import json

import pytest

from language.glossary import glossary
from language.terms import check, render
from language.types import Translator
from tests.language.terms.samples import CALL, SUNDAY
from tests.standins.brain import Reply
from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.google_v3 import GoogleV3StandIn, error
from tests.standins.openai import OpenAIStandIn
from voicebot.clients.google_translate_v2 import GoogleTranslateV2
from voicebot.clients.google_translate_v3 import GoogleTranslateV3
from voicebot.clients.openai_translate import OpenAITranslator
from voicebot.conversation.translation import Translation
from voicebot.errors import VendorGarbage, VendorRefused

OFFER = CALL.mark(f"I have {SUNDAY.en}.", "en")
GLOSSARY = "projects/p/locations/us-central1/glossaries/voicebot-1"


@pytest.fixture(params=["v2", "v3", "openai"])
def translator(request: pytest.FixtureRequest) -> Translator:
    if request.param == "v2":
        return GoogleTranslateV2("k", request.getfixturevalue("google_v2_standin").url)
    if request.param == "v3":
        return GoogleTranslateV3("p", request.getfixturevalue("google_v3_standin").url)
    return OpenAITranslator("k", request.getfixturevalue("openai_standin").base_url, "m")


def test_a_slot_comes_out_in_our_own_words(translator: Translator) -> None:
    translation = Translation((translator,))
    assert translation.to_hebrew(f"I have {SUNDAY.en}.", lambda: 5.0, CALL) == f"יש לי {SUNDAY.he}."
    assert translation.to_hebrew(f"I have {SUNDAY.en}. Which suits you better?", lambda: 5.0, CALL) == (
        f"יש לי {SUNDAY.he}. מה מתאים יותר?"
    )


def test_what_has_no_terms_is_plain(translator: Translator) -> None:
    assert Translation((translator,)).to_english("כן, בבקשה", lambda: 5.0, CALL) == ("Yes.", translator.name)


def test_v2_sends_spans_in_html(google_v2_standin: GoogleV2StandIn) -> None:
    google = GoogleTranslateV2("k", google_v2_standin.url)
    google.translate_marked([OFFER, CALL.mark("It's <b> & so on.", "en")], "en", "he", 5)
    body = google_v2_standin.asked[0].json
    assert body["format"] == "html"
    assert body["q"] == [f'I have <span translate="no">{SUNDAY.en}</span>.', "It's &lt;b&gt; &amp; so on."]
    google.translate_marked([CALL.mark("It's <b> & so on.", "en")], "en", "he", 5)
    assert google_v2_standin.asked[1].json["format"] == "text"
    assert google_v2_standin.asked[1].json["q"] == ["It's <b> & so on."]


def test_v3_sends_spans_in_html(google_v3_standin: GoogleV3StandIn) -> None:
    GoogleTranslateV3("p", google_v3_standin.url).translate_marked([OFFER], "en", "he", 5)
    body = google_v3_standin.asked[0].json
    assert body["mimeType"] == "text/html"
    assert body["contents"] == [f'I have <span translate="no">{SUNDAY.en}</span>.']
    assert "glossaryConfig" not in body


def test_entities_are_undone(google_v2_standin: GoogleV2StandIn) -> None:
    google_v2_standin.renderings.append(
        'ה&quot;מועד&quot; הוא <span translate="no">' + SUNDAY.en + "</span>, נכון&#39;?"
    )
    [answer] = GoogleTranslateV2("k", google_v2_standin.url).translate_marked([OFFER], "en", "he", 5)
    assert answer == 'ה"מועד" הוא ⟦1⟧, נכון\'?'


def test_an_empty_answer_is_garbage(google_v2_standin: GoogleV2StandIn) -> None:
    google_v2_standin.renderings.append("")
    with pytest.raises(VendorGarbage):
        GoogleTranslateV2("k", google_v2_standin.url).translate_marked([OFFER], "en", "he", 5)


def test_the_model_never_sees_the_terms(openai_standin: OpenAIStandIn) -> None:
    marked = CALL.mark("Dana Levi paid $500, write dana@alta.co.il or call 054-765-4321.", "en")
    openai_standin.replies.append(Reply(json.dumps({"translations": ["⟦1⟧ שילמה ⟦2⟧, כתבו ל-⟦3⟧ או התקשרו ל-⟦4⟧."]})))
    [answer] = OpenAITranslator("k", openai_standin.base_url, "m").translate_marked([marked], "en", "he", 5)
    sent = json.dumps(openai_standin.asked[0].json, ensure_ascii=False)
    assert json.loads(openai_standin.asked[0].json["messages"][1]["content"]) == [marked.template]
    assert not any(each in sent for each in ("Dana", "500", "dana@", "4321"))
    assert render(check(answer, marked, "he").template, marked, "he") == (
        "דנה לוי שילמה חמש מאות דולר, כתבו ל-dana@alta.co.il או התקשרו לאפס חמש ארבע, שבע שש חמש, ארבע שלוש שתיים אחת."
    )


def test_the_model_is_told_the_words_it_needs(openai_standin: OpenAIStandIn) -> None:
    translator = OpenAITranslator("k", openai_standin.base_url, "m", glossary=glossary())
    translator.translate(["Which suits you better?"], "en", "he", 5)
    translator.translate(["We call every lead, and our follow-up call is free."], "en", "he", 5)
    plain, told = (each.json["messages"][0]["content"] for each in openai_standin.asked)
    assert "Use these words" not in plain
    assert told.endswith("Use these words: lead = ליד; follow-up call = שיחת מעקב.")


def test_v3_uses_its_glossary_while_it_exists(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.glossaries[GLOSSARY] = {}
    google = GoogleTranslateV3("p", google_v3_standin.url, "us-central1", glossary="voicebot-1")
    assert google.translate(["כן"], "he", "en", 5) == ["Yes."]
    [asked] = google_v3_standin.asked
    assert asked.path == "/v3/projects/p/locations/us-central1:translateText"
    assert asked.json["glossaryConfig"] == {"glossary": GLOSSARY}


def test_v3_goes_on_without_a_glossary_that_is_not_there(google_v3_standin: GoogleV3StandIn) -> None:
    google = GoogleTranslateV3("p", google_v3_standin.url, "us-central1", glossary="voicebot-1")
    assert google.translate(["כן"], "he", "en", 5) == ["Yes."]
    assert google.translate(["לא"], "he", "en", 5) == ["No."]
    assert ["glossaryConfig" in each.json for each in google_v3_standin.asked] == [True, False, False]


def test_v3_with_a_glossary_still_fails_where_it_must(google_v3_standin: GoogleV3StandIn) -> None:
    google = GoogleTranslateV3("p", google_v3_standin.url, "us-central1", glossary="voicebot-1")
    google_v3_standin.next(error(400, "INVALID_ARGUMENT"))
    with pytest.raises(VendorRefused):
        google.translate(["כן"], "he", "en", 5)
    assert len(google_v3_standin.asked) == 1
