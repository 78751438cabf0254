"""The verbs that wait for somebody: <Record>, <Gather> and <Dial>, each by Twilio's page of that name."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from voicebot.simphone.document import method_of, number_of, text_of, url_of
from voicebot.simphone.events import (
    DialEnd,
    Dialing,
    Ended,
    Event,
    Fetch,
    HangUp,
    Keys,
    Listening,
    Noted,
    RecordingMade,
    Reply,
    Silence,
    Speech,
)

DEFAULT_TIMEOUT_S = 5
DEFAULT_MAX_LENGTH_S = 3600
ANY_KEY = "1234567890*#"
# A spoken answer's length in virtual time, where no recording tells it.
SPEECH_S = 2.0
DIALLABLE = frozenset({"Number", "Client", "Sip"})

Leaving = Fetch | Ended | None
Playing = Generator[Event, Reply, Leaving]
HUNG_UP = Ended("caller", "hung up")


@dataclass
class Scene:
    """The current document's URL; the verb writes how many seconds it took, and whether it connected."""

    url: str
    seconds: float = 0.0
    connected: bool = False


def record(verb: Element, scene: Scene) -> Playing:
    """Speech or a finishing key goes to `action`; an empty recording calls nobody and the next verb runs."""
    timeout, notes = number_of(verb, "timeout", DEFAULT_TIMEOUT_S)
    length, more = number_of(verb, "maxLength", DEFAULT_MAX_LENGTH_S, lowest=1)
    yield from notes + more
    finish = verb.get("finishOnKey", ANY_KEY)
    reply = yield Listening("Record", True, bool(finish), timeout, finish, max_length_s=length)
    scene.seconds = timeout
    match reply:
        case HangUp(recording=None):
            return HUNG_UP
        case HangUp(recording=RecordingMade() as made):
            return _recorded(verb, scene, made, "hangup", status="completed")
        case Speech(recording=RecordingMade() as made, key=key):
            return _recorded(verb, scene, made, _first_of(key, finish))
        case Keys(digits=digits, recording=RecordingMade() as made) if _first_of(digits, finish):
            return _recorded(verb, scene, made, _first_of(digits, finish))
        case Keys(digits=digits) if not _first_of(digits, finish):
            yield Noted(0, f"keys {digits} do not finish this <Record>; nothing else was heard")
        case Silence():
            pass
        case _:
            raise TypeError(f"a <Record> cannot be answered with {reply!r}")
    return None


def _first_of(pressed: str, finish: str) -> str:
    return next((key for key in pressed if key in finish), "")


def _recorded(verb: Element, scene: Scene, made: RecordingMade, key: str, status: str = "in-progress") -> Fetch:
    scene.seconds += made.duration_s
    fields = {
        "RecordingUrl": made.url,
        "RecordingSid": made.sid,
        "RecordingDuration": str(made.duration_s),
    } | ({"Digits": key} if key else {})
    return Fetch(url_of(verb, scene.url), method_of(verb), fields, status)


def gather(verb: Element, scene: Scene) -> Playing:
    """Speech or keys go to `action`; nothing (or only the finishing key) lets the next verb run."""
    listening, notes = _gathering(verb)
    yield from notes
    reply = yield listening
    scene.seconds = listening.timeout_s
    fields: dict[str, str] = {}
    match reply:
        case HangUp():
            return HUNG_UP
        case Speech(text=text, confidence=confidence) if listening.speech:
            scene.seconds += SPEECH_S
            fields = {"SpeechResult": text, "Confidence": str(confidence)}
        case Keys(digits=digits) if listening.keys:
            fields = _pressed(digits, listening)
        case Speech() | Keys():
            heard, wanted = ("words", "keys") if isinstance(reply, Speech) else ("keys", "speech")
            yield Noted(0, f"the app listens for {wanted} only: the {heard} are not heard")
        case Silence():
            pass
        case _:
            raise TypeError(f"a <Gather> cannot be answered with {reply!r}")
    if not fields and verb.get("actionOnEmptyResult") != "true":
        return None
    fields = fields or {"Digits": ""}
    return Fetch(url_of(verb, scene.url), method_of(verb), fields | {"msg": "Gather End"})


def _gathering(verb: Element) -> tuple[Listening, list[Noted]]:
    timeout, notes = number_of(verb, "timeout", DEFAULT_TIMEOUT_S)
    most, more = number_of(verb, "numDigits", 0, lowest=1)
    _, speech_notes = number_of(verb, "speechTimeout", timeout)
    kinds = verb.get("input", "dtmf").split()
    finish = verb.get("finishOnKey", "#")
    language = verb.get("language", "en-US")
    listening = Listening(
        "Gather", "speech" in kinds, "dtmf" in kinds, timeout, finish, num_digits=most, language=language
    )
    return listening, notes + more + speech_notes


def _pressed(pressed: str, listening: Listening) -> dict[str, str]:
    """The keys that count: up to numDigits, or to the finishing key, which is not among them."""
    digits = ""
    for key in pressed:
        if listening.finish_on_key and key in listening.finish_on_key:
            return {"Digits": digits, "FinishedOnKey": key} if digits else {}
        digits += key
        if listening.num_digits and len(digits) == listening.num_digits:
            break
    return {"Digits": digits, "FinishedOnKey": ""} if digits else {}


def dial(verb: Element, scene: Scene) -> Playing:
    """The end of the dialled leg goes to `action`; without an action the next verb runs."""
    numbers = _numbers(verb)
    reply: Reply = DialEnd("failed", 0)
    if numbers:
        reply = yield Dialing(numbers)
    else:
        yield Noted(13223, "<Dial> names nobody to call")
    if isinstance(reply, HangUp):
        # The leg that rang is given up; Twilio still tells the action, whose TwiML nobody hears any more.
        return _dialled(verb, scene, DialEnd("canceled", 0), "completed") or HUNG_UP
    if not isinstance(reply, DialEnd):
        raise TypeError(f"a <Dial> cannot be answered with {reply!r}")
    scene.seconds = reply.duration_s
    scene.connected = reply.status == "completed"
    return _dialled(verb, scene, reply, "in-progress")


def _numbers(verb: Element) -> tuple[str, ...]:
    plain = (verb.text or "").strip()
    nouns = [text_of(child) for child in verb if child.tag in DIALLABLE]
    return tuple(number for number in [plain, *nouns] if number)


def _dialled(verb: Element, scene: Scene, end: DialEnd, status: str) -> Fetch | None:
    if not verb.get("action", "").strip():
        return None
    fields = {"DialCallStatus": end.status, "DialCallSid": end.sid}
    if end.status == "completed":
        fields |= {"DialCallDuration": str(end.duration_s), "DialBridged": "true"}
    return Fetch(url_of(verb, scene.url), method_of(verb), fields, status)


ASK: dict[str, Callable[[Element, Scene], Playing]] = {"Record": record, "Gather": gather, "Dial": dial}
