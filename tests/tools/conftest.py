"""Stores with one member of the team and one lead."""

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.values import Lead, Member
from tests.builders import MEMBER_NUMBER, Clock
from tests.caller import LEAD_NUMBER
from tests.job_offers import import_example
from tests.tools.desks import Desk, desk_for
from tests.tools.job_offer_desks import Desks


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


@pytest.fixture
def member(stores: Stores) -> Member:
    return stores.members.add("Dana", MEMBER_NUMBER)


@pytest.fixture
def lead(stores: Stores) -> Lead:
    return stores.leads.add("David Cohen", LEAD_NUMBER, name_he="דוד", email="david@galil.example")


@pytest.fixture
def desk(stores: Stores, clock: Clock, member: Member, lead: Lead) -> Desk:
    """A call of the lead's, whose number we know and whose identity we do not."""
    return desk_for(stores, clock, lead=lead)


@pytest.fixture
def calls(stores: Stores, clock: Clock, member: Member) -> Desks:
    """Opens calls about the example job offer."""
    import_example(stores)
    return Desks(stores, clock)
