"""The scenarios of each version of the company's profile: new calls get the newest, a running one keeps its own."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import ValidationError

from language.gender import voice_gender
from language.lexicon import Entry, Lexicon, default_lexicon
from language.phrases import Phrase
from stores.companies import CompanyStore
from stores.errors import NotFound, StoreError
from voicebot.agents.types import Scenario
from voicebot.company_profile import CompanyName, CompanyProfile, Pair
from voicebot.scenarios import Company
from voicebot.settings import Settings

log = structlog.get_logger()

LOOK: Final = timedelta(seconds=2)
"""How often a process looks whether there is a newer version: when a call begins, never in a turn."""
OF_SETTINGS: Final = 0
KEPT: Final = 16
"""Versions whose scenarios a process keeps; calls in progress have few."""

Built = dict[str, Scenario]


def profile_of(settings: Settings) -> CompanyProfile:
    """The profile that the settings describe; settings are checked less than profiles are."""

    def pair(he: str, en: str) -> Pair:
        return Pair.model_construct(he=he, en=en)

    return CompanyProfile.model_construct(
        name=CompanyName.model_construct(he=settings.company_name_he, en=settings.company_name, spoken_he=None),
        offer=pair(settings.company_offer_he, settings.company_offer),
        price=pair(settings.company_price_line_he, settings.company_price_line),
        address=None,
        answers=[],
    )


def company_of(settings: Settings) -> Company:
    """The company that the settings describe."""
    return profile_of(settings).company(voice_gender(settings.twilio_tts_voice), OF_SETTINGS)


class Companies:
    """Gives the scenario of a name, for the newest version or a given one. Safe for threads.

    `settings` is the company as the settings have it, in use while there is no profile; `build` makes one's scenarios.
    `learn` takes the lines of a new version, for translators that know only what was written by hand.
    """

    def __init__(
        self,
        store: CompanyStore,
        settings: Company,
        build: Callable[[Company], Built],
        default: str,
        now: Callable[[], datetime],
        learn: Callable[[Iterable[Phrase]], None] = lambda lines: None,
    ) -> None:
        self._settings = build(settings)
        self._make = build
        self._store = store
        self._voice = settings.voice
        self._default = default
        self._now = now
        self._learn = learn
        self._kept: dict[int, Built] = {}
        self._newest = OF_SETTINGS
        self._looked_at: datetime | None = None
        self._names: dict[str, tuple[int, str | None]] = {}
        self._lexicons: dict[int, tuple[Lexicon, Lexicon]] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str, company: int | None = None) -> Scenario:
        """The scenario; a name that this release does not know gets the default. Raises StoreError for a version that
        this process has not read yet."""
        built = self._of(self._look() if company is None else company)
        return built.get(name) or built[self._default]

    @property
    def scenarios(self) -> Built:
        """The scenarios as the settings have them, by name."""
        return self._settings

    def look_again(self) -> None:
        """Forget when the store was looked at: somebody has just written to it."""
        self._looked_at = None

    def pronounced(self, lexicon: Lexicon | None) -> Lexicon:
        """The lexicon, and how the company's name is said; the same object while nothing changes."""
        base = lexicon or default_lexicon()
        known = self._lexicons.get(id(base))
        if known is None:
            with self._lock:
                entries = [Entry(term, "", spoken) for term, (_, spoken) in self._names.items() if spoken]
                known = (base, Lexicon((*base.entries, *entries), base.voice) if entries else base)
                self._lexicons[id(base)] = known
        return known[1]

    def _look(self) -> int:
        """The newest version, as far as this process knows; a store that is away changes nothing."""
        now = self._now()
        if self._looked_at is None or not timedelta(0) <= now - self._looked_at < LOOK:
            self._looked_at = now
            try:
                self._newest = self._store.newest_number() or OF_SETTINGS
            except StoreError as error:
                log.warning("company.not_looked_at", reason=type(error).__name__)
        return self._newest

    def _of(self, version: int) -> Built:
        if version == OF_SETTINGS:
            return self._settings
        built = self._kept.get(version)
        if built is None:
            with self._lock:
                built = self._kept.get(version) or self._build(version)
        return built

    def _build(self, version: int) -> Built:
        """The scenarios of a stored version; the settings' when it cannot be used, which only another release makes."""
        try:
            profile = CompanyProfile.model_validate(self._store.get(version).profile)
        except (NotFound, ValidationError) as error:
            log.error("company.not_usable", version=version, reason=type(error).__name__)
            return self._settings
        company = profile.company(self._voice, version)
        built = {name: replace(each, company=version) for name, each in self._make(company).items()}
        self._learn((company.name, company.price, *(each.answer for each in company.approved)))
        if version >= self._names.get(profile.name.he, (0, None))[0]:
            self._names[profile.name.he] = (version, profile.name.spoken_he)
            self._lexicons = {}
        self._kept = dict([*self._kept.items(), (version, built)][-KEPT:])
        return built
