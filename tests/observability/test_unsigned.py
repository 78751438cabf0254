"""A wrong BASE_URL is told once, as Host compared with BASE_URL."""

from structlog.testing import capture_logs

from tests.observability.reading import HandClock
from tests.rows import each_row
from voicebot.observability.throttle import Throttle
from voicebot.observability.unsigned import EVERY_S, UnsignedWebhooks


@each_row(
    ("base_url", "host", "shown", "same"),
    [
        ("https://voice.example", "old.example", "old.example", False),
        ("https://voice.example", "voice.example", "voice.example", True),
        ("https://voice.example", "VOICE.example:443", "voice.example", True),
        ("https://voice.example:8443/app", "voice.example", "voice.example", False),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://voice.example", "<script>", "unreadable", False),
        ("https://voice.example", "", "unreadable", False),
        ("https://voice.example", "a" * 254, "unreadable", False),
    ],
)
def test_host_compared_with_base_url(base_url: str, host: str, shown: str, same: bool) -> None:
    with capture_logs() as lines:
        UnsignedWebhooks(base_url).refused(host, "/twilio/voice", signed=True)
    (line,) = lines
    assert (line["event"], line["host"], line["same_host"]) == ("webhook.unsigned", shown, same)


def test_a_thousand_are_one_line_and_the_reasons_are_kept_apart(clock: HandClock) -> None:
    unsigned = UnsignedWebhooks("https://voice.example", Throttle(clock))
    with capture_logs() as lines:
        for number in range(1_000):
            unsigned.refused("old.example", "/twilio/voice", signed=number % 2 == 0)
        clock.now += EVERY_S
        unsigned.refused("old.example", "/twilio/voice", signed=True)
    told = [line for line in lines if line["log_level"] == "warning"]
    assert [line["signed"] for line in told] == [True, False, True]
    assert {line["event"] for line in lines if line["log_level"] == "debug"} == {"webhook.unsigned_again"}
