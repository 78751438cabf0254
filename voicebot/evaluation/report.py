"""What an evaluation found, as JSON and as Markdown. Nobody is in it: every text is masked once more. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from voicebot.evaluation.masking import masked
from voicebot.evaluation.playing import Played
from voicebot.evaluation.verdicts import Verdict, passed


@dataclass(frozen=True)
class Result:
    """One conversation as it went; `against` is how it went the other way, where there is one."""

    file: str
    played: Played
    verdicts: tuple[Verdict, ...]
    persona: str = ""
    against: Played | None = None

    @property
    def name(self) -> str:
        return f"{self.file} · {self.persona}" if self.persona else self.file


def changes(result: Result) -> Iterator[str]:
    """What is different between the two ways, facts first; nothing when there is one way."""
    if result.against is None:
        return
    now, before = asdict(result.played.left), asdict(result.against.left)
    for name in now:
        if now[name] != before[name]:
            yield f"{name}: {_shown(before[name])} → {_shown(now[name])}"
    said, was = result.played.exchanges, result.against.exchanges
    for at in range(max(len(said), len(was))):
        here, there = (each[at].agent if at < len(each) else "—" for each in (said, was))
        if here != there:
            yield f"reply {at + 1}: {masked(there)} → {masked(here)}"


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """The whole report."""
    return {
        "passed": all(passed(each.verdicts) for each in results),
        "conversations": [_one(each) for each in results],
    }


def _one(result: Result) -> dict[str, Any]:
    played = result.played
    return {
        "name": result.name,
        "passed": passed(result.verdicts),
        "by": played.side,
        "models": list(played.models),
        "verdicts": [{**asdict(each), "why": masked(each.why)} for each in result.verdicts],
        "against": result.against.side if result.against else None,
        "changed": list(changes(result)),
        "not_heard": [masked(each) for each in played.missed],
        "left": {**asdict(played.left), "claimed": [masked(each) for each in played.left.claimed]},
        "exchanges": [{"caller": masked(each.caller), "agent": masked(each.agent)} for each in played.exchanges],
    }


def as_markdown(results: Sequence[Result]) -> str:
    """The same for people: a table, then what failed and what changed."""
    good = sum(passed(each.verdicts) for each in results)
    lines = ["# Evaluation", "", f"{good} of {len(results)} conversations passed.", ""]
    lines += ["| Conversation | By | Outcome | Passed | Changes |", "| --- | --- | --- | --- | --- |"]
    for each in results:
        left, count = each.played.left, len(list(changes(each)))
        told = f"{count}" if each.against else ""
        mark = "yes" if passed(each.verdicts) else "**no**"
        lines.append(f"| {_cell(each.name)} | {_cell(each.played.side)} | {left.outcome or '–'} | {mark} | {told} |")
    for each in results:
        lines += _details(each)
    return "\n".join(lines) + "\n"


def _details(result: Result) -> Iterator[str]:
    failed = [each for each in result.verdicts if not each.passed]
    changed = list(changes(result))
    if not failed and not changed:
        return
    yield from ("", f"## {result.name}", "")
    yield from (f"- **{each.question}** no: {masked(each.why)}" for each in failed)
    if result.against:
        yield from (f"- against {result.against.side}, {each}" for each in changed)
    yield ""
    for each in result.played.exchanges:
        yield from (f"> Caller: {masked(each.caller)}  ", f"> Agent: {masked(each.agent)}", ">")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shown(value: object) -> str:
    return masked(str(value)) or "–"
