"""A model cannot make the caller believe what did not happen."""

import pytest

from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.conversation.talking import SID, UNCLEAR, one_answer, talk_with
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from voicebot.scenarios import sales_lines as lines

pytestmark = SOAK_ON_POSTGRES

BOOKED = "I've booked you for Sunday at ten."
BOOK = calls("book_meeting", '{"slot_index": 1}')
READ_BACK = "אז היום, יום ראשון, עשרים ושניים בנובמבר, בשתים עשרה בצהריים. נכון?"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (BOOKED, lines.NOT_BOOKED.he),
        ("I have removed you from our list.", lines.NOT_REMOVED.he),
        ("I've sent you an email.", lines.NOT_SENT.he),
        ("I'll send you the details.", lines.NOT_SENT.he),
        ("קבעתי לך פגישה ליום ראשון.", lines.NOT_BOOKED.he),
    ],
)
def test_a_claim_without_a_deed_is_replaced(app_factory: AppFactory, text: str, heard: str) -> None:
    assert one_answer(app_factory, says(text)) == [heard]


def test_a_claim_is_corrected_once(app_factory: AppFactory) -> None:
    assert one_answer(app_factory, says(f"{BOOKED} {BOOKED} See you on Sunday!")) == [lines.NOT_BOOKED.he]


def test_what_is_true_stays_around_a_claim(app_factory: AppFactory) -> None:
    translator = FakeTranslator({"Great.": "נהדר.", "Is there more?": "יש עוד?"})
    heard = one_answer(app_factory, says(f"Great. {BOOKED} Is there more?"), translators=[translator])
    assert heard == ["נהדר.", lines.NOT_BOOKED.he, "יש עוד?"]


def test_a_claim_is_kept_after_the_deed(app_factory: AppFactory) -> None:
    model = ScriptedModel(
        calls("offer_meeting_slots"), says("Which one?"), BOOK, BOOK, says(BOOKED),
        says("I've booked you, as I said."),
    )  # fmt: skip
    table = {BOOKED: "קבעתי ליום ראשון.", "I've booked you, as I said.": "כבר קבעתי."}
    talk = talk_with(app_factory, model, translators=[FakeTranslator(table)])
    talk.says("אשמח לפגישה")
    assert talk.says("הראשון") == [READ_BACK]
    assert talk.says("כן") == ["קבעתי ליום ראשון."]
    assert talk.says("מה קבענו?") == ["כבר קבעתי."]


def test_a_claim_announced_with_its_tool_waits_for_the_tool(app_factory: AppFactory) -> None:
    """Models say "I've booked it" in the round that asks for the booking: the caller hears it once it is so."""
    model = ScriptedModel(
        calls("offer_meeting_slots"), says("Which one?"), BOOK, calls("book_meeting", '{"slot_index": 1}', BOOKED),
        says("You are booked."),
    )  # fmt: skip
    talk = talk_with(app_factory, model, translators=[FakeTranslator({"You are booked.": "קבענו."})])
    talk.says("אשמח לפגישה")
    assert talk.says("הראשון") == [READ_BACK]
    assert talk.says("כן") == ["קבענו."]


def test_a_claim_announced_with_a_tool_that_refuses_is_corrected(app_factory: AppFactory) -> None:
    heard = one_answer(app_factory, calls("book_meeting", '{"slot_index": 1}', BOOKED), says(BOOKED))
    assert heard == [lines.NOT_BOOKED.he]


def test_another_calls_deeds_prove_nothing(app_factory: AppFactory) -> None:
    model = ScriptedModel(
        calls("offer_meeting_slots"), says("Which one?"), BOOK, BOOK, says("Done."),
        says(BOOKED),
    )  # fmt: skip
    talk = talk_with(app_factory, model)
    talk.says("אשמח לפגישה")
    talk.says("הראשון")
    talk.says("כן")
    talk.worker.hook("/twilio/voice", "CA6")
    got = talk.worker.hook("/twilio/process-speech?turn=1", "CA6", SpeechResult=UNCLEAR)
    assert lines.NOT_BOOKED.he in got.get_data(as_text=True)
    assert len(talk.worker.meetings()) == 1
    assert talk.worker.call(SID).sid == SID
