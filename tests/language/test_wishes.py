"""A wish to cancel or move the meeting that was just set, also behind a no; and what is none."""

import pytest

from language.wishes import wished_change


@pytest.mark.parametrize(
    "said",
    [
        "לא, תבטלי את הפגישה",
        "בעצם לא מתאים לי, תבטלי",
        "אני מתחרט, לא צריך פגישה",
        "לא, אני רוצה לבטל",
        "לא, לא צריך את הפגישה",
        "רגע, תבטלי את הפגישה",
        "לא תודה תבטל את זה",
        "לבטל",
        "ביטול",
        "אופס, ביטול בבקשה",
        "רגע, אני רוצה ביטול של הפגישה",
        "no, cancel it",
        "no thanks, I want to cancel the meeting",
    ],
)
def test_a_wish_to_cancel(said: str) -> None:
    assert wished_change(said) == "cancel"


@pytest.mark.parametrize(
    "said",
    [
        "לא, תודה, אבל תזיזי לעשר וחצי",
        "לא, תזיזי לחמישי בתשע",
        "לא, רגע, טעיתי, אפשר ליום חמישי?",
        "לא, תעבירי את הפגישה ליום רביעי",
        "אל תבטלי, תזיזי למחר",
        "להזיז לשעה ארבע",
        "אפשר להקדים בשעה",
        "אפשר בארבע?",
        "עדיף לי בשלוש",
        "בעצם בארבע",
        "אופס, התכוונתי לארבע",
        "אפשר במקום זה ב-16?",
        "אפשר באותו יום בארבע?",
        "השעה לא נוחה לי",
        "no, move it to Thursday",
        "no, don't cancel, reschedule",
    ],
)
def test_a_wish_to_move(said: str) -> None:
    assert wished_change(said) == "move"


@pytest.mark.parametrize(
    "said",
    [
        "לא",
        "לא, תודה",
        "לא, אל תבטלי",
        "לא, לא צריך לבטל",
        "לא, הכול בסדר, לא אבטל",
        "לא התחרטתי",
        "לא, להתראות ביום חמישי",
        "כן, אפשר לדעת מה הכתובת?",
        "לא, לא רוצה להזיז",
        "לא צריך פגישה נוספת",
        "לא, תעבירי תודה לצוות",
        "חמש",
        "בעצם חמש",
        "אפשר בחמש דקות להסביר?",
        "יש דמי ביטול?",
        "השעה טובה",
        "אפשר לסיים, חמש",
        "no, don't cancel it",
        "no thanks, bye",
    ],
)
def test_no_wish_to_change(said: str) -> None:
    assert wished_change(said) is None
