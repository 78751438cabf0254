from pathlib import Path

import pytest

from tests.rows import each_row
from voicebot.simphone.script import BadScript, Script, Step, load_script, parse_script

WHOLE = """
call: {from: "+972547654321", to: "+97233760000", direction: inbound, audio: true}
steps:
  - hears: "דיגיטלי"
    hears_not: ["מחיר", "שקל"]
    hears_regex: 'ה.*לי'
    says: "כן"
  - keys: "0#"
  - silent: true
  - dial: no-answer
  - says: "ביי"
    hangs_up: true
  - ends: hangup
"""


def test_a_whole_script() -> None:
    call = {"from": "+972547654321", "to": "+97233760000", "direction": "inbound"}
    steps = (
        Step(1, hears=("דיגיטלי",), hears_not=("מחיר", "שקל"), hears_regex=("ה.*לי",), says="כן"),
        Step(2, keys="0#"),
        Step(3, silent=True),
        Step(4, dial="no-answer"),
        Step(5, says="ביי", hangs_up=True),
        Step(6, ends="hangup"),
    )
    assert parse_script(WHOLE) == Script(steps, call, audio=True)


@each_row(
    ("text", "told"),
    [
        ("steps:\n  - says: 'כן\n  - silent: true", "line 3"),
        ("\tsteps: 1", "line 1"),
        ("", "list of `steps`"),
        ("steps: []", "list of `steps`"),
        ("- says: כן", "list of `steps`"),
        ("steps: [{says: כן}]\nfoo: 1", "`foo`"),
        ("call: 5\nsteps: [{says: כן}]", "`call` must be a mapping"),
        ("call: {form: x}\nsteps: [{says: כן}]", "`form`"),
        ("call: {from: +972547654321}\nsteps: [{says: כן}]", "in quotes"),
        ("call: {direction: sideways}\nsteps: [{says: כן}]", "inbound, outbound-api"),
        ("call: {audio: 'on'}\nsteps: [{says: כן}]", "audio is true or false"),
        ("steps: [{says: כן}, כן]", "step 2 must be a mapping"),
        ("steps: [{says: כן}, {}]", "step 2 must be a mapping"),
        ("steps: [{said: כן}]", "step 1 has `said`"),
        ("steps: [{says: 5}]", "step 1, says must be text"),
        ("steps: [{says: '  '}]", "step 1, says must be text"),
        ("steps: [{says: yes}]", "step 1, says must be text"),
        ("steps: [{hears: []}]", "step 1, hears is an empty list"),
        ("steps: [{hears: [a, 1]}]", "step 1, hears must be text"),
        ("steps: [{hears_regex: '('}]", "step 1, hears_regex is no regular expression"),
        ("steps: [{keys: 0}]", "step 1, keys must be text"),
        ("steps: [{keys: '1a'}]", "digits, * and #"),
        ("steps: [{dial: maybe}]", "step 1, dial is one of completed, busy"),
        ("steps: [{ends: soon}]", "step 1, ends is one of hangup, dial, any"),
        ("steps: [{ends: [1]}]", "step 1, ends is one of"),
        ("steps: [{silent: false}]", "step 1, silent can only be true"),
        ("steps: [{says: כן, silent: true}]", "step 1 does several things at once (says, silent)"),
    ],
)
def test_a_malformed_script_is_told_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(BadScript) as caught:
        parse_script(text, "a.yaml")
    assert told in str(caught.value)
    assert str(caught.value).startswith("a.yaml")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadScript, match="cannot be read"):
        load_script(tmp_path / "none.yaml")


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("steps: [{says: כן}]".encode("iso-8859-8"))
    with pytest.raises(BadScript, match="not UTF-8"):
        load_script(path)


def test_what_caller_it_is_and_where_it_cannot_be_held() -> None:
    script = parse_script('kind: hostile\nexcluded: {text: "no keys there"}\nsteps: [{keys: "9"}]')
    assert (script.kind, script.excluded) == ("hostile", {"text": "no keys there"})


@pytest.mark.parametrize(
    ("given", "wrong"),
    [("kind: rude", "kind is one of"), ("excluded: {phone: x}", "none of text"), ("excluded: [text]", "a mapping")],
)
def test_a_kind_or_an_exclusion_that_is_none(given: str, wrong: str) -> None:
    with pytest.raises(BadScript, match=wrong):
        parse_script(f"{given}\nsteps: [{{silent: true}}]")


def test_what_is_nested_too_deeply_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadScript, match="nested too deeply"):
        parse_script("[" * 20_000)
