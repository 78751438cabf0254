"""Fetching and deleting recordings over real HTTP."""

import gzip

import pytest

from tests.clients.misbehaviours import SHORT_S, SLOW, Case, name
from tests.standins import riff
from tests.standins.fixtures import ACCOUNT_SID, AUTH_TOKEN
from tests.standins.twilio import TwilioStandIn
from tests.standins.wire import Answer, Cut, Reset, closed_port
from voicebot.clients import twilio_recordings
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.conversation.ports import Recordings
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

SID = "RE" + "0f" * 16
ELSEWHERE = "RE" + "1e" * 16
WAV = riff.recording("כן")
NOT_THERE = Answer(404, b"{}")


class Naps(list[float]):
    """Waits that take no time; what they would have taken is kept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def twilio(twilio_standin: TwilioStandIn) -> TwilioStandIn:
    """One that has the recording."""
    twilio_standin.recordings[SID] = WAV
    return twilio_standin


@pytest.fixture
def recordings(twilio: TwilioStandIn, naps: Naps) -> TwilioRecordings:
    return TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, twilio.url, sleep=naps)


def to(location: str, status: int = 302) -> Answer:
    return Answer(status, b"", headers={"Location": location})


def address(sid: str) -> str:
    return f"/2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{sid}.wav"


def test_a_recording_is_fetched(recordings: TwilioRecordings, twilio: TwilioStandIn) -> None:
    source: Recordings = recordings
    fetched = source.fetch(SID, 5)  # with our credentials: the stand-in answers 401 without
    assert (fetched.content, fetched.content_type) == (WAV, "audio/x-wav")
    assert [(asked.method, asked.path) for asked in twilio.asked] == [("GET", address(SID))]


@pytest.mark.parametrize(
    "sid",
    [
        "",
        "RE",
        SID + "\n",
        SID + "/../x",
        "re" + "0f" * 16,
        "RE" + "0g" * 16,
        "https://evil.example/RE",
        "CA" + "0f" * 16,
    ],
)
def test_what_is_no_sid_is_not_asked_for(recordings: TwilioRecordings, twilio: TwilioStandIn, sid: str) -> None:
    with pytest.raises(ValueError, match="SID"):
        recordings.fetch(sid, 5)
    with pytest.raises(ValueError, match="SID"):
        recordings.delete(sid)
    assert not twilio.asked


def test_one_that_is_not_ready_is_waited_for(recordings: TwilioRecordings, twilio: TwilioStandIn, naps: Naps) -> None:
    twilio.next(*[NOT_THERE] * 4)
    assert recordings.fetch(SID, 5).content == WAV
    assert naps == [0.25] * 4
    assert twilio.connections == 1


def test_one_that_is_gone_is_told(recordings: TwilioRecordings, twilio: TwilioStandIn, naps: Naps) -> None:
    del twilio.recordings[SID]
    with pytest.raises(VendorRefused) as failure:
        recordings.fetch(SID, 5)
    assert failure.value.status == 404
    assert (len(twilio.asked), len(naps)) == (5, 4)


def test_nothing_is_waited_for_past_the_deadline(
    recordings: TwilioRecordings, twilio: TwilioStandIn, naps: Naps
) -> None:
    del twilio.recordings[SID]
    with pytest.raises(VendorRefused) as failure:
        recordings.fetch(SID, SHORT_S)
    assert (failure.value.status, len(twilio.asked), naps) == (404, 1, [])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, VendorRefused),
        (403, VendorRefused),
        (410, VendorRefused),
        (429, VendorUnavailable),
        (500, VendorUnavailable),
        (503, VendorUnavailable),
    ],
)
def test_other_statuses_are_not_tried_again(
    recordings: TwilioRecordings, twilio: TwilioStandIn, status: int, kind: type[VendorError]
) -> None:
    twilio.next(Answer(status, b"{}"))
    with pytest.raises(kind):
        recordings.fetch(SID, 5)
    assert len(twilio.asked) == 1


def test_what_is_compressed_badly_is_garbage(recordings: TwilioRecordings, twilio: TwilioStandIn) -> None:
    packed = {"Content-Encoding": "gzip"}
    twilio.next(Answer(200, gzip.compress(WAV), headers=packed), Answer(200, WAV, headers=packed))
    assert recordings.fetch(SID, 5).content == WAV
    with pytest.raises(VendorGarbage):
        recordings.fetch(SID, 5)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/a.wav",
        "https://{host}/a.wav",
        "http://{hostname}:444/a.wav",
        "http://{hostname}.evil.example/a.wav",
        "//evil.example/a.wav",
        "http://{host}@evil.example/a.wav",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[broken/a.wav",
        "http://{hostname}:99999/a.wav",
    ],
)
def test_no_redirect_leads_elsewhere(recordings: TwilioRecordings, twilio: TwilioStandIn, target: str) -> None:
    host = twilio.url.removeprefix("http://")
    twilio.next(to(target.format(host=host, hostname=host.split(":")[0])))
    with pytest.raises(VendorRefused, match="another host"):
        recordings.fetch(SID, 5)
    assert len(twilio.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_within_the_origin_are_followed(
    recordings: TwilioRecordings, twilio: TwilioStandIn, status: int
) -> None:
    twilio.recordings[ELSEWHERE] = b"another"
    twilio.next(to(address(ELSEWHERE), status))
    assert recordings.fetch(SID, 5).content == b"another"


def test_endless_redirects_are_not(recordings: TwilioRecordings, twilio: TwilioStandIn) -> None:
    twilio.next(*[to(address(SID))] * 5)
    with pytest.raises(VendorRefused, match="too many"):
        recordings.fetch(SID, 5)
    assert len(twilio.asked) == 4


def test_a_recording_has_a_largest_size(
    recordings: TwilioRecordings, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_recordings, "MAX_BYTES", len(WAV))
    assert recordings.fetch(SID, 5).content == WAV
    twilio.recordings[SID] = WAV + b"!"
    with pytest.raises(VendorGarbage):
        recordings.fetch(SID, 5)


@pytest.mark.parametrize("answer", [Answer(204), Answer(200, b"{}"), NOT_THERE])
def test_a_recording_is_deleted(recordings: TwilioRecordings, twilio: TwilioStandIn, answer: Answer) -> None:
    twilio.next(answer)
    recordings.delete(SID)
    assert [(asked.method, asked.path) for asked in twilio.asked] == [("DELETE", address(SID)[:-4] + ".json")]


def test_a_failed_deletion_is_told(recordings: TwilioRecordings, twilio: TwilioStandIn) -> None:
    twilio.next(Answer(500, b"{}"))
    with pytest.raises(VendorUnavailable):
        recordings.delete(SID)


def test_one_connection_does_for_many_requests(recordings: TwilioRecordings, twilio: TwilioStandIn) -> None:
    assert recordings.fetch(SID, 5).content == WAV
    recordings.delete(SID)
    recordings.delete(SID)
    assert SID not in twilio.recordings
    assert twilio.connections == 1


@pytest.mark.parametrize("wrong", [Reset(), Cut()])
def test_broken_connections(recordings: TwilioRecordings, twilio: TwilioStandIn, wrong: Reset | Cut) -> None:
    twilio.next(wrong)
    with pytest.raises(VendorUnavailable):
        recordings.fetch(SID, 5)


@pytest.mark.parametrize("case", SLOW, ids=name)
def test_nothing_outlasts_its_deadline(recordings: TwilioRecordings, twilio: TwilioStandIn, case: Case) -> None:
    twilio.next(case[1])
    with pytest.raises(VendorTimeout):
        recordings.fetch(SID, SHORT_S)


def test_nobody_there() -> None:
    with pytest.raises(VendorUnavailable):
        TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, f"http://127.0.0.1:{closed_port()}").fetch(SID, 5)


def test_the_environment_has_no_say(recordings: TwilioRecordings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("no_proxy", "")
    assert recordings.fetch(SID, 5).content == WAV
