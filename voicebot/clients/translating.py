"""What the translators share: batches, and the check that each text got one rendering."""

from collections.abc import Callable, Sequence

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
