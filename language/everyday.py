"""What callers say every day, with its English, so that a transcript reads well without any key."""

from typing import Final

_PAIRS: Final = """
כן = Yes
כן בבקשה = Yes, please
כן כן = Yes, yes
כן כן כן = Yes, yes, yes
כן, בטח = Yes, sure
כן, נפלא = Yes, wonderful
כן, מצוין = Yes, excellent
כן, אני שומע = Yes, I'm listening
כן, אני שומעת = Yes, I'm listening
כן, דבר = Yes, go ahead
כן, דברי = Yes, go ahead
כן, זה אני = Yes, that's me
כן, מדבר = Yes, speaking
כן, מדברת = Yes, speaking
כן, מתאים לי = Yes, that suits me
כן, אשמח = Yes, I'd be glad to
לא = No
לא תודה = No, thank you
לא, תודה רבה = No, thank you very much
לא לא = No, no
לא רוצה = I don't want to
לא מעוניין = Not interested
לא מעוניינת = Not interested
אני לא מעוניין = I'm not interested
אני לא מעוניינת = I'm not interested
אני מעוניין = I'm interested
אני מעוניינת = I'm interested
מעניין = Interesting
נשמע מעניין = Sounds interesting
נשמע טוב = Sounds good
נשמע לי טוב = Sounds good to me
ספרי לי עוד = Tell me more
ספר לי עוד = Tell me more
אשמח לשמוע = I'd be glad to hear
לא עכשיו = Not now
אני עסוק = I'm busy
אני עסוקה = I'm busy
אני בפגישה = I'm in a meeting
אני נוהג = I'm driving
אני נוהגת = I'm driving
תתקשרו מאוחר יותר = Call later
תתקשרי מחר = Call tomorrow
תחזרי אליי מאוחר יותר = Call me back later
אין לי זמן = I don't have time
שלום = Hello
הלו = Hello
בוקר טוב = Good morning
ערב טוב = Good evening
תודה = Thank you
תודה רבה = Thank you very much
בבקשה = Please
סליחה = Sorry
ביי = Bye
להתראות = Goodbye
תודה ולהתראות = Thank you and goodbye
יום טוב = Have a good day
בטח = Sure
ברור = Of course
בסדר = All right
בסדר גמור = All right
טוב = All right
אוקיי = OK
סבבה = Cool
מעולה = Great
מצוין = Excellent
מתאים לי = That suits me
למה לא = Why not
אין בעיה = No problem
לא משנה לי = It doesn't matter to me
אני לא יודע = I don't know
אני לא יודעת = I don't know
מי זה = Who is this?
מי מדבר = Who is speaking?
מי אתם = Who are you?
מאיפה אתם = Where are you from?
על מה מדובר = What is this about?
כמה זה עולה = How much does it cost?
מה המחיר = What is the price?
מה = What?
מה אמרת = What did you say?
לא שמעתי = I didn't hear
לא הבנתי = I didn't understand
אפשר לחזור = Could you say that again?
יותר לאט = Slower
רגע = One moment
אתה רובוט = Are you a robot?
את רובוט = Are you a robot?
אני רוצה לדבר עם נציג = I want to talk to a representative
אני רוצה לדבר עם בן אדם = I want to talk to a person
נציג בבקשה = A representative, please
טעות במספר = Wrong number
תורידו אותי מהרשימה = Remove me from the list
תסירו אותי מהרשימה = Remove me from the list
אל תתקשרו יותר = Don't call again
הראשון = The first one
הראשונה = The first one
השני = The second one
השנייה = The second one
המוקדם = The earlier one
המאוחר = The later one
אף אחד מהם = Neither of them
"""


def everyday_pairs() -> tuple[tuple[str, str], ...]:
    """(Hebrew, English) pairs; for that direction only, since the English is not one caller's words."""
    lines = (line.split(" = ") for line in _PAIRS.strip().splitlines())
    return tuple((hebrew, english) for hebrew, english in lines)
