"""Plays documents against the player alone, without HTTP."""

from dataclasses import dataclass, field

from voicebot.simphone.events import (
    Answer,
    Dialing,
    Ended,
    Event,
    Fetch,
    Fetched,
    Listening,
    Noted,
    RecordingMade,
    Reply,
    Said,
)
from voicebot.simphone.player import Player

FIRST = Fetch("https://app.example/twilio/voice?call=7", status="ringing")
MADE = RecordingMade("RE" + "1" * 32, "https://api.example/RE1", 3)


def twiml(body: str, kind: str = "text/xml; charset=utf-8") -> Answer:
    return Answer(200, f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'.encode(), kind)


@dataclass
class Line:
    """A finished call: what the player yielded."""

    events: list[Event] = field(default_factory=list)

    @property
    def fetches(self) -> list[Fetch]:
        return [event for event in self.events if isinstance(event, Fetch)][1:]

    @property
    def said(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Said)]

    @property
    def notes(self) -> list[int]:
        return [event.code for event in self.events if isinstance(event, Noted)]

    @property
    def ended(self) -> Ended:
        last = self.events[-1]
        assert isinstance(last, Ended)
        return last


def play(*documents: str | Answer, acts: tuple[Reply, ...] = ()) -> Line:
    """Plays documents as they are asked for; after the last come empty ones."""
    answers = [twiml(each) if isinstance(each, str) else each for each in documents]
    acting = list(acts)
    played = Line()
    playing = Player().play(FIRST)
    event = next(playing)
    while True:
        played.events.append(event)
        if isinstance(event, Ended):
            return played
        reply: Reply = None
        if isinstance(event, Fetch):
            reply = Fetched(answers.pop(0) if answers else twiml(""), event.url)
        elif isinstance(event, Listening | Dialing):
            reply = acting.pop(0)
        event = playing.send(reply)
