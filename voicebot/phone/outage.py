"""While the database is away: a fixed line and another try, for half a minute; then a polite end.

No state is needed: everything that the next try has to know stands in the address it goes to, which Twilio signs.
A `<Redirect>` posts the call's own parameters only, so what the caller said or pressed is carried along there too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.twiml.voice_response import VoiceResponse

from language.gender import voice_gender
from language.phrases import Phrase, gendered
from language.types import Language
from voicebot.phone.twiml import REPEATED, VoiceStyle
from voicebot.phone.webhook import CARRIED, Webhook

GIVE_UP_S = 30
"""How long callers are kept; a hosted database that restarts is back by then."""
MAX_CARRIED = 400
"""Characters of one value that travel in an address: six bytes for a Hebrew letter, and servers take some 4,000."""
PAUSE_S = 1
"""Between two tries; the line itself takes two seconds more."""

HOLD_ON = Phrase("רגע אחד בבקשה.", "One moment, please.")
STILL_HERE = gendered("עוד רגע קטן ואני [חוזרת|חוזר].", "Just a moment more, and I will be back.")
GOODBYE = Phrase(
    "סליחה, יש לנו תקלה כרגע. נשמח לדבר בפעם אחרת. להתראות.",
    "Sorry, we are having a problem right now. We will gladly talk another time. Goodbye.",
)


@dataclass(frozen=True)
class Outage:
    """What callers hear meanwhile. `now` gives Unix seconds."""

    style: VoiceStyle
    language: Language
    now: Callable[[], float]

    def answer(self, webhook: Webhook, path: str) -> str:
        """TwiML that says a line and asks for `path` again, or that ends the call after GIVE_UP_S."""
        now = int(self.now())
        since = webhook.waiting_since()
        began = now if since is None or since > now else since
        response = VoiceResponse()
        voice, language = self.style.voice(self.language)
        over = now - began >= GIVE_UP_S
        line = GOODBYE if over else STILL_HERE if since is not None else HOLD_ON
        spoken = line.spoken_by(voice_gender(self.style.voice_he))
        response.say(spoken.text(self.language), voice=voice, language=language)
        if over:
            response.hangup()
        else:
            response.pause(length=PAUSE_S)
            response.redirect(
                f"{self.style.prefix}{path}?{urlencode(_carried(webhook, began))}{REPEATED}", method="POST"
            )
        return str(response)


def _carried(webhook: Webhook, began: int) -> list[tuple[str, str]]:
    """The query of the next try: the one of this try, and what only the form had."""
    asked = {name: value for name, value in webhook.query.items() if name != "since"}
    said = {name: webhook.form[name][:MAX_CARRIED] for name in CARRIED if webhook.form.get(name)}
    return [*{**asked, **said}.items(), ("since", str(began))]
