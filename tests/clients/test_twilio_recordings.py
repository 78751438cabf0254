"""Fetching and deleting recordings, with the network under `requests` replaced; at the end over real HTTP."""

import base64
from collections.abc import Iterator

import pytest
import requests
import responses
from responses import matchers

from tests.clients.misbehaviours import SHORT_S, SLOW, Case, name
from tests.standins import riff
from tests.standins.fixtures import ACCOUNT_SID, AUTH_TOKEN
from tests.standins.twilio import TwilioStandIn
from tests.standins.wire import Cut, Reset, closed_port
from voicebot.clients import twilio_recordings
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.conversation.ports import Recordings
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

SID = "RE" + "0f" * 16
BASE = "https://api.twilio.example"
URL = f"{BASE}/2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{SID}.wav"
WAV = riff.recording("כן")


class Naps(list[float]):
    """Waits that take no time; what they would have taken is kept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def recordings(naps: Naps) -> TwilioRecordings:
    return TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, BASE, sleep=naps)


@pytest.fixture
def net() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def test_a_recording_is_fetched(recordings: TwilioRecordings, net: responses.RequestsMock) -> None:
    token = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
    net.get(
        URL,
        body=WAV,
        content_type="audio/x-wav",
        match=[matchers.header_matcher({"Authorization": f"Basic {token}"})],
    )
    source: Recordings = recordings
    fetched = source.fetch(SID, 5)
    assert (fetched.content, fetched.content_type) == (WAV, "audio/x-wav")


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
def test_what_is_no_sid_is_not_asked_for(recordings: TwilioRecordings, net: responses.RequestsMock, sid: str) -> None:
    with pytest.raises(ValueError, match="SID"):
        recordings.fetch(sid, 5)
    with pytest.raises(ValueError, match="SID"):
        recordings.delete(sid)
    assert not net.calls


def test_one_that_is_not_ready_is_waited_for(
    recordings: TwilioRecordings, net: responses.RequestsMock, naps: Naps
) -> None:
    for _ in range(4):
        net.get(URL, status=404)
    net.get(URL, body=WAV)
    assert recordings.fetch(SID, 5).content == WAV
    assert naps == [0.25] * 4


def test_one_that_is_gone_is_told(recordings: TwilioRecordings, net: responses.RequestsMock, naps: Naps) -> None:
    net.get(URL, status=404)
    with pytest.raises(VendorRefused) as failure:
        recordings.fetch(SID, 5)
    assert failure.value.status == 404
    assert (len(net.calls), len(naps)) == (5, 4)


def test_nothing_is_waited_for_past_the_deadline(
    recordings: TwilioRecordings, net: responses.RequestsMock, naps: Naps
) -> None:
    net.get(URL, status=404)
    with pytest.raises(VendorRefused) as failure:
        recordings.fetch(SID, SHORT_S)
    assert (failure.value.status, len(net.calls), naps) == (404, 1, [])


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
    recordings: TwilioRecordings, net: responses.RequestsMock, status: int, kind: type[VendorError]
) -> None:
    net.get(URL, status=status)
    with pytest.raises(kind):
        recordings.fetch(SID, 5)
    assert len(net.calls) == 1


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (requests.ConnectionError("refused"), VendorUnavailable),
        (requests.ConnectTimeout(), VendorTimeout),
        (requests.ReadTimeout(), VendorTimeout),
        (requests.exceptions.ContentDecodingError(), VendorGarbage),
    ],
)
def test_exceptions_are_mapped(
    recordings: TwilioRecordings, net: responses.RequestsMock, raised: Exception, kind: type[VendorError]
) -> None:
    net.get(URL, body=raised)
    with pytest.raises(kind):
        recordings.fetch(SID, 5)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/a.wav",
        "http://api.twilio.example/a.wav",
        "https://api.twilio.example:444/a.wav",
        "https://api.twilio.example.evil.example/a.wav",
        "//evil.example/a.wav",
        "https://user@evil.example/a.wav",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[broken/a.wav",
        "https://api.twilio.example:99999/a.wav",
    ],
)
def test_no_redirect_leads_elsewhere(recordings: TwilioRecordings, net: responses.RequestsMock, target: str) -> None:
    net.get(URL, status=302, headers={"Location": target})
    with pytest.raises(VendorRefused):
        recordings.fetch(SID, 5)
    assert len(net.calls) == 1


def test_redirects_within_the_origin_are_followed(recordings: TwilioRecordings, net: responses.RequestsMock) -> None:
    net.get(URL, status=307, headers={"Location": "/elsewhere.wav"})
    net.get(f"{BASE}/elsewhere.wav", body=WAV)
    assert recordings.fetch(SID, 5).content == WAV


def test_endless_redirects_are_not(recordings: TwilioRecordings, net: responses.RequestsMock) -> None:
    net.get(URL, status=302, headers={"Location": URL})
    with pytest.raises(VendorRefused):
        recordings.fetch(SID, 5)
    assert len(net.calls) == 4


def test_a_recording_has_a_largest_size(
    net: responses.RequestsMock, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_recordings, "MAX_BYTES", len(WAV))
    source = TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, BASE, sleep=naps)
    net.get(URL, body=WAV)
    net.get(URL, body=WAV + b"!")
    assert source.fetch(SID, 5).content == WAV
    with pytest.raises(VendorGarbage):
        source.fetch(SID, 5)


@pytest.mark.parametrize("status", [204, 200, 404])
def test_a_recording_is_deleted(recordings: TwilioRecordings, net: responses.RequestsMock, status: int) -> None:
    net.delete(URL.replace(".wav", ".json"), status=status)
    recordings.delete(SID)
    assert len(net.calls) == 1


def test_a_failed_deletion_is_told(recordings: TwilioRecordings, net: responses.RequestsMock) -> None:
    net.delete(URL.replace(".wav", ".json"), status=500)
    with pytest.raises(VendorUnavailable):
        recordings.delete(SID)


def over_the_wire(standin: TwilioStandIn) -> TwilioRecordings:
    standin.recordings[SID] = WAV
    return TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, standin.url)


def test_over_the_wire(twilio_standin: TwilioStandIn) -> None:
    source = over_the_wire(twilio_standin)
    assert source.fetch(SID, 5).content == WAV
    source.delete(SID)
    assert SID not in twilio_standin.recordings
    assert twilio_standin.connections == 1, "connections are kept alive"


@pytest.mark.parametrize("wrong", [Reset(), Cut()])
def test_broken_connections(twilio_standin: TwilioStandIn, wrong: Reset | Cut) -> None:
    source = over_the_wire(twilio_standin)
    twilio_standin.next(wrong)
    with pytest.raises(VendorUnavailable):
        source.fetch(SID, 5)


@pytest.mark.parametrize("case", SLOW, ids=name)
def test_nothing_outlasts_its_deadline(twilio_standin: TwilioStandIn, case: Case) -> None:
    source = over_the_wire(twilio_standin)
    twilio_standin.next(case[1])
    with pytest.raises(VendorTimeout):
        source.fetch(SID, SHORT_S)


def test_nobody_there() -> None:
    with pytest.raises(VendorUnavailable):
        TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, f"http://127.0.0.1:{closed_port()}").fetch(SID, 5)


def test_the_environment_has_no_say(twilio_standin: TwilioStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("no_proxy", "")
    assert over_the_wire(twilio_standin).fetch(SID, 5).content == WAV
