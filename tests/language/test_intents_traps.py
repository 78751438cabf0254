"""Hand-picked sentences on which a careless rule goes wrong."""

import pytest

from language.intents import read_intents
from tests.rows import each_row

STOPS = frozenset(("optout", "human", "wrong_number", "minor", "deceased", "emergency", "distress", "voicemail"))


@each_row(
    ("said", "first"),
    [
        ("כן, נפלא", "yes"),
        ("כֵּן, נִפְלָא", "yes"),
        ("לאט לאט", "slow_down"),
        ("לאחר הצליל", "voicemail"),
        ("זאת בינה מלאכותית?", "is_this_a_bot"),
        ("למה לא", "yes"),
        ("טוב, אפשר לקבוע", "yes"),
        ("אפשר לקבוע פגישה", "yes"),
        ("יאללה, בוא ננסה", "yes"),
        ("בואי ננסה", "yes"),
        ("לא, אין צורך", "no"),
        ("לא, מיכל בן דוד", "no"),
        ("אני אחשוב על זה", "later"),
        ("אני צריך להתייעץ עם השותף", "later"),
        ("אני צריכה לבדוק עם המנהל", "later"),
        ("אני צריך אישור של המנהל", "later"),
        ("המנהל צריך לאשר", "later"),
        ("אני צריך לדבר עם המנהל", "human"),
        ("אני רוצה להתייעץ עם נציג", "human"),
        ("יש לכם נציגים בבקשה?", "human"),
        ("טוב, בקצרה", "yes"),
        ("לא, דוד", "no"),
        ("זה לא דוד", "wrong_number"),
        ("לא, תורידו אותי", "optout"),
        ("לא מעוניין ותסירו אותי", "optout"),
        ("ושתמחקו לי את המספר", "optout"),
        ("כשתורידו אותי מהרשימה תגידו", "optout"),
        ("תּוֹרִידוּ אוֹתִי מֵהָרְשִׁימָה", "optout"),
        ("תורידו, בבקשה, אותי!!!", "optout"),
        ("אה, תשמע, כאילו, תוריד אותי אחי מהרשימה", "optout"),
        ("אל תתקשרו יותר בערב, ובכלל לא", "optout"),
        ("אל תתקשר מחר, אל תתקשר יותר", "optout"),
        ("אל תתקשרי עכשיו, תתקשרי מחר", "later"),
        ("כן אבל לא עכשיו", "later"),
        ("כן אבל מי זה", "who_are_you"),
        ("לא הבנתי מי זה", "who_are_you"),
        ("אינני מעוניין", "not_interested"),
        ("איני יכולה לענות כעת", "voicemail"),
        ("תדבר עם אחי", "other_person"),
        ("לא, זה אחיו", "other_person"),
        ("היא לא זמינה", "other_person"),
        ("הוא לא פנוי עכשיו", "other_person"),
        ("אני עונה לו לטלפון", "other_person"),
        ("אני עונה לטלפון שלה", "other_person"),
        ("אני עונה לנייד של אמא", "other_person"),
        ("הבן שלי נפטר", "deceased"),
        ("הוא נהרג בתאונה", "deceased"),
        ("הוא נפל בעזה", "deceased"),
        ("אזעקה ביי", "emergency"),
        ("אנחנו בַּמַּמָּ״ד", "emergency"),
        ("אני ילדה, אמא לא בבית", "minor"),
        ("אני לא יכולה לדבר עם מכונה, תעבירי לנציג", "human"),
        ("זה מענה אוטומטי?", "is_this_a_bot"),
        ("אל תדבר כל כך מהר", "slow_down"),
        ("אולי מחר", "later"),
        ("Здравствуйте, какой сегодня день", "other_language"),
        ("كيف حالك", "other_language"),
        ("ניי זוואניטה", "optout"),
        ("אי דונט ספיק היברו", "other_language"),
        ("ואללה מה בחכי עברי", "other_language"),
    ],
)
def test_the_first_intent(said: str, first: str) -> None:
    assert read_intents(said, "he")[:1] == (first,)


@each_row(
    "said",
    [
        "לא, אל תורידו אותי",
        "אני לא רוצה שתורידו אותי מהרשימה",
        "רק שלא תמחקו אותי",
        "לא להוריד אותי מהרשימה",
        "אל תפסיקו להתקשר אליי",
        "אל תשכחו את המספר שלי",
        "תוריד לי עשרה אחוז",
        "אל תתקשרו לפני עשר",
        "אל תתקשר לבית, תתקשר לנייד",
        "לא מטריד אותי המחיר",
        "המייל שלכם נכנס לספאם",
        "הבן שלי קטין",
        "הבת שלי בת עשר",
        "יש לי ילד בן שבע",
        "אני אמא של ילדה קטנה",
        "הנהג הצעיר בן שבע עשרה",
        "אני מורה בתיכון",
        "אני לא רובוט",
        "אני בן אדם מסודר",
        "המנהל שלי צריך לאשר",
        "יש לכם נציגים בצפון?",
        "אני צריכה לבדוק עם המנהל",
        "לא, דוד",
        "אני צריך לדבר עם המנהל שלי",
        "יש לנו שלושה נציגים",
        "אני מת על זה",
        "הטלפון שלי מת",
        "איבדתי את הסיסמה",
        "הוא נפל בין הכיסאות",
        "לא השארתי דבר מחוץ לרשימה בחיים",
        "יש לי מערכת אזעקה בבית",
        "הייתה לי תאונה לפני שנתיים",
        "דירה עם ממ״ד",
        "קשה לי להחליט",
        "אני עובד לבד",
        "פיטרו אותי לפני שנה",
        "יש טעות בתאריך",
        "אני טעיתי בסכום",
        "המספר של הרכב לא נכון",
        "השאירו לי הודעה אתמול",
        "המשרד סגור ביום שישי",
        "אני לא עסוק",
    ],
)
def test_nothing_stops_the_call(said: str) -> None:
    assert STOPS.isdisjoint(read_intents(said, "he"))


@each_row(
    "said",
    [
        "היא זמינה?",
        "מתי היא זמינה להתחיל?",
        "היא זמינה לראיון ביום שלישי?",
        "הוא פנוי מחר?",
        "היא נמצאת בארץ?",
        "אני עונה",
        "אני עונה בעצמי",
        "אני עונה לכולם",
        "אני עונה לטלפון",
        "אני עונה לטלפונים של העסק",
    ],
)
def test_the_same_person_speaks_on(said: str) -> None:
    """Of somebody who is spoken about, or of who answers the telephone in a business."""
    assert not {"other_person", *STOPS} & set(read_intents(said, "he"))


@each_row("said", ["לאט לאט", "נפלא", "לאחר מכן", "מלאכותי", "כן, לא", "לא אכפת לי", "לא נורא"])
def test_no_is_no_part_of_a_word(said: str) -> None:
    assert "no" not in read_intents(said, "he")


@pytest.mark.parametrize("said", ["אני לא עסוק", "לא עסוקה", "אני לא ממהר"])
def test_not_busy_is_not_later(said: str) -> None:
    assert "later" not in read_intents(said, "he")


def test_a_long_speech_is_read_to_its_eightieth_word() -> None:
    assert read_intents("אז " * 76 + "תורידו אותי מהרשימה", "he")[:1] == ("optout",)
    assert read_intents("אז " * 80 + "תורידו אותי מהרשימה", "he") == ()
