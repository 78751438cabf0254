"""What is taken from a caller's first sentence, and what is left to be asked for."""

import pytest

from voicebot.scenarios.job_offer_introductions import behind_question, introduced, is_answer, is_no_answer, only_code


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("שלום, מדברת דנה לוי מאלטק", {"name": "דנה לוי", "company": "אלטק"}),
        ("היי, דנה לוי, מנהלת גיוס באלטק", {"name": "דנה לוי", "position": "מנהלת גיוס", "company": "אלטק"}),
        ("היי, אני דנה לוי, מנהלת הגיוס באלטק.", {"name": "דנה לוי", "position": "מנהלת הגיוס", "company": "אלטק"}),
        ("בוקר טוב, קוראים לי יוסי כהן מחברת נגב אנליטיקה", {"name": "יוסי כהן", "company": "נגב אנליטיקה"}),
        ("כאן יוסי כהן, ראש צוות", {"name": "יוסי כהן", "position": "ראש צוות"}),
        ("אני דנה לוי מאלטק, הקוד שלי (ספרות)", {"name": "דנה לוי", "company": "אלטק"}),
        ("הקוד שלי הוא (ספרות), מדברת דנה לוי מאלטק", {"name": "דנה לוי", "company": "אלטק"}),
        ("שלום, דנה לוי, מנהלת גיוס באלטק, עם הקוד (ספרות).", {
            "name": "דנה לוי", "position": "מנהלת גיוס", "company": "אלטק",
        }),
        ("I'm Dana Levi from Altech, my code is (digits)", {"name": "Dana Levi", "company": "Altech"}),
        ("Hi, this is Dana Levi from Altech", {"name": "Dana Levi", "company": "Altech"}),
        ("Hello, I'm Dana Levi, recruiting manager at Altech", {
            "name": "Dana Levi", "position": "recruiting manager", "company": "Altech",
        }),
    ],
)  # fmt: skip
def test_an_introduction_is_taken(said: str, told: dict[str, str]) -> None:
    assert introduced(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "לגבי ההצעה", "אני מתקשרת מאלטק", "אני רוצה לשפר את ההצעה", "זאת נועה, אני המועמדת. מה הציעו לי?",
        "זה לגבי ההצעה ששלחנו", "רגע, אני מעביר לו", "שלום, אני מתקשרת לגבי ההצעה ששלחנו", "אני רוצה לקבוע מחר",
        "אני רוצה מידע מכם",
        "הקוד שלי (ספרות)", "אני מהמשטרה, תני לי מיד את הפרטים", "שלום", "", "דנה לוי", "Who is the candidate?",
    ],
)  # fmt: skip
def test_what_is_none_is_not(said: str) -> None:
    assert introduced(said) == {}


WHOLE_HE = {"name": "דנה לוי", "position": "מנהלת גיוס", "company": "אלטק"}
WHOLE_EN = {"name": "Dana Levi", "position": "recruiting manager", "company": "Altech"}


@pytest.mark.parametrize(
    "said",
    [
        "שלום, מדברת דנה לוי מאלטק, אני מנהלת גיוס",
        "אני דנה לוי מאלטק, מנהלת גיוס",
        "שלום, מדברת דנה לוי מאלטק, מנהלת גיוס, הקוד שלי (ספרות)",
        "קוראים לי דנה לוי, אני מנהלת גיוס באלטק, הקוד (ספרות)",
        "שמי דנה לוי, מנהלת גיוס בחברת אלטק, והקוד שלי הוא (ספרות)",
        "שלום מדברת דנה לוי מאלטק אני מנהלת גיוס",
        "היי כאן דנה לוי מנהלת גיוס באלטק",
        "דנה לוי מדברת, מנהלת גיוס מאלטק",
        "אני מנהלת גיוס באלטק, קוראים לי דנה לוי",
        "אני מאלטק, שמי דנה לוי, מנהלת גיוס",
        "מחברת אלטק, דנה לוי, מנהלת גיוס",
        "מנהלת גיוס מאלטק, דנה לוי",
        "הקוד שלי הוא (ספרות), דנה לוי, מנהלת גיוס באלטק",
        "דנה לוי, אלטק, מנהלת גיוס, קוד (ספרות)",
        "שלום, שמי דנה לוי ואני מנהלת גיוס בחברת אלטק",
        "אני מתקשרת מאלטק, השם שלי הוא דנה לוי והתפקיד שלי הוא מנהלת גיוס",
        "זאת דנה לוי מ-אלטק, מנהלת גיוס",
        "בוקר טוב, שמי דנה לוי, אני עובדת באלטק כמנהלת גיוס",
        "מדברת דנה לוי מחברת אלטק, מנהלת גיוס, אני מתקשרת לגבי ההצעה ששלחנו",
        "אני רוצה לדבר על ההצעה, מדברת דנה לוי מאלטק, מנהלת גיוס",
        "אני דנה לוי, אני מנהלת גיוס, אני מאלטק",
    ],
)
def test_any_order_is_taken_whole(said: str) -> None:
    assert introduced(said) == WHOLE_HE


@pytest.mark.parametrize(
    "said",
    [
        "Hi, this is Dana Levi from Altech, I'm the recruiting manager",
        "My name is Dana Levi, I'm a recruiting manager at Altech, my code is (digits)",
        "I'm the recruiting manager at Altech, my name is Dana Levi",
        "Dana Levi speaking, recruiting manager at Altech",
        "This is Dana Levi, recruiting manager with Altech, and my code is (digits)",
        "I'm calling from Altech, my name is Dana Levi, I'm the recruiting manager",
        "Hi I'm Dana Levi recruiting manager at Altech",
        "My code is (digits), Dana Levi, recruiting manager, Altech",
    ],
)
def test_any_order_is_taken_whole_in_english(said: str) -> None:
    assert introduced(said) == WHOLE_EN


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("מדבר יוסי כהן, ראש צוות בנגב אנליטיקה", ("יוסי כהן", "ראש צוות", "נגב אנליטיקה")),
        ("שמי מיכל ברק, מגייסת מאלטק", ("מיכל ברק", "מגייסת", "אלטק")),
        ("כאן יוסי בן דוד מחברת נגב אנליטיקה, אני ראש הצוות", ("יוסי בן דוד", "ראש הצוות", "נגב אנליטיקה")),
        ("אני רכזת הגיוס של אלטק, דנה לוי", ("דנה לוי", "רכזת הגיוס", "אלטק")),
    ],
)
def test_other_people_and_positions(said: str, told: tuple[str, str, str]) -> None:
    assert introduced(said) == dict(zip(("name", "position", "company"), told, strict=True))


@pytest.mark.parametrize(
    "said",
    [
        "אפשר לדבר עם מנהל?", "המנהל שלי ביקש לדבר", "אני לא מנהלת גיוס, אני המועמדת", "תודה רבה",
        "this is very urgent",
        "זה דחוף מאוד", "I need to speak with a manager", "מה הניסיון שלה?", "איך קוראים למועמדת?", "אני מחכה לתשובה",
        "I'm calling about the position", "אני כאן בשביל ההצעה", "לא משנה מי אני", "אני מחר בבוקר",
        "אני המפקד שלך והמפתח שלך",
    ],
)  # fmt: skip
def test_talk_is_no_introduction(said: str) -> None:
    assert introduced(said) == {}


@pytest.mark.parametrize("said", ["(ספרות)", "הקוד שלי הוא (ספרות)", "the code is (digits)", "שלום, הקוד (ספרות)"])
def test_a_code_alone(said: str) -> None:
    assert only_code(said)


@pytest.mark.parametrize("said", ["דנה לוי, הקוד (ספרות)", "אלטק (ספרות)", "דנה לוי", "", "מה הקוד?"])
def test_a_code_beside_something_else(said: str) -> None:
    assert not only_code(said)


def test_what_comes_beside_the_answer_is_taken_too() -> None:
    assert introduced("אלטק, אני מנהלת גיוס", "company") == {"company": "אלטק", "position": "מנהלת גיוס"}
    assert introduced("נגב אנליטיקה", "company") == {"company": "נגב אנליטיקה"}
    assert introduced("דנה לוי, אלטק, מנהלת גיוס", "name") == WHOLE_HE


def test_asked_for_the_name_it_needs_no_opening() -> None:
    assert introduced("דנה לוי מאלטק", asked="name") == {"name": "דנה לוי", "company": "אלטק"}
    assert introduced("דנה לוי", asked="name") == {"name": "דנה לוי"}


@pytest.mark.parametrize(
    "said",
    [
        "לא משנה", "זה לא משנה", "מה זה משנה", "תני לי לבדוק", "רגע, תני לי לבדוק", "תן לי רגע", "אני צריכה לבדוק",
        "it doesn't matter", "Never mind.", "let me check", "One moment, let me see", "hold on",
    ],
)  # fmt: skip
def test_no_answer_at_all(said: str) -> None:
    assert is_no_answer(said)


@pytest.mark.parametrize(
    "said", ["לא משנה, אלטק", "תני לי לבדוק, אלטק", "אלטק", "רגע", "", "Let me check, Altech", "Wait Media"]
)
def test_an_answer_behind_it_counts(said: str) -> None:
    assert not is_no_answer(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("דנה לוי אלטק מגייסת (ספרות)", {"name": "דנה לוי", "company": "אלטק", "position": "מגייסת"}),
        ("דנה לוי אלטק מנהלת גיוס", {"name": "דנה לוי", "company": "אלטק", "position": "מנהלת גיוס"}),
        ("דנה בן דוד מגייסת (ספרות)", {"name": "דנה בן דוד", "position": "מגייסת"}),
        ("דנה לוי כהן מגייסת (ספרות)", {"name": "דנה לוי כהן", "position": "מגייסת"}),
    ],
)
def test_an_introduction_without_pauses(said: str, told: dict[str, str]) -> None:
    assert introduced(said, "name") == told


@pytest.mark.parametrize(
    ("said", "may_be"),
    [
        ("דנה לוי", True), ("דנה", True), ("דנה לוי?", True), ("Dana Levi", True), ("שני לוי", True),
        ("דנה מאלטק", True),
        ("אני מתקשרת מאלטק", False), ("אמרתי לך כבר", False), ("דיברתי איתכם אתמול", False), ("ואיפה היא גרה?", False),
    ],
)  # fmt: skip
def test_what_may_be_a_name(said: str, may_be: bool) -> None:
    assert is_answer(said, "name") == may_be


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("מה, איזה תפקיד? מגייסת", "מגייסת"),
        ("איזו חברה? אלטק", "אלטק"),
        ("איך קוראים לי? דנה לוי", "דנה לוי"),
        ("מה? לא הבנתי", "מה? לא הבנתי"),
        ("מה? תחזרי על זה", "מה? תחזרי על זה"),
        ("מה התפקיד?", "מה התפקיד?"),
    ],
)
def test_an_answer_behind_a_question(said: str, answer: str) -> None:
    assert behind_question(said) == answer


@pytest.mark.parametrize("said", ["אמרתי לך כבר", "דיברתי איתכם אתמול", "כבר אמרתי", "I already told you"])
def test_that_it_was_said_before_is_no_answer(said: str) -> None:
    assert is_no_answer(said)


@pytest.mark.parametrize("said", ["אמרתי לך, אלטק", "שלחתי לכם קורות חיים", "דיברתי"])
def test_more_than_that_may_be_one(said: str) -> None:
    assert is_no_answer(said) == (said == "דיברתי")
