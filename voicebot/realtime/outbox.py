"""Where a session gathers what is to be done, in order. Pure."""

from voicebot.realtime.commands import Command, Event, ToModel


class Outbox:
    """The base of every session."""

    def __init__(self) -> None:
        self._out: list[Command] = []

    def _send(self, event: Event) -> None:
        self._do(ToModel(event))

    def _do(self, *commands: Command) -> None:
        self._out += commands

    def _take(self) -> list[Command]:
        out, self._out = self._out, []
        return out
