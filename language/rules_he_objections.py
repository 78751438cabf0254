"""Hebrew rules for what is said instead of yes or no: "send me a mail", "we have one", and about a meeting that
stands already (notation: `rules_he`)."""

from collections.abc import Mapping
from typing import Final

OBJECTIONS: Final[Mapping[str, str]] = {
    "by_mail": """
        ?m ~@send2|@forward2 לי|לנו|אליי .. ~@written|@material
        ?m ~@send2|@forward2 .. ~@written
        ?m ~@send2 לי|לנו .. משהו
        ?m יש .. משהו .. לשלוח
        ?m לקבל .. ~@written|כתב
        ?m @prefer .. ~@written|כתב
        ?m ~מייל|אימייל .. עדיף
        ?m תן|תני|תנו לי .. ~@written
        -m אל|לא|כבר ~@send2
        -m ~מייל|אימייל שלי
        """,
    "have_one": """
        ?h יש לי|לנו|אצלי|אצלנו .. כבר
        ?h יש לי|לנו מישהו|משהו .. .. כבר
        ?h כבר יש לי|לנו|אצלי|אצלנו|$
        ?h אצלי|אצלנו כבר יש
        ?h יש לי|לנו ספק|סוכן קבוע|אחר
        ?h כבר עובד|עובדת|עובדים|משתמש|משתמשת|משתמשים
        ?h כבר עם ~מתחרים|~חברה|~ספק
        ?h מסודר|מסודרת|מסודרים עם ~ספק|חברה|מישהו
        לא רלוונטי|רלוונטית|צריך|צריכה|צריכים לי|לנו? יש לי|לנו כבר
        לא רלוונטי|רלוונטית|צריך|צריכה|צריכים לי|לנו? כבר יש לי|לנו
        -h לא|תודה|עזוב|עזבי|עזבו|ביי|די|מספיק
        """,
    "move_meeting": """
        ?m ~@move2 .. ~@meeting
        ?m ~@move2 .. ~@its_time .. ~@meeting
        ?m ~@meeting .. .. ~@move2
        ?m ~@book2|לקבוע|לתאם|נקבע|נתאם|קובעים .. מחדש
        ?m לקבוע|לתאם .. ~הפגישה|הפגישה .. ~זמן|מועד|יום|שעה אחר|אחרת
        -m אל|בלי ~@move2
        """,
    "cancel_meeting": """
        ?c ~@cancel|@cancelling .. ~@meeting
        ?c ~@cancel|@cancelling .. שקבענו|שקבעתי
        ?c ~@meeting .. מבוטלת|מתבטלת|בוטלה|מבוטל
        ?c ~@remove|תמחק|תמחקי|תמחקו .. ~@meeting
        ?c לא אגיע|אבוא|נגיע|נבוא ~@meeting
        ?c לא אוכל|נוכל|יכול|יכולה להגיע|לבוא ~@meeting
        -c אל|לא|בלי ~@cancel
        """,
}
