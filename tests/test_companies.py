"""Which version of the profile a call is held with, in one process and in several, and what a process does with it."""

import pytest

from language.phrasebook import Phrasebook
from language.phrases import Phrase
from stores import Stores, build_stores
from stores.database import Database
from stores.errors import StoreUnavailable
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock, Worker
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from tests.profiles import ANSWER_EN, ANSWER_HE, profile
from voicebot.companies import LOOK, Companies, company_of
from voicebot.scenarios import checked_scenarios
from voicebot.services import Vendors
from voicebot.settings import Settings

pytestmark = ON_SQLITE


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


def companies_on(stores: Stores, clock: Clock, book: Phrasebook | None = None) -> Companies:
    company = company_of(Settings())
    learn = (book or Phrasebook()).learn
    return Companies(stores.companies, company, checked_scenarios, "sales", clock, learn)


def test_a_new_version_is_in_use_within_seconds_and_not_looked_for_more_often(stores: Stores, clock: Clock) -> None:
    companies = companies_on(stores, clock)
    assert companies("sales").company == 0
    stores.companies.add(profile(), "dana")
    assert companies("sales").company == 0
    clock.forward(seconds=LOOK.total_seconds())
    assert (companies("sales").company, companies("sales").values["company"].en) == (1, "Nova")
    stores.companies.add(profile(), "dana")
    companies.look_again()
    assert companies("sales").company == 2


def test_a_version_is_made_once_and_old_ones_stay(stores: Stores, clock: Clock) -> None:
    stores.companies.add(profile(), "dana")
    companies = companies_on(stores, clock)
    assert companies("sales") is companies("sales", 1)
    assert companies("sales", 0).company == 0
    assert companies("no such scenario", 1) is companies("sales", 1)


def test_a_version_nobody_can_use_is_the_settings(stores: Stores, clock: Clock) -> None:
    stores.companies.add({"name": "of a later release"}, "dana")
    companies = companies_on(stores, clock)
    assert companies("sales", 1).company == companies("sales", 99).company == 0


def test_without_the_store_the_version_last_known_stays(stores: Stores, clock: Clock) -> None:
    stores.companies.add(profile(), "dana")
    companies = companies_on(stores, clock)
    assert companies("sales").company == 1
    companies._store = _Away()  # type: ignore[assignment]  # the database is gone
    clock.forward(minutes=1)
    assert companies("sales").company == 1
    with pytest.raises(StoreUnavailable):
        companies("sales", 7)


class _Away:
    def newest_number(self) -> int | None:
        raise StoreUnavailable("away")

    def get(self, version: int) -> None:
        raise StoreUnavailable("away")


def test_the_phrasebook_learns_the_lines_of_a_version(stores: Stores, clock: Clock) -> None:
    book = Phrasebook([Phrase("שלום לך", "Hello there")])
    stores.companies.add(profile(), "dana")
    companies_on(stores, clock, book)("sales")
    english = ["The price begins at a thousand shekels.", "Hello there", ANSWER_EN]
    assert book.translate(english, "en", "he", 1.0) == ["המחיר מתחיל באלף שקלים", "שלום לך", ANSWER_HE]


def test_the_name_is_pronounced_as_the_newest_version_has_it(stores: Stores, clock: Clock) -> None:
    companies = companies_on(stores, clock)
    plain = companies.pronounced(None)
    assert companies.pronounced(None) is plain
    stores.companies.add(profile(), "dana")
    companies.look_again()
    companies("sales")
    assert companies.pronounced(None).replace("בנובה, ווטסאפ", lambda each: each.said) == "בנוֹבָה, ווטסאפ"
    silent = profile(name={"he": "נובה", "en": "Nova"})
    stores.companies.add(silent, "dana")
    companies.look_again()
    companies("sales")
    assert companies.pronounced(None).replace("נובה", lambda each: each.said) == "נובה"
    stores.companies.add(profile(), "dana")
    late = companies_on(stores, clock)
    late("sales", 2)
    late("sales", 3)
    late("sales", 2)
    assert late.pronounced(None).replace("נובה", lambda each: each.said) == "נוֹבָה", "the newest counts"


# -- whole calls


def written(worker: Worker, **changes: object) -> None:
    worker.stores.companies.add(profile(**changes), "dana")


def test_a_call_is_greeted_in_the_newest_name_as_it_is_pronounced(app_factory: AppFactory) -> None:
    worker = app_factory()
    written(worker)
    caller = worker.caller().calls()
    (greeting,) = caller.heard
    assert "של נוֹבָה" in greeting
    assert "בונים אתרים" in greeting
    turn = worker.turns(caller.call_sid)[0]
    assert "של נובה" in turn.sentences[0].he, "the record has the name as it is written"


def test_a_call_in_progress_keeps_its_version_in_every_process(app_factory: AppFactory, clock: Clock) -> None:
    worker, other = app_factory(), app_factory()
    written(worker)
    caller = worker.caller().calls()
    written(worker, name={"he": "אורנה", "en": "Orna"})
    clock.forward(minutes=1)
    assert "אורנה" in other.caller().calls().heard[0]
    answer = other.hook("/twilio/process-speech?turn=1", caller.call_sid, SpeechResult="מי אתם?", Confidence="0.9")
    assert answer.status_code == 200
    assert "נוֹבָה" in answer.text
    assert (worker.call(caller.call_sid).state or {})["company"] == 1


def test_a_model_calls_the_tool_and_the_answer_is_spoken_word_by_word(app_factory: AppFactory) -> None:
    translator = FakeTranslator(strict=False)
    model = ScriptedModel(calls("answer_question", '{"question_id": "start"}', text="Let me see."))
    worker = app_factory(Vendors(models=(model,), translators=(translator,)))
    written(worker)
    caller = worker.caller().calls()
    caller.says("ומתי זה יהיה מוכן אצלי")
    assert ANSWER_HE in caller.heard
    assert ANSWER_EN not in translator.asked
    model.assert_complete()
    (tool,) = [each for each in model.requests[0].tools if each.name == "answer_question"]
    assert "How long does it take to start?" in str(tool.schema())


def test_a_model_gets_no_answer_that_nobody_approved(app_factory: AppFactory) -> None:
    model = ScriptedModel(calls("answer_question", '{"question_id": "discount"}'), says("I will pass it on."))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    written(worker)
    caller = worker.caller().calls()
    caller.says("אפשר לקבל אצלכם הנחה")
    model.assert_complete()
    assert [each["status"] for each in worker.turns(caller.call_sid)[1].tool_calls] == ["no_answer"]
