"""A model cannot make the caller believe what did not happen."""

from collections.abc import Sequence

import pytest

from language.types import Language, Untranslatable
from stores.errors import StoreUnavailable
from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import Clock
from tests.conversation.talking import SID, UNCLEAR, Talk, one_answer, talk_with
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from voicebot.agents.model import ModelEvent
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


# -- what was done is told before the call ends


class FailsOnce:
    """A translator that fails the first time it is asked for the words "You are booked."."""

    name = "fails once"

    def __init__(self, error: Exception) -> None:
        self._errors = [error]

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        if "You are booked." in texts and self._errors:
            raise self._errors.pop()
        return ["קבענו." if each == "You are booked." else f"משפט {len(each)}." for each in texts]


def about_to_book(app_factory: AppFactory, error: Exception, *more: Sequence[ModelEvent]) -> Talk:
    """A call that has read a slot back. The model books with a yes, and says so and goodbye as it ends the call."""
    told = calls("end_call", '{"reason": "booked"}', "You are booked. Goodbye.")
    model = ScriptedModel(calls("offer_meeting_slots"), says("Which one?"), BOOK, BOOK, told, *more)
    talk = talk_with(app_factory, model, translators=[FailsOnce(error)])
    talk.says("אשמח לפגישה")
    assert talk.says("הראשון") == [READ_BACK]
    return talk


def test_a_booking_whose_sentence_is_lost_as_the_call_ends_is_told_by_the_rules(app_factory: AppFactory) -> None:
    """The end waits for what is said before it: else the caller would hear a goodbye and no more."""
    talk = about_to_book(app_factory, Untranslatable("nobody knows it"))
    assert talk.says("כן")[0] == "מצוין, קבענו להיום, יום ראשון, בשתים עשרה בצהריים."
    assert len(talk.worker.meetings()) == 1


def test_a_booking_is_told_by_whoever_takes_the_last_turn_over(app_factory: AppFactory, clock: Clock) -> None:
    """Its owner is gone when the model has asked for the end, and before the sentences are ready."""
    told = calls("end_call", '{"reason": "booked"}', "You are booked. Goodbye.")
    talk = about_to_book(app_factory, StoreUnavailable("gone"), told)
    talk.says("כן")
    assert talk.worker.turns(SID)[3].state == "claimed"
    clock.forward(seconds=2)
    talk.worker.hook("/twilio/turn?turn=3&from=1", SID)
    talk.worker.settle()
    turn = talk.worker.turns(SID)[3]
    assert [each.he for each in turn.sentences if each.kind != "filler"] == ["קבענו.", "משפט 8."]
    assert (turn.ending or {})["kind"] == "hangup"
    assert len(talk.worker.meetings()) == 1
