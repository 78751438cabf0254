"""What a model that has been taken over might try, and must not get."""

import pytest

from stores import Stores
from stores.values import Member
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import Clock
from tests.tools.agreeing import books
from tests.tools.desks import Desk, desk_for

pytestmark = SOAK_ON_POSTGRES


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{company}", "054-7654321", "x" * 81])
def test_a_name_is_a_name(desk: Desk, name: str) -> None:
    assert desk.uses("update_lead", name=name).status == "invalid_arguments"


@pytest.mark.parametrize("name", ["Noa Mizrahi", "נועה מזרחי", "ד״ר כהן", "O'Neill", "Jean-Luc"])
def test_names_of_people_are_taken(desk: Desk, name: str) -> None:
    assert desk.uses("update_lead", name=name).status == "updated"


def test_an_unknown_caller_who_books_becomes_a_lead(stores: Stores, clock: Clock, member: Member) -> None:
    desk = desk_for(stores, clock, number="+972505550000")
    desk.uses("offer_meeting_slots")
    assert books(desk, 1).status == "booked"
    lead = stores.leads.by_phone("+972505550000")
    assert lead is not None
    assert stores.meetings.list().items[0].lead_id == lead.id
