"""Who gets in: name, company and position of a recruiter, and a proof in the caller's own words."""

import pytest

from tests.builders import Clock
from tests.job_offers import DANA, DANA_CODE, DANA_NUMBER, STRANGER, YOSSI, import_example
from tests.tools.job_offer_desks import ON_SQLITE, Desks
from tests.tools.test_guessing import tries_in
from voicebot.tools.guessing import IN_A_NAME, OF_NUMBER
from voicebot.tools.job_offer_callers import is_verified

OTHER = "+972521112299"
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


def test_a_number_that_failed_has_to_wait_and_nobody_else_does(calls: Desks, clock: Clock) -> None:
    for _ in range(OF_NUMBER.free):
        calls(STRANGER).tells(*WRONG)
    assert calls(STRANGER).says(DANA[0]).uses("note_caller", name=DANA[0]).status == "not_now"
    assert calls(OTHER).tells(*DANA).status == "verified", "others do not"
    clock.forward(minutes=9)
    assert calls(STRANGER).says(DANA[0]).uses("note_caller", name=DANA[0]).status == "not_now"
    clock.forward(minutes=1)
    assert calls(STRANGER).tells(*DANA).status == "verified"


def attack(calls: Desks, tries: int, told: tuple[str, str, str, str] = WRONG) -> set[str]:
    """As many wrong codes, each from another number, every third one withheld."""
    numbers = [None if at % 3 == 2 else f"+97252111{at:04}" for at in range(tries)]
    return {calls(each).tells(*told).status for each in numbers}


def test_an_attacker_from_other_numbers_does_not_lock_the_recruiter_out(calls: Desks) -> None:
    """On the number on record her code counts, and she is called back there; from elsewhere she is told to be."""
    assert attack(calls, 60) == {"not_matching", "not_now"}
    assert calls(DANA_NUMBER).tells(*DANA).status == "verified"
    desk = calls(DANA_NUMBER, outbound=True)
    desk.says("הלו").uses("find_who_was_called")
    assert desk.says("כן, מדברת").uses("confirm_identity").status == "verified"
    assert calls(STRANGER).tells(*DANA).status == "not_now", "the right code too: it may be the last guess"
    assert calls(STRANGER).tells(*YOSSI).status == "verified", "others are not slowed"


def test_not_even_with_her_own_number_forged(calls: Desks) -> None:
    """Then codes from there have to wait; a call that we make to it does not."""
    for _ in range(OF_NUMBER.free):
        calls(DANA_NUMBER).tells(*WRONG)
    assert calls(DANA_NUMBER).says(DANA[0]).uses("note_caller", name=DANA[0]).status == "not_now"
    assert calls(DANA_NUMBER, outbound=True).tells(*DANA).status == "verified"


@pytest.mark.slow
def test_rotating_numbers_are_bounded(calls: Desks, clock: Clock) -> None:
    """A try a minute for a day, each from another number: no more are looked at than the page says."""
    weighed = 0
    for at in range(24 * 60):
        weighed += calls(f"+97252{at:07}").tells(*WRONG).status == "not_matching"
        clock.forward(minutes=1)
    assert weighed <= tries_in(IN_A_NAME, 1)


def test_waiting_tells_nothing_of_who_is_known(calls: Desks) -> None:
    unknown = ("רות כהן", "גוגל", "מנהלת גיוס", "111111")
    assert (
        attack(calls, IN_A_NAME.free + 1, unknown) == attack(calls, IN_A_NAME.free + 1) == {"not_matching", "not_now"}
    )


def test_the_operator_is_told_of_guessing_once_a_day(calls: Desks, clock: Clock) -> None:
    attack(calls, IN_A_NAME.free - 1)
    assert calls().stores.tasks.list().items == ()
    clock.forward(minutes=5)
    attack(calls, 3)
    clock.forward(minutes=30)
    attack(calls, 3)
    [task] = calls().stores.tasks.list().items
    assert task.kind == "follow_up"
    assert "guessing the code of Dana Levi (Altech): 10 wrong ones" in task.text


def test_her_own_mistakes_are_no_guessing(calls: Desks) -> None:
    for _ in range(4):
        calls(DANA_NUMBER).tells(*WRONG)
    attack(calls, IN_A_NAME.free - 1)
    assert calls().stores.tasks.list().items == ()


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


def test_a_code_beside_the_introduction_is_not_asked_for_again(calls: Desks) -> None:
    desk = calls()
    noted = desk.says(f"אני דנה לוי מאלטק, הקוד שלי {DANA_CODE}").uses("note_caller", name=DANA[0], company=DANA[1])
    assert noted.status == "need_position"
    assert DANA_CODE not in str(desk.state)
    assert "code_heard" not in desk.state.fields, "whether it was right is shown to no model"
    assert desk.says(DANA[2]).uses("note_caller", position=DANA[2]).status == "code_heard"
    assert desk.uses("verify_caller").status == "verified"
    assert "code_heard" not in {**desk.state.fields, **desk.state.kept}


def test_all_in_one_sentence(calls: Desks) -> None:
    desk = calls().says(f"דנה לוי, מנהלת גיוס באלטק, הקוד {DANA_CODE}")
    told = {"name": DANA[0], "company": DANA[1], "position": DANA[2]}
    assert desk.uses("note_caller", **told).status == "code_heard"
    assert desk.uses("verify_caller").status == "verified"


@pytest.mark.parametrize(
    ("introduced", "position"),
    [((DANA[0], DANA[1], "111111"), DANA[2]), ((DANA[0], DANA[1], DANA_CODE), "ראש צוות"),
     ((DANA[0], YOSSI[1], DANA_CODE), DANA[2])],
    ids=["wrong code", "wrong position", "wrong company"],
)  # fmt: skip
def test_a_code_beside_a_wrong_introduction_is_one_attempt(
    introduced: tuple[str, str, str], position: str, calls: Desks
) -> None:
    name, company, code = introduced
    desk = calls(STRANGER)
    desk.says(f"אני {name} מ{company}, הקוד שלי {code}")
    noted = [desk.uses("note_caller", name=name, company=company) for _ in range(3)]
    assert {each.for_model() for each in noted} == {calls(OTHER).says("").uses(
        "note_caller", name=name, company=company).for_model()}, "whether it fitted is not told"  # fmt: skip
    desk.says(position).uses("note_caller", position=position)
    assert desk.uses("verify_caller").status == "not_matching"
    assert not {"code_heard", "caller_name"} & {*desk.state.fields, *desk.state.kept}
    assert desk.stores.verifications.failed_in_call(desk.context.call_id) <= 1


def test_codes_beside_introductions_are_counted(calls: Desks) -> None:
    """Whoever says one after the other, without ever finishing, has used up the call's attempts."""
    desk = calls(STRANGER)
    statuses = [
        desk.says(f"אני דנה לוי, הקוד {code}").uses("note_caller", name=DANA[0]).status
        for code in ("111111", "222222", "333333", DANA_CODE)
    ]
    assert statuses == ["need_company", "need_company", "need_company", "locked"]
    desk.says(DANA[1])
    assert desk.uses("note_caller", company=DANA[1], position=DANA[2]).status == "locked"


def test_another_code_takes_the_place_of_the_one_before(calls: Desks) -> None:
    desk = calls()
    desk.says("אני דנה לוי מאלטק, הקוד 111111").uses("note_caller", name=DANA[0], company=DANA[1])
    desk.says(DANA[2])
    desk.state = desk.state.but(fields={**desk.state.fields, "caller_position": DANA[2]})
    assert desk.says(f"סליחה, {DANA_CODE}").uses("verify_caller").status == "verified"


def test_an_offer_is_no_code(calls: Desks) -> None:
    desk = calls()
    for said in (DANA[0], DANA[1], DANA[2]):
        desk.says(said)
    desk.uses("note_caller", name=DANA[0], company=DANA[1], position=DANA[2])
    assert desk.says("אנחנו מציעים שלושים ושניים אלף").uses("verify_caller").status == "no_code_heard"
    assert desk.stores.verifications.failed_in_call(desk.context.call_id) == 0
    assert desk.state.fields["unverified_offer"] == "32000"


def test_a_task_to_call_back_says_whom_when_why_and_on_which_number(calls: Desks) -> None:
    task = {"kind": "callback", "text": "Is in a meeting"}
    called = calls(DANA_NUMBER, outbound=True)
    called.says("אני בישיבה").uses("create_task", **task)
    verified = calls(STRANGER)
    verified.tells(*DANA)
    verified.uses("create_task", **task, due="2026-11-23T11:00")
    calls(STRANGER).says("").uses("create_task", **task)
    texts = [each.text for each in called.stores.tasks.list().items]
    on_record = f"Call Dana Levi of Altech on {DANA_NUMBER}, the number on record; was"
    assert texts == [
        f"Is in a meeting (no time was named). {on_record} not verified, so call this number and no other.",
        f"Is in a meeting (due tomorrow, Monday, November 23, at 11:00 AM). {on_record} verified.",
        f"Is in a meeting (no time was named). Said to be nobody in particular; not on record like that. Called from "
        f"{STRANGER}: find out who it is, tell nothing.",
    ]


def test_a_code_alone_is_nobodys_name_and_no_try(calls: Desks) -> None:
    desk, wrong = calls(STRANGER), "ארבע שמונה שתיים תשע אחת ארבע"
    assert desk.says(wrong).uses("note_caller", name="(ספרות)").status == "need_name"
    desk.says("דנה לוי").uses("note_caller", name="דנה לוי")
    assert desk.says(wrong).uses("note_caller", company="(digits)").status == "need_company"
    assert desk.says(wrong).uses("note_caller").status == "need_company"
    assert desk.stores.verifications.failed_in_call(desk.context.call_id) == 0
