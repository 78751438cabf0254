"""Which terms a call protects."""

from datetime import UTC, datetime

from language.phrases import Phrase
from language.spoken import WEEKDAYS_EN
from stores.availability import OFFICE_HOURS
from stores.values import Lead, Member
from tests.apps import SOAK_ON_POSTGRES
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.conversation.terms import terms_of_call

pytestmark = SOAK_ON_POSTGRES

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALTA = Phrase("אלטה", "Alta")
STATE = CallState(scenario="sales", agent="main", step="open")
SLOT = OfferedSlot(index=1, start="2026-11-22T08:00:00Z", member_id=1, he="מחר, בעשר בבוקר", en="Sunday, at 10:00 AM")


def lead(name: str, name_he: str | None = None, company: str | None = None) -> Lead:
    return Lead(1, name, "+972547654321", NOW, NOW, name_he=name_he, company=company)


def test_names_brand_slots_and_team() -> None:
    state = STATE.but(offered=(SLOT,))
    team = [Member(1, "Noa Bar", "+972545550001", OFFICE_HOURS, name_he="נועה בר")]
    terms = terms_of_call(lead("Dana Levi", "דנה לוי", "Brown Bakery"), state, ALTA, team)
    marked = terms.mark("Dana, Alta offers Brown Bakery a slot with Noa on Sunday, at 10:00 AM.", "en")
    assert marked.template == "⟦1⟧, ⟦2⟧ offers ⟦3⟧ a slot with ⟦4⟧ on ⟦5⟧."
    assert [each.he for each in marked.terms] == ["דנה", "אלטה", "Brown Bakery", "נועה", SLOT.he]


def test_the_leads_own_spelling_goes_before_the_teams() -> None:
    team = [Member(1, "Dana", None, OFFICE_HOURS, name_he="דאנה")]
    terms = terms_of_call(lead("Dana", "דנה"), STATE, ALTA, team)
    assert [each.he for each in terms.mark("Dana", "en").terms] == ["דנה"]


def test_a_lead_recorded_in_hebrew_keeps_one_latin_name() -> None:
    terms = terms_of_call(lead("שלומציון כהן"), STATE)
    [term] = terms.mark("מדברת שלומציון", "he").terms
    assert terms.mark(f"Hello {term.en}.", "en").terms[0].he == "שלומציון"


def test_nobody_known() -> None:
    assert terms_of_call(None, STATE).pairs == ()
    assert len(WEEKDAYS_EN) == len(terms_of_call(None, STATE).mark(", ".join(WEEKDAYS_EN), "en").terms)
