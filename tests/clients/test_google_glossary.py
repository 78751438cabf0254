"""The glossary at Google: made once, brought in line, and followed by the next."""

import pytest

from language.glossary import Entry, Glossary
from tests.standins.google_v3 import GoogleV3StandIn, error
from tests.standins.wire import Reset
from voicebot.clients.google_glossary import GoogleGlossary, glossary_id
from voicebot.errors import VendorRefused, VendorTimeout, VendorUnavailable

WORDS = Glossary((Entry("lead", "ליד"), Entry("meeting", "פגישה")))
OTHER = Glossary((Entry("lead", "לקוח פוטנציאלי"),))
PARENT = "projects/p/locations/us-central1/glossaries"
NAME = f"{PARENT}/{glossary_id(WORDS)}"


def desk(standin: GoogleV3StandIn, slept: list[float] | None = None) -> GoogleGlossary:
    naps = [] if slept is None else slept
    return GoogleGlossary("p", "gs://bucket/glossary.csv", standin.url, sleep=naps.append)


def pairs(standin: GoogleV3StandIn, name: str = NAME) -> set[tuple[str, ...]]:
    return {
        tuple(term["text"] for term in sorted(each["termsSet"]["terms"], key=lambda term: str(term["languageCode"])))
        for each in standin.glossaries[name].values()
    }


def entry(en: str, he: str) -> dict[str, object]:
    return {"termsSet": {"terms": [{"languageCode": "en", "text": en}, {"languageCode": "he", "text": he}]}}


def test_it_is_made_and_filled(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.takes = 2
    slept: list[float] = []
    done = desk(google_v3_standin, slept).sync(WORDS)
    assert (done.name, done.created, done.added, done.removed, done.dropped) == (NAME, True, 2, 0, ())
    assert pairs(google_v3_standin) == {("lead", "ליד"), ("meeting", "פגישה")}
    assert len(slept) == 2
    made = next(each for each in google_v3_standin.asked if each.method == "POST")
    assert made.json["inputConfig"] == {"gcsSource": {"inputUri": "gs://bucket/glossary.csv"}}
    assert made.json["languageCodesSet"] == {"languageCodes": ["en", "he"]}


def test_again_changes_nothing(google_v3_standin: GoogleV3StandIn) -> None:
    desk(google_v3_standin).sync(WORDS)
    done = desk(google_v3_standin).sync(WORDS)
    assert (done.created, done.added, done.removed) == (False, 0, 0)


def test_what_the_file_brought_is_brought_in_line(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.seed = [entry("en", "he"), entry("lead", "ליד"), entry("lead", "ליד"), entry("old", "ישן")]
    done = desk(google_v3_standin).sync(WORDS)
    assert (done.added, done.removed) == (1, 3)
    assert pairs(google_v3_standin) == {("lead", "ליד"), ("meeting", "פגישה")}
    assert len(google_v3_standin.glossaries[NAME]) == 2


def test_more_entries_than_a_page(google_v3_standin: GoogleV3StandIn) -> None:
    many = Glossary(tuple(Entry(f"word {number}", f"מילה {number}") for number in range(230)))
    assert desk(google_v3_standin).sync(many).added == 230
    assert desk(google_v3_standin).sync(many).added == 0


def test_new_words_are_a_new_glossary_and_the_old_one_goes(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.glossaries[f"{PARENT}/somebody-elses"] = {}
    desk(google_v3_standin).sync(OTHER)
    done = desk(google_v3_standin).sync(WORDS)
    assert done.dropped == (glossary_id(OTHER),)
    assert set(google_v3_standin.glossaries) == {NAME, f"{PARENT}/somebody-elses"}


@pytest.mark.parametrize("after", range(1, 7))
def test_a_sync_that_broke_off_is_finished_by_the_next(google_v3_standin: GoogleV3StandIn, after: int) -> None:
    """Broken off after so many requests, wherever that is."""
    google_v3_standin.after(after, Reset())
    with pytest.raises(VendorUnavailable):
        desk(google_v3_standin).sync(WORDS)
    desk(google_v3_standin).sync(WORDS)
    assert pairs(google_v3_standin) == {("lead", "ליד"), ("meeting", "פגישה")}


def test_a_refusal_is_one(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.next(error(403, "PERMISSION_DENIED"))
    with pytest.raises(VendorRefused):
        desk(google_v3_standin).sync(WORDS)


def test_it_does_not_wait_for_ever(google_v3_standin: GoogleV3StandIn) -> None:
    google_v3_standin.takes = 10**6
    with pytest.raises(VendorTimeout):
        desk(google_v3_standin).sync(WORDS, timeout_s=2.1)


def test_the_id_follows_the_words_not_the_notes() -> None:
    assert glossary_id(WORDS) == glossary_id(Glossary((Entry("lead", "ליד", "a note"), Entry("meeting", "פגישה"))))
    assert glossary_id(WORDS) != glossary_id(OTHER)
