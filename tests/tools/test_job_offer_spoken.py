"""An offer before it is known who speaks: remembered, not told, and made one only by a yes afterwards."""

import pytest

from tests.job_offers import DANA
from tests.tools.job_offer_desks import ON_SQLITE, Desks, RecruiterDesk
from voicebot.tools.job_offer_spoken import spoken_offer


@pytest.mark.parametrize(
    ("said", "offer"),
    [
        ("אנחנו מציעים שלושים ושניים אלף", "32000"),
        ("We offer 32 thousand", "32000"),
        ("רצינו להציע 45 אלף שקל ומענק חתימה של 20 אלף", "45000 shekels and a signing bonus of 20000"),
        ("ההצעה היא 480,000 שקל לשנה", "480000 shekels a year"),
        ("אנחנו מציעים ארבעים ושתיים", "42"),
        ("אנחנו מציעים ארבעים ושתיים וחצי", "42.5"),
        ("אנחנו מציעים חמישים אלף בלי מענק", "50000 without a signing bonus"),
        ("הקוד שלי 482900", None),
        ("ארבע מאות שמונים ושניים אלף תשע מאות", None),
        ("שכר, והקוד הוא 482913", None),
        ("אנחנו מציעים 482913", None),
        ("בין ארבעים לחמישים אלף שקל", None),
        ("לגבי ההצעה ששלחנו", None),
    ],
)
def test_what_is_spoken_of(said: str, offer: str | None) -> None:
    assert spoken_offer(said) == offer


def spoke_of(calls: Desks, said: str = "אנחנו מציעים ארבעים וחמישה אלף") -> RecruiterDesk:
    """Verified after having said it, and the offer looked up."""
    desk = calls()
    noted = desk.says(said).uses("note_caller")
    assert noted.data == {"ask_for_next": "name"}, "nothing is told back"
    assert desk.tells(*DANA).status == "verified"
    return desk


@ON_SQLITE
def test_it_is_asked_about_after_verification_and_weighed_after_a_yes(calls: Desks) -> None:
    desk = spoke_of(calls)
    assert desk.kinds() == []
    looked_up = desk.uses("current_offer")
    assert (looked_up.status, looked_up.data["spoke_of"]) == ("spoke_of", "₪45,000 a month")
    assert desk.kinds() == []
    assert desk.says("כן, זאת ההצעה").uses("take_up_offer", right=True).status == "countered"
    assert desk.kinds() == ["offered", "countered"]
    assert "unverified_offer" not in desk.state.fields


@ON_SQLITE
def test_without_a_yes_nothing_comes_of_it(calls: Desks) -> None:
    desk = spoke_of(calls)
    assert desk.uses("take_up_offer", right=True).status == "not_confirmed", "it was not read out"
    desk.uses("current_offer")
    assert desk.uses("take_up_offer", right=True).status == "not_confirmed", "nobody has answered"
    for said in ("אולי", "כן, אבל לא בטוח", "כן, חמישים אלף"):
        assert desk.says(said).uses("take_up_offer", right=True).status == "not_confirmed"
    assert desk.kinds() == []
    assert desk.says("לא").uses("take_up_offer", right=False).status == "dropped"
    assert desk.uses("current_offer").status == "known"
    assert desk.uses("take_up_offer", right=True).status == "nothing_spoken"


@ON_SQLITE
def test_another_sum_takes_its_place(calls: Desks) -> None:
    desk = spoke_of(calls)
    desk.uses("current_offer")
    assert desk.says("לא, ארבעים ושישה אלף").uses("consider_offer", salary=46000).status == "countered"
    assert "unverified_offer" not in desk.state.fields


@pytest.mark.parametrize(
    "said", ["אנחנו מציעים ארבעים ושניים אלף", "אנחנו מציעים שלושת אלפים שקל", "מציעים 40 אלף דולר"]
)
@ON_SQLITE
def test_what_is_no_other_offer_is_not_asked_about(said: str, calls: Desks) -> None:
    """The one on record, one that was misheard, one in another currency."""
    assert spoke_of(calls, said).uses("current_offer").status == "known"


@ON_SQLITE
def test_it_stays_over_a_wrong_code(calls: Desks) -> None:
    desk = calls()
    desk.says("אנחנו מציעים ארבעים וחמישה אלף").uses("note_caller")
    desk.tells(*DANA[:3], "111111")
    assert desk.tells(*DANA).status == "verified"
    assert desk.uses("current_offer").status == "spoke_of"


@ON_SQLITE
def test_a_bonus_is_taken_away_from_what_was_read_out(calls: Desks) -> None:
    desk = spoke_of(calls, "אנחנו מציעים ארבעים ושלוש וחצי אלף")
    desk.uses("current_offer")
    desk.says("לא, בלי המענק").uses("consider_offer")
    [step, *_] = desk.stores.negotiations.of_call(desk.context.call_id)
    assert (step.salary, step.signing_bonus) == (43_500, None)
