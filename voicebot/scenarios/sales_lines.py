"""What the sales scenario says: Hebrew originals and their English, written by hand as pairs.

In brackets stand two forms of the agent (a woman's voice, a man's), or three of the lead (unknown, a man, a woman).
"""

from language.phrases import Phrase, gendered

GREETING = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אנחנו {offer}. אפשר לשאול כמה שאלות קצרות?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. We {offer}. May I ask a few short questions?",
)
GREETING_OUTBOUND = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אפשר לדבר דקה?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. Is this a good time to talk?",
)
GREETING_WITHHELD = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. המספר [שלכם|שלך|שלך] חסוי, אז כדי שנוכל לחזור [אליכם|אליך|אלייך] צריך להשאיר מספר. אפשר לשאול כמה שאלות קצרות?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. Your number is withheld, so to be called back you would have to leave one. May I ask a few short questions?",
)
OPENING = gendered(
    "{hello}! כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}. אנחנו {offer}.",
    "{hello}! I'm the digital assistant of {company}. We {offer}.",
)
PERMISSION = Phrase("זה זמן טוב לדבר?", "Is this a good time to talk? Please answer yes or no.")
THANKS = Phrase("תודה.", "Thanks.")
GOT_IT = Phrase("הבנתי.", "Got it.")
ASK_TEAM = Phrase("יש אצלכם צוות שפונה ללידים חדשים?", "Do you have a team that contacts new leads?")
ASK_HANDLING = Phrase("מה קורה היום עם ליד חדש שנכנס?", "What happens today when a new lead comes in?")
ASK_MEETING = Phrase(
    "אפשר להראות בפגישה קצרה, של חצי שעה, איך זה עובד. שנקבע פגישה?",
    "We can show how it works in a short meeting of half an hour. Shall we set one up?",
)
MEETING_LASTS = Phrase("הפגישה היא של חצי שעה.", "The meeting takes half an hour.")
ASK_SLOT = Phrase("יש לי {slot1}, או {slot2}. מה מתאים יותר?", "I have {slot1}, or {slot2}. Which suits you better?")
ASK_ONE_SLOT = Phrase("יש לי {pending}. לקבוע?", "I have {pending}. Shall I book it?")
CONFIRM = Phrase("אז {pending}. נכון?", "So {pending}. Is that right?")
CONFIRM_OTHER = Phrase(
    "המועד הפנוי הקרוב הוא {pending}. לקבוע?", "The nearest free time is {pending}. Shall I book it?"
)
NOT_THEN = Phrase("{reason}", "{reason}")
ALL_RIGHT = Phrase("בסדר.", "All right.")
ASK_WISH = Phrase("איזה יום ואיזו שעה נוחים?", "Which day and hour would suit you?")
ASK_WISH_AGAIN = Phrase(
    "סליחה, לא הבנתי מתי. באיזה יום, ובאיזו שעה?", "Sorry, I didn't understand when. On which day, and at what hour?"
)
ASK_HOUR = Phrase("ובאיזו שעה נוח?", "And at what hour?")
ASK_HOUR_AGAIN = Phrase("סליחה, לא הבנתי. באיזו שעה?", "Sorry, I didn't understand. At what hour?")
NONE_THAT_DAY = Phrase("ביום הזה אין זמן פנוי כזה.", "There is no such free time on that day.")
OTHER_SLOTS = Phrase("בסדר, יש גם זמנים אחרים.", "All right, there are other times too.")
TAKEN = Phrase("המועד הזה נתפס ממש עכשיו.", "That time has just been taken.")
BOOKED = Phrase("מצוין, קבענו ל{slot}.", "Great, we are set for {slot}.")
ANYTHING_ELSE = Phrase("יש עוד משהו?", "Is there anything else?")
ASK_NUMBER = Phrase("לאיזה מספר אפשר להתקשר?", "Which number may we call?")
ASK_NUMBER_AGAIN = Phrase(
    "סליחה, לא קלטתי מספר. אפשר להגיד אותו ספרה אחרי ספרה?",
    "Sorry, I didn't catch a number. Could you say it digit by digit?",
)
WHY_NUMBER = Phrase("כדי שהצוות יוכל לחזור בטלפון.", "So that the team can call back.")
WITHOUT_NUMBER = Phrase(
    "בסדר. בלי מספר הצוות לא יוכל לחזור, אבל תמיד אפשר להתקשר אלינו שוב.",
    "All right. Without a number the team can't call back, but calling us again is always possible.",
)
NUMBER_NOTED = Phrase("רשמתי, תודה.", "I've noted it, thank you.")
ASK_QUESTION = Phrase("מה השאלה? אעביר אותה לצוות.", "What is the question? I'll pass it on to the team.")
QUESTION_NOTED = Phrase(
    "רשמתי, ומישהו מהצוות יחזור עם תשובה.", "I've noted it, and someone from the team will get back with an answer."
)
NONE_FREE = Phrase(
    "אין לי כרגע מועד פנוי בשבועיים הקרובים, אז מישהו מהצוות יחזור כדי לתאם.",
    "I have no free time in the next two weeks, so someone from the team will call back to arrange it.",
)
OFFER_CALLBACK = Phrase("אין בעיה. שנחזור בזמן אחר?", "No problem. Shall we call at another time?")
OFFER_OTHER_TIME = Phrase(
    "אולי עכשיו פחות נוח. שנחזור בזמן אחר?", "Perhaps this is not a good moment. Shall we call at another time?"
)
ASK_WHEN = Phrase("אין בעיה. מתי נוח שנחזור?", "No problem. When would be a good time to call back?")
CALLBACK_NOTED = gendered(
    "רשמתי, והצוות יחזור [אליכם|אליך|אלייך]. תודה ויום טוב.",
    "I've noted it, and the team will call back. Thank you, and have a good day.",
)
CALLBACK_DUE = gendered(
    "רשמתי, והצוות יחזור [אליכם|אליך|אלייך] {when}. תודה ויום טוב.",
    "I've noted it, and the team will call back {when}. Thank you, and have a good day.",
)
ASK_CALLBACK_OTHER = Phrase("אפשר לחזור {callback}. זה מתאים?", "We could call back {callback}. Does that suit you?")
WHO = gendered(
    "אני [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}. אנחנו {offer}.",
    "I'm the digital assistant of {company}. We {offer}.",
)
BOT = gendered(
    "אני [עוזרת דיגיטלית|עוזר דיגיטלי], לא בן אדם. אפשר לבקש נציג בכל רגע.",
    "I'm a digital assistant, not a person. You can ask for a person at any moment.",
)
RECORDED = Phrase("כן, השיחה מוקלטת.", "Yes, this call is recorded.")
FROM_CONSENT = Phrase("המספר הגיע אלינו {source}, ב{date}.", "We have the number from {source}, on {date}.")
NO_CONSENT = Phrase(
    "סליחה, לא רשום אצלנו מאיפה המספר, אז הסרנו אותו מהרשימה ולא נתקשר שוב. יום טוב.",
    "Sorry, we have no record of where the number is from, so we have removed it from the list and won't call again."
    " Have a good day.",
)
NOT_KNOWN = Phrase(
    "השיחה הגיעה ממספר חסוי, אז אין לי אפשרות לדעת אם המספר רשום אצלנו.",
    "This call came from a withheld number, so I'm not able to tell whether we have the number on our records.",
)
DISCLOSE = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת.",
    "Hi, this is the digital assistant of {company}, and this call is recorded.",
)
ASK_WHEN_OTHERS = Phrase("מתי נוח שנחזור?", "When would be a good time to call back?")
PRICE = Phrase("{price}.", "{price}.")
WRONG_NUMBER = Phrase("סליחה על ההפרעה. יום טוב.", "Sorry for the disturbance. Have a good day.")
VOICEMAIL = gendered(
    "לא תפסנו [אתכם|אותך|אותך], ננסה בפעם אחרת. יום טוב.", "We missed you and will try another time. Have a good day."
)
ONLY_HEBREW = gendered("סליחה, אני [מדברת|מדבר] רק עברית.", "Sorry, I only speak Hebrew.")
TAKE_CARE = gendered(
    "אני [מבינה|מבין]. [תשמרו על עצמכם|תשמור על עצמך|תשמרי על עצמך], להתראות.", "I understand. Take care, goodbye."
)
NOT_INTERESTED = Phrase("הבנתי, תודה על הזמן. יום טוב.", "I understand, thank you for your time. Have a good day.")
GOODBYE = Phrase("תודה רבה ויום טוב, להתראות.", "Thank you, and have a good day. Goodbye.")
EMERGENCY = gendered("[תשמרו על עצמכם|תשמור על עצמך|תשמרי על עצמך]. להתראות.", "Take care. Goodbye.")
CONDOLENCE = gendered("[משתתפת|משתתף] בצערכם. סליחה על ההפרעה.", "My condolences. I'm sorry for the disturbance.")
REMOVED = Phrase(
    "המספר הוסר מהרשימה, ולא נתקשר שוב. יום טוב.",
    "The number has been removed from the list, and we won't call again. Have a good day.",
)
NO_NUMBER = Phrase(
    "המספר חסוי, אז אין לי מה להסיר. סליחה על ההפרעה.",
    "Your number is withheld, so there is nothing I can remove. Sorry for the disturbance.",
)
TRANSFERRING = gendered(
    "בסדר, אני [מעבירה|מעביר] לנציג. רגע בבקשה.", "All right, I'm connecting you with a person. One moment please."
)
NOBODY = Phrase(
    "אף אחד מהצוות לא פנוי כרגע, אז מישהו יחזור בהקדם. יום טוב.",
    "Nobody of the team is free right now, so someone will call back soon. Have a good day.",
)
NOBODY_NOW = Phrase(
    "אף אחד מהצוות לא פנוי כרגע. אפשר להתקשר שוב בשעות העבודה. יום טוב.",
    "Nobody of the team is free right now. Please call again during office hours. Have a good day.",
)
NOBODY_FREE = Phrase("אף אחד מהצוות לא פנוי כרגע.", "Nobody of the team is free right now.")
CANNOT_SEND = Phrase(
    "מהשיחה הזאת אין לי אפשרות לשלוח, אבל אבקש מהצוות לשלוח פרטים.",
    "I'm not able to send anything from this call, but I'll ask the team to send the details.",
)
NUMBER_WITHHELD = Phrase("המספר הזה חסוי, אז אין לי אותו.", "This number is withheld, so I don't have it.")
ASK_MAIL = Phrase("לאיזו כתובת או לאיזה מספר?", "To which address or number?")
ASK_COMPARE = Phrase(
    "אפשר בכל זאת פגישה קצרה, בלי התחייבות, רק כדי להשוות. שנקבע?",
    "We could still have a short meeting, without any obligation, just to compare. Shall we set one up?",
)
ASK_MEETING_AGAIN = Phrase(
    "סליחה, לא הבנתי. לקבוע פגישה, כן או לא?", "Sorry, I didn't understand. Shall I set up a meeting, yes or no?"
)
ASK_NEW_TIME = Phrase("לאיזה יום ולאיזו שעה להעביר את הפגישה?", "To which day and hour shall I move the meeting?")
MOVED = Phrase("העברתי את הפגישה ל{slot}.", "I've moved the meeting to {slot}.")
STANDS = Phrase("בסדר, הפגישה נשארת כמו שקבענו.", "All right, the meeting stays as it was.")
ASK_CANCEL = Phrase("לבטל את הפגישה שקבענו ל{pending}?", "Shall I cancel the meeting that is set for {pending}?")
CANCELLED = Phrase("ביטלתי את הפגישה.", "I've cancelled the meeting.")
NO_MEETING_FOUND = Phrase("לא רשומה אצלנו פגישה קרובה.", "There is no coming meeting on our records.")
SEVERAL_MEETINGS = Phrase(
    "רשומה אצלנו יותר מפגישה אחת, אז אעביר את הבקשה לצוות.",
    "There is more than one meeting on our records, so I'll pass the request on to the team.",
)
NOT_VERIFIED = gendered(
    "כדי לשנות פגישה הצוות צריך לדעת בוודאות עם מי הוא מדבר, אז אני [מעבירה|מעביר] לו את הבקשה.",
    "To change a meeting the team has to know for certain who is speaking, so I'm passing the request on.",
)
NOT_MOVED = Phrase(
    "עוד לא העברתי את הפגישה. איזה מועד מתאים?", "I have not moved the meeting yet. Which time suits you?"
)
NOT_CANCELLED = Phrase(
    "עוד לא ביטלתי את הפגישה. לבטל אותה?", "I have not cancelled the meeting yet. Shall I cancel it?"
)
ANSWER = Phrase("{answer}", "{answer}")
NOT_BOOKED = Phrase("עוד לא קבעתי פגישה. איזה מועד מתאים?", "I have not set a meeting yet. Which time suits you?")
NOT_SENT = Phrase("מהשיחה הזאת אין לי אפשרות לשלוח הודעות.", "I'm not able to send messages from this call.")
NOT_REMOVED = Phrase("להסיר את המספר מהרשימה?", "Shall I remove the number from the list?")
