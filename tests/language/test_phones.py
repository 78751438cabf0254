"""Phone numbers: what may be dialled, and why the rest may not."""

import pytest

from language.phones import BadPhone, mask_phone, parse_phone


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
