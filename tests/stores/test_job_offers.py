"""Stores of job offers: replaced as a whole, codes as hashes, attempts counted, negotiations logged."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from stores import Stores
from stores.database import Database
from stores.errors import UnknownReference
from stores.job_offer_rows import NoCode
from stores.job_offer_values import (
    Candidate,
    JobOffer,
    JobSearch,
    MarketSalary,
    NegotiationStep,
    NewRecruiter,
    ProfileField,
    Recruiter,
    Spoken,
)
from stores.records import Base
from stores.tries import Tries
from stores.values import Call
from tests.stores.conftest import HandClock

ALTECH = Spoken("אלטק", "Altech", ("אל טק",))
DANA = Recruiter(Spoken("דנה לוי", "Dana Levi"), ALTECH, Spoken("מנהלת גיוס", "recruiting manager"), "+972545550001")
SEARCH = JobSearch(
    Candidate(Spoken("נועה ברק", "Noa Barak"), "ILS", "month", 40_000, 47_000),
    (
        ProfileField("experience", Spoken("ניסיון", "experience"), Spoken("שנה", "a year"), "verified", ("ניסיון",)),
        ProfileField("address", Spoken("כתובת", "address"), Spoken("כאן", "here"), "companies", (), ("Altech",)),
    ),
    (JobOffer(Spoken("אלטק", "Altech"), Spoken("צוות", "team"), Spoken("מפתחת", "engineer"), 42_000, None, 20_000),),
    (NewRecruiter(DANA, "482913"),),
    (MarketSalary("engineer", 38_000, 45_000, 54_000, Spoken("טבלה", "a table")),),
)
STEP = NegotiationStep("Altech", "Dana Levi", "offered", "ILS", "month", 43_000)


def test_what_goes_in_comes_out(stores: Stores, clock: HandClock) -> None:
    offers = stores.job_offers
    assert offers.candidate() is None
    offers.replace(SEARCH)
    assert offers.candidate() == replace(SEARCH.candidate, imported_at=clock.now)
    assert (offers.fields(), offers.offers(), offers.market()) == (SEARCH.fields, SEARCH.offers, SEARCH.market)
    (stored,) = offers.recruiters()
    assert replace(stored, id=0) == DANA
    assert offers.recruiter(stored.id) == stored
    assert offers.offer_of("Altech") == SEARCH.offers[0]
    assert offers.offer_of("altech ") is None


def test_replacing_forgets_what_was_there(stores: Stores) -> None:
    stores.job_offers.replace(SEARCH)
    (before,) = stores.job_offers.recruiters()
    stores.job_offers.replace(replace(SEARCH, fields=(), offers=(), market=()))
    assert (stores.job_offers.fields(), stores.job_offers.offers(), stores.job_offers.market()) == ((), (), ())
    assert stores.job_offers.recruiter(before.id) is None, "an id is never given twice"
    assert stores.job_offers.recruiter(2**40) is None


def test_a_code_is_kept_for_the_same_number(stores: Stores) -> None:
    stores.job_offers.replace(SEARCH)
    stores.job_offers.replace(replace(SEARCH, recruiters=(NewRecruiter(DANA),)))
    (stored,) = stores.job_offers.recruiters()
    assert stores.job_offers.code_fits(stored, "482913")
    assert not stores.job_offers.code_fits(stored, "482914")
    assert not stores.job_offers.code_fits(None, "482913")


def test_a_new_recruiter_needs_a_code_and_nothing_changes_without(stores: Stores) -> None:
    stores.job_offers.replace(SEARCH)
    other = NewRecruiter(replace(DANA, phone="+972545550002"))
    with pytest.raises(NoCode) as raised:
        stores.job_offers.replace(replace(SEARCH, fields=(), recruiters=(other,)))
    assert raised.value.phone == "+972545550002"
    assert stores.job_offers.fields() == SEARCH.fields


def test_no_table_has_a_code_in_clear(stores: Stores, database: Database) -> None:
    stores.job_offers.replace(SEARCH)
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608 - our own tables
                assert not any("482913" in str(value) for value in row)


def test_the_same_code_has_another_hash(stores: Stores, database: Database) -> None:
    twin = NewRecruiter(replace(DANA, phone="+972545550002"), "482913")
    stores.job_offers.replace(replace(SEARCH, recruiters=(NewRecruiter(DANA, "482913"), twin)))
    with database.read() as session:
        kept = session.execute(text("SELECT code_salt, code_hash FROM job_recruiters")).all()
    assert len({bytes(each[0]) for each in kept}) == len({bytes(each[1]) for each in kept}) == 2


def test_codes_do_not_show(stores: Stores) -> None:
    assert "482913" not in repr(SEARCH)


def test_failures_are_counted_by_call_by_number_and_in_a_name(
    stores: Stores, opened: Callable[..., Call], clock: HandClock
) -> None:
    one, two = opened("CA1"), opened("CA2")
    attempts, stranger, first = stores.verifications, "+972521112223", clock.now
    attempts.add(one.id, stranger, DANA.phone, succeeded=False)
    attempts.add(one.id, stranger, "ruth | altech", succeeded=False)
    attempts.add(two.id, stranger, DANA.phone, succeeded=True)
    clock.forward(minutes=1)
    attempts.add(two.id, None, DANA.phone, succeeded=False)
    attempts.add(two.id, DANA.phone, DANA.phone, succeeded=False)
    assert (attempts.failed_in_call(one.id), attempts.failed_in_call(two.id)) == (2, 2)
    assert attempts.failed_from(stranger) == Tries(2, first)
    assert attempts.failed_from(DANA.phone) == Tries(1, clock.now)
    assert attempts.failed_elsewhere(DANA.phone) == Tries(2, clock.now), "the number on record is not elsewhere"
    assert attempts.failed_elsewhere("ruth | altech") == Tries(1, first)


def test_a_failure_counts_for_a_day(stores: Stores, clock: HandClock, call: Call) -> None:
    stores.verifications.add(call.id, "+972521112223", DANA.phone, succeeded=False)
    clock.forward(hours=23, minutes=59)
    assert stores.verifications.failed_from("+972521112223").count == 1
    clock.forward(minutes=2)
    assert stores.verifications.failed_from("+972521112223") == Tries()
    assert stores.verifications.failed_elsewhere(DANA.phone) == Tries()
    assert stores.verifications.failed_in_call(call.id) == 1


def test_old_attempts_are_forgotten(stores: Stores, clock: HandClock, call: Call) -> None:
    stores.verifications.add(call.id, "+972521112223", None, succeeded=False)
    clock.forward(days=8)
    stores.verifications.add(call.id, "+972521112223", None, succeeded=False)
    assert stores.verifications.failed_in_call(call.id) == 1


def test_an_attempt_belongs_to_a_call(stores: Stores) -> None:
    with pytest.raises(UnknownReference):
        stores.verifications.add("nobody", None, None, succeeded=False)


def test_steps_are_logged_in_order(stores: Stores, clock: HandClock, call: Call) -> None:
    first = stores.negotiations.add(replace(STEP, call_id=call.id))
    later = clock.forward(minutes=5)
    second = stores.negotiations.add(replace(STEP, call_id=call.id, kind="countered", tactic="anchor"))
    other = stores.negotiations.add(replace(STEP, call_id=call.id, company="Negev"))
    assert stores.negotiations.of_company("Altech") == (first, second)
    assert stores.negotiations.of_company("Altech", later) == (second,)
    assert stores.negotiations.of_call(call.id) == (first, second, other)
    page = stores.negotiations.list(limit=2)
    assert (page.items, stores.negotiations.list(after=page.next).items) == ((first, second), (other,))


def test_erasing_a_lead_takes_the_recruiters_name_out_of_the_log(
    stores: Stores, opened: Callable[..., Call], clock: HandClock
) -> None:
    lead = stores.leads.add("Dana Levi", DANA.phone)
    call = opened("CA1", lead_id=lead.id)
    stores.negotiations.add(replace(STEP, call_id=call.id))
    stores.calls.finish(call.id, "goodbye")
    stores.leads.delete(lead.id)
    assert [(each.recruiter, each.salary) for each in stores.negotiations.of_call(call.id)] == [("", 43_000)]
