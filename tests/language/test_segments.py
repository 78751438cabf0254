"""Sentences of both languages, with what is not their end."""

from language.segments import sentences
from tests.language.terms.samples import CALL
from tests.rows import each_row


@each_row(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("אחת. שתיים? שלוש!", ["אחת.", "שתיים?", "שלוש!"]),
        ("ניפגש ב-10.30 במשרד. תודה.", ["ניפגש ב-10.30 במשרד.", "תודה."]),
        ("We meet at 10.30 sharp. Thanks.", ["We meet at 10.30 sharp.", "Thanks."]),
        ("ד״ר. כהן יחזור אליך. תודה.", ["ד״ר. כהן יחזור אליך.", "תודה."]),
        ('ד"ר כהן כאן. שלום.', ['ד"ר כהן כאן.', "שלום."]),
        ("אני מאלטה בע״מ. שלום.", ["אני מאלטה בע״מ. שלום."]),
        ("פרופ'. לוי ענה. תודה.", ["פרופ'. לוי ענה.", "תודה."]),
        ("פרופ׳. לוי ענה. תודה.", ["פרופ׳. לוי ענה.", "תודה."]),
        ("עו״ד. לוי, וכו׳. עד כאן. כן.", ["עו״ד. לוי, וכו׳. עד כאן.", "כן."]),
        ("רח׳. הרצל 5. תל אביב.", ["רח׳. הרצל 5.", "תל אביב."]),
        ("שד. רוטשילד. שם.", ["שד. רוטשילד.", "שם."]),
        ("Fruit, e.g. apples. Yes.", ["Fruit, e.g. apples.", "Yes."]),
        ("That is, i.e. this. Yes.", ["That is, i.e. this.", "Yes."]),
        ("At 10 a.m. we start. Yes.", ["At 10 a.m. we start.", "Yes."]),
        ("At 4 P.M. We start.", ["At 4 P.M. We start."]),
        ("Mr. Cohen and Dr. Levi. Yes.", ["Mr. Cohen and Dr. Levi.", "Yes."]),
        ("Alta Inc. is ours. Yes.", ["Alta Inc. is ours.", "Yes."]),
        ("The U.S. market. Yes.", ["The U.S. market.", "Yes."]),
        ("J. Smith. Yes.", ["J. Smith.", "Yes."]),
        ("So am I. And you?", ["So am I.", "And you?"]),
        ("On Nov. 30 we end. Yes.", ["On Nov. 30 we end.", "Yes."]),
        ("Approx. 5. More.", ["Approx. 5.", "More."]),
        ("It is 5. It was 4.", ["It is 5.", "It was 4."]),
        ("זה 5. היה 4.", ["זה 5.", "היה 4."]),
        ("1. First. 2. Second.", ["1. First.", "2. Second."]),
        ("א. ראשון. ב. שני.", ["א. ראשון.", "ב. שני."]),
        ("Write dana@alta.co.il. Thanks.", ["Write dana@alta.co.il.", "Thanks."]),
        ("See alta.co.il today. Thanks.", ["See alta.co.il today.", "Thanks."]),
        ("Well... let me think. Yes.", ["Well... let me think.", "Yes."]),
        ("אה... רגע. כן.", ["אה... רגע.", "כן."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ('He said "yes." Then he left.', ['He said "yes."', "Then he left."]),
        ("(Yes.) No.", ["(Yes.)", "No."]),
        ("One\nTwo\n\nThree", ["One", "Two", "Three"]),
        ("no end", ["no end"]),
        ("  spaces  around.  Yes.  ", ["spaces  around.", "Yes."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
        ("?", ["?"]),
        ("מה? לא! כן.", ["מה?", "לא!", "כן."]),
        ("צה״ל. הודיע.", ["צה״ל. הודיע."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_term_is_no_place_for_an_end() -> None:
    text = "Ask Yahoo! Japan today. Thanks."
    assert sentences(text) == ["Ask Yahoo!", "Japan today.", "Thanks."]
    assert sentences(text, [(4, 16)]) == ["Ask Yahoo! Japan today.", "Thanks."]


def test_the_end_of_a_term_may_be_the_end_of_a_sentence() -> None:
    text = "This is Dana Levi. Thanks."
    assert sentences(text, [(start, end) for start, end, _ in CALL.find(text, "en")]) == [
        "This is Dana Levi.",
        "Thanks.",
    ]


def test_what_has_no_end_is_cut_at_a_space() -> None:
    pieces = sentences("word " * 1_000)
    assert len(pieces) == 3
    assert " ".join(pieces) == ("word " * 1_000).strip()
    assert max(map(len, pieces)) <= 2_000
    assert "".join(sentences("a" * 4_500)) == "a" * 4_500


@each_row("piece", [".", "?", "a.", "a. ", "\n", "' ", '"', 'א"א. ', "1."])
def test_nothing_is_lost(piece: str) -> None:
    text = piece * 20_000
    assert "".join("".join(each.split()) for each in sentences(text)) == "".join(text.split())
