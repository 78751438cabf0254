"""Markup: what goes into it never gets out of it."""

import html
import random
import re
from html.parser import HTMLParser

from language.terms import EMPTY, Term, TermSet, check, from_html, render, to_html
from language.terms.marking import TOKEN
from tests.language.terms.samples import CALL
from tests.rows import each_row

NASTY = [
    *"<>&\"'⟦⟧[]{}/\\;=#1 \n\u200f\u00a0aא,.-",
    *("</span>", '<span translate="no">', "&lt;", "&#39;", "⟦1⟧", "<!--"),
]
"""Pieces of which names and sentences are made up."""


class Reader(HTMLParser):
    """Reads HTML as a browser does: the texts of spans, the text outside, and every tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.inside: list[str] = []
        self.outside = ""
        self._depth = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag}{attrs}")
        self._depth += 1
        self.inside.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.inside[-1] += data
        else:
            self.outside += data


def nasty(chance: random.Random, longest: int = 8) -> str:
    return "".join(chance.choice(NASTY) for _ in range(chance.randint(1, longest)))


def test_a_sentence_in_html() -> None:
    marked = CALL.mark("Dana's price is $5 <now> & it's \"fine\".", "en")
    assert to_html(marked) == (
        '<span translate="no">Dana</span>\'s price is <span translate="no">$5</span> &lt;now&gt; &amp; it\'s "fine".'
    )


@each_row("seed", range(60))
def test_no_term_breaks_out_of_its_span(seed: int) -> None:
    for round_ in range(20):
        breaks_not_out(random.Random(seed * 1000 + round_))


def breaks_not_out(chance: random.Random) -> None:
    names = [f"N{nasty(chance)}N" for _ in range(3)]
    terms = TermSet.of(Term("name", each, f"ש{nasty(chance)}ם") for each in names)
    sentence = f"{nasty(chance)} {names[0]} and {nasty(chance)} {names[1]}, {names[2]} {nasty(chance)}"
    marked = terms.mark(sentence, "en")
    sent = to_html(marked)
    read = Reader(sent)
    assert set(read.tags) <= {"span[('translate', 'no')]"}
    assert [each.split() for each in read.inside] == [each.split() for each in marked.said]
    assert read.outside == TOKEN.sub("", marked.template)
    back = from_html(sent, marked, "he")
    checked = check(back, marked, "he")
    if checked.whole:
        said = render(checked.template, marked, "he")
        for term in marked.terms:
            assert " ".join(term.he.split()) in " ".join(said.split())


@each_row("seed", range(60))
def test_an_answer_never_brings_markup_of_its_own(seed: int) -> None:
    """Whatever a translator sends back: no span, no token is left in what would be spoken."""
    chance = random.Random(seed)
    marked = CALL.mark("Dana, it is $5 at 10:30.", "en")
    pieces = [*NASTY, "דנה", "⟦2⟧", "⟦3⟧", '<span translate="no">$5</span>', "<span>10:30</span>", "<br/>"]
    answer = "".join(chance.choice(pieces) for _ in range(chance.randint(0, 14)))
    checked = check(from_html(answer, marked, "he"), marked, "he")
    if checked.whole:
        said = render(checked.template, marked, "he")
        assert not re.search(r"[⟦⟧]", said)
        assert said.count("חמישה דולר") == 1


@each_row(
    "name",
    ["</span>", "Dana</span><Hangup/>", '"><script>', "&lt;/span&gt;", "<Say>", "⟦2⟧", "{0}", "\\1", "a&b;c", "<!-- x"],
)
def test_markup_in_a_name_stays_its_data(name: str) -> None:
    plain = name.replace("⟦", "(").replace("⟧", ")")  # the brackets of tokens
    terms = TermSet.of([Term("name", f"{name} Levi", f"{name} לוי")])
    sentence = f"Hello {name} Levi, welcome."
    marked = terms.mark(sentence, "en")
    sent = to_html(marked)
    assert sent.count("</span>") == 1
    answer = from_html(sent.replace("Hello", "שלום").replace("welcome", "ברוכים הבאים"), marked, "he")
    assert render(check(answer, marked, "he").template, marked, "he") == f"שלום {plain} לוי, ברוכים הבאים."


@each_row(
    ("answer", "expected"),
    [
        ('זה&#39;s <span translate="no">Dana</span>', "זה's ⟦1⟧"),
        ('&quot;<span translate="no">Dana</span>&quot; &amp;amp;', '"⟦1⟧" &amp;'),
        ('<span translate="no">דנה</span>', "⟦1⟧"),
        ('<span translate="no">&nbsp;dana </span>', "⟦1⟧"),
        ('<span translate="no">Da<b>na</b></span>', "⟦1⟧"),
        ('<span translate="no">Diana</span>', "⟦1⟧"),
        ('<span translate="no">Dana</span> <span translate="no">Dana</span>', "⟦1⟧ ⟦1⟧"),
        ('<span translate="no">Dana</span> <span translate="no">Noa</span>', "⟦1⟧ Noa"),
        ("Dana</span>", "Dana"),
        ('<span translate="no">Dana', "Dana"),
        ("⟦1⟧ 5 < 6", "(1) 5 < 6"),
    ],
)
def test_the_way_back(answer: str, expected: str) -> None:
    marked = CALL.mark("Dana", "en")
    assert from_html(answer, marked, "he") == expected


def test_two_changed_spans_are_not_guessed() -> None:
    marked = EMPTY.mark("From Sunday to Monday.", "en")
    answer = from_html("<span>x</span> <span>y</span>", marked, "he")
    assert answer == "x y"
    assert len(check(answer, marked, "he").defects) == 2


def test_the_same_value_twice_takes_its_places_in_order() -> None:
    marked = EMPTY.mark("3 of 3", "en")
    assert from_html(to_html(marked), marked, "he") == "⟦1⟧ of ⟦2⟧"


def test_everything_is_unescaped_once() -> None:
    marked = EMPTY.mark("3 &amp; &lt;b&gt;", "en")
    assert from_html(to_html(marked), marked, "he") == "⟦1⟧ &amp; &lt;b&gt;"
    assert html.unescape(to_html(marked)).count("&amp;") == 1
