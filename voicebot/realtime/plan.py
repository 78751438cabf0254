"""What a realtime call starts from, and the words its session knows itself. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from language.heard import read
from language.hebrew import tokens
from language.types import Language
from voicebot.agents.stages import TIME_UP
from voicebot.agents.types import Gender, Limits, Line
from voicebot.realtime.commands import Persona
from voicebot.realtime.openai_events import VoiceOptions

BACKCHANNELS: Mapping[Language, frozenset[str]] = {
    "he": frozenset({
        "כן", "אהה", "אה", "אהא", "אהמ", "אהם", "המ", "המממ", "מממ", "ממ", "אממ", "אוקיי", "אוקי", "בסדר", "נכון",
        "הבנתי", "יפה", "סבבה", "טוב", "ברור", "בטח",
    }),
    "en": frozenset({
        "yes", "yeah", "yep", "uh-huh", "uhhuh", "uh", "huh", "mhm", "mm", "mmm", "hm", "hmm", "ok", "okay", "right",
        "sure", "i", "see", "got", "it",
    }),
    "es": frozenset({"sí", "si", "ajá", "aja", "mm", "mmm", "ok", "vale", "bueno", "claro", "ya", "entiendo"}),
}  # fmt: skip
"""What listeners say without wanting the word."""
BACKCHANNEL_WORDS = 3

OPENING_EXCHANGES = 2
"""Utterances in which an answering machine shows itself; later the word is only talked about."""


@dataclass(frozen=True)
class FixedLines:
    """What is said word for word, in the caller's language."""

    greeting: str
    goodbye: str
    transferring: str
    silent: tuple[str, ...]
    silent_goodbye: str
    say_again: str


@dataclass(frozen=True)
class Wording:
    """A language, and the fixed lines in it; `to` has them in the forms for a man and a woman."""

    language: Language
    lines: FixedLines
    to: Mapping[Gender, FixedLines]


@dataclass(frozen=True)
class Waits:
    """Seconds. `opening_s`: an outbound call's first words wait for the callee. `greet_s`: the greeting comes by then,
    whatever is heard on the line. `answer_s`: a model that has given no sign of life for so long has stalled. `task_s`:
    on GPT-Live, what the caller has said is handed on by then, or our agent takes it unasked. `overlap_s`: who speaks
    into our speech for so long wants the word. `speech_s`: what lasts as long without a pause is noise. `handoff_s`:
    another agent's session is ready by then, or the agent before goes on."""

    opening_s: float = 1.5
    greet_s: float = 5.0
    silence_s: float = 8.0
    answer_s: float = 8.0
    task_s: float = 4.0
    closing_s: float = 15.0
    overlap_s: float = 0.8
    speech_s: float = 60.0
    call_s: float = 900.0
    handoff_s: float = 4.0


@dataclass(frozen=True)
class CallPlan:
    """One call, before its first word. `stream_sid` is Twilio's; `safety` are intents that rules answer; `to` are the
    lines in the forms for a man and a woman, `gender` what is known of the caller, `patient` names what is asked,
    `stage_s` is what is left of the stage that runs, None where none does; `time_up`: nothing is left of it."""

    stream_sid: str
    persona: Persona
    lines: FixedLines
    options: VoiceOptions = field(default_factory=VoiceOptions)
    waits: Waits = field(default_factory=Waits)
    outbound: bool = False
    language: Language = "he"
    safety: frozenset[str] = frozenset()
    greeted: bool = False
    done: tuple[str, ...] = ()
    to: Mapping[Gender, FixedLines] = field(default_factory=dict)
    gender: Gender | None = None
    limits: Limits = field(default_factory=Limits)
    patient: str = "open"
    stage_s: float | None = None
    time_up: bool = False

    def lines_to(self, gender: Gender | None) -> FixedLines:
        """The fixed lines as they are said to this caller."""
        return self.to.get(gender, self.lines) if gender else self.lines

    def reworded(self, wording: Wording) -> "CallPlan":
        """The same call in another language; the greeting is over, and stays what it was."""
        lines = replace(wording.lines, greeting=self.lines.greeting)
        to = {each: replace(its, greeting=self.lines_to(each).greeting) for each, its in wording.to.items()}
        options = replace(self.options, language=wording.language)
        return replace(self, language=wording.language, lines=lines, to=to, options=options)

    def text(self, line: Line, gender: Gender | None) -> str:
        """Any line as it is said to this caller; whose voice it is in was chosen with the scenario."""
        spoken = line.for_gender(gender)
        return {"he": spoken.he, "en": spoken.en, "es": spoken.es or spoken.en}[self.language]


def is_backchannel(text: str, language: Language) -> bool:
    """Whether these words only say "I am listening"."""
    words = tokens(text)
    return 0 < len(words) <= BACKCHANNEL_WORDS and all(each in BACKCHANNELS[language] for each in words)


def intents_for_rules(text: str, digits: str, plan: CallPlan, exchange: int) -> frozenset[str]:
    """What rules answer themselves: safety intents, keys with a meaning, an answering machine's greeting, and whatever
    is said after a stage's time."""
    theirs = set(plan.safety)
    if digits:
        theirs |= {"human", "optout"}
    if plan.outbound and exchange <= OPENING_EXCHANGES:
        theirs.add("voicemail")
    found = {*read(text, plan.language, digits).intents, *((TIME_UP,) if plan.time_up else ())}
    return frozenset(theirs & found)


def effects_for_rules(text: str, digits: str, plan: CallPlan, exchange: int) -> frozenset[str]:
    """Of these, what still matters in a call that is ending: a person is of no use any more, nor another stage."""
    return intents_for_rules(text, digits, plan, exchange) - {"human", TIME_UP}


def for_rules(text: str, digits: str, plan: CallPlan, exchange: int) -> bool:
    """Whether rules answer this themselves."""
    return bool(intents_for_rules(text, digits, plan, exchange))
