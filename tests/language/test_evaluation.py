"""Counting right, wrong and unclear, on small abilities with known faults; reading lists; writing tables."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from language.evaluation import (
    CalendarRow,
    Count,
    SpokenRow,
    TimeRow,
    evaluate_calendar,
    evaluate_intents,
    evaluate_spoken,
    evaluate_times,
)
from language.evaluation_files import (
    BadFile,
    read_calendar,
    read_pairs,
    read_spoken,
    read_times,
    read_utterances,
)
from language.evaluation_tables import accuracy_table, as_json, confusion_table, mistakes_table

ISRAEL = ZoneInfo("Asia/Jerusalem")
NOON = datetime(2026, 3, 8, 12, tzinfo=ISRAEL)
TEN = datetime(2026, 3, 9, 10, tzinfo=ISRAEL)


def reader(said: str) -> tuple[str, ...]:
    return tuple({"כן": ["yes"], "לא": ["no"], "ביי": ["goodbye", "no"], "אולי": []}.get(said, ["later"]))


def test_intents_are_right_by_the_first_that_is_read() -> None:
    said = {
        "yes": ["כן", "לא", "אולי"],
        "no": ["לא", "ביי"],
        "neutral": ["אולי", "כן"],
        "stt_hallucinations": ["צפייה", "כן"],
    }
    evaluation = evaluate_intents(said, reader, lambda text: text == "צפייה")
    assert evaluation.counts() == {
        "yes": Count(3, 1, 1, 1),
        "no": Count(2, 1, 1, 0),
        "neutral": Count(2, 1, 1, 0),
        "stt_hallucinations": Count(2, 1, 1, 0),
        "all": Count(9, 4, 4, 1),
    }
    assert evaluation.confusion()["yes"] == Counter({"yes": 1, "no": 1, "unclear": 1})
    assert evaluation.confusion()["no"] == Counter({"no": 1, "goodbye": 1})
    assert [case.asked for case in evaluation.mistakes()] == ["לא", "אולי", "ביי", "כן", "כן"]


def test_what_is_read_beside_another_counts_wherever_it_stands() -> None:
    evaluation = evaluate_intents({"no": ["ביי", "כן"], "goodbye": ["ביי"]}, reader, bool, beside={"no"})
    assert evaluation.counts()["no"] == Count(2, 1, 1, 0)
    assert evaluation.counts()["goodbye"] == Count(1, 1, 0, 0)


def test_classes_no_intent_is_called_by_are_never_right() -> None:
    assert evaluate_intents({"yess": ["כן", "אולי"]}, reader, bool).counts()["yess"] == Count(2, 0, 1, 1)


def test_times_tell_confident_mistakes_from_silence() -> None:
    answers = {"מחר בעשר": TEN.astimezone(UTC), "היום": NOON, "בקרוב": NOON, "מתישהו": None, "שבוע": None}
    rows = [TimeRow("מחר בעשר", NOON, TEN), TimeRow("היום", NOON, TEN), TimeRow("שבוע", NOON, TEN),
            TimeRow("בקרוב", NOON, None), TimeRow("מתישהו", NOON, None)]  # fmt: skip
    evaluation = evaluate_times(rows, lambda said, now: answers[said] if now == NOON else None)
    assert evaluation.counts() == {
        "moment": Count(3, 1, 1, 1), "nothing": Count(2, 1, 1, 0), "all": Count(5, 2, 2, 1)}  # fmt: skip
    assert evaluation.confusion()["moment"] == Counter({"moment": 1, "another moment": 1, "nothing": 1})


def test_moments_are_compared_as_moments_also_when_an_hour_comes_twice() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=ISRAEL)
    expected = datetime(2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=3)))

    def right(given: datetime) -> int:
        return evaluate_times([TimeRow("x", NOON, expected)], lambda said, now: given).counts()["all"].right

    assert right(first) == 1
    assert right(first.replace(fold=1)) == 0
    assert right(first.replace(tzinfo=None)) == 0, "a moment without a zone is none"


def test_spoken_forms_are_compared_but_for_spaces_and_marks() -> None:
    say = {"10": "עשר", "11": "\u200fאחת  עשרה ", "12": "", "13": "13"}
    rows = [
        SpokenRow("10", "עשר"),
        SpokenRow("11", "אחת עשרה"),
        SpokenRow("12", "שתים עשרה"),
        SpokenRow("13", "שלוש עשרה"),
    ]
    assert evaluate_spoken(rows, lambda text: say[text]).counts()["all"] == Count(4, 2, 1, 1)


def test_calendar_decisions_have_a_reason_and_an_end() -> None:
    decisions = {8: ("office_hours", TEN), 9: ("allowed", None), 13: ("eve", TEN)}
    rows = [
        CalendarRow(NOON.replace(hour=8), "office_hours", TEN.astimezone(UTC)),
        CalendarRow(NOON.replace(hour=8), "office_hours", NOON),
        CalendarRow(NOON.replace(hour=8), "refused", None),
        CalendarRow(NOON.replace(hour=9), "allowed", None),
        CalendarRow(NOON.replace(hour=9), "refused", None),
        CalendarRow(NOON.replace(hour=13), "shabbat", TEN),
        CalendarRow(NOON.replace(hour=13), "allowed", None),
    ]
    evaluation = evaluate_calendar(rows, lambda at: decisions[at.hour])
    assert [case.verdict for case in evaluation.cases] == [
        "right",
        "wrong",
        "right",
        "right",
        "wrong",
        "wrong",
        "wrong",
    ]
    assert [case.label for case in evaluation.cases] == [
        "office_hours", "office_hours, another end", "office_hours", "allowed", "allowed", "eve", "eve"]  # fmt: skip
    assert evaluation.counts()["all"] == Count(7, 3, 4, 0)


def test_json_has_four_numbers_for_each_class_and_for_all() -> None:
    evaluation = evaluate_intents({"yes": ["כן", "אולי"], "no": ["כן"]}, reader, bool)
    assert as_json(evaluation) == {
        "yes": {"total": 2, "right": 1, "wrong": 0, "unclear": 1},
        "no": {"total": 1, "right": 0, "wrong": 1, "unclear": 0},
        "all": {"total": 3, "right": 1, "wrong": 1, "unclear": 1},
    }


def test_tables_are_markdown() -> None:
    evaluation = evaluate_intents({"yes": ["כן", "כן", "אולי"], "no": ["a|b"]}, reader, bool)
    assert accuracy_table(evaluation).splitlines() == [
        "| class | total | right | wrong | unclear | right, % |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| yes | 3 | 2 | 0 | 1 | 66.7 |",
        "| no | 1 | 0 | 1 | 0 | 0.0 |",
        "| all | 4 | 2 | 1 | 1 | 50.0 |",
    ]
    assert confusion_table(evaluation).splitlines()[2:] == ["| yes | yes 2, unclear 1 |", "| no | later 1 |"]
    assert mistakes_table(evaluation.mistakes()).splitlines()[2:] == [
        "| yes | אולי | yes | unclear | unclear |",
        "| no | a\\|b | no | later | wrong |",
    ]


def test_one_class_alone_needs_no_line_for_all() -> None:
    table = accuracy_table(evaluate_spoken([SpokenRow("1", "אחת")], lambda text: "אחת"))
    assert table.splitlines()[2:] == ["| spoken | 1 | 1 | 0 | 0 | 100.0 |"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.tsv"


def test_utterances_are_read_by_class(tmp_path: Path) -> None:
    (tmp_path / "yes.txt").write_bytes("\ufeffכן\r\n\r\n  בטח \n".encode())
    (tmp_path / "no.txt").write_text("לא\u2028לא", "utf-8")
    (tmp_path / "notes.md").write_text("?", "utf-8")
    assert read_utterances(tmp_path) == {"no": ["לא\u2028לא"], "yes": ["כן", "בטח"]}


@pytest.mark.parametrize(
    "heading", ["", "expression\treference_now\texpected\n", "Expression\tReference now\tExpected (ISO)\n"]
)
def test_times_are_read_with_or_without_a_heading(file: Path, heading: str) -> None:
    file.write_text(
        f"{heading}מחר בעשר\t2026-03-08T12:00+02:00\t2026-03-09T10:00\n\n"
        "אולי\t2026-03-08T12:00\t\nאולי\t2026-03-08T10:00Z",
        "utf-8",
    )
    assert read_times(file) == [
        TimeRow("מחר בעשר", NOON, TEN),
        TimeRow("אולי", NOON, None),
        TimeRow("אולי", NOON, None),
    ]


def test_other_tables_are_read(file: Path) -> None:
    file.write_text("text\texpected\n10\tעשר\n", "utf-8")
    assert read_spoken(file) == [SpokenRow("10", "עשר")]
    file.write_text(
        "moment\tallowed|reason\tnext allowed\n2026-03-08T12:00\tEve\t2026-03-09T10:00\n2026-03-08T12:00\tallowed",
        "utf-8",
    )
    assert read_calendar(file) == [CalendarRow(NOON, "eve", TEN), CalendarRow(NOON, "allowed", None)]
    file.write_text("כן\tYes\nhe\ten\n", "utf-8")
    assert read_pairs(file) == [("כן", "Yes"), ("he", "en")]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"a\t2026-03-08\t\nb\n", 2, "a row must have expression <tab> reference_now <tab> expected"),
        (b"a\t2026-03-08\t\t\n", 1, "a row must have"),
        (b"a\t2026-03-08\t\n\t2026-03-08\t\n", 2, "a row must have"),
        (b"a\t8.3.2026\t\n", 1, "not a date and time in ISO 8601: '8.3.2026'"),
        (b"\n\na\t2026-03-08\tsoon\n", 3, "not a date and time in ISO 8601: 'soon'"),
        (b"a\t2026-03-08\t\n\xf9\xec\xe5\xed\t2026-03-08\t\n", 2, "this line is not UTF-8"),
        (b"\xff\xfea\x00\n\x00", 1, "this line is not UTF-8"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line(file: Path, content: bytes, line: int, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_times(file)
    assert str(refused.value).startswith(f"{file}:{line}: {said}")
    assert "\n" not in str(refused.value)


def test_a_decision_nobody_knows_is_told_with_its_line(file: Path) -> None:
    file.write_text("moment\tdecision\n2026-03-08T12:00\tmaybe\n", "utf-8")
    with pytest.raises(BadFile, match=r"list\.tsv:2: no decision is called 'maybe'"):
        read_calendar(file)


def test_lists_that_are_not_there_or_empty_are_told(tmp_path: Path, file: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        read_spoken(file)
    with pytest.raises(BadFile, match="directory"):
        read_spoken(tmp_path)
    file.write_text("text\texpected\n", "utf-8")
    with pytest.raises(BadFile, match="no row in it"):
        read_spoken(file)
    with pytest.raises(BadFile, match="no utterance in it"):
        read_utterances(tmp_path)
    with pytest.raises(BadFile, match="no such directory"):
        read_utterances(tmp_path / "nowhere")
