"""From the chains of the settings to adapters: with services.py the only place that names vendors."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from language.glossary import glossary
from language.types import Transcriber, Translator
from voicebot.agents.model import ChatModel
from voicebot.agents.structured import StructuredModel
from voicebot.circuits.settings import Chain, Link
from voicebot.clients.google_glossary import LOCATION, GoogleGlossary, glossary_id
from voicebot.clients.google_translate_v2 import GoogleTranslateV2
from voicebot.clients.google_translate_v3 import GoogleTranslateV3
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.clients.openai_structured import OpenAIStructured
from voicebot.clients.openai_transcribe import OpenAITranscriber
from voicebot.clients.openai_translate import OpenAITranslator
from voicebot.settings import Settings

T = TypeVar("T")


def models_of(settings: Settings) -> tuple[ChatModel, ...]:
    """The language models, in order. The rule model is no vendor: it is always the last link."""

    return _each(settings.usable(settings.model_chain), partial(_model, settings))


def handoff_model_of(settings: Settings) -> ChatModel | None:
    """The fast model that sums up calls; without a setting for it the first of the chain, if there is one."""
    chain = settings.usable(settings.handoff_chain or settings.model_chain)
    return next(iter(_each(chain, partial(_model, settings))), None)


def _model(settings: Settings, link: Link) -> ChatModel | None:
    if not link.known:
        return OpenAIChat(link.api_key, link.base_url, link.model, name=link.name)
    if link.name == "rules":
        return None
    key, base, name = settings.openai_api_key, settings.openai_base_url, settings.openai_model
    return OpenAIChat(key, base, name, settings.openai_reasoning_effort)


def analysts_of(settings: Settings) -> tuple[StructuredModel, ...]:
    """Who reads a call that is over, in order: the same models, asked for a strict schema. Rules are the last."""

    def analyst(link: Link) -> StructuredModel | None:
        if not link.known:
            return OpenAIStructured(link.api_key, link.base_url, link.model, name=link.name)
        if link.name == "rules":
            return None
        key, base, name = settings.openai_api_key, settings.openai_base_url, settings.openai_model
        return OpenAIStructured(key, base, name, settings.openai_reasoning_effort)

    return _each(settings.usable(settings.model_chain), analyst)


def translators_of(settings: Settings) -> tuple[Translator, ...]:
    """The translators, in order. The phrasebook is no vendor: it is always the last link."""
    google, key = settings.google_translate_base_url, settings.google_translate_api_key
    project, file = settings.google_cloud_project, settings.google_application_credentials

    def translator(link: Link) -> Translator | None:
        match link.name:
            case "google-v3":
                if settings.google_glossary_uri:
                    words = glossary_id(glossary())
                    return GoogleTranslateV3(project, google, LOCATION, file, glossary=words)
                return GoogleTranslateV3(project, google, credentials_file=file)
            case "google-v2":
                return GoogleTranslateV2(key, google)
            case "phrasebook":
                return None
            case "model":
                link = next(each for each in settings.usable(settings.model_chain) if each.name != "rules")
        if not link.known:
            return OpenAITranslator(link.api_key, link.base_url, link.model, name=link.name, glossary=glossary())
        openai, base, name = settings.openai_api_key, settings.openai_base_url, settings.openai_model
        return OpenAITranslator(openai, base, name, settings.openai_reasoning_effort, glossary=glossary())

    return _each(settings.usable(settings.translator_chain), translator)


def glossary_of(settings: Settings) -> GoogleGlossary | None:
    """Where the glossary is synced to, when that is configured."""
    if not (settings.google_cloud_project and settings.google_glossary_uri):
        return None
    return GoogleGlossary(
        settings.google_cloud_project,
        settings.google_glossary_uri,
        settings.google_translate_base_url,
        settings.google_application_credentials,
    )


def transcribers_of(settings: Settings) -> tuple[Transcriber, ...]:
    """The transcribers, in order. Gather is Twilio's part: it hears the next turn when all of them failed."""

    def transcriber(link: Link) -> Transcriber | None:
        if not link.known:
            return OpenAITranscriber(link.api_key, link.base_url, link.model, name=link.name)
        if link.name == "gather":
            return None
        key, base = settings.openai_api_key, settings.openai_base_url
        return OpenAITranscriber(key, base, settings.openai_transcribe_model)

    return _each(settings.usable(settings.transcriber_chain), transcriber)


def _each(chain: Chain, make: Callable[[Link], T | None]) -> tuple[T, ...]:
    return tuple(made for made in map(make, chain) if made is not None)
