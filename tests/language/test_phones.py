"""Phone numbers: what may be dialled, and why the rest may not."""

import json

import pytest

from language.phones import BadPhone, classify, mask_phone, parse_phone
from tests.language.corpus import DATA
from tests.rows import each_row

ROWS = [line.split("\t") for line in (DATA / "phones.tsv").read_text("utf-8").splitlines()[1:]]
"""Number as written (invisible characters as JSON escapes), kind or problem, E.164 or nothing."""
MAY = [row for row in ROWS if row[2]]
NEVER = [row for row in ROWS if not row[2]]


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len({row[0] for row in MAY}) >= 60
    assert len({row[0] for row in NEVER}) >= 100


@each_row(("written", "kind", "e164"), MAY)
def test_numbers_that_may_be_dialled(written: str, kind: str, e164: str) -> None:
    number = json.loads(f'"{written}"')
    info = classify(number)
    assert (info.kind, info.e164, info.region, info.problem, info.message) == (kind, e164, "IL", None, "")
    assert parse_phone(number) == e164
    assert classify(e164) == info, "what was read once is read the same again"


@each_row(("written", "problem", "e164"), NEVER)
def test_numbers_that_must_never_be_dialled(written: str, problem: str, e164: str) -> None:
    number = json.loads(f'"{written}"')
    info = classify(number)
    assert (info.problem, info.message != "") == (problem, True)
    with pytest.raises(BadPhone):
        parse_phone(number)


@each_row(
    ("text", "allowed", "kind", "region", "problem"),
    [
        ("+14155552671", {"US"}, "mobile_or_landline", "US", None),
        ("+18095551234", {"US"}, "mobile_or_landline", "DO", "foreign"),
        ("+18765551234", {"US", "CA"}, "mobile", "JM", "foreign"),
        ("+18005551234", {"US"}, "toll_free", "US", "toll_free"),
        ("+19005551234", {"US"}, "premium", "US", "premium"),
        ("+442071838750", {"GB"}, "landline", "GB", None),
        ("+447011234567", {"GB"}, "personal", "GB", "not_diallable"),
        ("+447911123456", {"GB"}, "mobile", "GG", "foreign"),
        ("+972592345678", {"IL", "PS"}, "mobile", "PS", None),
        ("+972592345678", {"IL"}, "mobile", "PS", "foreign"),
        ("054-765-4321", set(), "mobile", "IL", "foreign"),
        ("112", {"IL"}, "short", "IL", "short"),
        ("151-54-765-4321", {"IL"}, "voicemail", "IL", "not_diallable"),
        ("+979123456789", {"IL", "001"}, "premium", "001", "premium"),
    ],
)
def test_kind_and_country(text: str, allowed: set[str], kind: str, region: str, problem: str | None) -> None:
    info = classify(text, allowed=allowed)
    assert (info.kind, info.region, info.problem) == (kind, region, problem)


def test_emergency_numbers_of_another_home_country() -> None:
    assert classify("911", "US", {"US"}).problem == "short"
    assert classify("999", "GB", {"GB"}).problem == "short"


@each_row(
    ("text", "e164"),
    [
        ("054-765-4321", "+972547654321"),
        ("0547654321", "+972547654321"),
        ("+972 54 765 4321", "+972547654321"),
        ("972547654321", "+972547654321"),
        ("00972547654321", "+972547654321"),
        ("+972-(0)54-765-4321", "+972547654321"),
        ("\u202a054-765-4321\u202c", "+972547654321"),
        ("  050-555-0000 ", "+972505550000"),
        ("058-321-2345", "+972583212345"),
        ("03-6123456", "+97236123456"),
        ("02-623-4567", "+97226234567"),
        ("077-234-5678", "+972772345678"),
    ],
)
def test_what_may_be_dialled(text: str, e164: str) -> None:
    assert parse_phone(text) == e164


@each_row(
    ("text", "code"),
    [
        ("", "malformed"),
        ("abc", "malformed"),
        ("054-ABC-4321", "malformed"),
        ("+", "malformed"),
        ("<script>", "malformed"),
        ("054-765-4321 ext. 5", "malformed"),
        ("054-765-4321#5", "malformed"),
        ("0" * 41, "malformed"),
        ("05", "too_short"),
        ("054", "too_short"),
        ("05476", "too_short"),
        ("054765432109876", "too_long"),
        ("050-1234567", "not_valid"),
        ("052-1234567", "not_valid"),
        ("054-1234567", "not_valid"),
        ("+442071838750", "foreign"),
        ("+18095551234", "foreign"),
        ("+14155552671", "foreign"),
        ("1-900-123456", "premium"),
        ("1-919-123456", "premium"),
        ("1-700-700-700", "shared_cost"),
        ("1-800-123-456", "toll_free"),
        ("100", "short"),
        ("101", "short"),
        ("112", "short"),
        ("*2700", "short"),
        ("+972100", "short"),
    ],
)
def test_what_may_not_be_dialled(text: str, code: str) -> None:
    with pytest.raises(BadPhone) as refused:
        parse_phone(text)
    assert refused.value.code == code
    assert refused.value.message == str(refused.value) != ""
    assert "054" not in refused.value.message


def test_other_countries_can_be_allowed() -> None:
    assert parse_phone("+442071838750", allowed={"IL", "GB"}) == "+442071838750"
    assert parse_phone("020 7183 8750", "GB", {"GB"}) == "+442071838750"
    with pytest.raises(BadPhone):
        parse_phone("054-765-4321", allowed={"GB"})


@pytest.mark.parametrize(
    ("e164", "masked"),
    [("+972547654321", "+97254•••••21"), ("+97236123456", "+97236••••56"), ("+97236", "••••••"), ("", "")],
)
def test_masking(e164: str, masked: str) -> None:
    assert mask_phone(e164) == masked
