"""What is said for a code and tells that there is none to be said."""

import pytest

from voicebot.agents.types import Heard
from voicebot.scenarios.job_offer_codes import is_elsewhere


@pytest.mark.parametrize(
    "said",
    [
        "הקוד אצל המנהל",
        "רגע, הקוד אצל המנהל שלי",
        "זה לא אצלי",
        "הקוד נשאר במשרד",
        "למנהל שלי יש את הקוד",
        "יש אותו רק למנהלת",
        "the code is with my manager",
        "my boss has it",
        "it's not with me",
    ],
)
def test_it_is_with_somebody_else(said: str) -> None:
    assert is_elsewhere(Heard(said, said))


@pytest.mark.parametrize(
    "said",
    ["הקוד אצלי, רגע", "הוא במייל שלי", "רגע, אני מחפשת אותו", "הפיל מנגן בפסנתר", "it is in my mail", "יש לי אותו"],
)
def test_it_may_still_come(said: str) -> None:
    assert not is_elsewhere(Heard(said, said))
