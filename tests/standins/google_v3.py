"""Google Cloud Translation v3, its REST form: translations, and one store of glossaries."""

import re
from typing import Any

from tests.standins import phrases
from tests.standins.wire import Answer, Asked, StandIn

PATH = re.compile(r"/v3/projects/[^/]+/locations/[^/]+:translateText")
GLOSSARIES = re.compile(r"/v3/(projects/[^/]+/locations/[^/]+/glossaries)(?:/([^/]+))?")
ENTRIES = re.compile(r"/v3/(projects/[^/]+/locations/[^/]+/glossaries/[^/]+)/glossaryEntries(?:/([^/]+))?")


class GoogleV3StandIn(StandIn):
    """Translates from the table of phrases; `renderings` are given out instead while there are any.

    `glossaries` hold entries by name. A new glossary is there after it was looked for `takes` times in vain, empty
    but for `seed`, the entries of the file it is made from.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.renderings: list[str] = []
        self.glossaries: dict[str, dict[str, Any]] = {}
        self.seed: list[dict[str, Any]] = []
        self.takes = 0
        self._making: dict[str, int] = {}
        self._made = 0

    def answer(self, asked: Asked) -> Answer:
        if asked.method == "POST" and PATH.fullmatch(asked.path):
            return self._translate(asked.json)
        if found := ENTRIES.fullmatch(asked.path):
            return self._entries(asked, found[1], found[2])
        if found := GLOSSARIES.fullmatch(asked.path):
            return self._glossary(asked, found[1], found[2])
        return error(404, "NOT_FOUND")

    def _translate(self, body: Any) -> Answer:
        config = body.get("glossaryConfig")
        if config and config["glossary"] not in self.glossaries:
            return error(404, "NOT_FOUND")
        translate = phrases.translate if body.get("mimeType") == "text/plain" else phrases.translate_html
        done = self.renderings or [translate(each, body["targetLanguageCode"]) for each in body["contents"]]
        answer: dict[str, Any] = {"translations": [{"translatedText": each} for each in done]}
        if config:
            answer["glossaryTranslations"] = [{"translatedText": each, "glossaryConfig": config} for each in done]
        return Answer.of(answer)

    def _glossary(self, asked: Asked, parent: str, identity: str | None) -> Answer:
        if asked.method == "POST":
            name = asked.json["name"]
            if not asked.json.get("inputConfig", {}).get("gcsSource", {}).get("inputUri", "").startswith("gs://"):
                return error(400, "INVALID_ARGUMENT")
            self._making[name] = self.takes
            return Answer.of({"name": parent.replace("/glossaries", "/operations/1"), "done": False})
        if identity is None:
            return Answer.of({"glossaries": [{"name": name} for name in self.glossaries]})
        name = f"{parent}/{identity}"
        self._grow(name)
        if name not in self.glossaries:
            return error(404, "NOT_FOUND")
        if asked.method == "DELETE":
            del self.glossaries[name]
            return Answer.of({"name": parent.replace("/glossaries", "/operations/2"), "done": True})
        return Answer.of({"name": name, "languageCodesSet": {"languageCodes": ["en", "he"]}})

    def _grow(self, name: str) -> None:
        if name in self._making:
            self._making[name] -= 1
            if self._making[name] < 0:
                del self._making[name]
                self.glossaries[name] = {}
                for each in self.seed:
                    self._add(name, each)

    def _add(self, glossary: str, entry: dict[str, Any]) -> dict[str, Any]:
        self._made += 1
        name = f"{glossary}/glossaryEntries/{self._made}"
        self.glossaries[glossary][name] = {**entry, "name": name}
        return {**entry, "name": name}

    def _entries(self, asked: Asked, glossary: str, identity: str | None) -> Answer:
        if glossary not in self.glossaries:
            return error(404, "NOT_FOUND")
        there = self.glossaries[glossary]
        if asked.method == "POST":
            return Answer.of(self._add(glossary, asked.json))
        if asked.method == "DELETE":
            there.pop(f"{glossary}/glossaryEntries/{identity}")
            return Answer.of({})
        query = dict(asked.query)
        first, size = int(query.get("pageToken", 0)), int(query.get("pageSize", 10))
        answer: dict[str, Any] = {"glossaryEntries": list(there.values())[first : first + size]}
        if first + size < len(there):
            answer["nextPageToken"] = str(first + size)
        return Answer.of(answer)


def error(status: int, name: str, reason: str = "") -> Answer:
    """An error as Google's newer APIs write it."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]
    body = {
        "code": status,
        "message": "so says the stand-in",
        "status": name,
        "details": details if reason else [],
    }
    return Answer.of({"error": body}, status)
