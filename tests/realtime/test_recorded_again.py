"""What was said stands in the record once, also where the database went away while it was being stored."""

from typing import Any

import pytest

from stores import Stores
from stores.errors import StoreUnavailable
from tests.apps import ON_SQLITE, AppFactory
from tests.realtime.porting import opened
from voicebot.realtime.commands import Exchange, Finish, Heard, Spoke

pytestmark = ON_SQLITE


def fails_once(monkeypatch: pytest.MonkeyPatch, store: Any, name: str, first: bool) -> None:
    """The database goes away before (`first`) or after it has done this once."""
    does = getattr(store, name)

    def once(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(store, name, does)
        if not first:
            does(*args, **options)
        raise StoreUnavailable

    monkeypatch.setattr(store, name, once)


@pytest.mark.parametrize("spoken", ["he-IL", "en-US"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sentence_whose_storing_was_not_confirmed(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch, spoken: str, first: bool
) -> None:
    worker = app_factory(whole=True, caller_language=spoken)
    port = opened(worker).port
    port.record(Exchange(1))
    port.record(Heard(1, "כן"))
    port.record(Spoke(1, "אחת."))
    fails_once(monkeypatch, worker.services.stores.turns, "append_sentence", first)
    spoke = Spoke(1, "שתיים.")
    with pytest.raises(StoreUnavailable):
        port.record(spoke)
    port.record(spoke)
    port.record(Spoke(1, "שתיים."))  # said twice indeed
    port.finish(Finish("caller_left", "stop"), {})
    assert [each.en for each in worker.turns("CA1")[1].sentences] == ["אחת.", "שתיים.", "שתיים."]


def test_a_sentence_whose_question_could_not_be_noted(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = app_factory(whole=True, caller_language="en-US")
    port = opened(worker).port
    port.record(Exchange(1))
    port.record(Heard(1, "Yes"))
    stores: Stores = worker.services.stores
    fails_once(monkeypatch, stores.database, "begin", first=True)
    spoke = Spoke(1, "Shall we meet?")
    with pytest.raises(StoreUnavailable):
        port.record(spoke)
    port.record(spoke)
    port.finish(Finish("caller_left", "stop"), {})
    assert [each.en for each in worker.turns("CA1")[1].sentences] == ["Shall we meet?"]
