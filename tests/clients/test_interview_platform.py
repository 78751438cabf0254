"""The platform at the wire: which sessions may be held, and where our credentials go."""

from collections.abc import Iterator

import pytest

from tests.standins.interview_platform import CLIENT_ID, CLIENT_SECRET, PlatformStandIn
from tests.standins.wire import Answer, Cut, Reset, closed_port
from voicebot.clients.interview_platform import InterviewPlatform


@pytest.fixture
def standin() -> Iterator[PlatformStandIn]:
    with PlatformStandIn() as standin:
        standin.sessions = {"s1": "scheduled", "s2": "cancelled", "a:b": "active"}
        yield standin


@pytest.fixture
def platform(standin: PlatformStandIn) -> InterviewPlatform:
    return InterviewPlatform(standin.url, CLIENT_ID, CLIENT_SECRET)


def test_sessions_that_may_be_held_and_others(platform: InterviewPlatform, standin: PlatformStandIn) -> None:
    verdicts = [platform.check(each) for each in ("s1", "a:b", "s2", "unknown")]
    assert verdicts == ["valid", "valid", "refused", "refused"]
    assert standin.tokens_asked == 1, "one token serves them all"


def test_a_refused_token_is_renewed_once(platform: InterviewPlatform, standin: PlatformStandIn) -> None:
    assert platform.check("s1") == "valid"
    standin.accepted.clear()
    assert platform.check("s1") == "valid"
    assert standin.tokens_asked == 2


def test_a_token_that_stays_refused_is_not_renewed_for_ever(
    platform: InterviewPlatform, standin: PlatformStandIn
) -> None:
    refused = Answer.of({"error": "unauthorized"}, 401)
    standin.next(Answer.of({"access_token": "t", "expires_in": 60}), refused)
    standin.after(1, refused)
    assert platform.check("s1") == "unavailable"
    assert [each.path for each in standin.asked] == ["/oauth/token", "/api/interviews/s1"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        Answer.of({"error": "x"}, 500), Answer.of({"error": "x"}, 429), Answer.of({"error": "x"}, 400), Reset(), Cut(),
        Answer(body=b"<html>"), Answer.of(["s1"]), Answer.of({"id": "another", "status": "ready"}),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_a_verdict(
    platform: InterviewPlatform, standin: PlatformStandIn, wrong: Answer | Reset | Cut
) -> None:
    standin.after(1, wrong)
    assert platform.check("s1") == "unavailable"
    assert platform.check("s1") == "valid", "the next one is asked anew"


@pytest.mark.parametrize(
    "token",
    [
        Answer.of({"error": "invalid_client"}, 401), Answer.of({}), Answer.of([]), Answer.of({"access_token": ""}),
        Answer.of({"access_token": "a b"}), Answer.of({"access_token": "t\r\nX: y"}), Answer(body=b"{"),
        Answer.of({"access_token": "t", "expires_in": 0}), Answer.of({"access_token": "t", "expires_in": ""}), Reset(),
    ],
)  # fmt: skip
def test_without_a_token_nobody_is_asked(
    platform: InterviewPlatform, standin: PlatformStandIn, token: Answer | Reset
) -> None:
    standin.next(token)
    assert platform.check("s1") == "unavailable"
    assert [each.path for each in standin.asked] == ["/oauth/token"]


def test_credentials_are_not_sent_where_a_redirect_leads(platform: InterviewPlatform, standin: PlatformStandIn) -> None:
    with PlatformStandIn() as elsewhere:
        away = Answer(307, headers={"Location": f"{elsewhere.url}/oauth/token"})
        standin.next(away)
        assert platform.check("s1") == "unavailable"
        standin.after(1, Answer(302, headers={"Location": f"{elsewhere.url}/api/interviews/s1"}))
        assert platform.check("s1") == "unavailable"
        assert elsewhere.asked == []


def test_a_session_is_part_of_one_address_only(platform: InterviewPlatform, standin: PlatformStandIn) -> None:
    platform.check("../oauth?x=1")
    assert standin.asked[-1].query == ()


def test_a_platform_that_is_down_is_unavailable() -> None:
    assert InterviewPlatform(f"http://127.0.0.1:{closed_port()}", CLIENT_ID, CLIENT_SECRET).check("s1") == "unavailable"


def test_no_secret_is_logged(
    platform: InterviewPlatform, standin: PlatformStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    standin.after(1, Answer.of({"error": CLIENT_SECRET}, 500))
    platform.check("s1")
    said = "".join(capsys.readouterr())
    assert CLIENT_SECRET not in said
    assert "token-1" not in said
