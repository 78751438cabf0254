"""Whole check-ins by rules, through the real webhooks, in three languages; what is stored is in the table."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from language.spoken import ISRAEL
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.caller import LEAD_NUMBER
from tests.rows import each_row
from voicebot.agents.types import Heard
from voicebot.scenarios.driver_checkin import FIELDS
from voicebot.scenarios.driver_checkin_words import NO_PLATES, NO_TRAILER, cannot_give
from voicebot.simphone.script import load_script

SCRIPTS = Path(__file__).parent.parent / "conversations" / "driver_checkin"
YOSSI = ("יוסי כהן", "45", "1234567", "7", "7654321")


@dataclass(frozen=True)
class Facts:
    """What a call leaves behind: the five texts of its check-in and the hour of arrival in Israel, if there is one."""

    outcome: str
    texts: tuple[str | None, ...] = ()
    eta: str = ""
    language: str = "he"
    suppressed: bool = False


FACTS = {
    "hello": Facts("hung_up"),
    "arrives_at_once": Facts("checked_in", YOSSI, "10:00"),
    "asks_who": Facts("checked_in", (*YOSSI[:3], None, None), "11:30"),
    "spanish_asks_who": Facts("hung_up"),
    "a_trailer_after_all": Facts("checked_in", YOSSI, "15:30"),
    "no_trailer": Facts("checked_in", (*YOSSI[:3], None, None), "15:30"),
    "no_trailer_told_early": Facts("checked_in", (*YOSSI[:3], None, None), "15:30"),
    "corrects_by_name": Facts("checked_in", ("דוד לב", *YOSSI[1:]), "15:30"),
    "changes_the_language": Facts("hung_up"),
    "confused": Facts("hung_up"),
    "confused_at_the_permission": Facts("transferred"),
    "confused_at_the_read_back": Facts("transferred"),
    "corrects_an_earlier_one": Facts("checked_in", ("יוסי כהן", "46", "1234567", "7", "7654321"), "15:30"),
    "corrects_the_arrival": Facts("checked_in", ("יוסי כהן", "127", *YOSSI[2:]), "09:00"),
    "corrects_the_tractor_in_passing": Facts("checked_in", ("יוסי כהן", "780", *YOSSI[2:]), "15:30"),
    "confused_about_which": Facts("hung_up"),
    "spanish_does_not_know": Facts("hung_up"),
    "corrects_everything": Facts("checked_in", ("יוסי כהן", "9999", "12345679", "7", "1234567"), "10:00"),
    "no_plates": Facts("checked_in", ("יוסי כהן", "45", "1234567", "7", None), "21:00"),
    "corrects_in_other_words": Facts("checked_in", ("יוסי כהן", "127", *YOSSI[2:]), "09:00"),
    "corrects_the_name": Facts("hung_up"),
    "corrects_the_one_read_back": Facts("checked_in", ("יוסי כהן", "54", "1234567", "7", "7654321"), "15:30"),
    "corrects_the_trailer": Facts("checked_in", ("יוסי כהן", "45", "1234567", "7", "7654322"), "15:30"),
    "english": Facts("checked_in", ("John Smith", "45", "ABC1234", "7", "7654321"), "15:30", "en"),
    "gives_up": Facts("transferred"),
    "hangs_up_half_way": Facts("hung_up"),
    "hebrew": Facts("checked_in", YOSSI, "12:00"),
    "hostile_long": Facts("hung_up"),
    "hostile_orders": Facts("hung_up"),
    "hostile_others": Facts("hung_up"),
    "no_permission": Facts("other"),
    "person": Facts("transferred"),
    "removed": Facts("removed", suppressed=True),
    "says_no_and_is_asked_again": Facts("checked_in", ("יוסי כץ", *YOSSI[1:]), "15:30"),
    "spanish": Facts("checked_in", ("José Luis Pérez", *YOSSI[1:]), "15:30", "es"),
    "spanish_corrects": Facts("checked_in", ("José Luis Pérez", *YOSSI[1:]), "10:00", "es"),
    "yes_to_everything": Facts("transferred"),
    "times": Facts("checked_in", ("יוסי כהן", "127", *YOSSI[2:]), "15:30"),
}


def test_every_script_has_its_facts() -> None:
    assert {each.stem for each in SCRIPTS.glob("*.yaml")} == set(FACTS)


@ON_SQLITE
@pytest.mark.parametrize("name", FACTS)
def test_conversation(name: str, worker: Worker) -> None:
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid) == FACTS[name]


def left_behind(worker: Worker, sid: str) -> Facts:
    call = worker.call(sid)
    assert {each.state for each in worker.turns(sid)} == {"done"}
    outcome, suppressed = call.outcome or "", worker.stores.suppressions.contains(LEAD_NUMBER)
    checkins = worker.stores.checkins.list().items
    if not checkins:
        return Facts(outcome, suppressed=suppressed)
    (made,) = checkins
    assert made.call_id == call.id
    texts = (made.driver_name, made.tractor_number, made.tractor_plates, made.trailer_number, made.trailer_plates)
    return Facts(outcome, texts, f"{made.eta.astimezone(ISRAEL):%H:%M}", made.language, suppressed)


@each_row(
    ("words", "none"),
    [
        ("אין לי גרור", True),
        ("אני בלי נגרר", True),
        ("לא, אין לנו שום גרור", True),
        ("no trailer", True),
        ("I don't have a trailer", True),
        ("sin remolque", True),
        ("no llevo remolque", True),
        ("אין לי את מספר הגרור", False),
        ("אין לי מספר גרור", False),
        ("לא, מספר הגרור הוא שבע", False),
        ("no, trailer number seven", False),
        ("no trailer number on it", False),
        ("no, el remolque es siete", False),
    ],
)
def test_what_tells_that_there_is_no_trailer(words: str, none: bool) -> None:
    assert NO_TRAILER.hears(Heard(words, words)) == none


@each_row(
    ("words", "none"),
    [
        ("אין לו לוחית", True),
        ("אין לוחית", True),
        ("אין", True),
        ("לא, אין לו לוחית רישוי", True),
        ("הוא בלי לוחית", True),
        ("אין לי", False),
        ("אין לי את הלוחית", False),
        ("אין לי כוח", False),
        ("no plates", True),
        ("it has none", True),
        ("no", False),
        ("no tiene placas", True),
        ("12-345-67", False),
    ],
)
def test_what_answers_that_a_trailer_has_no_plates(words: str, none: bool) -> None:
    assert NO_PLATES.answers(Heard(words, words)) == none


@each_row(
    ("words", "none"),
    [
        ("אין לוחית לגרור", True),
        ("לגרור אין לוחית", True),
        ("הגרור בלי לוחית רישוי", True),
        ("the trailer has no plates", True),
        ("el remolque no tiene placas", True),
        ("אין לי לוחית לגרור", False),
        ("אין לי את הלוחית של הגרור", False),
        ("אין לו לוחית", False),
        ("אין לוחית למשאית", False),
        ("לוחית הגרור היא 12-345-67", False),
    ],
)
def test_what_tells_anywhere_that_a_trailer_has_no_plates(words: str, none: bool) -> None:
    assert NO_PLATES.hears(Heard(words, words)) == none


@each_row(
    ("words", "cannot"),
    [
        ("לא יודע", True),
        ("אני לא זוכרת את המספר", True),
        ("אין לי את זה פה", True),
        ("אין לו לוחית", True),
        ("I don't know", True),
        ("no sé", True),
        ("no tengo la placa aquí", True),
        ("לא, 45", False),
        ("no, 45", False),
        ("יוסי כהן", False),
    ],
)
def test_what_tells_that_a_driver_cannot_give_it(words: str, cannot: bool) -> None:
    assert cannot_give(Heard(words, words)) == cannot


@each_row(
    ("words", "field"),
    [
        ("רגע, המספר של המשאית הוא 9999", "tractor_number"),
        ("לא, מספר המשאית 9999", "tractor_number"),
        ("המספר של הגרור הוא 12", "trailer_number"),
        ("הלוחית של המשאית היא 12-345-67", "tractor_plates"),
        ("לוחית הזיהוי של הנגרר היא 12-345-67", "trailer_plates"),
        ("מספר הרישוי של המשאית 12-345-67", "tractor_plates"),
        ("אני אגיע בתשע", "eta"),
        ("9999", None),
        ("המשאית כבר בדרך", None),
    ],
)
def test_which_field_a_driver_speaks_of(words: str, field: str | None) -> None:
    spoken_of = [each.name for each in FIELDS if each.speaks_of(Heard(words, words))]
    assert spoken_of == ([field] if field else [])


@ON_SQLITE
@pytest.mark.parametrize(
    ("begin", "yes", "said", "heard"),
    [
        (("English", "yes", "John Smith", "yes", "45", "yes", "ABC1234", "yes"), "yes", "no trailer", "no trailer"),
        (("español", "sí", "Ana Pérez", "sí", "45", "sí", "ABC1234", "sí"), "sí", "sin remolque", "sin remolque"),
    ],
)
def test_no_trailer_in_other_languages(begin: tuple[str, ...], yes: str, said: str, heard: str, worker: Worker) -> None:
    caller = worker.caller().calls(scenario="driver_checkin")
    for words in begin:
        caller.says(words)
    assert heard in caller.says(said).heard[0]
    assert ("arrive" if yes == "yes" else "llega") in caller.says(yes).heard[0]


@ON_SQLITE
def test_a_spanish_installation_speaks_spanish_from_the_first_word(app_factory: AppFactory) -> None:
    worker = app_factory(caller_language="es-US", scenario="driver_checkin")
    caller = worker.caller().calls()
    assert caller.heard == [
        "Hola, soy la asistente digital de Alta, para el registro de choferes, y la llamada se graba."
        " ¿Hebreo, inglés o español?"
    ]
    assert caller.says("español").heard == ["Para registrar su llegada necesito seis datos cortos. ¿Podemos empezar?"]
