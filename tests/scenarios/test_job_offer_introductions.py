"""What is taken from a caller's first sentence, and what is left to be asked for."""

import pytest

from voicebot.scenarios.job_offer_introductions import introduced


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


def test_asked_for_the_name_it_needs_no_opening() -> None:
    assert introduced("דנה לוי מאלטק", asked=True) == {"name": "דנה לוי", "company": "אלטק"}
    assert introduced("דנה לוי", asked=True) == {}, "the whole answer is the name"
