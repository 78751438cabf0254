"""What every scenario answers in the same way: safety, a person, another language, goodbye; and its fixed lines.

`shared_routes` go last into a flow's `always`, `shared_steps` and `shared_results` into its steps and results;
`SHARED_TOOLS` are the tools they need. `end` is the tool that ends the call where an agent has its own.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from language.mourning import mourns
from language.naming import said_name
from language.phrases import Phrase
from language.phrases_other import CALL_BACK
from language.wishes import wished_call
from voicebot.agents.flow import LOST_STEP, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line, Lines
from voicebot.scenarios import common_lines as lines
from voicebot.scenarios.company import Company
from voicebot.tools.control import end_call, transfer_to_human
from voicebot.tools.lists import note_mourning, remove_from_list, where_number_from
from voicebot.tools.tasks import create_task

SHARED_TOOLS = (create_task, remove_from_list, note_mourning, where_number_from, transfer_to_human, end_call)
SAFETY = frozenset({"optout", "deceased", "emergency", "minor", "where_from", "other_language", "other_person"})
"""What rules answer themselves, whatever model is configured."""


def ending(reason: str, *say: Line, end: str = "end_call", held: bool = False) -> Move:
    """Say these lines and end the call."""
    return Move(say, call=Invoke(end, lambda _heard, _state: {"reason": reason}), ask=False, held=held)


def task(kind: str, about: str, **others: str) -> Invoke:
    """A task for the team with what the caller said; a time that was named is when a call back is due."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        known = heard.spoken in {"", heard.text}
        text = f"{about}: {heard.text if known else f'{heard.text} ({heard.spoken})'}"[:480]
        due = {"due": heard.time.local} if heard.time and kind == "callback" else {}
        return {"kind": kind, "text": text, **due, **others}

    return Invoke("create_task", arguments)


def wants_call(heard: Heard) -> bool:
    """Whether the words ask to be called; a time with that is for calling, and for no meeting."""
    return wished_call(heard.spoken or heard.text)


def call_back_then(_heard: Heard, state: CallState) -> Mapping[str, Any]:
    """A call back at the moment that was offered instead, and agreed to."""
    due = {"due": state.callback.start[:16]} if state.callback else {}
    return {"kind": "callback", "text": "Call back at the time that the caller agreed to", **due}


def at(*steps: str) -> Callable[[CallState], bool]:
    """True while the call is at one of these steps."""
    return lambda state: state.step in steps


def away_from(*steps: str) -> Callable[[CallState], bool]:
    """True while the call is at none of these steps."""
    return lambda state: state.step not in steps


PERSON = Move(call=Invoke("transfer_to_human", lambda heard, _state: {"reason": heard.text[:300]}), ask=False)
REMOVE = Move(call=Invoke("remove_from_list"), ask=False)
DECEASED = Move(
    (lines.CONDOLENCE,), call=Invoke("remove_from_list", lambda _heard, _state: {"why": "deceased"}), ask=False
)


def mourning(heard: Heard) -> bool:
    """Whether the caller mourns somebody of their own: then nobody has said that the lead died."""
    return mourns(heard.spoken or heard.text)


IN_MOURNING = Move(
    (lines.CONDOLENCE,),
    call=Invoke("note_mourning", lambda heard, _state: {"said": (heard.spoken or heard.text)[:300]}),
    ask=False,
)


def asks_if_recorded(heard: Heard) -> bool:
    """Whether the words ask if the call is recorded, and not what is speaking."""
    return bool(_IF_RECORDED.fullmatch(heard.spoken or heard.text))


_IF_RECORDED = re.compile(
    r"\W*(?:(?:רגע|סליחה|אז|האם|אבל|תגידי|תגיד|wait|sorry|so)\W+)*"
    r"(?:(?:השיחה|זה|זאת|הכול|אתם|את|אתה|אני|אותי)\s)*(?:הזאת\s)?(?:מוקלט|מוקלטת|מוקלטים|מקליט|מקליטה|מקליטים)"
    r"(?:\s(?:את זה|את השיחה|אותי|אותנו|את השיחה הזאת|עכשיו|כאן|פה))*\W*"
    r"|\W*(?:is|are) (?:this|the|you|it)(?: call)?(?: being)? record(?:ed|ing)(?: (?:this|me|it|the call))*\W*"
    r"|\W*¿?(?:se |est[aá] )(?:graba|grabando)\b.{0,20}",
    re.IGNORECASE,
)
IF_RECORDED = Route(Move((lines.RECORDED,)), hears=asks_if_recorded, label="is this recorded")


def _names_nobody(heard: Heard) -> bool:
    """Whether the words give no name: with one, asked for it, "I'm not David" says that it was misheard."""
    return said_name(heard.spoken or heard.text) is None


def shared_routes(end: str = "end_call", who: tuple[str, ...] = (), naming: tuple[str, ...] = ()) -> tuple[Route, ...]:
    """What is heard at any step, and answered in the same way in every scenario.

    `who` are the steps at which it still matters who has answered (a mailbox, somebody else, a wrong number); with
    none it is every step. In a form "no, another number" is a correction, and at the steps `naming`, that ask for the
    caller's name, so is a no with a name.
    """
    when = at(*who) if who else None
    wrong = ending("wrong_number", lines.WRONG_NUMBER, end=end)
    callback = Move(call=task("callback", "Another person answered; call back"), ask=False)
    return (
        Route(REMOVE, intents=("optout",)),
        Route(IN_MOURNING, intents=("deceased",), hears=mourning, label="a death of their own"),
        Route(DECEASED, intents=("deceased",)),
        Route(ending("emergency", lines.EMERGENCY, end=end), intents=("emergency",)),
        Route(ending("minor", lines.MINOR_GOODBYE, end=end), intents=("minor",)),
        Route(ending("voicemail", lines.VOICEMAIL, end=end), intents=("voicemail",), when=when),
        Route(PERSON, intents=("human",)),
        Route(Move(next="comfort"), intents=("distress",), when=away_from("comfort")),
        *_other_languages(),
        Route(callback, intents=("other_person",), when=when),
        *(
            Route(wrong, intents=("wrong_number",), when=at(each), hears=_names_nobody, label="no name")
            for each in naming
        ),
        Route(wrong, intents=("wrong_number",), when=at(*sorted({*who} - {*naming})) if who else None),
        IF_RECORDED,
        Route(Move((lines.BOT,)), intents=("is_this_a_bot",)),
        Route(Move(call=Invoke("where_number_from"), ask=False), intents=("where_from",)),
        Route(Move(), intents=("repeat", "slow_down")),
        Route(ending("goodbye", lines.GOODBYE, end=end), intents=("goodbye",)),
    )


NOT_UNDERSTOOD = Move(
    call=Invoke(
        "create_task",
        lambda _heard, _state: {"kind": "callback", "text": "The caller could not be understood; call back"},
    ),
    ask=False,
)
"""The end of a call in which nothing more can be asked."""
MISSED = Move(missed=True)
"""Follows what is known and does not answer the question: a mere yes to "when?"."""


def lost_step(refused: Move) -> Step:
    """Offers a person where an answer is not understood; `refused` follows a no, and a task anything else."""
    sometime = Move(call=task("callback", "The caller could not be understood, and wants to be called"), ask=False)
    return Step(
        LOST_STEP,
        lines.OFFER_HELP,
        (
            Route(sometime, timed=True),
            Route(sometime, intents=("later",)),
            Route(sometime, hears=wants_call, label="a call"),
            Route(PERSON, intents=("yes", "interested")),
            Route(refused, intents=("no", "not_interested", "goodbye")),
        ),
        otherwise=NOT_UNDERSTOOD,
        patient="yes_no",
    )


def shared_steps(end: str = "end_call") -> dict[str, Step]:
    """The steps that the shared routes lead to."""
    comfort = Step(
        "comfort",
        lines.OFFER_PERSON,
        (Route(PERSON, intents=("yes", "distress")),),
        otherwise=ending("distress", lines.TAKE_CARE, end=end),
        patient="yes_no",
    )
    near = callback_near(Move(call=task("callback", "Call back when the caller said"), ask=False))
    return {each.name: each for each in (comfort, near, lost_step(ending("goodbye", lines.GOODBYE, end=end)))}


def callback_near(
    named: Move, again: str | None = None, *refusals: Route, ask: Phrase = lines.ASK_CALLBACK_OTHER
) -> Step:
    """Asks whether another time than the one that was named suits. `named` follows another time, `again` is the step
    that asks anew after a no; without it a task is left to call back sometime. `refusals` are tried before that.
    """
    agreed = Route(Move(call=Invoke("create_task", call_back_then), ask=False), intents=("yes",))
    routes = (Route(named, timed=True), agreed, *refusals)
    if again is None:
        return Step("callback_near", ask, routes, otherwise=CALL_SOMETIME, patient="yes_no")
    routes = (*routes, Route(Move(next=again), intents=("no", "later")))
    return Step("callback_near", ask, routes, otherwise=Move(), patient="yes_no")


CALL_SOMETIME = Move(
    call=Invoke(
        "create_task",
        lambda _heard, _state: {
            "kind": "callback",
            "text": "Call back; the time that was offered instead did not suit",
        },
    ),
    ask=False,
)


def shared_results(end: str = "end_call") -> dict[str, dict[str, Move]]:
    """What follows the shared tools."""
    return {
        "remove_from_list": {
            "removed": ending("removed", lines.REMOVED, end=end, held=True),
            "removed_deceased": ending("deceased", end=end, held=True),
            "*": ending("other", lines.NO_NUMBER, end=end),
        },
        "note_mourning": {"*": ending("mourning", end=end, held=True)},
        "where_number_from": {
            "known": Move((lines.FROM_CONSENT,), held=True),
            "no_number": Move((lines.NOT_KNOWN,), held=True),
            "*": ending("no_consent", lines.NO_CONSENT, end=end, held=True),
        },
        "transfer_to_human": {
            "transferring": Move((lines.TRANSFERRING,), ask=False),
            "nobody_without_number": ending("other", lines.NO_WAY_TO_CALL, end=end),
            "*": ending("callback", lines.NOBODY, end=end),
        },
        "create_task": {
            "language_created": ending("language", end=end),
            "callback_without_number": ending("other", lines.NO_WAY_TO_CALL, end=end),
            "callback_due": ending("callback", lines.CALLBACK_DUE, end=end, held=True),
            "callback_not_then": Move((lines.NOT_THEN,), next="callback_near", held=True),
            "*": ending("callback", lines.CALLBACK_NOTED, end=end),
        },
        end: {"*": Move(ask=False)},
    }


def _other_languages() -> tuple[Route, ...]:
    """A fixed line in the caller's language and a task to call back in it; sorry in Hebrew where there is none."""
    about = "Speaks another language; call back"
    routes = tuple(
        Route(
            Move((Phrase(line, line),), call=task("callback", f"{about} in {code!r}", language=code), ask=False),
            intents=("other_language",),
            speaks=code,
        )
        for code, line in CALL_BACK.items()
    )
    sorry = Move((lines.ONLY_THESE,), call=task("callback", about), ask=False)
    return (*routes, Route(sorry, intents=("other_language",)))


def fixed_lines(company: Company, greeting: Phrase, outbound: Phrase, withheld: Phrase) -> Lines:
    """The fixed lines of a scenario of this company, in its voice; only the greetings are its own."""
    values = company.values()

    def said(line: Phrase) -> Phrase:
        return line.fill(**{name: values[name] for name in line.placeholders}).spoken_by(company.voice)

    return Lines(
        greeting=said(greeting),
        greeting_outbound=said(outbound),
        greeting_withheld=said(withheld),
        say_again=said(lines.SAY_AGAIN),
        here=said(lines.HERE),
        silent=(said(lines.ASK_AGAIN_1), said(lines.ASK_AGAIN_2)),
        silent_goodbye=said(lines.SILENCE_GOODBYE),
        apology=said(lines.APOLOGY),
        goodbye=said(lines.GOODBYE),
        transferring=said(lines.TRANSFERRING),
        nobody_available=said(lines.NOBODY),
        nobody_now=said(lines.NOBODY_NOW),
        trouble=said(lines.TROUBLE),
        fillers=tuple(map(said, lines.FILLERS)),
        unclear=(said(lines.UNCLEAR_1), said(lines.UNCLEAR_2)),
    )
