"""TwiML's rules, one by one: documents, what is spoken, where the call goes."""

import pytest

from tests.rows import each_row
from tests.simphone.playing import FIRST, play, twiml
from voicebot.simphone.events import (
    Answer,
    DialEnd,
    Dialing,
    Ended,
    Fetched,
    Keys,
    Listening,
    Paused,
    Played,
    Said,
    Silence,
)
from voicebot.simphone.player import MAX_SILENT_DOCUMENTS, MAX_UNASKED_DOCUMENTS, Player


@each_row(
    ("body", "texts"),
    [
        ("<Say>שלום</Say>", ["שלום"]),
        ("<Say>  שלום \n לך </Say>", ["שלום לך"]),
        ("<Say>שלום<break/>לך</Say>", ["שלום לך"]),
        (
            '<Say>קוראים לי <phoneme ph="x">דנה</phoneme>, ו<sub alias="אלטה">A</sub>.</Say>',
            ["קוראים לי דנה, ואלטה."],
        ),
        ("<Say>Tom &amp; Jerry &lt;3</Say>", ["Tom & Jerry <3"]),
        ('<Say loop="2">שוב</Say>', ["שוב", "שוב"]),
        ("<Say>אחת</Say><Say>שתיים</Say>", ["אחת", "שתיים"]),
    ],
)
def test_say_speaks_its_text(body: str, texts: list[str]) -> None:
    assert play(body).said == texts


def test_say_tells_language_and_voice() -> None:
    events = play('<Say language="he-IL" voice="Google.he-IL-Standard-A">היי</Say>').events
    assert Said("היי", "he-IL", "Google.he-IL-Standard-A") in events


def test_play_and_pause() -> None:
    events = play('<Play>/hold.mp3</Play><Play digits="1w2"/><Pause length="2"/><Pause/>').events
    assert events[1:5] == [
        Played("https://app.example/hold.mp3"),
        Played("keys 1w2"),
        Paused(2.0),
        Paused(1.0),
    ]


@pytest.mark.parametrize("body", ["<Say></Say>", f"<Say>{'א' * 4097}</Say>"])
def test_say_of_impossible_length_is_noted(body: str) -> None:
    assert play(body).notes == [13520]


def test_the_end_of_the_document_hangs_up() -> None:
    assert play("<Say>ביי</Say>").ended == Ended("app", "end of document")


def test_hangup_ends_and_the_rest_is_dropped() -> None:
    played = play("<Hangup/><Say>לא</Say>")
    assert (played.said, played.ended) == ([], Ended("app", "Hangup"))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('<Reject reason="busy"/>', "busy"),
        ("<Reject/>", "no-answer"),
        ("<Say>היי</Say><Reject/>", "completed"),
    ],
)
def test_reject_refuses_only_as_the_first_verb(body: str, status: str) -> None:
    assert play(body).ended == Ended("app", "Reject", status)


@pytest.mark.parametrize("verb", ["Sey", "say", "Connect"])
def test_an_unknown_verb_is_noted_and_skipped(verb: str) -> None:
    played = play(f"<{verb}/><Say>ממשיכים</Say>")
    assert (played.notes, played.said) == ([12200], ["ממשיכים"])


@pytest.mark.parametrize(
    ("redirect", "url", "method"),
    [
        (
            "<Redirect>/twilio/turn?turn=3&amp;from=2</Redirect>",
            "https://app.example/twilio/turn?turn=3&from=2",
            "POST",
        ),
        ("<Redirect>turn</Redirect>", "https://app.example/twilio/turn", "POST"),
        ("<Redirect>?a=1</Redirect>", "https://app.example/twilio/voice?a=1", "POST"),
        ('<Redirect method="GET">https://other.example/x</Redirect>', "https://other.example/x", "GET"),
    ],
)
def test_redirect_resolves_against_the_current_document(redirect: str, url: str, method: str) -> None:
    played = play(f"{redirect}<Say>לא</Say>", "<Say>כאן</Say>")
    assert [(fetch.url, fetch.method) for fetch in played.fetches] == [(url, method)]
    assert played.said == ["כאן"]


def test_relative_urls_follow_the_document_that_has_them() -> None:
    played = play("<Redirect>/a/b</Redirect>", "<Redirect>c</Redirect>")
    assert [fetch.url for fetch in played.fetches] == ["https://app.example/a/b", "https://app.example/a/c"]


@each_row(
    ("answer", "code"),
    [
        (Answer(500, b"<Response/>", "text/xml"), 11200),
        (Answer(404, b"<Response/>", "text/xml"), 11200),
        (Answer(403, b"", "text/plain"), 11200),
        (Answer(302, b"", "text/html"), 11215),
        (Answer(0, problem="nothing answers"), 11205),
        (Answer(200, b"<Response/>", "text/xml", took_ms=15_001), 11203),
        (Answer(200, b"<Response>" + b" " * 65_536 + b"</Response>", "text/xml"), 11750),
        (Answer(200, b"{}", "application/json"), 12300),
        (Answer(200, b"<Response/>", ""), 12300),
        (Answer(200, b"<Response><Say></Response>", "text/xml"), 12100),
        (Answer(200, b' <?xml version="1.0"?><Response/>', "text/xml"), 12100),
        (Answer(200, b"", "text/xml"), 12100),
        (Answer(200, b"<html/>", "text/html"), 12100),
    ],
)
def test_an_answer_that_is_no_document_fails_the_call(answer: Answer, code: int) -> None:
    ended = play(answer).ended
    assert (ended.by, ended.code) == ("failed", code)
    assert ended.how


def test_64_kb_are_taken() -> None:
    body = b"<Response>" + b" " * (65_536 - 21) + b"</Response>"
    assert play(Answer(200, body, "application/xml")).ended.by == "app"


def test_a_failure_in_mid_call_fails_it() -> None:
    played = play('<Say>היי</Say><Gather action="/g"/>', Answer(500), acts=(Keys("1"),))
    assert (played.said, played.ended.by) == (["היי"], "failed")


def test_a_silent_redirect_loop_is_cut() -> None:
    played = play(*(["<Pause/><Redirect>/again</Redirect>"] * (MAX_SILENT_DOCUMENTS + 5)))
    assert "redirect loop" in played.ended.how
    assert len(played.fetches) == MAX_SILENT_DOCUMENTS


def test_a_talking_loop_that_asks_nobody_is_cut_later() -> None:
    played = play(*(["<Say>רגע</Say><Redirect>/again</Redirect>"] * (MAX_UNASKED_DOCUMENTS + 5)))
    assert "redirect loop" in played.ended.how
    assert len(played.said) == MAX_UNASKED_DOCUMENTS


def test_asking_the_caller_ends_the_count() -> None:
    documents = ["<Gather/><Redirect>/again</Redirect>"] * (MAX_SILENT_DOCUMENTS * 2)
    assert play(*documents, acts=(Silence(),) * len(documents)).ended.how == "end of document"


def test_time_is_counted_and_not_spent() -> None:
    player = Player()
    playing = player.play(FIRST)
    next(playing)
    document = twiml('<Pause length="30"/><Record timeout="2"/><Dial>1</Dial>')
    assert playing.send(Fetched(document, FIRST.url)) == Paused(30.0)
    assert isinstance(next(playing), Listening)
    assert isinstance(playing.send(Silence()), Dialing)
    assert isinstance(playing.send(DialEnd("completed", 40)), Ended)
    assert player.clock_s == 30 + 2 + 40
