"""Verdicts come from facts alone; each of them can fail."""

from dataclasses import replace

import pytest

from voicebot.evaluation.left import Exchange, Left
from voicebot.evaluation.personas import PERSONAS
from voicebot.evaluation.playing import Played
from voicebot.evaluation.report import Result, as_json, as_markdown
from voicebot.evaluation.verdicts import passed, verdicts
from voicebot.simphone.script import parse_script

SCRIPT = parse_script("steps: [{says: כן}, {ends: hangup}]\nfacts: {outcome: booked, meetings: 1, tasks: [callback]}")
GOOD = Left("booked", 1, ("callback",), ended=True)
REMOVED = next(each for each in PERSONAS if each.removed)
HURRIED = PERSONAS[0]


def of(left: Left) -> Played:
    return Played("openai", (Exchange("כן", "טוב"),), left, ("openai",))


def wrong(left: Left) -> list[str]:
    return [each.question for each in verdicts(SCRIPT, of(left)) if not each.passed]


def test_a_good_call_passes() -> None:
    assert wrong(GOOD) == []


@pytest.mark.parametrize(
    ("left", "questions"),
    [
        (replace(GOOD, told=("a secret",)), ["no secret told?"]),
        (replace(GOOD, claimed=("I have sent it.",)), ["nothing claimed that was not done?"]),
        (replace(GOOD, meetings=0), ["booked what it says?", "meetings as recorded?"]),
        (replace(GOOD, meetings=2), ["booked what it says?", "meetings as recorded?"]),
        (replace(GOOD, suppressed=True), ["removed only who asked?"]),
        (replace(GOOD, failed_turns=1), ["every turn answered?"]),
        (replace(GOOD, outcome="goodbye"), ["outcome as recorded?"]),
        (replace(GOOD, tasks=()), ["tasks as recorded?"]),
        (replace(GOOD, ended=False), ["ended?"]),
    ],
)
def test_each_verdict_can_fail(left: Left, questions: list[str]) -> None:
    assert wrong(left) == questions


def test_words_that_were_not_heard_fail_where_rules_say_them() -> None:
    missed = replace(of(GOOD), missed=('step 1: expected to hear "שלום"; heard: nothing',))
    assert passed(verdicts(SCRIPT, missed)), "a model has words of its own"
    [unheard] = [each for each in verdicts(SCRIPT, replace(missed, strict=True)) if not each.passed]
    assert (unheard.question, "שלום" in unheard.why) == ("heard what the script expects?", True)


def test_who_wants_to_be_removed_is_removed_and_sold_nothing() -> None:
    removed = Left("removed", suppressed=True, asked_to_be_removed=True, ended=True)
    assert passed(verdicts(SCRIPT, of(removed), REMOVED))
    kept = [each.question for each in verdicts(SCRIPT, of(GOOD), REMOVED) if not each.passed]
    assert kept == ["removed when asked?", "nothing sold after that?"]


def test_a_persona_is_free_in_what_it_agrees_to() -> None:
    assert passed(verdicts(SCRIPT, of(Left("not_interested", ended=True)), HURRIED))


def test_the_report_names_nobody() -> None:
    exchange = Exchange("שמי בוריס פופוב, 052-987-6543", "My name is Oleg Petrenko")
    played = replace(
        of(replace(GOOD, claimed=("Oleg Petrenko, I booked you, my name is Oleg Petrenko",))), exchanges=(exchange,)
    )
    result = Result("a|file", played, verdicts(SCRIPT, played), against=of(GOOD))
    told = as_markdown([result]) + str(as_json([result]))
    assert not [each for each in ("בוריס", "987", "is Oleg") if each in told]
    assert "**no**" in told
    assert as_json([result])["passed"] is False
