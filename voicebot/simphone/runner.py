"""Plays a script on a call and says precisely where an expectation fails."""

import re
import unicodedata
from collections.abc import Callable
from typing import Protocol

from voicebot.simphone.call import NoRecorder
from voicebot.simphone.events import CallerInput, DialEnd, Dialing, Ended, HangUp, Keys, Listening, Silence, Speech
from voicebot.simphone.script import Script, Step

Did = Callable[[CallerInput | DialEnd], None]
# Marks of direction, which change the look of a text and not its words.
BIDI_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


class Call(Protocol):
    """What a script is played on: a call by the simulated phone, or one in text."""

    waiting: Listening | Dialing | None
    ended: Ended | None
    heard: list[str]
    problems: list[str]

    def act(self, act: CallerInput | DialEnd, *, keep_heard: bool = False) -> None:
        """What the caller does now."""

    def hang_up(self) -> None:
        """The caller hangs up, if there still is a call."""


class ExpectationFailed(Exception):
    """What a step expected did not happen; the text names the step, what was expected, and what was heard."""


def play_script(script: Script, call: Call, did: Did) -> None:
    """Plays the steps of a call that has started, and hangs up after the last. Raises ExpectationFailed."""
    playing = _Playing(call, did)
    try:
        for step in script.steps:
            playing.step(step)
    except NoRecorder as error:
        raise ExpectationFailed(f"step {step.number}: {error}") from error
    finally:
        call.hang_up()
    if call.ended is not None and call.ended.by == "failed":
        raise ExpectationFailed(f"after the last step: the call failed: {call.ended.how}")
    if call.problems:
        raise ExpectationFailed(f"after the call: {call.problems[0]}")


def play_to_the_end(script: Script, call: Call, did: Did) -> tuple[str, ...]:
    """The same, going on where other words are heard than were expected: all that was not as expected."""
    missed = list[str]()
    playing = _Playing(call, did, missed.append)
    try:
        for step in script.steps:
            playing.step(step)
    except ExpectationFailed as error:
        missed.append(str(error))
    except NoRecorder as error:
        missed.append(f"step {step.number}: {error}")
    finally:
        call.hang_up()
    return (*missed, *(f"after the call: {each}" for each in call.problems))


def _raise(missed: str) -> None:
    raise ExpectationFailed(missed)


class _Playing:
    """`miss` is told what was heard that should not have been, and what was not."""

    def __init__(self, call: Call, did: Did, miss: Callable[[str], None] = _raise) -> None:
        self._call = call
        self._did = did
        self._miss = miss
        self._coming: list[DialEnd] = []

    def step(self, step: Step) -> None:
        self._expect(step)
        self._act(step)
        self._dial_as_told()
        if step.ends:
            self._ends(step, step.ends)
        ended = self._call.ended
        if ended is not None and ended.by == "failed":
            raise ExpectationFailed(f"step {step.number}: the call failed: {ended.how}")

    def _expect(self, step: Step) -> None:
        text = plain(" ".join(self._call.heard))
        heard = f"heard: {_quoted(self._call.heard)}"
        for wanted in step.hears:
            if plain(wanted).casefold() not in text.casefold():
                self._miss(f'step {step.number}: expected to hear "{wanted}"; {heard}')
        for unwanted in step.hears_not:
            if plain(unwanted).casefold() in text.casefold():
                self._miss(f'step {step.number}: expected not to hear "{unwanted}"; {heard}')
        for pattern in step.hears_regex:
            if not re.search(pattern, text):
                self._miss(f"step {step.number}: expected to hear /{pattern}/; {heard}")

    def _act(self, step: Step) -> None:
        if step.dial:
            end = DialEnd(step.dial)
            if isinstance(self._call.waiting, Dialing) and self._call.ended is None:
                self._do(end)
            else:
                self._coming.append(end)
        act = _caller_act(step)
        if act is None:
            return
        if self._call.ended is not None:
            raise ExpectationFailed(
                f"step {step.number}: the caller cannot act any more, the call is over "
                f"({self._call.ended.how}); heard: {_quoted(self._call.heard)}"
            )
        if isinstance(self._call.waiting, Dialing) and not isinstance(act, HangUp):
            numbers = ", ".join(self._call.waiting.numbers)
            raise ExpectationFailed(f"step {step.number}: {numbers} is ringing; a `dial` step says how that ends")
        self._do(act)

    def _do(self, act: CallerInput | DialEnd, *, keep_heard: bool = False) -> None:
        self._did(act)
        self._call.act(act, keep_heard=keep_heard)

    def _dial_as_told(self) -> None:
        while self._coming and isinstance(self._call.waiting, Dialing) and self._call.ended is None:
            self._do(self._coming.pop(0), keep_heard=True)

    def _ends(self, step: Step, wanted: str) -> None:
        if wanted != "hangup" and isinstance(self._call.waiting, Dialing) and self._call.ended is None:
            self._do(DialEnd("completed"), keep_heard=True)
        ended = self._call.ended
        heard = f"heard: {_quoted(self._call.heard)}"
        if ended is None:
            raise ExpectationFailed(f"step {step.number}: expected the app to end the call, which is still on; {heard}")
        right = ended.by == "app" and (wanted == "any" or (wanted == "dial") == (ended.how == "Dial"))
        if not right:
            raise ExpectationFailed(
                f"step {step.number}: expected the app to end the call ({wanted}); "
                f"it ended by the {ended.by}: {ended.how}; {heard}"
            )


def _caller_act(step: Step) -> CallerInput | None:
    if step.hangs_up:
        return HangUp(step.says or "")
    if step.says is not None:
        return Speech(step.says, key=step.keys or "")
    if step.keys is not None:
        return Keys(step.keys)
    return Silence() if step.silent else None


def plain(text: str) -> str:
    """The words alone: composed, without marks of direction, white space made single."""
    return " ".join(BIDI_MARKS.sub("", unicodedata.normalize("NFC", text)).split())


def _quoted(texts: list[str]) -> str:
    return " / ".join(f'"{text}"' for text in texts) or "nothing"
