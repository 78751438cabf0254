"""What is protected in a sentence, and what is not."""

from language.terms import EMPTY, Term, TermSet, person
from language.types import Language
from tests.language.terms.samples import CALL, DANA, SUNDAY, Row, rows
from tests.rows import each_row


@each_row("row", rows())
def test_every_term_is_found_with_its_other_form(row: Row) -> None:
    marked = CALL.mark(row.sentence, row.language)
    assert tuple(each.text(row.target) for each in marked.terms) == row.terms


def test_there_are_enough_sentences() -> None:
    assert len(rows()) >= 120
    assert sum(row.language == "he" for row in rows()) >= 45


def test_the_template_and_the_terms_are_the_sentence() -> None:
    for row in rows():
        marked = CALL.mark(row.sentence, row.language)
        text = marked.template
        for number, said in enumerate(marked.said, 1):
            assert text.count(f"⟦{number}⟧") == 1
            text = text.replace(f"⟦{number}⟧", said)
        assert text.replace("-", "") == row.sentence.replace("-", "")


@each_row(
    ("sentence", "language", "template"),
    [
        ("תגידו לדנה שב-10:30 זה בסדר", "he", "תגידו ל-⟦1⟧ שב-⟦2⟧ זה בסדר"),
        ("כשדנה תבוא", "he", "כש-⟦1⟧ תבוא"),
        ("הדנה הזאת", "he", "ה-⟦1⟧ הזאת"),
        ("דנהלה שלי", "he", "דנהלה שלי"),
        ("ירדנה שלי", "he", "ירדנה שלי"),
        ("Adana is a city.", "en", "Adana is a city."),
        ("Dana's team", "en", "⟦1⟧'s team"),
        ("Dana-Levi", "en", "⟦1⟧-⟦2⟧"),
        ("The 1st and the 22nd", "en", "The 1st and the 22nd"),
        ("Alta, alta, ALTA", "en", "⟦1⟧, ⟦2⟧, ⟦3⟧"),
        ("Dana  Levi called", "en", "⟦1⟧ called"),
        ("10:30:15 is no hour", "en", "10:30:15 is no hour"),
        ("the version 1.2.3", "en", "the version 1.2.3"),
        ("", "en", ""),
        ("   ", "he", "   "),
    ],
)
def test_edges_of_words(sentence: str, language: Language, template: str) -> None:
    assert CALL.mark(sentence, language).template == template


@each_row(
    ("sentence", "found"),
    [
        ("טל על העשב", False),
        ("אני טל", True),
        ("קוראים לי טל", True),
        ("תודה, טל", True),
        ("טל, יש לך רגע?", True),
        ("יש פה הרבה טל ורוח", False),
        ("זה טל מור", True),
    ],
)
def test_a_hebrew_name_that_is_a_word_is_one_only_where_something_says_so(sentence: str, found: bool) -> None:
    assert bool(TermSet.of(person("Tal Mor", "טל מור")).mark(sentence, "he").terms) is found


@each_row(
    ("sentence", "found"),
    [
        ("Will you come?", False),
        ("Good. Will you come?", False),
        ("We will see.", False),
        ("I asked Will.", True),
        ("Will, are you there?", True),
        ("Will Smith called.", True),
    ],
)
def test_so_is_an_english_one(sentence: str, found: bool) -> None:
    assert bool(TermSet.of(person("Will Smith")).mark(sentence, "en").terms) is found


def test_the_longest_pair_wins_and_pairs_go_before_forms() -> None:
    marked = CALL.mark(f"Dana Levi has {SUNDAY.en}.", "en")
    assert marked.template == "⟦1⟧ has ⟦2⟧."
    assert marked.terms[1] == SUNDAY


def test_an_address_keeps_the_name_in_it() -> None:
    assert CALL.mark("dana@alta.co.il", "en").template == "⟦1⟧"


def test_of_two_with_the_same_english_the_earlier_holds() -> None:
    both = TermSet.of([DANA, Term("name", "dana", "דאנה")], [Term("name", "", "x"), Term("name", "x", " ")])
    assert both.pairs == (DANA,)
    assert (TermSet.of([DANA]) | TermSet.of([SUNDAY, DANA])).pairs == (DANA, SUNDAY)


def test_direction_marks_are_gone() -> None:
    assert EMPTY.mark("המחיר \u200f₪\u00a01,500\u200e", "he").plain == "המחיר ₪\u00a01,500"


def test_what_looks_like_a_token_becomes_plain() -> None:
    marked = EMPTY.mark("Take ⟦1⟧ and 7.", "en")
    assert marked.template == "Take (⟦1⟧) and ⟦2⟧."
    assert marked.said == ("1", "7")


@each_row(
    "piece", ["a", "1", "1,", "a.", "a-", "a@", "0 5", "Dana ", "יום ", "ב-", "www.", "Sunday ", "+1", "10:", "₪1 "]
)
@each_row("language", ["en", "he"])
def test_hostile_text_costs_no_more_than_its_length(piece: str, language: Language) -> None:
    """A pattern that goes back over what it has read would not be done within the suite's limit."""
    marked = CALL.mark(piece * (100_000 // len(piece)), language)
    assert len(marked.terms) <= 99
    assert len(marked.said) == len(marked.terms)
