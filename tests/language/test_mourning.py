"""Whether words that tell of a death tell of somebody of the speaker's own, or of whoever we call."""

import pytest

from language.intents import read_intents
from language.mourning import mourns


@pytest.mark.parametrize(
    "said",
    [
        "אני יושב שבעה על אמא שלי",
        "אני בשבעה",
        "אנחנו באמצע השבעה",
        "קמנו מהשבעה אתמול",
        "אני בדרך ללוויה",
        "אני באבל",
        "אנחנו בשלושים",
        "אבא שלי נפטר לפני שבוע",
        "אמא שלי, היא נפטרה אתמול",
        "איבדתי את אמא שלי",
        "אשתי נפטרה",
        "I'm sitting shiva",
        "my mother passed away last month",
    ],
)
def test_a_mourner_says_nothing_of_whoever_we_call(said: str) -> None:
    assert read_intents(said, "he")[:1] == ("deceased",)
    assert mourns(said)


@pytest.mark.parametrize(
    "said",
    [
        "הוא נפטר לפני חודש",
        "אני יושב עליו שבעה",
        "אנחנו יושבים שבעה על דוד",
        "אנחנו בהלוויה שלו",
        "איבדנו אותו",
        "דוד נפטר, אנחנו בשבעה",
        "הוא נפטר, אני אחותו, אנחנו בשבעה",
        "אני הבן של דוד, אנחנו בשבעה",
        "אני האלמנה שלו",
        'בעלי ז"ל, זה הטלפון שלו',
        "הבן שלו מת",
        "he died, we're sitting shiva",
        "we're at his funeral",
    ],
)
def test_who_is_spoken_of_as_another_is_who_we_call(said: str) -> None:
    assert read_intents(said, "he")[:1] == ("deceased",)
    assert not mourns(said)
