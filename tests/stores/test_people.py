"""Members, leads and suppressions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from stores import Stores
from stores.errors import BadCursor, BadValue, NotFound, PhoneTaken, UnknownReference
from stores.leads import LeadChanges
from stores.records import SuppressionRecord
from stores.values import Consent, Lead, Member
from tests.stores.conftest import HandClock
from tests.stores.racing import race

SUNDAY_TEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # 10:00 in Jerusalem
HOUR = timedelta(hours=1)


class TestMembers:
    def test_comes_back_as_added(self, stores: Stores, clock: HandClock) -> None:
        hours = {"fri": (("09:00", "12:30"),)}
        added = stores.members.add("Dana", "+972545550001", name_he="דנה", hours=hours, time_zone="Europe/Paris")
        assert stores.members.get(added.id) == added
        assert added == Member(added.id, "Dana", "+972545550001", hours, "דנה", "Europe/Paris", True, None, clock.now)

    @pytest.mark.parametrize(
        ("phone", "hours"),
        [
            ("0545550001", {}),
            ("+972545550001", {"sunday": ()}),
            ("+972545550001", {"sun": (("17:00", "09:00"),)}),
            ("+972545550001", {"sun": (("9:00", "17:00"),)}),
            ("+972545550001", {"sun": (("09:00", "24:30"),)}),
        ],
    )
    def test_impossible_ones_are_refused(
        self, stores: Stores, phone: str, hours: dict[str, tuple[tuple[str, str], ...]]
    ) -> None:
        with pytest.raises(ValueError, match=r"E\.164|weekdays|forward|wall time"):
            stores.members.add("Dana", phone, hours=hours)

    def test_no_default_until_there_is_one(self, stores: Stores) -> None:
        with pytest.raises(NotFound):
            stores.members.default()
        stores.members.add("Away", "+972545550001", active=False)
        with pytest.raises(NotFound):
            stores.members.default()
        assert stores.members.add("Dana", "+972545550002") == stores.members.default()

    def test_the_default_is_made_once(self, stores: Stores) -> None:
        made = race(6, lambda _: stores.members.ensure_default("Office", "+972545550001"))
        assert len({member.id for member in made}) == 1
        assert [member.name for member in stores.members.list().items] == ["Office"]
        assert stores.members.ensure_default("Another", "+972545550002").name == "Office"

    def test_on_duty_are_those_at_work_the_longest_waiting_first(self, stores: Stores, clock: HandClock) -> None:
        first, second, third = (stores.members.add(f"M{n}", f"+97254555000{n}") for n in range(3))
        stores.members.add("Inactive", "+972545550008", active=False)
        stores.members.add("Evenings", "+972545550009", hours={"sun": (("18:00", "22:00"),)})
        stores.members.add_absence(third.id, SUNDAY_TEN - HOUR, SUNDAY_TEN + HOUR)
        assert _ids(stores, SUNDAY_TEN) == [first.id, second.id]
        stores.members.touch(first.id)
        assert _ids(stores, SUNDAY_TEN) == [second.id, first.id]
        clock.forward(seconds=1)
        stores.members.touch(second.id)
        assert _ids(stores, SUNDAY_TEN) == [first.id, second.id]
        assert _ids(stores, SUNDAY_TEN + HOUR) == [third.id, first.id, second.id]
        assert _ids(stores, SUNDAY_TEN - 2 * HOUR) == []

    def test_touching_nobody(self, stores: Stores) -> None:
        with pytest.raises(NotFound):
            stores.members.touch(4711)

    def test_absences_that_touch_a_time(self, stores: Stores, member: Member) -> None:
        first = stores.members.add_absence(member.id, SUNDAY_TEN, SUNDAY_TEN + HOUR)
        second = stores.members.add_absence(member.id, SUNDAY_TEN + 2 * HOUR, SUNDAY_TEN + 3 * HOUR)
        between = stores.members.absences
        assert between(member.id, SUNDAY_TEN - HOUR, SUNDAY_TEN) == ()
        assert between(member.id, SUNDAY_TEN + HOUR / 2, SUNDAY_TEN + 2 * HOUR) == (first,)
        assert between(member.id, SUNDAY_TEN, SUNDAY_TEN + 4 * HOUR) == (first, second)

    def test_absences_that_cannot_be(self, stores: Stores, member: Member) -> None:
        with pytest.raises(UnknownReference):
            stores.members.add_absence(4711, SUNDAY_TEN, SUNDAY_TEN + HOUR)
        with pytest.raises(BadValue):
            stores.members.add_absence(member.id, SUNDAY_TEN, SUNDAY_TEN)

    def test_list_goes_on_where_it_stopped(self, stores: Stores) -> None:
        added = [stores.members.add(f"M{n}", f"+97254555000{n}") for n in range(3)]
        page = stores.members.list(2)
        rest = stores.members.list(2, page.next)
        assert [*page.items, *rest.items] == added
        assert rest.next is None


class TestLeads:
    def test_comes_back_as_added(self, stores: Stores, member: Member, clock: HandClock) -> None:
        consent = Consent("form", date(2026, 1, 2), date(2027, 1, 2))
        added = stores.leads.add(
            "Noa Levi",
            "+972545550100",
            name_he="נועה לוי",
            gender="f",
            company="Alta",
            email="noa@example.com",
            notes="שורה\nשנייה",
            owner_id=member.id,
            consent=consent,
        )
        assert stores.leads.get(added.id) == stores.leads.by_phone("+972545550100") == added
        expected = Lead(
            id=added.id,
            name="Noa Levi",
            phone="+972545550100",
            created_at=clock.now,
            updated_at=clock.now,
            name_he="נועה לוי",
            gender="f",
            company="Alta",
            email="noa@example.com",
            notes="שורה\nשנייה",
            owner_id=member.id,
            consent=consent,
        )
        assert added == expected

    def test_one_lead_for_a_number(self, stores: Stores, lead: Lead) -> None:
        with pytest.raises(PhoneTaken) as taken:
            stores.leads.add("Another", lead.phone)
        assert taken.value.holder_id == lead.id
        assert stores.leads.count() == 1

    def test_one_of_many_at_once_gets_the_number(self, stores: Stores) -> None:
        def add(number: int) -> int:
            try:
                return stores.leads.add(f"L{number}", "+972545550100").id
            except PhoneTaken as taken:
                return taken.holder_id

        assert len(set(race(6, add))) == stores.leads.count() == 1

    @pytest.mark.parametrize("phone", ["", "0545550100", "+0545550100", "+97254555010x", "+1" + "2" * 15, "+972\n"])
    def test_numbers_are_e164(self, stores: Stores, lead: Lead, phone: str) -> None:
        with pytest.raises(ValueError, match=r"E\.164"):
            stores.leads.add("N", phone)
        with pytest.raises(ValueError, match=r"E\.164"):
            stores.leads.update(lead.id, phone=phone)
        assert stores.leads.by_phone(phone) is None

    def test_an_unknown_owner(self, stores: Stores, lead: Lead) -> None:
        with pytest.raises(UnknownReference):
            stores.leads.add("N", "+972545550101", owner_id=4711)
        with pytest.raises(UnknownReference):
            stores.leads.update(lead.id, owner_id=4711)

    def test_nobody(self, stores: Stores) -> None:
        with pytest.raises(NotFound):
            stores.leads.get(4711)
        with pytest.raises(NotFound):
            stores.leads.update(4711, name="N")
        assert stores.leads.by_phone("+972545550100") is None

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"name": "Noa Cohen", "name_he": None},
            {"phone": "+972545550199"},
            {"consent": Consent("call", date(2026, 5, 1))},
            {"gender": "f", "company": "c", "email": "e", "notes": "n"},
        ],
    )
    def test_changes(self, stores: Stores, lead: Lead, clock: HandClock, changes: LeadChanges) -> None:
        now = clock.forward(minutes=1)
        changed = stores.leads.update(lead.id, **changes)
        assert changed == stores.leads.get(lead.id) == replace(lead, updated_at=now, **changes)

    def test_consent_is_taken_back(self, stores: Stores, lead: Lead) -> None:
        stores.leads.update(lead.id, consent=Consent("form", date(2026, 1, 2)))
        assert stores.leads.update(lead.id, consent=None).consent is None

    def test_a_number_cannot_be_changed_to_a_taken_one(self, stores: Stores, lead: Lead) -> None:
        other = stores.leads.add("Other", "+972545550101")
        with pytest.raises(PhoneTaken) as taken:
            stores.leads.update(other.id, phone=lead.phone)
        assert taken.value.holder_id == lead.id
        assert stores.leads.get(other.id) == other

    def test_list_goes_on_where_it_stopped(self, stores: Stores) -> None:
        added = [stores.leads.add(f"L{n}", f"+97254555010{n}") for n in range(5)]
        first = stores.leads.list(2)
        second = stores.leads.list(2, first.next)
        third = stores.leads.list(2, second.next)
        assert [*first.items, *second.items, *third.items] == added
        assert (len(first.items), len(second.items), third.next) == (2, 2, None)

    @pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "WyJhIl0", "W3RydWVd", "Wy0xXQ", "[1]", "W" * 9999])
    def test_a_cursor_that_is_none(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(BadCursor):
            stores.leads.list(2, cursor)

    @pytest.mark.parametrize("limit", [0, -1, 501])
    def test_a_page_has_a_size(self, stores: Stores, limit: int) -> None:
        with pytest.raises(ValueError, match="1 to 500"):
            stores.leads.list(limit)


class TestSuppressions:
    def test_a_lead_is_suppressed_by_number(self, stores: Stores, lead: Lead) -> None:
        stores.suppressions.add(lead.phone, "asked", "call", "c1")
        assert stores.suppressions.contains(lead.phone)
        assert stores.leads.get(lead.id).suppressed
        assert stores.leads.list().items[0].suppressed
        moved = stores.leads.update(lead.id, phone="+972545550199")
        assert not moved.suppressed
        assert not stores.suppressions.contains(moved.phone)

    def test_the_first_stays(self, stores: Stores) -> None:
        reasons = ["first", "second"]
        for reason in reasons:
            stores.suppressions.add("+972545550100", reason, "operator")
        assert _column(stores, "reason") == ["first"]

    def test_many_at_once(self, stores: Stores) -> None:
        race(6, lambda number: stores.suppressions.add("+972545550100", f"{number}", "api"))
        assert len(_column(stores, "reason")) == 1

    def test_nothing_readable_is_kept(self, stores: Stores) -> None:
        stores.suppressions.add("+972545550100", "asked", "api")
        sha256_of_the_number = "fab58ea97d533256ee032d70f2df593f18ac24fa7fd5e6904bd785e057885ad3"
        assert _column(stores, "phone_hash") == [sha256_of_the_number]

    def test_only_numbers(self, stores: Stores) -> None:
        with pytest.raises(ValueError, match=r"E\.164"):
            stores.suppressions.add("anonymous", "asked", "api")
        with pytest.raises(ValueError, match=r"E\.164"):
            stores.suppressions.contains("anonymous")


def _ids(stores: Stores, at: datetime) -> list[int]:
    return [member.id for member in stores.members.on_duty(at)]


def _column(stores: Stores, name: str) -> list[str]:
    with stores.database.read() as session:
        return list(session.scalars(select(SuppressionRecord.__table__.c[name])))
