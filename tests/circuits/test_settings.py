"""Chains as an operator writes them."""

import pytest

from tests.rows import each_row
from voicebot.circuits.settings import NO_KEY, Ability, Link, chain_parser, default_chain, usable, with_keys
from voicebot.setting_values import key, url

GROQ = "groq=https://api.groq.com/openai/v1|llama-3.3-70b-versatile|GROQ_API_KEY"
GROQ_LINK = Link("groq", "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile", "GROQ_API_KEY")
LOCAL_LINK = Link("local", "http://127.0.0.1:8001/v1", "qwen/qwen3:8b")


@each_row(
    ("ability", "names"),
    [
        ("model", ["openai", "rules"]),
        ("translator", ["google-v3", "google-v2", "model", "phrasebook"]),
        ("transcriber", ["openai", "gather"]),
    ],
)
@each_row("text", ["", "  ", ","])
def test_none_is_the_usual_chain(ability: Ability, names: list[str], text: str) -> None:
    chain = chain_parser(ability, url)(text)
    assert chain == default_chain(ability)
    assert [link.name for link in chain] == names
    assert all(link.known for link in chain)


@each_row(
    ("ability", "text", "chain"),
    [
        ("model", "rules", (Link("rules"),)),
        ("model", " openai , rules ", (Link("openai"), Link("rules"))),
        ("model", f"{GROQ},openai", (GROQ_LINK, Link("openai"))),
        ("model", "local=http://127.0.0.1:8001/v1/|qwen/qwen3:8b", (LOCAL_LINK,)),
        ("model", "local = http://127.0.0.1:8001/v1 | qwen/qwen3:8b | ", (LOCAL_LINK,)),
        ("translator", "google-v2,model,phrasebook", (Link("google-v2"), Link("model"), Link("phrasebook"))),
        ("translator", f"{GROQ},phrasebook", (GROQ_LINK, Link("phrasebook"))),
        ("transcriber", f"openai,{GROQ},gather", (Link("openai"), GROQ_LINK, Link("gather"))),
    ],
)
def test_chains(ability: Ability, text: str, chain: tuple[Link, ...]) -> None:
    assert chain_parser(ability, url)(text) == chain


@each_row(
    ("ability", "text", "problem"),
    [
        ("model", "opneai", "has an unknown link: known are openai, rules and name=base URL|model|KEY_NAME (link 1)"),
        ("model", "google-v2", "has an unknown link"),
        ("transcriber", "rules", "has an unknown link: known are openai, gather"),
        ("model", "openai,openai", "names openai twice"),
        ("model", f"{GROQ},{GROQ}", "names groq twice"),
        ("model", "rules,openai", "has openai behind rules, where it would never be asked"),
        ("translator", "phrasebook,google-v2", "has google-v2 behind phrasebook"),
        ("transcriber", "gather,openai", "has openai behind gather"),
        ("model", "groq=", "must describe a server as name=base URL|model|KEY_NAME"),
        ("model", "groq=https://api.groq.com/openai/v1", "must describe a server"),
        ("model", "groq=https://a.example||KEY", "must describe a server"),
        ("model", "groq=https://a.example|m|KEY|more", "must describe a server"),
        ("model", "groq=api.groq.com|m|KEY", "has an address that must be an http or https URL"),
        ("model", "groq=https://a.example/?key=1|m|KEY", "has an address that must be a URL without"),
        ("model", "groq=https://a.example|m|gsk-1234", "must give the name of the variable that holds the key, as"),
        ("model", "Groq=https://a.example|m|KEY", "must give its server a name, of small letters"),
        ("model", "openai=https://a.example|m|KEY", "must give its server another name than openai"),
        ("model", "gather=https://a.example|m|KEY", "must give its server another name than gather"),
        ("translator", "openai=https://a.example|m|KEY", "must give its server another name than openai"),
        ("model", "=https://a.example|m|KEY", "must give its server a name, of small letters"),
    ],
)
def test_what_is_wrong_is_told(ability: Ability, text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r"^\w") as raised:
        chain_parser(ability, url)(text)
    assert problem in str(raised.value)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="link") as raised:
        chain_parser("model", url)("a,rules,b=c,openai,openai")
    told = str(raised.value).split(" and ")
    for part in (
        "has an unknown link",
        "must describe a server as name=base URL|model|KEY_NAME (link 3)",
        "names openai twice",
        "has openai behind rules",
    ):
        assert any(part in each for each in told), part


SERVER = "https://api.groq.com/openai/v1"


@pytest.mark.parametrize("secret", ["sk-abc123", "gsk_LEAKED9", "AKIAIOSFODNN7EXAMPLE", "c2VjcmV0cw==", "hunter2"])
@pytest.mark.parametrize(
    "text",
    [
        "{}", "openai,{}", "{}=", "{}={}", "groq={}", "groq={}|{}|{}", "groq=" + SERVER + "|llama|{}",
        "groq={}|llama|GROQ_API_KEY", "{}=" + SERVER + "|llama|k", "groq=" + SERVER + "|{}",
        "groq=" + SERVER + "?{}|l|K",
    ],
)  # fmt: skip
def test_a_key_written_by_mistake_is_not_repeated(text: str, secret: str) -> None:
    wrong: list[str] = []
    try:
        chain = chain_parser("model", url)(text.replace("{}", secret))
    except ValueError as error:
        wrong.append(str(error))
    else:
        wrong += with_keys("MODEL_CHAIN", chain, {}, key)[1]
    assert secret not in " ".join(wrong)
    assert wrong or text.startswith("groq=" + SERVER + "|{}"), "it would start with this"


class TestKeys:
    def test_come_from_the_environment(self) -> None:
        chain, wrong = with_keys("MODEL_CHAIN", (GROQ_LINK, Link("rules")), {"GROQ_API_KEY": " gsk-1 "}, key)
        assert ([link.api_key for link in chain], wrong) == (["gsk-1", ""], [])

    def test_are_not_shown(self) -> None:
        chain, _ = with_keys("MODEL_CHAIN", (GROQ_LINK,), {"GROQ_API_KEY": "gsk-1"}, key)
        assert "gsk-1" not in repr(chain)

    @pytest.mark.parametrize("env", [{}, {"GROQ_API_KEY": " "}])
    def test_that_are_missing_are_told(self, env: dict[str, str]) -> None:
        _, wrong = with_keys("MODEL_CHAIN", (GROQ_LINK, Link("openai")), env, key)
        assert wrong == ["MODEL_CHAIN names the key GROQ_API_KEY of groq, which is not set"]

    def test_a_server_may_want_none(self) -> None:
        chain, wrong = with_keys("MODEL_CHAIN", (LOCAL_LINK,), {}, key)
        assert ([link.api_key for link in chain], wrong) == ([NO_KEY], [])

    def test_that_are_none_are_told_and_not_shown(self) -> None:
        _, wrong = with_keys("MODEL_CHAIN", (GROQ_LINK,), {"GROQ_API_KEY": "two words"}, key)
        assert wrong == ["GROQ_API_KEY must consist of visible ASCII characters, without spaces"]


@each_row(
    ("ability", "models", "needs", "names"),
    [
        ("model", "openai,rules", {"openai": ""}, ["rules"]),
        ("model", f"openai,{GROQ}", {"openai": ""}, ["groq"]),
        ("translator", "openai,rules", {"openai": "", "google-v3": "", "google-v2": ""}, ["phrasebook"]),
        ("translator", GROQ, {"openai": "", "google-v3": "", "google-v2": ""}, ["model", "phrasebook"]),
        (
            "translator",
            "openai",
            {"openai": "k", "google-v3": "p", "google-v2": ""},
            ["google-v3", "model", "phrasebook"],
        ),
        ("translator", "rules", {"openai": "k", "google-v3": "", "google-v2": "k"}, ["google-v2", "phrasebook"]),
        ("transcriber", "openai", {"openai": ""}, ["gather"]),
        ("transcriber", "rules", {"openai": "k"}, ["openai", "gather"]),
    ],
)
def test_a_key_that_is_absent_switches_its_vendor_off(
    ability: Ability, models: str, needs: dict[str, str], names: list[str]
) -> None:
    language_models = chain_parser("model", url)(models)
    chain = language_models if ability == "model" else default_chain(ability)
    assert [link.name for link in usable(chain, language_models, needs)] == names
