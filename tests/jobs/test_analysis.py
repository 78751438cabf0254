"""What a call came to, from its last status to the API: once, and gone with the lead."""

import json
from pathlib import Path

import pytest

from stores.database import Database
from stores.values import Call
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import API_KEY, Worker
from tests.caller import LEAD_NUMBER
from tests.interviews.making import made as made_interview
from tests.job_offers import import_example
from tests.jobs.doing import do_jobs
from tests.standins.brain import Reply
from tests.standins.fixtures import openai_standin
from tests.standins.openai import OpenAIStandIn
from voicebot.clients.openai_structured import OpenAIStructured
from voicebot.jobs.handlers import HANDLERS
from voicebot.jobs.kinds import SUMMARISE_CALL
from voicebot.jobs.running import Attempt, run
from voicebot.jobs.wiring import work_of
from voicebot.services import Vendors
from voicebot.simphone.script import load_script

pytestmark = SOAK_ON_POSTGRES

__all__ = ["openai_standin"]

SALES = Path(__file__).parent.parent / "conversations"
JOB_OFFERS = SALES / "job_offer"
OVER = {"CallStatus": "completed", "CallDuration": "42"}
ANSWER = {
    "outcome": "interested", "summary": "Asked about prices.", "sentiment": "neutral", "score": 70,
    "reasons": ["Asked for the price."], "next_step": "Call with an offer.",
}  # fmt: skip


@pytest.fixture
def analysed(app_factory: AppFactory, openai_standin: OpenAIStandIn) -> Worker:
    """A whole app whose calls a model reads."""
    analyst = OpenAIStructured("a-key", openai_standin.base_url, "gpt-6-luna")
    return app_factory(Vendors(analysts=(analyst,)), whole=True)


def talk(worker: Worker) -> Call:
    """A short call that ends without anything agreed."""
    if worker.stores.leads.by_phone(LEAD_NUMBER) is None:
        worker.stores.leads.add("David Cohen", LEAD_NUMBER)
    caller = worker.caller().calls().says("כמה זה עולה?")
    worker.hook("/twilio/call-status", caller.call_sid, **OVER)
    return worker.call(caller.call_sid)


def answers(standin: OpenAIStandIn, worker: Worker) -> None:
    facts = dict.fromkeys(each.name for each in worker.services.scenarios["sales"].facts)
    standin.replies.append(Reply(json.dumps({**ANSWER, "facts": facts})))


def test_a_model_reads_the_call_once(analysed: Worker, openai_standin: OpenAIStandIn) -> None:
    answers(openai_standin, analysed)
    call = talk(analysed)
    do_jobs(analysed)
    shown = analysed.client.get(f"/calls/{call.id}", headers={"X-API-Key": API_KEY}).get_json()
    assert shown["analysis"] == {**ANSWER, "by": "openai", "why": "", "facts": {}}
    assert shown["summary"].startswith("Inbound call")
    assert analysed.stores.guards.spent_on(call.id) > 0
    HANDLERS[SUMMARISE_CALL]({"call": call.id}, work_of(analysed.services).context)
    assert len(openai_standin.asked) == 1


def test_when_the_model_is_down_rules_read_it(analysed: Worker, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.extend([Reply("I think it went well!")] * 2)
    call = talk(analysed)
    do_jobs(analysed)
    made = analysed.stores.analyses.get(call.id)
    assert made is not None
    assert (made.by, made.why, made.outcome) == ("rules", "openai: VendorGarbage", "interested")


def test_an_attempt_that_died_before_its_end_leaves_one_analysis(
    analysed: Worker, openai_standin: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = talk(analysed)
    work = work_of(analysed.services)
    [key] = [job.key for job in analysed.stores.jobs.list(state="open").items if job.kind == SUMMARISE_CALL]
    with monkeypatch.context() as broken:
        broken.setattr(type(analysed.stores.analyses), "save", lambda *_: 1 / 0)
        assert run(Attempt(key, 0), work) == "failed"
    assert (analysed.stores.summaries.get(call.id), analysed.stores.analyses.get(call.id)) == (None, None)
    assert analysed.stores.guards.spent_on(call.id) == 0
    assert run(Attempt(key, 1), work) == "done"
    assert analysed.stores.analyses.get(call.id) is not None


def test_a_lead_that_is_erased_meanwhile_stays_erased(analysed: Worker, openai_standin: OpenAIStandIn) -> None:
    """The job has read the call, the lead is erased, the job writes."""
    call = talk(analysed)
    writes = HANDLERS[SUMMARISE_CALL]({"call": call.id}, work_of(analysed.services).context)
    assert call.lead_id is not None
    analysed.stores.leads.delete(call.lead_id)
    assert writes is not None
    writes()
    assert (analysed.stores.summaries.get(call.id), analysed.stores.analyses.get(call.id)) == (None, None)


def test_the_analysis_is_erased_with_the_lead(worker: Worker, database: Database) -> None:
    call = talk(worker)
    do_jobs(worker)
    assert worker.stores.analyses.get(call.id) is not None
    assert call.lead_id is not None
    worker.stores.leads.delete(call.lead_id)
    assert worker.stores.analyses.get(call.id) is None


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("schedules", {"recruiter": "Dana Levi", "company": "Altech", "wanted": "meeting"}),
        ("information", {"recruiter": "Dana Levi", "company": "Altech", "wanted": "information"}),
    ],
)
@ON_SQLITE
def test_rules_know_what_is_on_record_of_a_job_offer(name: str, facts: dict[str, str], worker: Worker) -> None:
    import_example(worker.stores)
    caller = worker.caller().plays(load_script(JOB_OFFERS / f"{name}.yaml"))
    do_jobs(worker)
    made = worker.stores.analyses.get(worker.call(caller.call_sid).id)
    assert made is not None
    assert made.facts == facts


@ON_SQLITE
def test_an_agreement_is_an_outcome_and_a_fact(worker: Worker) -> None:
    import_example(worker.stores)
    caller = worker.caller().plays(load_script(JOB_OFFERS / "agrees_at_once.yaml"))
    call = worker.call(caller.call_sid)
    do_jobs(worker)
    made = worker.stores.analyses.get(call.id)
    assert made is not None
    agreed = worker.stores.negotiations.of_call(call.id)[-1]
    assert (made.outcome, made.sentiment, agreed.kind) == ("agreed", "positive", "agreed")
    assert (made.facts["agreed"], made.facts["last_offer"], made.facts["wanted"]) == (
        True,
        agreed.salary,
        "negotiation",
    )
    summary = worker.stores.summaries.get(call.id) or ""
    assert "recruiter: Dana Levi" in summary, "and not the number of a row"


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("booking", {"has_a_team": True, "lead_handling": "מתקשרים אליו למחרת"}),
        ("have_a_team", {"has_a_team": True}),
        ("have_one", {"objection": "has_one"}),
        ("by_mail", {"objection": "other"}),
        ("bad_time", {"objection": "no_time"}),
        ("leaves_in_mid_word", {}),
    ],
)
@ON_SQLITE
def test_rules_know_what_was_said_in_a_sales_call(name: str, facts: dict[str, object], worker: Worker) -> None:
    caller = worker.caller().plays(load_script(SALES / f"{name}.yaml"))
    worker.hook("/twilio/call-status", caller.call_sid, **OVER)
    do_jobs(worker)
    made = worker.stores.analyses.get(worker.call(caller.call_sid).id)
    assert made is not None
    assert {key: value for key, value in made.facts.items() if key != "wished_time"} == facts


@ON_SQLITE
def test_rules_know_when_a_caller_wished_to_meet(worker: Worker) -> None:
    caller = worker.caller().plays(load_script(SALES / "bad_time.yaml"))
    worker.hook("/twilio/call-status", caller.call_sid, **OVER)
    do_jobs(worker)
    made = worker.stores.analyses.get(worker.call(caller.call_sid).id)
    assert made is not None
    assert made.facts["wished_time"] == "מחר בעשר בבוקר"


@ON_SQLITE
def test_rules_know_how_far_an_interview_came(worker: Worker) -> None:
    made_interview(worker, stages=None, maxDuration=None)
    caller = worker.caller().plays(load_script(SALES / "interview" / "whole.yaml"))
    worker.hook("/twilio/call-status", caller.call_sid, **OVER)
    do_jobs(worker)
    made = worker.stores.analyses.get(worker.call(caller.call_sid).id)
    assert made is not None
    assert made.facts["stages"] == "opening, experience, technical, behavioural, closing"
    assert (made.facts["position"], made.facts["held_whole"]) == ("Software Engineer", True)
    assert made.facts["motivation"]
    assert made.facts["current_role"]
