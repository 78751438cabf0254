"""The pattern language of the rules."""

import pytest

from language.hebrew import tokens
from language.patterns import BadPattern, PatternSet, Token
from tests.rows import each_row

WORDS = {"verb": "תוריד[יו]? הורידו", "me": "אותי אותנו"}


def found(pattern: str, said: str) -> bool:
    return bool(PatternSet.compile([("x", pattern)], WORDS).search(tuple(map(Token.of, tokens(said)))))


@each_row(
    ("pattern", "said", "expected"),
    [
        ("לא", "לא", True),
        ("לא", "לאט", False),
        ("לא", "נפלא", False),
        ("לא", "ולא", True),
        ("רשימה", "מהרשימה", False),
        ("~רשימה", "מהרשימה", True),
        ("~רשימה", "ושברשימה", True),
        ("@verb @me", "תורידו אותי", True),
        ("@verb @me", "תורידי אותנו", True),
        ("@verb @me", "תורידה אותי", False),
        ("@verb .. @me", "תורידו עכשיו מיד אותי", True),
        ("@verb .. @me", "תורידו א ב ג ד אותי", False),
        ("^ כן $", "כן", True),
        ("^ כן $", "כן כן", False),
        ("^ כן+ $", "כן כן כן", True),
        ("^ כן תודה? $", "כן", True),
        ("^ כן תודה? $", "כן תודה", True),
        ("^ כן תודה* רבה $", "כן תודה תודה רבה", True),
        ("עד !מחר", "עד מחר", False),
        ("עד !מחר", "עד היום", True),
        ("עד !מחר", "עד", True),
        ("אלי", "אליי", True),
        ("אליך", "אלייך", True),
        ("רוס%", "רוסית", True),
        ("רוס%", "פרוסה", False),
        ("של|~בית", "הבית", True),
        ("של|~בית", "השל", False),
        ("~של|בית", "הבית", True),
        ("כן .. ", "לא", False),
        ("לא|~בית|רכב", "ברכב", True),
        ("כן _ לא", "כן ברור לא", True),
        ("כן _ לא", "כן לא", False),
        ("לבד בבית|$", "לבד", True),
        ("לבד בבית|$", "לבד בבית", True),
        ("לבד בבית|$", "לבד ברכב", False),
        ("^ מתי? כן", "כן", True),
        ("כן .. כן .. כן", "כן א כן ב ג כן", True),
        ("כן+ לא", "כן כן כן לא", True),
        ("כן* !לא $", "כן כן", True),
    ],
)
def test_a_pattern_is_found_by_tokens(pattern: str, said: str, expected: bool) -> None:
    assert found(pattern, said) is expected


@pytest.mark.parametrize("pattern", ["@nobody", "a||b", "^|כן", "כן?|לא", "תורי[דה]"])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        PatternSet.compile([("x", pattern)], WORDS)


def test_labels_are_those_found_and_sets_merge() -> None:
    one = PatternSet.compile([("yes", "כן"), ("no", "לא")], {})
    both = PatternSet.merge([one, PatternSet.compile([("bye", "ביי")], {})])
    assert both.search(tuple(map(Token.of, ["כן", "ביי"]))) == {"yes", "bye"}


def test_a_sentence_may_begin_behind_its_opening_words() -> None:
    patterns = PatternSet.compile([("x", "^ כן"), ("y", "^ טוב"), ("z", "^ אז")], {})
    said = tuple(map(Token.of, ["טוב", "אז", "כן"]))
    assert patterns.search(said) == {"y"}
    assert patterns.search(said, 2) == {"x", "y"}
