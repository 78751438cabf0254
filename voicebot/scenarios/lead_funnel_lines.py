"""What the lead funnel says: Hebrew originals and their English, written by hand as pairs."""

from language.phrases import Phrase, gendered

GREETING = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אפשר לשאול כמה שאלות קצרות?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. May I ask a few short questions?",
)
GREETING_OUTBOUND = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. זה זמן טוב לדבר כמה דקות?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. Is this a good time to talk?",
)
GREETING_WITHHELD = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. המספר [שלכם|שלך|שלך] חסוי. אפשר לשאול כמה שאלות קצרות?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. Your number is withheld. May I ask a few short questions?",
)
OPENING = gendered(
    "{hello}! כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}.", "{hello}! I'm the digital assistant of {company}."
)
PERMISSION = Phrase("אפשר לשאול כמה שאלות קצרות?", "May I ask a few short questions?")
THANKS = Phrase("תודה.", "Thanks.")
GOT_IT = Phrase("הבנתי.", "Got it.")
ASK_NAME = Phrase("איך קוראים לך?", "What is your name?")
ASK_NAME_AGAIN = Phrase("סליחה, לא קלטתי את השם. איך קוראים לך?", "Sorry, I didn't catch the name. What is your name?")
CONFIRM_NAME = Phrase("השם הוא {value}, נכון?", "The name is {value}, right?")
WHICH_QUESTION = Phrase("כן, מה השאלה?", "Yes, what is the question?")
ASK_LOCATION = Phrase("מאיפה מדברים?", "Where are you located?")
ASK_LOCATION_AGAIN = Phrase("סליחה, מאיזה יישוב?", "Sorry, which town are you in?")
ASK_NEED = Phrase("ומה הביא אותך לדבר איתנו?", "And what brings you to talk to us?")
ASK_NEED_AGAIN = Phrase("במה אפשר לעזור?", "What can we help with?")
MAY_ADVISE = Phrase(
    "תודה, רשמתי. אפשר לעבור עכשיו לייעוץ קצר בנושא. מתאים?",
    "Thank you, I've noted it. We can go on to some short advice about it now. Would that suit you?",
)
ASK_GOAL = Phrase("מה הכי חשוב לך בנושא הזה?", "What matters most to you in this?")
ASK_TIMING = Phrase("ועד מתי זה צריך לקרות?", "And until when should it happen?")
MAY_SCHEDULE = Phrase(
    "לפי מה שסיפרת, כדאי לקבוע פגישת ייעוץ מסודרת, בלי התחייבות. לעבור לקביעת מועד?",
    "From what you have told, a proper consultation makes sense, without any obligation. Shall we go on to setting a time?",
)
WANT_PERSON = Phrase(
    "אין בעיה. שמישהו מהצוות יחזור בנושא?", "No problem. Should somebody from the team call back about it?"
)
ASK_SLOT = Phrase("יש {slot1}, או {slot2}. מה מתאים יותר?", "There is {slot1}, or {slot2}. Which suits you better?")
ASK_ONE_SLOT = Phrase("יש {pending}. לקבוע?", "There is {pending}. Shall I book it?")
CONFIRM = Phrase("אז {pending}. נכון?", "So {pending}. Is that right?")
CONFIRM_OTHER = Phrase(
    "המועד הפנוי הקרוב הוא {pending}. לקבוע?", "The nearest free time is {pending}. Shall I book it?"
)
NOT_THEN = Phrase("{reason}", "{reason}")
ASK_WISH = Phrase("איזה יום ואיזו שעה נוחים?", "Which day and hour would suit you?")
ASK_HOUR = Phrase("ובאיזו שעה נוח?", "And at what hour?")
OTHER_SLOTS = Phrase("בסדר, יש גם זמנים אחרים.", "All right, there are other times too.")
TAKEN = Phrase("המועד הזה נתפס ממש עכשיו.", "That time has just been taken.")
BOOKED = Phrase("מצוין, הפגישה נקבעה ל{slot}.", "Great, the meeting is set for {slot}.")
NONE_FREE = Phrase(
    "אין כרגע מועד פנוי בשבועיים הקרובים, אז מישהו מהצוות יחזור כדי לתאם.",
    "There is no free time in the next two weeks, so someone from the team will call back to arrange it.",
)
WILL_CALL = Phrase(
    "בסדר, מישהו מהצוות יחזור כדי לתאם.", "All right, someone from the team will call back to arrange it."
)
ASK_RATING = Phrase(
    "ולסיום, איך היתה השיחה, מאחת עד חמש, כשחמש זה מצוין?",
    "And finally, how was this call, from one to five, where five is excellent?",
)
ASK_RATING_AGAIN = Phrase("מספר אחד, בין אחת לחמש?", "One number, between one and five?")
CHANGE_FOR_TEAM = gendered(
    "אני [מעבירה|מעביר] את הבקשה לצוות, ועד אז הפגישה נשארת כמו שנקבעה.",
    "I'm passing the request on to the team; until then the meeting stays as it was set.",
)
RATED = Phrase("תודה על הדירוג.", "Thank you for the rating.")
GOODBYE = Phrase("תודה רבה ויום טוב, להתראות.", "Thank you, and have a good day. Goodbye.")
NOT_BOOKED = Phrase("עוד לא נקבעה פגישה. איזה מועד מתאים?", "No meeting is set yet. Which time suits you?")
NOT_RATED = Phrase("איך היתה השיחה, מאחת עד חמש?", "How was this call, from one to five?")
