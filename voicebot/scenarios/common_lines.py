"""Lines that several scenarios share, in Hebrew and English as sales has them, with their Spanish."""

from dataclasses import replace

from language import phrases
from language.phrases import Phrase
from voicebot.scenarios import sales_lines as sales


def spanish(line: Phrase, es: str) -> Phrase:
    """The line with its Spanish, whoever's voice says it."""
    by_man = replace(line.by_man, es=es) if line.by_man else None
    return replace(line, es=es, by_man=by_man)


SAY_AGAIN = spanish(phrases.SAY_AGAIN, "Perdón, no le escuché bien. ¿Me lo puede repetir?")
HERE = spanish(phrases.HERE, "Hola, sí, aquí estoy.")
ASK_AGAIN_1 = spanish(phrases.ASK_AGAIN_1, "¿Hola? ¿Me escucha?")
ASK_AGAIN_2 = spanish(
    phrases.ASK_AGAIN_2,
    "Sigo sin escuchar nada. Si puede hablar, diga algo, por favor. También puede marcar cuando yo termine de hablar: "
    "cero para hablar con una persona, nueve para que le borremos de la lista, asterisco para oírlo otra vez.",
)
SILENCE_GOODBYE = spanish(phrases.SILENCE_GOODBYE, "No pude escucharle. Lo intentamos en otro momento. Hasta luego.")
APOLOGY = spanish(
    phrases.APOLOGY, "Perdón, tenemos un pequeño problema técnico. Le llamaremos pronto. Que tenga buen día."
)
TROUBLE = spanish(
    phrases.TROUBLE, "Perdón, tenemos un pequeño problema técnico. Llame de nuevo en unos minutos, por favor."
)
FILLERS = tuple(
    spanish(line, es)
    for line, es in zip(phrases.FILLERS, ("Un momento, por favor.", "Déjeme ver.", "Ya casi."), strict=True)
)
REMOVED = spanish(sales.REMOVED, "Su número fue eliminado de la lista y no volveremos a llamar. Que tenga buen día.")
NO_NUMBER = spanish(sales.NO_NUMBER, "Su número está oculto, así que no hay nada que eliminar. Disculpe la molestia.")
FROM_CONSENT = spanish(sales.FROM_CONSENT, "Tenemos su número de {source}, del {date}.")
NO_CONSENT = spanish(
    sales.NO_CONSENT,
    "Disculpe, no tenemos anotado de dónde viene su número, así que lo eliminamos y no volveremos a llamar. Buen día.",
)
RECORDED = spanish(sales.RECORDED, "Sí, esta llamada se graba.")
NOT_KNOWN = spanish(
    sales.NOT_KNOWN, "Esta llamada viene de un número oculto, así que no puedo saber si lo tenemos anotado."
)
CONDOLENCE = spanish(sales.CONDOLENCE, "Mis condolencias. Disculpe la molestia.")
EMERGENCY = spanish(sales.EMERGENCY, "Cuídese mucho. Adiós.")
MINOR_GOODBYE = spanish(phrases.MINOR_GOODBYE, "No hay problema, llamaremos en otro momento. Que tenga buen día.")
VOICEMAIL = spanish(sales.VOICEMAIL, "No le encontramos, lo intentaremos en otro momento. Buen día.")
OFFER_PERSON = spanish(
    phrases.OFFER_PERSON, "Escucho que no es un momento fácil. ¿Quiere que alguien del equipo hable con usted?"
)
UNCLEAR_1 = spanish(phrases.UNCLEAR_1, "Perdón, no le entendí.")
UNCLEAR_2 = spanish(phrases.UNCLEAR_2, "Todavía no estoy segura de haber entendido, así que pregunto otra vez.")
OFFER_HELP = spanish(phrases.OFFER_HELP, "Perdón, no logro entenderle. ¿Quiere que alguien del equipo hable con usted?")
TAKE_CARE = spanish(sales.TAKE_CARE, "Entiendo. Cuídese, hasta luego.")
TRANSFERRING = spanish(sales.TRANSFERRING, "Bien, le comunico con una persona. Un momento, por favor.")
NOBODY = spanish(sales.NOBODY, "Ahora no hay nadie libre en el equipo, pero alguien le llamará pronto. Buen día.")
NOBODY_NOW = spanish(sales.NOBODY_NOW, "Ahora no hay nadie libre. Llame de nuevo en horas de oficina, por favor.")
WRONG_NUMBER = spanish(sales.WRONG_NUMBER, "Disculpe la molestia. Que tenga buen día.")
BOT = spanish(sales.BOT, "Soy una asistente digital, no una persona. Puede pedir una persona en cualquier momento.")
NOT_INTERESTED = spanish(sales.NOT_INTERESTED, "Entiendo, gracias por su tiempo. Que tenga buen día.")
GOODBYE = spanish(sales.GOODBYE, "Muchas gracias, que tenga buen día. Adiós.")
CALLBACK_DUE = sales.CALLBACK_DUE
NOT_THEN = sales.NOT_THEN
ASK_CALLBACK_OTHER = sales.ASK_CALLBACK_OTHER
CALLBACK_NOTED = spanish(sales.CALLBACK_NOTED, "Anotado, el equipo le llamará. Gracias y buen día.")
NO_WAY_TO_CALL = Phrase(
    "המספר חסוי, אז אין לנו לאן לחזור. אפשר להתקשר שוב. יום טוב.",
    "Your number is withheld, so there is no number to call back. Please call again. Have a good day.",
    es="Su número está oculto, así que no podemos devolverle la llamada. Llame de nuevo, por favor.",
)
ONLY_THESE = sales.ONLY_HEBREW
