"""What is wrong with an answer, and what can be mended."""

from language.terms import EMPTY, check, paired_line, render
from tests.language.terms.samples import CALL, MONDAY, SUNDAY
from tests.rows import each_row

SLOTS = CALL.mark(f"Dana, I have {SUNDAY.en}, or {MONDAY.en}.", "en")
PHONE = EMPTY.mark("Call 054-765-4321 before 3 PM.", "en")
NUMBERS = EMPTY.mark("3 of 3 plans for 25 users.", "en")


@each_row(
    "answer",
    [
        "⟦1⟧, יש לי ⟦2⟧, או ⟦3⟧.",
        "⟦ 1 ⟧, יש לי ⟦2 ⟧, או ⟦ 3⟧.",
        "⟧1⟦, יש לי ⟧2⟦, או ⟧3⟦.",
        "[[1]], יש לי [[2]], או [[3]].",
        "【1】, יש לי 【2】, או 【3】.",
        "⟦⟦1⟧⟧, יש לי ⟦⟦2⟧⟧, או ⟦⟦3⟧⟧.",
        "⟦3⟧ או ⟦2⟧, ⟦1⟧.",
        "דנה, יש לי ⟦2⟧, או ⟦3⟧.",
        "Dana, יש לי ⟦2⟧, או ⟦3⟧.",
        "לדנה יש ⟦2⟧, או ⟦3⟧.",
        "⟦1⟧, יש לי Sunday, November 22, at 10:00 AM, או ⟦3⟧.",
        "⟦1⟧, יש לי מחר, יום ראשון, בעשר בבוקר, או ⟦3⟧.",
    ],
)
def test_each_once(answer: str) -> None:
    checked = check(answer, SLOTS, "he")
    assert checked.whole
    said = render(checked.template, SLOTS, "he")
    assert all(said.count(each) == 1 for each in ("דנה", SUNDAY.he, MONDAY.he))


@each_row(
    ("answer", "defect"),
    [
        ("יש לי ⟦2⟧, או ⟦3⟧.", "missing: Dana"),
        ("⟦1⟧, יש לי ⟦2⟧.", f"missing: {MONDAY.en}"),
        ("⟦1⟧, יש לי ⟦2⟧, ⟦2⟧ או ⟦3⟧.", f"doubled: {SUNDAY.en}"),
        ("⟦1⟧ ודנה, יש לי ⟦2⟧ או ⟦3⟧.", "doubled: Dana"),
        ("⟦1⟧, Dana, יש לי ⟦2⟧ או ⟦3⟧.", "doubled: Dana"),
        ("דנה ודנה, יש לי ⟦2⟧ או ⟦3⟧.", "doubled: Dana"),
        ("⟦1⟧ ⟦2⟧ ⟦3⟧ ⟦4⟧", "unknown mark 4"),
        ("⟦0⟧ ⟦1⟧ ⟦2⟧ ⟦3⟧", "unknown mark 0"),
        ("⟦1⟧ ⟦2⟧ ⟦3⟧ ⟦", "a broken mark"),
        ("ירדנה, יש לי ⟦2⟧ או ⟦3⟧.", "missing: Dana"),
        ("", "missing: Dana"),
    ],
)
def test_defects(answer: str, defect: str) -> None:
    assert defect in check(answer, SLOTS, "he").defects


@each_row(
    ("answer", "whole"),
    [
        ("התקשרו ל-⟦1⟧ לפני ⟦2⟧.", True),
        ("התקשרו ל-054-765-4321 לפני ⟦2⟧.", True),
        ("התקשרו ל-054-765-4320 לפני ⟦2⟧.", False),
        ("התקשרו ל-0547654321 לפני ⟦2⟧.", False),
        ("התקשרו ל-⟦1⟧ לפני שלוש אחר הצהריים.", True),
        ("התקשרו ל-⟦1⟧ לפני ארבע אחר הצהריים.", False),
    ],
)
def test_forms_of_phones_and_times(answer: str, whole: bool) -> None:
    assert check(answer, PHONE, "he").whole is whole


@each_row(
    ("answer", "whole"),
    [
        ("⟦1⟧ מתוך ⟦2⟧ תוכניות ל-⟦3⟧ משתמשים", True),
        ("3 מתוך ⟦2⟧ תוכניות ל-⟦3⟧ משתמשים", True),
        ("⟦1⟧ מתוך שלוש תוכניות ל-⟦3⟧ משתמשים", True),
        ("⟦1⟧ מתוך שלושה ל-⟦3⟧ משתמשים", True),
        ("⟦1⟧ מתוך ⟦2⟧ ל-25 משתמשים", True),
        ("⟦1⟧ מתוך ⟦2⟧ ל-125 משתמשים", False),
        ("⟦1⟧ מתוך ⟦2⟧ ל-25,000 משתמשים", False),
        ("3 מתוך 3 תוכניות ל-⟦3⟧ משתמשים", True),
        ("3 מתוך 3 מתוך 3 ל-⟦3⟧", False),
        ("⟦1⟧ מתוך ⟦2⟧", False),
    ],
)
def test_a_number_may_be_written_out(answer: str, whole: bool) -> None:
    assert check(answer, NUMBERS, "he").whole is whole


def test_hebrew_to_english() -> None:
    marked = CALL.mark("תגידו לדנה שב-10:30", "he")
    assert check("Tell ⟦1⟧ that at ⟦2⟧", marked, "en").whole
    assert check("Tell Dana that at 10:30", marked, "en").whole
    assert check("Tell her that at ⟦2⟧", marked, "en").defects == ("missing: דנה",)


@each_row(
    ("sentence", "hebrew", "english"),
    [
        (
            f"I have {SUNDAY.en}, or {MONDAY.en}.",
            f"המועדים הם {SUNDAY.he}, או {MONDAY.he}.",
            f"The times are {SUNDAY.en}, or {MONDAY.en}.",
        ),
        (f"Dana, {SUNDAY.en}.", f"מדובר על {SUNDAY.he}.", f"This is about {SUNDAY.en}."),
        ("Thanks, Dana.", "מדובר על דנה.", "This is about Dana."),
        ("It is at 4 PM.", "השעה היא ארבע אחר הצהריים.", "The time is 4 PM."),
        ("On Sunday, and at 4 PM.", "מדובר על יום ראשון, בשעה ארבע אחר הצהריים.", "This is about Sunday, at 4 PM."),
        ("Write a@b.co.", "כתובת המייל היא a@b.co.", "The e-mail address is a@b.co."),
        ("Write a@b.co or c@d.co.", "כתובות המייל הן a@b.co ו-c@d.co.", "The e-mail addresses are a@b.co and c@d.co."),
        ("It is $5.", "הסכום הוא חמישה דולר.", "The amount is $5."),
        (
            "$5, or 20% less.",
            "הסכום הוא חמישה דולר. השיעור הוא עשרים אחוז.",
            "The amount is $5. The rate is 20%.",
        ),
        ("We have 3 plans.", "המספר הוא 3.", "The number is 3."),
        ("We have 3 or 3.", "המספר הוא 3.", "The number is 3."),
    ],
)
def test_the_line_of_last_resort(sentence: str, hebrew: str, english: str) -> None:
    line = paired_line(CALL.mark(sentence, "en").terms)
    assert line is not None
    assert (line.he, line.en) == (hebrew, english)


def test_no_terms_no_line() -> None:
    assert paired_line(()) is None
