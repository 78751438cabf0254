"""What the drivers' check-in says: Hebrew originals, their English and their Spanish, all written by hand."""

from language.phrases import Phrase, gendered
from voicebot.scenarios.common_lines import spanish

GREETING = spanish(
    gendered(
        "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לרישום נהגים, והשיחה מוקלטת. עברית, אינגליש, אספניול?",
        "Hello, this is the digital assistant of {company}, for drivers' check-in, and this call is recorded. Hebrew, English or Spanish?",
    ),
    "Hola, soy la asistente digital de {company}, para el registro de choferes, y la llamada se graba. ¿Hebreo, inglés o español?",
)
PERMISSION = spanish(
    gendered(
        "כדי לרשום את ההגעה אני [צריכה|צריך] שישה פרטים קצרים. אפשר להתחיל?",
        "To check you in I need six short details. May I begin?",
    ),
    "Para registrar su llegada necesito seis datos cortos. ¿Podemos empezar?",
)
OPENING = spanish(
    gendered(
        "שלום, כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לרישום נהגים.",
        "Hello, this is the digital assistant of {company}, for drivers' check-in.",
    ),
    "Hola, soy la asistente digital de {company}, para el registro de choferes.",
)
WHO = spanish(
    gendered(
        "אני [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לרישום נהגים שמגיעים.",
        "I'm the digital assistant of {company}, for drivers who are about to arrive.",
    ),
    "Soy la asistente digital de {company}, para registrar a los choferes que llegan.",
)
INTRODUCE = spanish(
    gendered(
        "כאן [העוזרת הדיגיטלית|העוזר הדיגיטלי] של {company}, לרישום נהגים. אני [צריכה|צריך] שישה פרטים קצרים. אפשר להתחיל?",
        "This is the digital assistant of {company}, for drivers' check-in. I need six short details. May I begin?",
    ),
    "Soy la asistente digital de {company}, para el registro de choferes. Necesito seis datos cortos. ¿Podemos empezar?",
)
"""Who it is and the question for permission in one, in the language in which that was asked."""
LATER = Phrase(
    "אין בעיה, אפשר להתקשר שוב כשנוח. נסיעה טובה.",
    "No problem, call again when it suits you. Have a safe trip.",
    es="No hay problema, llame de nuevo cuando pueda. Buen viaje.",
)
THANKS = Phrase("תודה.", "Thank you.", es="Gracias.")
ASK_NAME = Phrase("מה השם המלא שלך?", "What is your full name?", es="¿Cuál es su nombre completo?")
NAME_AGAIN = Phrase(
    "סליחה, לא קלטתי. מה השם, פרטי ומשפחה?", "Sorry, I didn't catch it. Your first and last name?",
    es="Perdón, no le entendí. ¿Su nombre y apellido?",
)  # fmt: skip
CONFIRM_NAME = Phrase("השם הוא {value}, נכון?", "The name is {value}, right?", es="El nombre es {value}, ¿correcto?")
ASK_TRACTOR = Phrase("מה מספר המשאית?", "What is the tractor number?", es="¿Cuál es el número del tractor?")
TRACTOR_AGAIN = Phrase(
    "לא קלטתי את המספר. מספר המשאית, ספרה ספרה?", "I didn't catch it. The tractor number, digit by digit?",
    es="No lo entendí. ¿El número del tractor, dígito por dígito?",
)  # fmt: skip
CONFIRM_TRACTOR = Phrase(
    "מספר המשאית הוא {value}, נכון?", "The tractor number is {value}, right?",
    es="El número del tractor es {value}, ¿correcto?",
)  # fmt: skip
ASK_TRACTOR_PLATES = Phrase(
    "מה מספר הרישוי של המשאית?", "What are the tractor's plates?", es="¿Cuáles son las placas del tractor?"
)
TRACTOR_PLATES_AGAIN = Phrase(
    "לא קלטתי. לוחית הרישוי של המשאית, ספרה ספרה?", "I didn't catch them. The tractor's plates, one sign at a time?",
    es="No las entendí. ¿Las placas del tractor, signo por signo?",
)  # fmt: skip
CONFIRM_TRACTOR_PLATES = Phrase(
    "לוחית המשאית היא {value}, נכון?", "The tractor's plates are {value}, right?",
    es="Las placas del tractor son {value}, ¿correcto?",
)  # fmt: skip
ASK_TRAILER = Phrase("מה מספר הגרור?", "What is the trailer number?", es="¿Cuál es el número del remolque?")
TRAILER_AGAIN = Phrase(
    "לא קלטתי את המספר. מספר הגרור, ספרה ספרה?", "I didn't catch it. The trailer number, digit by digit?",
    es="No lo entendí. ¿El número del remolque, dígito por dígito?",
)  # fmt: skip
CONFIRM_TRAILER = Phrase(
    "מספר הגרור הוא {value}, נכון?", "The trailer number is {value}, right?",
    es="El número del remolque es {value}, ¿correcto?",
)  # fmt: skip
ASK_TRAILER_PLATES = Phrase(
    "מה מספר הרישוי של הגרור?", "What are the trailer's plates?", es="¿Cuáles son las placas del remolque?"
)
TRAILER_PLATES_AGAIN = Phrase(
    "לא קלטתי. לוחית הרישוי של הגרור, ספרה ספרה?", "I didn't catch them. The trailer's plates, one sign at a time?",
    es="No las entendí. ¿Las placas del remolque, signo por signo?",
)  # fmt: skip
CONFIRM_TRAILER_PLATES = Phrase(
    "לוחית הגרור היא {value}, נכון?", "The trailer's plates are {value}, right?",
    es="Las placas del remolque son {value}, ¿correcto?",
)  # fmt: skip
NO_TRAILER = Phrase("בלי גרור", "no trailer", es="sin remolque")
CONFIRM_NO_TRAILER = Phrase("אז {value}, נכון?", "So {value}, right?", es="Entonces {value}, ¿correcto?")
NO_PLATES = Phrase("בלי לוחית", "without plates", es="sin placas")
CONFIRM_NO_PLATES = Phrase(
    "אז הגרור {value}, נכון?", "So the trailer is {value}, right?", es="Entonces el remolque va {value}, ¿correcto?"
)
NEEDED = Phrase(
    "בלי הפרט הזה אי אפשר לרשום את ההגעה. אפשר לבדוק רגע, או לבקש מישהו מהצוות.",
    "I cannot check you in without it. Take a moment to look, or ask for somebody of the team.",
    es="Sin ese dato no puedo registrar la llegada. Puede revisarlo un momento, o pedir hablar con alguien del equipo.",
)
WHICH_FIELD = Phrase(
    "איזה פרט לתקן: השם, מספר המשאית, לוחית המשאית, מספר הגרור, לוחית הגרור או שעת ההגעה?",
    "Which one shall I correct: the name, tractor number, tractor plates, trailer number, trailer plates or arrival?",
    es="¿Qué dato corrijo: el nombre, el número o las placas del tractor, el número o las placas del remolque, o la llegada?",
)
ASK_ETA = Phrase("באיזו שעה ההגעה?", "At what time will you arrive?", es="¿A qué hora llega?")
ETA_AGAIN = Phrase(
    "לא הבנתי את השעה. מתי ההגעה, באיזו שעה?", "I didn't get the time. At what hour will you arrive?",
    es="No entendí la hora. ¿A qué hora llega?",
)  # fmt: skip
CONFIRM_ETA = Phrase("ההגעה ב{value}, נכון?", "You arrive on {value}, right?", es="Llega el {value}, ¿correcto?")
SAVED = Phrase(
    "רשמתי הכול, תודה. נסיעה טובה ולהתראות.", "It is all noted, thank you. Have a safe trip, goodbye.",
    es="Todo quedó registrado, gracias. Buen viaje, hasta luego.",
)  # fmt: skip
OFFER_TEAM = Phrase(
    "לא הצלחתי לקלוט את זה. רגע, אבדוק אם מישהו מהצוות יכול לעזור.",
    "I could not get it. One moment, let me see whether somebody of the team can help.",
    es="No pude entenderlo. Un momento, voy a ver si alguien del equipo puede ayudar.",
)
NOT_SAVED = Phrase(
    "עוד לא רשמתי את ההגעה.", "The arrival is not noted yet.", es="La llegada todavía no está registrada."
)
