"""Whatever a model or a translator does, the caller hears Hebrew, in bounds, and never silence."""

import json
import re
from collections.abc import Iterator

import pytest

from language.types import Translator
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.contract.specs import vectors
from tests.conversation.talking import SID, UNCLEAR, Talk, one_answer, talk_with
from tests.fakes import BrokenTranslator, FakeTranslator, Round, ScriptedModel, calls, says
from tests.phone.documents import document, said
from voicebot.agents.model import ModelEvent, ModelRequest, TextDelta
from voicebot.agents.tool import ToolCall
from voicebot.agents.turn import MAX_SAID
from voicebot.conversation.translation import is_hebrew
from voicebot.errors import VendorGarbage, VendorTimeout, VendorUnavailable

pytestmark = SOAK_ON_POSTGRES

TEAM = "יש אצלכם צוות שפונה ללידים חדשים?"
PERMISSION = "זה זמן טוב לדבר?"
SLOTS = "יש לי היום, יום ראשון, בשתים עשרה בצהריים, או מחר, יום שני, בתשע בבוקר. מה מתאים יותר?"
DOWN = VendorUnavailable("openai", "chat")


class BreaksOff:
    """A model that fails in the middle of its answer."""

    name = "breaks-off"

    def __init__(self, text: str) -> None:
        self._text = text

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        yield TextDelta(self._text)
        raise VendorTimeout("openai", "chat")


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello there.", ["Hello there."]),
        ("First. Second? Third!", ["First.", "Second?", "Third!"]),
        ("**Bold** and _thin_.", ["Bold and thin."]),
        ("# Title\n- one\n- two", ["Title", "one", "two"]),
        ("Great 🎉🎉 news 😀.", ["Great news ."]),
        ("At 10:30. Fine.", ["At 10:30.", "Fine."]),
        ("\x00Nul\x07.", ["Nul."]),
        ("Half\ud83d pair.", ["Half pair."]),
        ("<Hangup/> & <b>bold</b>.", ["Hangup/ & bbold/b."]),
    ],
)
def test_text_becomes_sentences_fit_for_a_voice(app_factory: AppFactory, text: str, sentences: list[str]) -> None:
    translator = FakeTranslator()
    heard = one_answer(app_factory, says(text), translators=[translator])
    asked = [each for each in translator.asked if not is_hebrew(each)]
    assert sorted(asked) == sorted(sentences)  # side by side: in any order
    assert len(heard) == len(sentences)


@ON_SQLITE
@pytest.mark.parametrize("text", ["", "   ", "...", "🙂🙂", "***", "\n\n", "\u200b"])
def test_an_empty_answer_is_answered_by_the_rules(app_factory: AppFactory, text: str) -> None:
    assert one_answer(app_factory, says(text)) == [PERMISSION]


@ON_SQLITE
@pytest.mark.parametrize("text", ["word " * 800, "x" * 4_000, "One. " * 800, "א" * 4_000, "כן. " * 1_000])
def test_a_long_answer_is_cut(app_factory: AppFactory, text: str) -> None:
    translator = FakeTranslator()
    heard = one_answer(app_factory, says(text), translators=[translator])
    assert heard
    spoken = sum(map(len, heard)) if is_hebrew(text) else sum(map(len, translator.asked[1:]))
    assert spoken <= MAX_SAID + 301


@ON_SQLITE
def test_hebrew_from_the_model_is_spoken_as_it_is(app_factory: AppFactory) -> None:
    translator = FakeTranslator()
    assert one_answer(app_factory, says("נשמע מצוין."), translators=[translator]) == ["נשמע מצוין."]
    assert "נשמע מצוין." not in translator.asked


@ON_SQLITE
@pytest.mark.parametrize("rendering", ["Still English.", "", "  ", "12", "привет", "abc אב ghijk", "<Say>"])
def test_what_is_no_hebrew_after_translation_is_not_spoken(app_factory: AppFactory, rendering: str) -> None:
    heard = one_answer(app_factory, says("A sentence."), translators=[FakeTranslator({"A sentence.": rendering})])
    assert heard == [PERMISSION]


@ON_SQLITE
def test_naughty_answers(app_factory: AppFactory) -> None:
    naughty = vectors("naughty_strings.json")[::3]
    model = ScriptedModel(*map(says, naughty))
    talk = talk_with(app_factory, model)
    for _ in naughty:
        talk = talk.renewed(3)  # where rules answer instead, an unclear caller is called back after the fourth answer
        assert all(re.search("[\u05d0-\u05ea]", each) for each in talk.says(UNCLEAR))
    model.assert_complete()


def test_naughty_translations(app_factory: AppFactory) -> None:
    naughty = [f"{text} שלום" for text in ["a\x00b", "\ud800", *vectors("naughty_strings.json")]]
    numbered = [f"Sentence {number} ends." for number in range(len(naughty))]
    answers = [says(" ".join(numbered[at : at + 20])) for at in range(0, len(numbered), 20)]
    table = dict(zip(numbered, naughty, strict=True))
    talk = talk_with(app_factory, ScriptedModel(*answers), translators=[FakeTranslator(table)])
    for _ in answers:
        assert talk.says(UNCLEAR)
    assert {each.state for each in talk.worker.turns(SID)} == {"done"}


def test_naughty_utterances(app_factory: AppFactory) -> None:
    """What a caller is said to have said reaches the model and the transcript, and breaks neither."""
    naughty = [*vectors("naughty_strings.json")[::7], "a\x00b", "\x1b[31m"]
    talk = talk_with(app_factory, ScriptedModel(*[says("Fine.")] * len(naughty)))
    for text in naughty:
        talk = talk.renewed()
        assert talk.says(text)
        assert talk.worker.turns(talk.sid)[-1].state == "done"


@pytest.mark.parametrize("text", ["a" * 100_000, "כן " * 10_000, "\x00" * 100, "\u202e" * 5_000, "😀" * 10_000])
def test_very_long_and_very_odd_utterances(app_factory: AppFactory, text: str) -> None:
    talk = talk_with(app_factory)
    assert talk.says(text)
    assert len(talk.worker.turns(SID)[1].heard_he or "") <= 2_000


# -- tools


def asks(name: str, arguments: str = "{}") -> list[ModelEvent]:
    return [ToolCall("call_1", name, arguments)]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("drop_tables", "{}"),
        ("", ""),
        ("x" * 10_000, "{}"),
        ("book_meeting", "{"),
        ("book_meeting", ""),
        ("book_meeting", "null"),
        ("book_meeting", '{"slot_index": "first"}'),
        ("book_meeting", '{"slot_index": 99}'),
        ("book_meeting", '{"slot_index": 1, "phone": "+972540000000"}'),
        ("end_call", '{"reason": "bored"}'),
        ("create_task", '{"kind": "callback", "text": "' + "x" * 1_000_000 + '"}'),
        ("create_task", '{"kind": "callback", "text": "\\ud800"}'),
        ("create_task", '{"kind": "callback", "text": "\ud800"}'),
        ("\ud800\x00", "\ud800\x00"),
    ],
)
def test_wrong_tool_calls_go_back_to_the_model(app_factory: AppFactory, name: str, arguments: str) -> None:
    model = ScriptedModel(asks(name, arguments), says("Sorry, let me ask again."))
    talk = talk_with(app_factory, model)
    assert len(talk.says(UNCLEAR)) == 1
    assert "error" in str(model.requests[1].messages[-1])
    assert not talk.worker.meetings()
    assert not talk.worker.tasks()
    assert talk.worker.turns(SID)[1].state == "done"


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "words"),
    [("offer_meeting_slots", "מה מתאים יותר?"), ("unknown", PERMISSION), ("update_lead", PERMISSION)],
)
def test_the_same_tool_for_ever_ends(app_factory: AppFactory, name: str, words: str) -> None:
    """The fifth call of one tool in a turn is refused, and the rules speak, of what the tool answered before."""
    model = ScriptedModel(*[asks(name)] * 5)
    heard = talk_with(app_factory, model).says(UNCLEAR)
    model.assert_complete()
    assert words in " ".join(heard)


@ON_SQLITE
def test_a_model_that_never_speaks_of_what_it_found_is_helped_out(app_factory: AppFactory) -> None:
    assert one_answer(app_factory, asks("offer_meeting_slots"), says("")) == [SLOTS]


@ON_SQLITE
def test_ending_without_a_word_still_says_goodbye(app_factory: AppFactory) -> None:
    (goodbye,) = one_answer(app_factory, asks("end_call", '{"reason": "goodbye"}'))
    assert "להתראות" in goodbye


@ON_SQLITE
def test_an_end_is_an_end(app_factory: AppFactory) -> None:
    model = ScriptedModel(calls("end_call", json.dumps({"reason": "goodbye"}), "Goodbye."))
    talk = talk_with(app_factory, model)
    talk.says(UNCLEAR)
    after = document(talk.worker.hook("/twilio/process-speech?turn=2", SID, SpeechResult="רגע, עוד משהו"))
    assert [each.tag for each in after] == ["Say", "Hangup"]
    assert len(model.requests) == 1


# -- failures


@ON_SQLITE
def test_the_next_model_answers(app_factory: AppFactory) -> None:
    second = ScriptedModel(says("I am here."), name="second")
    talk = talk_with(app_factory, ScriptedModel(DOWN, DOWN), second)
    assert len(talk.says(UNCLEAR)) == 1
    assert talk.worker.turns(SID)[1].model == "second"


@ON_SQLITE
@pytest.mark.parametrize("error", [DOWN, VendorTimeout("openai", "chat"), VendorGarbage("openai", "chat")])
def test_the_rules_answer_when_every_model_is_down(app_factory: AppFactory, error: Exception) -> None:
    talk = talk_with(app_factory, ScriptedModel(error, error), ScriptedModel(error, error))
    assert talk.says("כן") == ["תודה.", TEAM]
    assert talk.worker.turns(SID)[1].model == "rules"


@ON_SQLITE
def test_a_model_that_breaks_off_is_not_repeated(app_factory: AppFactory) -> None:
    second = ScriptedModel(says("Shall we go on?"))
    talk = talk_with(app_factory, BreaksOff("Good morning. I was just"), second)
    assert len(talk.says(UNCLEAR)) == 2
    assert "Good morning." in str(second.requests[0].messages[-1])
    assert "I was just" not in str(second.requests[0].messages)


def test_a_bug_in_a_model_is_survived(app_factory: AppFactory) -> None:
    """Nothing a turn raises leaves the caller without a word."""
    (sorry,) = talk_with(app_factory, ScriptedModel(RuntimeError("bug"))).says("כן")
    assert "לחזור על זה" in sorry


@ON_SQLITE
def test_the_chain_of_translators(app_factory: AppFactory) -> None:
    links: list[Translator] = [
        BrokenTranslator(DOWN),
        FakeTranslator(strict=True),
        FakeTranslator({"A sentence.": "משפט אחד."}),
    ]
    assert one_answer(app_factory, says("A sentence."), translators=links) == ["משפט אחד."]


@ON_SQLITE
def test_without_a_translator_the_rules_speak(app_factory: AppFactory) -> None:
    """English is never spoken to a Hebrew caller."""
    assert one_answer(app_factory, says("A sentence nobody knows."), translators=[BrokenTranslator(DOWN)]) == [
        PERMISSION
    ]


def offered(app_factory: AppFactory, *rounds: Round) -> Talk:
    """A call in which slots have been offered, by a model that nobody can translate."""
    talk = talk_with(
        app_factory, ScriptedModel(asks("offer_meeting_slots"), says("Which one?"), *rounds), translators=[]
    )
    assert talk.says("אשמח לפגישה") == [SLOTS]
    return talk


def test_a_booking_is_told_even_if_its_sentence_cannot_be_translated(app_factory: AppFactory) -> None:
    book = asks("book_meeting", '{"slot_index": 2}')
    talk = offered(app_factory, book, book, says("Wonderful, Monday it is."))
    assert talk.says("השני") == ["אז מחר, יום שני, עשרים ושלושה בנובמבר, בתשע בבוקר. נכון?"]
    assert talk.worker.meetings() == ()
    assert talk.says("כן") == ["מצוין, קבענו למחר, יום שני, בתשע בבוקר.", "יש עוד משהו?"]
    assert len(talk.worker.meetings()) == 1
    assert (talk.worker.call(SID).state or {})["done"] == ["booked"]


def test_rules_take_over_in_mid_call_where_the_model_was(app_factory: AppFactory) -> None:
    talk = offered(app_factory, DOWN, DOWN, DOWN, DOWN)
    assert talk.says("הראשון") == ["אז היום, יום ראשון, עשרים ושניים בנובמבר, בשתים עשרה בצהריים. נכון?"]
    assert talk.says("כן")[0] == "מצוין, קבענו להיום, יום ראשון, בשתים עשרה בצהריים."


@pytest.mark.parametrize("words", ["תורידו אותי מהרשימה", "הוא נפטר לפני חודש", "יש אזעקה אני חייב לרוץ לממד"])
def test_safety_is_a_matter_of_rules(app_factory: AppFactory, words: str) -> None:
    """No model is asked, whichever is configured."""
    model = ScriptedModel()
    talk = talk_with(app_factory, model)
    root = document(talk.worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult=words))
    assert said(root)
    assert root[-1].tag == "Hangup"
    assert model.requests == []
