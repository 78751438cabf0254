"""A deploy in the middle of calls: what the release before left open goes on, and migrations only add."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from stores import migrating
from stores.database import Database, open_database
from stores.records import SentenceRecord, TurnRecord
from tests.apps import SOAK_ON_POSTGRES, phone_app
from tests.builders import Clock, Worker, settings
from tests.releases import RELEASES, SID, load, migrate_to
from tests.releases.narrowing import Schema, narrowings, schema_of
from voicebot.conversation.replies import Waits
from voicebot.services import Vendors, build

REVISIONS = [each.revision for each in ScriptDirectory(str(migrating.MIGRATIONS)).walk_revisions()][::-1]


@pytest.fixture(params=RELEASES)
def deployed(request: pytest.FixtureRequest, alone: str, clock: Clock) -> Iterator[Worker]:
    """This release on a database that an earlier one has worked on, in which a call is live."""
    services = build(settings(database_url=alone), Vendors(), clock, waits=Waits(20, 20))
    database = services.stores.database
    migrate_to(database, request.param)
    load(database, request.param)
    database.migrate()
    worker = Worker(phone_app(services), services)
    yield worker
    worker.settle()
    database.close()


@SOAK_ON_POSTGRES
def test_a_live_call_goes_on_to_its_end(deployed: Worker) -> None:
    said = deployed.hook("/twilio/process-speech?turn=5", SID, SpeechResult="הראשון").text
    assert "נכון?" in said
    said = deployed.hook("/twilio/process-speech?turn=6", SID, SpeechResult="כן").text
    assert "קבענו" in said
    deployed.settle()
    while rest := re.search(r">(/twilio/turn\?[^<]+)<", said):
        said = deployed.hook(rest[1].replace("&amp;", "&"), SID).text
    assert "turn=7" in said
    [meeting] = deployed.meetings()
    assert (meeting.call_id, meeting.lead_id) == (deployed.call(SID).id, 1)
    assert deployed.hook("/twilio/call-status", SID, CallStatus="completed", CallDuration="95").status_code == 204
    call = deployed.call(SID)
    assert (call.outcome, call.duration_s) == ("booked", 95)
    assert [job.kind for job in deployed.stores.jobs.list().items] == ["summarise_call"]


@SOAK_ON_POSTGRES
def test_its_webhooks_that_come_again_get_what_they_got(deployed: Worker) -> None:
    call = deployed.call(SID)
    for turn in range(1, 5):
        given = deployed.stores.turns.reply(call.id, turn, 0)
        assert given is not None
        assert deployed.hook(f"/twilio/process-speech?turn={turn}", SID, SpeechResult="כן").text == given
    assert deployed.hook("/twilio/voice", SID).text == deployed.stores.turns.reply(call.id, 0, 0)
    assert len(deployed.turns(SID)) == 5
    assert deployed.call(SID).outcome is None


@SOAK_ON_POSTGRES
def test_a_turn_that_the_old_process_left_unfinished_is_finished(deployed: Worker, clock: Clock) -> None:
    call = deployed.call(SID)
    claimed = {"owner": "gone", "state": "claimed", "epoch": 1, "claimed_at": clock(), "source": "text"}
    with deployed.stores.database.begin() as session:
        session.execute(
            insert(TurnRecord).values(
                call_id=call.id, number=5, heard_he="הראשון", heard_en="The first one", heard_by="text", intents=[],
                tool_calls=[], timings={}, **claimed,
            )
        )  # fmt: skip
        session.execute(
            insert(SentenceRecord).values(
                call_id=call.id, turn=5, idx=0, kind="filler", he="רגע.", en="One moment.", created_at=clock()
            )
        )
    clock.now += timedelta(minutes=1)
    assert "נכון?" in deployed.hook("/twilio/turn?turn=5&from=1", SID).text
    assert "קבענו" in deployed.hook("/twilio/process-speech?turn=6", SID, SpeechResult="כן").text
    assert len(deployed.meetings()) == 1


@pytest.mark.parametrize(("before", "after"), list(pairwise(REVISIONS)))
def test_each_migration_leaves_what_the_release_before_relies_on(alone: str, before: str, after: str) -> None:
    database = open_database(alone)
    migrate_to(database, before)
    old = _schema(database)
    migrate_to(database, after)
    assert narrowings(old, _schema(database)) == []
    database.close()


def _schema(database: Database) -> Schema:
    with database.engine.connect() as connection:
        return schema_of(connection)
