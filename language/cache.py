"""Repeated sentences are translated once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

from language.types import Language, Translator, Untranslatable

_Key = tuple[Language, Language, str]
_SIZE: Final = 2048


class CachingTranslator:
    """A Translator that remembers the last `size` renderings of another; safe for threads.

    Only what is not remembered is sent on, each text once, in one call. Failures are not remembered.
    """

    def __init__(self, inner: Translator, size: int = _SIZE) -> None:
        self._inner = inner
        self._size = size
        self._known: OrderedDict[_Key, str] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._inner.name

    @name.setter
    def name(self, value: str) -> None:
        self._inner.name = value

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """As the inner translator, whose errors pass through; a wrong number of answers is Untranslatable."""
        found = self._recall([(source, target, text) for text in texts])
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            answers = self._inner.translate(missing, source, target, timeout_s)
            if len(answers) != len(missing):
                raise Untranslatable(f"{self.name} gave {len(answers)} renderings of {len(missing)} texts")
            self._remember({(source, target, text): said for text, said in zip(missing, answers, strict=True)})
            found.update(zip(missing, answers, strict=True))
        return [found[text] for text in texts]

    def _recall(self, keys: Sequence[_Key]) -> dict[str, str]:
        with self._lock:
            hits = [key for key in keys if key in self._known]
            for key in hits:
                self._known.move_to_end(key)
            return {key[2]: self._known[key] for key in hits}

    def _remember(self, renderings: dict[_Key, str]) -> None:
        with self._lock:
            self._known.update(renderings)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
