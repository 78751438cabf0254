"""What the interviewer says: Hebrew originals and their English, written by hand as pairs.

In brackets stand two forms of the agent (a woman's voice, a man's), or three of the candidate (unknown, a man, a
woman). The questions themselves come from the interview's plan, in {question}.
"""

from language.phrases import Phrase, gendered

GREETING = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company} לריאיונות, והשיחה מוקלטת. אפשר להתחיל בריאיון?",
    "Hi, this is {company}'s digital assistant for interviews, and this call is recorded. Shall we begin the interview?",
)
GREETING_OUTBOUND = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לשיחה שקבענו, והשיחה מוקלטת. זה זמן טוב להתחיל?",
    "Hi, this is {company}'s digital assistant, calling as arranged, and this call is recorded. Is this a good time to begin?",
)
OPENING = gendered(
    "{hello}! כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company} לריאיונות.",
    "{hello}! I'm {company}'s digital assistant for interviews.",
)
DISCLOSE = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת.",
    "Hi, this is the digital assistant of {company}, and this call is recorded.",
)
READY = Phrase("אפשר להתחיל בריאיון?", "Shall we begin the interview?")
READY_AGAIN = Phrase(
    "סליחה, לא הבנתי. להתחיל עכשיו, או בזמן אחר?", "Sorry, I didn't understand. Shall we begin now, or at another time?"
)
ASK_PIN = Phrase(
    "מה הקוד שבהזמנה לריאיון? אפשר להקיש אותו או להגיד ספרה אחרי ספרה.",
    "What is the code in your invitation? You can key it in, or say it digit by digit.",
)
ASK_WHOSE = Phrase("תודה. ומה השם המלא, כמו בהזמנה?", "Thank you. And what is your full name, as in the invitation?")
NO_DIGITS = Phrase("סליחה, לא שמעתי ספרות.", "Sorry, I heard no digits.")
WRONG_PIN = Phrase("הקוד הזה לא מוכר לי.", "I don't know that code.")
WHERE_CODE = Phrase(
    "הקוד מופיע בהזמנה לריאיון, שמונה ספרות. אפשר לחפש רגע, או לבקש נציג.",
    "The code is in the invitation to the interview, eight digits. Take a moment to look, or ask for a person.",
)
NO_CODE = Phrase(
    "בלי הקוד אי אפשר להתחיל בריאיון. כשהקוד שבהזמנה יהיה זמין, אפשר להתקשר שוב. יום טוב.",
    "The interview cannot begin without the code. Please call again when you have it from your invitation. Have a good day.",
)
TOO_MANY_PINS = Phrase(
    "הקוד לא נכון גם הפעם, אז נעצור כאן. כדאי לבדוק את ההזמנה ולהתקשר שוב מאוחר יותר. יום טוב.",
    "That code is wrong too, so we will stop here. Please check your invitation and call again later. Have a good day.",
)
IN_USE = Phrase(
    "הריאיון הזה כבר מתקיים בשיחה אחרת. יום טוב.", "This interview is being held in another call. Have a good day."
)
PIN_ACCEPTED = Phrase("תודה, מצאתי את הריאיון.", "Thank you, I have found the interview.")
REFUSED = Phrase(
    "הריאיון הזה לא פתוח כרגע, אז אי אפשר לקיים אותו. כדאי לפנות למי ששלח את ההזמנה. יום טוב.",
    "This interview is not open at the moment, so it cannot be held. Please contact whoever invited you. Have a good day.",
)
UNAVAILABLE = Phrase(
    "אי אפשר לאשר את הריאיון כרגע בגלל תקלה אצלנו. סליחה, אפשר לנסות שוב בעוד כמה דקות. יום טוב.",
    "The interview cannot be confirmed right now because of a fault on our side. Sorry, please try again in a few minutes. Have a good day.",
)
OVER = Phrase(
    "הריאיון הזה כבר התקיים. תודה, ויום טוב.", "This interview has been held already. Thank you, and have a good day."
)
BEGUN = Phrase(
    "מצוין. זה ריאיון לתפקיד {role}, עד {length}. אין צורך למהר, ואפשר לבקש שאחזור על שאלה.",
    "Great. This is an interview for the position {role}, of up to {length}. Take your time, and feel free to have a question repeated.",
)
BEGUN_WITHOUT_ROLE = Phrase(
    "מצוין. הריאיון נמשך עד {length}. אין צורך למהר, ואפשר לבקש שאחזור על שאלה.",
    "Great. The interview takes up to {length}. Take your time, and feel free to have a question repeated.",
)
QUESTION = Phrase("{question}", "{question}")
INTRO = Phrase("{intro}", "{intro}")
ANSWER = gendered("אני [מקשיבה|מקשיב], אפשר לענות כשנוח.", "I'm listening, please answer whenever you are ready.")
THANKS = Phrase("תודה.", "Thank you.")
MORE = gendered("בבקשה, אני [מקשיבה|מקשיב].", "Please go ahead, I'm listening.")
TAKE_TIME = Phrase("בבקשה, אפשר לקחת את הזמן.", "Of course, take your time.")
TIME_LEFT = Phrase(
    "יש עוד {left} לכל היותר, ואחרי השאלה הזאת עוד {questions}.",
    "There are {left} left at most, with {questions} to go after this one.",
)
LAST = Phrase(
    "יש עוד {left} לכל היותר, וזאת השאלה האחרונה.", "There are {left} left at most, and this is the last question."
)
ASKED_BACK = Phrase(
    "אפשר לענות איך שמבינים את השאלה. על שאלות אחרות יענה צוות הגיוס בהמשך.",
    "Please answer it as you understand it. Other questions are for the hiring team, later on.",
)
SKIPPED = Phrase("בסדר, נמשיך הלאה.", "All right, let's move on.")
STAGE_TIME_UP = Phrase("הזמן לחלק הזה נגמר.", "The time for this part is up.")
WENT_BACK = Phrase("בסדר, נחזור לחלק הקודם.", "All right, back to the previous part.")
NO_BACK = Phrase("אי אפשר לחזור לחלק שכבר הסתיים.", "We cannot go back to a part that is over.")
NO_ANSWERS = Phrase(
    "אין לי אפשרות לתת תשובות או רמזים, ואין צורך בתשובה מושלמת.",
    "I cannot give answers or hints, and there is no need for a perfect answer.",
)
NO_RESULT = Phrase(
    "ההחלטה היא של צוות הגיוס, ואין לי תוצאה למסור.", "The decision is the hiring team's, and I have no result to give."
)
NOT_OVER = Phrase("נשארו עוד כמה שאלות.", "There are a few more questions.")
PAY = Phrase("על שכר ותנאים מדבר צוות הגיוס.", "Pay and terms are for the hiring team to discuss.")
CONFIRM_END = Phrase("לסיים את הריאיון כאן?", "Shall we end the interview here?")
NO_PAUSE = Phrase(
    "אי אפשר לעצור באמצע ולהמשיך בפעם אחרת.", "The interview cannot be paused and continued another time."
)
GO_ON = Phrase("בסדר, ממשיכים.", "All right, we go on.")
DONE = Phrase(
    "זאת הייתה השאלה האחרונה. תודה רבה על הזמן ועל התשובות, צוות הגיוס ימשיך מכאן. יום טוב, להתראות.",
    "That was the last question. Thank you very much for your time and your answers; the hiring team takes it from here. Have a good day, goodbye.",
)
TIME_UP = Phrase(
    "הזמן של הריאיון נגמר. תודה רבה על התשובות, צוות הגיוס ימשיך מכאן. יום טוב, להתראות.",
    "The interview's time is up. Thank you very much for your answers; the hiring team takes it from here. Have a good day, goodbye.",
)
WITHDRAWN = Phrase(
    "בסדר, סיימנו כאן. תודה על הזמן, ויום טוב.",
    "All right, we stop here. Thank you for your time, and have a good day.",
)
DECLINED = Phrase("הבנתי, תודה. יום טוב.", "I understand, thank you. Have a good day.")
ASK_WHEN = Phrase("אין בעיה. מתי נוח לקיים את הריאיון?", "No problem. When would be a good time for the interview?")
STILL_THERE_1 = Phrase("אפשר לקחת את הזמן. השיחה עדיין מחוברת?", "Take your time. Are you still there?")
STILL_THERE_2 = gendered(
    "שומעים אותי? אפשר גם להקיש אחרי שאני [מסיימת|מסיים] לדבר, אפס לנציג, תשע להסרה, וכוכבית כדי לשמוע שוב.",
    "Can you hear me? You can also press a key when I have finished speaking: zero for a person, nine to be removed, star to hear it again.",
)
STILL_THERE_3 = gendered(
    "אני עדיין לא [שומעת|שומע] תשובה. אם אין תשובה גם עכשיו, נסיים כאן.",
    "I still hear no answer. If there is none now either, we will end here.",
)
SILENCE_GOODBYE = Phrase(
    "לא שמעתי תשובה, אז נסיים כאן. תודה, ויום טוב.",
    "I heard no answer, so we end here. Thank you, and have a good day.",
)
WHO = gendered(
    "אני [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, ואני [מנהלת|מנהל] את הריאיון.",
    "I'm the digital assistant of {company}, and I hold the interview.",
)
BOT = gendered(
    "אני [עוזרת דיגיטלית|עוזר דיגיטלי], לא בן אדם. אפשר לבקש נציג בכל רגע.",
    "I'm a digital assistant, not a person. You can ask for a person at any moment.",
)
ASK_WHEN_OTHERS = Phrase("מתי נוח שנחזור?", "When would be a good time to call back?")
