"""What is stored about callers: only what they said, only over what they may change, never a crash."""

import json

import pytest
from sqlalchemy import delete

from stores import Stores
from stores.records import LeadRecord
from stores.values import Lead
from tests.builders import Clock
from tests.caller import LEAD_NUMBER
from tests.contract.specs import vectors
from tests.tools.desks import Desk, desk_for
from voicebot.tools.leads import MAX_NOTES

OTHER_NUMBER = "+972583212345"


def test_whom_we_rang_may_change_everything(desk: Desk, stores: Stores, lead: Lead) -> None:
    verified = desk.but(verified=True)
    result = verified.uses("update_lead", name="Dudi", company="Negev", email="d@negev.example", gender="m")
    assert result.status == "updated"
    stored = stores.leads.get(lead.id)
    assert (stored.name, stored.company, stored.email, stored.gender) == ("Dudi", "Negev", "d@negev.example", "m")


def test_a_number_alone_overwrites_nothing(desk: Desk, stores: Stores, lead: Lead) -> None:
    """What is empty is filled; what differs becomes a note for a person to judge."""
    desk.uses("update_lead", name="Mallory", email="mallory@evil.example", company="Galil")
    stored = stores.leads.get(lead.id)
    assert (stored.name, stored.email, stored.company) == ("David Cohen", "david@galil.example", "Galil")
    assert "mallory@evil.example" in (stored.notes or "")
    assert "Mallory" in (stored.notes or "")


def test_nothing_stored_is_told(desk: Desk) -> None:
    """A forged number learns nothing from the tool's answer."""
    told = desk.uses("update_lead", name="Mallory", notes="wants a demo").for_model()
    assert "David" not in told
    assert "galil" not in told


def test_notes_grow_once_and_not_for_ever(desk: Desk, stores: Stores, lead: Lead) -> None:
    for _ in range(3):
        desk.uses("update_lead", notes="wants a demo")
    assert stores.leads.get(lead.id).notes == "wants a demo"
    for number in range(60):
        desk.uses("update_lead", notes=f"{number} " + "x" * 90)
    notes = stores.leads.get(lead.id).notes or ""
    assert len(notes) <= MAX_NOTES
    assert "59 x" in notes


def test_an_unknown_caller_becomes_a_lead(stores: Stores, clock: Clock) -> None:
    desk = desk_for(stores, clock, number=OTHER_NUMBER)
    desk.uses("update_lead", name="Noa", company="Negev")
    lead = stores.leads.by_phone(OTHER_NUMBER)
    assert lead is not None
    assert (lead.name, lead.company) == ("Noa", "Negev")
    assert stores.calls.get(desk.context.call_id).lead_id == lead.id


def test_two_calls_of_one_unknown_number_make_one_lead(stores: Stores, clock: Clock) -> None:
    first, second = (desk_for(stores, clock, sid, number=OTHER_NUMBER) for sid in ("CA1", "CA2"))
    first.uses("update_lead", name="Noa")
    second.uses("update_lead", name="Other", company="Negev")
    assert stores.leads.count() == 1
    assert {each.lead_id for each in stores.calls.list().items} == {stores.leads.list().items[0].id}
    assert stores.leads.list().items[0].name == "Noa"


def test_a_withheld_number_stores_nothing(stores: Stores, clock: Clock) -> None:
    desk = desk_for(stores, clock, number=None)
    assert desk.uses("update_lead", name="Noa").status == "no_number"
    assert stores.leads.count() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        '{"name": ""}',
        '{"name": "   "}',
        '{"name": "' + "x" * 121 + '"}',
        '{"name": 7}',
        '{"email": "no address"}',
        '{"email": "a@b"}',
        '{"gender": "x"}',
        '{"phone": "+972540000000"}',
        '{"consent": true}',
        '{"owner_id": 1}',
        '{"notes": "' + "x" * 501 + '"}',
        '{"notes": "' + "x" * 1_000_000 + '"}',
        "[]",
        "",
    ],
)
def test_what_does_not_fit_is_refused(desk: Desk, stores: Stores, lead: Lead, arguments: str) -> None:
    verified = desk.but(verified=True)
    assert verified.uses_raw("update_lead", arguments).status in {"invalid_arguments", "nothing_given"}
    assert stores.leads.get(lead.id) == lead


def test_naughty_strings(desk: Desk, stores: Stores, lead: Lead) -> None:
    """Whatever is stored or refused, nothing raises, and the database takes it."""
    verified = desk.but(verified=True)
    for text in [*vectors("naughty_strings.json")[::4], "a\x00b", "\ud800", "\x1b[31m"]:
        for name in ("name", "company", "email", "notes"):
            assert verified.uses_raw("update_lead", json.dumps({name: text})).status
    assert "\x00" not in str(stores.leads.get(lead.id))


# -- removal


def test_removal(desk: Desk, stores: Stores, lead: Lead) -> None:
    assert desk.uses("remove_from_list").status == "removed"
    assert desk.uses("remove_from_list").status == "removed"
    assert stores.leads.get(lead.id).suppressed
    assert desk.state.done == ("removed",)


def test_removal_takes_both_the_number_and_the_leads(stores: Stores, clock: Clock, lead: Lead) -> None:
    desk_for(stores, clock, lead=lead, number=OTHER_NUMBER).uses("remove_from_list")
    assert stores.suppressions.contains(OTHER_NUMBER)
    assert stores.suppressions.contains(LEAD_NUMBER)


def test_a_withheld_number_cannot_be_removed(stores: Stores, clock: Clock) -> None:
    desk = desk_for(stores, clock, number=None)
    assert desk.uses("remove_from_list").status == "no_number"
    assert desk.state.done == ()


def test_removal_takes_no_number_from_a_model(desk: Desk, stores: Stores) -> None:
    assert desk.uses("remove_from_list", phone=OTHER_NUMBER).status == "invalid_arguments"
    assert not stores.suppressions.contains(OTHER_NUMBER)


# -- tasks


@pytest.mark.parametrize("kind", ["callback", "question", "follow_up"])
def test_tasks(desk: Desk, stores: Stores, lead: Lead, kind: str) -> None:
    assert desk.uses("create_task", kind=kind, text="Tomorrow at ten.").status == f"{kind}_created"
    (task,) = stores.tasks.list().items
    assert (task.kind, task.text, task.lead_id, task.call_id) == (
        kind,
        "Tomorrow at ten.",
        lead.id,
        desk.context.call_id,
    )


def test_the_same_task_is_left_once(desk: Desk, stores: Stores) -> None:
    for _ in range(3):
        desk.uses("create_task", kind="question", text="How many customers?")
    desk.uses("create_task", kind="question", text="Where are you?")
    assert len(stores.tasks.list().items) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        {"kind": "call", "text": "x"},
        {"kind": "callback"},
        {"kind": "callback", "text": ""},
        {"kind": "callback", "text": " \n "},
        {"kind": "callback", "text": "\x00"},
        {"kind": "callback", "text": "x" * 501},
        {"kind": "callback", "text": "x" * 1_000_000},
        {"kind": "callback", "text": "x", "member_id": 1},
    ],
)
def test_tasks_that_say_nothing_are_refused(desk: Desk, stores: Stores, arguments: dict[str, object]) -> None:
    assert desk.uses("create_task", **arguments).status == "invalid_arguments"
    assert stores.tasks.list().items == ()


def test_a_lead_erased_in_mid_call(desk: Desk, stores: Stores, lead: Lead, clock: Clock) -> None:
    clock.forward(hours=10)
    with stores.database.begin() as session:
        session.execute(delete(LeadRecord).where(LeadRecord.id == lead.id))
    assert desk.uses("create_task", kind="question", text="Why?").status == "question_created"
    assert desk.uses("transfer_to_human", reason="").status == "nobody_available"
    assert {each.lead_id for each in stores.tasks.list().items} == {None}
    assert desk.uses("remove_from_list").status == "removed"
    assert desk.uses("update_lead", name="David").status == "no_number"  # who was erased is not made anew
    assert stores.leads.count() == 0


def test_a_callback_without_a_number_says_so(stores: Stores, clock: Clock) -> None:
    desk = desk_for(stores, clock, number=None)
    assert desk.uses("create_task", kind="callback", text="Tomorrow.").status == "callback_without_number"
    assert desk.uses("create_task", kind="question", text="Why?").status == "question_created"
