"""What the translators share: batches, and the check that each text got one rendering."""

from collections.abc import Callable, Sequence

from language.terms import Marked, from_html, to_html
from language.types import Language
from voicebot.clients.base import Unreadable


def in_batches(texts: Sequence[str], size: int, ask: Callable[[list[str]], Sequence[object]]) -> list[str]:
    """Renderings of `texts`, asked for at most `size` at a time.

    Blank texts are given back as they are: vendors refuse them. Raises Unreadable when an answer is short or
    long, or a rendering is empty or no text.
    """
    done = list(texts)
    spoken = [index for index, text in enumerate(texts) if text.strip()]
    for first in range(0, len(spoken), size):
        batch = spoken[first : first + size]
        renderings = ask([texts[index] for index in batch])
        if len(renderings) != len(batch):
            raise Unreadable(f"{len(renderings)} renderings for {len(batch)} texts")
        for index, rendering in zip(batch, renderings, strict=True):
            if not isinstance(rendering, str) or not rendering.strip():
                raise Unreadable("an empty rendering")
            done[index] = rendering
    return done


def marked_in_html(
    sentences: Sequence[Marked], target: Language, size: int, ask: Callable[[list[str], bool], Sequence[object]]
) -> list[str]:
    """Renderings of marked sentences by a vendor that keeps `<span translate="no">`; `ask` is told whether it is HTML.

    Only what has terms goes as HTML: what has none is plain text, and needs no unescaping. Raises as `in_batches`.
    """
    html = any(each.terms for each in sentences)
    texts = [to_html(each) if html else each.plain for each in sentences]
    answers = in_batches(texts, size, lambda batch: ask(batch, html))
    if not html:
        return answers
    return [from_html(answer, each, target) for answer, each in zip(answers, sentences, strict=True)]
