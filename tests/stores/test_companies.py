"""Versions of the profile, and questions counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from stores import Stores
from stores.errors import BadCursor, NotFound, UnknownReference
from stores.values import AskedQuestion, Call, Lead
from tests.stores.conftest import HandClock
from tests.stores.racing import race

PROFILE = {"name": {"he": "אלטה", "en": "Alta"}, "answers": [{"id": "a"}]}


class TestVersions:
    def test_every_change_is_a_new_version(self, stores: Stores, clock: HandClock) -> None:
        assert stores.companies.newest() is None
        assert stores.companies.newest_number() is None
        first = stores.companies.add(PROFILE, "dana")
        clock.forward(hours=1)
        second = stores.companies.add({"name": "other"}, "noa")
        assert (first.version, second.version) == (1, 2)
        assert (first.profile, first.author, first.reverts_to) == (PROFILE, "dana", None)
        assert second.created_at - first.created_at == timedelta(hours=1)
        assert stores.companies.newest() == second
        assert stores.companies.get(1) == first
        assert stores.companies.list().items == (second, first)

    def test_reverting_makes_a_new_version(self, stores: Stores) -> None:
        first = stores.companies.add(PROFILE, "dana")
        stores.companies.add({}, "dana")
        again = stores.companies.revert(first.version, "noa")
        assert (again.version, again.profile, again.author, again.reverts_to) == (3, PROFILE, "noa", 1)
        with pytest.raises(NotFound):
            stores.companies.revert(9, "noa")
        assert stores.companies.newest_number() == 3

    def test_of_many_at_once_none_is_lost(self, stores: Stores) -> None:
        made = race(8, lambda runner: stores.companies.add({"runner": runner}, "race").version)
        assert sorted(made) == list(range(1, 9))

    def test_pages(self, stores: Stores) -> None:
        for _ in range(3):
            stores.companies.add(PROFILE, "dana")
        page = stores.companies.list(2)
        assert [each.version for each in page.items] == [3, 2]
        assert [each.version for each in stores.companies.list(2, page.next).items] == [1]
        with pytest.raises(BadCursor):
            stores.companies.list(2, "nonsense")


class TestQuestions:
    def test_a_question_counts_once_in_a_call(
        self, stores: Stores, opened: Callable[..., Call], clock: HandClock
    ) -> None:
        one, other = opened("CA1").id, opened("CA2").id
        assert stores.questions.note("עובד כמה", "כמה עובדים?", one)
        assert not stores.questions.note("עובד כמה", "כמה עובדים אמרת?", one)
        later = clock.forward(hours=1)
        assert stores.questions.note("עובד כמה", "כמה עובדים?", other)
        assert stores.questions.note("פתוח", "פתוחים?", one)
        often, once = stores.questions.list().items
        assert often == AskedQuestion(often.key, 2, later, "כמה עובדים?")
        assert (once.count, once.sample) == (1, "פתוחים?")
        page = stores.questions.list(1)
        assert page.items == (often,)
        assert stores.questions.list(1, page.next).items == (once,)

    def test_what_it_must_not_take(self, stores: Stores) -> None:
        with pytest.raises(UnknownReference):
            stores.questions.note("k", "t", "nobody")
        with pytest.raises(BadCursor):
            stores.questions.list(1, "nonsense")

    def test_an_erased_caller_leaves_a_count_and_no_word(
        self, stores: Stores, lead: Lead, opened: Callable[..., Call]
    ) -> None:
        call = opened("CA1", lead.id)
        stores.questions.note("k", "דנה כהן שואלת", call.id)
        stores.calls.advance_status(call.id, "completed")
        stores.leads.delete(lead.id)
        (question,) = stores.questions.list().items
        assert (question.count, question.sample) == (1, None)
