"""What kind of answer a question waits for."""

from tests.rows import each_row
from voicebot.agents.questions import patience_of


@each_row(
    ("sentence", "kind"),
    [
        ("Do you have a team that contacts new leads?", "yes_no"),
        ("Great, would a short meeting suit you?", "yes_no"),
        ("Is ten in the morning good?", "yes_no"),
        ("Would you like Sunday or Monday?", "open"),
        ("What happens today with a new lead?", "open"),
        ("And how many are there?", "open"),
        ("Could you spell your name?", "dictation"),
        ("What is your e-mail address?", "dictation"),
        ("Which number should I call? Is it a mobile?", "open"),
        ("I understand.", ""),
        ("", ""),
    ],
)
def test_kinds(sentence: str, kind: str) -> None:
    assert patience_of(sentence) == kind
