"""Short calls with a scripted model, for tests of what reaches the caller."""

from collections.abc import Sequence
from dataclasses import dataclass

from language.types import Translator
from tests.apps import AppFactory
from tests.builders import Worker
from tests.fakes import FakeTranslator, Round, ScriptedModel
from tests.phone.documents import document, said
from voicebot.agents.model import ChatModel
from voicebot.services import Vendors
from voicebot.simphone.events import new_sid

SID = "CA" + "5" * 32
UNCLEAR = "השמיים כחולים היום"
"""Words in which no rule reads anything."""


@dataclass
class Talk:
    """One call; `says` gives what the caller hears after some words."""

    worker: Worker
    sid: str = SID
    turn: int = 0

    def says(self, words: str) -> list[str]:
        self.turn += 1
        got = self.worker.hook(f"/twilio/process-speech?turn={self.turn}", self.sid, SpeechResult=words)
        return said(document(got))

    def renewed(self, every: int = 15) -> "Talk":
        """This call, or a new one after so many turns: a long call's history would slow a long test down."""
        if self.turn < every:
            return self
        sid = new_sid("CA")
        self.worker.hook("/twilio/voice", sid)
        return Talk(self.worker, sid)


def talk_with(app_factory: AppFactory, *models: ChatModel, translators: Sequence[Translator] | None = None) -> Talk:
    """A call that has been greeted. Without `translators` every sentence has a Hebrew stand-in."""
    chosen = (FakeTranslator(),) if translators is None else tuple(translators)
    worker = app_factory(Vendors(models=models, translators=chosen))
    worker.hook("/twilio/voice", SID)
    return Talk(worker)


def one_answer(app_factory: AppFactory, *rounds: Round, translators: Sequence[Translator] | None = None) -> list[str]:
    """What the caller hears when the model answers with these rounds."""
    model = ScriptedModel(*rounds)
    heard = talk_with(app_factory, model, translators=translators).says(UNCLEAR)
    model.assert_complete()
    return heard
