"""What the rate limits ask the real app."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import TOKEN, Worker, standard_form
from voicebot.conversation.types import Over, Reply
from voicebot.guards.caps import BUSY
from voicebot.guards.limits import Hooks
from voicebot.guards.rates import CALLBACKS
from voicebot.guards.wiring import hooks_of
from voicebot.simphone.webhook import sign

pytestmark = SOAK_ON_POSTGRES


def render(reply: Reply) -> str:
    assert isinstance(reply.then, Over)
    return f"<Response>{reply.language}: {' '.join(reply.lines)}</Response>"


@pytest.fixture
def hooks(worker: Worker) -> Hooks:
    return hooks_of(worker.services, render)


def asked(worker: Worker, ask: Callable[[], Any], signature: str = "", peer: str = "203.0.113.1") -> Any:
    """What a hook says in a webhook's request."""
    form, headers = standard_form("CA1"), {"X-Twilio-Signature": signature} if signature else {}
    given: dict[str, Any] = {"data": form, "headers": headers, "environ_base": {"REMOTE_ADDR": peer}}
    with worker.app.test_request_context("/twilio/voice", method="POST", **given):
        return ask()


def test_only_twilio_signs(worker: Worker, hooks: Hooks) -> None:
    url = f"{worker.services.settings.base_url}/twilio/voice"
    right, wrong = sign(TOKEN, url, standard_form("CA1")), sign("another", url, standard_form("CA1"))
    assert [asked(worker, hooks.signed, each) for each in (right, wrong, "")] == [True, False, False]


@pytest.mark.parametrize(
    ("caller_language", "said"), [("he-IL", f"he: {BUSY.he}"), ("en-US", f"en: {BUSY.en}")], ids=["he", "en"]
)
def test_the_line_for_a_caller_beyond_a_limit(app_factory: AppFactory, caller_language: str, said: str) -> None:
    worker = app_factory(caller_language=caller_language)
    answer = asked(worker, hooks_of(worker.services, render).busy)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert said in answer.get_data(as_text=True)


def test_a_call_is_new_until_it_is_greeted(worker: Worker, hooks: Hooks) -> None:
    assert not hooks.greeted("CA1")
    worker.stores.calls.open("CA1", channel="turns", direction="inbound", scenario="sales", language="he")
    assert not hooks.greeted("CA1")
    assert worker.hook("/twilio/voice", "CA1").status_code == 200
    assert hooks.greeted("CA1")


def test_a_call_on_a_stream_is_new_until_its_ticket_was_issued(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    greeted = hooks_of(worker.services, render).greeted
    assert not greeted("CA1")
    assert worker.hook("/realtime/voice", "CA1").status_code == 200
    assert greeted("CA1")


NO_ACCOUNT = {"twilio_account_sid": "", "twilio_auth_token": "", "base_url": "http://127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("changes", "peer", "exempt"),
    [
        ({**NO_ACCOUNT, "api_key": ""}, "127.0.0.1", True),
        ({**NO_ACCOUNT, "api_key": ""}, "203.0.113.1", False),
        (NO_ACCOUNT, "127.0.0.1", False),
        ({"api_key": ""}, "127.0.0.1", False),
    ],
)
def test_only_a_developer_at_this_machine_is_exempt(
    app_factory: AppFactory, changes: dict[str, Any], peer: str, exempt: bool
) -> None:
    worker = app_factory(**changes)
    assert asked(worker, hooks_of(worker.services, render).exempt, peer=peer) is exempt


@pytest.mark.parametrize(("dyno", "proxies"), [("", 0), ("web.1", 1)])
def test_herokus_router_is_believed(app_factory: AppFactory, dyno: str, proxies: int) -> None:
    assert hooks_of(app_factory(dyno=dyno).services, render).proxies == proxies


def test_what_twilio_only_tells_is_told_to_addresses_that_exist(worker: Worker) -> None:
    assert {rule.rule for rule in worker.app.url_map.iter_rules()} >= CALLBACKS
