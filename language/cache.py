"""Repeated sentences are translated once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

from language.terms import Marked, ask_marked, check
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

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """The same for marked sentences, which are remembered without their terms' values.

        "Hi ⟦1⟧." is translated once for all names. A rendering that lost or doubled a term is not remembered.
        """
        found = self._recall([(source, target, each.key) for each in sentences])
        missing = list({each.plain: each for each in sentences if each.opaque or each.key not in found}.values())
        if not missing:
            return [found[each.key] for each in sentences]
        answers = ask_marked(self._inner, missing, source, target, timeout_s)
        if len(answers) != len(missing):
            raise Untranslatable(f"{self.name} gave {len(answers)} renderings of {len(missing)} sentences")
        reusable = [_reusable(answer, each, target) for each, answer in zip(missing, answers, strict=True)]
        kept = {(source, target, each.key): said for each, said in zip(missing, reusable, strict=True) if said}
        self._remember(kept)
        fresh = {each.plain: answer for each, answer in zip(missing, answers, strict=True)}
        return [fresh[each.plain] if each.plain in fresh else found[each.key] for each in sentences]

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


def _reusable(answer: str, sentence: Marked, target: Language) -> str | None:
    """The rendering with a token in each term's place, which other values may take; None when a term is not there."""
    if not sentence.terms:
        return answer
    checked = check(answer, sentence, target)
    return checked.template if checked.whole else None
