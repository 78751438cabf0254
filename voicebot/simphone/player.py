"""The TwiML interpreter: a state machine without I/O, by the rules of https://www.twilio.com/docs/voice/twiml.

Time is virtual: `clock_s` counts what the caller would have lived through, nothing ever waits.
"""

from collections.abc import Generator
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from voicebot.simphone import verbs
from voicebot.simphone.document import Unplayable, method_of, number_of, read_document, text_of
from voicebot.simphone.events import Ended, Event, Fetch, Fetched, Noted, Paused, Played, Reply, Said
from voicebot.simphone.verbs import Leaving, Scene

# Ours, not Twilio's: far more than any app needs, so that a mistake ends instead of spinning for ever.
MAX_SILENT_DOCUMENTS = 50
MAX_UNASKED_DOCUMENTS = 300
# Twilio ends a call after four hours.
MAX_CALL_S = 4 * 3600
# Twilio's limit of one <Say>.
MAX_SAY_CHARACTERS = 4096
CHARACTERS_PER_SECOND = 14.0
SOUND_FILE_S = 3.0
AUDIBLE = frozenset({"Say", "Play", "Record", "Gather"})
ASKING = frozenset({"Record", "Gather", "Dial"})

# Verbs of Twilio's that need more than a telephone, and do not appear in this app's turn-based calls.
NOT_SIMULATED = frozenset({"Connect", "Start", "Stop", "Enqueue", "Leave", "Pay", "Prompt", "Refer", "Sms", "Siprec"})

Playing = Generator[Event, Reply, Leaving]


class Player:
    """Plays one call from its first document to its end.

    `play` yields events and takes replies as `events` says; the last event is always an `Ended`.
    """

    def __init__(self) -> None:
        self.clock_s = 0.0
        self.url = ""
        self._documents = 0
        self._silent_documents = 0
        self._unasked_documents = 0
        self._dialled = False

    def play(self, first: Fetch) -> Generator[Event, Reply, None]:
        step: Fetch | Ended = first
        while isinstance(step, Fetch):
            step = yield from self._document(step)
        yield step

    def _document(self, fetch: Fetch) -> Generator[Event, Reply, Fetch | Ended]:
        fetched = yield fetch
        if not isinstance(fetched, Fetched):
            raise TypeError(f"a Fetch is answered with a Fetched, not with {fetched!r}")
        self.url = fetched.url
        try:
            document = read_document(fetched.answer)
        except Unplayable as error:
            return Ended("failed", error.text, code=error.code)
        if fetch.status == "completed":
            return Ended("caller", "hung up")
        self._documents += 1
        return (yield from self._verbs(document))

    def _verbs(self, document: list[Element]) -> Generator[Event, Reply, Fetch | Ended]:
        looping = self._count_loops()
        if looping is not None:
            return looping
        for index, verb in enumerate(document):
            if index and _waits_on(document[index - 1], verb):
                continue  # a chain of recordings is one silence for the caller
            leaving = yield from self._verb(verb, first=index == 0 and self._documents == 1)
            if leaving is not None:
                return leaving
        return self._app_ends("end of document")

    def _count_loops(self) -> Ended | None:
        self._silent_documents += 1
        self._unasked_documents += 1
        if self._silent_documents > MAX_SILENT_DOCUMENTS:
            return Ended("failed", f"redirect loop: over {MAX_SILENT_DOCUMENTS} documents without a word")
        if self._unasked_documents > MAX_UNASKED_DOCUMENTS:
            return Ended("failed", f"redirect loop: over {MAX_UNASKED_DOCUMENTS} documents, and nobody is asked")
        if self.clock_s > MAX_CALL_S:
            return Ended("failed", "the call reached Twilio's limit of four hours")
        return None

    def _verb(self, verb: Element, *, first: bool) -> Playing:
        if verb.tag in AUDIBLE:
            self._silent_documents = 0
        if verb.tag in ASKING:
            self._unasked_documents = 0
        match verb.tag:
            case "Say" | "Play" | "Pause":
                yield from self._sound(verb)
            case "Record" | "Gather" | "Dial":
                return (yield from self._ask(verb))
            case "Redirect":
                return Fetch(urljoin(self.url, text_of(verb)), method_of(verb))
            case "Hangup":
                return self._app_ends("Hangup")
            case "Reject":
                # Only the very first verb of a call can refuse it; later the call is already answered.
                status = "busy" if verb.get("reason") == "busy" else "no-answer"
                return Ended("app", "Reject", status if first else "completed")
            case _:
                yield _unknown(verb)
        return None

    def _app_ends(self, how: str) -> Ended:
        return Ended("app", "Dial" if self._dialled else how)

    def _ask(self, verb: Element) -> Playing:
        scene = Scene(self.url)
        if verb.tag == "Gather":
            for child in verb:
                if child.tag in {"Say", "Play", "Pause"}:
                    yield from self._sound(child)
                else:
                    yield Noted(12200, f"<{child.tag}> may not stand inside <Gather>; it is skipped")
        leaving = yield from verbs.ASK[verb.tag](verb, scene)
        self.clock_s += scene.seconds
        self._dialled = scene.connected
        return leaving

    def _sound(self, verb: Element) -> Generator[Event, Reply, None]:
        times, notes = number_of(verb, "loop", 1, lowest=1)
        yield from notes
        for _ in range(min(times, 10)):
            yield from self._sound_once(verb)

    def _sound_once(self, verb: Element) -> Generator[Event, Reply, None]:
        if verb.tag == "Pause":
            seconds, notes = number_of(verb, "length", 1)
            yield from notes
            self.clock_s += seconds
            yield Paused(float(seconds))
        elif verb.tag == "Play":
            tones = verb.get("digits", "")
            self.clock_s += SOUND_FILE_S
            yield Played(f"keys {tones}" if tones else urljoin(self.url, text_of(verb)))
        else:
            yield from self._say(verb)

    def _say(self, verb: Element) -> Generator[Event, Reply, None]:
        text = text_of(verb)
        if not text or len(text) > MAX_SAY_CHARACTERS:
            yield Noted(13520, f"<Say> has {len(text)} characters; Twilio speaks 1 to {MAX_SAY_CHARACTERS}")
        if text:
            self.clock_s += len(text) / CHARACTERS_PER_SECOND
            yield Said(text[:MAX_SAY_CHARACTERS], verb.get("language", ""), verb.get("voice", ""))


def _waits_on(before: Element, verb: Element) -> bool:
    """Whether this recording only goes on waiting for what the one before it did not hear."""
    return before.tag == verb.tag == "Record" and before.get("action") == verb.get("action")


def _unknown(verb: Element) -> Noted:
    """Twilio warns of a verb that is not in its schema (12200), skips it, and plays on."""
    if verb.tag in NOT_SIMULATED:
        return Noted(12200, f"the simulated phone cannot play <{verb.tag}>; it is skipped")
    return Noted(12200, f"<{verb.tag}> is no TwiML verb; Twilio warns and skips it")
