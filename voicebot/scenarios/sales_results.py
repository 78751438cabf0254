"""What the sales conversation does next, by what a tool answered."""

from collections.abc import Mapping

from voicebot.agents.flow import Invoke, Move
from voicebot.scenarios import sales_changes as changes
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios import sales_questions as questions
from voicebot.scenarios.sales_moves import GOODBYE, OFFER, ending, task

NONE_FREE = Move((lines.NONE_FREE,), call=task("callback", "No slot was free; arrange a meeting"), ask=False)
READ = Move(next="confirm", held=True)
FINDING: Mapping[str, Move] = {
    "found": READ,
    "found_other": Move((lines.NOT_THEN,), next="confirm_other", held=True),
    "which_hour": Move(next="hour"),
    "none_free": NONE_FREE,
}
RESULTS: Mapping[str, Mapping[str, Move]] = {
    **changes.results(FINDING, READ),
    "offer_meeting_slots": {
        "offered": Move(next="choose"),
        "offered_one": Move(next="choose_one", held=True),
        "none_free": NONE_FREE,
        "none_that_day": Move((lines.NONE_THAT_DAY,), next="wish"),
        "*": Move(next="anything_else"),
    },
    "find_slot_near": {
        **FINDING,
        "already_booked": Move(next="anything_else"),
        "*": Move(next="wish_again"),
    },
    "read_back_slot": {
        "read_back": READ,
        "already_booked": Move(next="anything_else"),
        "*": OFFER,
    },
    "book_meeting": {
        "booked": Move((lines.BOOKED,), next="anything_else"),
        "booked_without_number": Move((lines.BOOKED,), next="number"),
        "not_confirmed": READ,
        "taken": Move((lines.TAKEN,), call=Invoke("offer_meeting_slots"), ask=False),
        "already_booked": Move(next="anything_else"),
        "not_heard": Move(next="choose"),
        "*": OFFER,
    },
    "remove_from_list": {
        "removed": ending("removed", lines.REMOVED, held=True),
        "removed_deceased": ending("deceased", held=True),
        "*": ending("other", lines.NO_NUMBER),
    },
    "note_mourning": {"*": ending("mourning", held=True)},
    "where_number_from": {
        "known": Move((lines.FROM_CONSENT,), held=True),
        "no_number": Move((lines.NOT_KNOWN,), held=True),
        "*": ending("no_consent", lines.NO_CONSENT, held=True),
    },
    "transfer_to_human": {
        "transferring": Move((lines.TRANSFERRING,), ask=False),
        "nobody_without_number": Move((lines.NOBODY_FREE,), next="number"),
        "*": ending("callback", lines.NOBODY),
    },
    "create_task": {
        "callback_created": ending("callback", lines.CALLBACK_NOTED),
        "callback_due": ending("callback", lines.CALLBACK_DUE, held=True),
        "callback_not_then": Move((lines.NOT_THEN,), next="callback_near", held=True),
        "callback_never": Move(next="callback"),
        "callback_without_number": Move(next="number"),
        "language_created": ending("language"),
        "question_created": Move((lines.QUESTION_NOTED,), next="anything_else"),
        "follow_up_created": Move((lines.NUMBER_NOTED,), next="anything_else"),
        "withheld": Move((lines.NUMBER_WITHHELD,), next="mail_again"),
        "*": GOODBYE,
    },
    "leave_question": questions.LEFT,
    "update_lead": {"*": Move()},
    "end_call": {"*": Move(ask=False)},
}
