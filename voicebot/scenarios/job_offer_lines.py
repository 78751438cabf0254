"""What the job offer scenario says: Hebrew originals and their English, written by hand as pairs.

In brackets stand two forms of the agent (a woman's voice, a man's), or three of the caller (unknown, a man, a woman).
"""

from language.phrases import Phrase, gendered

GREETING = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אני [מטפלת|מטפל] בהצעות עבודה. במה אפשר לעזור?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. I take care of job offers. How can I help?",
)
GREETING_OUTBOUND = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אפשר לדבר דקה?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. Is this a good time to talk?",
)
GREETING_WITHHELD = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת. אני [מטפלת|מטפל] בהצעות עבודה. המספר [שלכם|שלך|שלך] חסוי, אז לא נוכל לחזור [אליכם|אליך|אלייך]. במה אפשר לעזור?",
    "Hi, this is the digital assistant of {company}, and this call is recorded. I take care of job offers. Your number is withheld, so we cannot call back. How can I help?",
)
DISCLOSE = gendered(
    "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, והשיחה מוקלטת.",
    "Hi, this is the digital assistant of {company}, and this call is recorded.",
)
WHO = gendered(
    "אני [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לענייני הצעות עבודה.",
    "I'm the digital assistant of {company}, for job offers.",
)
ALL_RIGHT = Phrase("בסדר.", "All right.")

# main
ASK_REASON = Phrase("במה אפשר לעזור?", "How can I help?")
ASK_WHAT = Phrase(
    "אפשר לקבל מידע, לתאם פגישה או לדבר על ההצעה. במה נתחיל?",
    "You can get information, set up a meeting or talk about the offer. What shall we begin with?",
)
ASK_WHAT_AGAIN = Phrase(
    "סליחה, לא הבנתי. מידע, פגישה או ההצעה?", "Sorry, I didn't understand. Information, a meeting or the offer?"
)
LET_ME_SEE = Phrase("בשמחה.", "Gladly.")

# authentication
FIRST_WHO = gendered(
    "אשמח לעזור. קודם אני [צריכה|צריך] לוודא עם מי אני [מדברת|מדבר].",
    "I'll be glad to help. First I have to make sure who I'm speaking with.",
)
ASK_NAME = Phrase("מה השם המלא?", "What is your full name?")
ASK_COMPANY = Phrase("מאיזו חברה?", "From which company?")
ASK_POSITION = Phrase("ומה התפקיד בחברה?", "And what is your position there?")
ASK_CODE = gendered("ומה הקוד [שקיבלתם|שקיבלת|שקיבלת]?", "And what is the code you were given?")
ASK_CODE_AGAIN = Phrase(
    "סליחה, לא קלטתי. מה הקוד, ספרה אחרי ספרה?", "Sorry, I missed that. What is the code, digit by digit?"
)
NOT_MATCHING = Phrase(
    "הפרטים לא מתאימים למה שרשום אצלנו. ננסה שוב.", "The details don't match what we have on record. Let's try again."
)
LOCKED = gendered(
    "לא הצלחתי לוודא עם מי אני [מדברת|מדבר], אז נציג ימשיך מכאן.",
    "I could not make sure who I'm speaking with, so a person will go on from here.",
)
ASK_CALL_BACK = Phrase(
    "בלי קוד אי אפשר להמשיך. שנחזור למספר שרשום אצלנו?",
    "Without a code we cannot go on. Shall we call back on the number that we have on record?",
)
ASK_CALL_BACK_INSTEAD = Phrase(
    "כרגע אי אפשר לבדוק קוד מהמספר הזה. שנחזור למספר שרשום אצלנו?",
    "Codes cannot be checked from this number just now. Shall we call back on the number that we have on record?",
)
ASK_CALL_BACK_ONCE_MORE = Phrase(
    "קודים לא נבדקים עכשיו, אבל אפשר שנחזור למספר שרשום אצלנו. לרשום?",
    "No codes are checked now, but we can call back on the number on record. Shall I note that?",
)
CALL_BACK_NOTED = Phrase(
    "רשמתי, ונחזור למספר שרשום אצלנו. תודה ויום טוב.",
    "I've noted it, and we'll call back on the number on record. Thank you, and have a good day.",
)
CALL_BACK_NOTED_THEN = Phrase(
    "רשמתי, ונחזור {when} למספר שרשום אצלנו. תודה ויום טוב.",
    "I've noted it, and we'll call back {when} on the number on record. Thank you, and have a good day.",
)
CALL_BACK_PASSED_ON = Phrase(
    "העברתי את ההודעה לצוות. תודה ויום טוב.", "I've passed the message on to the team. Thank you, and have a good day."
)
ASK_PASS_ON = Phrase(
    "בלי שם וקוד אי אפשר להמשיך. להעביר לצוות שהייתה פנייה?",
    "Without a name and a code we cannot go on. Shall I tell the team that you called?",
)
NOT_YET = gendered(
    "לפני שברור לי עם מי אני [מדברת|מדבר] אי אפשר לספר שום דבר.",
    "I can't tell anything before it is clear who I'm speaking with.",
)
CORRECTED = Phrase("תודה, תיקנתי.", "Thank you, I have corrected that.")
CODE_LATER = Phrase("לקוד נגיע עוד רגע.", "We'll come to the code in a moment.")
WELCOME = Phrase("תודה, {recruiter}, הכול תקין.", "Thank you, {recruiter}, that is all in order.")

# information desk
ASK_TOPIC = gendered("מה [תרצו|תרצה|תרצי] לדעת?", "What would you like to know?")
ASK_MORE = Phrase("יש עוד שאלה?", "Is there another question?")
TOLD = Phrase("{answer}", "{answer}")
TOPICS = Phrase("אפשר לשאול על {topics}.", "You can ask about {topics}.")
NOTHING_TO_TELL = Phrase("כרגע אין לי מידע שמותר למסור.", "At the moment there is no information that I may give.")
NOT_RELEASED = Phrase("את זה אין לי רשות למסור.", "I may not tell that.")
NOT_KNOWN = Phrase(
    "על זה אין לי מידע, אז אעביר את השאלה.", "I have no information on that, so I'll pass the question on."
)
QUESTION_NOTED = Phrase("רשמתי.", "I've noted it.")
NEVER_TOLD = gendered(
    "על גבולות ועל שיקולים פנימיים אני לא [מדברת|מדבר], רק על הצעות.",
    "I don't talk about limits or internal considerations, only about offers.",
)

# negotiation
CURRENT_OFFER = Phrase(
    "ההצעה שרשומה אצלי מ{their_company}: {offer}.", "The offer that I have from {their_company}: {offer}."
)
ASK_IS_RIGHT = Phrase("זה נכון?", "Is that right?")
SPOKE_OF = gendered("קודם [דיברתם|דיברת|דיברת] על {pay}.", "Before, you spoke of {pay}.")
ASK_IS_THE_OFFER = Phrase("זאת ההצעה?", "Is that the offer?")
NO_OFFER = Phrase("עוד לא רשומה אצלי הצעה מ{their_company}.", "I have no offer from {their_company} yet.")
ASK_OFFER = gendered("מה השכר [שאתם מציעים|שאתה מציע|שאת מציעה]?", "What salary do you offer?")
ASK_OFFER_AGAIN = Phrase(
    "סליחה, לא קלטתי סכום אחד ברור. כמה, למשל ארבעים אלף?",
    "Sorry, I didn't get one clear amount. How much, forty thousand for example?",
)
OTHER_CURRENCY = Phrase("אצלנו ההצעה רשומה במטבע אחר.", "On our side the offer is in another currency.")
COUNTER = Phrase("{why} אנחנו מבקשים {asked}.", "{why} We ask for {asked}.")
ASK_COUNTER = Phrase("אפשר להגיע לזה?", "Can you get there?")
READ_BACK = Phrase("אז {pay}, בכפוף לחוזה בכתב.", "So {pay}, subject to a written contract.")
ASK_AGREED = Phrase("לרשום שזה מה שסוכם?", "Shall I note that this is what was agreed?")
AGREED = Phrase(
    "רשמתי: סיכמנו על {pay}. זה עובר עכשיו לאישור סופי אצל {candidate}.",
    "Noted: we agreed on {pay}. It now goes to {candidate} for the final word.",
)
PASSED_ON = Phrase(
    "תודה. אעביר ל{candidate} את ההצעה של {pay}, והתשובה תגיע משם.",
    "Thank you. I'll pass the offer of {pay} on to {candidate}, and the answer will come from there.",
)
ALREADY_AGREED = Phrase(
    "כבר רשמנו סיכום, אז שינויים אפשר לסכם רק בשיחה אישית.",
    "An agreement is noted already, so changes need a personal talk.",
)
GIVEN_UP = Phrase("אין בעיה, נדבר על הסכום בפעם אחרת.", "No problem, we'll talk about the amount another time.")
MARKET = Phrase(
    "לפי {source}, המקובל לתפקיד הזה הוא בין {low} ל{high}.",
    "According to {source}, {low} to {high} is usual for this role.",
)
NO_MARKET = Phrase("אין לי נתוני שוק לתפקיד הזה.", "I have no market figures for this role.")

# on calls that we make
ASK_WHETHER = Phrase("אפשר לדבר דקה?", "Is this a good time to talk?")
ASK_FOR = gendered(
    "שלום, אני [מדברת|מדבר] עם {recruiter} מ{their_company}?",
    "Hello, am I speaking with {recruiter} from {their_company}?",
)
ASK_WHO = gendered("סליחה, עם מי אני [מדברת|מדבר]?", "Sorry, who am I speaking with?")
ON_BEHALF = gendered(
    "תודה, {recruiter}. אני [מתקשרת|מתקשר] בשם {candidate}, לגבי ההצעה של {their_company}.",
    "Thank you, {recruiter}. I'm calling on behalf of {candidate}, about {their_company}'s offer.",
)
NOT_THEM = Phrase("סליחה על ההפרעה.", "Sorry for the disturbance.")

# what is common
ASK_WHEN = Phrase("מתי נוח שנחזור?", "When would be a good time to call back?")
CALLBACK_NOTED = gendered(
    "רשמתי, ונחזור [אליכם|אליך|אלייך]. תודה ויום טוב.",
    "I've noted it, and we'll call back. Thank you, and have a good day.",
)
CALLBACK_DUE = gendered(
    "רשמתי, ונחזור [אליכם|אליך|אלייך] {when}. תודה ויום טוב.",
    "I've noted it, and we'll call back {when}. Thank you, and have a good day.",
)
ANYTHING_ELSE = Phrase("יש עוד משהו?", "Is there anything else?")
NOT_AGREED = Phrase("עוד לא רשמתי שום סיכום. מה ההצעה?", "I have not noted any agreement yet. What is the offer?")
NOT_VERIFIED = gendered("עוד לא וידאתי עם מי אני [מדברת|מדבר].", "I have not made sure yet who I'm speaking with.")
