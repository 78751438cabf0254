"""What was heard: words and keys."""

from language.heard import read
from tests.rows import each_row


@each_row(
    ("text", "digits", "intents"),
    [
        ("כן", "", ("yes",)),
        ("", "0", ("human",)),
        ("", "9", ("optout",)),
        ("", "*", ("repeat",)),
        ("", "9#", ("optout",)),
        ("", "1", ()),
        ("", "09", ()),
        ("כן", "9", ("optout", "yes")),
        ("תודה רבה", "", ()),
    ],
)
def test_words_and_keys(text: str, digits: str, intents: tuple[str, ...]) -> None:
    heard = read(text, "he", digits)
    assert (heard.intents, heard.digits, heard.language) == (intents, digits, "he")


def test_the_text_is_kept_without_direction_marks() -> None:
    heard = read(" \u200fכֵּן, בטח!\u200e ", "he")
    assert heard.text == "כֵּן, בטח!"
    assert heard.has("yes")
