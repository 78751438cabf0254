"""The glossary as a resource of Google Cloud Translation v3, made and kept in line entry by entry."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from language.glossary import Glossary
from voicebot.clients.base import Deadline, PerProcess, asking
from voicebot.clients.google_translate_v3 import connect, google_fault, is_missing
from voicebot.errors import VendorTimeout

LOCATION: Final = "us-central1"
"""Where glossaries lie, and the requests that use them: Google keeps none in "global"."""

SYNC_S: Final = 300.0
"""Making a glossary takes Google about a minute."""
LOOK_EVERY_S: Final = 2.0
PREFIX: Final = "voicebot-"
_PAGE: Final = 100

Pair = tuple[str, str]


def glossary_id(glossary: Glossary) -> str:
    """The resource's id, another one for every change of the words."""
    return PREFIX + glossary.digest


@dataclass(frozen=True)
class Synced:
    """What a sync did: `name` is the resource's full name, `dropped` the ids of glossaries it replaced."""

    name: str
    created: bool
    added: int
    removed: int
    dropped: tuple[str, ...]


class GoogleGlossary:
    """Equivalent terms in Hebrew and English, one glossary for both directions.

    `seed_uri` names the file in Google Cloud Storage from which Google wants a glossary to be made
    (GlossaryInputConfig); whatever is in it, the entries are brought in line afterwards.
    """

    def __init__(
        self,
        project: str,
        seed_uri: str,
        base_url: str = "",
        credentials_file: str = "",
        location: str = LOCATION,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = "google-v3"
        self._parent = f"projects/{project}/locations/{location}"
        self._seed_uri = seed_uri
        self._client = PerProcess(lambda: connect(base_url, credentials_file))
        self._sleep = sleep

    def sync(self, glossary: Glossary, timeout_s: float = SYNC_S) -> Synced:
        """Make this glossary, or finish making it, and drop those of other words. Raises VendorError.

        Whenever it stops, the next sync goes on from there.
        """
        name = f"{self._parent}/glossaries/{glossary_id(glossary)}"
        with asking(self.name, "sync glossary", google_fault, timeout_s):
            deadline = Deadline(timeout_s)
            created = not self._exists(name, deadline)
            if created:
                self._create(name, deadline)
            added, removed = self._align(name, {(each.en, each.he) for each in glossary.entries}, deadline)
            return Synced(name, created, added, removed, tuple(self._drop_others(name, deadline)))

    def _exists(self, name: str, deadline: Deadline) -> bool:
        try:
            self._client.get().get_glossary(name=name, retry=None, timeout=deadline.left())
        except Exception as error:
            if is_missing(error):
                return False
            raise
        return True

    def _create(self, name: str, deadline: Deadline) -> None:
        """Ask for it, and wait until it is there: that is what its operation ends with."""
        resource = {
            "name": name,
            "display_name": name.rsplit("/", 1)[1],
            "language_codes_set": {"language_codes": ["en", "he"]},
            "input_config": {"gcs_source": {"input_uri": self._seed_uri}},
        }
        client = self._client.get()
        request = {"parent": self._parent, "glossary": resource}
        client.create_glossary(request=request, retry=None, timeout=deadline.left())
        while not self._exists(name, deadline):
            if deadline.left() <= LOOK_EVERY_S:
                raise VendorTimeout(self.name, "sync glossary", "the glossary was not made in time")
            self._sleep(LOOK_EVERY_S)

    def _align(self, name: str, wanted: set[Pair], deadline: Deadline) -> tuple[int, int]:
        """Add what is missing, remove what is not ours: (added, removed)."""
        client = self._client.get()
        request = {"parent": name, "page_size": _PAGE}
        listed = client.list_glossary_entries(request=request, retry=None, timeout=deadline.left())
        there = [(each.name, _pair(each)) for each in listed]
        kept: set[Pair] = set()
        removed = 0
        for entry, pair in there:
            if pair in wanted and pair not in kept:
                kept.add(pair)
                continue
            client.delete_glossary_entry(name=entry, retry=None, timeout=deadline.left())
            removed += 1
        for pair in sorted(wanted - kept):
            client.create_glossary_entry(
                request={"parent": name, "glossary_entry": _entry(pair)}, retry=None, timeout=deadline.left()
            )
        return len(wanted - kept), removed

    def _drop_others(self, name: str, deadline: Deadline) -> Iterable[str]:
        """Delete what older words were kept in; glossaries that are not named as ours are left alone."""
        client = self._client.get()
        listed = client.list_glossaries(parent=self._parent, retry=None, timeout=deadline.left())
        for other in [each.name for each in listed]:
            identity = other.rsplit("/", 1)[1]
            if identity.startswith(PREFIX) and identity != name.rsplit("/", 1)[1]:
                client.delete_glossary(name=other, retry=None, timeout=deadline.left())
                yield identity


def _entry(pair: Pair) -> Mapping[str, Any]:
    en, he = pair
    return {"terms_set": {"terms": [{"language_code": "en", "text": en}, {"language_code": "he", "text": he}]}}


def _pair(entry: Any) -> Pair:
    texts = {each.language_code: each.text for each in entry.terms_set.terms}
    return texts.get("en", ""), texts.get("he", "") or texts.get("iw", "")
