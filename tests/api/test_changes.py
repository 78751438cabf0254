"""Moving and cancelling in the conversation of a known lead, as /meetings shows it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from stores.values import Lead
from tests.api.making import Api
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

WEDNESDAY = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def lead(api: Api) -> Lead:
    lead = api.lead()
    api.stores.meetings.book(api.stores.members.default().id, lead.id, None, WEDNESDAY)
    return lead


def shown(api: Api) -> list[tuple[str, str]]:
    items: list[dict[str, Any]] = api.get("/meetings").get_json()["items"]
    return [(each["start"][:16], each["status"]) for each in items]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("he", ("אני צריך להזיז את הפגישה", "ליום חמישי בעשר", "כן")),
        ("en", ("I need to move our meeting", "Thursday at ten", "yes")),
        ("he", ("אפשר להעביר את הפגישה ליום חמישי בעשר?", "כן")),
    ],
)
def test_moving(api: Api, lead: Lead, language: str, words: tuple[str, ...]) -> None:
    answer = api.turn(words[0], lead_id=lead.id, language=language)
    for each in words[1:]:
        assert shown(api) == [("2026-11-25T08:00", "booked")]
        answer = api.turn(each, conversation_id=answer["conversation_id"])
    assert shown(api) == [("2026-11-25T08:00", "cancelled"), ("2026-11-26T08:00", "booked")]
    assert (answer["action"], answer["action_payload"]["meeting"]["start"][:16]) == ("book_meeting", "2026-11-26T08:00")


@pytest.mark.parametrize(
    ("language", "words"),
    [("he", ("אני צריך לבטל את הפגישה", "כן")), ("en", ("Please cancel the meeting", "yes, please"))],
)
def test_cancelling(api: Api, lead: Lead, language: str, words: tuple[str, ...]) -> None:
    asked = api.turn(words[0], lead_id=lead.id, language=language)
    assert shown(api) == [("2026-11-25T08:00", "booked")]
    api.turn(words[1], conversation_id=asked["conversation_id"])
    assert shown(api) == [("2026-11-25T08:00", "cancelled")]


def test_nothing_to_change(api: Api) -> None:
    answer = api.turn("אני צריך לבטל את הפגישה", lead_id=api.lead().id, language="he")
    assert answer["agent_reply"].startswith("לא רשומה אצלנו פגישה קרובה.")


def test_a_conversation_with_nobody_changes_nothing(api: Api, lead: Lead) -> None:
    answer = api.turn("אני צריך לבטל את הפגישה", language="he")["agent_reply"]
    assert "לא רשומה אצלנו" in answer
    assert shown(api) == [("2026-11-25T08:00", "booked")]
