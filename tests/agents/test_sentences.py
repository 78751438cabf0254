"""Streams cut into sentences fit for speaking."""

from tests.rows import each_row
from voicebot.agents.sentences import MAX_SENTENCE, SentenceSplitter, speakable


def split(text: str, size: int) -> list[str]:
    splitter = SentenceSplitter()
    found = [each for at in range(0, len(text), size) for each in splitter.feed(text[at : at + size])]
    return [*found, *splitter.flush()]


@each_row("size", [1, 3, 7, 1000])
@each_row(
    ("text", "sentences"),
    [
        ("", []),
        ("   \n ", []),
        ("Yes.", ["Yes."]),
        ("Great. Shall we? Yes!", ["Great.", "Shall we?", "Yes!"]),
        ("At 10.30 on Sunday. Fine?", ["At 10.30 on Sunday.", "Fine?"]),
        ("It is 9 a.m. on Sunday.", ["It is 9 a.m. on Sunday."]),
        ("Ask Dr. Cohen. He knows.", ["Ask Dr. Cohen.", "He knows."]),
        ("So do I. Really.", ["So do I.", "Really."]),
        ("Wait... What?!", ["Wait...", "What?!"]),
        ("He said “yes.” Good.", ["He said “yes.” Good."]),
        ('He said "yes." Good.', ['He said "yes."', "Good."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("No end here", ["No end here"]),
        ("1. Sunday\n2. Monday", ["Sunday", "Monday"]),
        ("- **Sunday** at ten\n- _Monday_", ["Sunday at ten", "Monday"]),
        ("Hello 😀🎉. See [our site](https://x.example/a).", ["Hello .", "See our site."]),
        ("🙂🙂", []),
        ("Email a@b.co.il now.", ["Email a@b.co.il now."]),
    ],
)
def test_sentences(text: str, sentences: list[str], size: int) -> None:
    assert split(text, size) == sentences


def test_a_run_without_end_is_cut_at_a_space() -> None:
    parts = split("word " * 500, 11)
    assert all(len(each) <= MAX_SENTENCE for each in parts)
    assert " ".join(parts).split() == ["word"] * 500


def test_a_run_without_space_is_cut_too() -> None:
    parts = split("x" * 1000, 50)
    assert "".join(parts) == "x" * 1000
    assert all(len(each) <= MAX_SENTENCE + 1 for each in parts)


@each_row(
    ("text", "spoken"),
    [
        ("a\u202eb\u2066c\u061c", "abc"),
        ("tab\there", "tab here"),
        ("nul\x00l", "null"),
        ("***", ""),
        ("...", ""),
        ("# Title", "Title"),
    ],
)
def test_what_cannot_be_spoken_goes(text: str, spoken: str) -> None:
    assert speakable(text) == spoken
