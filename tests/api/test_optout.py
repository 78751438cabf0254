"""Once off the list, always off it: by the number, whatever becomes of the lead."""

from tests.api.making import Api
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

NUMBER = "+972547654321"


def test_it_holds_after_the_lead_is_deleted_and_comes_again(api: Api) -> None:
    lead = api.lead(NUMBER)
    said = api.turn("תורידו אותי מהרשימה", lead_id=lead.id, language="he")
    assert (said["action"], said["action_payload"]) == ("end_call", {"reason": "removed"})
    assert "הוסר מהרשימה" in said["agent_reply"]
    assert api.get(f"/leads/{lead.id}").get_json()["suppressed"] is True
    assert api.request("DELETE", f"/leads/{lead.id}").status_code == 204
    again = api.post("/leads", json={"name": "Somebody else", "phone": "054-765-4321"}).get_json()
    assert (again["phone"], again["suppressed"]) == (NUMBER, True)
    refused = api.post("/outbound/initiate-call", json={"lead_id": again["id"]})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "suppressed")
    assert api.telephone.orders == []
