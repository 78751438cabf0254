"""What rules read in the callers' own words."""

import pytest

from language.intents import INTENTS, read_intents
from language.types import Language
from tests.language.corpus import DATA, lines, utterances
from tests.rows import each_row

GIVEN = utterances("utterances")
MORE = utterances("more")
OBJECTIONS = utterances("objections")
OVERALL = 0.95
EACH = 0.85


def right(intent: str, said: list[str]) -> int:
    return sum(intent in read_intents(each, "he") for each in said)


@pytest.mark.parametrize("folder", [GIVEN, MORE], ids=["given", "more"])
def test_accuracy_over_all_intents(folder: dict[str, list[str]]) -> None:
    total = sum(map(len, folder.values()))
    assert sum(right(intent, said) for intent, said in folder.items()) / total >= OVERALL


@each_row("folder", [GIVEN, MORE])
@each_row("intent", sorted(GIVEN))
def test_accuracy_of_each_intent(intent: str, folder: dict[str, list[str]]) -> None:
    assert right(intent, folder[intent]) / len(folder[intent]) >= EACH


def test_every_file_is_an_intent() -> None:
    assert set(GIVEN) | {"interested", "price"} | set(OBJECTIONS) == set(INTENTS)
    assert set(MORE) == set(GIVEN)


@each_row("said", [*GIVEN["optout"], *MORE["optout"]])
def test_every_optout_is_found_and_comes_first(said: str) -> None:
    assert read_intents(said, "he")[:1] == ("optout",)


@each_row("folder", [GIVEN, MORE])
@each_row("intent", sorted(set(GIVEN) - {"optout"}))
def test_optout_is_never_invented(intent: str, folder: dict[str, list[str]]) -> None:
    assert [said for said in folder[intent] if "optout" in read_intents(said, "he")] == []


@each_row("said", lines(DATA / "neutral.txt"))
def test_what_means_none_of_these_is_unclear(said: str) -> None:
    assert read_intents(said, "he") == ()


@each_row(
    ("said", "intents"),
    [
        ("כן, נפלא", ("yes",)),
        ("לאט לאט", ("slow_down",)),
        ("לא, תודה", ("no",)),
        ("לא עכשיו", ("later",)),
        ("אני לא מעוניין", ("not_interested",)),
        ("אני מעוניינת", ("interested",)),
        ("נשמע מעניין", ("interested",)),
        ("ספרי לי עוד", ("interested",)),
        ("למה לא", ("yes",)),
        ("לא אכפת לי", ("yes",)),
        ("אין בעיה", ("yes",)),
        ("כן, לא", ()),
        ("", ()),
        ("...", ()),
        ("אולי", ()),
        ("אל תתקשרי עכשיו, תתקשרי מחר", ("later",)),
        ("אל תתקשרו יותר", ("optout",)),
        ("אל תתקשר יותר אליי בערב, אף פעם", ("optout",)),
        ("צבע אדום, ביי", ("emergency",)),
        ("הילד בכיתה והוא נפטר", ("deceased",)),
        ("אה, כאילו, תשמע, לא", ("no",)),
        ("טוב, אז כן", ("yes",)),
        ("כֵּן", ("yes",)),
        ("\u200fכן\u200e", ("yes",)),
        ("אני רוצה בן־אדם", ("human",)),
        ("ולא מעוניין", ("not_interested",)),
        ("שתורידו אותי מהרשימה", ("optout",)),
        ("לא רוצה לדבר עם רובוט, תעבירי אותי לנציג", ("human",)),
        ("תודה רבה", ()),
        ("קשה לי לשמוע אותך", ("repeat",)),
    ],
)
def test_hebrew_meaning(said: str, intents: tuple[str, ...]) -> None:
    assert read_intents(said, "he") == intents


@each_row(
    ("said", "intent"),
    [
        ("yes", "yes"),
        ("Yeah, sure", "yes"),
        ("ok", "yes"),
        ("sounds good", "yes"),
        ("why not", "yes"),
        ("no", "no"),
        ("No, thank you", "no"),
        ("not really", "no"),
        ("I'm not interested", "not_interested"),
        ("Not interested, thanks", "not_interested"),
        ("we already have one", "not_interested"),
        ("call me later", "later"),
        ("I'm busy right now", "later"),
        ("not a good time", "later"),
        ("who are you?", "who_are_you"),
        ("Who is this", "who_are_you"),
        ("what company is this", "who_are_you"),
        ("Remove me from your list", "optout"),
        ("Stop calling me!", "optout"),
        ("don’t call me again", "optout"),
        ("take me off the list", "optout"),
        ("a person please", "human"),
        ("I want to talk to a human", "human"),
        ("can I speak to a representative", "human"),
        ("are you a robot?", "is_this_a_bot"),
        ("am I talking to a machine", "is_this_a_bot"),
        ("repeat please", "repeat"),
        ("what did you say", "repeat"),
        ("goodbye", "goodbye"),
        ("bye", "goodbye"),
        ("wrong number", "wrong_number"),
        ("sounds interesting", "interested"),
        ("tell me more", "interested"),
        ("I'm interested", "interested"),
        ("slow down please", "slow_down"),
        ("where did you get my number", "where_from"),
        ("he passed away", "deceased"),
        ("leave a message after the beep", "voicemail"),
        ("I don't speak English", "other_language"),
    ],
)
def test_english_meaning(said: str, intent: str) -> None:
    assert read_intents(said, "en")[:1] == (intent,)


@pytest.mark.parametrize(
    "said", ["hello", "I run a small bakery", "the second one", "on Sunday at ten", "we have ten people"]
)
def test_english_that_means_none_of_these_is_unclear(said: str) -> None:
    assert read_intents(said, "en") == ()


@each_row(
    ("said", "intent"),
    [
        ("удалите мой номер", "optout"),
        ("соедините меня с оператором", "human"),
        ("вы ошиблись номером", "wrong_number"),
        ("говорите по-русски?", "other_language"),
        ("احذفوا رقمي من القائمة", "optout"),
        ("الرقم غلط", "wrong_number"),
        ("بدي احكي مع موظف", "human"),
        ("סטופ קולינג מי", "optout"),
        ("איבריט ניט", "other_language"),
    ],
)
def test_other_languages_on_a_hebrew_call(said: str, intent: str) -> None:
    assert read_intents(said, "he")[:1] == (intent,)


@each_row("said", ["שלום, כן", "לא נורא", "לא יודעת", "לאחר מכן", "מלאכותי", "נפלאות"])
def test_no_is_never_found_inside_a_word_or_an_idiom(said: str) -> None:
    assert "no" not in read_intents(said, "he")


@each_row(
    ("said", "language"),
    [
        ("כמה זה עולה?", "he"),
        ("וכמה זה יעלה לי", "he"),
        ("מה המחיר של השירות", "he"),
        ("מה העלות", "he"),
        ("זה בתשלום?", "he"),
        ("How much does it cost?", "en"),
        ("What's the price?", "en"),
        ("Is it expensive?", "en"),
    ],
)
def test_questions_about_the_price(said: str, language: Language) -> None:
    assert read_intents(said, language)[:1] == ("price",)


@pytest.mark.parametrize("said", ["כמה עובדים יש לכם", "כמה זמן זה לוקח", "כמה פעמים התקשרתם"])
def test_other_questions_of_how_much(said: str) -> None:
    assert "price" not in read_intents(said, "he")


@each_row(
    ("said", "intents"),
    [
        ("תשלחי לי מייל", ("later", "by_mail")),
        ("אין לי זמן, תשלחי לי מייל", ("later", "by_mail")),
        ("יש לנו כבר ספק", ("not_interested", "have_one")),
        ("לא מעוניין, יש לי כבר", ("not_interested",)),
        ("יש לי כבר, תודה", ("not_interested",)),
        ("אפשר לדחות את הפגישה לשבוע הבא?", ("move_meeting",)),
        ("אני רוצה לבטל את הפגישה, לא מעוניין", ("cancel_meeting",)),
        ("תורידו אותי מהרשימה ותבטלו את הפגישה", ("optout",)),
    ],
)
def test_objections_are_read_beside_what_they_are_a_kind_of(said: str, intents: tuple[str, ...]) -> None:
    assert read_intents(said, "he") == intents


@pytest.mark.parametrize("said", ["אל תבטלי את הפגישה", "בלי להזיז את הפגישה", "אל תשלחי לי מייל", "המייל שלי הוא דוד"])
def test_objections_are_not_read_in_their_denial(said: str) -> None:
    assert set(OBJECTIONS).isdisjoint(read_intents(said, "he"))


@each_row(
    ("words", "objects"),
    [
        ("לא רלוונטי, יש לנו כבר מישהו", True),
        ("לא רלוונטי לנו, יש לנו כבר מישהו", True),
        ("לא צריכים, כבר יש לנו ספק", True),
        ("לא רלוונטי, תודה, יש לנו כבר", False),
        ("לא מעוניין, יש לנו כבר", False),
        ("לא רלוונטי", False),
    ],
)
def test_not_relevant_because_we_have_one_is_an_objection(words: str, objects: bool) -> None:
    assert ("have_one" in read_intents(words, "he")) == objects
