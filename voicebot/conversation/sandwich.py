"""One text through a chain of translators, its terms taken out, checked and put back sentence by sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import structlog

from language.phrases import Phrase
from language.segments import sentences
from language.terms import Checked, Marked, Term, TermSet, ask_marked, check, paired_line, render
from language.terms.checking import has_words, outside
from language.types import Language, Translator, Untranslatable
from voicebot.agents.sentences import storable
from voicebot.errors import VendorError

log = structlog.get_logger()

SENTENCE_TIMEOUT_S: Final = 5.0
"""The most one link may take for one request; the next link is faster than waiting on."""
LEAST_S: Final = 0.5
"""Less time than this is no second chance."""
TRIES: Final = 2
"""Renderings with a term lost or doubled that a sentence may have: then it is said from a pair."""

TERMS: Final = "terms"
PAIR: Final = "pair"
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
_LATIN: Final = re.compile("[A-Za-z]")

Outcome = Literal["ok", "spoilt", "wrong language", "failed"]


def is_hebrew(text: str) -> bool:
    """Whether a Hebrew voice can speak `text`: it has Hebrew letters, and more of them than Latin ones."""
    hebrew = len(_HEBREW.findall(text))
    return hebrew > 0 and hebrew >= len(_LATIN.findall(text))


@dataclass(frozen=True)
class Attempt:
    """What one link made of a sentence; `wrong` says what was the matter: defects, or the error's name."""

    link: str
    outcome: Outcome
    answer: str = ""
    wrong: tuple[str, ...] = ()


@dataclass
class Passage:
    """One sentence on its way. `text` is the rendering that holds, made `by` that link, "pair" or "terms"."""

    marked: Marked
    text: str | None = None
    by: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    pair: Phrase | None = None

    @property
    def spoilt(self) -> list[Attempt]:
        return [each for each in self.attempts if each.outcome == "spoilt"]


class Sandwich:
    """One direction of one text. `links` are asked in order for the sentences that have no rendering yet."""

    def __init__(
        self,
        links: Sequence[Translator],
        source: Language,
        target: Language,
        remaining_s: Callable[[], float],
        terms: TermSet,
    ) -> None:
        self._links = links
        self._source: Language = source
        self._target: Language = target
        self._remaining_s = remaining_s
        self._terms = terms

    def passages(self, text: str) -> list[Passage]:
        """The sentences of `text` with what became of each, in order; never raises for a link that failed."""
        passages = [Passage(self._terms.mark(each, self._source)) for each in self._sentences(text)]
        for passage in passages:
            if passage.marked.terms and not has_words(passage.marked.template):
                self._settle(passage, Checked(passage.marked.template), TERMS)
        for link in self._links:
            pending = [each for each in passages if each.text is None and not self._exhausted(each, link)]
            if pending:
                self._ask(link, pending, whole=text if len(pending) == len(passages) > 1 else "")
        for passage in passages:
            self._once_more(passage)
        return passages

    def _sentences(self, text: str) -> list[str]:
        whole = [(start, end) for start, end, _ in self._terms.find(text, self._source)]
        return sentences(text, whole) or [text]

    def _exhausted(self, passage: Passage, link: Translator) -> bool:
        return len(passage.spoilt) >= TRIES and not _is_paired(link)

    def _ask(self, link: Translator, pending: list[Passage], whole: str) -> None:
        """All at once; of a paired link first the text as one, whose line may be several sentences, then each."""
        if not _is_paired(link):
            self._ask_for(link, pending)
            return
        if whole:
            joined = Passage(self._terms.mark(whole, self._source))
            self._ask_for(link, [joined])
            if joined.text is not None and joined.text != whole:
                pending[0].text, pending[0].by = joined.text, link.name
                pending[0].attempts.extend(joined.attempts)
                for rest in pending[1:]:
                    rest.text, rest.by = "", link.name
                return
        for passage in pending:
            self._ask_for(link, [passage])

    def _ask_for(self, link: Translator, passages: list[Passage]) -> None:
        time_s = min(SENTENCE_TIMEOUT_S, max(LEAST_S, self._remaining_s()))
        try:
            answers = ask_marked(link, [each.marked for each in passages], self._source, self._target, time_s)
            if len(answers) != len(passages):
                raise Untranslatable(f"{len(answers)} renderings of {len(passages)} sentences")
        except (VendorError, Untranslatable) as error:
            log.info("translation.next_link", link=link.name, reason=type(error).__name__)
            for passage in passages:
                passage.attempts.append(Attempt(link.name, "failed", wrong=(type(error).__name__,)))
            return
        for passage, answer in zip(passages, answers, strict=True):
            self._take(passage, link, storable(answer).strip())

    def _take(self, passage: Passage, link: Translator, answer: str) -> None:
        """Keep an answer that is in the language and has every term once; else note what is wrong with it."""
        checked = check(answer, passage.marked, self._target)
        if _is_paired(link) and "⟦" not in checked.template:
            checked = Checked(checked.template)
        if not self._speaks_target(checked, passage.marked):
            passage.attempts.append(Attempt(link.name, "wrong language", answer))
        elif not checked.whole:
            log.info("translation.spoilt", link=link.name, defects=len(checked.defects))
            passage.attempts.append(Attempt(link.name, "spoilt", answer, checked.defects))
        else:
            passage.attempts.append(Attempt(link.name, "ok", answer))
            self._settle(passage, checked, link.name)

    def _settle(self, passage: Passage, checked: Checked, by: str) -> None:
        passage.text, passage.by = render(checked.template, passage.marked, self._target), by

    def _speaks_target(self, checked: Checked, marked: Marked) -> bool:
        words = outside(checked.template) if marked.terms else checked.template
        if not words.strip():
            return not has_words(marked.template)
        hebrew = is_hebrew(words)
        return hebrew if self._target == "he" else not hebrew

    def _once_more(self, passage: Passage) -> None:
        """A sentence spoilt once is asked for again of the same link, with opaque tokens; then comes its pair."""
        spoilt = passage.spoilt
        if passage.text is not None or not spoilt:
            return
        if len(spoilt) < TRIES and self._remaining_s() >= LEAST_S:
            link = next(each for each in self._links if each.name == spoilt[0].link)
            marked = passage.marked
            passage.marked = replace(marked, opaque=True)
            self._ask_for(link, [passage])
        if passage.text is None and (line := paired_line(passage.marked.terms)):
            log.warning("translation.paired_line", terms=len(passage.marked.terms), tries=len(passage.spoilt))
            passage.text, passage.by, passage.pair = line.text(self._target), PAIR, line


def _is_paired(link: Translator) -> bool:
    return bool(getattr(link, "paired", False))


def terms_in(passages: Sequence[Passage]) -> tuple[Term, ...]:
    """Every protected term, in order."""
    return tuple(term for each in passages for term in each.marked.terms)
