"""Every sentence of the table through translators that misbehave in every way."""

import re

import pytest

from language.terms import check, paired_line, render
from tests.language.terms.nmt import KINDLY, UNKINDLY, Nmt
from tests.language.terms.samples import CALL, Row, rows
from tests.rows import each_row

TO_HEBREW = [row for row in rows() if row.language == "en" and row.terms]
TO_ENGLISH = [row for row in rows() if row.language == "he" and row.terms]
LOOSE = re.compile(r"(?<![א-ת])[בלמו]\s|[א-ת]-[א-ת]|(?<![א-ת])(?:בב|לב|מב)(?:שעה|יום|עשר|תשע|חצות)")
"""A prefix that did not join, or was doubled."""
MARKUP = re.compile(r"[<>⟦⟧]|&\w+;|&#|translate=|span")


def through(row: Row, behaviour: str) -> tuple[str, tuple[str, ...]]:
    """What comes out, and the defects."""
    marked = CALL.mark(row.sentence, row.language)
    translator = Nmt({**KINDLY, **UNKINDLY}[behaviour])
    [answer] = translator.translate_marked([marked], row.language, row.target, 1.0)
    checked = check(answer, marked, row.target)
    return (render(checked.template, marked, row.target) if checked.whole else ""), checked.defects


def times(form: str, texts: tuple[str, ...]) -> int:
    return sum(text.count(form) for text in texts)


@each_row("behaviour", [each for each in KINDLY if "prefix" not in each])
def test_what_can_be_mended_comes_out_once(behaviour: str) -> None:
    for row in (*TO_HEBREW, *TO_ENGLISH):
        text, defects = through(row, behaviour)
        assert defects == (), row
        for form in row.terms:
            assert text.count(form) == times(form, row.terms), text
        assert not MARKUP.search(text)


@pytest.mark.parametrize("behaviour", [each for each in KINDLY if "prefix" in each])
def test_a_prefix_joins(behaviour: str) -> None:
    for row in TO_HEBREW:
        text, defects = through(row, behaviour)
        assert defects == (), row
        for form in row.terms:
            assert times(form, (text,)) == times(form, row.terms), text
        assert not LOOSE.search(text), text
        assert not re.search(r"ב(?:מחר|היום)|ה(?:יום ראשון|דנה)", text), text


@pytest.mark.parametrize("behaviour", UNKINDLY)
def test_what_cannot_is_noticed_and_has_a_line(behaviour: str) -> None:
    for row in (*TO_HEBREW, *TO_ENGLISH):
        text, defects = through(row, behaviour)
        assert not text
        assert defects
        marked = CALL.mark(row.sentence, row.language)
        line = paired_line(marked.terms)
        assert line is not None
        weighty = [each for each in marked.terms if each.kind not in ("name", "word")] or list(marked.terms)
        for term in weighty:
            assert term.he in line.he
            assert term.en in line.en
        assert "סליחה" not in line.he
        assert "{" not in line.he
