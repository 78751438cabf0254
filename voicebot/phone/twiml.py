"""Replies as TwiML, made with Twilio's own library. Pure: the same reply gives the same bytes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Gather, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from language.lexicon import Lexicon, Mark
from language.patience import CODE, CODE_DIGITS, MAY_KEY, PATIENCE, end_silence_s, kind_of
from language.phrases_other import CALL_BACK, LOCALES
from language.types import Language
from language.voice import Play, Recordings, Say, SpokenVoice, Voice, has_words
from voicebot.conversation.types import Dial, Listen, More, Over, Reply
from voicebot.webhooks import REPEATED

MAX_SAY = 4_000
"""Characters of one `<Say>`; Twilio refuses more than 4,096."""
MAX_DOCUMENT = 56_000
"""Bytes of what is spoken in one document, tags included, so that it stays below Twilio's 64 kB."""
TAG = 120
"""Bytes of one `<Say>` around its text, more than any voice's name needs."""

SLOW = "80%"
"""Of the usual speed, for a caller who asked for it. Source: SSML, which Twilio's `<Say>` takes."""

FOREIGN_LINES: Final = {
    line: {"ar": "arb"}.get(LOCALES[language], LOCALES[language]) for language, line in CALL_BACK.items()
}
"""The fixed lines in other languages, and the tag that Twilio's own voice of that language goes by (Arabic: arb)."""
KEYS = "0123456789*#"
LEAST_TIMEOUT_S = 1
"""The shortest pause after which a Gather gives up: whole seconds, and at least one.

Source: https://www.twilio.com/docs/api/errors/13313 ("timeout must be a positive integer")
"""
_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]"
)


@dataclass(frozen=True)
class VoiceStyle:
    """How TwiML speaks and listens. Times in seconds; `prefix` is the path of BASE_URL.

    `lexicon` is how words are pronounced (None: the one that comes with `language`), `recordings` the lines that a
    person recorded. `pronounced` adds to the lexicon what is learnt while the process runs: the company's name.
    """

    voice_he: str
    voice_en: str
    hears_by: Literal["record", "speech"]
    max_length_s: int
    silence_s: int
    caller_id: str
    prefix: str = ""
    voice_es: str = "Google.es-US-Wavenet-A"
    lexicon: Lexicon | None = None
    recordings: Recordings = field(default_factory=Recordings)
    pronounced: Callable[[Lexicon | None], Lexicon | None] = lambda lexicon: lexicon

    def speaker(self, language: Language) -> Voice:
        """What turns lines of this language into what is heard."""
        name, _ = self.voice(language)
        return SpokenVoice(name, language, self.pronounced(self.lexicon), self.recordings)

    def voice(self, language: Language) -> tuple[str, str]:
        """(voice, language tag)."""
        voices = {"he": (self.voice_he, "he-IL"), "en": (self.voice_en, "en-US"), "es": (self.voice_es, "es-US")}
        return voices[language]


def waits(silence_s: int) -> int:
    """How many recordings in a row give the time to begin."""
    return max(1, -(-round(PATIENCE["open"].begin_s) // silence_s))


def render(reply: Reply, style: VoiceStyle) -> str:
    """The TwiML document of a reply."""
    response = VoiceResponse()
    if reply.pause_s:
        response.pause(length=reply.pause_s)
    match reply.then:
        case Listen() if reply.then.patient == CODE or "speech" in {style.hears_by, reply.then.by}:
            _gather(response, reply, reply.then, style)
        case Listen():
            _say(response, reply, style)
            _record(response, reply.then, style)
        case More():
            _more(response, reply, reply.then, style)
        case Dial(number):
            _say(response, reply, style)
            _dial(response, number, style)
        case Over():
            _say(response, reply, style)
            response.hangup()
    return str(response)


def speech_of(lines: tuple[str, ...], voice: Voice) -> list[Say | Play]:
    """How `lines` are spoken: each with a word, no character XML forbids, within Twilio's lengths."""
    spoken: list[Say | Play] = []
    left = MAX_DOCUMENT
    for line in lines:
        rendered = _fitting(voice.render(" ".join(_UNSPEAKABLE.sub("", line).split())[:MAX_SAY]))
        left -= len(escape(rendered.url if isinstance(rendered, Play) else rendered.text).encode()) + _tags(rendered)
        if has_words(rendered) and left >= 0:
            spoken.append(rendered)
    return spoken


def _fitting(rendered: Say | Play) -> Say | Play:
    """A `<Say>` cut to Twilio's length: numbers in words are longer than they were in digits."""
    if isinstance(rendered, Play) or len(rendered.text) <= MAX_SAY:
        return rendered
    return Say((rendered.text[:MAX_SAY],))


def _tags(rendered: Say | Play) -> int:
    """Bytes of the elements around the words."""
    marks = [part for part in rendered.parts if isinstance(part, Mark)] if isinstance(rendered, Say) else []
    return TAG + sum(TAG + len(escape(part.text + str(part.attributes)).encode()) for part in marks)


def _say(response: VoiceResponse | Gather, reply: Reply, style: VoiceStyle) -> None:
    for language, lines in groupby(reply.lines, FOREIGN_LINES.get):
        if language is None:
            _say_own(response, tuple(lines), reply, style)
        else:
            for line in lines:
                response.say(line, language=language)


def _say_own(response: VoiceResponse | Gather, lines: tuple[str, ...], reply: Reply, style: VoiceStyle) -> None:
    """Lines in the call's language."""
    voice, language = style.voice(reply.language)
    for spoken in speech_of(lines, style.speaker(reply.language)):
        match spoken:
            case Play(url):
                response.play(url)
            case Say() if reply.slow:
                response.say(voice=voice, language=language).prosody(spoken.text, rate=SLOW)
            case Say((str(text),)):
                response.say(text, voice=voice, language=language)
            case Say(parts):
                _say_marked(response.say(voice=voice, language=language), parts)


def _say_marked(say: SayVerb, parts: tuple[str | Mark, ...]) -> None:
    """Text and SSML in one `<Say>`."""
    for part in parts:
        if isinstance(part, str):
            say.append(part)
        else:
            {"sub": say.sub, "phoneme": say.phoneme}[part.tag](part.text, **dict(part.attributes))


def _record(response: VoiceResponse, listen: Listen, style: VoiceStyle) -> None:
    """Recordings one after the other, in silence, until whoever thinks has had time to begin.

    An empty recording does not call `action`: the next verb runs. The redirect after all is for the silent caller.
    """
    piece = f"&piece={listen.piece}" if listen.piece else ""
    action = f"{style.prefix}/twilio/process-recording?turn={listen.turn}{piece}"
    silence_s = end_silence_s(style.silence_s, listen.patient)
    for _ in range(1 if listen.piece else waits(silence_s)):  # who was cut off goes on, or has ended
        response.record(
            action=action + REPEATED,
            method="POST",
            max_length=style.max_length_s,
            timeout=silence_s,
            finish_on_key=KEYS,
            play_beep=False,
            trim="trim-silence",
        )
    response.redirect(f"{action}&silent=1{REPEATED}", method="POST")


def _more(response: VoiceResponse, reply: Reply, more: More, style: VoiceStyle) -> None:
    """What is ready, then the rest. In the Gather way a key or a word cuts in meanwhile, as the next turn.

    That costs a pause behind the lines, so nothing is gathered where none are spoken.
    """
    if not reply.lines:
        response.pause(length=1)
    elif "speech" in {style.hears_by, more.by}:
        action = f"{style.prefix}/twilio/process-speech?turn={more.turn + 1}&from={more.cursor}"
        _say(_gathering(response, action, LEAST_TIMEOUT_S, reply, style), reply, style)
    else:
        _say(response, reply, style)
    response.redirect(f"{style.prefix}/twilio/turn?turn={more.turn}&from={more.cursor}{REPEATED}", method="POST")


def _gather(response: VoiceResponse, reply: Reply, listen: Listen, style: VoiceStyle) -> None:
    """Keys and speech are heard while we speak; the redirect after it is for the silent caller."""
    action = f"{style.prefix}/twilio/process-speech?turn={listen.turn}"
    begin_s = round(PATIENCE[kind_of(listen.patient)].begin_s)
    _say(_gathering(response, action, begin_s, reply, style, code=listen.patient in {CODE, MAY_KEY}), reply, style)
    response.redirect(f"{action}&silent=1{REPEATED}", method="POST")


def _gathering(
    response: VoiceResponse, action: str, timeout_s: int, reply: Reply, style: VoiceStyle, code: bool = False
) -> Gather:
    """A Gather for one key, or for a `code`, whose keys the telephone company takes in one go.

    Nothing that is heard within `timeout_s` calls nobody.
    """
    return response.gather(
        input="speech dtmf",
        action=action + REPEATED,
        method="POST",
        language=style.voice(reply.language)[1],
        timeout=timeout_s,
        speech_timeout="auto",
        num_digits=CODE_DIGITS if code else 1,
        finish_on_key="#" if code else "",
    )


def _dial(response: VoiceResponse, number: str, style: VoiceStyle) -> None:
    extras = {"caller_id": style.caller_id} if style.caller_id else {}
    dial = response.dial(action=f"{style.prefix}/twilio/dial-status{REPEATED}", method="POST", timeout=25, **extras)
    dial.number(number)
