"""What a voice model bills for, read from its events, by the names of the price table; else estimated. Pure.

Source: https://developers.openai.com/api/docs/guides/realtime-costs
"""

from dataclasses import dataclass, replace

from voicebot.realtime.commands import Event
from voicebot.realtime.reading import number, part, whole

MS_PER_TOKEN = 50
"""Of the model's own audio. Same source."""


@dataclass(frozen=True, slots=True)
class Usage:
    """One kind of thing that one product bills: tokens, or seconds of audio. `estimated`: the vendor never told."""

    product: str
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    estimated: bool = False


def of_response(model: str, response: Event) -> tuple[Usage, ...]:
    """The tokens of a finished response. Text, audio, and either when it was cached, each have their own price."""
    usage = part(response, "usage")
    taken, given = part(usage, "input_token_details"), part(usage, "output_token_details")
    text, audio = whole(taken.get("text_tokens")), whole(taken.get("audio_tokens"))
    cached_text, cached_audio = _cached(taken, text, audio)
    kinds = (
        Usage(model, max(0, text - cached_text), whole(given.get("text_tokens"))),
        Usage(f"{model}:audio", max(0, audio - cached_audio), whole(given.get("audio_tokens"))),
        Usage(f"{model}:cached", cached_text),
        Usage(f"{model}:cached-audio", cached_audio),
    )
    return tuple(each for each in kinds if each.input_tokens or each.output_tokens)


def _cached(taken: Event, text: int, audio: int) -> tuple[int, int]:
    """(text, audio) that came from the cache; where only their sum is told, text is cached first."""
    details = part(taken, "cached_tokens_details")
    if details:
        return min(text, whole(details.get("text_tokens"))), min(audio, whole(details.get("audio_tokens")))
    cached = whole(taken.get("cached_tokens"))
    return min(text, cached), min(audio, max(0, cached - text))


def of_transcription(model: str, event: Event) -> tuple[Usage, ...]:
    """What writing down one utterance costs: by the second, or by tokens, as the model bills."""
    usage = part(event, "usage")
    seconds = number(usage.get("seconds"))
    if seconds > 0:
        return (Usage(model, seconds=seconds),)
    tokens = whole(usage.get("input_tokens")), whole(usage.get("output_tokens"))
    return (Usage(model, *tokens),) if any(tokens) else ()


@dataclass
class Unbilled:
    """The response that runs, for when its bill never comes: the caller hung up, or the connection was lost or left.

    An estimate, rather too low: it has read what the response before it had read, and has spoken as long as we got
    audio of it. What it wrote, and the first response's instructions, are not known.
    """

    model: str
    _read: tuple[Usage, ...] = ()
    _began_ms: float | None = None

    def begin(self, sent_ms: float) -> None:
        """It has begun; `sent_ms` of audio had been sent to the caller before it."""
        self._began_ms = sent_ms

    def billed(self, used: tuple[Usage, ...]) -> None:
        """Its bill has come."""
        self._began_ms = None
        if used:
            self._read = tuple(replace(each, output_tokens=0, estimated=True) for each in used if each.input_tokens)

    def left(self, sent_ms: float) -> tuple[Usage, ...]:
        """No bill will come of this session any more: what the one that runs has cost, if one runs."""
        began, read = self._began_ms, self._read
        self._began_ms, self._read = None, ()
        if began is None:
            return ()
        spoken = round((sent_ms - began) / MS_PER_TOKEN)
        said = (Usage(f"{self.model}:audio", output_tokens=spoken, estimated=True),) if spoken > 0 else ()
        return (*read, *said)


FRAME_S = 0.02
"""Of a caller's line, on which frames never cease: they are a session's clock."""


@dataclass
class Seconds:
    """The seconds of one session that is billed by them. The vendor counts from its beginning.

    Where its last word on them never comes, the rest is estimated by the caller's frames, in whole seconds.
    """

    model: str
    _told: float = 0.0
    _billed: float = 0.0
    _frames: int = 0
    _settled: bool = False

    def begin(self) -> None:
        """A session has begun."""
        self._told, self._billed, self._frames, self._settled = 0.0, 0.0, 0, False

    def frame(self) -> None:
        """It was sent a frame."""
        self._frames += 1

    def told(self, event: Event) -> float:
        """So many it has had, by an event that tells of its usage; how many of them are not billed yet."""
        self._told = max(self._told, number(part(event, "usage").get("seconds")))
        return self._told - self._billed

    def settled(self, event: Event) -> None:
        """It is over, and this is the vendor's last word on it."""
        self._settled = number(part(event, "usage").get("seconds")) > 0
        self.told(event)

    def due(self) -> tuple[Usage, ...]:
        """What was told and is not billed yet."""
        seconds, self._billed = self._told - self._billed, self._told
        return (Usage(self.model, seconds=seconds),) if seconds > 0 else ()

    def left(self) -> tuple[Usage, ...]:
        """Nothing will be told of this session any more: what is due, and what it has cost since."""
        due, since = self.due(), int(self._frames * FRAME_S - self._told)
        estimated = () if self._settled or since <= 0 else (Usage(self.model, seconds=since, estimated=True),)
        self.begin()
        return (*due, *estimated)
