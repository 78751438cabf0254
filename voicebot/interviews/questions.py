"""The questions that are asked where no others are given: by the kind of interview and the field of the role.

Written by hand as pairs. Questions address a candidate of unknown gender, so they ask about things, not about "you"
wherever Hebrew would need a form.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal

from language.hebrew import script
from language.phrases import Phrase
from voicebot.interviews.plan import Plan, PlannedStage, Question

InterviewType = Literal["technical", "behavioral", "general"]
Field = Literal["software", "data", "sales", "support", "management", "general"]

OPENING: Final = (
    Question(
        Phrase("נתחיל בהיכרות. אפשר לספר בכמה משפטים על הרקע המקצועי?", "Let's start with an introduction. Could you tell me a little about your professional background?"),
        Phrase("ומה מביא עכשיו לחפש תפקיד חדש?", "And what makes you look for a new position now?"),
    ),
    Question(Phrase("מה מושך בתפקיד הזה?", "What attracts you to this position?")),
)  # fmt: skip
EXPERIENCE: Final = (
    Question(
        Phrase("מה היה התפקיד האחרון, ומה כללה העבודה ביום יום?", "What was your last position, and what did the daily work involve?"),
        Phrase("כמה זמן זה נמשך, ועם מי עובדים שם?", "How long was that, and whom did you work with there?"),
    ),
    Question(
        Phrase("איזה הישג מקצועי הכי חשוב לספר עליו?", "Which professional achievement matters most to you?"),
        Phrase("ומה בדיוק היה החלק האישי בזה?", "And what exactly was your own part in it?"),
    ),
)  # fmt: skip
BEHAVIOURAL: Final = (
    Question(
        Phrase("אפשר לתאר מצב של חוסר הסכמה עם מישהו מהצוות, ואיך זה נפתר?", "Could you describe a disagreement with a colleague, and how it was settled?"),
        Phrase("ומה אפשר היה לעשות אחרת?", "And what could have been done differently?"),
    ),
    Question(
        Phrase("אפשר לספר על טעות בעבודה, ומה נלמד ממנה?", "Could you tell me about a mistake at work, and what you learned from it?"),
        Phrase("ומה השתנה מאז בדרך העבודה?", "And what has changed since in the way you work?"),
    ),
)  # fmt: skip
CLOSING: Final = (
    Question(Phrase("לפני שמסיימים, יש משהו שחשוב להוסיף?", "Before we finish, is there anything you would like to add?"), brief=True),
)  # fmt: skip

TECHNICAL: Final[Mapping[Field, tuple[Question, ...]]] = {
    "software": (
        Question(
            Phrase("איך מאתרים תקלה שמופיעה רק אצל לקוחות, ולא בסביבת הפיתוח?", "How do you track down a bug that only shows up at customers, and not in development?"),
            Phrase("ואיך מוודאים שהיא לא תחזור?", "And how do you make sure that it does not come back?"),
        ),
        Question(
            Phrase("מה בודקים קודם כששירות נהיה איטי תחת עומס?", "What do you check first when a service becomes slow under load?"),
            Phrase("ואיך מודדים שהשינוי באמת עזר?", "And how do you measure that a change really helped?"),
        ),
        Question(
            Phrase("איך מחליטים אילו בדיקות לכתוב לקוד חדש?", "How do you decide which tests to write for new code?"),
        ),
    ),
    "data": (
        Question(
            Phrase("איך בודקים שנתונים אמינים לפני שמנתחים אותם?", "How do you check that data is reliable before you analyse it?"),
            Phrase("אפשר דוגמה לנתון שהטעה?", "Can you give an example of data that misled you?"),
        ),
        Question(
            Phrase("איך יודעים אם שינוי גרם לתוצאה, או רק קרה באותו זמן?", "How do you tell whether a change caused a result, or only happened at the same time?"),
        ),
        Question(Phrase("איך מסבירים ממצא מורכב למי שאינו איש נתונים?", "How do you explain a complicated finding to somebody who does not work with data?")),
    ),
    "sales": (
        Question(
            Phrase("איך מתכוננים לשיחה ראשונה עם לקוח חדש?", "How do you prepare for a first call with a new customer?"),
            Phrase("ומה שואלים אותו קודם?", "And what do you ask first?"),
        ),
        Question(Phrase("מה עושים כשלקוח אומר שהמחיר גבוה מדי?", "What do you do when a customer says the price is too high?")),
        Question(Phrase("איך מחליטים באילו הזדמנויות להשקיע, ובאילו לא?", "How do you decide which opportunities are worth the effort, and which are not?")),
    ),
    "support": (
        Question(
            Phrase("איך מטפלים בלקוח כועס שהבעיה שלו עדיין לא נפתרה?", "How do you handle an angry customer whose problem is not solved yet?"),
            Phrase("ומה אומרים לו כשעדיין אין תשובה?", "And what do you tell them while there is no answer yet?"),
        ),
        Question(Phrase("איך מסבירים פתרון טכני למי שלא מכיר את המונחים?", "How do you explain a technical solution to somebody who does not know the terms?")),
        Question(Phrase("מתי מעבירים פנייה הלאה, ומה כותבים בה?", "When do you pass a case on, and what do you write in it?")),
    ),
    "management": (
        Question(
            Phrase("איך קובעים סדרי עדיפויות כשהכול דחוף?", "How do you set priorities when everything is urgent?"),
            Phrase("ואיך מסבירים את זה למי שמחכה?", "And how do you explain that to those who have to wait?"),
        ),
        Question(Phrase("איך נותנים משוב לעובד שלא עומד בציפיות?", "How do you give feedback to an employee who does not meet expectations?")),
        Question(Phrase("איך מזהים בזמן שפרויקט יוצא מהמסלול?", "How do you notice in time that a project is going off track?")),
    ),
    "general": (
        Question(
            Phrase("אילו ידע וכלים מקצועיים הכי חשובים לתפקיד הזה?", "Which knowledge and tools matter most for this position?"),
            Phrase("ואיך הם באו לידי ביטוי בעבודה האחרונה?", "And how did you use them in your last job?"),
        ),
        Question(Phrase("איך לומדים משהו חדש שנדרש בעבודה?", "How do you learn something new that a job requires?")),
        Question(Phrase("איך ניגשים למשימה שעוד לא ברור איך לפתור אותה?", "How do you approach a task when it is not clear yet how to solve it?")),
    ),
}  # fmt: skip

INTROS: Final[Mapping[str, Phrase]] = {
    "experience": Phrase("עכשיו כמה שאלות על הניסיון.", "Now a few questions about your experience."),
    "technical": Phrase("עכשיו כמה שאלות מקצועיות.", "Now a few professional questions."),
    "behavioural": Phrase("עכשיו כמה שאלות על עבודה עם אנשים.", "Now a few questions about working with people."),
    "closing": Phrase("ועוד שאלה אחת לסיום.", "And one more question to finish."),
}
NEXT_PART: Final = Phrase("נעבור לחלק הבא.", "Let's go on to the next part.")

SECONDS: Final[Mapping[InterviewType, Mapping[str, int]]] = {
    "technical": {"opening": 180, "experience": 480, "technical": 660, "behavioural": 360, "closing": 120},
    "behavioral": {"opening": 240, "experience": 600, "behavioural": 780, "closing": 180},
    "general": {"opening": 240, "experience": 540, "technical": 420, "behavioural": 420, "closing": 180},
}
"""Half an hour, stage by stage."""

_FIELDS: Final[tuple[tuple[Field, str], ...]] = (
    ("management", r"manag|lead\b|head|director|chief|\bcto\b|\bvp\b|מנהל|ראש צוות|ניהול"),
    ("data", r"data|analyst|analytics|scientist|\bbi\b|נתונים|אנליסט"),
    ("software", r"software|developer|engineer|programmer|devops|backend|frontend|full.?stack|\bqa\b|מפתח|תוכנה|מתכנת|פיתוח"),
    ("sales", r"sales|account|business development|\bsdr\b|מכיר|שיווק"),
    ("support", r"support|customer|service|success|help.?desk|תמיכה|שירות|מוקד"),
)  # fmt: skip
_ROLES: Final[Mapping[Field, Phrase]] = {
    "software": Phrase("בתחום התוכנה", "in software"),
    "data": Phrase("בתחום הנתונים", "in data"),
    "sales": Phrase("בתחום המכירות", "in sales"),
    "support": Phrase("בתחום השירות והתמיכה", "in customer support"),
    "management": Phrase("בתחום הניהול", "in management"),
}


def field_of(role: str) -> Field:
    """The field that a role's name tells of; the first that fits."""
    plain = role.lower()
    return next((name for name, pattern in _FIELDS if re.search(pattern, plain)), "general")


def spoken_role(role: str, role_he: str | None = None) -> Phrase | None:
    """The role as it completes "a position …": as it was written in Hebrew, else by its field; None: not named."""
    hebrew = role_he or (role if script(role) == "hebrew" else None)
    english = None if script(role) == "hebrew" else role
    known = _ROLES.get(field_of(role))
    if hebrew:
        return Phrase(f"של {hebrew}", f"of {english or hebrew}")
    return Phrase(known.he, f"of {english}") if known else None


def default_plan(kind: InterviewType, role: str, role_he: str | None = None) -> Plan:
    """Half an hour of questions for this role."""
    asked: Mapping[str, tuple[Question, ...]] = {
        "opening": OPENING,
        "experience": EXPERIENCE,
        "technical": TECHNICAL[field_of(role) if kind == "technical" else "general"],
        "behavioural": BEHAVIOURAL,
        "closing": CLOSING,
    }
    stages = (PlannedStage(name, seconds, asked[name], INTROS.get(name)) for name, seconds in SECONDS[kind].items())
    return Plan(tuple(stages), kind, spoken_role(role, role_he))


def all_lines() -> tuple[Phrase, ...]:
    """Every line of the questions above, for whoever keeps pairs."""
    asked = (*OPENING, *EXPERIENCE, *BEHAVIOURAL, *CLOSING, *(each for group in TECHNICAL.values() for each in group))
    texts = tuple(each.text for each in asked) + tuple(each.follow_up for each in asked if each.follow_up)
    return (*texts, *INTROS.values(), NEXT_PART)
