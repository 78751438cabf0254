"""The example job offer, for tests: whom it knows, and how recruiters say who they are."""

from pathlib import Path

from language.phones import parse_phone
from stores import Stores
from stores.job_offer_values import Recruiter
from voicebot.job_offer_file import read_job_offer, store_job_offer

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "job_offer.yaml"
DANA_NUMBER, YOSSI_NUMBER, STRANGER = "+972547654321", "+972505550000", "+972521112223"
DANA_CODE, YOSSI_CODE = "482913", "739156"
DANA = ("דנה לוי", "אלטק", "מנהלת גיוס", "ארבע שמונה שתיים תשע אחת שלוש")
YOSSI = ("יוסי כהן", "נגב אנליטיקה", "ראש צוות", "שבע שלוש תשע אחת חמש שש")
FLOOR, TARGET = 40_000, 47_000
HIDDEN = ("רחוב הדוגמה", "שלושים ושמונה אלף", "Example Street", "38,000")
"""Words of what nobody may be told."""
SECRETS = ("שמונה שנות ניסיון", "תואר ראשון", "נועה", "ארבעים ושניים אלף", "Noa", "Eight years", "42,000")
"""Words of what only verified recruiters may be told."""


def import_example(stores: Stores) -> None:
    store_job_offer(read_job_offer(EXAMPLE), stores, parse_phone)


def recruiter_called(stores: Stores, name: str) -> Recruiter:
    return next(each for each in stores.job_offers.recruiters() if each.name.en.startswith(name))
