"""A recruiter's whole way through the tools, on each database."""

from tests.job_offers import DANA, STRANGER, recruiter_called
from tests.tools.job_offer_desks import Desks
from voicebot.tools.job_offer_callers import is_verified


def test_all_of_it_verifies(calls: Desks) -> None:
    desk = calls(STRANGER)
    result = desk.tells(*DANA)
    assert (result.status, result.data["name"], result.effect) == ("verified", "Dana Levi", "verified")
    assert is_verified(desk.state)
    assert desk.state.fields == {"recruiter": str(recruiter_called(desk.stores, "Dana").id)}


def test_a_whole_negotiation_is_logged(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.tells(*DANA)
    assert desk.says("כן, נכון").uses("confirm_current_offer", right=True).status == "countered"
    assert desk.says("אפשר ארבעים ושלושה אלף").uses("consider_offer").status == "countered"
    assert desk.says("זה המקסימום").uses("consider_offer", unchanged=True).status == "countered"
    assert desk.says("ארבעים וארבע אלף").uses("consider_offer").status == "agree"
    assert desk.says("כן").uses("log_agreement").status == "agreed"
    steps = desk.stores.negotiations.of_call(desk.context.call_id)
    assert [(each.kind, each.salary) for each in steps] == [
        ("confirmed", 42_000), ("countered", 52_000),
        ("offered", 43_000), ("countered", 51_000),
        ("offered", 43_000), ("countered", 43_000),
        ("offered", 44_000), ("agreed", 44_000),
    ]  # fmt: skip
    assert {(each.company, each.recruiter, each.currency) for each in steps} == {("Altech", "Dana Levi", "ILS")}
    (task,) = desk.stores.tasks.list().items
    assert (task.kind, "Altech (Dana Levi) has agreed" in task.text) == ("follow_up", True)
    assert "agreed" in desk.state.done
