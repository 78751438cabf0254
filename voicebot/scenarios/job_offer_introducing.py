"""Words by which somebody introduces himself on the phone: what leads to a name, a position or a company."""

from typing import Final

from language.hebrew import word_set
from voicebot.scenarios.job_offer_moves import INFORMATION, MEETING, OFFER

HELLO: Final = (
    "שלום|היי|הי|אהלן|הלו|כן|בסדר|אז|אוקיי|סבבה|בוקר טוב|צהריים טובים|ערב טוב|נעים מאוד|נעים להכיר|מה שלומך|מה שלומכם|"
    "מה נשמע|hello|hi|hey|good morning|good afternoon|good evening|yes|sure|okay|ok|well|so"
)
NAMING: Final = (
    r"ו?שמי(?: הוא)?|ו?קוראים לי|ו?השם שלי(?: הוא| זה)?|ו?השם(?: המלא)?(?: שלי)?(?: הוא)|מדברת?(?: איתך| איתכם)?|כאן|פה|"
    r"my(?: full)? name(?: is|'s)|the name(?: is|'s)|this is|speaking is"
)
"""After one of these stands a name."""
BEING: Final = r"ו?אני|זאת|זו|זה|מתקשרת?|עובדת?|i'm|i am|it's|it is|calling|speaking|i work"
SERVING: Final = (
    r"ו?תפקידי(?: הוא)?|ו?התפקיד(?: שלי)?(?: הוא| זה)?|בתפקיד(?: של)?|כ(?=מנהלת?|מגייסת?|רכזת?)|"
    r"my (?:position|role|job|title)(?: there)?(?: is|'s)"
)
"""After one of these stands a position."""
AFTER: Final = word_set("מדבר מדברת כאן speaking here calling")
"""With one of these behind it a name is led to as well: "דנה לוי מדברת"."""

FILLING: Final = (
    "רגע|רק|שנייה|שניה|דקה|טוב|אוקיי|אוקי|בסדר|אה|אהה|אממ|אז|בבקשה|זה|כבר|עכשיו|אחד|אחת|"
    "ok|okay|well|just|please|one|a|moment|second|sec|it|um|uh|now|for|oh"
)
NO_ANSWER: Final = (
    "(?:לא|מה) (?:זה )?(?:משנה|חשוב)|לא (?:רלוונטי|עניינך|עניינכם)|עזבי?|"
    "(?:תני|תן|תנו) לי (?:רגע |שנייה |שניה |רק )*(?:לבדוק|לחשוב|להיזכר|רגע|שנייה|שניה|דקה)(?: (?:את זה|מה|משהו))?|"
    "(?:אני )?(?:צריכה?|רוצה) (?:רגע )?(?:לבדוק|לחשוב)|אני? ?בודקת?|אבדוק|חכי|חכה|תחכי|תחכה|"
    "(?:it )?(?:doesn't|does not) matter|never ?mind|not important|none of your business|forget it|"
    r"(?:כבר |הרי |אני |אבל )*(?:אמרתי|דיברתי|דברתי|סיפרתי|מסרתי|נתתי|עניתי|שלחתי|כתבתי|התקשרתי|ביקשתי|הזדהיתי|הצגתי את עצמי)"
    r"(?:\W+(?:לך|לכם|לכן|לו|לה|איתך|איתכם|אתכם|אליך|אלייך|אליכם|כבר|אתמול|שלשום|קודם|מקודם|היום|הבוקר|השבוע|בשבוע שעבר|את זה|על זה|פעם|פעמיים"
    r"|שם|מישהו|מישהי|לפני (?:רגע|דקה|שנייה|יום|יומיים|שבוע|חודש)|הכול|הכל))*|"
    r"(?:but )?(?:i|we)(?:'ve| have)? (?:already |just )*(?:told|said|gave|given|spoke|spoken|talked|sent|called|answered)"
    r"(?: (?:it|that|this|you|to you|with you|already|yesterday|before|earlier|today|last week|twice|once))*|"
    "let me (?:just )?(?:check|see|think|look)(?: (?:that|it))?|(?:i )?(?:need|have) to check|hold on|wait|hang on"
)
"""What somebody says instead of an answer; `FILLING` may stand around it."""

HEADS: Final = word_set(
    'מנהל מנהלת מגייס מגייסת ראש ראשת רכז רכזת אחראי אחראית סמנכל סמנכלית סמנכ"ל סמנכ"לית מנכל מנכלית מנכ"ל מנכ"לית '
    "סגן סגנית נציג נציגת יועץ יועצת משאבי ממשאבי שותף שותפת "
    "manager recruiter lead head director partner vp sourcer coordinator hr ceo cto officer specialist"
)
"""A position begins with one of these, or in English ends with it or goes on behind it."""
WHOLE: Final = word_set("מגייס מגייסת רכז רכזת recruiter")
"""A position also without another word."""
ADJECTIVES: Final = word_set("recruiting recruitment talent hiring senior technical human people team engineering")
TAILS: Final = word_set(
    "גיוס הגיוס גיוסים הגיוסים צוות הצוות אנוש כוח אדם פיתוח הפיתוח טכנולוגי טכנולוגית הטכנולוגי בכיר בכירה טאלנט מוצר "
    "המוצר משאבי מחקר recruiting recruitment talent acquisition resources engineering"
)
ARTICLES: Final = word_set("a an the")
COMPANY: Final = word_set("מחברת בחברת מטעם מקבוצת בקבוצת from at with")
OF: Final = word_set("של of")
"""The same, where what stands before it is a position, or a name."""
PARTICLES: Final = word_set("בן בר בת אבו ben bar van de der al")
TOPIC: Final = word_set(
    "לגבי בקשר בנוגע בנושא בעניין בשביל על ורציתי רציתי ורוצה רוצה ואשמח אשמח about regarding concerning calling because"
)
"""What comes behind one of these is what the call is for."""
STOPS: Final = (
    word_set(
        "רוצה רוצים צריך צריכה צריכים יכול יכולה אפשר מחפש מחפשת מעוניין מעוניינת מבקש מבקשת מעביר מעבירה חוזר חוזרת שמח "
        "שמחה אשמח אוכל עם של שלי שלך שלכם שלה שלו אותך אותי אותו אני אנחנו אתה אתם את זה זאת הוא היא הם לא כבר רק גם עוד "
        "המועמד המועמדת לגבי בקשר בנוגע בנושא בעניין בשביל על יש אין מישהו מישהי משהו לדבר לשפר לשמוע לשאול לבדוק "
        "מחר מכם מכן ממך מפה מכאן משם בערב בבוקר בצהריים בבקשה בשעה ביום בטלפון בזום במשרד בהמשך בדרך בישיבה מהבית "
        "מהמשרד מהעבודה מהטלפון מהמשטרה המשטרה במקרה ממש מאוד מאד מיד מידע מדוע מועמד מועמדת בגלל בבית בסדר ברור מוכן "
        "מוכנה בטח מספיק בעצם מצטער מצטערת ביקש ביקשה אמר אמרה אצל קוד הקוד סיסמה הסיסמה "
        "מה ומה מי ומי איזה איזו אילו איפה היכן מתי למה מדוע איך כמה האם תפקיד התפקיד "
        "what who where when why how which "
        "about regarding the not just very urgent from calling here to for with me you your our my it we need want would "
        "like can could is are that this there speaking sorry candidate position offer"
    )
    | INFORMATION
    | MEETING
    | OFFER
)
"""None of these is in a name, and no company begins with one."""
