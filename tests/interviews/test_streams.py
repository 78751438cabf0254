"""Live events: what is said, in the platform's JSON, in order, once, to the end; and nothing leaks."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from stores.interview_values import Interview
from stores.news import TurnNews
from stores.records import InterviewRecord
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import API_KEY, Worker
from tests.caller import Caller
from tests.interviews.making import LONG, made, session
from voicebot.interviews import streams
from voicebot.interviews.streams import Streams, TooManyStreams
from voicebot.interviews.transcripts import Place


@pytest.fixture
def worker(app_factory: AppFactory, tmp_path: Path) -> Worker:
    return app_factory(scenario="interview", transcript_dir=str(tmp_path))


@pytest.fixture
def open_streams(worker: Worker) -> Iterator[Streams]:
    """The worker's, told of news where the database can; all given back at the end."""
    yield worker.services.interviews.streams
    threads = [each for each in threading.enumerate() if each.name == "transcript-streams"]
    for each in threads:
        each.join(10)
    assert not any(each.is_alive() for each in threads), "the reader ends with the last stream"


def begun(worker: Worker) -> tuple[Interview, Caller]:
    interview = made(worker)
    return interview, worker.caller().calls().says("כן")


def events(frames: list[bytes]) -> list[dict[str, object]]:
    return [json.loads(each.decode().partition("data: ")[2]) for each in frames if b"data: " in each]


def test_what_is_said_comes_as_it_is_said_and_ends_with_the_interview(worker: Worker, open_streams: Streams) -> None:
    interview, caller = begun(worker)
    stream = open_streams.open(interview.id)
    frames = [next(stream) for _ in range(3)]
    assert frames[0] == b"retry: 2000\n\n"
    assert [each["message"] for each in events(frames)][1] == "איך נראה יום עבודה?"
    for _ in range(3):
        caller.says(LONG)
    frames += list(stream)
    stream.close()
    said = events(frames)
    assert said[-1] == {"type": "end", "endReason": "completed"}
    assert [each["isAI"] for each in said[:-1]] == [
        True,
        True,
        False,
        True,
        True,
        False,
        True,
        True,
        True,
        False,
        True,
        True,
    ]
    answer = said[2]
    assert answer == {
        "type": "transcription", "participantId": f"candidate-{interview.id}", "participantName": "דוד כהן",
        "message": LONG, "timestamp": int(worker.services.now().timestamp() * 1000), "isAI": False,
    }  # fmt: skip
    assert b"event: end" in frames[-1]
    assert open_streams.count == 0


@ON_SQLITE
def test_neither_the_greeting_nor_a_code_is_in_it(worker: Worker, open_streams: Streams) -> None:
    interview = made(worker)
    caller = worker.caller().calls(from_="+972521112222").says("כן").presses("12345678")
    caller.hangs_up()
    stream = open_streams.open(interview.id)
    text = b"".join(stream).decode()
    stream.close()
    assert "12345678" not in text
    assert "איך נראה יום עבודה?" in text


@ON_SQLITE
def test_a_break_is_gone_on_after(worker: Worker, open_streams: Streams) -> None:
    interview, caller = begun(worker)
    caller.says(LONG).hangs_up()
    stream = open_streams.open(interview.id)
    frames = list(stream)
    stream.close()
    ids = [each.decode().partition("id: ")[2].partition("\n")[0] for each in frames if b"id: " in each]
    assert ids == ["1.1", "1.2", "2.0", "2.1", "2.2"]
    again = open_streams.open(interview.id, Place.read("2.0"))
    rest = [each for each in again if b"id: " in each]
    again.close()
    assert rest == frames[-3:-1]


@ON_SQLITE
def test_all_streams_of_an_interview_get_the_same_from_one_reader(worker: Worker, open_streams: Streams) -> None:
    interview, caller = begun(worker)
    opened = [open_streams.open(interview.id) for _ in range(3)]
    assert sum(each.name == "transcript-streams" for each in threading.enumerate()) == 1
    caller.hangs_up()
    got = [list(each) for each in opened]
    assert got[0] == got[1] == got[2]
    for each in opened:
        each.close()


@ON_SQLITE
def test_there_are_so_many_and_no_more(worker: Worker, open_streams: Streams) -> None:
    interview, _ = begun(worker)
    opened = [open_streams.open(interview.id) for _ in range(16)]
    with pytest.raises(TooManyStreams):
        open_streams.open(interview.id)
    opened[0].close()
    opened[0].close()
    opened[0] = open_streams.open(interview.id)
    with pytest.raises(TooManyStreams):
        open_streams.open(interview.id)
    for each in opened:
        each.close()
    assert open_streams.count == 0


def test_a_stream_whose_interview_is_erased_ends(worker: Worker, open_streams: Streams) -> None:
    interview = made(worker)
    stream = open_streams.open(interview.id)
    with worker.stores.database.begin() as session:
        session.execute(delete(InterviewRecord).where(InterviewRecord.id == interview.id))
    assert [each["endReason"] for each in events(list(stream))] == ["erased"]


@ON_SQLITE
def test_silence_is_kept_alive(worker: Worker, open_streams: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "KEEPALIVE_S", 0.0)
    interview = made(worker)
    stream = open_streams.open(interview.id)
    assert [next(stream), next(stream)] == [b"retry: 2000\n\n", b": keepalive\n\n"]
    stream.close()


@ON_SQLITE
def test_streams_end_with_their_process(worker: Worker, open_streams: Streams) -> None:
    interview = made(worker)
    stream = open_streams.open(interview.id)
    open_streams.while_alive(lambda: False)
    assert list(stream) == [b"retry: 2000\n\n"]
    stream.close()


def test_another_processs_news_wake_the_reader(worker: Worker, app_factory: AppFactory, tmp_path: Path) -> None:
    """Two workers on one database: one holds the call, the other streams it."""
    interview, caller = begun(worker)
    other = Streams(worker.stores, TurnNews(worker.stores.database).heard_by)
    stream = other.open(interview.id)
    assert len([next(stream) for _ in range(3)]) == 3
    caller.says(LONG)
    assert events([next(stream)])[0]["message"] == LONG
    stream.close()


@pytest.mark.parametrize("text", ["", "1", "a.b", "1.-1", "1.2.3", "١.٢", "1.2 ", "9" * 30 + ".1"])
def test_a_place_is_read_strictly(text: str) -> None:
    with pytest.raises(ValueError, match="place"):
        Place.read(text)


class TestOverHttp:
    @pytest.fixture
    def whole(self, app_factory: AppFactory, tmp_path: Path) -> Worker:
        return app_factory(scenario="interview", transcript_dir=str(tmp_path), whole=True)

    @ON_SQLITE
    def test_a_stream_is_served_and_given_back(self, whole: Worker) -> None:
        interview, caller = begun(whole)
        caller.hangs_up()
        headers = {"X-API-Key": API_KEY, "Last-Event-ID": "1.1"}
        answer = whole.client.get(f"/interviews/{interview.id}/events", headers=headers)
        assert answer.mimetype == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        text = answer.get_data(as_text=True)
        assert "id: 1.1" not in text
        assert "id: 1.2\nevent: transcription\ndata: {" in text
        assert text.endswith('event: end\ndata: {"type": "end", "endReason": "left"}\n\n')
        assert whole.services.interviews.streams.count == 0

    @ON_SQLITE
    def test_a_client_that_vanishes_leaves_nothing(self, whole: Worker) -> None:
        interview, _ = begun(whole)
        for read in (0, 2):
            answer = whole.client.get(f"/interviews/{interview.id}/events", headers={"X-API-Key": API_KEY})
            for _, _frame in zip(range(read), answer.iter_encoded(), strict=False):
                pass
            assert whole.services.interviews.streams.count == 1
            answer.close()
            assert whole.services.interviews.streams.count == 0

    @ON_SQLITE
    def test_what_cannot_be_streamed_is_told(self, whole: Worker) -> None:
        silent = whole.services.interviews.desk.create(session(enableTranscription=False))
        open_one = made(whole)
        ask = {"X-API-Key": API_KEY}
        for path, headers, status, code in (
            ("/interviews/999999999/events", ask, 404, "not_found"),
            (f"/interviews/{silent.id}/events", ask, 409, "transcription_off"),
            (f"/interviews/{open_one.id}/events", {**ask, "Last-Event-ID": "x"}, 400, "bad_event_id"),
            (f"/interviews/{open_one.id}/events", {}, 401, "missing_api_key"),
        ):
            answer = whole.client.get(path, headers=headers)
            assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
        opened = [whole.services.interviews.streams.open(open_one.id) for _ in range(16)]
        answer = whole.client.get(f"/interviews/{open_one.id}/events", headers=ask)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        for each in opened:
            each.close()
