"""Made-up leads and a job offer for a development machine. The numbers are valid in form; we know nobody of them."""

from datetime import date

from stores import Stores
from stores.errors import PhoneTaken
from stores.values import Consent
from voicebot.job_offer_file import ParsePhone, read_job_offer, store_job_offer
from voicebot.settings import ROOT

JOB_OFFER = ROOT / "docs" / "examples" / "job_offer.yaml"

LEADS = (
    ("David Cohen", "דוד", "+972547654321", "m", "Galil Systems"),
    ("Roy Levi", "רועי", "+972505550000", "m", "Levi & Partners"),
    ("Noa Mizrahi", "נועה", "+972583212345", "f", "Negev Analytics"),
)


def seed_demo(stores: Stores) -> int:
    """Add the demo leads to an empty database; how many were added."""
    if stores.leads.count():
        return 0
    added = 0
    for name, name_he, phone, gender, company in LEADS:
        try:
            stores.leads.add(
                name,
                phone,
                name_he=name_he,
                gender="f" if gender == "f" else "m",
                company=company,
                consent=Consent("demo data", date.today(), None),
            )
            added += 1
        except PhoneTaken:
            continue
    return added


def seed_job_offer(stores: Stores, parse_phone: ParsePhone) -> bool:
    """Import the example of a job offer file where nothing was imported yet; whether it was."""
    if stores.job_offers.candidate() is not None or not JOB_OFFER.exists():
        return False
    store_job_offer(read_job_offer(JOB_OFFER), stores, parse_phone)
    return True
