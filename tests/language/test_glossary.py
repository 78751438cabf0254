"""The words of the business."""

import csv
from io import StringIO

import pytest

from language.glossary import HINTS, BadGlossary, Entry, Glossary, glossary, read_glossary
from language.hebrew import script
from tests.rows import each_row


def test_the_repositorys_own() -> None:
    entries = glossary().entries
    assert len(entries) >= 40
    assert all(script(each.he) == "hebrew" for each in entries)
    assert all(script(each.en) == "latin" for each in entries)
    assert len({each.en.casefold() for each in entries}) == len(entries)


def test_exact_entries_are_protected() -> None:
    terms = glossary().terms
    assert {each.en for each in terms.pairs} == {each.en for each in glossary().entries if each.exact}
    assert [each.he for each in terms.mark("Your CRM and WhatsApp, for the leads.", "en").terms] == [
        "סי אר אם",
        "וואטסאפ",
    ]
    assert [each.en for each in terms.mark("יש לנו CRM, ותכתבו בוואטסאפ", "he").terms] == ["CRM", "WhatsApp"]


@pytest.mark.parametrize(
    ("text", "source", "hints"),
    [
        ("A Lead came in.", "en", ["lead"]),
        ("Leads came in.", "en", ["leads"]),
        ("A follow-up call, please.", "en", ["follow-up call"]),
        ("You mislead us.", "en", []),
        ("", "en", []),
    ],
)
def test_hints_in_english(text: str, source: str, hints: list[str]) -> None:
    assert [each.en for each in glossary().hints([text], "en")] == hints


def test_hints_in_hebrew_know_prefixes() -> None:
    assert "VAT" in {each.en for each in glossary().hints(["המחיר כולל מע״מ, והחשבונית בדרך"], "he")}
    assert "invoice" in {each.en for each in glossary().hints(["המחיר כולל מע״מ, והחשבונית בדרך"], "he")}


def test_hints_are_bounded() -> None:
    everything = ", ".join(each.en for each in glossary().entries)
    assert len(glossary().hints([everything], "en")) == HINTS
    assert Glossary().hints(["lead"], "en") == ()


def test_it_is_exported_as_google_reads_it() -> None:
    rows = list(csv.reader(StringIO(glossary().as_csv())))
    assert rows[0] == ["en", "he"]
    assert rows[1:] == [[each.en, each.he] for each in glossary().entries]


@each_row(
    ("text", "why"),
    [
        ("", "first line"),
        ("en,he\na,א\n", "first line"),
        ("en,he,note\na,,\n", "line 2"),
        ("en,he,note\na,א\n,ב,\n", "line 3"),
        ("en,he,note\na,א,b,c\n", "line 2"),
        ("en,he,note\na,א,\nA,ב,\n", "twice"),
    ],
)
def test_what_is_no_glossary(text: str, why: str) -> None:
    with pytest.raises(BadGlossary, match=why):
        read_glossary(text)


def test_a_spreadsheets_file_is_read() -> None:
    read = read_glossary("\ufeffen,he,note\r\nlead , ליד,\r\n")
    assert read.entries == (Entry("lead", "ליד"),)
