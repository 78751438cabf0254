"""Latin words in Hebrew letters, as Israelis say them: for e-mail and web addresses, which have no other spelling."""

import re
from functools import cache
from typing import Final

LETTERS: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "איי בי סי די אי אף ג׳י אייץ׳ איי ג׳יי קיי אל אם אן או פי קיו אר אס טי יו וי דאבליו אקס וואי זד".split(),  # noqa: SIM905 - a table
        strict=True,
    )
)
_KNOWN: Final = {
    "gmail": "ג׳ימייל",
    "google": "גוגל",
    "yahoo": "יאהו",
    "hotmail": "הוטמייל",
    "outlook": "אאוטלוק",
    "walla": "וואלה",
    "icloud": "איי קלאוד",
    "bezeqint": "בזק אינט",
    "netvision": "נטוויז׳ן",
    "com": "קום",
    "net": "נט",
    "org": "אורג",
    "co": "קו",
    "gov": "גוב",
    "muni": "מוני",
    "info": "אינפו",
    "office": "אופיס",
    "sales": "סיילס",
    "mail": "מייל",
    "support": "סאפורט",
    "contact": "קונטקט",
    "admin": "אדמין",
    "home": "הום",
    "service": "סרוויס",
    "example": "אקזמפל",
    "app": "אפ",
    "dev": "דב",
    "online": "אונליין",
    "shop": "שופ",
    "site": "סייט",
    "dana": "דנה",
    "david": "דוד",
    "moshe": "משה",
    "yossi": "יוסי",
    "yosi": "יוסי",
    "avi": "אבי",
    "sarah": "שרה",
    "sara": "שרה",
    "rachel": "רחל",
    "michal": "מיכל",
    "noa": "נועה",
    "noam": "נועם",
    "yael": "יעל",
    "tamar": "תמר",
    "maya": "מאיה",
    "daniel": "דניאל",
    "dani": "דני",
    "danny": "דני",
    "cohen": "כהן",
    "levi": "לוי",
    "levy": "לוי",
    "mizrahi": "מזרחי",
    "israel": "ישראל",
}
_SPELLED: Final = frozenset(
    {"il", "uk", "us", "eu", "io", "ac", "tv", "ai", "me", "k12", "idf", "www", "hr", "it", "pr", "ceo"}
)
_VOWEL: Final = re.compile("[aeiouy]")
_NO_VOWEL_RUN: Final = re.compile("[bcdfghjklmnpqrstvwxz]{5}")
_LONGEST: Final = 30
# Longest first at each place; ^ and $ are the word's ends.
_SOUNDS: Final = (
    ("^sh", "ש"), ("sch", "ש"), ("tch", "צ׳"), ("sh", "ש"), ("ch", "צ׳"), ("tz", "צ"), ("ts", "צ"), ("th", "ת"),
    ("ph", "פ"), ("kh", "ח"), ("ck", "ק"), ("qu", "קוו"), ("^oo", "או"), ("oo", "ו"), ("ou", "ו"), ("ow$", "ו"),
    ("ee", "י"), ("ea", "י"), ("^ai", "איי"), ("ai", "יי"), ("^ay", "איי"), ("ay", "יי"), ("^ei", "איי"),
    ("ei", "יי"), ("ey$", "יי"), ("ie$", "י"), ("io", "יו"), ("ia$", "יה"), ("ah$", "ה"), ("a$", "ה"),
    ("le$", "ל"), ("e$", ""), ("^a", "א"), ("^e", "א"), ("^i", "אי"), ("^o", "או"), ("^u", "או"), ("^y", "י"),
    ("bb", "ב"), ("dd", "ד"), ("ff", "פ"), ("gg", "ג"), ("ll", "ל"), ("mm", "מ"), ("nn", "נ"), ("pp", "פ"),
    ("rr", "ר"), ("ss", "ס"), ("tt", "ט"), ("zz", "ז"), ("a", "א"), ("b", "ב"), ("c", "ק"), ("d", "ד"), ("e", ""),
    ("f", "פ"), ("g", "ג"), ("h", "ה"), ("i", "י"), ("j", "ג׳"), ("k", "ק"), ("l", "ל"), ("m", "מ"), ("n", "נ"),
    ("o", "ו"), ("p", "פ"), ("q", "ק"), ("r", "ר"), ("s", "ס"), ("t", "ט"), ("u", "ו"), ("v", "ב"), ("w", "וו"),
    ("x", "קס"), ("y", "י"), ("z", "ז"),
)  # fmt: skip
_ENDINGS: Final = {"כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ"}


def hebrew_letters(word: str) -> str:
    """A Latin word in Hebrew letters: a known one as it is said, a pronounceable one by its sounds, else spelled.

    "gmail" is "ג׳ימייל", "bakery" "באקרי", "il" "איי אל".
    """
    low = word.lower()
    if low in _KNOWN:
        return _KNOWN[low]
    if low in _SPELLED or len(low) < len("abc") or not _VOWEL.search(low) or _NO_VOWEL_RUN.search(low):
        return spelled(low)
    return _by_sound(low[:_LONGEST]) + (f" {spelled(low[_LONGEST:])}" if len(low) > _LONGEST else "")


def spelled(word: str) -> str:
    """Letter by letter: "איי אל"."""
    return " ".join(LETTERS[letter] for letter in word.lower() if letter in LETTERS)


@cache
def _sounds() -> re.Pattern[str]:
    return re.compile("|".join(f"({spelling})" for spelling, _ in _SOUNDS))


def _by_sound(word: str) -> str:
    heard = _sounds().sub(lambda found: _SOUNDS[(found.lastindex or 1) - 1][1], word)
    if len(heard) > 1 and heard[-1] in _ENDINGS and not word.endswith("p"):
        heard = heard[:-1] + _ENDINGS[heard[-1]]
    return heard or spelled(word)
