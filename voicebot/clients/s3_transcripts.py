"""Transcripts in a bucket of Amazon S3, or of a server that speaks its API."""

from typing import TYPE_CHECKING, Any

from voicebot.clients.base import Fault, PerProcess, asking, status_fault
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

VENDOR = "s3"
CONNECT_S, READ_S = 3.0, 10.0
MOST_S = CONNECT_S + READ_S
NOT_FOUND = 404
LONGEST_LINK_S = 7 * 86_400
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html"""


class S3Transcripts:
    """One bucket, with keys below `prefix`. Credentials and region are found by the SDK's own rules."""

    def __init__(self, bucket: str, prefix: str = "", endpoint: str = "", region: str = "") -> None:
        self._bucket = bucket
        self._prefix = prefix
        self._client: PerProcess[S3Client] = PerProcess(lambda: _client(endpoint, region))

    def put(self, name: str, content: bytes) -> None:
        """Put it under its key; the same again overwrites it with the same. Raises VendorError."""
        with asking(VENDOR, "put transcript", explain, MOST_S):
            self._client.get().put_object(
                Bucket=self._bucket,
                Key=self._prefix + name,
                Body=content,
                ContentType="application/json; charset=utf-8",
            )

    def get(self, name: str) -> bytes:
        """Raises FileNotFoundError, VendorError."""
        try:
            with asking(VENDOR, "get transcript", explain, MOST_S):
                found = self._client.get().get_object(Bucket=self._bucket, Key=self._prefix + name)
                return found["Body"].read()
        except VendorRefused as refused:
            if refused.status == NOT_FOUND:
                raise FileNotFoundError(name) from refused
            raise

    def link(self, name: str, seconds: int) -> str | None:
        """A presigned address, signed here: nobody is asked. Raises VendorError."""
        with asking(VENDOR, "presign transcript", explain, MOST_S):
            return self._client.get().generate_presigned_url(
                "get_object",
                Params={"Bucket": self._bucket, "Key": self._prefix + name},
                ExpiresIn=max(1, min(seconds, LONGEST_LINK_S)),
            )

    def delete(self, name: str) -> None:
        """Raises VendorError."""
        with asking(VENDOR, "delete transcript", explain, MOST_S):
            self._client.get().delete_object(Bucket=self._bucket, Key=self._prefix + name)


def _client(endpoint: str, region: str) -> "S3Client":
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        retries={"total_max_attempts": 1},  # the job that asks is repeated as a whole
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
    session = boto3.session.Session(region_name=region or None)
    return session.client("s3", endpoint_url=endpoint or None, config=config)


def explain(error: Exception) -> Fault | None:
    """What an exception of botocore means."""
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        answer: dict[str, Any] = dict(error.response)
        status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) or 0)
        return status_fault(status or 500, answer.get("Error", {}).get("Code"))
    if isinstance(error, exceptions.ConnectTimeoutError | exceptions.ReadTimeoutError):
        return Fault(VendorTimeout, "")
    if isinstance(error, exceptions.NoCredentialsError | exceptions.PartialCredentialsError):
        return Fault(VendorRefused, "no credentials")
    if isinstance(error, exceptions.ResponseStreamingError):
        return Fault(VendorGarbage, "the answer broke off")
    if isinstance(error, exceptions.BotoCoreError):
        return Fault(VendorUnavailable, type(error).__name__)
    return None
