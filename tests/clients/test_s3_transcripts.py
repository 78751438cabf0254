"""Transcripts in a bucket: against moto's server on a socket, and against what goes wrong at the wire."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests

from tests.standins.bucket import s3_server
from tests.standins.wire import Answer, Asked, Reset, StandIn, closed_port
from voicebot.clients.s3_transcripts import S3Transcripts
from voicebot.errors import VendorError, VendorRefused, VendorUnavailable

BUCKET, NAME = "interview-transcripts", "interview_1_full_1640995200.json"
CONTENT = json.dumps({"message": "שלום"}, ensure_ascii=False).encode()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the SDK's own rules find them; nothing of the machine's."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as url:
        yield url


@pytest.fixture
def bucket(server: str) -> Iterator[S3Transcripts]:
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    yield S3Transcripts(BUCKET, endpoint=server, region="us-east-1")
    for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
    client.delete_bucket(Bucket=BUCKET)


def test_what_is_put_is_there_and_can_be_deleted(bucket: S3Transcripts) -> None:
    bucket.put(NAME, b"{}")
    bucket.put(NAME, CONTENT)
    assert bucket.get(NAME) == CONTENT
    bucket.delete(NAME)
    bucket.delete(NAME)
    with pytest.raises(FileNotFoundError):
        bucket.get(NAME)


def test_a_link_gives_it_without_credentials_for_a_while(bucket: S3Transcripts) -> None:
    bucket.put(NAME, CONTENT)
    link = bucket.link(NAME, 900)
    assert link is not None
    got = requests.get(link, timeout=5)
    assert (got.content, got.headers["Content-Type"]) == (CONTENT, "application/json; charset=utf-8")
    query = parse_qs(urlsplit(link).query)
    assert query["X-Amz-Expires"] == ["900"]
    assert "a-secret" not in link


def test_a_bucket_that_is_not_there_is_a_refusal(server: str) -> None:
    with pytest.raises(VendorRefused, match="NoSuchBucket"):
        S3Transcripts("no-such-bucket", endpoint=server, region="us-east-1").put(NAME, CONTENT)


class Broken(StandIn):
    """Answers whatever is asked with one error."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def answer(self, asked: Asked) -> Answer:
        return self._answer


def _error(code: str, status: int) -> Answer:
    body = f"<Error><Code>{code}</Code><Message>secret words</Message></Error>".encode()
    return Answer(status, body, "application/xml")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (_error("AccessDenied", 403), VendorRefused),
        (_error("SlowDown", 503), VendorUnavailable),
        (_error("InternalError", 500), VendorUnavailable),
    ],
)
def test_errors_are_ours_and_asked_for_once(answer: Answer, kind: type[VendorError]) -> None:
    with Broken(answer) as broken:
        with pytest.raises(kind) as raised:
            S3Transcripts(BUCKET, endpoint=broken.url, region="us-east-1").put(NAME, CONTENT)
        assert "secret words" not in str(raised.value)
        assert len(broken.asked) == 1, "the job is what is repeated"


def test_a_connection_that_breaks_is_unavailable() -> None:
    with Broken(Answer()) as broken:
        broken.next(Reset())
        with pytest.raises(VendorUnavailable):
            S3Transcripts(BUCKET, endpoint=broken.url, region="us-east-1").put(NAME, CONTENT)
    with pytest.raises(VendorUnavailable):
        S3Transcripts(BUCKET, endpoint=f"http://127.0.0.1:{closed_port()}", region="us-east-1").put(NAME, CONTENT)


def test_without_credentials_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with Broken(Answer()) as broken:
        with pytest.raises(VendorRefused, match="no credentials"):
            S3Transcripts(BUCKET, endpoint=broken.url, region="us-east-1").put(NAME, CONTENT)
        assert broken.asked == []
