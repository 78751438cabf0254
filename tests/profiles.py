"""A company's profile, as operators write one."""

from typing import Any

ANSWER_HE = "בדרך כלל שבועיים, כולל הדרכה לצוות."
ANSWER_EN = "Usually two weeks, training of the team included."


def profile(**changes: Any) -> dict[str, Any]:
    """A profile with an address and two approved answers."""
    usual: dict[str, Any] = {
        "name": {"he": "נובה", "en": "Nova", "spoken_he": "נוֹבָה"},
        "offer": {"he": "בונים אתרים לעסקים קטנים", "en": "build websites for small businesses"},
        "price": {"he": "המחיר מתחיל באלף שקלים", "en": "The price begins at a thousand shekels"},
        "address": {"he": "אנחנו ברחוב הרצל בחיפה.", "en": "We are in Herzl Street in Haifa."},
        "answers": [
            {
                "id": "start",
                "questions_he": ["כמה זמן לוקח להתחיל", "מתי אפשר להתחיל לעבוד"],
                "questions_en": ["How long does it take to start?"],
                "answer_he": ANSWER_HE,
                "answer_en": ANSWER_EN,
            },
            {
                "id": "arabic",
                "questions_he": ["האתר יכול להיות גם בערבית", "יש אתר בערבית"],
                "questions_en": ["Can the website be in Arabic?"],
                "answer_he": "כן, בערבית ובכל שפה אחרת.",
                "answer_en": "Yes, in Arabic and in any other language.",
            },
        ],
    }
    return {**usual, **changes}
