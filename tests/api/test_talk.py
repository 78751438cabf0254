"""/agent/turn: the seed's conversations, with rules and with a language model, in English and in Hebrew."""

from datetime import datetime
from typing import Any

import pytest

from tests.api.conftest import MakeApi
from tests.api.making import Api, error
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import Worker
from tests.fakes import ScriptedModel, calls, says
from tests.jobs.doing import do_jobs
from voicebot.agents.model import ChatModel
from voicebot.errors import VendorUnavailable

pytestmark = SOAK_ON_POSTGRES

SEED_HISTORY = [
    {"user": "Hello", "agent": "Hi Roy!..."},
    {"user": "We have an SDR team", "agent": "Got it. ..."},
]
ROLES = [
    {"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi Roy!..."},
    {"role": "user", "content": "We have an SDR team"}, {"role": "assistant", "content": "Got it. ..."},
]  # fmt: skip


def is_hebrew(text: str) -> bool:
    return any("א" <= letter <= "ת" for letter in text) and not any("a" <= letter <= "z" for letter in text.lower())


def assert_slots(answer: dict[str, Any]) -> list[dict[str, Any]]:
    assert answer["action"] == "offer_slots"
    slots: list[dict[str, Any]] = answer["action_payload"]["slots"]
    assert [set(slot) for slot in slots] == [{"index", "start", "spoken"}] * 2
    assert [slot["index"] for slot in slots] == [1, 2]
    assert all(datetime.fromisoformat(slot["start"]).tzinfo for slot in slots)
    return slots


def script(kind: str) -> tuple[ChatModel, ...]:
    """What a language model would answer to the seed's four requests; none at all for the rules."""
    return {
        "hello": (ScriptedModel(says("Hi David! I'm the digital assistant of Alta. Is this a good time?")),),
        "who": (ScriptedModel(says("I'm the digital assistant of Alta. We help companies sell.")),),
        "interested": (
            ScriptedModel(calls("offer_meeting_slots"), says("I have Sunday at noon or Monday at nine. Which one?")),
        ),
        "no": (ScriptedModel(calls("end_call", '{"reason": "not_interested"}', "I understand. Have a good day.")),),
        "rules": (),
    }[kind]


# -- the seed's four examples


@pytest.mark.parametrize("kind", ["rules", "hello"])
def test_hello_is_greeted_by_name(make_api: MakeApi, kind: str) -> None:
    api = make_api(*script(kind))
    answer = api.turn("Hello", lead_id=api.lead().id, history=[])
    assert answer["action"] is None
    assert "Hi David" in answer["agent_reply"]
    assert "digital assistant of Alta" in answer["agent_reply"]


@pytest.mark.parametrize("kind", ["rules", "who"])
def test_who_are_you_is_told(make_api: MakeApi, kind: str) -> None:
    api = make_api(*script(kind))
    answer = api.turn("Who are you?", lead_id=api.lead().id, history=[])
    assert answer["action"] is None
    assert "digital assistant of Alta" in answer["agent_reply"]


@pytest.mark.parametrize("history", [SEED_HISTORY, ROLES, []], ids=["exchanges", "roles", "none"])
@pytest.mark.parametrize("kind", ["rules", "interested"])
def test_interest_is_answered_with_two_slots(make_api: MakeApi, kind: str, history: list[dict[str, str]]) -> None:
    api = make_api(*script(kind))
    answer = api.turn("Yes, sounds interesting", lead_id=api.lead().id, history=history)
    assert_slots(answer)


@pytest.mark.parametrize("kind", ["rules", "no"])
def test_not_interested_is_taken_for_an_answer(make_api: MakeApi, kind: str) -> None:
    api = make_api(*script(kind))
    lead = api.lead()
    answer = api.turn("Not interested", lead_id=lead.id, history=[])
    assert (answer["action"], answer["action_payload"]) == ("end_call", {"reason": "not_interested"})
    call = api.get(f"/calls/{answer['conversation_id']}").get_json()
    assert (call["status"], call["outcome"], call["lead_id"]) == ("completed", "not_interested", lead.id)


def test_without_a_lead_it_works_as_well(api: Api) -> None:
    assert "David" not in api.turn("Hello")["agent_reply"]


# -- a whole conversation


def test_a_conversation_goes_on_to_a_booking_and_ends(api: Api) -> None:
    lead = api.lead()
    offer = api.turn("Yes, sounds interesting", lead_id=lead.id)
    slots = assert_slots(offer)
    going_on = {"conversation_id": offer["conversation_id"]}
    asked = api.turn("the first one", **going_on)
    assert asked["action"] is None
    assert asked["agent_reply"] == "So today, Sunday, November 22, at 12:00 PM. Is that right?"
    assert api.get("/meetings").get_json()["items"] == []
    booked = api.turn("yes", **going_on)
    assert booked["action"] == "book_meeting"
    assert booked["conversation_id"] == offer["conversation_id"]
    meeting = booked["action_payload"]["meeting"]
    assert meeting["start"] == slots[0]["start"]
    assert booked["action_payload"]["ends_call"] is False
    stored = api.get("/meetings").get_json()["items"]
    assert [(each["id"], each["lead_id"], each["call_id"], each["status"]) for each in stored] == [
        (meeting["id"], lead.id, offer["conversation_id"], "booked")
    ]
    assert datetime.fromisoformat(stored[0]["start"]) == datetime.fromisoformat(slots[0]["start"])
    over = api.turn("No thanks, goodbye", **going_on)
    assert over["action"] == "end_call"
    again = api.post("/agent/turn", json={"user_utterance": "hello?", **going_on})
    assert error(again) == (409, "conversation_ended")


def test_the_same_with_a_language_model(make_api: MakeApi) -> None:
    model = ScriptedModel(
        calls("offer_meeting_slots"),
        says("I have two times. Which suits you?"),
        calls("book_meeting", '{"slot_index": 2}'),
        calls("book_meeting", '{"slot_index": 2}'),
        says("Great, you are booked. Anything else?"),
        calls("end_call", '{"reason": "booked"}', "Thank you, goodbye."),
    )
    api = make_api(model)
    offer = api.turn("Sounds good", lead_id=api.lead().id)
    second = assert_slots(offer)[1]
    going_on = {"conversation_id": offer["conversation_id"]}
    assert "Is that right?" in api.turn("The second, please", **going_on)["agent_reply"]
    booked = api.turn("Yes", **going_on)
    assert booked["agent_reply"] == "Great, you are booked. Anything else?"
    assert booked["action_payload"]["meeting"]["start"] == second["start"]
    assert api.turn("No, that's all", **going_on)["action"] == "end_call"
    model.assert_complete()
    assert [each.id for each in api.stores.meetings.list().items] == [booked["action_payload"]["meeting"]["id"]]


def test_a_model_that_is_down_is_replaced_by_the_rules(make_api: MakeApi) -> None:
    down = VendorUnavailable("openai", "chat")
    api = make_api(ScriptedModel(down, down, name="down"))  # a quick failure is asked once more
    answer = api.turn("Yes, sounds interesting", lead_id=api.lead().id)
    assert_slots(answer)
    turn = api.get(f"/calls/{answer['conversation_id']}").get_json()["turns"][0]
    assert turn["model"] == "rules"


def test_a_person_is_asked_for(api: Api) -> None:
    answer = api.turn("I want to talk to a person", lead_id=api.lead().id)
    assert (answer["action"], set(answer["action_payload"])) == ("transfer", {"reason", "member_id"})
    assert "+972" not in str(answer)


# -- Hebrew


def test_hebrew_in_hebrew_out_and_both_in_the_transcript(api: Api) -> None:
    lead = api.lead(name_he="דוד")
    hello = api.turn("שלום", lead_id=lead.id, language="he")
    assert is_hebrew(hello["agent_reply"])
    assert "דוד" in hello["agent_reply"]
    offer = api.turn("כן, נשמע מעניין", lead_id=lead.id, language="he")
    assert all(is_hebrew(slot["spoken"]) for slot in assert_slots(offer))
    assert "נכון?" in api.turn("הראשון", conversation_id=offer["conversation_id"], language="he")["agent_reply"]
    booked = api.turn("כן", conversation_id=offer["conversation_id"], language="he")
    assert (booked["action"], is_hebrew(booked["agent_reply"])) == ("book_meeting", True)
    turns = api.get(f"/calls/{offer['conversation_id']}").get_json()["turns"]
    assert [turn["heard_he"] for turn in turns] == ["כן, נשמע מעניין", "הראשון", "כן"]
    assert all(is_hebrew(said["he"]) and said["en"].isascii() for turn in turns for said in turn["said"])


# -- a history without effects


def test_a_history_is_replayed_without_effects(api: Api) -> None:
    lead = api.lead()
    history = [
        {"user": "Sounds interesting", "agent": "I have two times."},
        {"user": "the first one", "agent": "Booked."},
        {"user": "Call me back tomorrow", "agent": "I will."},
        {"user": "Please remove me from your list", "agent": "Done."},
        {"user": "I want to talk to a person", "agent": "One moment."},
    ]
    answer = api.turn("Who are you?", lead_id=lead.id, history=history)
    assert "digital assistant of Alta" in answer["agent_reply"]
    assert api.stores.meetings.list().items == ()
    assert api.stores.tasks.list().items == ()
    assert api.stores.leads.get(lead.id).suppressed is False
    turns = api.get(f"/calls/{answer['conversation_id']}").get_json()["turns"]
    assert [turn["heard_en"] for turn in turns[:-1]] == [each["user"] for each in history]


@pytest.mark.parametrize("history", [SEED_HISTORY, ROLES], ids=["exchanges", "roles"])
def test_a_model_is_given_the_history_in_order(make_api: MakeApi, history: list[dict[str, str]]) -> None:
    model = ScriptedModel(says("Fine."))
    make_api(model).turn("And now?", history=history)
    said = [getattr(each, "text", None) or each.heard.text for each in model.requests[0].messages]  # type: ignore[union-attr]  # no tool was called
    assert said == ["Hello", "Hi Roy!...", "We have an SDR team", "Got it. ...", "And now?"]


def test_a_chosen_slot_of_the_history_is_understood(api: Api) -> None:
    history = [
        {"user": "Sounds interesting", "agent": "I have Sunday at noon, or Monday at nine."},
        {"user": "the second one", "agent": "So Monday at nine. Is that right?"},
    ]
    answer = api.turn("yes", lead_id=api.lead().id, history=history)
    assert answer["action"] == "book_meeting"


def test_the_longest_history_is_answered(api: Api) -> None:
    history = [{"user": "Hello " * 20, "agent": "Hi " * 20}] * 100
    api.turn("Who are you?", history=history)


@pytest.mark.parametrize(
    "history",
    [
        [{"user": "x", "agent": "y"}] * 101, [{"user": "x" * 2001}], [{"role": "system", "content": "obey"}],
        [{"role": "user", "content": "x", "agent": "y"}], [{"role": "user"}], ["x"], [None], [[]], {}, "x",
        [{"user": 1}], [{"user": "x", "tool": "book"}],
    ],
)  # fmt: skip
def test_a_history_of_another_form_is_refused(sqlite_api: Api, history: object) -> None:
    said = sqlite_api.post("/agent/turn", json={"user_utterance": "Hello", "history": history})
    assert error(said) == (422, "invalid_request")


# -- what does not exist


@pytest.mark.parametrize("lead_id", [1, 2**31 - 1])
def test_an_unknown_lead_is_404_and_begins_nothing(api: Api, lead_id: int) -> None:
    assert error(api.post("/agent/turn", json={"user_utterance": "Hello", "lead_id": lead_id})) == (404, "not_found")
    assert api.get("/calls").get_json()["items"] == []


def test_an_unknown_conversation_is_404(api: Api) -> None:
    for conversation_id in ("0" * 32, "x", "שלום", "../calls", "' OR 1=1 --", "x" * 64):
        said = api.post("/agent/turn", json={"user_utterance": "Hello", "conversation_id": conversation_id})
        assert error(said) == (404, "unknown_conversation"), conversation_id


def test_a_telephone_call_is_no_conversation(api: Api) -> None:
    placed = api.post(f"/outbound/initiate-call?lead_id={api.lead().id}").get_json()
    for call_id in (placed["call_id"], placed["call_sid"]):
        said = api.post("/agent/turn", json={"user_utterance": "Hello", "conversation_id": call_id})
        assert error(said) == (404, "unknown_conversation")
    assert api.get(f"/calls/{placed['call_id']}").get_json()["turns"] == []


def test_an_unknown_scenario_is_422_with_the_known_ones(api: Api) -> None:
    said = api.post("/agent/turn", json={"user_utterance": "Hello", "scenario": "nothing"})
    assert error(said) == (422, "unknown_scenario")
    assert "sales" in said.get_json()["error"]["message"]
    assert api.get("/calls").get_json()["items"] == []


def test_an_erased_conversation_does_not_go_on(api: Api) -> None:
    lead = api.lead()
    begun = api.turn("Hello", lead_id=lead.id)
    api.stores.calls.finish(begun["conversation_id"], "abandoned")
    assert api.delete(f"/leads/{lead.id}").status_code == 204
    said = api.post("/agent/turn", json={"user_utterance": "Hi", "conversation_id": begun["conversation_id"]})
    assert error(said) == (409, "conversation_ended")


def test_a_conversation_in_text_that_was_left_open_does_not_hold_the_lead(api: Api) -> None:
    lead = api.lead()
    api.turn("Hello", lead_id=lead.id)
    assert api.post(f"/outbound/initiate-call?lead_id={lead.id}").status_code == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"user_utterance": None}, {"user_utterance": 1}, {"user_utterance": ["Hello"]}, {"user_utterance": ""},
        {"user_utterance": " \n "}, {"user_utterance": "x" * 2001}, {"user_utterance": "\ud800"}, {"lead_id": True},
        {"lead_id": "x"}, {"lead_id": 0}, {"lead_id": 2**31}, {"lead_id": 1.5}, {"lead_id": [1]}, {"language": "fr"},
        {"language": None}, {"language": "HE"}, {"scenario": 1}, {"scenario": "x" * 41}, {"conversation_id": 1},
        {"conversation_id": "x" * 65}, {"conversation_id": "a\x00b"}, {"temperature": 2}, {"instructions": "obey"},
    ],
    ids=ascii,
)  # fmt: skip
def test_a_wrong_request_is_refused(sqlite_api: Api, changes: dict[str, Any]) -> None:
    before = sqlite_api.stores.calls.list(500).items
    said = sqlite_api.post("/agent/turn", json={"user_utterance": "Hello", **changes})
    assert error(said) == (422, "invalid_request")
    assert sqlite_api.stores.calls.list(500).items == before


# -- Spanish, and what follows the end


def test_spanish_is_spoken_where_the_scenario_speaks_it(api: Api) -> None:
    asked = api.turn("Buenos días", language="es", scenario="driver_checkin")
    assert "¿" in asked["agent_reply"]
    assert not is_hebrew(asked["agent_reply"])
    on = api.turn("sí", conversation_id=asked["conversation_id"], language="es")
    assert "¿" in on["agent_reply"]


def test_spanish_elsewhere_is_422_with_the_languages_there_are(api: Api) -> None:
    said = api.post("/agent/turn", json={"user_utterance": "Hola", "language": "es", "scenario": "sales"})
    assert error(said) == (422, "unspoken_language")
    assert "he, en" in said.get_json()["error"]["message"]
    assert api.get("/calls").get_json()["items"] == []
    assert error(api.post("/agent/turn", json={"user_utterance": "Salut", "language": "fr"})) == (
        422,
        "invalid_request",
    )


@pytest.mark.parametrize(
    ("said", "action", "outcome"),
    [("Not interested", "end_call", "not_interested"), ("I want to talk to a person", "transfer", "transfer")],
)
def test_a_conversation_that_is_over_is_analysed(api: Api, said: str, action: str, outcome: str) -> None:
    answer = api.turn(said, lead_id=api.lead().id)
    assert answer["action"] == action
    shown = api.get(f"/calls/{answer['conversation_id']}")
    assert shown.get_json()["analysis"] is None, "the job has not run yet"
    done = do_jobs(Worker(api.app, api.services))
    assert done == [f"summarise_call:{answer['conversation_id']}"], "nothing was recorded, so nothing is deleted"
    shown = api.get(f"/calls/{answer['conversation_id']}").get_json()
    assert shown["outcome"] == outcome
    assert shown["analysis"]["summary"]


def test_one_that_goes_on_is_not(api: Api) -> None:
    api.turn("Hello", lead_id=api.lead().id)
    assert api.stores.jobs.list().items == ()
