"""Negotiating with tools: in the caller's own words, logged, and agreed to only after a yes."""

import json
from dataclasses import replace

import pytest

from tests.job_offers import DANA, FLOOR, STRANGER, TARGET, YOSSI, import_example
from tests.tools.job_offer_desks import ON_SQLITE, Desks, RecruiterDesk
from voicebot.tools.job_offer_pay import package

pytestmark = ON_SQLITE


@pytest.fixture
def desk(calls: Desks) -> RecruiterDesk:
    """A verified recruiter who has just heard the current offer."""
    desk = calls(STRANGER)
    desk.tells(*DANA)
    assert desk.uses("current_offer").status == "known"
    return desk


def offers(desk: RecruiterDesk, words: str, **arguments: object) -> str:
    return desk.says(words).uses("consider_offer", **arguments).status


def test_no_tool_gives_a_model_the_floor_or_the_target(desk: RecruiterDesk) -> None:
    """Not even after the last word, in any result or in the state that is shown to it."""
    seen = [desk.uses("industry_salaries").for_model(), desk.uses("list_topics").for_model()]
    for words in ("ארבעים ואחת אלף", "ארבעים ואחת אלף", "ארבעים ואחת אלף", "שלושים ותשעה אלף", "ארבעים אלף ומאה"):
        seen += [desk.says(words).uses("consider_offer").for_model(), json.dumps(desk.state.fields)]
    assert not any(str(figure) in text.replace(",", "") for text in seen[:-3] for figure in (FLOOR,))
    assert offers(desk, "ארבעים ואחת אלף") == "passed_on"


def test_figures_come_from_the_callers_words_alone(desk: RecruiterDesk) -> None:
    assert offers(desk, "מה אתם רוצים?", salary=90_000) == "no_amount"
    assert offers(desk, "אפשר ארבעים ושלושה אלף", salary=90_000) == "countered"
    assert desk.stores.negotiations.of_call(desk.context.call_id)[0].salary == 43_000
    assert offers(desk, "ארבעים או ארבעים וחמש אלף") == "which_amount"
    assert offers(desk, "ארבעים או ארבעים וחמש אלף", salary=45_000) == "countered"
    assert offers(desk, "ארבעים וחמישה אלף דולר") == "other_currency"
    assert offers(desk, "ארבע מאות אלף") == "which_amount", "a zero too many"
    assert offers(desk, "חמש מאות ועשרים אלף לשנה") == "countered", "43,333 a month"


def test_nothing_is_agreed_without_a_yes_in_a_later_turn(desk: RecruiterDesk) -> None:
    assert desk.says("כן").uses("log_agreement").status == "nothing_pending"
    assert offers(desk, "כן, חמישים אלף") == "agree"
    assert desk.uses("log_agreement").status == "not_confirmed", "it has not been heard yet"
    for words in ("לא", "אולי", "כן, אבל ארבעים ותשע אלף", "כן, אם המנהל יאשר", ""):
        assert desk.says(words).uses("log_agreement").status == "not_confirmed"
    assert "agreed" not in desk.kinds()
    assert desk.says("כן, נכון").uses("log_agreement").status == "agreed"


def test_what_is_agreed_is_what_was_read_back(desk: RecruiterDesk) -> None:
    offers(desk, "חמישים אלף")
    desk.says("כן")
    desk.state = desk.state.but(fields={**desk.state.fields, "agreed_salary": "90000"})
    assert desk.uses("log_agreement").status == "not_confirmed"


def test_a_yes_to_what_we_asked_for(desk: RecruiterDesk) -> None:
    assert desk.says("כן").uses("consider_offer", accepted=True).status == "not_confirmed", "nothing was asked for"
    offers(desk, "ארבעים ושלושה אלף")
    assert desk.says("אולי").uses("consider_offer", accepted=True).status == "not_confirmed"
    result = desk.says("כן, אפשר").uses("consider_offer", accepted=True)
    assert (result.status, desk.state.fields["agreed_salary"]) == ("agree", "52000")


def test_a_yes_with_another_figure_is_another_offer(desk: RecruiterDesk) -> None:
    offers(desk, "ארבעים ושלושה אלף")
    assert offers(desk, "כן, ארבעים וארבע אלף", accepted=True) == "countered"
    assert desk.stores.negotiations.of_call(desk.context.call_id)[-2].salary == 44_000


def test_a_bonus_that_we_asked_for(desk: RecruiterDesk) -> None:
    for _ in range(3):
        offers(desk, "ארבעים ושלושה אלף")
    assert desk.says("כן").uses("consider_offer", accepted=True).status == "agree"
    assert (desk.state.fields["agreed_salary"], desk.state.fields["agreed_bonus"]) == ("43000", "48000")


@pytest.mark.parametrize(
    "bids",
    [
        ("ארבעים ואחת אלף", "ארבעים ושלוש אלף", "ארבעים וחמש אלף ומענק חתימה של עשרים אלף"),
        ("ארבעים וארבע אלף", "ארבעים וארבע אלף", "ארבעים ושלוש אלף"),
        ("שלושים ושמונה אלף",) * 3,
    ],
)
def test_the_log_has_what_was_asked_for_and_nothing_else(desk: RecruiterDesk, bids: tuple[str, ...]) -> None:
    candidate = desk.stores.job_offers.candidate()
    assert candidate is not None
    for words in bids:
        asked = desk.says(words).uses("consider_offer").data["ask_for"]
        step = desk.stores.negotiations.of_call(desk.context.call_id)[-1]
        assert step.kind == "countered"
        assert step.salary is not None
        assert asked == package(step.salary, step.signing_bonus, candidate).en
        assert step.signing_bonus or "bonus" not in asked


def test_what_was_asked_for_with_a_bonus_does_not_open_the_last_word(desk: RecruiterDesk) -> None:
    """A salary below the floor stays the candidate's, though we have named it ourselves with a bonus."""
    for _ in range(3):
        offers(desk, "שלושים ושמונה אלף")
    assert [offers(desk, "שלושים ושמונה אלף") for _ in range(2)] == ["passed_on"] * 2
    assert desk.says("כן").uses("consider_offer", accepted=True).status == "passed_on"


def test_once_agreed_it_stays_so_for_every_call(desk: RecruiterDesk, calls: Desks) -> None:
    offers(desk, "חמישים אלף")
    desk.says("כן").uses("log_agreement")
    later = calls(STRANGER)
    later.tells(*DANA)
    for each in (desk, later):
        assert offers(each, "ארבעים אלף") == "already_agreed"


def test_rounds_are_counted_over_calls(desk: RecruiterDesk, calls: Desks) -> None:
    """Hanging up and calling again does not begin anew, nor does another agent of the company."""
    for _ in range(3):
        assert offers(desk, "שלושים ושמונה אלף") == "countered"
    later = calls(STRANGER)
    later.tells(*DANA)
    assert offers(later, "שלושים ותשעה אלף") == "passed_on"
    assert offers(later, "ארבעים ואחת אלף") == "passed_on", "after the last word nothing is weighed"
    assert offers(later, "ארבעים ושבעה אלף") == "passed_on", "not even what is aimed at, which would be found so"
    assert offers(later, "חמישים ואחת אלף") == "agree", "but what we asked for is"
    import_example(later.stores)
    later.tells(*DANA)
    assert later.kinds().count("countered") == 0


def test_probing_downward_finds_no_floor(desk: RecruiterDesk, calls: Desks) -> None:
    """The last word is kept over no and over calls: less than what could be agreed to is the candidate's."""
    for _ in range(3):
        offers(desk, "ארבעים ושלושה אלף")
    assert offers(desk, "ארבעים ושישה אלף") == "agree"
    for words in ("לא, ארבעים וחמישה אלף", "ארבעים ואחת אלף", "ארבעים אלף", "שלושים ותשעה אלף"):
        assert offers(desk, words) == "passed_on"
        assert "agreed_salary" not in desk.state.fields
    later = calls(STRANGER)
    later.tells(*DANA)
    assert offers(later, "ארבעים וחמישה אלף") == "passed_on"
    assert offers(later, "ארבעים ושישה אלף") == "agree", "their own offer stands"


def test_a_lower_offer_does_not_lower_what_a_bonus_is_asked_for(desk: RecruiterDesk) -> None:
    for words in ("ארבעים וארבע אלף", "ארבעים וארבע אלף", "ארבעים ושלושה אלף"):
        offers(desk, words)
    assert desk.says("כן").uses("consider_offer", accepted=True).status == "agree"
    assert desk.state.fields["agreed_salary"] == "44000"


def test_which_amounts_are_plausible_does_not_tell_the_target(calls: Desks) -> None:
    """A company without an offer: nothing changes at a quarter of the target."""
    desk = calls(STRANGER)
    desk.tells(*YOSSI)
    quarter = TARGET // 4
    assert offers(desk, f"{quarter + 100} שקל") == offers(desk, f"{quarter - 100} שקל") == "which_amount"


def test_a_company_without_an_offer_makes_one(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.tells(*YOSSI)
    assert desk.uses("current_offer").status == "none"
    assert desk.uses("confirm_current_offer", right=True).status == "no_offer"
    assert offers(desk, "אותו דבר", unchanged=True) == "no_amount"
    assert offers(desk, "ארבעים וארבע אלף שקל") == "countered"
    assert desk.uses("industry_salaries").status == "unknown"
    assert desk.stores.negotiations.of_company("Altech") == (), "others' steps are not touched"


def test_an_offer_in_the_words_that_led_here_comes_first(desk: RecruiterDesk, calls: Desks) -> None:
    assert desk.says("אנחנו מציעים ארבעים וחמישה אלף").uses("current_offer").status == "another_offered"
    assert desk.says("ההצעה שלנו של ארבעים ושניים אלף").uses("current_offer").status == "known"
    assert desk.says("נדבר על ההצעה").uses("current_offer").status == "known"
    fresh = calls(STRANGER)
    fresh.tells(*DANA)
    fresh.context = replace(fresh.context, said="ארבעים וחמישה אלף")
    assert fresh.uses("current_offer").status == "known", (
        "what was said before the proof is no offer: it may be the code"
    )


def test_the_market_is_told_with_its_source(desk: RecruiterDesk) -> None:
    assert desk.uses("industry_salaries").data["source"] == "an example salary table"


def test_the_current_offer_is_only_its_companys(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.tells(*YOSSI)
    assert "42,000" not in desk.uses("current_offer").for_model()


def test_a_caller_who_names_nothing_is_not_asked_for_ever(desk: RecruiterDesk) -> None:
    assert [offers(desk, "אני לא יודעת") for _ in range(4)] == ["no_amount"] * 3 + ["given_up"]


def bids(desk: RecruiterDesk) -> list[tuple[int | None, int | None]]:
    """What was logged of theirs: salaries and bonuses."""
    steps = desk.stores.negotiations.of_call(desk.context.call_id)
    return [(each.salary, each.signing_bonus) for each in steps if each.kind in ("offered", "confirmed")]


def test_half_a_thousand_is_logged(desk: RecruiterDesk) -> None:
    for words in ("ארבעים ושלוש וחצי בלי מענק", "ארבעים ושלוש נקודה חמש", "forty three and a half"):
        offers(desk, words)
    assert bids(desk) == [(43_500, None)] * 3


@pytest.mark.parametrize("words", ["חמישים אלף בלי מענק חתימה", "fifty thousand without a bonus", "50k, no bonus"])
def test_no_bonus_is_none_and_not_the_former_one(desk: RecruiterDesk, words: str) -> None:
    assert offers(desk, words) == "agree"
    assert bids(desk) == [(50_000, None)]
    assert (desk.state.fields["agreed_salary"], desk.state.fields["agreed_bonus"]) == ("50000", "0")


def test_a_bonus_is_taken_away_when_it_is_read_back(desk: RecruiterDesk) -> None:
    offers(desk, "חמישים אלף")
    assert desk.state.fields["agreed_bonus"] == "20000"
    assert desk.says("כן, בלי המענק").uses("log_agreement").status == "not_confirmed"
    assert offers(desk, "לא, בלי המענק") == "passed_on", "it is less than what could be agreed to"
    assert bids(desk) == [(50_000, 20_000), (50_000, None)]
    assert desk.says("כן").uses("log_agreement").status == "nothing_pending"


def test_a_yes_to_what_we_asked_for_without_the_bonus(desk: RecruiterDesk) -> None:
    offers(desk, "ארבעים ושלושה אלף")
    assert desk.says("כן, בלי מענק").uses("consider_offer", accepted=True).status == "agree"
    assert bids(desk)[-1] == (52_000, None)


def test_a_last_word_without_the_bonus_they_had_offered_is_the_candidates(desk: RecruiterDesk) -> None:
    assert desk.says("כן").uses("confirm_current_offer", right=True).status == "countered"
    assert [offers(desk, "ארבעים ושתיים אלף") for _ in range(2)] == ["countered"] * 2
    assert offers(desk, "ארבעים ושתיים אלף, בלי המענק") == "passed_on"


def test_less_by_the_bonus_is_less_than_what_could_be_agreed_to(desk: RecruiterDesk, calls: Desks) -> None:
    """The last word holds for the whole package."""
    for _ in range(3):
        offers(desk, "ארבעים ושלושה אלף")
    assert offers(desk, "ארבעים וארבע אלף") == "agree"
    later = calls(STRANGER)
    later.tells(*DANA)
    assert offers(later, "לא, ההצעה היא ארבעים וארבע בלי מענק") == "passed_on"
    assert bids(later) == [(44_000, None)]
