"""The example job offer, for tests: whom it knows, and how recruiters say who they are."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from language.phones import parse_phone
from stores import Stores
from stores.job_offer_values import Recruiter
from stores.records import (
    Base,
    CandidateRecord,
    JobOfferRecord,
    MarketSalaryRecord,
    ProfileFieldRecord,
    RecruiterRecord,
)
from voicebot.job_offer_file import read_job_offer, store_job_offer
from voicebot.job_offer_schema import JobOfferIn

Rows = list[dict[str, Any]]
TABLES = tuple(
    Base.metadata.tables[each.__tablename__]
    for each in (CandidateRecord, ProfileFieldRecord, JobOfferRecord, RecruiterRecord, MarketSalaryRecord)
)
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


_IMPORTED: dict[str, dict[Table, Rows]] = {}
"""The rows of the example, by the database in which it was first stored."""


@cache
def example() -> JobOfferIn:
    return read_job_offer(EXAMPLE)


def import_example(stores: Stores) -> None:
    """Store it. A database that has had it gets the same rows again: hashes of codes are slow by design."""
    url = str(stores.database.engine.url)
    with stores.database.begin() as session:
        if url in _IMPORTED and stores.job_offers.candidate() is None:
            for table, rows in _IMPORTED[url].items():
                session.execute(table.insert(), rows)
            return
        store_job_offer(example(), stores, parse_phone)
        _IMPORTED[url] = {
            table: [dict(each) for each in session.execute(table.select()).mappings()] for table in TABLES
        }


def recruiter_called(stores: Stores, name: str) -> Recruiter:
    return next(each for each in stores.job_offers.recruiters() if each.name.en.startswith(name))
