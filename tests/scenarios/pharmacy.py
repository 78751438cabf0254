"""A scenario of one file, as docs/scenarios.md shows it: a pharmacy takes an order to be collected."""

from language.dictated import read_code, spoken_code
from language.naming import said_name
from language.phrases import Phrase
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.forms import Field, FieldValue, form_flow, form_tools, instructions_of
from voicebot.agents.types import Agent, Heard, Scenario
from voicebot.scenarios.common import (
    SAFETY,
    SHARED_TOOLS,
    ending,
    fixed_lines,
    shared_results,
    shared_routes,
    shared_steps,
)
from voicebot.scenarios.company import Company

GREETING = Phrase(
    "שלום, כאן בית המרקחת של {company}, והשיחה מוקלטת. להזמין תרופה לאיסוף?",
    "Hello, this is the pharmacy of {company}, and this call is recorded. Shall I take an order?",
)
ASK = Phrase("להזמין תרופה לאיסוף?", "Shall I take an order?")
NOTED = Phrase("ההזמנה נרשמה, תודה ולהתראות.", "The order is noted, thank you, goodbye.")
HELP = Phrase("רגע, אבדוק אם רוקח פנוי.", "One moment, let me see whether a pharmacist is free.")


def name(heard: Heard) -> FieldValue | None:
    found = said_name(heard.spoken or heard.text)
    return FieldValue(found, Phrase(found, found)) if found else None


def number(heard: Heard) -> FieldValue | None:
    code = read_code(heard.spoken or heard.text)
    return FieldValue(code, spoken_code(code)) if code and 4 <= len(code) <= 9 else None


FIELDS = (
    Field(
        "name",
        Phrase("על איזה שם?", "Under which name?"),
        Phrase("סליחה, על איזה שם?", "Sorry, under which name?"),
        Phrase("על שם {value}, נכון?", "Under the name of {value}, right?"),
        "the customer's name",
        name,
        free=True,
    ),
    Field(
        "prescription",
        Phrase("מה מספר המרשם?", "What is the number of the prescription?"),
        Phrase("סליחה, מספר המרשם, ספרה ספרה?", "Sorry, the prescription's number, digit by digit?"),
        Phrase("מרשם {value}, נכון?", "Prescription {value}, right?"),
        "the number of the prescription, 4 to 9 digits",
        number,
    ),
)
FORM = form_flow(
    FIELDS,
    done=Move(
        call=Invoke("create_task", lambda _heard, state: {"kind": "follow_up", "text": f"Prepare {state.fields}"}),
        ask=False,
    ),
    give_up=Move((HELP,), call=Invoke("transfer_to_human", lambda _heard, _state: {"reason": "An order"}), ask=False),
)
ORDER = Step(
    "order",
    ASK,
    (
        Route(Move(next=FORM.start), intents=("yes", "interested")),
        Route(ending("goodbye", Phrase("להתראות.", "Goodbye.")), intents=("no",)),
    ),
    otherwise=Move(),
    patient="yes_no",
)
RESULTS = shared_results()
FLOW = Flow(
    start="order",
    greeted="order",
    steps={"order": ORDER, **FORM.steps, **shared_steps()},
    always=shared_routes(who=("order",)),
    results={
        **RESULTS,
        **FORM.results,
        "create_task": {**RESULTS["create_task"], "follow_up_created": ending("goodbye", NOTED, held=True)},
    },
    safety=SAFETY,
)


def pharmacy(company: Company) -> Scenario:
    """The scenario for this company."""
    prompt = f"You take orders for the pharmacy of {company.name.en}. Fill these fields:\n{instructions_of(FIELDS)}"
    agent = Agent("pharmacist", prompt, (*form_tools(FIELDS), *SHARED_TOOLS), FLOW, gender=company.voice)
    return Scenario(
        name="pharmacy",
        entry=agent.name,
        agents={agent.name: agent},
        lines=fixed_lines(company, GREETING, GREETING, GREETING),
        values=company.values(),
        phrases=(ASK, NOTED, HELP, *(line for each in FIELDS for line in (each.ask, each.again, each.confirm))),
    )


SCENARIO = pharmacy
