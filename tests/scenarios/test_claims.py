"""What the sales agent may say of its deeds: claims without a successful tool are replaced, talk about them is not."""

import pytest

from tests.rows import each_row
from voicebot.agents.claims import false_claim
from voicebot.agents.state import CallState
from voicebot.agents.types import Line
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.sales_claims import CLAIMS

STATE = CallState(scenario="sales", agent="sales", step="choose")

BOOKED_CLAIMS = [
    "I've booked you for Sunday at ten.",
    "I have booked the meeting.",
    "I\N{RIGHT SINGLE QUOTATION MARK}ve just booked it for you.",
    "You're booked for Sunday at 10:00 AM.",
    "You are all booked.",
    "You're all set for Sunday at ten.",
    "You are set for Monday at four.",
    "Great, that's booked.",
    "Great, we are set for Sunday.",
    "Your meeting is scheduled for Monday.",
    "Your meeting has been scheduled for Monday at nine.",
    "The meeting is now confirmed.",
    "I booked Sunday at ten for you.",
    "I just scheduled it.",
    "We've set up a meeting for tomorrow.",
    "I've reserved Sunday at ten.",
    "I've put you down for Sunday at ten.",
    "I've added it to the calendar.",
    "It's in the calendar.",
    "Perfect, booked for Sunday at ten.",
    "Done, your meeting is on Sunday at ten.",
    "The booking is complete.",
    "See you on Sunday!",
    "Thanks, and I have booked you in, so enjoy your day.",
    "If you like coffee, good, and I've booked you for ten.",
    "I managed to book you for Sunday.",
    "Sunday at nine is booked.",
    "Your meeting on Sunday at nine is booked.",
    "Meeting booked.",
    "Booking confirmed.",
    "Sunday at nine is confirmed.",
    "Sunday at nine is yours.",
    "I've locked in Sunday at nine.",
    "I've secured Sunday at nine for you.",
    "I made an appointment for you.",
    "I can confirm I booked it.",
    "I want to let you know I booked it.",
    "You've been booked for Sunday.",
    "We got you a slot on Sunday.",
    "הפגישה שלך רשומה ביומן ליום ראשון.",
    "קבעתי לך פגישה ליום ראשון בעשר.",
    "מצוין, קבענו ליום ראשון.",
    "הפגישה נקבעה למחר בתשע.",
    "נתראה ביום ראשון!",
]
SENT_CLAIMS = [
    "I've sent you an email.",
    "I have emailed you the details.",
    "I just texted you the address.",
    "An invitation has been sent to you.",
    "A confirmation was sent to your email.",
    "I'll send you an invitation.",
    "I'll forward you the details.",
    "The details are on their way, I emailed them.",
    "I will email you the details.",
    "We'll text you a reminder.",
    "I'm sending you the invitation now.",
    "You will receive an email with the details.",
    "You'll get a confirmation by email.",
    "שלחתי לך מייל עם הפרטים.",
    "אשלח לך הודעה עם הכתובת.",
]
REMOVED_CLAIMS = [
    "I have removed you from the list.",
    "You are no longer on our list.",
    "We'll never call you again.",
    "Your number is off our list.",
    "I've removed your number.",
    "Your number has been removed.",
    "You're removed from our list.",
    "I took you off the list.",
    "I've taken you off the list.",
    "You have been unsubscribed.",
    "We won't call you again.",
    "You won't be called again.",
    "You won't hear from us again.",
    "We will not call you again.",
    "הסרתי אותך מהרשימה.",
    "המספר הוסר מהרשימה.",
    "לא נתקשר אליך יותר.",
]
NO_CLAIMS = [
    "Shall I book it?",
    "We help companies that are set up to sell.",
    "We set up meetings every day.",
    "Let me see whether Sunday is booked.",
    "I can get that booked for you if you like.",
    "None of them is booked.",
    "Should I book Sunday at ten for you?",
    "Would you like me to set up a meeting?",
    "Once it is booked, you will talk to one of our experts.",
    "If it is booked today, we meet on Sunday.",
    "I have not booked anything yet.",
    "I haven't booked anything yet.",
    "Nothing is booked yet.",
    "The meeting isn't booked yet.",
    "I can book Sunday at ten or Monday at four.",
    "I could set up a short meeting.",
    "Before it is confirmed, which one suits you?",
    "Have you booked a meeting with us before?",
    "Are you booked on Sunday?",
    "Is that confirmed with your team?",
    "We have a fully booked week.",
    "Sunday is fully booked, but Monday is free.",
    "The meeting takes half an hour.",
    "I have Sunday at ten in the morning, or Monday at four in the afternoon.",
    "We help companies book more meetings.",
    "Our agents have booked thousands of meetings for our customers.",
    "I cannot send emails from this call.",
    "I can't send you anything.",
    "I'm not able to send messages from this call.",
    "Do you send them an email today?",
    "Have you sent them an email?",
    "What is sent to a new lead today?",
    "Leads that were sent an email answer less often.",
    "Would you like me to remove you from the list?",
    "Shall I remove the number from the list?",
    "I can remove you from the list if you like.",
    "How is a lead removed from your list today?",
    "Someone from the team will get back to you.",
    "I understand, thank you for your time.",
    "Is your team set up to call new leads?",
    "How is your team set up today?",
    "לקבוע פגישה ליום ראשון?",
    "עוד לא קבעתי פגישה.",
    "איך קבעתם פגישות עד היום?",
    "אי אפשר לשלוח הודעות מהשיחה הזאת.",
    "להסיר את המספר מהרשימה?",
]


@each_row(
    ("sentence", "instead"),
    [
        *((each, lines.NOT_BOOKED) for each in BOOKED_CLAIMS),
        *((each, lines.NOT_SENT) for each in SENT_CLAIMS),
        *((each, lines.NOT_REMOVED) for each in REMOVED_CLAIMS),
        *((each, None) for each in NO_CLAIMS),
    ],
)
def test_nothing_is_claimed_that_was_not_done(sentence: str, instead: Line | None) -> None:
    assert false_claim(sentence, CLAIMS, STATE) == instead


MOVED_CLAIMS = [
    "I've moved your meeting to Thursday.",
    "The meeting has been rescheduled.",
    "העברתי את הפגישה ליום חמישי.",
]
CANCELLED_CLAIMS = ["I've cancelled the meeting.", "Your appointment is cancelled.", "ביטלתי את הפגישה."]


@each_row(
    ("sentence", "effect", "instead"),
    [
        *((each, "rescheduled", lines.NOT_MOVED) for each in MOVED_CLAIMS),
        *((each, "cancelled", lines.NOT_CANCELLED) for each in CANCELLED_CLAIMS),
    ],
)
def test_moving_and_cancelling_are_claimed_only_when_done(sentence: str, effect: str, instead: Line) -> None:
    assert false_claim(sentence, CLAIMS, STATE) == instead
    assert false_claim(sentence, CLAIMS, STATE.having_done("booked")) == instead
    assert false_claim(sentence, CLAIMS, STATE.having_done(effect)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Shall I cancel the meeting?",
        "I haven't moved the meeting yet.",
        "I've moved on.",
        "You can cancel at any time.",
    ],
)
def test_talk_about_moving_is_no_claim(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE) is None


@each_row("sentence", BOOKED_CLAIMS)
def test_after_a_booking_it_may_be_said(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE.having_done("booked")) is None


@each_row("sentence", REMOVED_CLAIMS)
def test_after_a_removal_it_may_be_said(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE.having_done("removed")) is None


@each_row("sentence", [*SENT_CLAIMS, *REMOVED_CLAIMS])
def test_a_booking_proves_nothing_else(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE.having_done("booked")) is not None


def test_the_lines_that_stand_for_claims_claim_nothing() -> None:
    for claim in CLAIMS:
        assert false_claim(claim.instead.en, CLAIMS, STATE) is None
        assert false_claim(claim.instead.he, CLAIMS, STATE) is None
