"""Who gets in: name, company and position of a recruiter, and a proof in the caller's own words."""

import pytest

from tests.builders import Clock
from tests.job_offers import DANA, DANA_CODE, DANA_NUMBER, STRANGER, YOSSI, import_example
from tests.tools.job_offer_desks import ON_SQLITE, Desks
from voicebot.tools.job_offer_callers import MOST_FOR_RECRUITER, MOST_OF_NUMBER, MOST_WITHHELD, is_verified

WRONG = (*DANA[:3], "111111")
pytestmark = ON_SQLITE


@pytest.mark.parametrize(
    "told",
    [
        ("רות לוי", *DANA[1:]),
        (DANA[0], "גוגל", *DANA[2:]),
        (*DANA[:2], "מנכ״לית", DANA[3]),
        WRONG,
        (*DANA[:3], YOSSI[3]),
        (YOSSI[0], *DANA[1:]),
        ("דנה לוי, יוסי כהן, משה, אבי, רות, שרה, מיכל, נועם, דוד, טל, גל, חן, לוי", *YOSSI[1:]),
    ],
    ids=["name", "company", "position", "code", "another's code", "another's name", "a list of names"],
)
def test_anything_wrong_does_not_and_nothing_tells_what(told: tuple[str, str, str, str], calls: Desks) -> None:
    desk, other = calls(STRANGER), calls(STRANGER)
    result = desk.tells(*told)
    assert result.status == "not_matching"
    assert not is_verified(desk.state)
    assert result.for_model() == other.tells(*WRONG).for_model(), "the same for a wrong code as for a wrong name"
    assert desk.state.fields == {}, "everything is asked for again"


def test_the_number_that_calls_proves_nothing(calls: Desks) -> None:
    desk = calls(DANA_NUMBER)
    assert desk.tells(*WRONG).status == "not_matching"
    assert desk.says("כן").uses("confirm_identity").status == "not_asked"
    assert desk.uses("find_who_was_called").status == "unknown_number"


@pytest.mark.parametrize("said", ["0547654321", "אפס חמש ארבע שבע שש חמש ארבע שלוש שתיים אחת", "050-555-0000"])
def test_a_number_that_is_said_proves_nothing_and_tells_nothing(said: str, calls: Desks) -> None:
    """A displayed number can be forged: whoever says one is called back, and hears the same whatever fits."""
    told = [calls(number).tells(*who[:3], said) for number in (DANA_NUMBER, STRANGER, None) for who in (DANA, YOSSI)]
    told.append(calls(DANA_NUMBER).tells("רות לוי", *DANA[1:3], said))
    assert {each.status for each in told} == {"number_is_no_code"}
    assert len({each.for_model() for each in told}) == 1


def test_numbers_are_attempts_too(calls: Desks) -> None:
    desk = calls(DANA_NUMBER)
    assert [desk.tells(*DANA[:3], f"054765432{at}").status for at in range(3)][-1] == "locked"
    assert not is_verified(desk.state)


def test_a_code_that_a_model_makes_up_is_not_looked_at(calls: Desks) -> None:
    desk = calls()
    desk.uses("note_caller", name=DANA[0], company=DANA[1], position=DANA[2])
    assert desk.says("אין לי קוד").uses("verify_caller").status == "no_code_heard"
    assert desk.uses("verify_caller", code=DANA_CODE).status == "invalid_arguments"
    assert not is_verified(desk.state)


def test_three_times_a_call(calls: Desks) -> None:
    desk = calls(STRANGER)
    assert [desk.tells(*WRONG).status for _ in range(3)] == ["not_matching", "not_matching", "locked"]
    assert desk.tells(*DANA).status == "incomplete", "nothing is noted any more"
    assert desk.says(DANA[0]).uses("note_caller", name=DANA[0]).status == "locked"
    assert not is_verified(desk.state)


def test_one_utterance_is_one_attempt(calls: Desks) -> None:
    desk = calls(STRANGER)
    assert desk.tells(*WRONG).status == "not_matching"
    assert [desk.uses("verify_caller").status for _ in range(5)] == ["incomplete"] * 5
    assert desk.stores.verifications.failed_in_call(desk.context.call_id) == 1


def test_a_number_is_locked_for_the_day(calls: Desks, clock: Clock) -> None:
    for _ in range(MOST_OF_NUMBER):
        calls(STRANGER).tells(*WRONG)
    assert calls(STRANGER).says(DANA[0]).uses("note_caller", name=DANA[0]).status == "locked"
    assert calls(DANA_NUMBER).tells(*DANA).status == "verified", "others are not"
    clock.forward(days=1)
    assert calls(STRANGER).tells(*DANA).status == "verified"


def test_withheld_numbers_share_their_attempts(calls: Desks) -> None:
    for _ in range(MOST_WITHHELD):
        calls(None).tells("רות לוי", *DANA[1:])
    assert calls(None).says(DANA[0]).uses("note_caller", name=DANA[0]).status == "locked"


def test_a_recruiter_cannot_be_guessed_from_many_numbers(calls: Desks) -> None:
    for last in range(MOST_FOR_RECRUITER):
        calls(f"+9725211122{last:02}").tells(*WRONG)
    assert calls(STRANGER).tells(*DANA).status == "locked", "the right code too: it may be the last guess"
    assert calls(STRANGER).tells(*YOSSI).status == "verified", "others are not"


def test_on_our_own_call_a_yes_to_the_name_is_enough(calls: Desks) -> None:
    desk = calls(DANA_NUMBER, outbound=True)
    assert desk.says("כן?").uses("find_who_was_called").data == {"name": "Dana Levi", "company": "Altech"}
    assert desk.says("כן, מדברת").uses("confirm_identity").status == "verified"
    assert is_verified(desk.state)


@pytest.mark.parametrize("answer", ["לא", "מי מדבר?", "", "כן, אבל אני לא דנה", "אני אעביר לה", "מדבר יוסי"])
def test_anything_else_is_not(answer: str, calls: Desks) -> None:
    desk = calls(DANA_NUMBER, outbound=True)
    desk.says("הלו").uses("find_who_was_called")
    assert desk.says(answer).uses("confirm_identity").status == "not_confirmed"
    assert not is_verified(desk.state)


def test_a_yes_to_the_greeting_is_no_yes_to_the_name(calls: Desks) -> None:
    desk = calls(DANA_NUMBER, outbound=True)
    desk.says("כן").uses("find_who_was_called")
    assert desk.uses("confirm_identity").status == "not_asked"


def test_after_another_person_took_the_phone_it_is_not(calls: Desks) -> None:
    desk = calls(DANA_NUMBER, outbound=True)
    desk.says("הלו").uses("find_who_was_called")
    desk.state = desk.state.but(others=1, fields={}, verified=False)
    assert desk.says("כן").uses("confirm_identity").status == "not_asked"
    assert desk.uses("find_who_was_called").status == "unknown_number"


def test_a_call_to_a_number_that_is_not_on_record_is_no_proof(calls: Desks) -> None:
    desk = calls(STRANGER, outbound=True)
    assert desk.says("כן").uses("find_who_was_called").status == "unknown_number"


def test_an_import_ends_what_was_verified(calls: Desks) -> None:
    desk = calls()
    desk.tells(*DANA)
    import_example(desk.stores)
    assert desk.says("מה הניסיון?").uses("tell_about", field="experience").status == "not_verified"
