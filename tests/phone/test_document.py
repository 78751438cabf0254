"""TwiML as text: the bytes of Twilio's own library."""

from collections.abc import Callable

from twilio.twiml.voice_response import Say, VoiceResponse

from tests.rows import each_row
from voicebot.phone.document import document

AWKWARD = "יש <5> & \"מירכאות\" 'גרש'\t\r\nסוף"


def _nothing(_response: VoiceResponse) -> None:
    """An empty response."""


def _spoken(response: VoiceResponse) -> None:
    response.say(AWKWARD, voice=AWKWARD, language="he-IL")
    response.say("", language="he-IL")
    response.play("https://example.org/a.wav?b=1&c=2")


def _marked(response: VoiceResponse) -> None:
    say = response.say(language="he-IL")
    say.append(AWKWARD)
    say.sub("&", alias=AWKWARD)
    say.append(" ועוד ")
    say.phoneme(AWKWARD, alphabet="ipa", ph="ʔa<")
    say.append(".")
    response.say(voice="v").prosody(AWKWARD, rate="80%")


def _gathered(response: VoiceResponse) -> None:
    gather = response.gather(input="speech dtmf", action="/a?b=1&c=2#d", num_digits=1, finish_on_key="", timeout=2)
    gather.say(AWKWARD)
    response.pause(length=1)
    response.redirect("/a?b=1&c=2#d", method="POST")


def _recorded(response: VoiceResponse) -> None:
    response.append(Say(AWKWARD))
    response.record(action="/a", play_beep=False, max_length=15, trim="trim-silence")
    response.dial(action="/b", timeout=25, answer_on_bridge=True).number("+972545550001")
    response.hangup()


@each_row("fill", [_nothing, _spoken, _marked, _gathered, _recorded])
def test_the_bytes_are_those_of_twilios_library(fill: Callable[[VoiceResponse], None]) -> None:
    response = VoiceResponse()
    fill(response)
    assert document(response) == str(response)
