"""What is said once more while a call has not come further than its greeting."""

import re
from collections.abc import Sequence

from language.greetings import is_hello
from language.types import Heard
from stores.values import Sentence, Turn
from voicebot.agents.types import Line, Lines
from voicebot.conversation.calls import GREETING_TURN
from voicebot.conversation.speaking import Words

_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def once_more(heard: Heard, turns: Sequence[Turn], lines: Lines) -> tuple[Words, ...]:
    """A short hello and the greeting's question for a hello; else the whole greeting once, and then its question.

    Nothing where the call has come further. For utterances that are a hello, or ask for something to be repeated.
    """
    hello = is_hello(heard.text, heard.language)
    greeting = _greeting(turns)
    said = [each for turn in turns for each in turn.sentences if each.kind != "filler"]
    question = _question(greeting) if greeting else None
    if greeting is None or question is None or not {each.en for each in said} <= _known(greeting, question, lines):
        return ()
    if hello:
        here = lines.here
        return Words(here.he, here.en, question.agent, here.es or ""), question
    times = sum(each.en == greeting.en for each in said)
    return (question if times > 1 else words_of(greeting),)


def _greeting(turns: Sequence[Turn]) -> Sentence | None:
    first = turns[0] if turns else None
    return first.sentences[0] if first and first.number == GREETING_TURN and first.sentences else None


def words_of(said: Sentence) -> Words:
    """A stored sentence, to be said again."""
    return Words(said.he, said.en, said.agent or "", said.es or "")


def _question(greeting: Sentence) -> Words | None:
    """The greeting's last sentence, in each language, when it asks something."""
    whole = words_of(greeting)
    he, en, es = (_SENTENCES.split(each.strip())[-1] for each in (whole.he, whole.en, whole.es))
    return Words(he, en, whole.agent, es) if en.endswith("?") else None


def _known(greeting: Sentence, question: Words, lines: Lines) -> set[str]:
    """What may have been said, in English, without anything having been talked about."""
    fixed: tuple[Line, ...] = (lines.here, lines.say_again, *lines.silent)
    return {greeting.en, question.en, *(each.en for each in fixed)}
