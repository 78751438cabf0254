"""Hebrew word classes for the rules, one form a word: [יו]? is an optional letter (`patterns`).

Verbs that callers use to ask for something come from `verbs_he`, in all their genders and numbers.
"""

from collections.abc import Mapping
from typing import Final

from language.hebrew import word_set
from language.verbs_he import at, of_others, requests, that, to
from language.words_he_people import PEOPLE
from language.words_he_states import STATES

# Said while thinking, or to open a sentence: dropped wherever they stand.
NOISE: Final = word_set(
    "אה אהה אההה אהמ אהם אמ אממ אמממ אמם המ המם הממ כאילו יעני נו תשמע תשמעי תשמעו שמע שמעי שמעו תראה תראי "
    "תראו תקשיב תקשיבי תקשיבו בקיצור פשוט בעצם ואלה וואלה אוי אוף אחי אחותי גבר מותק נשמה חביבי חמודה חמוד מאמי "
    "מתוקה כפרה לעזאזל באמת בחייך בחייכם um uh erm hmm"
)
# Dropped only in front of something else: alone they mean something.
OPENERS: Final = word_set(
    "טוב אז סליחה רגע שלום הי היי הלו שניה שנייה אוקי אוקיי בסדר אבל כי תודה יאללה תגיד תגידי תגידו לצערי ok okay "
    "well so hi hello"
)

# Formal and rarer words with what people say more often: read as that, behind a joined ו as well.
SAME: Final[Mapping[str, str]] = {
    "אינני": "אני לא",
    "איני": "אני לא",
    "הנני": "אני",
    "אנוכי": "אני",
    "טרם": "עוד לא",
    "כיצד": "איך",
    "מהיכן": "מאיפה",
    "מנין": "מאיפה",
    "מאין": "מאיפה",
    "היכן": "איפה",
    "מדוע": "למה",
    "רלבנטי": "רלוונטי",
    "רלבנטית": "רלוונטית",
    "מעונין": "מעוניין",
    "מעונינת": "מעוניינת",
    "מעונינים": "מעוניינים",
    "אישתי": "אשתי",
    "אישתו": "אשתו",
    "אימא": "אמא",
    "הכול": "הכל",
    "כח": "כוח",
    "דכאון": "דיכאון",
    "תיכף": "תכף",
    "יאוש": "ייאוש",
    "שרפה": "שריפה",
    "עבורי": "בשבילי",
    "עבורנו": "בשבילנו",
}
# "My brother" is also how one addresses anybody: it is kept only after these.
KIN_AFTER: Final = word_set("עם את של הנה")
KIN: Final = word_set("אחי אחותי")

_REMOVE: Final = requests("תוריד תסיר תמחק תוציא תעיף תגרע")
_CALL: Final = requests("תתקשר תצלצל תטלפן תחייג תחזור תפנה")

_VERBS: Final[Mapping[str, str]] = {
    "remove": f"{_REMOVE} {of_others('תוריד תסיר תמחק תוציא')} להוריד להסיר למחוק להוציא להעיף לגרוע הוריד תורד",
    "that_remove": that(_REMOVE),
    "removing": "מוריד מורידה מורידים מסיר מסירה מסירים מוחק מוחקת מוחקים מוציאים להסיר להוריד למחוק",
    "go_off": "לרדת לצאת להימחק להתנתק להימחק יורד יורדת יורדים יוצא יוצאת יוצאים",
    "not_to": "אל לא שלא ולא בלי",
    "call2": _CALL,
    "run": "רץ רצה רצים רצנו נכנס נכנסת נכנסים נכנסנו נכנסתי להיכנס יורד יורדת יורדים ירדנו ירדתי לרדת הולך הולכת הולכים "
    "עוברים כולם כולנו יושב יושבת יושבים סגור סגורים סגורה דרך חייב חייבים צריך צריכים",
    "contact": requests("תיצור תצור תתקשר תדבר") + " ליצור לתקשר לדבר",
    "call_inf": "להתקשר לתקשר לצלצל לטלפן לחייג לפנות לחזור",
    "call_now": "מתקשר מתקשרת מתקשרים מתקשרות מצלצל מצלצלת מצלצלים מטלפנים מחייגים",
    "they_call": of_others("תתקשר תחזור תדבר תצלצל תענה"),
    "bother": requests("תטריד תציק תחפור תנדנד תשגע תפריע") + " להטריד להציק לחפור לנדנד לשגע להפריע",
    "bothering": "מטריד מטרידה מטרידים מטרידות מציק מציקה מציקים מציקות חופר חופרת חופרים מנדנדים",
    "stop": requests("תפסיק תחדל") + " " + of_others("תפסיק") + " להפסיק לחדול די מספיק",
    "quit": requests("תפסיק תחדל") + " להפסיק לחדול מפסיק מפסיקה מפסיקים יפסיקו",
    "leave": requests("תעזוב תניח תרד תשאיר"),
    "mark": requests("תרשום תסמן תציין תכתוב תעדכן תדאג תזכור") + " שימ[יו] תשימ[יו] שים תשים",
    "block": "חוסם חוסמת אחסום חוסמים לחסום חסמתי נחסום",
    "sue": "יתבע יתלונן תתבע אתבע אתלונן אתבע נתבע תבעתי אתבעתי לתבוע תובע תובעת תובעים להתלונן",
    "bring": requests("תעביר תחבר תביא תפנה תשיג תקרא") + " תן תנ[יו] תיתנ[יו] תתנ[יו] להעביר לחבר להביא",
    "connect": requests("תקשר") + " לקשר תעלה תעלי תעלו",
    "ask_them": requests("תגיד תבקש תאמר תמסור"),
    "repeat2": requests("תחזור תגיד תאמר") + " לחזור להגיד אמור",
    "speak2": requests("תדבר תגיד תאמר תחזור תקריא") + " לדבר להגיד",
    "send2": requests("תשלח תכתוב תסמס") + " לשלוח לכתוב",
    "cancel": requests("תבטל") + " לבטל",
    "cancelling": "מבטל מבטלת מבטלים ביטלתי ביטלנו נבטל אבטל",
    "forward2": requests("תעביר תביא") + " להעביר",
    "move2": requests("תזיז תדחה תקדים תשנה תעביר")
    + " להזיז לדחות להקדים לשנות להעביר נזיז נדחה נקדים נשנה נעביר אזיז אדחה",
    "try2": requests("תנסה תשיג תתפוס תחפש"),
    "explain2": requests("תספר תסביר תפרט תמשיך") + " ספר",
    "book2": requests("תקבע תרשום תכניס תשריין"),
    "talking": "מדבר מדברת מדברים",
    "talker": "שמדבר שמדברת דובר דוברת שיודע שיודעת",
    "got": "מוצא מוצאת מוצאים משיגים לוקחים מקבלים השגת השגתם קיבלת קיבלתם מצאת מצאתם לקחת לקחתם הבאת הבאתם הוצאת הוצאתם שלפת שלפתם משיג משיגה משיגים "
    "הגיע הגיעו נמצא מוציאים מביאים קניתם",
    "press": requests("תקיש תלחץ תחייג") + " להקיש ללחוץ",
    "summon": requests("תזמין תקרא תתקשר תשלח תזעיק") + " להזמין לקרוא להזעיק",
}

_THINGS: Final[Mapping[str, str]] = {
    "written": 'מייל אימייל איימייל מיילים דוא"ל דואל וואטסאפ ווטסאפ ווצאפ וואצאפ סמס מסרון הודעה',
    "material": "פרטים חומר חומרים מידע הצעה קישור לינק מצגת ברושור דפדפת קטלוג",
    "prefer": "עדיף מעדיף מעדיפה מעדיפים",
    "meeting": "פגישה פגישתנו",
    "its_time": "מועד שעה זמן יום תאריך",
}

WORDS: Final[Mapping[str, str]] = {
    **_VERBS,
    **_THINGS,
    **PEOPLE,
    **STATES,
    "at_place": at(STATES["busy_place"]),
    "at_shelter": f"{at(PEOPLE['shelter'])} {to(PEOPLE['shelter'])}",
}
