"""The table of pronunciations: what it takes, what it refuses, and how it is applied."""

from pathlib import Path

import pytest

from language.lexicon import BadLexicon, Lexicon, Mark, default_lexicon
from language.speech import spoken_hebrew, spoken_parts
from tests.rows import each_row

HEAD = "term,voice,respelling,ssml\n"
VOICE = "Google.he-IL-Wavenet-A"


def lexicon(*rows: str, voice: str = VOICE) -> Lexicon:
    return Lexicon.parse(HEAD + "\n".join(rows)).for_voice(voice)


@each_row(
    ("row", "text", "expected"),
    [
        ("אלטה,,אָלְטָה,", "שלום, כאן אלטה.", "שלום, כאן אָלְטָה."),
        ("אלטה,,אָלְטָה,", "באלטה, ולאלטה ושבאלטה", "באָלְטָה, ולאָלְטָה ושבאָלְטָה"),
        ("אלטה,,אָלְטָה,", "אלטהאוס ואלטהיה", "אלטהאוס ואלטהיה"),
        ("אלטה,,אָלְטָה,", "אָלְטָה", "אָלְטָה"),
        ("Alta,,אלטה,", "ב-ALTA, ALTAR, xAlta", "באלטה, ALTAR, xAlta"),
        ("Alta,,Al Ta,", "ב-Alta", "ב-Al Ta"),
        ("מע״מ,,מעם,", 'כולל מע"מ והמע״מ', "כולל מעם והמעם"),
        ("ג׳ירפה,,גירפה,", "ג'ירפה", "גירפה"),
        ("בנק לאומי,,בנק לְאוּמִי,", "בבנק  לאומי", "בבנק לְאוּמִי"),
        ("365,,שלוש שש חמש,", "אופיס 365", "אופיס שלוש שש חמש"),
        ("C++,,סי פלוס פלוס,", "מתכנת C++ טוב", "מתכנת סי פלוס פלוס טוב"),
        (f"אלטה,{VOICE},אלתה,", "אלטה", "אלתה"),
        ("אלטה,Other.Voice,אלתה,", "אלטה", "אלטה"),
    ],
)
def test_terms_are_replaced(row: str, text: str, expected: str) -> None:
    said = spoken_hebrew(text, lexicon(row))
    assert said == expected
    assert spoken_hebrew(said, lexicon(row)) == expected


def test_the_longest_term_comes_first() -> None:
    both = lexicon("אלטה,,א,", "אלטה פלוס,,ב,")
    assert spoken_hebrew("אלטה פלוס ואלטה", both) == "ב וא"


def test_a_term_that_begins_like_a_prefix_is_itself() -> None:
    assert spoken_hebrew("בלו בבלו", lexicon("בלו,,בְּלוּ,", "לו,,לוֹ,")) == "בְּלוּ בבְּלוּ"


def test_a_voice_of_its_own_comes_before_all() -> None:
    table = Lexicon.parse(HEAD + f"אלטה,,א,\nאלטה,{VOICE},ב,\n")
    assert spoken_hebrew("אלטה", table.for_voice(VOICE)) == "ב"
    assert spoken_hebrew("אלטה", table.for_voice("Other")) == "א"
    assert spoken_hebrew("אלטה", table) == "א"


def test_ssml_is_kept_apart_from_the_text() -> None:
    table = lexicon(
        'אלטה,,,"<phoneme alphabet=""ipa"" ph=""ˈalta"">אלטה</phoneme>"', 'AI,,איי,"<sub alias=""איי איי"">AI</sub>"'
    )
    assert spoken_parts("שלום, באלטה יש AI ב-3 חדרים", table) == (
        "שלום, ב",
        Mark("phoneme", "אלטה", (("alphabet", "ipa"), ("ph", "ˈalta"))),
        " יש ",
        Mark("sub", "AI", (("alias", "איי איי"),)),
        " בשלושה חדרים",
    )
    assert spoken_hebrew("באלטה יש AI", table) == "באלטה יש איי"


@each_row(
    ("text", "message"),
    [
        ("", None),
        (HEAD, None),
        (HEAD + "# note\n\nא,,ב,\n", None),
        ("א,,ב,\n", "table, line 1: the first line must be term,voice,respelling,ssml"),
        (HEAD + "א,ב\n", "table, line 2: 2 columns instead of 4"),
        (HEAD + "א,,ב,\n,,ב,\n", "table, line 3: the term must have a letter"),
        (HEAD + "א" * 81 + ",,ב,\n", "table, line 2: the term must have"),
        (HEAD + "א,a voice,ב,\n", "table, line 2: 'a voice' is no name of a voice"),
        (HEAD + "א,,,\n", "table, line 2: 'א' has neither a respelling nor SSML"),
        (HEAD + "א,,ב,\nג,,ד,\nא,,ה,\n", "table, line 4: 'א' is already on line 2"),
        (HEAD + 'א"א,,ב,\nא״א,,ה,\n', "table, line 3: 'א״א' is already on line 2"),
        (HEAD + "א,,ב3,\n", "table, line 2: a digit would reach the voice in 'ב3'"),
        (HEAD + "א,,<b>ב</b>,\n", "table, line 2: SSML belongs into the column ssml"),
        (HEAD + "א,,,<b>ב</b>\n", "table, line 2: SSML must be"),
        (HEAD + 'א,,,"<sub alias=""4"">א</sub>"\n', "table, line 2: a digit would reach the voice in '4'"),
        (HEAD + 'א,,,"<sub ph=""ב"">א</sub>"\n', "table, line 2: <sub> takes alias"),
        (HEAD + 'א,,,"<phoneme alphabet=""ipa"">א</phoneme>"\n', "table, line 2: <phoneme> takes alphabet and ph"),
        (
            HEAD + 'א,,,"<phoneme alphabet=""x"" ph=""a"">א</phoneme>"\n',
            "table, line 2: the alphabet must be one of ipa, x-sampa",
        ),
        (HEAD + "א,,א א,\n", "table, line 2: 'א א' has a term in it that would be replaced in turn"),
        (HEAD + "א,,ב,\nב,,א,\n", "table, line 2: 'ב' has a term in it"),
        (HEAD + 'א,,"ב\n', "table, line 2: "),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, message: str | None) -> None:
    if message is None:
        assert Lexicon.parse(text, "table").entries is not None
        return
    with pytest.raises(BadLexicon) as caught:
        Lexicon.parse(text, "table")
    assert str(caught.value).startswith(message)


def test_a_file_is_read_and_a_missing_one_named(tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text("\ufeff" + HEAD + "אלטה,,אָלְטָה,\n", encoding="utf-8")
    assert [entry.term for entry in Lexicon.load(file).entries] == ["אלטה"]
    with pytest.raises(BadLexicon, match=r"nowhere\.csv"):
        Lexicon.load(tmp_path / "nowhere.csv")
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadLexicon, match=r"words\.csv"):
        Lexicon.load(file)


def test_the_package_has_a_table_that_holds() -> None:
    table = default_lexicon()
    assert len(table.entries) >= 20
    for entry in table.entries:
        assert spoken_hebrew(entry.term) == entry.said
        assert spoken_hebrew(f"ב-{entry.term}") == f"ב{entry.said}"
