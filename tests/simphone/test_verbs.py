"""TwiML's rules, one by one: <Record>, <Gather> and <Dial>."""

import pytest

from tests.rows import each_row
from tests.simphone.playing import FIRST, MADE, play
from voicebot.simphone.events import (
    DialEnd,
    Dialing,
    Ended,
    Fetch,
    HangUp,
    Keys,
    Listening,
    Noted,
    Paused,
    Played,
    Reply,
    Said,
    Silence,
    Speech,
)


def test_a_silent_record_falls_through() -> None:
    played = play('<Record action="/r"/><Say>לא שמעתי</Say>', acts=(Silence(),))
    assert (played.fetches, played.said) == ([], ["לא שמעתי"])


def test_record_posts_the_recording_and_drops_the_rest() -> None:
    played = play('<Record action="/r?turn=1"/><Say>לא</Say>', "<Say>תודה</Say>", acts=(Speech("כן", recording=MADE),))
    expected = {"RecordingUrl": MADE.url, "RecordingSid": MADE.sid, "RecordingDuration": "3"}
    assert played.fetches == [Fetch("https://app.example/r?turn=1", "POST", expected)]
    assert played.said == ["תודה"]


def test_record_without_action_posts_to_the_current_document() -> None:
    played = play("<Record/>", acts=(Speech("כן", recording=MADE),))
    assert played.fetches[0].url == FIRST.url


def test_record_defaults_are_twilios() -> None:
    played = play("<Record/>", acts=(Silence(),))
    assert Listening("Record", True, True, 5, "1234567890*#", max_length_s=3600) in played.events


@pytest.mark.parametrize(
    ("attributes", "act", "digits"),
    [
        ("", Keys("0", recording=MADE), "0"),
        ("", Keys("90", recording=MADE), "9"),
        ('finishOnKey="#"', Keys("12#", recording=MADE), "#"),
        ("", Speech("כן", key="#", recording=MADE), "#"),
        ("", HangUp("ביי", recording=MADE), "hangup"),
    ],
)
def test_record_tells_what_ended_it(attributes: str, act: Reply, digits: str) -> None:
    fetch = play(f'<Record action="/r" {attributes}/>', acts=(act,)).fetches[0]
    assert (fetch.fields["Digits"], fetch.fields["RecordingSid"]) == (digits, MADE.sid)


def test_record_ignores_keys_that_do_not_finish_it() -> None:
    played = play('<Record finishOnKey="#"/><Say>מה?</Say>', acts=(Keys("1", recording=MADE),))
    assert (played.fetches, played.said) == ([], ["מה?"])


def test_hanging_up_while_recording_posts_the_words_and_ends_the_call() -> None:
    played = play('<Record action="/r"/>', "<Say>לא יישמע</Say>", acts=(HangUp("ביי", recording=MADE),))
    assert played.fetches[0].status == "completed"
    assert (played.said, played.ended) == ([], Ended("caller", "hung up"))


def test_hanging_up_in_silence_posts_nothing() -> None:
    played = play('<Record action="/r"/>', acts=(HangUp(),))
    assert (played.fetches, played.ended) == ([], Ended("caller", "hung up"))


def test_words_without_a_recording_cannot_answer_a_record() -> None:
    with pytest.raises(TypeError, match="Record"):
        play("<Record/>", acts=(Speech("כן"),))


@each_row(
    ("attributes", "act", "fields"),
    [
        ('input="speech"', Speech("כן"), {"SpeechResult": "כן", "Confidence": "0.9"}),
        ("", Keys("12#"), {"Digits": "12", "FinishedOnKey": "#"}),
        ("", Keys("12"), {"Digits": "12", "FinishedOnKey": ""}),
        ('numDigits="1"', Keys("123"), {"Digits": "1", "FinishedOnKey": ""}),
        ('finishOnKey="*"', Keys("1#*"), {"Digits": "1#", "FinishedOnKey": "*"}),
        ('finishOnKey=""', Keys("1#"), {"Digits": "1#", "FinishedOnKey": ""}),
        ('input="speech dtmf"', Keys("0"), {"Digits": "0", "FinishedOnKey": ""}),
        ('actionOnEmptyResult="true"', Silence(), {"Digits": ""}),
    ],
)
def test_gather_posts_what_was_said_or_pressed(attributes: str, act: Reply, fields: dict[str, str]) -> None:
    played = play(f'<Gather action="g" {attributes}/><Say>לא</Say>', "<Say>תודה</Say>", acts=(act,))
    expected = Fetch("https://app.example/twilio/g", "POST", fields | {"msg": "Gather End"})
    assert (played.fetches, played.said) == ([expected], ["תודה"])


@pytest.mark.parametrize(
    ("attributes", "act", "notes"),
    [
        ("", Silence(), []),
        ("", Keys("#"), []),
        ("", Speech("כן"), [0]),
        ('input="speech"', Keys("1"), [0]),
    ],
)
def test_gather_falls_through_when_nothing_fits(attributes: str, act: Reply, notes: list[int]) -> None:
    played = play(f"<Gather {attributes}/><Say>אין תשובה</Say>", acts=(act,))
    assert (played.fetches, played.said, played.notes) == ([], ["אין תשובה"], notes)


def test_gather_speaks_its_nested_verbs_first() -> None:
    played = play(
        '<Gather input="speech" language="he-IL" timeout="7"><Say>לחץ</Say><Pause/><Play>a.mp3</Play><Dial/></Gather>',
        acts=(HangUp(),),
    )
    kinds = [type(event) for event in played.events[1:6]]
    assert kinds == [Said, Paused, Played, Noted, Listening]
    assert played.events[5] == Listening("Gather", True, False, 7, "#", language="he-IL")
    assert played.ended.by == "caller"


def test_gather_by_get() -> None:
    played = play('<Gather method="GET" action="/g"/>', acts=(Keys("1"),))
    assert played.fetches[0].method == "GET"


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer", "failed"])
def test_dial_posts_how_it_ended(status: str) -> None:
    end = DialEnd(status, 12, "CA" + "2" * 32)  # type: ignore[arg-type]  # parametrized from the literal's values
    played = play('<Dial action="/d">+972501234567</Dial><Say>לא</Say>', acts=(end,))
    talked = {"DialCallDuration": "12", "DialBridged": "true"} if status == "completed" else {}
    assert played.fetches[0].fields == {"DialCallStatus": status, "DialCallSid": end.sid} | talked
    assert played.said == []


def test_dial_without_action_goes_on() -> None:
    played = play(
        "<Dial><Number>+972501234567</Number><Client>dana</Client></Dial><Say>חזרנו</Say>",
        acts=(DialEnd("busy"),),
    )
    assert Dialing(("+972501234567", "dana")) in played.events
    assert (played.fetches, played.said) == ([], ["חזרנו"])


@pytest.mark.parametrize(("status", "how"), [("completed", "Dial"), ("busy", "Hangup")])
def test_a_call_that_was_connected_ended_by_dial(status: str, how: str) -> None:
    end = DialEnd("completed") if status == "completed" else DialEnd("busy")
    played = play('<Dial action="/d">1</Dial>', "<Say>תודה</Say><Hangup/>", acts=(end,))
    assert played.ended.how == how


def test_hanging_up_while_it_rings_still_tells_the_action() -> None:
    played = play('<Dial action="/d">1</Dial>', acts=(HangUp(),))
    assert played.fetches[0].fields["DialCallStatus"] == "canceled"
    assert played.ended == Ended("caller", "hung up")


def test_dial_of_nobody_fails() -> None:
    played = play('<Dial action="/d"/>')
    assert (played.notes, played.fetches[0].fields["DialCallStatus"]) == ([13223], "failed")


@pytest.mark.parametrize("attribute", ['timeout="x"', 'timeout="-1"', 'numDigits="0"'])
def test_a_wrong_number_counts_as_the_default(attribute: str) -> None:
    played = play(f"<Gather {attribute}/>", acts=(Silence(),))
    assert played.notes == [12200]
    assert Listening("Gather", False, True, 5, "#", language="en-US") in played.events
