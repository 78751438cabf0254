"""Chains as settings: which links each ability has, in their order. Pure.

`MODEL_CHAIN=openai,groq=https://api.groq.com/openai/v1|llama-3.3-70b-versatile|GROQ_API_KEY,rules`: names, or
`name=base URL|model|NAME_OF_THE_KEY` for a server that speaks OpenAI's API; without a third part it needs no key.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Ability = Literal["model", "translator", "transcriber"]
Check = Callable[[str], str]
"""Checks a value and gives its normal form. Raises ValueError with a sentence's end: "must be …"."""

KNOWN: Mapping[Ability, tuple[str, ...]] = {
    "model": ("openai", "rules"),
    "translator": ("google-v3", "google-v2", "model", "phrasebook"),
    "transcriber": ("openai", "gather"),
}
"""The links with settings of their own, in the order of the chain that is set by none."""

LAST = frozenset({"rules", "phrasebook", "gather"})
"""Links that need no vendor of ours and always answer: nothing behind them would ever be asked."""

NO_KEY = "none"
"""Sent where a server wants no key: a client without any is refused by the SDK."""

_TAKEN = frozenset(name for names in KNOWN.values() for name in names)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_KEY_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
"""As variables are named; keys are mostly written otherwise."""


@dataclass(frozen=True)
class Link:
    """One link. A known one has a name only; any other asks `model` at `base_url`, with the key under `key_name`."""

    name: str
    base_url: str = ""
    model: str = ""
    key_name: str = ""
    api_key: str = field(default="", repr=False)

    @property
    def known(self) -> bool:
        """Whether its address and key are settings of their own."""
        return not self.base_url


Chain = tuple[Link, ...]


def default_chain(ability: Ability) -> Chain:
    """The chain of an installation that sets none."""
    return tuple(map(Link, KNOWN[ability]))


def chain_parser(ability: Ability, url: Check) -> Callable[[str], Chain]:
    """Reads one chain's text. What it gives raises ValueError with every problem, as the end of a sentence.

    A link that cannot be read is told by its place: whatever stands there may be a key.
    """

    def parse(value: str) -> Chain:
        links: list[Link] = []
        wrong: list[str] = []
        for place, part in enumerate(filter(None, (each.strip() for each in value.split(","))), 1):
            try:
                links.append(_link(part, ability, url))
            except ValueError as error:
                wrong.append(f"{error} (link {place})")
        wrong += _order(links)
        if wrong:
            raise ValueError(" and ".join(wrong))
        return tuple(links) or default_chain(ability)

    return parse


def with_keys(setting: str, chain: Chain, env: Mapping[str, str], check: Check) -> tuple[Chain, list[str]]:
    """The chain with the keys that `env` holds, and a sentence for each that is missing or wrong.

    `setting` is the chain's name, `check` what a key must be.
    """
    links, wrong = [], []
    for link in chain:
        try:
            links.append(link if link.known else replace(link, api_key=_key(setting, link, env, check)))
        except ValueError as error:
            wrong.append(str(error))
    return tuple(links), wrong


def usable(chain: Chain, models: Chain, needs: Mapping[str, object]) -> Chain:
    """The links that have what they need: `needs` holds it by name, empty where it is not set.

    "model" translates by the first usable link of `models` that is a language model.
    """
    with_model = any(link.name != "rules" for link in models if needs.get(link.name, True))
    have = {"model": with_model, **needs}
    return tuple(link for link in chain if have.get(link.name, True))


def _key(setting: str, link: Link, env: Mapping[str, str], check: Check) -> str:
    """The link's key. Raises ValueError, which never repeats it."""
    if not link.key_name:
        return NO_KEY
    key = env.get(link.key_name, "").strip()
    if not key:
        named = f"the key {link.key_name}" if "_" in link.key_name else "a key"  # some keys look like names, without _
        raise ValueError(f"{setting} names {named} of {link.name}, which is not set")
    try:
        return check(key)
    except ValueError as error:
        raise ValueError(f"{link.key_name} {error}") from None


def _link(part: str, ability: Ability, url: Check) -> Link:
    """One link. Raises ValueError, which never repeats what is none of ours."""
    name, equals, server = (each.strip() for each in part.partition("="))
    known = KNOWN[ability]
    if not equals:
        if name not in known:
            raise ValueError(f"has an unknown link: known are {', '.join(known)} and name=base URL|model|KEY_NAME")
        return Link(name)
    if not _NAME.fullmatch(name) or name in _TAKEN:
        other = f"another name than {name}" if name in _TAKEN else "a name"
        raise ValueError(f"must give its server {other}, of small letters, digits and -")
    base_url, model, key_name = _server(server)
    try:
        return Link(name, url(base_url), model, key_name)
    except ValueError as error:
        raise ValueError(f"has an address that {error}") from None


def _server(server: str) -> tuple[str, str, str]:
    """Base URL, model and the key's name. Raises ValueError, which never repeats what may be a key."""
    pieces = [each.strip() for each in server.split("|")]
    if len(pieces) == 2:
        pieces.append("")
    if len(pieces) != 3 or not all(pieces[:2]):
        raise ValueError("must describe a server as name=base URL|model|KEY_NAME")
    if pieces[2] and not _KEY_NAME.fullmatch(pieces[2]):
        raise ValueError("must give the name of the variable that holds the key, as GROQ_API_KEY, not a key")
    return pieces[0], pieces[1], pieces[2]


def _order(links: Sequence[Link]) -> list[str]:
    """What is wrong with the order."""
    names = [link.name for link in links]
    wrong = [f"names {name} twice" for name in dict.fromkeys(names) if names.count(name) > 1]
    for place, name in enumerate(names):
        behind = [each for each in names[place + 1 :] if each != name]
        if name in LAST and behind:
            wrong.append(f"has {behind[0]} behind {name}, where it would never be asked")
    return wrong
