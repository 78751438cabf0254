"""Spanish rules, for calls that are held in Spanish (notation: `rules_he`)."""

from collections.abc import Mapping
from typing import Final

SPANISH: Final[Mapping[str, str]] = {
    "optout": """
        no .. me|nos .. llamen|llame|llames|vuelvan
        no .. llamen|llame|llames .. más|mas|nunca
        dejen|deje|deja de llamar|llamarme|molestar
        bórreme|borreme|bórrenme|borrenme|elimine|eliminen|quite|quiten|sáqueme|saqueme .. lista|número|numero|datos
        """,
    "deceased": """
        murió|murio|falleció|fallecio|muerto|muerta|difunto|difunta
        """,
    "emergency": """
        emergencia|accidente|ambulancia|incendio
        """,
    "human": """
        hablar|hable|pásame|paseme|páseme|comuníqueme|comuniqueme|comunicarme .. persona|alguien|agente|representante|operador|operadora|humano
        quiero|necesito|deme .. persona|agente|representante|operador|operadora|humano
        ^ agente|operador|operadora|representante $
        """,
    "wrong_number": """
        número|numero equivocado|incorrecto
        se equivocó|equivoco|equivocaron
        """,
    "who_are_you": """
        ^ quién|quien es|habla|llama|eres|son|está|esta $
        quién|quien es usted|usted|eres|habla|llama
        con quién|quien hablo|estoy
        de parte de quién|quien
        """,
    "is_this_a_bot": """
        es|eres .. robot|máquina|maquina|grabación|grabacion|bot
        """,
    "slow_down": """
        más|mas despacio|lento
        """,
    "repeat": """
        repita|repite|repítame|repitame|repetir
        otra vez .. por favor
        ^ otra vez $
        ^ cómo|como|qué|que|perdón|perdon|mande $
        no .. entendí|entendi|entiendo|escuché|escuche|oí|oi
        """,
    "goodbye": """
        adiós|adios|chao|chau
        hasta luego|pronto
        """,
    "no": """
        ^ no
        no es|está|esta .. correcto|así|asi|eso|bien
        incorrecto|equivocado|mal|error|negativo
        """,
    "yes": """
        ^ sí|si|claro|correcto|exacto|exactamente|afirmativo|dale|vale|bueno|listo|adelante
        ^ eso? es .. correcto
        así|asi es
        de acuerdo
        por supuesto
        está|esta bien
        """,
}
