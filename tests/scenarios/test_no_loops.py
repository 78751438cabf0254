"""No question is asked for ever, in any scenario: whatever is said to it again and again, the call ends."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from app import create_app
from stores.records import Base
from tests.builders import API_KEY, MEMBER_NUMBER, Clock, Worker, settings
from tests.caller import LEAD_NUMBER
from tests.job_offers import DANA, import_example
from tests.scenarios.ways import migrated
from voicebot.conversation.replies import Waits
from voicebot.services import Vendors, build

MOST = 60
"""Utterances, by far more than one question may be asked."""
NOTED = "רשמתי, ומישהו מהצוות יחזור עם תשובה."
"""After it the question comes as it is: nothing was misunderstood."""
NONSENSE = ("פסטה עם עגבניות", "החתול שלי אוהב מוזיקה", "אולי הירח", "שולחן ירוק ליד החלון", "גלידה בטעם תפוז")
BOOKING = ("כן", "כן, יש לנו צוות", "מתקשרים אליו למחרת", "כן")
FUNNEL = ("כן", "דני", "כן", "מחיפה", "משכנתה")
ADVISED = (*FUNNEL, "כן", "לקנות דירה", "בשנה הקרובה")
DRIVER = ("בוקר טוב", "כן", "יוסי כהן")
VERIFIED = ("שלום", *DANA)
PLACES: dict[str, tuple[str, Sequence[str]]] = {
    "sales choose": ("sales", BOOKING),
    "sales confirm": ("sales", (*BOOKING, "הראשון")),
    "sales anything else": ("sales", (*BOOKING, "הראשון", "כן")),
    "funnel permission": ("lead_funnel", ()),
    "funnel name": ("lead_funnel", FUNNEL[:2]),
    "funnel advise": ("lead_funnel", FUNNEL),
    "funnel schedule": ("lead_funnel", ADVISED),
    "funnel choose": ("lead_funnel", (*ADVISED, "כן")),
    "funnel confirm": ("lead_funnel", (*ADVISED, "כן", "הראשון")),
    "driver permission": ("driver_checkin", DRIVER[:1]),
    "driver name": ("driver_checkin", DRIVER),
    "driver tractor": ("driver_checkin", (*DRIVER, "כן", "45")),
    "interview ready": ("interview", ()),
    "job offer, first question": ("job_offer", ()),
    "job offer name": ("job_offer", ("שלום",)),
    "job offer code": ("job_offer", VERIFIED[:4]),
    "job offer without a code": ("job_offer", (*VERIFIED[:4], "אין לי קוד")),
    "job offer, which": ("job_offer", VERIFIED),
    "job offer choose": ("job_offer", (*VERIFIED, "לקבוע ראיון")),
    "job offer confirm": ("job_offer", (*VERIFIED, "לקבוע ראיון", "הראשון")),
}


class Typing:
    """A conversation in text."""

    def __init__(self, worker: Worker, scenario: str, lead_id: int | None) -> None:
        self._worker = worker
        self._next: dict[str, Any] = {"scenario": scenario, "language": "he", "lead_id": lead_id}
        self.ended = False

    def says(self, words: str) -> str:
        headers = {"X-API-Key": API_KEY}
        got = self._worker.client.post("/agent/turn", json={**self._next, "user_utterance": words}, headers=headers)
        assert got.status_code == 200, got.text
        reply = got.get_json()
        self._next = {"conversation_id": reply["conversation_id"]}
        ends = (reply["action_payload"] or {}).get("ends_call")
        self.ended = bool(ends) or reply["action"] in {"end_call", "transfer"}
        return str(reply["agent_reply"])


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    url = migrated(f"sqlite:///{tmp_path_factory.mktemp('loops') / 'voicebot.db'}")
    given = settings(database_url=url, caller_language="he-IL")
    services = build(given, Vendors(), Clock(), waits=Waits(20, 20))
    made = Worker(create_app(given, services), services)
    yield made
    made.settle()
    made.stores.database.close()


def brought(worker: Worker, place: str) -> tuple[Typing, str]:
    """A conversation at that place, and its question."""
    scenario, words = PLACES[place]
    with worker.stores.database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    worker.stores.members.ensure_default("Dana", MEMBER_NUMBER)
    lead = worker.stores.leads.add("David Cohen", LEAD_NUMBER)
    if scenario == "job_offer":
        import_example(worker.stores)
    talk, reply = Typing(worker, scenario, lead.id), ""
    if scenario in {"sales", "lead_funnel", "interview"}:
        reply = talk.says("שלום")
    for each in words:
        reply = talk.says(each)
    assert not talk.ended, reply
    return talk, reply


@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_understood_ends(place: str, worker: Worker) -> None:
    talk, before = brought(worker, place)
    for number in range(MOST):
        reply = talk.says(NONSENSE[number % len(NONSENSE)])
        if talk.ended:
            return
        assert reply != before or NOTED in reply, "the same words twice"
        before = reply
    pytest.fail(f"still asks: {reply}")


@pytest.mark.parametrize(
    "words",
    [
        "מה אמרת?",
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in ("הלו?", "מי זה?", "כמה זה עולה?", "את רובוט?", "נכון")
        ),
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_understood_and_answers_nothing_ends(place: str, words: str, worker: Worker) -> None:
    talk, reply = brought(worker, place)
    for _ in range(MOST):
        reply = talk.says(words)
        if talk.ended:
            return
    pytest.fail(f"still asks: {reply}")
