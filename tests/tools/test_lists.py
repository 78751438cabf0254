"""Off the list, after a death, and where a number is from: what stands in the store afterwards."""

from datetime import date

import pytest

from language.phrases import Phrase
from stores import Stores
from stores.values import Consent, Lead, Member
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import Clock
from tests.caller import LEAD_NUMBER
from tests.tools.desks import Desk, desk_for
from voicebot.tools.lists import spoken_source

pytestmark = SOAK_ON_POSTGRES


def test_a_death_suppresses_and_tells_a_member(desk: Desk, stores: Stores, lead: Lead, member: Member) -> None:
    assert desk.uses("remove_from_list", why="deceased").status == "removed_deceased"
    (task,) = stores.tasks.list().items
    assert (task.kind, task.lead_id, task.member_id) == ("follow_up", lead.id, member.id)
    assert "died" in task.text
    assert stores.suppressions.contains(LEAD_NUMBER)
    assert desk.state.done == ("suppressed",)


def test_the_owner_is_told_of_a_death(desk: Desk, stores: Stores, lead: Lead) -> None:
    owner = stores.members.add("Yossi", "+972545550002")
    stores.leads.update(lead.id, owner_id=owner.id)
    desk.uses("remove_from_list", why="deceased")
    desk.uses("remove_from_list", why="deceased")
    assert [each.member_id for each in stores.tasks.list().items] == [owner.id]


def test_a_death_told_from_a_withheld_number_reaches_a_member_too(stores: Stores, clock: Clock, member: Member) -> None:
    assert desk_for(stores, clock, number=None).uses("remove_from_list", why="deceased").status == "removed_deceased"
    assert [each.member_id for each in stores.tasks.list().items] == [member.id]


def test_a_mourner_is_no_dead_lead(desk: Desk, stores: Stores, lead: Lead, member: Member) -> None:
    assert desk.uses("note_mourning", said="אני יושב שבעה על אמא שלי").status == "mourning_noted"
    (task,) = stores.tasks.list().items
    assert (task.kind, task.lead_id, task.member_id) == ("follow_up", lead.id, member.id)
    assert "nobody said that the lead died" in task.text
    assert "אמא שלי" in task.text
    assert not stores.suppressions.contains(LEAD_NUMBER)
    assert desk.state.done == ("task",)


def test_of_a_withheld_number_nothing_is_removed_or_said_to_be(stores: Stores, clock: Clock, member: Member) -> None:
    desk = desk_for(stores, clock, number=None)
    assert desk.uses("where_number_from").status == "no_number"
    assert desk.state.done == ()
    assert desk.uses("remove_from_list", why="deceased").status == "removed_deceased"
    assert desk.state.done == ()
    assert "nothing is suppressed" in stores.tasks.list().items[0].text


def test_where_a_number_is_from_stands_in_the_consent(desk: Desk, stores: Stores, lead: Lead) -> None:
    stores.leads.update(lead.id, consent=Consent("website form", date(2026, 10, 1)))
    result = desk.uses("where_number_from")
    assert (result.status, result.data) == ("known", {"source": "website form", "date": "2026-10-01"})
    assert result.values["date"] == Phrase("יום חמישי, אחד באוקטובר", "Thursday, October 1")
    assert not stores.leads.get(lead.id).suppressed


def test_without_a_consent_the_number_is_suppressed_at_once(desk: Desk, stores: Stores, lead: Lead) -> None:
    assert desk.uses("where_number_from").status == "no_consent"
    assert stores.leads.get(lead.id).suppressed


def test_a_caller_we_do_not_know_is_suppressed_too(stores: Stores, clock: Clock, member: Member) -> None:
    assert desk_for(stores, clock, number="+972505550000").uses("where_number_from").status == "no_consent"
    assert stores.suppressions.contains("+972505550000")


@pytest.mark.parametrize(
    ("source", "he", "en"),
    [
        ("Website form", "מטופס באתר שלנו", "Website form"),
        ("facebook_lead_ads", "מפנייה ברשת חברתית", "facebook_lead_ads"),
        ("Expo 2026", "מאירוע שלנו", "Expo 2026"),
        ("CSV import 17", "מהסכמה שרשומה אצלנו", "CSV import 17"),
        ("רשימת האורחים בתערוכה", "מרשימת האורחים בתערוכה", "רשימת האורחים בתערוכה"),
        ("", "מהסכמה שרשומה אצלנו", "a consent that is on our records"),
        ("\x00{company}\u202e", "מהסכמה שרשומה אצלנו", "{company}\u202e"),
    ],
)
def test_a_source_is_never_english_to_a_hebrew_caller(source: str, he: str, en: str) -> None:
    assert spoken_source(source) == Phrase(he, en)


def test_nothing_of_the_leads_is_stored_for_another_person(desk: Desk, stores: Stores, lead: Lead) -> None:
    desk.state = desk.state.but(others=1)
    assert desk.uses("update_lead", name="Mallory", notes="wants a demo").status == "another_person"
    assert stores.leads.get(lead.id) == lead
