"""/leads: numbers in many spellings, refusals that say why, erasing, pages."""

import base64
import json
from typing import Any

import pytest

from tests.api.making import Api, error
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

SHAPE = {"id", "name", "phone", "gender", "company", "email", "notes", "owner", "consent", "suppressed"}
FULL = {
    "name": "נועה לוי", "phone": "+972583212345", "gender": "f", "company": "Negev", "email": "noa@negev.example",
    "notes": "asked twice", "consent": {"source": "form", "date": "2026-11-01", "expires": "2027-11-01"},
}  # fmt: skip
SPELLINGS = (
    ("054-765-4321", "+972547654321"), ("0547654321", "+972547654321"), (" +972 54 765 4321 ", "+972547654321"),
    ("972547654321", "+972547654321"), ("00972-54-7654321", "+972547654321"), ("+972-(0)54-765-4321", "+972547654321"),
    ("(054) 765.4321", "+972547654321"), ("\u200e054-765-4321\u200e", "+972547654321"),
    ("054 765\u00a04321", "+972547654321"), ("03-376-0000", "+97233760000"), ("077-212-3456", "+972772123456"),
)  # fmt: skip
REFUSED = (
    ("1-900-123-456", "premium"), ("1-919-123-456", "premium"), ("1-800-123-456", "toll_free"),
    ("1-700-123-456", "shared_cost"), ("+1 809 555 1234", "foreign"), ("+44 20 7946 0958", "foreign"),
    ("100", "short"), ("*6050", "short"), ("٠٥٤٧٦٥٤٣٢١", "malformed"), ("０５４７６５４３２１", "malformed"),
    ("050-1234567", "not_valid"), ("054-765", "too_short"),
    ("054-765-43210000", "too_long"), ("not a number", "malformed"), ("054-765-4321 ext. 7", "malformed"),
    ("0547654321; drop table leads", "malformed"), ("054\x00765-4321", "malformed"), ("+", "malformed"),
)  # fmt: skip
WRONG: tuple[dict[str, object], ...] = (
    {"name": "נועה\u202eיול", "phone": "0547654321"}, {"name": "x", "phone": "0547654321", "company": "a\u2066b"},
    {}, {"name": "x"}, {"phone": "0547654321"}, {**FULL, "name": ""}, {**FULL, "name": "  "},
    {"name": None, "phone": "0547654321"}, {"name": 1, "phone": "0547654321"}, {"name": ["x"], "phone": "0547654321"},
    {"name": "x", "phone": 547654321}, {"name": "x" * 121, "phone": "0547654321"}, {"name": "x", "phone": "0" * 41},
    {"name": "a\x00b", "phone": "0547654321"}, {"name": "\ud800", "phone": "0547654321"}, {**FULL, "id": 7},
    {**FULL, "suppressed": True}, {**FULL, "unknown": 1}, {**FULL, "gender": "x"}, {**FULL, "gender": "M"},
    {**FULL, "email": "nobody"}, {**FULL, "email": "a@b"}, {**FULL, "email": "a b@c.example"},
    {**FULL, "email": "a@b.example\nBcc: c@d.example"}, {**FULL, "email": "a\x00@b.example"},
    {**FULL, "notes": "x" * 2001}, {**FULL, "notes": "\x00"}, {**FULL, "company": {}}, {**FULL, "owner": True},
    {**FULL, "owner": 0}, {**FULL, "owner": -1}, {**FULL, "owner": 2**31}, {**FULL, "owner": 10**400},
    {**FULL, "owner": "one"}, {**FULL, "owner": 1.5}, {**FULL, "consent": "yes"},
    {**FULL, "consent": {"source": "form"}}, {**FULL, "consent": {"source": "form", "date": "yesterday"}},
    {**FULL, "consent": {"source": "", "date": "2026-11-01"}},
    {**FULL, "consent": {"source": "form", "date": "2026-02-30"}},
    {**FULL, "consent": {"source": "form", "date": "2026-11-01", "by": "x"}},
)  # fmt: skip


def test_a_lead_has_the_shape_of_the_contract(api: Api) -> None:
    member = api.stores.members.rotation()[0]
    added = api.post("/leads", json={**FULL, "owner": member.id})
    assert added.status_code == 201
    lead = added.get_json()
    assert set(lead) == SHAPE
    assert lead == {**FULL, "owner": member.id, "id": lead["id"], "suppressed": False}
    assert api.get(f"/leads/{lead['id']}").get_json() == lead
    assert api.get("/leads").get_json() == {"items": [lead], "next": None}


def test_what_is_not_said_is_null(api: Api) -> None:
    lead = api.post("/leads", json={"name": " x ", "phone": "0547654321"}).get_json()
    nothing = dict.fromkeys(("gender", "company", "email", "notes", "owner", "consent"))
    assert lead == {**nothing, "id": lead["id"], "name": "x", "phone": "+972547654321", "suppressed": False}


def test_a_number_is_stored_as_e164_however_it_is_written(api: Api) -> None:
    for written, stored in SPELLINGS:
        added = api.post("/leads", json={"name": "x", "phone": written})
        assert (added.status_code, added.get_json().get("phone")) == (201, stored), written
        path = f"/leads/{added.get_json()['id']}"
        assert api.patch(path, json={"phone": written}).get_json()["phone"] == stored
        assert api.delete(path).status_code == 204


@pytest.mark.parametrize(("number", "code"), REFUSED)
def test_a_number_that_must_not_be_called_is_refused_with_its_reason(sqlite_api: Api, number: str, code: str) -> None:
    said = sqlite_api.post("/leads", json={"name": "x", "phone": number})
    assert error(said) == (422, code)
    assert number not in said.text


@pytest.mark.parametrize("body", WRONG, ids=lambda body: ascii(body)[:60])
def test_a_wrong_lead_is_refused(sqlite_api: Api, body: dict[str, Any]) -> None:
    before = sqlite_api.stores.leads.count()
    assert error(sqlite_api.post("/leads", json=body)) == (422, "invalid_request")
    assert sqlite_api.stores.leads.count() == before


def test_an_error_names_the_field_and_repeats_nothing(sqlite_api: Api) -> None:
    said = sqlite_api.post("/leads", json={"name": 1, "phone": "0547654321", "gender": "my-secret", "x" * 5000: 1})
    message = said.get_json()["error"]["message"]
    assert "name: " in message
    assert "gender: " in message
    assert "my-secret" not in message
    assert len(message) < 500


def test_a_number_belongs_to_one_lead(api: Api) -> None:
    first, second = api.lead(), api.lead("+972505550000")
    assert error(api.post("/leads", json={"name": "x", "phone": "054 765 4321"})) == (409, "phone_taken")
    assert error(api.patch(f"/leads/{second.id}", json={"phone": first.phone})) == (409, "phone_taken")
    assert api.patch(f"/leads/{first.id}", json={"phone": first.phone}).status_code == 200


def test_an_owner_has_to_exist(api: Api) -> None:
    assert error(api.post("/leads", json={**FULL, "owner": 999})) == (422, "unknown_reference")
    assert error(api.patch(f"/leads/{api.lead().id}", json={"owner": 999})) == (422, "unknown_reference")


def test_a_patch_changes_what_it_names_and_null_empties(api: Api) -> None:
    before = api.post("/leads", json=FULL).get_json()
    path = f"/leads/{before['id']}"
    assert api.patch(path, json={"company": "Galil"}).get_json() == {**before, "company": "Galil"}
    assert api.patch(path, json={}).get_json() == {**before, "company": "Galil"}
    empty = dict.fromkeys(("gender", "company", "email", "notes", "owner", "consent"))
    assert api.patch(path, json=empty).get_json() == {**before, **empty}


def test_a_patch_cannot_take_what_every_lead_has(api: Api) -> None:
    lead = api.lead()
    for body in ({"name": None}, {"phone": None}, {"name": " "}, {"x": 1}, {"id": 2}, {"owner": False}):
        assert error(api.patch(f"/leads/{lead.id}", json=body)) == (422, "invalid_request"), body
    assert api.stores.leads.get(lead.id) == lead


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_lead_is_404(api: Api, method: str) -> None:
    body = {"json": {"name": "x"}} if method == "PATCH" else {}
    for lead_id in (0, 1, 2**31, 10**30):
        assert error(api.request(method, f"/leads/{lead_id}", **body)) == (404, "not_found")


@pytest.mark.parametrize("lead_id", ["-1", "x", "1.0", "%00", "1%2F", "9" * 5000])
def test_what_is_no_number_is_404(sqlite_api: Api, lead_id: str) -> None:
    assert error(sqlite_api.get(f"/leads/{lead_id}")) == (404, "not_found")


# -- erasing


def test_deleting_erases_and_a_removal_stays(api: Api) -> None:
    lead = api.lead()
    answer = api.turn("Please remove me from your list", lead_id=lead.id)
    assert answer["action"] == "end_call"
    assert api.get(f"/leads/{lead.id}").get_json()["suppressed"] is True
    deleted = api.delete(f"/leads/{lead.id}")
    assert (deleted.status_code, deleted.data) == (204, b"")
    assert error(api.get(f"/leads/{lead.id}")) == (404, "not_found")
    call = api.get(f"/calls/{answer['conversation_id']}").get_json()
    assert call["lead_id"] is None
    assert [turn["heard_en"] for turn in call["turns"]] == [None]
    assert {sentence["en"] for turn in call["turns"] for sentence in turn["said"]} == {""}
    again = api.post("/leads", json={"name": "x", "phone": lead.phone})
    assert (again.status_code, again.get_json()["suppressed"]) == (201, True)
    assert again.get_json()["id"] != lead.id


def test_a_lead_in_a_call_is_not_deleted(api: Api) -> None:
    lead = api.lead()
    call_id = api.post(f"/outbound/initiate-call?lead_id={lead.id}").get_json()["call_id"]
    assert error(api.delete(f"/leads/{lead.id}")) == (409, "lead_in_call")
    api.stores.calls.advance_status(call_id, "completed")
    assert api.delete(f"/leads/{lead.id}").status_code == 204


# -- pages


def test_pages_follow_each_other(api: Api) -> None:
    ids = [api.lead(f"+9725476543{number:02}").id for number in range(10, 17)]
    seen: list[int] = []
    after, pages = "", 0
    while True:
        page = api.get(f"/leads?limit=3{after}").get_json()
        seen += [each["id"] for each in page["items"]]
        pages += 1
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert (seen, pages) == (ids, 3)


CURSORS: tuple[object, ...] = (
    None, [], [-1], [True], ["1"], [1e400], [1, 2], {}, "x", [2**31], [2**70], ["2026-11-22T08:00:00+00:00"],
    ["2026-11-22T08:00:00+00:00", "a'b"], ["2026-11-22T08:00:00", 1], ["yesterday", 1], ["yesterday", "a"],
)  # fmt: skip


@pytest.mark.parametrize("path", ["/leads", "/meetings", "/calls"])
def test_a_cursor_of_another_list_is_refused(api: Api, path: str) -> None:
    made = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in CURSORS]
    for cursor in ("x", "%00", "===", "a" * 400, "שלום", *made):
        assert error(api.get(f"{path}?after={cursor}")) == (400, "bad_cursor"), cursor


@pytest.mark.parametrize("path", ["/meetings", "/calls"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_cursor_at_the_end_of_time_is_no_crash(sqlite_api: Api, path: str, moment: str) -> None:
    made = base64.urlsafe_b64encode(json.dumps([moment, 1 if path == "/meetings" else "a"]).encode()).decode()
    assert error(sqlite_api.get(f"{path}?after={made}")) == (400, "bad_cursor")


@pytest.mark.parametrize("path", ["/leads", "/meetings", "/calls"])
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=", "limit=1e9", f"after={'a' * 401}", "x=1"]
)
def test_a_wrong_page_is_refused(sqlite_api: Api, path: str, query: str) -> None:
    assert error(sqlite_api.get(f"{path}?{query}")) == (422, "invalid_request")


@pytest.mark.parametrize("limit", [1, 200])
def test_the_bounds_of_a_page_are_allowed(sqlite_api: Api, limit: int) -> None:
    assert sqlite_api.get(f"/leads?limit={limit}").status_code == 200
