"""Sentences through a chain of translators: what is spoken, what is asked again, and what is said instead."""

from collections.abc import Callable, Sequence

import pytest

from language.cache import CachingTranslator
from language.phrasebook import Phrasebook
from language.phrases import Phrase
from language.terms import Marked, TermSet, person
from language.types import Language, Translator, Untranslatable
from tests.fakes import BrokenTranslator, FakeTranslator
from tests.language.terms.nmt import UNKINDLY, Behaviour, Nmt, drop_first, join
from tests.language.terms.samples import CALL, MONDAY, SUNDAY
from voicebot.conversation.translation import Rendering, Translation
from voicebot.errors import VendorUnavailable

OFFER = f"Dana, I have {SUNDAY.en}, or {MONDAY.en}."


def plenty() -> float:
    return 5.0


def by_turns(*behaviours: Behaviour) -> Behaviour:
    """One behaviour after the other; the last goes on."""
    rest = list(behaviours)

    def behave(pieces: list[str]) -> str:
        return (rest.pop(0) if len(rest) > 1 else rest[0])(pieces)

    return behave


def hebrew(*links: Translator, text: str = OFFER, left: Callable[[], float] = plenty) -> Rendering:
    return Translation(links).hebrew(text, left, CALL)


def test_terms_come_out_in_their_hebrew() -> None:
    translator = Nmt()
    assert hebrew(translator).text == f"דנה, מילה מילה {SUNDAY.he}, מילה {MONDAY.he}."
    assert translator.sent[0].count('<span translate="no">') == 3


def test_hebrew_is_not_translated() -> None:
    translator = Nmt()
    assert Translation((translator,)).to_hebrew("שלום", plenty) == "שלום"
    assert not translator.asked


def test_a_spoilt_sentence_goes_to_the_next_link() -> None:
    first, second = Nmt(drop_first, "first"), Nmt(join, "second")
    told = hebrew(first, second)
    assert told.by == ("second",)
    assert [len(each.asked) for each in (first, second)] == [1, 1]
    assert told.passages[0].attempts[0].wrong == ("missing: Dana",)


@pytest.mark.parametrize("behaviour", UNKINDLY)
def test_the_only_link_is_asked_once_more_with_opaque_tokens(behaviour: str) -> None:
    translator = Nmt(by_turns(UNKINDLY[behaviour], join))
    told = hebrew(translator, Phrasebook())
    assert told.by == ("nmt",)
    assert [each.opaque for each in translator.asked] == [False, True]
    assert "Dana" not in translator.sent[1]
    assert "דנה" in told.text


@pytest.mark.parametrize("behaviour", UNKINDLY)
def test_then_the_paired_line_with_the_terms_is_said(behaviour: str) -> None:
    translator = Nmt(UNKINDLY[behaviour])
    told = hebrew(translator, Phrasebook())
    assert told.text == f"המועדים הם {SUNDAY.he}, או {MONDAY.he}."
    assert told.source == f"The times are {SUNDAY.en}, or {MONDAY.en}."
    assert told.by == ("pair",)
    assert len(translator.asked) == 2


def test_two_spoilt_answers_are_enough() -> None:
    links = [Nmt(drop_first, str(number)) for number in range(4)]
    assert hebrew(*links).by == ("pair",)
    assert [len(each.asked) for each in links] == [1, 1, 0, 0]


def test_without_time_nothing_is_asked_twice() -> None:
    translator = Nmt(drop_first)
    assert hebrew(translator, left=lambda: 0.2).by == ("pair",)
    assert len(translator.asked) == 1


def test_a_line_known_as_a_pair_goes_before_a_second_try() -> None:
    book = Phrasebook([Phrase("{name}, יש לי {a}, או {b}.", "{name}, I have {a}, or {b}.")])
    translator = Nmt(drop_first)
    told = hebrew(translator, book)
    assert told.text == f"דנה, יש לי {SUNDAY.he}, או {MONDAY.he}."
    assert told.by == ("phrasebook",)
    assert len(translator.asked) == 1


def test_what_no_link_can_render_is_no_pair() -> None:
    with pytest.raises(Untranslatable):
        hebrew(BrokenTranslator(VendorUnavailable("v", "translate")), Phrasebook())
    with pytest.raises(Untranslatable):
        hebrew(Echo(), Phrasebook())


def test_a_sentence_of_terms_alone_needs_no_translator() -> None:
    assert hebrew(text="054-765-4321.").text == "אפס חמש ארבע, שבע שש חמש, ארבע שלוש שתיים אחת."


def test_an_address_does_not_make_hebrew_latin() -> None:
    told = hebrew(Nmt(), text="Write dana.levi.of.the.sales.team@alta-business-systems.co.il.")
    assert told.text == "מילה dana.levi.of.the.sales.team@alta-business-systems.co.il."


def test_several_sentences_are_asked_for_at_once_and_kept_apart() -> None:
    translator = Nmt(by_turns(join, drop_first, join))
    told = hebrew(translator, text="Dana, hello. It is at 10.30 for $5. Thanks, e.g. now.")
    assert [each.plain for each in translator.asked[:3]] == [
        "Dana, hello.",
        "It is at 10.30 for $5.",
        "Thanks, e.g. now.",
    ]
    assert translator.asked[3].opaque
    assert told.text == "דנה, מילה. מילה מילה מילה עשר וחצי מילה חמישה דולר. מילה, מילה.מילה. מילה."


def test_a_plain_translator_is_held_to_the_forms() -> None:
    right = PlainTranslator({"Call Dana at 10:30.": "התקשרו לדנה ב-10:30."})
    assert hebrew(right, text="Call Dana at 10:30.").text == "התקשרו לדנה בעשר וחצי."
    wrong = PlainTranslator({"Call Dana at 10:30.": "התקשרו אליה ב-10:30."})
    assert hebrew(wrong, text="Call Dana at 10:30.").by == ("pair",)


def test_hebrew_to_english() -> None:
    translator = Nmt()
    english, by = Translation((translator,)).to_english("תגידו לדנה שב-10:30 זה 500 ש״ח", plenty, CALL)
    assert (english, by) == ("word word Dana word 10:30 word 500 shekels", "nmt")


def test_hebrew_that_lost_a_term_goes_on_as_it_is() -> None:
    said = "תגידו לדנה. אני אבוא."
    english, by = Translation((Nmt(drop_first),)).to_english(said, plenty, CALL)
    assert (english, by) == ("תגידו לדנה. word word.", "nmt")
    assert Translation((Nmt(drop_first),)).to_english("תגידו לדנה", plenty, CALL) == ("תגידו לדנה", "none")


def test_a_name_without_latin_has_one_transliteration() -> None:
    terms = TermSet.of(person("", "שלומציון אברהמוב"))
    translation = Translation((Nmt(),))
    heard = {translation.to_english(text, plenty, terms)[0] for text in ("אני שלומציון.", "אני שלומציון!")}
    assert {each.rstrip(".!") for each in heard} == {f"word {terms.pairs[1].en}"}


def test_terms_of_every_call_are_protected_too() -> None:
    exact = TermSet.of(person("Zoom", "זום"))
    assert Translation((Nmt(),), exact).to_hebrew("On Zoom, Dana.", plenty, CALL) == "מילה זום, דנה."


def test_the_cache_knows_a_sentence_by_its_marks() -> None:
    translator = Nmt()
    translation = Translation((CachingTranslator(translator),))
    said = [translation.to_hebrew(f"Hello {name}, it is ${price}.", plenty, CALL) for name, price in NAMES]
    assert said == ["מילה דנה, מילה מילה חמישה דולר.", "מילה נועה, מילה מילה שבעה דולר."]
    assert len(translator.asked) == 1


NAMES = (("Dana", 5), ("Noa", 7))


def test_the_cache_forgets_what_was_spoilt() -> None:
    translator = Nmt(drop_first)
    cached = CachingTranslator(translator)
    for _ in range(2):
        assert hebrew(cached, Phrasebook()).by == ("pair",)
    assert len(translator.asked) == 4


def test_kinds_are_kept_apart_in_the_cache() -> None:
    translator = Nmt()
    translation = Translation((CachingTranslator(translator),))
    for value in ("3", "$3", "Dana"):
        translation.to_hebrew(f"I want {value}.", plenty, CALL)
    assert len(translator.asked) == 3


def test_sentences_of_one_request_that_differ_in_values_alone() -> None:
    told = hebrew(CachingTranslator(Nmt()), text="Hello Dana. Hello Noa. Hello Dana.")
    assert told.text == "מילה דנה. מילה נועה. מילה דנה."


def test_a_fake_that_knows_its_line() -> None:
    assert hebrew(FakeTranslator({OFFER: f"דנה, יש {SUNDAY.he} או {MONDAY.he}"})).by == ("fake",)


class Echo:
    """Gives back what it was asked."""

    name = "echo"

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        return list(texts)

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        return [each.template for each in sentences]


class PlainTranslator:
    """Knows no marks."""

    name = "plain"

    def __init__(self, table: dict[str, str]) -> None:
        self._table = table

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        return [self._table[each] for each in texts]
